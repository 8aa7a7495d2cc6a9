//! The p chart: c = Σx/Σn, σᵢ = √(c(1−c)/nᵢ), limits c ± 3σᵢ cut to 0–1.

use super::Frame;
use crate::statistics::observed::{Observed, pooled};

/// Centre and spread of a proportion.
///
/// No σ where the centre is above 1, as when a density is charted as a proportion; a centre of 0 or 1 has σ = 0.
pub(super) fn frame(points: &[Observed]) -> Frame {
    let centre = pooled(points);
    let sigma = |point: &Observed| {
        let centre = centre.filter(|centre| *centre <= 1.0)?;
        point.value().map(|_| (centre * (1.0 - centre) / point.denominator()).sqrt())
    };
    Frame { centre, sigma: points.iter().map(sigma).collect(), sigma_z: None, range: (0.0, 1.0) }
}
