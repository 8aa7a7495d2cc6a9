//! From a workbook's raw cells to typed values with their cells; every fault noted, none repaired silently. Pure.

mod copies;
mod entries;
mod explained;
mod marks;
pub mod number;
mod read;
mod recognise;
mod row;
mod strange;
mod table;
mod table_rows;
mod typed;

pub use entries::Entries;
pub use explained::{Answer, Explanations, answered, explanations, joined, own_note};
pub use marks::Contradiction;
pub use read::{Sender, read};
pub use recognise::{Column, Recognised, column_of, head, recognise};
pub use strange::{StrangeRow, strange_rows};
pub use table::{Table, TableKind, TableRow, recognise_table};
