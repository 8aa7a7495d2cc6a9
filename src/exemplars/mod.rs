//! 典型: good work that is worth copying – submitted every quarter, chosen by the top, published.
//!
//! In: material of commissions and QC centres – kind, title, text, pictures, the target it concerns. Out: what the top chose, with
//! its reason, for the trade or for everybody; beside the chart of the target; and for the campaign who submitted when.

pub mod check;
mod entity;
pub mod keep;
mod labels;
pub mod model;
mod actions;
mod pages;
pub mod store;

pub use labels::JOURNAL_WORDS;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// Bytes of one submission with its pictures, at most.
const UPLOAD_MAX: usize = 70 * 1024 * 1024;

/// What was chosen, what was submitted, and what is done about it; for everybody at `/published/exemplars`.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::KeepDuties));
    Routes::new()
        .get("/exemplars", read, pages::chosen)
        .get("/exemplars/submitted", keep, pages::submitted)
        .get("/exemplars/new", keep, pages::new)
        .get("/exemplars/of", Access::SignedIn, pages::of_target)
        .get("/exemplars/{number}", read, pages::one)
        .get("/exemplars/{number}/pictures/{place}", read, pages::picture)
        .post_upload("/exemplars", keep, UPLOAD_MAX, actions::submit)
        .post("/exemplars/{number}/decide", keep, actions::decide)
        .post("/exemplars/{number}/withdraw", keep, actions::take_back)
        .get("/published/exemplars", Access::Public, pages::public_list)
        .get("/published/exemplars/{number}", Access::Public, pages::public_one)
        .get("/published/exemplars/{number}/export.html", Access::Public, pages::public_file)
        .get("/published/exemplars/{number}/pictures/{place}", Access::Public, pages::public_picture)
}
