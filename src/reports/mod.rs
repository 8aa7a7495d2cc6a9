//! 总结: the mid-term and final summary of a campaign, written by the commission on top from the records of everybody.
//!
//! In: figures of the campaign's rooms, and what people write beside them. Out: a text whose figures are live until it is frozen;
//! then it is kept with its sources, its day and a seal, and given out as page, Word file and workbook. A later edition says why.

mod actions;
pub mod check;
mod document;
mod entity;
mod extract;
pub mod gather;
pub mod keep;
mod labels;
pub mod model;
mod pages;
pub mod sections;
pub mod store;
mod workbook;

pub use labels::JOURNAL_WORDS;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The summaries, what they say now, and what was frozen.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::KeepDuties));
    Routes::new()
        .get("/reports", read, pages::list)
        .get("/reports/{campaign}/{summary}", read, pages::live)
        .get("/reports/{campaign}/{summary}/paper", keep, pages::paper)
        .get("/reports/{campaign}/{summary}/export.docx", keep, pages::docx)
        .get("/reports/{campaign}/{summary}/export.xlsx", keep, pages::xlsx)
        .get("/reports/{campaign}/{summary}/editions/{edition}", read, pages::frozen)
        .get("/reports/{campaign}/{summary}/editions/{edition}/paper", read, pages::paper)
        .get("/reports/{campaign}/{summary}/editions/{edition}/export.docx", read, pages::docx)
        .get("/reports/{campaign}/{summary}/editions/{edition}/export.xlsx", read, pages::xlsx)
        .post("/reports/{campaign}/{summary}/texts", keep, actions::write)
        .post("/reports/{campaign}/{summary}/freeze", keep, actions::freeze)
}
