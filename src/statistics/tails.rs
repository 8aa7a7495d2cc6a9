//! Exact tail probabilities, and what they say of a count against a standard such as a goal.

use super::interval::Confidence;
use super::point_mass;

/// How likely a count as low, and as high, as the one seen would be if the standard were the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// P(X ≤ count), 0–1.
    pub low: f64,
    /// P(X ≥ count), 0–1. Both hold the count itself, so together they exceed 1.
    pub high: f64,
}

/// Where a count stands against a standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Too high to be chance.
    Above,
    /// Chance alone could have made the difference.
    Indistinct,
    /// Too low to be chance.
    Below,
}

impl Tails {
    /// The standing at this confidence: a tail strictly below what the confidence leaves out on one side.
    pub fn standing(self, confidence: Confidence) -> Standing {
        if self.low < confidence.each_side() {
            Standing::Below
        } else if self.high < confidence.each_side() {
            Standing::Above
        } else {
            Standing::Indistinct
        }
    }
}

/// The tails of `count` out of `of` if each had chance `p` (0–1).
///
/// `None` where the question makes no sense: `of` is 0, the count not within it, `p` not within 0–1.
pub fn binomial_tails(count: i64, of: i64, p: f64) -> Option<Tails> {
    if of <= 0 || count < 0 || count > of || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let (n, q) = (of as f64, 1.0 - p);
    let upwards = |k: f64| (n - k) / (k + 1.0) * p / q;
    let downwards = |k: f64| k / (n - k + 1.0) * q / p;
    let exactly = point_mass::binomial(count, of, p);
    Some(away_from_mean(count, exactly, (n * p, n * p * q), upwards, downwards))
}

/// The tails of `count` events where `mean` are expected.
///
/// `None` where the question makes no sense: a negative count, a negative or endless mean.
pub fn poisson_tails(count: i64, mean: f64) -> Option<Tails> {
    if count < 0 || !mean.is_finite() || mean < 0.0 {
        return None;
    }
    let exactly = point_mass::poisson(count, mean);
    Some(away_from_mean(count, exactly, (mean, mean), |k| mean / (k + 1.0), |k| k / mean))
}

/// Variance beyond which summing is slow and the normal curve is right to 0.001 % – far beyond any province.
const NORMAL_FROM: f64 = 1e9;

/// Sums the tail that leads away from the mean, where terms only fall, and completes the other from it.
fn away_from_mean(
    count: i64,
    exactly: f64,
    (mean, variance): (f64, f64),
    upwards: impl Fn(f64) -> f64,
    downwards: impl Fn(f64) -> f64,
) -> Tails {
    let x = count as f64;
    let above = x >= mean;
    let near = if variance == 0.0 {
        exactly
    } else if variance > NORMAL_FROM {
        let apart = ((x - mean).abs() - 0.5) / variance.sqrt();
        statrs::function::erf::erfc(apart / std::f64::consts::SQRT_2) / 2.0
    } else if above {
        falling_sum(exactly, x, 1.0, upwards)
    } else {
        falling_sum(exactly, x, -1.0, downwards)
    };
    let near = near.clamp(0.0, 1.0);
    let far = (1.0 - near + exactly).clamp(0.0, 1.0);
    if above { Tails { low: far, high: near } } else { Tails { low: near, high: far } }
}

/// `first` and all terms after it, each its `ratio` times the one before, until they add nothing.
fn falling_sum(first: f64, start: f64, step: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut sum, mut term, mut at) = (first, first, start);
    while term > sum * 1e-17 {
        term *= ratio(at);
        at += step;
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGAINST_93: &str = include_str!("../../tests/samples/statistics/against_goal.csv");

    #[test]
    fn agrees_with_the_reference_and_its_three_states() {
        let mut compared = 0;
        for row in csv::Reader::from_reader(AGAINST_93.as_bytes()).records() {
            let row = row.unwrap();
            let tails =
                binomial_tails(row[0].parse().unwrap(), row[1].parse().unwrap(), row[2].parse().unwrap()).unwrap();
            for (found, wanted) in [(tails.low, &row[12]), (tails.high, &row[13])] {
                let wanted: f64 = wanted.parse().unwrap();
                // Eight digits is what the file prints; below 1e-12 nobody asks for more than the size.
                assert!(
                    (found - wanted).abs() <= 1e-7 * wanted + 1e-15,
                    "{}/{}: {found} is not {wanted}",
                    &row[0],
                    &row[1]
                );
            }
            let state = match tails.standing(Confidence::P95) {
                Standing::Above => "above",
                Standing::Below => "below",
                Standing::Indistinct => "not distinguishable",
            };
            assert_eq!(state, &row[15], "{}/{}", &row[0], &row[1]);
            compared += 1;
        }
        assert!(compared > 150, "the sample was hardly read: {compared}");
    }

    /// Summed with forty decimal digits, outside this program.
    #[test]
    fn ten_million_events_keep_twelve_digits() {
        for (count, of, p, low) in [
            (9_499_000, 10_000_000, 0.95, 0.073_531_039_468_175_03),
            (9_497_000, 10_000_000, 0.95, 6.861_798_739_042_462e-6),
            (4_998_000, 10_000_000, 0.5, 0.103_008_301_397_513_92),
            (930, 1000, 0.95, 0.003_474_358_698_846_145_6),
        ] {
            let found = binomial_tails(count, of, p).unwrap().low;
            assert!((found / low - 1.0).abs() < 1e-12, "{count}/{of}: {found}");
        }
        for (count, mean, low) in [(9_990_000, 1e7, 0.000_781_851_092_407_796_6), (99, 120.0, 0.027_863_739_890_520_66)]
        {
            let found = poisson_tails(count, mean).unwrap().low;
            assert!((found / low - 1.0).abs() < 1e-12, "{count} of {mean}: {found}");
        }
    }

    #[test]
    fn certain_standards_and_nonsense() {
        assert_eq!(binomial_tails(5, 5, 1.0), Some(Tails { low: 1.0, high: 1.0 }));
        assert_eq!(binomial_tails(4, 5, 1.0), Some(Tails { low: 0.0, high: 1.0 }));
        assert_eq!(binomial_tails(0, 5, 0.0), Some(Tails { low: 1.0, high: 1.0 }));
        assert_eq!(poisson_tails(0, 0.0), Some(Tails { low: 1.0, high: 1.0 }));
        for (x, n, p) in [(0, 0, 0.5), (3, 2, 0.5), (-1, 2, 0.5), (1, 2, f64::NAN), (1, 2, 1.1)] {
            assert_eq!(binomial_tails(x, n, p), None, "{x}/{n} at {p}");
        }
        assert_eq!(poisson_tails(1, f64::INFINITY), None);
    }

    proptest::proptest! {
        #[test]
        fn tails_share_only_the_count_itself(x in 0i64..5_000, rest in 0i64..5_000, p in 0.0f64..=1.0, mean in 0.0f64..9_000.0) {
            let both = [binomial_tails(x, x + rest, p), poisson_tails(x, mean)];
            for tails in both.into_iter().flatten() {
                proptest::prop_assert!((0.0..=1.0).contains(&tails.low) && (0.0..=1.0).contains(&tails.high));
                proptest::prop_assert!(tails.low + tails.high >= 1.0 - 1e-12);
            }
        }

        #[test]
        fn endless_counts_end(x in 0i64..=i64::MAX, p in 0.0f64..=1.0) {
            let tails = binomial_tails(x / 2, x.max(1), p).unwrap();
            proptest::prop_assert!(!tails.low.is_nan() && !tails.high.is_nan());
        }
    }
}
