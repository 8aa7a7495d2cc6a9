//! Normal limits: θ ± z√(θ(1−θ)/n) cut to 0–1, or θ ± z√(θ/n) cut at 0.
//!
//! For comparison with older charts. Too narrow above and too wide below near 100 %; prefer the exact ones.

use super::Kind;
use crate::statistics::interval::{Confidence, Interval};

/// The limits of a unit with denominator `n` (above 0) round `centre`.
pub(super) fn limits(n: f64, kind: Kind, centre: f64, confidence: Confidence) -> Interval {
    let (variance, greatest) = match kind {
        Kind::Proportion => (centre * (1.0 - centre), 1.0),
        Kind::Density => (centre, f64::INFINITY),
    };
    let reach = confidence.z() * (variance / n).sqrt();
    Interval { lower: (centre - reach).max(0.0), upper: (centre + reach).min(greatest) }
}
