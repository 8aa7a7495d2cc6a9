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

/// Cornish and Fisher's first correction of the normal quantile for skewness; right to a count or two, and the mean
/// itself where nothing varies: beside it there is no probability to walk along.
fn guess(mean: f64, deviation: f64, skewed: f64, z: f64) -> f64 {
    if deviation == 0.0 {
        return mean;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Summed from the definition with forty decimal digits, outside this program.
    #[test]
    fn poisson_quantiles_are_those_of_the_definition() {
        for (n, theta, confidence, lower, upper) in [
            (1_000.0, 0.002, Confidence::P95, 0.0, 0.005_766_236_361_715_19),
            (1_000.0, 0.002, Confidence::P998, 0.0, 0.008_112_559_245_995_834),
            (5_000.0, 0.0025, Confidence::P95, 0.001_103_088_106_759_821_2, 0.004_084_210_810_524_993),
            (40_000.0, 0.0031, Confidence::P95, 0.002_553_775_786_095_791, 0.003_669_973_943_341_094),
            (40_000.0, 0.0031, Confidence::P998, 0.002_263_101_734_574_251, 0.004_008_048_796_622_374),
        ] {
            let mean = n * theta;
            let low = (poisson_lower(mean, confidence).unwrap() / n).max(0.0);
            let high = poisson_upper(mean, confidence).unwrap() / n;
            assert!((low - lower).abs() <= 1e-12 * lower && (high / upper - 1.0).abs() < 1e-12, "{mean}: {low} {high}");
        }
    }

    #[test]
    fn certainty_leaves_less_than_one_count() {
        let near = |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() < 1e-12);
        assert!(near(binomial_lower(5, 1.0, Confidence::P95), 4.025));
        assert!(near(poisson_upper(0.0, Confidence::P95), 0.975));
        assert_eq!(binomial_lower(0, 0.5, Confidence::P95), None);
        assert_eq!(poisson_lower(-1.0, Confidence::P95), None);
    }
}
