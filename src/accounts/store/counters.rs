//! Counters of wrong passwords.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::accounts::entity::counter::{ActiveModel, Column, Entity, Model};
use crate::accounts::judge::{Counter, KNOWN_DAYS, LOCK_MINUTES};
use crate::accounts::model::Login;
use crate::db::StoreError;

/// The counter of a login and network, locked against other attempts until the transaction ends.
///
/// # Errors
/// Of the database.
pub async fn hold(
    txn: &DatabaseTransaction,
    login: &str,
    network: &str,
    now: DateTime<Utc>,
) -> Result<Counter, StoreError> {
    let fresh = ActiveModel {
        login: ActiveValue::Set(login.to_owned()),
        network: ActiveValue::Set(network.to_owned()),
        failures: ActiveValue::Set(0),
        since: ActiveValue::Set(None),
        locked_until: ActiveValue::Set(None),
        succeeded_at: ActiveValue::Set(None),
        touched_at: ActiveValue::Set(now),
    };
    // Writing first takes the row's lock on PostgreSQL, so that two guesses at once are counted as two.
    let clash = OnConflict::columns([Column::Login, Column::Network]).update_column(Column::TouchedAt).to_owned();
    Entity::insert(fresh).on_conflict(clash).exec_without_returning(txn).await?;
    let row = Entity::find_by_id((login.to_owned(), network.to_owned())).one(txn).await?;
    Ok(row.map(of_row).unwrap_or_default())
}

/// Stores a counter that is held.
///
/// # Errors
/// Of the database.
pub async fn save(txn: &DatabaseTransaction, login: &str, network: &str, counter: Counter) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(counter.failures))
        .col_expr(Column::Since, Expr::value(counter.since))
        .col_expr(Column::LockedUntil, Expr::value(counter.locked_until))
        .col_expr(Column::SucceededAt, Expr::value(counter.succeeded_at))
        .filter(Column::Login.eq(login))
        .filter(Column::Network.eq(network))
        .exec(txn)
        .await?;
    Ok(())
}

/// Lifts every lock of a login; the networks known to it stay known.
///
/// # Errors
/// Of the database.
pub async fn forgive(txn: &DatabaseTransaction, login: &Login) -> Result<(), StoreError> {
    Entity::update_many()
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::LockedUntil, Expr::value(None::<DateTime<Utc>>))
        .filter(Column::Login.eq(login.as_str()))
        .exec(txn)
        .await?;
    Ok(())
}

/// Forgets counters that say nothing any more, so that guessing at invented logins does not fill the table.
///
/// # Errors
/// Of the database.
pub async fn sweep(txn: &DatabaseTransaction, now: DateTime<Utc>) -> Result<(), StoreError> {
    let spent = Column::TouchedAt.lt(now - TimeDelta::minutes(2 * LOCK_MINUTES)).and(Column::SucceededAt.is_null());
    let old = Column::TouchedAt.lt(now - TimeDelta::days(KNOWN_DAYS));
    Entity::delete_many().filter(spent.or(old)).exec(txn).await?;
    Ok(())
}

fn of_row(row: Model) -> Counter {
    Counter { failures: row.failures, since: row.since, locked_until: row.locked_until, succeeded_at: row.succeeded_at }
}
