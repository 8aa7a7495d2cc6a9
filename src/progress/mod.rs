//! 进展: how the yearly targets move, by hospital level, territory and time, and what may be said of it.
//!
//! In: facts of accepted rounds, the register of each period, the catalogue. Out: series of pooled figures with their
//! intervals, sentences that never claim more than the numbers hold, charts, tables down to the cell a figure came
//! from, and the same as files. Nothing is stored here.

mod api;
mod cache;
mod desk;
mod extract;
mod groups;
pub mod judge;
mod levels;
mod load;
pub mod measure;
pub mod model;
mod pages;
pub mod picture;
mod reading;
mod register;
mod territory;
mod words;

pub use api::{Document, Format};
pub use desk::Desk;
pub use load::{Asked, series};
pub use register::Register;
pub use territory::Territory;

use crate::state::AppState;
use crate::web::{Access, Routes};

/// The pages of progress. Pooled figures are open to everybody who signed in; what each sees is its territory's matter.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new().get("/overview", Access::SignedIn, pages::overview)
}
