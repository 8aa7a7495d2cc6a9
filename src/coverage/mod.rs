//! 覆盖: who has been visited, by which rule, and what is still needed – computed from closed visits and the register.
//!
//! In: closed visits ([`crate::inspections::store::done`]), the register, a campaign's quotas. Out: how far an authority has
//! come with its own visits (本级) and how far its territory has been visited by anybody (辖区), what this year still asks,
//! where it ends if it goes on like this, the year in which a promise became impossible, and who was never visited. What is
//! computed is never stored, so nothing can disagree with the visits; kept is only what a commission commits: its plan of a year,
//! which freezes over which hospitals the year is counted.

mod actions;
mod entity;
mod form;
mod keep;
mod labels;
pub mod measure;
pub mod model;
mod pages;
pub mod quota;
pub mod store;
mod workbook;
pub mod yearly;

pub use form::PlanForm;
pub use keep::{commit, usual};
pub use labels::JOURNAL_WORDS;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// Coverage of the own authority and of those below.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::AnyOf(&[Power::Inspect, Power::PlanVisits]);
    Routes::new()
        .get("/coverage", read, pages::own)
        .get("/coverage/plan", Access::Power(Power::PlanVisits), pages::own_plan)
        .post("/coverage/plan", Access::Power(Power::PlanVisits), actions::commit)
        .get("/coverage/{code}", read, pages::one)
        .get("/coverage/{code}/plan", read, pages::plan)
        .get("/coverage/{code}/never", read, pages::never)
        .get("/coverage/{code}/export.xlsx", read, pages::xlsx)
}
