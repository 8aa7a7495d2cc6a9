//! What a signal means, given which way is better.

use super::rules::{Side, Signals};

/// Which way an indicator should move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither; a change is worth a look either way.
    Neither,
}

/// What a point says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PointType {
    /// Chance: no rule holds.
    CommonCause,
    /// A signal the good way.
    Improvement,
    /// A signal the bad way.
    Concern,
    /// A signal where no way is better.
    SpecialCause,
}

impl Signals {
    /// The type of a point with these signals; a point of several rules goes by [`Signals::leading`].
    pub fn point_type(self, better: Better) -> PointType {
        match (self.leading(), better) {
            (None, _) => PointType::CommonCause,
            (Some(_), Better::Neither) => PointType::SpecialCause,
            (Some((_, Side::High)), Better::Higher) | (Some((_, Side::Low)), Better::Lower) => PointType::Improvement,
            (Some(_), _) => PointType::Concern,
        }
    }
}
