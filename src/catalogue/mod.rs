//! 目录: what the ten yearly targets are, how their figures are computed, what hospitals count for them and which
//! checks their returns must pass.
//!
//! In: the files of `targets/`, read once at start and cross-checked. Out: [`Catalogue`], shared by every room below;
//! the database holds only the ids it states.

mod api;
mod check;
mod extract;
mod file;
mod labels;
mod load;
pub mod model;
mod pages;

use crate::state::AppState;
use crate::web::{Access, Routes};

pub use api::Document;
pub use model::{Catalogue, Fault};

/// The pages that explain the targets.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/catalogue", Access::SignedIn, pages::latest)
        .get("/catalogue/{year}", Access::SignedIn, pages::year)
        .get("/catalogue/{year}/{ordinal}", Access::SignedIn, pages::target)
}
