//! Quarterly returns: what arrives, what is said of it, what is kept, what counts.

mod annotated;
mod arithmetic;
mod bad_input;
mod cells;
mod command;
mod declared;
mod editions;
mod files;
mod history;
mod killed;
mod life;
mod paper;
mod planted;
mod programs;
mod rates;
pub mod scene;
mod structure;
