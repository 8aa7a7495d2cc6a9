//! 进展: how the yearly targets move, by hospital level, territory and time, and what may be said of it.
//!
//! In: facts of accepted rounds, the register of each period, the catalogue. Out: series of pooled figures with their
//! intervals, sentences that never claim more than the numbers hold, charts, tables down to the cell a figure came
//! from, and the same as files. Nothing is stored here.

mod api;
mod apart;
pub mod benchmark;
mod cache;
mod comparison;
pub mod control;
pub mod crowd;
mod crowd_cache;
mod crowd_picture;
mod desk;
mod drawing;
mod extract;
mod groups;
mod hospital_sheet;
mod hospitals_ask;
pub mod judge;
pub mod levels;
mod load;
mod look;
pub mod measure;
pub mod model;
mod pages;
pub mod picture;
mod reading;
mod register;
mod sheets;
pub mod territory;
pub mod withdrawal;
pub mod words;

pub use api::{Document, Format};
pub use desk::Desk;
pub use load::{Asked, series};
pub use register::Register;
pub use territory::Territory;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The pages of progress. Pooled figures are open to everybody who signed in, what each sees is its territory's matter;
/// the trail of a single hospital's figure asks for the power to read hospitals.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/overview", Access::SignedIn, pages::overview)
        .get("/targets", Access::SignedIn, pages::targets)
        .get("/targets/{year}/{ordinal}", Access::SignedIn, pages::target)
        .get("/targets/{year}/{ordinal}/export.xlsx", Access::SignedIn, pages::target_xlsx)
        .get("/targets/{year}/{ordinal}/export.csv", Access::SignedIn, pages::target_csv)
        .get("/targets/{year}/{ordinal}/export.svg", Access::SignedIn, pages::target_svg)
        .get("/targets/{year}/{ordinal}/hospitals", Access::SignedIn, pages::hospitals)
        .get(
            "/targets/{year}/{ordinal}/hospitals/export.xlsx",
            Access::Power(Power::ReadHospitals),
            pages::hospitals_xlsx,
        )
        .get(
            "/targets/{year}/{ordinal}/hospitals/export.csv",
            Access::Power(Power::ReadHospitals),
            pages::hospitals_csv,
        )
        .get(
            "/targets/{year}/{ordinal}/hospitals/export.svg",
            Access::Power(Power::ReadHospitals),
            pages::hospitals_svg,
        )
        .get(
            "/targets/{year}/{ordinal}/hospitals/export.png",
            Access::Power(Power::ReadHospitals),
            pages::hospitals_png,
        )
        .get("/targets/{year}/{ordinal}/spread", Access::SignedIn, pages::spread)
        .get("/targets/{year}/{ordinal}/spread/export.xlsx", Access::SignedIn, pages::spread_xlsx)
        .get("/targets/{year}/{ordinal}/spread/export.svg", Access::SignedIn, pages::spread_svg)
        .get("/targets/{year}/{ordinal}/spread/export.png", Access::SignedIn, pages::spread_png)
        .get("/values/{code}/{period}/{indicator}", Access::Power(Power::ReadHospitals), pages::value)
        .get(
            "/returns/{period}/{code}/rounds/{number}/withdrawal",
            Access::Power(Power::ReadHospitals),
            pages::withdrawal,
        )
}
