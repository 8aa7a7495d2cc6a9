//! 本省设置: what a province or an authority sets for itself – thresholds of rules, and what a round needs before it is
//! accepted. This system's own choices (本系统口径), never process configuration.
//!
//! In: forms of authority staff. Out: the catalogue with the thresholds in force, and each authority's own choices. Nothing
//! is overwritten: every value a setting has had stays, with who set it, when and why.

mod actions;
pub mod choice;
mod entity;
mod form;
mod labels;
mod layer;
pub mod model;
mod pages;
pub mod store;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use labels::JOURNAL_WORDS;
pub use layer::thresholds_layer;
pub use store::in_force;

/// The settings, the form of a rule's thresholds, the forms of what each authority decides for itself.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (see, keep) = (Access::Power(Power::KeepSettings), Access::Power(Power::KeepThresholds));
    Routes::new()
        .get("/settings", see, pages::list)
        .get("/settings/rules/{rule}", see, pages::rule)
        .post("/settings/rules/{rule}", keep, actions::set_thresholds)
        .get("/settings/choices/{choice}", see, pages::choice)
        .post("/settings/choices/{choice}", see, actions::set_choice)
}
