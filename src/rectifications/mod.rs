//! 整改: what becomes of what a visit found – reply, evidence, check, end.
//!
//! In: findings of closed visits; the hospital's replies with measures and files; the verdicts of somebody who is not the
//! hospital. Out: how each finding stands, with every step kept, and the ledger 整改台账. Overdue is computed from the last day
//! and today, never stored.

mod actions;
pub mod check;
mod entity;
mod keep;
mod labels;
mod letters;
pub mod measure;
pub mod model;
mod pages;
pub mod remind;
pub mod store;
mod workbook;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use keep::{Deed, step};
pub use labels::JOURNAL_WORDS;

/// Bytes of one request with evidence, at most.
const UPLOAD_MAX: usize = 60 * 1024 * 1024;

/// The ledger, and each finding in it.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::Power(Power::ReadHospitals);
    Routes::new()
        .get("/rectifications", read, pages::list)
        .get("/rectifications.xlsx", read, pages::xlsx)
        .get("/rectifications/summary", Access::AnyOf(&[Power::Inspect, Power::PlanVisits]), pages::summary)
        .get("/rectifications/{id}", read, pages::one)
        .post_upload("/rectifications/{id}/reply", Access::Power(Power::ActForHospital), UPLOAD_MAX, actions::reply)
        .post("/rectifications/{id}/send-back", Access::Power(Power::Inspect), actions::send_back)
        .post("/rectifications/{id}/verify", Access::Power(Power::Inspect), actions::verify)
        .post("/rectifications/{id}/prolong", Access::Power(Power::Inspect), actions::prolong)
        .get("/rectifications/{id}/files/{file}", read, pages::file)
}
