//! 季度报表: the workbook that goes out, the workbook that comes back, and what is accepted of it.
//!
//! In: uploaded bytes. On the way: the original kept, raw cells from a child process, typed values, every problem at
//! once. Out: rounds with their values and cells, and – in the transaction of an acceptance – the facts of `figures`.

mod accept;
mod actions;
mod annotate;
mod check;
pub mod compare;
pub mod deadlines;
mod desk;
pub mod dry_rule;
mod entity;
pub mod entry;
pub mod explain;
mod extract;
mod form;
mod intake;
mod labels;
pub mod model;
mod original;
pub mod outgoing;
mod pages;
mod progress_list;
pub mod review;
pub mod short_code;
mod stamp;
pub mod store;
pub mod summary;
pub mod take;
pub mod template;
pub mod work;

pub use accept::{AcceptedMany, NotAccepted, Skipped, accept, accept_many, count};
pub use annotate::{Annotated, Part, Rows, annotated};
pub use desk::Desk;
pub use labels::JOURNAL_WORDS;
pub use original::Original;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// Most bytes of one upload request: several workbooks at once.
const UPLOADS_MAX: usize = 4 * crate::config::UPLOAD_MAX;

/// Most bytes of what is typed in the browser: room above [`entry::TooLong`], which says what is too long, for the
/// three bytes that a browser sends for each.
const ENTRY_MAX: usize = 8 * 1024 * 1024;

/// Most bytes of one request of stamped pages: room for a telephone's largest photograph, which is told its size.
const STAMPS_MAX: usize = 64 * 1024 * 1024;

/// The routes of this room.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let read = Access::Power(Power::ReadHospitals);
    let submit = Access::Power(Power::SubmitReturns);
    let review = Access::Power(Power::AcceptReturns);
    let own = Access::Power(Power::ActForHospital);
    Routes::new()
        .merge(deadlines::routes())
        .get("/returns", read, pages::list)
        .get("/returns.xlsx", review, pages::list_xlsx)
        .get("/returns/upload", submit, pages::form)
        .post_upload("/returns/upload", submit, UPLOADS_MAX, actions::upload)
        .get("/returns/table", submit, pages::table)
        .get("/returns/uploads/{batch}", read, pages::batch)
        .post("/returns/uploads/{batch}/cancel", submit, actions::cancel)
        .get("/returns/uploads/{batch}/summary", read, pages::summary)
        .get("/returns/uploads/{batch}/{id}", read, pages::single)
        .get("/returns/uploads/{batch}/{id}/annotated", read, pages::annotated)
        .get("/returns/uploads/{batch}/{id}/original", read, pages::original)
        .post("/returns/accept", review, actions::accept_chosen)
        .get("/returns/{period}/template", read, pages::own_template)
        .get("/returns/{period}/{code}", read, pages::show)
        .get("/returns/{period}/{code}/entry", submit, pages::entry)
        .post_upload("/returns/{period}/{code}/entry", submit, ENTRY_MAX, actions::submit)
        .post_upload("/returns/{period}/{code}/entry/check", submit, ENTRY_MAX, actions::check)
        .post_upload("/returns/{period}/{code}/entry/draft", submit, ENTRY_MAX, actions::save_draft)
        .post("/returns/{period}/{code}/entry/discard", submit, actions::discard)
        .post("/returns/{period}/{code}/accept", review, actions::accept_one)
        .get("/returns/{period}/{code}/template", read, pages::template)
        .get("/returns/{period}/{code}/departments", read, pages::departments)
        .get("/returns/{period}/{code}/department-table", read, pages::department_table)
        .get("/returns/{period}/{code}/rounds/{number}", read, pages::receipt)
        .post("/returns/{period}/{code}/explain", own, actions::explain)
        .post("/returns/{period}/{code}/explanations/{id}/judge", review, actions::judge)
        .get("/returns/{period}/{code}/compare", read, pages::compare)
        .get("/returns/{period}/{code}/elements/{element}", read, pages::element)
        .get("/returns/{period}/{code}/rounds/{number}/paper", read, pages::paper)
        .get("/returns/{period}/{code}/rounds/{number}/stamps/{id}", read, pages::stamped)
        .post_upload("/returns/{period}/{code}/rounds/{number}/stamps", submit, STAMPS_MAX, actions::add_stamps)
        .merge(review::routes())
}
