//! Over-dispersion: how much more units vary than chance, estimated without the few that stand out.

use super::{Kind, arcsine, of_kind};
use crate::statistics::observed::Observed;
use crate::statistics::order::quantile;

/// What share of units is drawn in on each side before the variation is measured.
const WINSORISED: f64 = 0.1;

/// The variation between units beyond chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Mean square of the winsorised z: 1 where chance explains everything.
    pub phi: f64,
    /// Variance between units on the stabilised scale; 0 where chance explains everything.
    pub tau2: f64,
    /// How many units have a figure.
    pub units: usize,
}

impl Dispersion {
    /// How many units would lie beyond the 95 % limits by chance: one in twenty.
    pub fn expected_beyond95(self) -> f64 {
        self.units as f64 * 0.05
    }

    /// How many would lie beyond the 99.8 % limits.
    pub fn expected_beyond998(self) -> f64 {
        self.units as f64 * 0.002
    }
}

/// φ and τ² of `units` round `centre`.
///
/// zᵢ = (asin√yᵢ − asin√θ)·2√nᵢ, winsorised at the 10 % and 90 % quantiles (type 7); φ = mean z²;
/// τ² = (Iφ − (I−1)) / (Σw − Σw²/Σw) with w = 4nᵢ, and 0 where Iφ < I−1. For densities √y takes the place of asin√y.
/// `None` below two units (variation between units needs two) and where the centre is no figure of this kind.
///
/// Source: Spiegelhalter 2005 (Stat Med 24:1185) and 2012 (JRSS-A 175:1), as `FunnelPlotR` codes it.
pub fn dispersion(units: &[Observed], kind: Kind, centre: f64) -> Option<Dispersion> {
    let units = of_kind(units, kind);
    let counted: Vec<(f64, f64)> = units.iter().filter_map(|unit| Some((unit.value()?, unit.denominator()))).collect();
    if counted.len() < 2 {
        return None;
    }
    let at = arcsine::stabilised(centre, kind);
    let mut z: Vec<f64> =
        counted.iter().map(|(rate, n)| (arcsine::stabilised(*rate, kind) - at) * 2.0 * n.sqrt()).collect();
    z.sort_by(f64::total_cmp);
    let (lowest, highest) = (quantile(&z, WINSORISED)?, quantile(&z, 1.0 - WINSORISED)?);
    let of = z.len() as f64;
    let phi = z.iter().map(|z| z.max(lowest).min(highest).powi(2)).sum::<f64>() / of;
    let weight: f64 = counted.iter().map(|(_, n)| 4.0 * n).sum();
    let squares: f64 = counted.iter().map(|(_, n)| (4.0 * n).powi(2)).sum();
    let between = of * phi - (of - 1.0);
    let tau2 = if between < 0.0 { 0.0 } else { between / (weight - squares / weight) };
    (phi.is_finite() && tau2.is_finite()).then_some(Dispersion { phi, tau2, units: z.len() })
}
