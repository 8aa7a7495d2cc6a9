//! Domain types → rows of uploads, returns, rounds and their values.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::{NotSet, Set};

use crate::access::{AccountId, FileId, HospitalId, RoundId};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round, return_unit_value, return_upload, return_value};
use crate::returns::model::{Counts, Outcome, Problem, Return, UnitValue, Value};
use crate::returns::store::values;

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
        closed: Set(None),
        closed_as: Set(None),
        answer_by: Set(None),
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
        checked_at: Set(None),
        checked_by: Set(None),
        checked_name: Set(None),
    }
}

/// Columns of a value without words, as [`plain_row`] gives them: most are, and what is not sent is not read.
pub(super) const PLAIN_VALUE: [return_value::Column; 6] = {
    use return_value::Column::{Cell, Element, Month, Number, RoundId, State};
    [RoundId, Element, Month, State, Number, Cell]
};

pub(super) fn plain_row((round, value): &(RoundId, &Value)) -> [sea_orm::Value; 6] {
    [
        round.0.into(),
        value.element.as_str().into(),
        value.slot.number().into(),
        values::state_of(value.entry).into(),
        value.entry.number().into(),
        value.cell.as_deref().into(),
    ]
}

/// Columns of a value, as [`value_row`] gives them.
pub(super) const VALUE: [return_value::Column; 8] = {
    use return_value::Column::{Cell, Element, Month, Note, Number, Raw, RoundId, State};
    [RoundId, Element, Month, State, Number, Cell, Raw, Note]
};

pub(super) fn value_row(of: &(RoundId, &Value)) -> [sea_orm::Value; 8] {
    let [round, element, month, state, number, cell] = plain_row(of);
    let (_, value) = of;
    [round, element, month, state, number, cell, value.raw.as_deref().into(), value.note.as_deref().into()]
}

/// Columns of what a unit says, as [`unit_row`] gives them.
pub(super) const UNIT_VALUE: [return_unit_value::Column; 8] = {
    use return_unit_value::Column::{Cell, Element, Month, Number, Place, RoundId, State, Unit};
    [RoundId, Element, Place, Month, Unit, State, Number, Cell]
};

pub(super) fn unit_row((round, unit): &(RoundId, &UnitValue)) -> [sea_orm::Value; 8] {
    let value = &unit.value;
    [
        round.0.into(),
        value.element.as_str().into(),
        unit.place.into(),
        value.slot.number().into(),
        unit.unit.as_str().into(),
        values::state_of(value.entry).into(),
        value.entry.number().into(),
        value.cell.as_deref().into(),
    ]
}
