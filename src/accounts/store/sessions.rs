//! Sessions: opened, looked up with all that a request must know, and ended.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
};

use crate::access::{AccountId, Viewer};
use crate::accounts::entity::{account, grant, session};
use crate::accounts::model::SessionTimes;
use crate::accounts::store::rows;
use crate::accounts::token::TokenHash;
use crate::authorities::entity::authority;
use crate::db::StoreError;
use crate::hospitals::entity::span;

/// Whom a cookie stands for.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its times; the caller judges whether it is alive.
    pub times: SessionTimes,
    /// The account; its address is the request's and still empty.
    pub viewer: Viewer,
    /// Whether only the change of the password is open to it.
    pub must_change: bool,
}

/// Opens a session.
///
/// # Errors
/// Of the database.
pub async fn open(
    txn: &DatabaseTransaction,
    account: AccountId,
    token: &TokenHash,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let times = SessionTimes::begun(now);
    let row = session::ActiveModel {
        token_hash: ActiveValue::Set(token.as_str().to_owned()),
        account_id: ActiveValue::Set(account.0),
        created_at: ActiveValue::Set(now),
        last_seen: ActiveValue::Set(times.last_seen),
        expires_at: ActiveValue::Set(times.expires_at),
    };
    session::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    account_id: i64,
    login: String,
    name: String,
    must_change: bool,
    role: String,
    authority_id: Option<i64>,
    hospital_id: Option<i64>,
    place_name: Option<String>,
    reviewed_by: Option<i64>,
}

#[derive(FromQueryResult)]
struct Timed {
    last_seen: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    #[sea_orm(nested)]
    row: Row,
}

/// The account of some rows, each with one of its roles; none of no rows.
fn viewer(rows: &[Row]) -> Result<Option<Viewer>, StoreError> {
    let roles = rows.iter().map(|row| (row.role.as_str(), row.authority_id, row.hospital_id));
    let Some(first) = rows.first() else { return Ok(None) };
    let id = AccountId(first.account_id);
    let grants = rows::grants(id, roles)?;
    Ok(Some(Viewer {
        account: Some(id),
        login: first.login.clone(),
        name: first.name.clone(),
        place_name: first.place_name.clone().unwrap_or_default(),
        place: grants.place(),
        roles: grants.roles().to_vec(),
        top: first.authority_id.is_some() && first.reviewed_by.is_none(),
        address: String::new(),
    }))
}

/// An account as it may act now, for work that goes on behind its request; nothing for a disabled account.
///
/// # Errors
/// Of the database, or when grants contradict each other.
pub async fn viewer_of(db: &impl ConnectionTrait, id: AccountId) -> Result<Option<Viewer>, StoreError> {
    let mut asked = with_place(Query::select());
    asked.from(account::Entity).and_where(Expr::col(rows::ACCOUNT).eq(id.0));
    viewer(&Row::find_by_statement(db.get_database_backend().build(&joined(asked))).all(db).await?)
}

/// The session of a cookie with its account, roles and place, in one query; nothing for a disabled account.
///
/// # Errors
/// Of the database, or when grants contradict each other.
pub async fn find(db: &impl ConnectionTrait, token: &TokenHash) -> Result<Option<Session>, StoreError> {
    let found = Timed::find_by_statement(db.get_database_backend().build(&lookup(token))).all(db).await?;
    let times = found.first().map(|first| SessionTimes { last_seen: first.last_seen, expires_at: first.expires_at });
    let rows: Vec<Row> = found.into_iter().map(|timed| timed.row).collect();
    let must_change = rows.first().is_some_and(|first| first.must_change);
    let session = |(times, viewer)| Session { times, viewer, must_change };
    Ok(times.zip(viewer(&rows)?).map(session))
}

fn lookup(token: &TokenHash) -> SelectStatement {
    let mut asked = with_place(Query::select());
    asked
        .column((session::Entity, session::Column::LastSeen))
        .column((session::Entity, session::Column::ExpiresAt))
        .from(session::Entity)
        .inner_join(account::Entity, Expr::col((session::Entity, session::Column::AccountId)).equals(rows::ACCOUNT))
        .and_where(Expr::col((session::Entity, session::Column::TokenHash)).eq(token.as_str()));
    joined(asked)
}

/// Asks what [`Row`] reads.
fn with_place(mut asked: SelectStatement) -> SelectStatement {
    asked
        .expr_as(Expr::col((account::Entity, account::Column::Id)), "account_id")
        .expr_as(Expr::col((account::Entity, account::Column::Name)), "name")
        .column((account::Entity, account::Column::Login))
        .column((account::Entity, account::Column::MustChange))
        .columns(rows::GRANT_COLUMNS)
        .column((authority::Entity, authority::Column::ReviewedBy))
        .expr_as(rows::place_name(), "place_name")
        .take()
}

/// With the roles and places of the accounts that are not disabled.
fn joined(mut asked: SelectStatement) -> SelectStatement {
    asked
        .inner_join(grant::Entity, Expr::col((grant::Entity, grant::Column::AccountId)).equals(rows::ACCOUNT))
        .left_join(authority::Entity, rows::at_authority())
        .left_join(span::Entity, rows::at_hospital())
        .and_where(Expr::col((account::Entity, account::Column::Disabled)).eq(false))
        .take()
}

/// Notes that a session was used.
///
/// # Errors
/// Of the database.
pub async fn touch(txn: &DatabaseTransaction, token: &TokenHash, now: DateTime<Utc>) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeen, Expr::value(now))
        .filter(session::Column::TokenHash.eq(token.as_str()))
        .exec(txn)
        .await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// Of the database.
pub async fn end(txn: &DatabaseTransaction, token: &TokenHash) -> Result<(), StoreError> {
    session::Entity::delete_by_id(token.as_str().to_owned()).exec(txn).await?;
    Ok(())
}

/// Ends all sessions of an account.
///
/// # Errors
/// Of the database.
pub async fn end_all(txn: &DatabaseTransaction, account: AccountId) -> Result<(), StoreError> {
    session::Entity::delete_many().filter(session::Column::AccountId.eq(account.0)).exec(txn).await?;
    Ok(())
}

/// Removes sessions that ended a day ago; until then they can say why they ended.
///
/// # Errors
/// Of the database.
pub async fn sweep(txn: &DatabaseTransaction, now: DateTime<Utc>) -> Result<(), StoreError> {
    let long_over = session::Column::ExpiresAt.lt(now - TimeDelta::days(1));
    session::Entity::delete_many().filter(long_over).exec(txn).await?;
    Ok(())
}
