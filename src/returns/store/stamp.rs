//! Stamped pages of rounds. None is ever deleted.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};

use crate::access::{FileId, RoundId, Viewer};
use crate::db::StoreError;
use crate::returns::entity::return_stamp::{self, Column};

/// A stamped page, kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Its key.
    pub id: i64,
    /// The kept file.
    pub file: FileId,
    /// The sender's name for it.
    pub name: String,
    /// What it is: `jpg`, `png` or `pdf`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// When it came in.
    pub at: DateTime<Utc>,
    /// From whom, by name as of then.
    pub by_name: String,
}

/// A stamped page to be written down; its bytes are kept already.
#[derive(Debug)]
pub struct NewStamp<'a> {
    /// The kept file.
    pub file: FileId,
    /// The sender's name for it.
    pub name: &'a str,
    /// What it is.
    pub kind: &'a str,
    /// Bytes.
    pub size: i64,
}

/// Writes down a stamped page of a round found in scope.
///
/// # Errors
/// Of the database.
pub async fn insert_stamp(
    txn: &impl ConnectionTrait,
    round: RoundId,
    new: &NewStamp<'_>,
    at: DateTime<Utc>,
    by: &Viewer,
) -> Result<i64, StoreError> {
    let row = return_stamp::ActiveModel {
        id: NotSet,
        round_id: Set(round.0),
        file_id: Set(new.file.0),
        name: Set(new.name.to_owned()),
        kind: Set(new.kind.to_owned()),
        size: Set(new.size),
        at: Set(at),
        by: Set(by.account.map(|id| id.0)),
        by_name: Set(by.name.clone()),
    };
    Ok(row.insert(txn).await?.id)
}

/// The stamped pages of a round found in scope, in the order they came.
///
/// # Errors
/// Of the database.
pub async fn stamps_of(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Stamp>, StoreError> {
    let rows =
        return_stamp::Entity::find().filter(Column::RoundId.eq(round.0)).order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(stamp_of).collect())
}

/// How many there are.
///
/// # Errors
/// Of the database.
pub async fn stamp_count(db: &impl ConnectionTrait, round: RoundId) -> Result<u64, StoreError> {
    Ok(return_stamp::Entity::find().filter(Column::RoundId.eq(round.0)).count(db).await?)
}

fn stamp_of(row: return_stamp::Model) -> Stamp {
    Stamp {
        id: row.id,
        file: FileId(row.file_id),
        name: row.name,
        kind: row.kind,
        size: row.size,
        at: row.at,
        by_name: row.by_name,
    }
}

/// Those of some rounds found in scope that have a stamped page.
///
/// # Errors
/// Of the database.
pub async fn stamped(db: &impl ConnectionTrait, rounds: &[RoundId]) -> Result<HashSet<RoundId>, StoreError> {
    let mut found = HashSet::new();
    // Databases limit the parameters of a statement.
    for part in rounds.chunks(1_000) {
        let ids: Vec<i64> = return_stamp::Entity::find()
            .select_only()
            .column(Column::RoundId)
            .filter(Column::RoundId.is_in(part.iter().map(|round| round.0)))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(ids.into_iter().map(RoundId));
    }
    Ok(found)
}
