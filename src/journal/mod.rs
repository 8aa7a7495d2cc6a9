//! 操作日志: who did what to which thing, when, from where, with which result. Append-only and chained by SM3.
//!
//! In flow events of every room, given by the caller as the last step of its transaction; out flow the head that
//! stands on receipts and outside the database, the page for the audit administrator, and `journal verify`.

pub mod chain;
pub mod check;
mod conclude;
mod entity;
mod heads;
mod labels;
mod model;
mod pages;
mod store;
mod verify;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use check::Fault;
pub use conclude::conclude;
pub use heads::{heads_file, heads_up_to, publish_head};
pub use labels::Labels;
pub use model::{Actor, Entry, Event, Outcome, Recorded};
pub use store::{head, hold, record};
pub use verify::{CannotVerify, Report, verify, verify_within};

/// The audit administrator's list.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new().get("/journal", Access::Power(Power::ReadJournal), pages::list)
}
