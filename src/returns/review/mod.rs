//! 审核: giving a round back to the hospital – sent back by its reviewer, opened again by the level above, taken back by the
//! hospital itself – and the hospital's own check before anybody reviews it.
//!
//! In: forms. Out: the state of the return, what was said of its cells, and the letters that tell whom it concerns.
//! Acceptance is [`crate::returns::accept()`]; what is said here never changes a figure.

mod actions;
pub(in crate::returns) mod entity;
mod form;
pub mod judge;
pub mod letters;
pub mod model;
mod pages;
mod shown;
pub(in crate::returns) mod store;
pub mod waiting;

pub(in crate::returns) use shown::{Reviewed, Reviewing};

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The forms of the reviewer and of the level above, and what the hospital does with its own round.
#[must_use]
pub(super) fn routes() -> Routes<AppState> {
    let review = Access::Power(Power::AcceptReturns);
    let own = Access::Power(Power::ActForHospital);
    let check = Access::Power(Power::CheckReturns);
    Routes::new()
        .get("/returns/{period}/{code}/send-back", review, pages::send_back)
        .post("/returns/{period}/{code}/send-back", review, actions::send_back)
        .get("/returns/{period}/{code}/reopen", review, pages::reopen)
        .post("/returns/{period}/{code}/reopen", review, actions::reopen)
        .post("/returns/{period}/{code}/withdraw", own, actions::withdraw)
        .post("/returns/{period}/{code}/check", check, actions::check)
}
