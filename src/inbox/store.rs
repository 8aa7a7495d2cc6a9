//! Messages in the database. They are an account's and no hospital's rows, so no function here takes a scope: what a
//! reader asks for takes the reader's account, and another's message is not found.

pub mod digests;
mod list;
mod recipients;
mod write;

pub use list::{Wanted, count, get, page, unread_up_to};
pub use write::{mark_all_read, mark_read, post};
