//! 目录: what the ten yearly targets are, how their figures are computed, what hospitals count for them, which
//! checks their returns must pass and what is looked at on site.
//!
//! In: the files of `targets/`, read once at start and cross-checked. Out: [`Catalogue`], shared by every room below;
//! the database holds only the ids it states.

mod api;
mod check;
mod extract;
mod file;
mod handbook;
mod labels;
mod lineage;
mod load;
pub mod model;
mod pages;
mod shelf;
mod used;
mod workbook;

use crate::state::AppState;
use crate::web::{Access, Routes};

pub use api::Document;
pub use handbook::rules_document;
pub use labels::limit_label;
pub use load::is_folder;
pub use model::{Catalogue, Fault};
pub use shelf::{Looked, Shelf};

/// The pages that explain the targets and show the checklists.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/catalogue", Access::SignedIn, pages::latest)
        .get("/catalogue/compare", Access::SignedIn, pages::compare)
        .get("/catalogue/dictionary", Access::SignedIn, pages::dictionary)
        .get("/catalogue/dictionary.xlsx", Access::SignedIn, pages::dictionary_xlsx)
        .get("/catalogue/elements/{id}", Access::SignedIn, pages::element)
        .get("/catalogue/history", Access::SignedIn, pages::history)
        .get("/catalogue/history/{aim}", Access::SignedIn, pages::aim)
        .get("/catalogue/indicators/{id}", Access::SignedIn, pages::indicator)
        .get("/catalogue/rules", Access::SignedIn, pages::rules)
        .get("/catalogue/checklists", Access::SignedIn, pages::checklists)
        .get("/catalogue/checklists/{id}", Access::SignedIn, pages::checklist)
        .get("/catalogue/checklists/{id}/{ordinal}", Access::SignedIn, pages::system)
        .get("/catalogue/{year}", Access::SignedIn, pages::year)
        .get("/catalogue/{year}/{ordinal}", Access::SignedIn, pages::target)
}
