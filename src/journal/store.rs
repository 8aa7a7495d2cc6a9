//! The journal's queries: appending, and where the chain stands. Nothing here changes or removes a row.

mod list;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QuerySelect};

use crate::db::StoreError;
use crate::journal::chain;
use crate::journal::entity::{event, head};
use crate::journal::model::{Actor, Entry, Event, Recorded};

pub use list::{Wanted, count, newest};
pub(super) use list::{entries_between, hashes_of, numbers_after};

/// Key of the one row of `journal_head`.
const HEAD: i64 = 1;

/// Writes one row of the journal, as the last step before the commit.
///
/// Moving the head takes a row lock on both databases, so rows are numbered without gaps in the order of commits.
/// `by` is `&Viewer`, or an [`Actor`] where nobody is signed in.
///
/// # Errors
/// Of the database; then the caller's transaction must not commit, so nothing happens that is not journalled.
pub async fn record(
    txn: &DatabaseTransaction,
    by: impl Into<Actor>,
    at: DateTime<Utc>,
    event: Event,
) -> Result<Recorded, StoreError> {
    let (seq, previous) = next(txn).await?;
    let actor: Actor = by.into();
    let mut entry = Entry {
        seq,
        at,
        account: actor.account.map(|id| id.0),
        login: actor.login,
        address: actor.address,
        action: event.action.to_owned(),
        subject_kind: event.subject_kind.to_owned(),
        detail: event.detail_text(),
        subject_id: event.subject_id,
        result: event.outcome.key().to_owned(),
        previous,
        hash: String::new(),
    };
    entry.hash = chain::hash(&entry);
    let recorded = Recorded { seq, head: entry.hash.clone(), at };
    event::Entity::insert(row_of(entry).into_active_model()).exec_without_returning(txn).await?;
    let moved = Query::update()
        .table("journal_head")
        .value("head", recorded.head.as_str())
        .and_where(Expr::col("id").eq(HEAD))
        .and_where(Expr::col("seq").eq(seq))
        .to_owned();
    match txn.execute(&moved).await?.rows_affected() {
        1 => Ok(recorded),
        _ => Err(no_head()),
    }
}

/// Takes the next number and the head it continues; other writers wait from here to our commit.
async fn next(txn: &DatabaseTransaction) -> Result<(i64, String), StoreError> {
    let step = Query::update()
        .table("journal_head")
        .value("seq", Expr::col("seq").add(1))
        .and_where(Expr::col("id").eq(HEAD))
        .returning(Query::returning().columns(["seq", "head"]))
        .to_owned();
    let row = txn.query_one(&step).await?.ok_or_else(no_head)?;
    Ok((row.try_get("", "seq")?, row.try_get("", "head")?))
}

/// Lets no other write end until the transaction does, for each ends with its row in the journal: what is read meanwhile over
/// other connections is of one moment.
///
/// # Errors
/// Of the database, and when the head is gone.
pub async fn hold(txn: &DatabaseTransaction) -> Result<(), StoreError> {
    let row = head::Entity::find_by_id(HEAD).lock(LockType::Update).one(txn).await?;
    row.map(|_| ()).ok_or_else(no_head)
}

/// Where the chain stands, with the time of its last row; `None` while there is no row.
///
/// # Errors
/// Of the database, and when the last row is gone.
pub async fn head(db: &impl ConnectionTrait) -> Result<Option<Recorded>, StoreError> {
    let (seq, head) = head_row(db).await?;
    if seq == 0 {
        return Ok(None);
    }
    let gone = || StoreError::BadRow { table: "journal_event", id: seq, column: "seq" };
    let last = event::Entity::find_by_id(seq).one(db).await?.ok_or_else(gone)?;
    Ok(Some(Recorded { seq, head, at: last.at }))
}

/// Number and hash of the last row, as the head's own row says.
pub(super) async fn head_row(db: &impl ConnectionTrait) -> Result<(i64, String), StoreError> {
    let row = head::Entity::find_by_id(HEAD).one(db).await?.ok_or_else(no_head)?;
    Ok((row.seq, row.head))
}

fn no_head() -> StoreError {
    StoreError::BadRow { table: "journal_head", id: HEAD, column: "seq" }
}

fn row_of(entry: Entry) -> event::Model {
    event::Model {
        seq: entry.seq,
        at: entry.at,
        account_id: entry.account,
        login: entry.login,
        address: entry.address,
        action: entry.action,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
        detail: entry.detail,
        result: entry.result,
        previous: entry.previous,
        hash: entry.hash,
    }
}
