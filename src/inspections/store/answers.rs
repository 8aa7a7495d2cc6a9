//! Answers: every one is kept, the latest of a point is current.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{HospitalId, Scope, Viewer, VisitId};
use crate::catalogue::model::{CheckPointId, LimitId};
use crate::db::StoreError;
use crate::inspections::entity::{answer, visit};
use crate::inspections::model::{Answer, Said, Sampled, Verdict};
use crate::inspections::store::{ids_within, visible};

/// The current answers of a visit, by point.
///
/// # Errors
/// Of the database.
pub async fn answers(
    db: &impl ConnectionTrait,
    scope: &Scope,
    visit: VisitId,
) -> Result<BTreeMap<CheckPointId, Answer>, StoreError> {
    let rows = answer::Entity::find()
        .filter(answer::Column::VisitId.eq(visit.0))
        .filter(answer::Column::Current.eq(true))
        .filter(answer::Column::VisitId.in_subquery(ids_within(scope)))
        .all(db)
        .await?;
    rows.into_iter().map(|row| of_row(row).map(|answer| (answer.point.clone(), answer))).collect()
}

/// Every answer ever given of a point, the first first.
///
/// # Errors
/// Of the database.
pub async fn said_before(
    db: &impl ConnectionTrait,
    scope: &Scope,
    visit: VisitId,
    point: &CheckPointId,
) -> Result<Vec<Answer>, StoreError> {
    let rows = answer::Entity::find()
        .filter(answer::Column::VisitId.eq(visit.0))
        .filter(answer::Column::Point.eq(point.as_str()))
        .filter(answer::Column::VisitId.in_subquery(ids_within(scope)))
        .order_by_asc(answer::Column::Number)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// What the latest closed visit before `visit` found of each point at a hospital: the day it began, and the verdict.
///
/// # Errors
/// Of the database.
pub async fn earlier(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    visit: VisitId,
) -> Result<BTreeMap<CheckPointId, (chrono::NaiveDate, Verdict)>, StoreError> {
    let before: Vec<(i64, Option<chrono::NaiveDate>)> = visit::Entity::find()
        .select_only()
        .columns([visit::Column::Id, visit::Column::BegunOn])
        .filter(visible(scope))
        .filter(visit::Column::HospitalId.eq(hospital.0))
        .filter(visit::Column::Id.ne(visit.0))
        .filter(visit::Column::ClosedOn.is_not_null())
        .order_by_asc(visit::Column::BegunOn)
        .order_by_asc(visit::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let days: BTreeMap<i64, chrono::NaiveDate> = before.into_iter().filter_map(|(id, on)| Some((id, on?))).collect();
    let rows = answer::Entity::find()
        .filter(answer::Column::VisitId.is_in(days.keys().copied()))
        .filter(answer::Column::Current.eq(true))
        .all(db)
        .await?;
    let mut found: BTreeMap<CheckPointId, (chrono::NaiveDate, Verdict)> = BTreeMap::new();
    for row in rows {
        let (Some(on), answer) = (days.get(&row.visit_id).copied(), of_row(row)?) else { continue };
        let said = (on, answer.said.verdict);
        found
            .entry(answer.point)
            .and_modify(|known| {
                if known.0 <= on {
                    *known = said
                }
            })
            .or_insert(said);
    }
    Ok(found)
}

fn of_row(row: answer::Model) -> Result<Answer, StoreError> {
    let bad = |column| StoreError::BadRow { table: "visit_answer", id: row.id, column };
    Ok(Answer {
        point: row.point.parse().map_err(|_| bad("point"))?,
        number: row.number,
        said: Said {
            verdict: Verdict::of_key(&row.verdict).ok_or_else(|| bad("verdict"))?,
            measured: serde_json::from_str::<BTreeMap<LimitId, i64>>(&row.measured).map_err(|_| bad("measured"))?,
            sample: row.sample_met.zip(row.sample_of).map(|(met, of)| Sampled { met, of }),
            note: row.note,
        },
        at: row.at,
        by_name: row.by_name,
    })
}

/// An answer to be kept.
pub(in crate::inspections) struct NewAnswer<'a> {
    pub visit: VisitId,
    pub point: &'a CheckPointId,
    pub number: i32,
    pub said: &'a Said,
}

/// Answers of a statement: ten parameters each, far below what either database takes.
const CHUNK: usize = 200;

/// Keeps answers of one visit, each as the current one of its point.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody answered a point at the same moment.
pub(in crate::inspections) async fn insert_answers(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: &[NewAnswer<'_>],
) -> Result<(), StoreError> {
    let row = |new: &NewAnswer<'_>| {
        let measured: BTreeMap<&str, i64> =
            new.said.measured.iter().map(|(limit, value)| (limit.as_str(), *value)).collect();
        answer::ActiveModel {
            visit_id: Set(new.visit.0),
            point: Set(new.point.to_string()),
            number: Set(new.number),
            current: Set(true),
            verdict: Set(new.said.verdict.key().to_owned()),
            note: Set(new.said.note.clone()),
            measured: Set(serde_json::json!(measured).to_string()),
            sample_met: Set(new.said.sample.map(|sample| sample.met)),
            sample_of: Set(new.said.sample.map(|sample| sample.of)),
            at: Set(at),
            by: Set(viewer.account.map(|account| account.0)),
            by_name: Set(viewer.name.clone()),
            ..Default::default()
        }
    };
    for chunk in new.chunks(CHUNK) {
        let again: Vec<&NewAnswer<'_>> = chunk.iter().filter(|one| one.number > 1).collect();
        if let Some(first) = again.first() {
            answer::Entity::update_many()
                .col_expr(answer::Column::Current, Expr::value(false))
                .filter(answer::Column::VisitId.eq(first.visit.0))
                .filter(answer::Column::Point.is_in(again.iter().map(|one| one.point.as_str())))
                .filter(answer::Column::Current.eq(true))
                .exec(txn)
                .await?;
        }
        answer::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(txn).await?;
    }
    Ok(())
}
