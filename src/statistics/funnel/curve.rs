//! Limits of a funnel at any size, for drawing them.

use super::{Basis, Dispersion, Kind, Method, limits};
use crate::statistics::interval::{Confidence, Interval};
use crate::statistics::observed::Observed;

/// The limits of units of some size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The denominator.
    pub size: i64,
    /// 95 %.
    pub at95: Interval,
    /// 99.8 %.
    pub at998: Interval,
}

/// The limits round `centre` at each of `sizes`, by what decided of the groups.
///
/// Sizes at which the method has no limits are left out.
pub fn curve(sizes: &[i64], kind: Kind, centre: f64, basis: Basis, dispersion: Option<Dispersion>) -> Vec<Limits> {
    let method = match basis {
        Basis::Exact => Method::Exact,
        Basis::OverDispersed => Method::Additive,
    };
    let at = |size: i64| {
        let unit = Observed::of_counts(0, size);
        unit.value()?;
        let limits = |confidence| limits(unit, kind, centre, method, dispersion, confidence);
        Some(Limits { size, at95: limits(Confidence::P95)?, at998: limits(Confidence::P998)? })
    };
    sizes.iter().filter_map(|size| at(*size)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::funnel::{funnel, groups};

    #[test]
    fn the_curve_passes_through_the_limits_of_the_units() {
        let even: Vec<Observed> = [(7, 10), (62, 100), (690, 1000)].map(|(x, n)| Observed::of_counts(x, n)).into();
        let wide: Vec<Observed> = [(2, 10), (90, 100), (690, 1000)].map(|(x, n)| Observed::of_counts(x, n)).into();
        for (units, method) in [(even, Method::Exact), (wide, Method::Additive)] {
            let found = groups(&units, Kind::Proportion, None);
            assert_eq!(found.basis == Basis::Exact, method == Method::Exact);
            let drawn =
                curve(&[10, 100, 1000, 0], Kind::Proportion, found.centre.unwrap(), found.basis, found.dispersion);
            let placed = funnel(&units, Kind::Proportion, None, method).units;
            assert_eq!(drawn.len(), 3, "a size of 0 has no limits");
            for (limits, unit) in drawn.iter().zip(placed) {
                assert_eq!((Some(limits.at95), Some(limits.at998)), unit.map(|u| (u.limits95, u.limits998)).unwrap());
            }
        }
    }
}
