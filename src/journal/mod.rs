//! 操作日志: who did what to which thing, when, from where, with which result. Append-only and chained by SM3.
//!
//! In flow events of every room, given by the caller as the last step of its transaction; out flow the head that
//! stands on receipts and outside the database, the page for the audit administrator, and `journal verify`.

pub mod chain;
mod entity;
mod heads;
mod model;
mod store;

pub use heads::{heads_file, publish_head};
pub use model::{Actor, Entry, Event, Outcome, Recorded};
pub use store::{head, record};
