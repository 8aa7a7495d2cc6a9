//! Writing uploads, rounds, values and acceptances. Nothing is ever deleted; a correction is a new round.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
};

use crate::access::{AccountId, FileId, HospitalId, RoundId, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round, return_unit_value, return_upload, return_value};
use crate::returns::model::{Counts, Outcome, Problem, Return, UnitValue, Value};
use crate::returns::store::{return_of, values};

/// Rows in one insert: 8 columns × 500 stays below SQLite's 32 766 parameters.
pub(super) const CHUNK: usize = 500;

/// A file that came in.
#[derive(Debug)]
pub struct NewUpload<'a> {
    /// What was uploaded together.
    pub batch: &'a str,
    /// The kept original.
    pub file: FileId,
    /// The sender's name for it, or for the archive it came in.
    pub name: &'a str,
    /// Which part of it this is; none where it is one return.
    pub part: Option<&'a str>,
    /// 0-based row of a table that holds many.
    pub part_row: Option<u32>,
    /// Its SHA-256.
    pub sha256: &'a str,
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
    /// The sum.
    pub counts: Counts,
    /// Every problem.
    pub problems: &'a [Problem],
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<AccountId>,
    /// Who, by name as of then.
    pub by_name: &'a str,
}

/// Keeps what became of a file.
///
/// # Errors
/// Of the database.
pub async fn insert_upload(txn: &impl ConnectionTrait, new: &NewUpload<'_>) -> Result<i64, StoreError> {
    Ok(upload_row(new)?.insert(txn).await?.id)
}

pub(super) fn upload_row(new: &NewUpload<'_>) -> Result<return_upload::ActiveModel, StoreError> {
    let problems = serde_json::to_string(new.problems).map_err(|_| StoreError::BadRow {
        table: "return_upload",
        id: 0,
        column: "problems",
    })?;
    Ok(return_upload::ActiveModel {
        id: NotSet,
        batch: Set(new.batch.to_owned()),
        file_id: Set(new.file.0),
        name: Set(new.name.to_owned()),
        part: Set(new.part.map(str::to_owned)),
        part_row: Set(new.part_row.and_then(|row| i32::try_from(row).ok())),
        sha256: Set(new.sha256.to_owned()),
        size: Set(new.size),
        outcome: Set(new.outcome.key().to_owned()),
        hospital_id: Set(new.hospital.map(|id| id.0)),
        period: Set(new.period.map(|period| period.to_string())),
        edition: Set(new.edition),
        round_id: Set(None),
        expected: Set(new.counts.expected),
        stored: Set(new.counts.stored),
        unchanged: Set(new.counts.unchanged),
        refused: Set(new.counts.refused),
        missing: Set(new.counts.missing),
        problems: Set(problems),
        at: Set(new.at),
        by: Set(new.by.map(|id| id.0)),
        by_name: Set(new.by_name.to_owned()),
    })
}

/// Says which round an upload became.
///
/// # Errors
/// Of the database.
pub async fn set_round_of_upload(txn: &impl ConnectionTrait, upload: i64, round: RoundId) -> Result<(), StoreError> {
    return_upload::Entity::update_many()
        .col_expr(return_upload::Column::RoundId, Expr::value(round.0))
        .filter(return_upload::Column::Id.eq(upload))
        .exec(txn)
        .await?;
    Ok(())
}

/// The return of a hospital found in scope, made where it is not there yet.
///
/// # Errors
/// [`StoreError::Duplicate`] when another process made it meanwhile: decide again.
pub async fn return_for(
    txn: &impl ConnectionTrait,
    hospital: HospitalId,
    period: Period,
) -> Result<Return, StoreError> {
    let found = quarterly_return::Entity::find()
        .filter(quarterly_return::Column::Period.eq(period.to_string()))
        .filter(quarterly_return::Column::HospitalId.eq(hospital.0))
        .one(txn)
        .await?;
    if let Some(row) = found {
        return return_of(row);
    }
    return_of(first_row(hospital, period).insert(txn).await?)
}

/// A return before its first round.
pub(super) fn first_row(hospital: HospitalId, period: Period) -> quarterly_return::ActiveModel {
    quarterly_return::ActiveModel {
        id: NotSet,
        hospital_id: Set(hospital.0),
        period: Set(period.to_string()),
        latest: Set(0),
        latest_round_id: Set(None),
        accepted: Set(None),
        accepted_round_id: Set(None),
        accepted_at: Set(None),
        accepted_by: Set(None),
        version: Set(1),
    }
}

/// A round to be stored.
#[derive(Debug)]
pub struct NewRound<'a> {
    /// The upload it came with.
    pub upload: i64,
    /// Edition of the form.
    pub edition: i32,
    /// Revision of the edition.
    pub revision: &'a str,
    /// Name of the sheet the cells are of.
    pub sheet: &'a str,
    /// Number on the receipt.
    pub receipt: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Option<AccountId>,
    /// Problems that ask for an explanation.
    pub explanations: i32,
    /// Its values.
    pub values: &'a [Value],
    /// What its departments or campuses say.
    pub units: &'a [UnitValue],
}

/// Stores the next round of a return with its values.
///
/// # Errors
/// [`StoreError::Duplicate`] or [`StoreError::Stale`] when another process stored one meanwhile: decide again.
pub async fn insert_round(txn: &impl ConnectionTrait, of: &Return, new: &NewRound<'_>) -> Result<RoundId, StoreError> {
    let number = of.latest + 1;
    let round = RoundId(round_row(of, new).insert(txn).await?.id);
    for chunk in new.values.chunks(CHUNK) {
        let rows = chunk.iter().map(|value| value_row(round, value));
        return_value::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    for chunk in new.units.chunks(CHUNK) {
        let rows = chunk.iter().map(|unit| unit_row(round, unit));
        return_unit_value::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    let done = quarterly_return::Entity::update_many()
        .col_expr(quarterly_return::Column::Latest, Expr::value(number))
        .col_expr(quarterly_return::Column::LatestRoundId, Expr::value(round.0))
        .col_expr(quarterly_return::Column::Version, Expr::value(of.version + 1))
        .filter(quarterly_return::Column::Id.eq(of.id.0))
        .filter(quarterly_return::Column::Version.eq(of.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(round) } else { Err(StoreError::Stale) }
}

pub(super) fn round_row(of: &Return, new: &NewRound<'_>) -> return_round::ActiveModel {
    return_round::ActiveModel {
        id: NotSet,
        return_id: Set(of.id.0),
        number: Set(of.latest + 1),
        upload_id: Set(new.upload),
        edition: Set(new.edition),
        revision: Set(new.revision.to_owned()),
        sheet: Set(new.sheet.to_owned()),
        receipt: Set(new.receipt.to_owned()),
        received_at: Set(new.at),
        received_from: Set(new.by.map(|id| id.0)),
        explanations: Set(new.explanations),
        accepted_at: Set(None),
        accepted_by: Set(None),
        accepted_name: Set(None),
    }
}

pub(super) fn value_row(round: RoundId, value: &Value) -> return_value::ActiveModel {
    return_value::ActiveModel {
        round_id: Set(round.0),
        element: Set(value.element.to_string()),
        month: Set(value.slot.number()),
        state: Set(values::state_of(value.entry)),
        number: Set(value.entry.number()),
        raw: Set(value.raw.clone()),
        note: Set(value.note.clone()),
        cell: Set(value.cell.clone()),
    }
}

pub(super) fn unit_row(round: RoundId, unit: &UnitValue) -> return_unit_value::ActiveModel {
    let value = &unit.value;
    return_unit_value::ActiveModel {
        round_id: Set(round.0),
        element: Set(value.element.to_string()),
        place: Set(unit.place),
        month: Set(value.slot.number()),
        unit: Set(unit.unit.clone()),
        state: Set(values::state_of(value.entry)),
        number: Set(value.entry.number()),
        cell: Set(value.cell.clone()),
    }
}

/// Makes a round count, and remembers on the round itself that it did.
///
/// # Errors
/// [`StoreError::Stale`] when the return changed since `of` was read.
pub async fn set_accepted(
    txn: &impl ConnectionTrait,
    of: &Return,
    round: RoundId,
    at: DateTime<Utc>,
    viewer: &Viewer,
) -> Result<(), StoreError> {
    use quarterly_return::Column;
    let by = viewer.account;
    return_round::Entity::update_many()
        .col_expr(return_round::Column::AcceptedAt, Expr::value(at))
        .col_expr(return_round::Column::AcceptedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(return_round::Column::AcceptedName, Expr::value(viewer.name.clone()))
        .filter(return_round::Column::Id.eq(round.0))
        .exec(txn)
        .await?;
    let done = quarterly_return::Entity::update_many()
        .col_expr(Column::Accepted, Expr::value(of.latest))
        .col_expr(Column::AcceptedRoundId, Expr::value(round.0))
        .col_expr(Column::AcceptedAt, Expr::value(at))
        .col_expr(Column::AcceptedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(Column::Version, Expr::value(of.version + 1))
        .filter(Column::Id.eq(of.id.0))
        .filter(Column::Version.eq(of.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
