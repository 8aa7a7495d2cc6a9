//! 督导公开: which visits' results were published, to whom, and as what they stood then.
//!
//! In: visits that are closed, chosen by the commission that made them. Out: frozen results that everybody or the trade may
//! read, with what was mended by today. Of a visit is published who, where, when, which points failed and how many are
//! mended – never what an inspector wrote, for it may speak of patients.

mod actions;
mod entity;
mod freeze;
mod issue;
mod labels;
pub mod model;
mod pages;
pub mod store;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use issue::{NotDisclosed, publish};
pub use labels::JOURNAL_WORDS;

/// What waits to be published and what was; the public ones for everybody at `/published/visits`.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let publish = Access::Power(Power::Publish);
    Routes::new()
        .get("/disclosures", publish, pages::due)
        .post("/disclosures", publish, actions::publish)
        .get("/disclosures/{number}", Access::SignedIn, pages::one)
        .get("/published/visits", Access::Public, pages::public_list)
        .get("/published/visits/export.html", Access::Public, pages::public_list_file)
        .get("/published/visits/{number}", Access::Public, pages::public_one)
        .get("/published/visits/{number}/export.html", Access::Public, pages::public_file)
        .get("/published/visits/{number}/export.png", Access::Public, pages::public_png)
}
