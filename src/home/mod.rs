//! 本院 and 待办: what a hospital or an authority has to do, and how a hospital stands among its peers.
//!
//! In: returns, figures, goals, the register. Out: pages; nothing is decided and nothing stored here.

mod benchmark;
mod pages;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The pages of a single hospital.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::Power(Power::ReadHospitals);
    Routes::new()
        .get("/home", read, pages::home)
        .get("/hospitals/{code}", read, pages::hospital)
        .get("/benchmark", read, pages::own_benchmark)
        .get("/benchmark/{code}", read, pages::benchmark)
        .get("/benchmark/{code}/export.xlsx", read, pages::benchmark_xlsx)
        .get("/benchmark/{code}/export.svg", read, pages::benchmark_svg)
}
