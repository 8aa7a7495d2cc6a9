//! What pages ask before they show limits: enough points, large enough counts, something that moves.
//!
//! The methods themselves compute whatever can be computed; these guards say what a person should be shown of it.

use super::control::{Chart, Method};
use super::observed::{Observed, pooled};

/// With fewer points limits are not drawn at all.
const FOR_TRIAL_LIMITS: usize = 6;

/// With fewer points limits are marked 试算 and a goal is not assessed.
const FOR_LIMITS: usize = 12;

/// A smaller denominator says too little for a control chart.
const LEAST_DENOMINATOR: f64 = 10.0;

/// Fewer expected events, or events that did not happen, and the limits' shape is wrong.
const LEAST_EXPECTED: f64 = 5.0;

/// What a series of so many points bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Footing {
    /// Below 6 points: dots and Wilson bars.
    Dots,
    /// 6 to 11: limits marked 试算, no assurance.
    Trial,
    /// 12 and more: limits and assurance.
    Firm,
}

/// Why a chart is shown without limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WithoutLimits {
    /// Fewer than 6 points.
    TooFewPoints,
    /// Denominators below 10, or fewer than 5 events (or events that did not happen) expected, at most points: show
    /// counts, Wilson bars, exact tails and pooled quarters instead.
    SmallNumbers,
    /// The mean moving range is 0 or undefined: every point is the same, or no two succeed one another.
    NothingMoves,
    /// The method cannot give limits for these figures.
    NotApplicable,
}

/// The footing of a series, by its points that have a figure.
pub fn footing(points: &[Observed]) -> Footing {
    match points.iter().filter(|point| point.value().is_some()).count() {
        0..FOR_TRIAL_LIMITS => Footing::Dots,
        FOR_TRIAL_LIMITS..FOR_LIMITS => Footing::Trial,
        _ => Footing::Firm,
    }
}

/// Whether counts are too small for a control chart at most points (more than half).
///
/// A point is small when n < 10, n·c < 5 or – for a proportion – n·(1−c) < 5, c the pooled centre. Not asked of XmR,
/// whose denominators are no trials.
pub fn small_numbers(points: &[Observed], method: Method) -> bool {
    let Some(centre) = pooled(points).filter(|_| method != Method::Xmr) else { return false };
    let proportion = matches!(method, Method::P | Method::PPrime);
    let small = |n: f64| {
        n < LEAST_DENOMINATOR || n * centre < LEAST_EXPECTED || (proportion && n * (1.0 - centre) < LEAST_EXPECTED)
    };
    let counted = || points.iter().filter(|point| point.value().is_some());
    counted().filter(|point| small(point.denominator())).count() * 2 > counted().count()
}

/// Why `chart`, drawn of `points` by `method`, is to be shown without its limits; `None` where it may have them.
pub fn without_limits(points: &[Observed], method: Method, chart: &Chart) -> Option<WithoutLimits> {
    if footing(points) == Footing::Dots {
        return Some(WithoutLimits::TooFewPoints);
    }
    if small_numbers(points, method) {
        return Some(WithoutLimits::SmallNumbers);
    }
    let mut limits = chart.points.iter().flatten().map(|point| point.limits);
    let moving = matches!(method, Method::Xmr | Method::PPrime | Method::UPrime);
    match limits.find_map(|limits| limits) {
        Some(limits) if moving && limits.upper <= limits.lower => Some(WithoutLimits::NothingMoves),
        Some(_) => None,
        None if moving => Some(WithoutLimits::NothingMoves),
        None => Some(WithoutLimits::NotApplicable),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::control::{Settings, chart};

    fn reason(counts: &[(i64, i64)], method: Method) -> Option<WithoutLimits> {
        let points: Vec<_> = counts.iter().map(|&(x, n)| Observed::of_counts(x, n)).collect();
        without_limits(&points, method, &chart(&points, method, Settings::for_pages(method)))
    }

    #[test]
    fn each_guard_speaks() {
        let steady: Vec<_> = (0..12).map(|at| (800 + at % 3 * 7, 1000)).collect();
        assert_eq!(reason(&steady, Method::PPrime), None);
        assert_eq!(reason(&steady[..5], Method::PPrime), Some(WithoutLimits::TooFewPoints));
        assert_eq!(reason(&[(19, 20); 12], Method::P), Some(WithoutLimits::SmallNumbers));
        assert_eq!(reason(&[(7, 9); 12], Method::P), Some(WithoutLimits::SmallNumbers));
        assert_eq!(reason(&[(70, 9); 12], Method::Xmr), Some(WithoutLimits::NothingMoves));
        assert_eq!(reason(&[(900, 1000); 12], Method::PPrime), None, "σz is raised to 1");
        assert_eq!(reason(&[(2000, 1000); 12], Method::P), Some(WithoutLimits::SmallNumbers));
    }

    #[test]
    fn the_footing_counts_figures_only() {
        let mut points = vec![Observed::of_counts(1, 2); 11];
        points.push(Observed::GAP);
        assert_eq!(footing(&points), Footing::Trial);
        points.push(Observed::of_counts(1, 2));
        assert_eq!(footing(&points), Footing::Firm);
    }
}
