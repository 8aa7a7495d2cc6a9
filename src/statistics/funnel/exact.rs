//! Symmetric exact limits: binomial or Poisson quantiles interpolated the same way from both ends.
//!
//! Spiegelhalter's interpolation (2005), taken from below for the lower limit and – unlike there – from above for the
//! upper: 1 less the lower limit of the failures. Taken from below on both sides the upper limit of a small unit lies
//! under 1 and every unit at 100 % is flagged (111 of 144 in one real set), which no exact test would do.

use super::Kind;
use crate::statistics::interval::{Confidence, Interval};
use crate::statistics::observed::Observed;
use crate::statistics::quantile;
use crate::statistics::tails::{Standing, Tails, binomial_tails, poisson_tails};

/// The limits of a unit of this size round `centre`.
///
/// `None` for fractional counts and for expectations beyond 2⁵³. At a centre of 0 the upper limit lies between 0 and
/// 1 event, at 1 the lower between 0 and 1 failure.
pub(super) fn limits(unit: Observed, kind: Kind, centre: f64, confidence: Confidence) -> Option<Interval> {
    let (_, of) = unit.counts()?;
    let n = of as f64;
    Some(match kind {
        Kind::Proportion => Interval {
            lower: (quantile::binomial_lower(of, centre, confidence)? / n).max(0.0),
            upper: (1.0 - quantile::binomial_lower(of, 1.0 - centre, confidence)? / n).min(1.0),
        },
        Kind::Density => {
            let mean = Some(centre * n).filter(|mean| *mean <= 9e15)?;
            let lower = quantile::poisson_lower(mean, confidence)? / n;
            let upper = quantile::poisson_upper(mean, confidence)? / n;
            Interval { lower: lower.max(0.0), upper }
        }
    })
}

/// Where a unit stands by its exact tails; the limits agree with it to the last unit.
pub(super) fn standing(unit: Observed, kind: Kind, centre: f64, confidence: Confidence) -> Standing {
    tails(unit, kind, centre).map_or(Standing::Indistinct, |tails| tails.standing(confidence))
}

fn tails(unit: Observed, kind: Kind, centre: f64) -> Option<Tails> {
    let (count, of) = unit.counts()?;
    match kind {
        Kind::Proportion => binomial_tails(count, of, centre),
        Kind::Density => poisson_tails(count, centre * of as f64),
    }
}
