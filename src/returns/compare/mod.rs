//! What differs between two rounds of a return, or between two quarters. Pure.

mod measure;

pub use measure::{Difference, changed, cells_changed, difference, redefined};
