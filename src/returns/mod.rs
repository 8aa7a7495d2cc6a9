//! 季度报表: the workbook that goes out, the workbook that comes back, and what is accepted of it.
//!
//! In: uploaded bytes. On the way: the original kept, raw cells from a child process, typed values, every problem at
//! once. Out: rounds with their values and cells, and – in the transaction of an acceptance – the facts of `figures`.

mod accept;
mod check;
mod desk;
mod entity;
mod extract;
mod form;
mod intake;
pub mod model;
pub mod outgoing;
pub mod store;
pub mod take;
pub mod template;

pub use accept::{AcceptedMany, NotAccepted, Skipped, accept, accept_many, count};
pub use check::RULES_SPOKEN;
pub use desk::Desk;
