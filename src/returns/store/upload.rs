//! Uploaded files and what became of them.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use crate::access::{FileId, HospitalId, RoundId, Scope, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::return_upload;
use crate::returns::model::{Counts, Outcome, Problem};

/// One uploaded file and what became of it.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its key.
    pub id: i64,
    /// What was uploaded together.
    pub batch: String,
    /// The kept original.
    pub file: FileId,
    /// The sender's name for it, or for the archive it came in.
    pub name: String,
    /// Which part of it this is; none where it is one return.
    pub part: Option<String>,
    /// 0-based row of a table that holds many.
    pub part_row: Option<u32>,
    /// Its SHA-256.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// What became of it.
    pub outcome: Outcome,
    /// Whose, once known.
    pub hospital: Option<HospitalId>,
    /// Which quarter's, once known.
    pub period: Option<Period>,
    /// The form's edition, once known.
    pub edition: Option<i32>,
    /// The round it became.
    pub round: Option<RoundId>,
    /// The sum.
    pub counts: Counts,
    /// Every problem.
    pub problems: Vec<Problem>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name as of then.
    pub by_name: String,
}

impl Upload {
    /// Whether it stands for the rows of a 汇总表 in which nothing was written: no hospital's return.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.hospital.is_none() && self.outcome == Outcome::Unchanged
    }

    /// What became of it, in words.
    #[must_use]
    pub fn label(&self) -> &'static str {
        if self.is_blank() { "没有填" } else { self.outcome.label() }
    }

    /// The file, and which part of it.
    #[must_use]
    pub fn source(&self) -> String {
        self.part.as_ref().map_or_else(|| self.name.clone(), |part| format!("{}　{part}", self.name))
    }
}

fn upload_of(row: return_upload::Model) -> Result<Upload, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_upload", id: row.id, column };
    let outcomes = [Outcome::Stored, Outcome::Refused, Outcome::Unchanged];
    Ok(Upload {
        id: row.id,
        outcome: outcomes.into_iter().find(|o| o.key() == row.outcome).ok_or_else(|| bad("outcome"))?,
        period: row.period.as_deref().map(str::parse).transpose().map_err(|_| bad("period"))?,
        problems: serde_json::from_str(&row.problems).map_err(|_| bad("problems"))?,
        batch: row.batch,
        file: FileId(row.file_id),
        name: row.name,
        part: row.part,
        part_row: row.part_row.and_then(|row| u32::try_from(row).ok()),
        sha256: row.sha256,
        size: row.size,
        hospital: row.hospital_id.map(HospitalId),
        edition: row.edition,
        round: row.round_id.map(RoundId),
        counts: Counts {
            expected: row.expected,
            stored: row.stored,
            unchanged: row.unchanged,
            refused: row.refused,
            missing: row.missing,
        },
        at: row.at,
        by_name: row.by_name,
    })
}

/// What was uploaded together, as far as the viewer may see it: the own uploads, and those of hospitals in scope.
///
/// # Errors
/// Of the database.
pub async fn upload_batch(db: &impl ConnectionTrait, viewer: &Viewer, batch: &str) -> Result<Vec<Upload>, StoreError> {
    in_batch(viewer, batch).all(db).await?.into_iter().map(upload_of).collect()
}

/// One of what was uploaded together, as far as the viewer may see it.
///
/// # Errors
/// Of the database.
pub async fn upload_in(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    batch: &str,
    id: i64,
) -> Result<Option<Upload>, StoreError> {
    in_batch(viewer, batch).filter(return_upload::Column::Id.eq(id)).one(db).await?.map(upload_of).transpose()
}

/// The returns that came in one file of what was uploaded together, as far as the viewer may see them.
///
/// # Errors
/// Of the database.
pub async fn uploads_of_file(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    batch: &str,
    file: FileId,
) -> Result<Vec<Upload>, StoreError> {
    let same = in_batch(viewer, batch).filter(return_upload::Column::FileId.eq(file.0));
    same.all(db).await?.into_iter().map(upload_of).collect()
}

/// Whether nothing in the file of an upload is hidden from the viewer, so that it may be handed out whole: a 汇总表 holds
/// the figures of many hospitals. Who sent it sees all of it; what is of no known hospital is the sender's alone, and
/// of those who govern every hospital.
///
/// # Errors
/// Of the database.
pub async fn sees_whole(db: &impl ConnectionTrait, viewer: &Viewer, of: &Upload) -> Result<bool, StoreError> {
    use return_upload::Column;
    let scope = viewer.scope();
    // What is no row of a table is the return of one hospital: the viewer sees it, and nothing else stands in its file.
    let alone = of.part_row.is_none() && of.hospital.is_some();
    if scope == Scope::Everything || alone {
        return Ok(true);
    }
    let mut foreign =
        Condition::any().add(Column::HospitalId.not_in_subquery(crate::hospitals::store::ids_within(&scope)));
    if !viewer.top {
        foreign = foreign.add(Column::HospitalId.is_null());
    }
    let mut hidden = Condition::all().add(foreign);
    if let Some(account) = viewer.account {
        hidden = hidden.add(Condition::any().add(Column::By.is_null()).add(Column::By.ne(account.0)));
    }
    let same =
        return_upload::Entity::find().filter(Column::Batch.eq(of.batch.as_str())).filter(Column::FileId.eq(of.file.0));
    Ok(same.filter(hidden).count(db).await? == 0)
}

fn in_batch(viewer: &Viewer, batch: &str) -> Select<return_upload::Entity> {
    use return_upload::Column;
    let mut visible = Condition::any();
    match viewer.scope() {
        Scope::Everything => visible = Condition::all(),
        scope => visible = visible.add(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(&scope))),
    }
    if let Some(account) = viewer.account {
        visible = visible.add(Column::By.eq(account.0));
    }
    return_upload::Entity::find().filter(Column::Batch.eq(batch)).filter(visible).order_by_asc(Column::Id)
}

/// The upload a round found in scope came with.
///
/// # Errors
/// Of the database.
pub async fn upload(db: &impl ConnectionTrait, id: i64) -> Result<Option<Upload>, StoreError> {
    return_upload::Entity::find_by_id(id).one(db).await?.map(upload_of).transpose()
}

/// The uploads of a hospital and quarter in scope, the latest first, at most `most`.
///
/// # Errors
/// Of the database.
pub async fn uploads_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    period: Period,
    most: u64,
) -> Result<Vec<Upload>, StoreError> {
    use return_upload::Column;
    let mut query = return_upload::Entity::find()
        .filter(Column::HospitalId.eq(hospital.0))
        .filter(Column::Period.eq(period.to_string()))
        .order_by_desc(Column::Id)
        .limit(most);
    if *scope != Scope::Everything {
        query = query.filter(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope)));
    }
    query.all(db).await?.into_iter().map(upload_of).collect()
}
