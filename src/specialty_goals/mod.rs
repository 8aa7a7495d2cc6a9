//! 年度质控工作改进目标: what each QC centre wants to improve in its speciality in a year – the national goals and its own.
//!
//! In: the table a centre, or the commission it works under, imports. Out: the table of every centre and year with its editions, the
//! same as a workbook, and since when a year has goals (`judge::standing`), which proves a duty. Nothing is shipped and nothing
//! guessed: where nobody imported a table there is none, and what a cell does not say is empty. Nothing is overwritten: a change
//! is an edition more.

mod actions;
pub mod check;
mod entity;
mod form;
pub mod import;
pub mod judge;
mod keep;
mod labels;
pub mod model;
mod pages;
pub mod store;
pub mod workbook;

pub use judge::{Standing, standing};
pub use keep::{NotKept, Wanted, take};
pub use labels::JOURNAL_WORDS;

use crate::access::Power;
use crate::config::UPLOAD_MAX;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The tables of all centres, of one, its workbook and its import.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::KeepDuties));
    Routes::new()
        .get("/specialty-goals", read, pages::list)
        .get("/specialty-goals/{centre}", read, pages::one)
        // `2024.xlsx`
        .get("/specialty-goals/{centre}/{year}", read, pages::xlsx)
        .get("/specialty-goals/{centre}/{year}/import", keep, pages::upload)
        .post_upload("/specialty-goals/{centre}/{year}/import", keep, UPLOAD_MAX, actions::upload)
        .get("/specialty-goals/{centre}/{year}/import/{sha256}", keep, pages::rehearsal)
        .post("/specialty-goals/{centre}/{year}/import/{sha256}", keep, actions::confirm)
}
