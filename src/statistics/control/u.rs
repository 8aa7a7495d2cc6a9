//! The u chart: c = Σx/Σd, σᵢ = √(c/dᵢ), limits c ± 3σᵢ, the lower not below 0.

use super::Frame;
use crate::statistics::observed::{Observed, pooled};

/// Centre and spread of a density, per one unit of exposure.
pub(super) fn frame(points: &[Observed]) -> Frame {
    let centre = pooled(points);
    let sigma = |point: &Observed| point.value().and(centre).map(|centre| (centre / point.denominator()).sqrt());
    Frame { centre, sigma: points.iter().map(sigma).collect(), sigma_z: None, range: (0.0, f64::INFINITY) }
}

#[cfg(test)]
mod tests {
    use crate::statistics::control::{Method, Settings, chart};
    use crate::statistics::observed::Observed;

    /// Computed from the definitions with numpy.
    #[test]
    fn limits_are_those_of_the_definition() {
        let points: Vec<_> = [(3, 1000), (5, 2000), (1, 500), (0, 1500), (7, 1200), (4, 900)]
            .map(|(events, exposure)| Observed::of_counts(events, exposure))
            .to_vec();
        for (method, sigma_z, first, second) in [
            (Method::U, None, 0.007_851_989_558_230_838, 0.006_377_246_383_032_265),
            (Method::UPrime, Some(1.283_304_672_118_2), 0.009_278_453_555_590_533, 0.007_385_908_748_683_775),
        ] {
            let drawn = chart(&points, method, Settings::of(method));
            let close = |found: f64, wanted: f64| (found / wanted - 1.0).abs() < 1e-12;
            assert!(close(drawn.centre.unwrap(), 0.002_816_901_408_450_704));
            assert_eq!(drawn.sigma_z.is_some(), sigma_z.is_some());
            assert!(drawn.sigma_z.zip(sigma_z).is_none_or(|(found, wanted)| close(found, wanted)));
            for (place, upper) in [(0, first), (1, second)] {
                let limits = drawn.points[place].unwrap().limits.unwrap();
                assert!(limits.lower == 0.0 && close(limits.upper, upper), "{limits:?}");
            }
        }
    }
}
