//! Limits on the scale where chance has the same variance 1/(4n) at every centre: asin√y, for densities √y.
//!
//! sin²(asin√θ ± z√(1/(4n) + τ²)), the angle cut to 0–π/2; for densities (√θ ± z√(1/(4n) + τ²))², cut at 0.
//! Works for fractional counts. τ² is the variation between units (Spiegelhalter 2005, 2012), 0 for chance alone.

use std::f64::consts::FRAC_PI_2;

use super::Kind;
use crate::statistics::interval::{Confidence, Interval};

/// The limits of a unit with denominator `n` (above 0) round `centre`.
pub(super) fn limits(n: f64, kind: Kind, centre: f64, tau2: f64, confidence: Confidence) -> Interval {
    let at = stabilised(centre, kind);
    let reach = confidence.z() * (0.25 / n + tau2).sqrt();
    Interval { lower: plain(at - reach, kind), upper: plain(at + reach, kind) }
}

/// A figure on the stabilised scale.
pub(super) fn stabilised(figure: f64, kind: Kind) -> f64 {
    match kind {
        Kind::Proportion => figure.sqrt().asin(),
        Kind::Density => figure.sqrt(),
    }
}

fn plain(stabilised: f64, kind: Kind) -> f64 {
    match kind {
        Kind::Proportion => stabilised.clamp(0.0, FRAC_PI_2).sin().powi(2),
        Kind::Density => stabilised.max(0.0).powi(2),
    }
}
