//! Returns in the database: what stands there, what is written, always inside a scope.

mod board;
mod bulk;
mod draft;
mod explanations;
mod list;
mod repeats;
mod round;
mod rows;
mod stamp;
mod upload;
mod values;
mod write;

pub use board::{Standings, board, standings_of};
pub use bulk::{periods, rounds_of};
pub use draft::{Draft, Drafted, draft, drafts_of, put_draft};
pub use explanations::{asks_of, explained_elements, explanations_of, insert_explanation, set_judged};
pub use list::{ReturnRow, accepted_since, latest_period, of_hospital, of_hospitals, of_period};
pub use round::{Acceptance, RoundRow, accepted_values, find, find_round, previous_values, round, rounds};
pub use rows::{NewRound, NewUpload};
pub use stamp::{NewStamp, Stamp, insert_stamp, stamp_count, stamped, stamps_of};
pub use upload::{Upload, sees_whole, upload, upload_batch, upload_in, uploads_of, uploads_of_file};
pub use values::{
    ValueRow, by_element, latest_with_units, of_round, of_rounds, units_of_round, units_of_rounds, value_of,
};
pub use write::{insert_returns, insert_rounds, insert_uploads, set_accepted};

use chrono::NaiveDate;

use crate::access::{AccountId, HospitalId, ReturnId, RoundId};
use crate::db::StoreError;
use crate::returns::entity::quarterly_return;
use crate::returns::model::{Closed, Return};

/// A row of `quarterly_return` as a return; whether its latest round repeats another is not looked up.
fn return_of(row: quarterly_return::Model) -> Result<Return, StoreError> {
    let bad = |column| StoreError::BadRow { table: "quarterly_return", id: row.id, column };
    Ok(Return {
        id: ReturnId(row.id),
        hospital: HospitalId(row.hospital_id),
        period: row.period.parse().map_err(|_| bad("period"))?,
        latest: row.latest,
        latest_round: row.latest_round_id.map(RoundId),
        accepted: row.accepted_round_id.map(RoundId).zip(row.accepted),
        accepted_at: row.accepted_at,
        accepted_by: row.accepted_by.map(AccountId),
        repeats: false,
        closed: closed_of(row.latest, (row.closed, row.closed_as.as_deref()), row.answer_by).map_err(bad)?,
        version: row.version,
    })
}

/// How the hospital came to have the next word on its latest round; none where an older round was meant.
fn closed_of(
    latest: i32,
    (number, how): (Option<i32>, Option<&str>),
    answer_by: Option<NaiveDate>,
) -> Result<Option<Closed>, &'static str> {
    let (Some(number), Some(how)) = (number, how) else { return Ok(None) };
    let how = how.parse().map_err(|()| "closed_as")?;
    Ok((number == latest).then_some(Closed { how, answer_by }))
}
