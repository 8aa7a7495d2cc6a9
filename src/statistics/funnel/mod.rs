//! Funnels: the units of one period against what chance – and the usual variation between units – explains.
//!
//! In: the units' counts, a centre (their pool or an outside standard). Out: limits at 95 % and 99.8 % in the plain
//! unit and whether each unit lies beyond them.

mod additive;
mod arcsine;
mod curve;
mod exact;
mod groups;
mod normal;

use super::beyond::{above, below};
use super::interval::{Confidence, Interval};
use super::observed::{Observed, pooled};
use super::tails::Standing;

pub use additive::{Dispersion, dispersion};
pub use curve::{Limits, curve};
pub use groups::{Basis, Groups, groups};

/// What a numerator is to its denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A part of it: binomial, 0–1.
    Proportion,
    /// Events in an exposure: Poisson, per one unit of exposure.
    Density,
}

/// How the limits are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Interpolated quantiles, the same way from both ends; for whole counts.
    Exact,
    /// θ ± z√(θ(1−θ)/n), or θ ± z√(θ/n).
    Normal,
    /// On the scale where chance varies by 1/(4n) whatever θ.
    Arcsine,
    /// The same with the variation between units added.
    Additive,
}

/// A funnel over all its units.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The standard given, or Σx/Σn; `None` where neither is a figure of this kind.
    pub centre: Option<f64>,
    /// How much more units vary than chance; only with [`Method::Additive`], for two units or more.
    pub dispersion: Option<Dispersion>,
    /// The units in the order given, `None` where there is no figure.
    pub units: Vec<Option<Placed>>,
}

/// One unit in its funnel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Its figure.
    pub rate: f64,
    /// The limits between which 95 % of units fall by chance; `None` where the method does not apply.
    pub limits95: Option<Interval>,
    /// The limits between which 99.8 % do.
    pub limits998: Option<Interval>,
    /// Where it stands at 95 %; indistinct without limits.
    pub at95: Standing,
    /// Where it stands at 99.8 %.
    pub at998: Standing,
}

/// Holds `units` against `standard`, or against their pool.
///
/// A unit whose numerator exceeds its denominator is no proportion and counts as a gap; gaps are no part of the pool.
/// [`Method::Exact`] leaves fractional counts without limits: they have no exact distribution, use
/// [`Method::Arcsine`]. The square root takes the arcsine's place for densities.
pub fn funnel(units: &[Observed], kind: Kind, standard: Option<f64>, method: Method) -> Funnel {
    let units = of_kind(units, kind);
    let centre = centre(&units, kind, standard);
    let dispersion = if method == Method::Additive { centre.and_then(|at| dispersion(&units, kind, at)) } else { None };
    let placed = units.iter().map(|&unit| {
        let rate = unit.value()?;
        let limits = |confidence| limits(unit, kind, centre?, method, dispersion, confidence);
        let standing = |confidence, limits: Option<Interval>| match (method, centre, limits) {
            (Method::Exact, Some(centre), Some(_)) => exact::standing(unit, kind, centre, confidence),
            (_, _, Some(limits)) => beyond(rate, limits),
            _ => Standing::Indistinct,
        };
        let (limits95, limits998) = (limits(Confidence::P95), limits(Confidence::P998));
        Some(Placed {
            rate,
            limits95,
            limits998,
            at95: standing(Confidence::P95, limits95),
            at998: standing(Confidence::P998, limits998),
        })
    });
    Funnel { centre, dispersion, units: placed.collect() }
}

/// The units, with a gap where one is not of this kind.
fn of_kind(units: &[Observed], kind: Kind) -> Vec<Observed> {
    let fits = |unit: &Observed| kind == Kind::Density || unit.numerator() <= unit.denominator();
    units.iter().map(|unit| if fits(unit) { *unit } else { Observed::GAP }).collect()
}

fn centre(units: &[Observed], kind: Kind, standard: Option<f64>) -> Option<f64> {
    let greatest = if kind == Kind::Proportion { 1.0 } else { f64::MAX };
    standard.or_else(|| pooled(units)).filter(|centre| (0.0..=greatest).contains(centre))
}

fn limits(
    unit: Observed,
    kind: Kind,
    centre: f64,
    method: Method,
    dispersion: Option<Dispersion>,
    confidence: Confidence,
) -> Option<Interval> {
    let found = match method {
        Method::Exact => exact::limits(unit, kind, centre, confidence)?,
        Method::Normal => normal::limits(unit.denominator(), kind, centre, confidence),
        Method::Arcsine => arcsine::limits(unit.denominator(), kind, centre, 0.0, confidence),
        Method::Additive => arcsine::limits(unit.denominator(), kind, centre, dispersion?.tau2, confidence),
    };
    (found.lower.is_finite() && found.upper.is_finite()).then_some(found)
}

fn beyond(rate: f64, limits: Interval) -> Standing {
    if below(rate, limits.lower) {
        Standing::Below
    } else if above(rate, limits.upper) {
        Standing::Above
    } else {
        Standing::Indistinct
    }
}
