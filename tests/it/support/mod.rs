//! The bench every test stands on: a fresh database of either kind, and the product around it.

pub mod bench;
pub mod client;
mod database;
pub mod hostile;
pub mod makers;
pub mod register;
pub mod scene;

pub use database::{TestDatabase, empty_database, fresh_database};
