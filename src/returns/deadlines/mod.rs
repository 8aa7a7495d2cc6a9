//! 上报期限: by when returns are due, who was given longer, and who kept it.
//!
//! In: terms that the authority on top of the tree sets, requests of hospitals, rounds with when they came in and came to
//! count. Out: the due date of a hospital and quarter, 上报情况 by authority and hospital as of any day, and the words of
//! 催报. Due dates follow from what is set whenever they are asked for; none is stored.

mod actions;
mod board;
pub mod due;
mod entity;
mod form;
mod keep;
mod labels;
pub mod measure;
pub mod model;
mod pages;
pub mod remind;
mod sheets;
pub mod store;
mod sweep;
mod words;

pub use board::{Board, OneDue, Row, sums};
pub use keep::{Change, Keeping, set};
pub use labels::JOURNAL_WORDS;
pub use pages::{Line, due_beside, line};
pub use sweep::{keep_reminding, remind};

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The terms, the requests, and who kept the due date.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (see, keep) = (Access::Power(Power::KeepSettings), Access::Power(Power::KeepThresholds));
    let read = Access::Power(Power::ReadHospitals);
    let review = Access::Power(Power::AcceptReturns);
    let own = Access::Power(Power::ActForHospital);
    Routes::new()
        .get("/settings/deadlines", see, pages::terms)
        .post("/settings/deadlines", keep, actions::set_term)
        .get("/returns/timeliness", review, pages::timeliness)
        .get("/returns/timeliness.xlsx", review, pages::workbook)
        .get("/returns/reminders", review, pages::reminders)
        .get("/returns/reminders.png", review, pages::picture)
        .get("/returns/reminders.svg", review, pages::drawing)
        .get("/returns/extensions", review, pages::open)
        .get("/returns/{period}/{code}/extension", read, pages::extension)
        .post("/returns/{period}/{code}/extension", own, actions::ask)
        .post("/returns/{period}/{code}/extension/{id}/decide", review, actions::decide)
}
