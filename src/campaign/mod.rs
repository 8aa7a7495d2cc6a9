//! 活动: phases, who owes what by when, and what proves it.
//!
//! In: campaigns of the catalogue, the dated registers of authorities and hospitals, records of visits and returns, what people
//! hand in. Out: for every bearer, duty and period how it stands – from records where they prove it, else from evidence – and the
//! pages on which each sees what it owes and who above sees who is late.

mod actions;
pub mod check;
pub mod due;
mod entity;
pub mod keep;
mod labels;
pub mod model;
mod pages;
pub mod proof;
pub mod record;
pub mod refresh;
pub mod remind;
pub mod store;
pub mod summary;
mod workbook;

pub use labels::JOURNAL_WORDS;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// Bytes of one request with evidence, at most.
const UPLOAD_MAX: usize = 60 * 1024 * 1024;

/// Campaigns and what everybody owes of them.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::AnyOf(&[Power::ReadHospitals]);
    let hand_in = Access::AnyOf(&[Power::KeepDuties, Power::ActForHospital]);
    let decide = Access::Power(Power::KeepDuties);
    Routes::new()
        .get("/campaigns", read, pages::overview)
        .get("/campaigns/{id}", read, pages::overview_of)
        .get("/campaigns/{id}/board", Access::AnyOf(&[Power::KeepDuties, Power::Inspect]), pages::board)
        .get("/campaigns/{id}/board.xlsx", Access::AnyOf(&[Power::KeepDuties, Power::Inspect]), pages::board_xlsx)
        .get("/campaigns/{id}/trainings", read, pages::trainings)
        .get("/campaigns/{id}/trainings.xlsx", read, pages::trainings_xlsx)
        .get("/campaigns/{id}/duties/{duty}", read, pages::duty)
        .get("/campaigns/{id}/bearers/{code}", read, pages::bearer)
        .get("/campaigns/{id}/bearers/{code}/duties.xlsx", read, pages::bearer_xlsx)
        .get("/duties", read, pages::own)
        .get("/duties/{id}", read, pages::one)
        .get("/duties/{id}/files/{number}", read, pages::file)
        .post_upload("/duties/{id}/evidence", hand_in, UPLOAD_MAX, actions::hand_in)
        .post("/duties/{id}/evidence/{number}/withdraw", hand_in, actions::withdraw)
        .post("/duties/{id}/exempt", decide, actions::exempt)
        .post("/duties/{id}/ask-again", decide, actions::ask_again)
}
