//! The u chart: c = Σx/Σd, σᵢ = √(c/dᵢ), limits c ± 3σᵢ, the lower not below 0.

use super::Frame;
use crate::statistics::observed::{Observed, pooled};

/// Centre and spread of a density, per one unit of exposure.
pub(super) fn frame(points: &[Observed]) -> Frame {
    let centre = pooled(points);
    let sigma = |point: &Observed| point.value().and(centre).map(|centre| (centre / point.denominator()).sqrt());
    Frame { centre, sigma: points.iter().map(sigma).collect(), sigma_z: None, range: (0.0, f64::INFINITY) }
}
