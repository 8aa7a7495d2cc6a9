//! 试算: what a rule with other thresholds would have caught in the returns that are stored, beside what it catches
//! with those in force. Stores nothing.
//!
//! In: two catalogues and a rule's name. Out: counts by level and by quarter, and examples. One quarter is looked at
//! after the other, some hospitals at a time, so that twenty quarters of a province need no more memory than one.

mod load;
mod measure;
pub mod model;

pub use load::dry_rule;
pub use measure::{Stored, cannot_run, caught};
