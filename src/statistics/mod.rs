//! How sure a figure is: intervals and exact tails. Pure: counts in, numbers out, never NaN and never a panic.
//!
//! In: counts (events of a denominator or an exposure). Out: intervals and tail probabilities on the plain
//! 0–1 (or per one unit of exposure) scale; whoever shows them multiplies by 100 or 1,000.

mod interval;
mod point_mass;
mod tails;

pub use interval::{Confidence, Interval, poisson, wilson};
pub use tails::{Standing, Tails, binomial_tails, poisson_tails};
