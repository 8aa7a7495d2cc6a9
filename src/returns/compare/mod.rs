//! What differs between two rounds of a return, or between two quarters. Pure.

mod correcting;
mod measure;

pub use correcting::Correcting;
pub use measure::{Difference, changed, cells_changed, difference, redefined};
