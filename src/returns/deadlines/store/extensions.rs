//! Requests to hand in later. None is ever deleted.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::access::{AccountId, HospitalId, Scope, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::deadlines::entity::return_extension::{self, Column};
use crate::returns::deadlines::model::{Decision, Extension, State};

fn within(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::all().add(Column::HospitalId.in_subquery(hospitals::store::ids_within(scope))),
    }
}

fn of_row(row: return_extension::Model) -> Result<Extension, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_extension", id: row.id, column };
    Ok(Extension {
        id: row.id,
        hospital: HospitalId(row.hospital_id),
        period: row.period.parse().map_err(|_| bad("period"))?,
        number: row.number,
        wanted: row.wanted,
        asked_at: row.asked_at,
        asked_by: row.asked_by.map(AccountId),
        state: State::of(&row.state).ok_or_else(|| bad("state"))?,
        granted: row.granted,
        decided: row.decided_at.map(|at| (at, row.decided_name.clone().unwrap_or_default())),
        version: row.version,
        reason: row.reason,
        asked_name: row.asked_name,
        words: row.words,
    })
}

/// The requests of one hospital in scope for a quarter, the first first.
///
/// # Errors
/// Of the database.
pub async fn extensions_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
) -> Result<Vec<Extension>, StoreError> {
    let rows = return_extension::Entity::find()
        .filter(within(scope))
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Period.eq(period.to_string()))
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// The requests of a quarter in scope by hospital, the first first.
///
/// # Errors
/// Of the database.
pub async fn extensions_in(
    db: &impl ConnectionTrait,
    scope: &Scope,
    period: Period,
) -> Result<HashMap<HospitalId, Vec<Extension>>, StoreError> {
    let rows = return_extension::Entity::find()
        .filter(within(scope))
        .filter(Column::Period.eq(period.to_string()))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let mut found: HashMap<HospitalId, Vec<Extension>> = HashMap::new();
    for row in rows {
        let one = of_row(row)?;
        found.entry(one.hospital).or_default().push(one);
    }
    Ok(found)
}

/// How many requests in scope wait for a decision.
///
/// # Errors
/// Of the database.
pub async fn open_count(db: &impl ConnectionTrait, scope: &Scope) -> Result<u64, StoreError> {
    Ok(return_extension::Entity::find().filter(waits(scope)).count(db).await?)
}

fn waits(scope: &Scope) -> Condition {
    within(scope).add(Column::State.eq(State::Open.key()))
}

/// The open requests in scope, the longest waiting first: `most` of them after `skip`.
///
/// # Errors
/// Of the database.
pub async fn open_in(
    db: &impl ConnectionTrait,
    scope: &Scope,
    (skip, most): (u64, u64),
) -> Result<Vec<Extension>, StoreError> {
    let rows = return_extension::Entity::find()
        .filter(waits(scope))
        .order_by_asc(Column::AskedAt)
        .order_by_asc(Column::Id)
        .offset(skip)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// A request to be written down.
#[derive(Clone, Debug)]
pub struct NewExtension<'a> {
    /// Whose; found in scope.
    pub hospital: HospitalId,
    /// Which quarter's.
    pub period: Period,
    /// One more than the requests before.
    pub number: i32,
    /// The last day that is asked for.
    pub wanted: NaiveDate,
    /// Why.
    pub reason: &'a str,
}

/// Writes a request down.
///
/// # Errors
/// [`StoreError::Stale`] when one with this number is there already.
pub async fn insert_extension(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: &NewExtension<'_>,
) -> Result<(), StoreError> {
    let row = return_extension::ActiveModel {
        id: ActiveValue::NotSet,
        hospital_id: ActiveValue::Set(new.hospital.0),
        period: ActiveValue::Set(new.period.to_string()),
        number: ActiveValue::Set(new.number),
        wanted: ActiveValue::Set(new.wanted),
        reason: ActiveValue::Set(new.reason.to_owned()),
        asked_at: ActiveValue::Set(at),
        asked_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        asked_name: ActiveValue::Set(viewer.name.clone()),
        state: ActiveValue::Set(State::Open.key().to_owned()),
        granted: ActiveValue::Set(None),
        words: ActiveValue::Set(None),
        decided_at: ActiveValue::Set(None),
        decided_by: ActiveValue::Set(None),
        decided_name: ActiveValue::Set(None),
        version: ActiveValue::Set(1),
    };
    match return_extension::Entity::insert(row).exec_without_returning(txn).await.map_err(StoreError::from) {
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        done => done.map(|_| ()),
    }
}

/// Writes down what was decided of an open request found in scope.
///
/// # Errors
/// [`StoreError::Stale`] when somebody decided it meanwhile.
pub async fn set_decided(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    of: &Extension,
    decision: &Decision,
) -> Result<(), StoreError> {
    let (state, granted, words) = match decision {
        Decision::Grant(day, words) => (State::Granted, Some(*day), words),
        Decision::Refuse(words) => (State::Refused, None, words),
    };
    let done = return_extension::Entity::update_many()
        .col_expr(Column::State, Expr::value(state.key()))
        .col_expr(Column::Granted, Expr::value(granted))
        .col_expr(Column::Words, Expr::value(words.as_str()))
        .col_expr(Column::DecidedAt, Expr::value(at))
        .col_expr(Column::DecidedBy, Expr::value(viewer.account.map(|account| account.0)))
        .col_expr(Column::DecidedName, Expr::value(viewer.name.as_str()))
        .col_expr(Column::Version, Expr::value(of.version + 1))
        .filter(Column::Id.eq(of.id))
        .filter(Column::Version.eq(of.version))
        .filter(Column::State.eq(State::Open.key()))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
