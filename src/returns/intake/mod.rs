//! From a workbook's raw cells to typed values with their cells; every fault noted, none repaired silently. Pure.

mod explained;
pub mod number;
mod read;
mod recognise;
mod row;
mod typed;

pub use explained::{Answer, answered, explanations, joined, own_note};
pub use read::{Sender, read};
pub use recognise::{Column, Recognised, recognise};
