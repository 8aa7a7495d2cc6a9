//! What differs between two rounds of a return, or between two quarters. Pure.

mod correcting;
mod measure;

pub use correcting::Correcting;
pub use measure::{Difference, cells_changed, changed, difference, redefined};
