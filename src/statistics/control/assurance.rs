//! Whether a process, left as it is, will reach its goal.

use super::Better;
use crate::statistics::beyond::{above, below};
use crate::statistics::interval::Interval;

/// What the limits say of the periods to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assurance {
    /// The goal lies beyond the limits on the bad side: reached every time.
    ConsistentPass,
    /// The goal lies beyond the limits on the good side: never reached without a change.
    ConsistentFail,
    /// The goal lies within the limits: hit or miss.
    Inconsistent,
    /// No limits, no finite goal, or no way is better.
    NotAssessable,
}

/// The assurance of `limits` against `goal`. A goal on a limit lies within.
pub(super) fn of(limits: Option<Interval>, goal: f64, better: Better) -> Assurance {
    let Some(limits) = limits.filter(|_| goal.is_finite()) else { return Assurance::NotAssessable };
    let (over, under) = (above(goal, limits.upper), below(goal, limits.lower));
    match better {
        Better::Neither => Assurance::NotAssessable,
        _ if !over && !under => Assurance::Inconsistent,
        Better::Higher if over => Assurance::ConsistentFail,
        Better::Lower if under => Assurance::ConsistentFail,
        _ => Assurance::ConsistentPass,
    }
}
