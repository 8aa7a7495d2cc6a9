//! What can be wrong with a return: every problem at once, each with its cell and the catalogue's words. Pure.

mod arithmetic;
mod faults;
mod refusals;

pub use arithmetic::arithmetic;
pub use faults::{Faults, RULES_SPOKEN};
pub use refusals::rule_of;
