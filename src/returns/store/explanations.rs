//! Explanations of rounds. None is ever deleted: a further answer is a further row.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

use crate::access::{AccountId, HospitalId, RoundId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::return_explanation::{self, Column};
use crate::returns::entity::{quarterly_return, return_round, return_upload};
use crate::returns::explain::{Ask, Explanation, Given, Judged, Said, State, Whence, asks};
use crate::returns::model::{Problem, Slot};
use crate::returns::store::round::hospitals_among;

fn explanation(row: return_explanation::Model) -> Result<Explanation, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_explanation", id: row.id, column };
    let slot = row.slot.map(|slot| Slot::of_number(slot).ok_or_else(|| bad("slot"))).transpose()?;
    let state = State::of_key(&row.state).ok_or_else(|| bad("state"))?;
    let whence = Whence::of_key(&row.whence).ok_or_else(|| bad("whence"))?;
    let judged = row.judged_at.map(|at| Judged {
        at,
        by: row.judged_by.map(AccountId),
        by_name: row.judged_name.unwrap_or_default(),
        words: row.judgement.unwrap_or_default(),
    });
    Ok(Explanation {
        id: row.id,
        version: row.version,
        said: Said {
            state,
            whence,
            rule: row.rule,
            sheet: row.sheet,
            cell: row.cell,
            element: row.element,
            slot,
            found: row.found,
            words: row.words,
            carried_from: row.carried_from,
            given: Given { at: row.given_at, by: row.given_by.map(AccountId), by_name: row.given_name },
            judged,
        },
    })
}

/// Keeps what was said of a problem of a round.
///
/// # Errors
/// Of the database.
pub async fn insert_explanation(txn: &impl ConnectionTrait, round: RoundId, said: &Said) -> Result<i64, StoreError> {
    let judged = said.judged.as_ref();
    let row = return_explanation::ActiveModel {
        id: NotSet,
        round_id: Set(round.0),
        rule: Set(said.rule.clone()),
        sheet: Set(said.sheet.clone()),
        cell: Set(said.cell.clone()),
        element: Set(said.element.clone()),
        slot: Set(said.slot.map(Slot::number)),
        found: Set(said.found.clone()),
        words: Set(said.words.clone()),
        state: Set(said.state.key().to_owned()),
        whence: Set(said.whence.key().to_owned()),
        carried_from: Set(said.carried_from),
        given_at: Set(said.given.at),
        given_by: Set(said.given.by.map(|id| id.0)),
        given_name: Set(said.given.by_name.clone()),
        judged_at: Set(judged.map(|judged| judged.at)),
        judged_by: Set(judged.and_then(|judged| judged.by).map(|id| id.0)),
        judged_name: Set(judged.map(|judged| judged.by_name.clone())),
        judgement: Set(judged.map(|judged| judged.words.clone())),
        version: Set(1),
    };
    Ok(row.insert(txn).await?.id)
}

/// Writes what the reviewer said of an explanation.
///
/// # Errors
/// [`StoreError::Stale`] when it changed since it was read.
pub async fn set_judged(txn: &impl ConnectionTrait, of: &Explanation, said: &Said) -> Result<(), StoreError> {
    let judged = said.judged.as_ref();
    let done = return_explanation::Entity::update_many()
        .col_expr(Column::State, Expr::value(said.state.key()))
        .col_expr(Column::JudgedAt, Expr::value(judged.map(|judged| judged.at)))
        .col_expr(Column::JudgedBy, Expr::value(judged.and_then(|judged| judged.by).map(|id| id.0)))
        .col_expr(Column::JudgedName, Expr::value(judged.map(|judged| judged.by_name.clone())))
        .col_expr(Column::Judgement, Expr::value(judged.map(|judged| judged.words.clone())))
        .col_expr(Column::Version, Expr::value(of.version + 1))
        .filter(Column::Id.eq(of.id))
        .filter(Column::Version.eq(of.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// What was said of the problems of a round found in scope, the oldest first.
///
/// # Errors
/// Of the database.
pub async fn explanations_of(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Explanation>, StoreError> {
    Ok(explanations_of_rounds(db, &[round]).await?.remove(&round).unwrap_or_default())
}

async fn explanations_of_rounds(
    db: &impl ConnectionTrait,
    rounds: &[RoundId],
) -> Result<HashMap<RoundId, Vec<Explanation>>, StoreError> {
    let rows = return_explanation::Entity::find()
        .filter(Column::RoundId.is_in(rounds.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut found: HashMap<RoundId, Vec<Explanation>> = HashMap::new();
    for row in rows {
        found.entry(RoundId(row.round_id)).or_default().push(explanation(row)?);
    }
    Ok(found)
}

/// What the problems of these rounds, each found in scope, ask, and what was said of them. Two queries, however many
/// rounds; those that nothing was asked about are not there.
///
/// # Errors
/// Of the database.
pub async fn asks_of(db: &impl ConnectionTrait, rounds: &[RoundId]) -> Result<HashMap<RoundId, Vec<Ask>>, StoreError> {
    if rounds.is_empty() {
        return Ok(HashMap::new());
    }
    let uploads: Vec<(i64, i64, String)> = return_round::Entity::find()
        .select_only()
        .column(return_round::Column::Id)
        .column(return_round::Column::UploadId)
        .column(return_upload::Column::Problems)
        .join(
            JoinType::InnerJoin,
            return_round::Entity::belongs_to(return_upload::Entity)
                .from(return_round::Column::UploadId)
                .to(return_upload::Column::Id)
                .into(),
        )
        .filter(return_round::Column::Id.is_in(rounds.iter().map(|id| id.0)))
        .filter(return_round::Column::Explanations.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    let mut said = explanations_of_rounds(db, rounds).await?;
    let ask = |(round, upload, problems): (i64, i64, String)| {
        let bad = |_| StoreError::BadRow { table: "return_upload", id: upload, column: "problems" };
        let problems: Vec<Problem> = serde_json::from_str(&problems).map_err(bad)?;
        let round = RoundId(round);
        Ok((round, asks(&problems, said.remove(&round).unwrap_or_default())))
    };
    uploads.into_iter().map(ask).collect()
}

/// The elements of which the accepted rounds of a quarter hold explanations, by hospital in scope. One query.
///
/// # Errors
/// Of the database.
pub async fn explained_elements(
    db: &impl ConnectionTrait,
    scope: &Scope,
    quarter: Period,
    hospitals: &[HospitalId],
) -> Result<HashMap<HospitalId, HashSet<String>>, StoreError> {
    let accepted: RelationDef = return_explanation::Entity::belongs_to(quarterly_return::Entity)
        .from(Column::RoundId)
        .to(quarterly_return::Column::AcceptedRoundId)
        .into();
    let rows: Vec<(i64, String)> = return_explanation::Entity::find()
        .select_only()
        .column(quarterly_return::Column::HospitalId)
        .column(Column::Element)
        .join(JoinType::InnerJoin, accepted)
        .filter(quarterly_return::Column::Period.eq(quarter.to_string()))
        .filter(hospitals_among(scope, hospitals))
        .filter(Column::Element.is_not_null())
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let mut found: HashMap<HospitalId, HashSet<String>> = HashMap::new();
    for (hospital, element) in rows {
        found.entry(HospitalId(hospital)).or_default().insert(element);
    }
    Ok(found)
}
