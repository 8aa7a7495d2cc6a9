//! 覆盖: who has been visited, by which rule, and what is still needed – computed from closed visits and the register.
//!
//! In: closed visits ([`crate::inspections::store::done`]), the register, a campaign's quotas. Out: how far an authority has
//! come with its own visits (本级) and how far its territory has been visited by anybody (辖区), what this year still asks,
//! where it ends if it goes on like this, the year in which a promise became impossible, and who was never visited. Nothing
//! is stored, so nothing can disagree with the visits.

pub mod measure;
mod pages;
pub mod quota;
pub mod yearly;
mod store;
mod workbook;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// Coverage of the own authority and of those below.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::AnyOf(&[Power::Inspect, Power::PlanVisits]);
    Routes::new()
        .get("/coverage", read, pages::own)
        .get("/coverage/{code}", read, pages::one)
        .get("/coverage/{code}/never", read, pages::never)
        .get("/coverage/{code}/export.xlsx", read, pages::xlsx)
}
