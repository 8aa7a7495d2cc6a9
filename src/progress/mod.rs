//! 进展: how the yearly targets move, by hospital level, territory and time, and what may be said of it.
//!
//! In: facts of accepted rounds, the register of each period, the catalogue. Out: series of pooled figures with their
//! intervals, sentences that never claim more than the numbers hold, charts, tables down to the cell a figure came
//! from, and the same as files. Nothing is stored here.

mod actions;
pub mod among;
mod api;
mod apart;
pub mod benchmark;
pub mod board;
mod cache;
pub mod changes;
mod comparison;
pub mod control;
pub mod crowd;
mod crowd_cache;
mod crowd_picture;
mod desk;
pub mod evidence;
mod drawing;
mod extract;
mod groups;
mod hospital_sheet;
mod hospitals_ask;
pub mod judge;
pub mod levels;
mod line;
mod load;
mod look;
pub mod measure;
pub mod model;
mod pages;
pub mod panel;
pub mod peers;
mod pick;
pub mod picture;
pub mod placing;
mod reading;
mod register;
pub mod sheets;
mod sight;
pub mod sketch;
mod small;
pub mod territory;
pub mod withdrawal;
pub mod words;

pub use api::{Document, Format};
pub use desk::Desk;
pub use load::{Asked, grouped, pooled, series};
pub use pages::Sentence;
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
        .get("/territories", Access::SignedIn, pages::regions)
        .get("/territories/export.xlsx", Access::SignedIn, pages::regions_xlsx)
        .get("/territories/export.svg", Access::SignedIn, pages::regions_svg)
        .get("/territories/export.png", Access::SignedIn, pages::regions_png)
        .get("/targets", Access::SignedIn, pages::targets)
        .get("/targets/{year}/{ordinal}", Access::SignedIn, pages::target)
        .get("/targets/{year}/{ordinal}/export.xlsx", Access::SignedIn, pages::target_xlsx)
        .get("/targets/{year}/{ordinal}/export.csv", Access::SignedIn, pages::target_csv)
        .get("/targets/{year}/{ordinal}/export.svg", Access::SignedIn, pages::target_svg)
        .get("/targets/{year}/{ordinal}/export.png", Access::SignedIn, pages::target_png)
        .get("/targets/{year}/{ordinal}/control", Access::SignedIn, pages::control)
        .get("/targets/{year}/{ordinal}/control.svg", Access::SignedIn, pages::control_svg)
        .get("/targets/{year}/{ordinal}/control.png", Access::SignedIn, pages::control_png)
        .get("/targets/{year}/{ordinal}/control.xlsx", Access::SignedIn, pages::control_xlsx)
        .get("/targets/{year}/{ordinal}/rebase", Access::Power(Power::Annotate), pages::rebase)
        .post("/targets/{year}/{ordinal}/annotations", Access::Power(Power::Annotate), actions::annotate)
        .post("/targets/{year}/{ordinal}/annotations/{id}/withdraw", Access::Power(Power::Annotate), actions::withdraw)
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
