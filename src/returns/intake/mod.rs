//! From a workbook's raw cells to typed values with their cells; every fault noted, none repaired silently. Pure.

mod entries;
mod explained;
pub mod number;
mod read;
mod recognise;
mod row;
mod table;
mod typed;

pub use entries::Entries;
pub use explained::{Explanations, explanations, joined};
pub use read::{Sender, read};
pub use recognise::{Column, Recognised, recognise};
pub use table::{Table, TableKind, TableRow, recognise_table};
