//! Rows of kept files. Who may have a file is decided by the room that owns the row which names it.

use sea_orm::{ActiveValue, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{AccountId, FileId};
use crate::db::StoreError;
use crate::files::entity::{self, COLUMN, Entity};
use crate::files::model::{Fingerprint, Kept, NewFile, StoredFile};

/// Writes down a file whose bytes are already kept.
///
/// # Errors
/// Of the database.
pub async fn insert(txn: &DatabaseTransaction, file: &NewFile) -> Result<FileId, StoreError> {
    let row = entity::ActiveModel {
        id: ActiveValue::NotSet,
        sha256: ActiveValue::Set(file.kept.sha256.to_string()),
        size: ActiveValue::Set(file.kept.size),
        name: ActiveValue::Set(file.name.clone()),
        kind: ActiveValue::Set(file.kind.to_owned()),
        received_at: ActiveValue::Set(file.received_at),
        received_by: ActiveValue::Set(file.received_by.map(|account| account.0)),
    };
    Ok(FileId(Entity::insert(row).exec(txn).await?.last_insert_id))
}

/// A file's row, whoever it belongs to: the caller has already found it through a row in its own scope.
///
/// # Errors
/// Of the database, or when the row cannot be read.
pub async fn find_everywhere(db: &impl ConnectionTrait, id: FileId) -> Result<Option<StoredFile>, StoreError> {
    Entity::find_by_id(id.0).one(db).await?.map(stored_of).transpose()
}

/// The rows of several files in no order, whoever they belong to: as [`find_everywhere`], in one query.
///
/// # Errors
/// Of the database, or when a row cannot be read.
pub async fn find_all_everywhere(db: &impl ConnectionTrait, ids: &[FileId]) -> Result<Vec<StoredFile>, StoreError> {
    let mut found = Vec::with_capacity(ids.len());
    // Databases limit the parameters of a statement.
    for part in ids.chunks(1_000) {
        let rows = Entity::find().filter(COLUMN.id.is_in(part.iter().map(|id| id.0))).all(db).await?;
        for row in rows {
            found.push(stored_of(row)?);
        }
    }
    Ok(found)
}

/// Every fingerprint above `after` that some row names, each once, in rising order, at most `limit`.
///
/// # Errors
/// Of the database, or when a row cannot be read.
pub async fn fingerprints_everywhere(
    db: &impl ConnectionTrait,
    after: Option<Fingerprint>,
    limit: u64,
) -> Result<Vec<Fingerprint>, StoreError> {
    let mut query = Entity::find().select_only().column(entity::Column::Sha256).distinct();
    if let Some(after) = after {
        query = query.filter(COLUMN.sha256.gt(after.to_string()));
    }
    let rows: Vec<String> = query.order_by_asc(entity::Column::Sha256).limit(limit).into_tuple().all(db).await?;
    let bad = |_| StoreError::BadRow { table: "stored_file", id: 0, column: "sha256" };
    rows.into_iter().map(|text| text.parse().map_err(bad)).collect()
}

fn stored_of(row: entity::Model) -> Result<StoredFile, StoreError> {
    let bad = |_| StoreError::BadRow { table: "stored_file", id: row.id, column: "sha256" };
    let sha256: Fingerprint = row.sha256.parse().map_err(bad)?;
    Ok(StoredFile {
        id: FileId(row.id),
        kept: Kept { sha256, size: row.size },
        name: row.name,
        kind: row.kind,
        received_at: row.received_at,
        received_by: row.received_by.map(AccountId),
    })
}
