//! Quarterly returns: what arrives, what is said of it, what is kept, what counts.

mod arithmetic;
mod cells;
mod command;
mod files;
mod killed;
mod life;
mod paper;
mod programs;
pub mod scene;
mod structure;
