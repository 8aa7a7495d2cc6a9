//! 通报: what a commission published of a quarter, as it was shown then, for good.
//!
//! In: the pooled figures of a territory at one moment. Out: a document of frozen figures with its number, as-of time and
//! fingerprint – as a page, a file that opens offline, a workbook, a picture – and what has changed since. Nothing is ever
//! updated: a correction is another edition with its list of differences, and the one before stays as it was. Pooled groups
//! of fewer than five hospitals are withheld from every reader, and no row of a single hospital is ever in it.

mod actions;
mod entity;
mod form;
mod freeze;
mod ground;
mod issue;
mod labels;
pub mod measure;
pub mod model;
mod pages;
mod picture;
mod poster;
mod seal;
pub mod store;
mod words;
mod workbook;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use ground::{Ground, reach};
pub use issue::{NotPublished, Order, Publishing};
pub use labels::JOURNAL_WORDS;
pub use pages::altered;
pub use seal::{seal, shown as seal_shown};

/// What was published, for whoever signed in and belongs to the territory; the public ones for everybody at `/published`.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let publish = Access::Power(Power::Publish);
    Routes::new()
        .get("/publications", Access::SignedIn, pages::list)
        .post("/publications", publish, actions::publish)
        .get("/publications/new", publish, pages::new)
        .get("/publications/of", Access::SignedIn, pages::of_quarter)
        .get("/publications/{number}", Access::SignedIn, pages::one)
        .post("/publications/{number}/correct", publish, actions::correct)
        .get("/publications/{number}/export.html", Access::SignedIn, pages::file)
        .get("/publications/{number}/export.xlsx", Access::SignedIn, pages::xlsx)
        .get("/publications/{number}/export.png", Access::SignedIn, pages::png)
        .get("/published", Access::Public, pages::public_list)
        .get("/published/{number}", Access::Public, pages::public_one)
        .get("/published/{number}/export.html", Access::Public, pages::public_file)
        .get("/published/{number}/export.xlsx", Access::Public, pages::public_xlsx)
}
