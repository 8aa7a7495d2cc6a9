//! Quantiles of a count, interpolated so that they lie between two counts just where the exact test turns.
//!
//! From below: r the smallest with F(r) > α, y = r − (F(r) − α)/f(r). So r−1 ≤ y < r, and a count lies strictly under
//! y exactly where P(X ≤ count) < α. From above the same seen from the other end.

use super::interval::Confidence;
use super::point_mass;
use super::tails::{binomial_tails, poisson_tails};

/// More steps than any guess is off by; a stop for distributions that are only approximated.
const MOST_STEPS: usize = 100_000;

/// The lower quantile, in counts, of `of` trials of chance `p`; may lie below 0 by less than 1.
///
/// `None` where there is no distribution: nobody counted, `p` not within 0–1.
pub(super) fn binomial_lower(of: i64, p: f64, confidence: Confidence) -> Option<f64> {
    let (n, q) = (of as f64, 1.0 - p);
    let start = guess(n * p, (n * p * q).sqrt(), q - p, -confidence.z()).clamp(0.0, n.max(0.0)) as i64;
    let tail = binomial_tails(start, of, p)?.low;
    let inwards = |k: f64| (n - k) / (k + 1.0) * p / q;
    let outwards = |k: f64| k / (n - k + 1.0) * q / p;
    Some(crossing(
        Walk { start, mass: point_mass::binomial(start, of, p), tail, step: 1 },
        confidence,
        inwards,
        outwards,
    ))
}

/// The lower quantile, in counts, where `mean` are expected; may lie below 0 by less than 1.
pub(super) fn poisson_lower(mean: f64, confidence: Confidence) -> Option<f64> {
    let start = guess(mean, mean.sqrt(), 1.0, -confidence.z()).max(0.0) as i64;
    let tail = poisson_tails(start, mean)?.low;
    let walk = Walk { start, mass: point_mass::poisson(start, mean), tail, step: 1 };
    Some(crossing(walk, confidence, |k| mean / (k + 1.0), |k| k / mean))
}

/// The upper quantile, in counts, where `mean` are expected.
pub(super) fn poisson_upper(mean: f64, confidence: Confidence) -> Option<f64> {
    let start = guess(mean, mean.sqrt(), 1.0, confidence.z()).max(0.0) as i64;
    let tail = poisson_tails(start, mean)?.high;
    let walk = Walk { start, mass: point_mass::poisson(start, mean), tail, step: -1 };
    Some(crossing(walk, confidence, |k| k / mean, |k| mean / (k + 1.0)))
}

/// Cornish and Fisher's first correction of the normal quantile for skewness; right to a count or two.
fn guess(mean: f64, deviation: f64, skewed: f64, z: f64) -> f64 {
    (mean + z * deviation + (z * z - 1.0) / 6.0 * skewed).floor()
}

/// Where a walk along the counts begins.
struct Walk {
    start: i64,
    /// The probability of the count there.
    mass: f64,
    /// The probability of it and all counts further out.
    tail: f64,
    /// The step towards the mean: 1 from below, −1 from above.
    step: i64,
}

/// Walks to the outermost count whose tail exceeds what the confidence leaves out, and interpolates.
fn crossing(walk: Walk, confidence: Confidence, inwards: impl Fn(f64) -> f64, outwards: impl Fn(f64) -> f64) -> f64 {
    let Walk { start: mut at, mut mass, mut tail, step } = walk;
    let side = confidence.each_side();
    let last = |at: i64| at == 0 && step == 1;
    for _ in 0..MOST_STEPS {
        if tail <= side {
            mass *= inwards(at as f64);
            at += step;
            tail += mass;
        } else if tail - mass > side && !last(at) {
            tail -= mass;
            mass *= outwards(at as f64);
            at -= step;
        } else {
            break;
        }
    }
    let part = (tail - side) / mass;
    let part = if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 };
    at as f64 - step as f64 * part
}
