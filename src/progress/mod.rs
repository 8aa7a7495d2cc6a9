//! 进展: how the yearly targets move, by hospital level, territory and time, and what may be said of it.
//!
//! In: facts of accepted rounds, the register of each period, the catalogue. Out: series of pooled figures with their
//! intervals, sentences that never claim more than the numbers hold, charts, tables down to the cell a figure came
//! from, and the same as files. Nothing is stored here.

mod api;
mod cache;
mod desk;
mod groups;
mod load;
pub mod measure;
pub mod model;
pub mod picture;
mod register;
mod words;

pub use api::{Document, Format};
pub use desk::Desk;
pub use load::{Asked, series};
pub use register::Register;
