//! 网上填报: the same form typed in the browser.
//!
//! In: texts by field. They are laid into a workbook of our own, which is then read, checked, kept and stored like any
//! that was sent; nothing here decides what is right.

mod fields;
mod lay;
mod model;
mod sheet;

pub use fields::{Field, Part, fields_of, parts_of};
pub use lay::{field_of, fills, of_round, summed, with_presets};
pub use model::{Difference, TooLong, Typed};
pub use sheet::{Newer, NotHandedIn, Origin, Saved, Sheet};
