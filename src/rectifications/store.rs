//! Steps and their files. The scope is that of the finding: whoever calls has found it in the reader's.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{FileId, Viewer};
use crate::db::StoreError;
use crate::files::Evidence;
use crate::inspections::model::Finding;
use crate::rectifications::entity::{kept, step};
use crate::rectifications::model::{KeptFile, Kind, Step};

/// The steps of a finding, the first first.
///
/// # Errors
/// Of the database.
pub async fn steps(db: &impl ConnectionTrait, finding: &Finding) -> Result<Vec<Step>, StoreError> {
    Ok(steps_of(db, std::slice::from_ref(finding)).await?.into_iter().map(|(_, step)| step).collect())
}

/// The steps of several findings, each with the finding's key, the first first.
///
/// # Errors
/// Of the database.
pub async fn steps_of(db: &impl ConnectionTrait, findings: &[Finding]) -> Result<Vec<(i64, Step)>, StoreError> {
    let mut found = Vec::new();
    // Databases limit the parameters of a statement.
    for part in findings.chunks(1_000) {
        let rows = step::Entity::find()
            .filter(step::Column::FindingId.is_in(part.iter().map(|finding| finding.id.0)))
            .order_by_asc(step::Column::FindingId)
            .order_by_asc(step::Column::Number)
            .all(db)
            .await?;
        for row in rows {
            found.push((row.finding_id, of_row(row)?));
        }
    }
    Ok(found)
}

fn of_row(row: step::Model) -> Result<Step, StoreError> {
    let bad = StoreError::BadRow { table: "rectification_step", id: row.id, column: "kind" };
    Ok(Step {
        id: row.id,
        number: row.number,
        kind: Kind::of_key(&row.kind).ok_or(bad)?,
        text: row.text,
        department: row.department,
        person: row.person,
        day: row.day,
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
    })
}

/// The files of a finding, in order.
///
/// # Errors
/// Of the database.
pub async fn files(db: &impl ConnectionTrait, finding: &Finding) -> Result<Vec<KeptFile>, StoreError> {
    let rows = kept::Entity::find()
        .filter(kept::Column::FindingId.eq(finding.id.0))
        .order_by_asc(kept::Column::Id)
        .all(db)
        .await?;
    let of_row = |row: kept::Model| {
        let bad = StoreError::BadRow { table: "rectification_file", id: row.id, column: "kind" };
        let kind = Evidence::of_key(&row.kind).ok_or(bad)?;
        Ok(KeptFile { id: row.id, step: row.step_id, file: FileId(row.file_id), kind, name: row.name })
    };
    rows.into_iter().map(of_row).collect()
}

/// A step to be written.
pub(super) struct New<'a> {
    pub finding: &'a Finding,
    pub kind: Kind,
    pub text: &'a str,
    pub department: Option<&'a str>,
    pub person: Option<&'a str>,
    pub day: Option<chrono::NaiveDate>,
    pub files: &'a [(FileId, Evidence, String)],
}

/// Writes a step with its files.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody took the same step at the same moment.
pub(super) async fn insert(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: New<'_>,
) -> Result<(), StoreError> {
    let row = step::ActiveModel {
        finding_id: Set(new.finding.id.0),
        number: Set(new.finding.steps + 1),
        kind: Set(new.kind.key().to_owned()),
        text: Set(new.text.to_owned()),
        department: Set(new.department.map(str::to_owned)),
        person: Set(new.person.map(str::to_owned)),
        day: Set(new.day),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        ..Default::default()
    };
    let step = step::Entity::insert(row).exec(txn).await?.last_insert_id;
    if new.files.is_empty() {
        return Ok(());
    }
    let rows = new.files.iter().map(|(file, kind, name)| kept::ActiveModel {
        step_id: Set(step),
        finding_id: Set(new.finding.id.0),
        file_id: Set(file.0),
        kind: Set(kind.key().to_owned()),
        name: Set(name.clone()),
        ..Default::default()
    });
    kept::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
