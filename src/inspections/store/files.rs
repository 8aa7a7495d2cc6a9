//! Photographs and documents of a visit.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::access::{FileId, Scope, Viewer, VisitId};
use crate::catalogue::model::CheckPointId;
use crate::db::StoreError;
use crate::files::Evidence;
use crate::inspections::entity::kept;
use crate::inspections::model::KeptFile;
use crate::inspections::store::ids_within;

/// The files of a visit, the first first.
///
/// # Errors
/// Of the database.
pub async fn files(db: &impl ConnectionTrait, scope: &Scope, visit: VisitId) -> Result<Vec<KeptFile>, StoreError> {
    let rows = kept::Entity::find()
        .filter(kept::Column::VisitId.eq(visit.0))
        .filter(kept::Column::VisitId.in_subquery(ids_within(scope)))
        .order_by_asc(kept::Column::Id)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// One file of a visit.
///
/// # Errors
/// Of the database.
pub async fn file(
    db: &impl ConnectionTrait,
    scope: &Scope,
    visit: VisitId,
    id: i64,
) -> Result<Option<KeptFile>, StoreError> {
    let found = kept::Entity::find_by_id(id)
        .filter(kept::Column::VisitId.eq(visit.0))
        .filter(kept::Column::VisitId.in_subquery(ids_within(scope)));
    found.one(db).await?.map(of_row).transpose()
}

/// How many files a visit has.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn count_files(db: &impl ConnectionTrait, visit: VisitId) -> Result<u64, StoreError> {
    Ok(kept::Entity::find().filter(kept::Column::VisitId.eq(visit.0)).count(db).await?)
}

fn of_row(row: kept::Model) -> Result<KeptFile, StoreError> {
    let bad = |column| StoreError::BadRow { table: "visit_file", id: row.id, column };
    let point: Option<Result<CheckPointId, _>> = row.point.as_deref().map(str::parse);
    Ok(KeptFile {
        id: row.id,
        point: point.transpose().map_err(|_| bad("point"))?,
        file: FileId(row.file_id),
        kind: Evidence::of_key(&row.kind).ok_or_else(|| bad("kind"))?,
        at: row.at,
        by_name: row.by_name,
    })
}

/// Adds a kept file to a visit.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn insert_file(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    (visit, point): (VisitId, Option<&CheckPointId>),
    (file, kind): (FileId, Evidence),
) -> Result<(), StoreError> {
    let row = kept::ActiveModel {
        visit_id: Set(visit.0),
        point: Set(point.map(ToString::to_string)),
        file_id: Set(file.0),
        kind: Set(kind.key().to_owned()),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        ..Default::default()
    };
    kept::Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}
