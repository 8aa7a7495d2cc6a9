//! Quarterly returns: what arrives, what is said of it, what is kept, what counts.

mod annotated;
mod arithmetic;
mod cells;
mod command;
mod declared;
mod dry_rule;
mod editions;
mod files;
mod history;
mod killed;
mod life;
mod paper;
mod peers;
mod programs;
mod rates;
pub mod scene;
mod structure;
mod table;
