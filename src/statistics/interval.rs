//! Intervals of one proportion (Wilson 1927) and of one density (exact Poisson, Garwood 1936).

use super::observed::Observed;
use super::point_mass;
use super::tails::poisson_tails;

/// How much of the distribution an interval covers; the rest lies half on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confidence {
    /// 95 %: intervals beside figures and verdicts against a goal.
    P95,
    /// 99.8 %: the limits beyond which a hospital is looked at.
    P998,
}

impl Confidence {
    /// The normal quantile that leaves [`Confidence::each_side`] above it.
    pub fn z(self) -> f64 {
        match self {
            Self::P95 => 1.959_963_984_540_054,
            Self::P998 => 3.090_232_306_167_813,
        }
    }

    /// The probability left out on each side: 0.025 or 0.001.
    pub fn each_side(self) -> f64 {
        match self {
            Self::P95 => 0.025,
            Self::P998 => 0.001,
        }
    }
}

/// From `lower` to `upper`, both finite and `lower ≤ upper`, in the unit of the estimate it belongs to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Interval {
    /// The same interval in another unit, for example `scaled(100.0)` for percent.
    #[must_use]
    pub fn scaled(self, multiplier: f64) -> Self {
        Self { lower: self.lower * multiplier, upper: self.upper * multiplier }
    }
}

/// The Wilson interval of `count` out of `of`, on 0–1; exactly 0 below when none and exactly 1 above when all.
///
/// `None` where there is no proportion: `of` is 0 or the count does not lie within it.
pub fn wilson(count: i64, of: i64, confidence: Confidence) -> Option<Interval> {
    if count < 0 { None } else { wilson_of(Observed::of_counts(count, of), confidence) }
}

/// The same for figures that need not be whole, such as counts shared out between periods.
///
/// (x + z²/2 ± z√(x(n−x)/n + z²/4)) / (n + z²). `None` at a gap and where the numerator exceeds the denominator.
///
/// Source: Wilson 1927.
pub fn wilson_of(observed: Observed, confidence: Confidence) -> Option<Interval> {
    let (x, n, z) = (observed.numerator(), observed.denominator(), confidence.z());
    if observed.value().is_none() || x > n {
        return None;
    }
    let reach = n + z * z;
    let centre = (x + z * z / 2.0) / reach;
    let half = z / reach * (x * ((n - x) / n) + z * z / 4.0).sqrt();
    Some(Interval {
        lower: if x == 0.0 { 0.0 } else { (centre - half).max(0.0) },
        upper: if x == n { 1.0 } else { (centre + half).min(1.0) },
    })
}

/// The exact Poisson interval of `events` in `exposure`, per one unit of exposure; exactly 0 below when none.
///
/// `None` where there is no density: nobody was exposed, or the count is negative.
pub fn poisson(events: i64, exposure: i64, confidence: Confidence) -> Option<Interval> {
    if events < 0 || exposure <= 0 {
        return None;
    }
    let mean = Interval { lower: lower_mean(events, confidence), upper: upper_mean(events, confidence) };
    Some(mean.scaled(1.0 / exposure as f64))
}

/// The mean at which `events` or more has just the probability left out on one side.
fn lower_mean(events: i64, confidence: Confidence) -> f64 {
    if events == 0 {
        return 0.0;
    }
    let side = confidence.each_side();
    let start = cube_root_guess(events as f64, -confidence.z());
    solve((0.0, events as f64), start, |mean| {
        let high = poisson_tails(events, mean).map_or(1.0, |tails| tails.high);
        (high - side, point_mass::poisson(events - 1, mean))
    })
}

/// The mean at which `events` or fewer has just the probability left out on one side.
fn upper_mean(events: i64, confidence: Confidence) -> f64 {
    let side = confidence.each_side();
    if events == 0 {
        return -side.ln();
    }
    let above = events as f64 + 1.0;
    let start = cube_root_guess(above, confidence.z());
    // Twelve standard deviations and a bit lie beyond any confidence on offer.
    let far = above + 12.0 * above.sqrt() + 12.0;
    solve((events as f64, far), start, |mean| {
        let low = poisson_tails(events, mean).map_or(0.0, |tails| tails.low);
        (side - low, point_mass::poisson(events, mean))
    })
}

/// Wilson and Hilferty's closed guess of a Poisson limit: right to three digits from ten events on.
fn cube_root_guess(events: f64, z: f64) -> f64 {
    events * (1.0 - 1.0 / (9.0 * events) + z / (3.0 * events.sqrt())).powi(3)
}

/// The zero of a rising function within `(low, high)`: Newton's steps, halving wherever one would leave the bracket.
fn solve((mut low, mut high): (f64, f64), start: f64, value_and_slope: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut at = if start > low && start < high { start } else { (low + high) / 2.0 };
    for _ in 0..100 {
        let (value, slope) = value_and_slope(at);
        if value > 0.0 {
            high = at
        } else {
            low = at
        }
        let newton = at - value / slope;
        let next = if newton > low && newton < high { newton } else { (low + high) / 2.0 };
        if (next - at).abs() <= at * 1e-15 {
            return next;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    const WILSON: &str = include_str!("../../tests/samples/statistics/wilson.csv");

    #[test]
    fn agrees_with_statsmodels_and_r() {
        let mut compared = 0;
        for row in csv::Reader::from_reader(WILSON.as_bytes()).records() {
            let row = row.unwrap();
            let (x, n) = (row[0].parse().unwrap(), row[1].parse().unwrap());
            for (confidence, lower, upper) in
                [(Confidence::P95, &row[3], &row[4]), (Confidence::P998, &row[7], &row[8])]
            {
                let Some(found) = wilson(x, n, confidence) else {
                    assert!(n == 0 && lower.is_empty(), "{x}/{n} has an interval");
                    continue;
                };
                let (lower, upper): (f64, f64) = (lower.parse().unwrap(), upper.parse().unwrap());
                assert!((found.lower - lower).abs() <= 1e-9 * lower, "{x}/{n}: {} is not {lower}", found.lower);
                assert!((found.upper - upper).abs() <= 1e-9 * upper, "{x}/{n}: {} is not {upper}", found.upper);
                compared += 1;
            }
        }
        assert!(compared > 150, "the sample was hardly read: {compared}");
    }

    #[test]
    fn ends_are_exact_and_nonsense_has_no_interval() {
        assert_eq!(wilson(0, 7, Confidence::P95).unwrap().lower, 0.0);
        assert_eq!(wilson(7, 7, Confidence::P95).unwrap().upper, 1.0);
        for (x, n) in [(0, 0), (-1, 4), (5, 4), (1, -1), (i64::MIN, i64::MAX)] {
            assert_eq!(wilson(x, n, Confidence::P95), None, "{x}/{n}");
        }
        assert_eq!(poisson(3, 0, Confidence::P95), None);
        assert_eq!(poisson(-3, 10, Confidence::P95), None);
    }

    /// Solved from the definition with forty decimal digits, outside this program.
    #[test]
    fn poisson_limits_are_the_exact_ones() {
        for (confidence, events, lower, upper) in [
            (Confidence::P95, 0, 0.0, 3.688_879_454_113_936),
            (Confidence::P95, 1, 0.025_317_807_984_289_88, 5.571_643_390_938_899),
            (Confidence::P95, 10, 4.795_388_696_132_433, 18.390_356_042_017_78),
            (Confidence::P95, 100, 81.363_991_250_923_14, 121.626_793_792_426_39),
            (Confidence::P998, 0, 0.0, 6.907_755_278_982_137),
            (Confidence::P998, 1, 0.001_000_500_333_583_53, 9.233_413_476_451_585),
            (Confidence::P998, 2500, 2_348.333_690_867_899, 2_658.396_577_571_892_5),
        ] {
            let found = poisson(events, 1, confidence).unwrap();
            assert!((found.lower - lower).abs() <= 1e-12 * lower, "{events}: {}", found.lower);
            assert!((found.upper - upper).abs() <= 1e-12 * upper, "{events}: {}", found.upper);
        }
    }

    proptest::proptest! {
        #[test]
        fn every_interval_holds_its_estimate(x in 0i64..200_000, rest in 0i64..200_000, exposure in 1i64..5_000_000) {
            for confidence in [Confidence::P95, Confidence::P998] {
                if let Some(found) = wilson(x, x + rest, confidence) {
                    let estimate = x as f64 / (x + rest) as f64;
                    proptest::prop_assert!(0.0 <= found.lower && found.lower <= estimate && estimate <= found.upper && found.upper <= 1.0);
                }
                let found = poisson(x, exposure, confidence).unwrap();
                let estimate = x as f64 / exposure as f64;
                proptest::prop_assert!(0.0 <= found.lower && found.lower <= estimate && estimate < found.upper && found.upper.is_finite());
            }
        }
    }
}
