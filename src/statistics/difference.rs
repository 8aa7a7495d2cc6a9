//! The difference of two figures that were counted apart, with its interval.

use super::interval::Interval;

/// `one` less `other`, each with its own interval: d − √((a − l₁)² + (u₂ − b)²) to d + √((u₁ − a)² + (b − l₂)²).
///
/// With Wilson's intervals this is Newcombe's method 10; it works for whatever intervals there are.
///
/// Source: Newcombe 1998 (Stat Med 17:873); Zou and Donner 2008 (Stat Med 27:1693).
pub fn difference(one: (f64, Interval), other: (f64, Interval)) -> (f64, Interval) {
    let ((a, first), (b, second)) = (one, other);
    let apart = a - b;
    let lower = apart - (a - first.lower).hypot(second.upper - b);
    let upper = apart + (first.upper - a).hypot(b - second.lower);
    (apart, Interval { lower, upper })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::{Confidence, wilson};

    #[test]
    fn newcombes_own_example() {
        // 56 of 70 less 48 of 80: 0.2, from 0.0524 to 0.3339 (Newcombe 1998, table II, method 10, case a).
        let of = |count: i64, of: i64| (count as f64 / of as f64, wilson(count, of, Confidence::P95).unwrap());
        let (apart, interval) = difference(of(56, 70), of(48, 80));
        assert!((apart - 0.2).abs() < 1e-12);
        assert!((interval.lower - 0.0524).abs() < 1e-4 && (interval.upper - 0.3339).abs() < 1e-4, "{interval:?}");
    }
}
