//! Quarterly returns: what arrives, what is said of it, what is kept, what counts.

mod annotated;
mod arithmetic;
mod bad_input;
mod cells;
mod command;
mod compared;
mod declared;
mod departments;
mod drafts;
mod dry_rule;
mod editions;
mod entry;
pub mod explained;
mod files;
mod history;
mod killed;
mod life;
mod paper;
mod peers;
mod planted;
mod programs;
mod rates;
pub mod scene;
mod stamps;
mod structure;
mod table;
pub mod typing;
