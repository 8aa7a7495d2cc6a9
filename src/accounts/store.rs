//! Accounts, sessions and counters in the database.

pub mod accounts;
pub mod counters;
pub mod list;
mod rows;
pub mod sessions;
