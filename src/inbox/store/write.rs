//! Posting letters, and reading what was posted.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};
use sha2::{Digest, Sha256};

use crate::access::AccountId;
use crate::db::StoreError;
use crate::inbox::entity::message::{ActiveModel, Column, Entity};
use crate::inbox::model::{Letter, Topic, way};
use crate::inbox::store::recipients::Readers;

/// Rows of a statement: ten parameters each, and databases limit them.
const ROWS: usize = 400;

/// Longest text of `once` that is stored as it is, characters.
const ONCE_MAX: usize = 200;

/// Posts letters inside the transaction of the deed they tell of: what does not commit is not told.
///
/// Gives the number of messages made. None is made for disabled accounts, and none where the account already got one
/// with the same [`Letter::once`].
///
/// # Errors
/// Of the database.
pub async fn post(txn: &impl ConnectionTrait, at: DateTime<Utc>, letters: &[Letter]) -> Result<u64, StoreError> {
    let readers = Readers::of(txn, letters).await?;
    let addressed = letters.iter().flat_map(|letter| {
        let row = row(at, letter);
        readers.behind(letter.to).into_iter().map(move |account| (account, row.clone()))
    });
    let mut rows: Vec<(i64, ActiveModel)> = addressed.collect();
    // Two that tell the same at once meet in one order, so that neither waits for the other for ever on PostgreSQL.
    rows.sort_by_key(|(account, _)| *account);
    let to = |(account, row)| ActiveModel { account_id: ActiveValue::Set(account), ..row };
    let rows: Vec<ActiveModel> = rows.into_iter().map(to).collect();
    let mut made = 0;
    for part in rows.chunks(ROWS) {
        made += insert(txn, part).await?;
    }
    Ok(made)
}

/// A message without its account.
fn row(at: DateTime<Utc>, letter: &Letter) -> ActiveModel {
    ActiveModel {
        id: ActiveValue::NotSet,
        account_id: ActiveValue::NotSet,
        topic: ActiveValue::Set(letter.topic.key().to_owned()),
        title: ActiveValue::Set(letter.stored_title()),
        text: ActiveValue::Set(letter.stored_text()),
        href: ActiveValue::Set(way(&letter.href).to_owned()),
        once: ActiveValue::Set(letter.once.as_deref().map(once_key)),
        at: ActiveValue::Set(at),
        read_at: ActiveValue::Set(None),
        digest_id: ActiveValue::Set(None),
    }
}

/// What stands in the unique column: the text itself, or its hash where it would not fit.
fn once_key(text: &str) -> String {
    let fits = text.chars().count() <= ONCE_MAX && !text.contains('\0');
    if fits { text.to_owned() } else { hex::encode(Sha256::digest(text)) }
}

/// Inserts rows but those whose account has one with the same `once`. A clash is no failing statement, so the
/// transaction lives on; that nothing at all was inserted is fine as well.
async fn insert(txn: &impl ConnectionTrait, rows: &[ActiveModel]) -> Result<u64, StoreError> {
    let told = OnConflict::columns([Column::AccountId, Column::Once]).do_nothing().to_owned();
    let done = Entity::insert_many(rows.iter().cloned()).on_conflict(told).exec_without_returning(txn).await;
    match done {
        Err(DbErr::RecordNotInserted) => Ok(0),
        done => Ok(done?),
    }
}

/// Marks one message of its reader as read; one that is read already stays so.
///
/// # Errors
/// Of the database.
pub async fn mark_read(
    txn: &impl ConnectionTrait,
    reader: AccountId,
    id: i64,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    read(reader, at).filter(Column::Id.eq(id)).exec(txn).await?;
    Ok(())
}

/// Marks the reader's messages as read, of one topic or of all, up to the newest that was seen; gives how many it were.
///
/// # Errors
/// Of the database.
pub async fn mark_all_read(
    txn: &impl ConnectionTrait,
    reader: AccountId,
    topic: Option<Topic>,
    newest: Option<i64>,
    at: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let mut update = read(reader, at);
    if let Some(topic) = topic {
        update = update.filter(Column::Topic.eq(topic.key()));
    }
    if let Some(newest) = newest {
        update = update.filter(Column::Id.lte(newest));
    }
    Ok(update.exec(txn).await?.rows_affected)
}

fn read(reader: AccountId, at: DateTime<Utc>) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(at))
        .filter(Column::AccountId.eq(reader.0))
        .filter(Column::ReadAt.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_to_tell_once_stays_one() {
        let (one, other) = (format!("{}1", "x".repeat(200)), format!("{}2", "x".repeat(200)));
        assert_eq!(once_key("overdue:2024Q3:7"), "overdue:2024Q3:7");
        assert_eq!(once_key(&one).len(), 64);
        assert_ne!(once_key(&one), once_key(&other));
    }
}
