//! Three groups – above, indistinguishable, below – instead of a league table.

use super::{Dispersion, Funnel, Kind, Method, Placed, funnel};
use crate::statistics::observed::Observed;
use crate::statistics::tails::Standing;

/// Which limits decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Units vary as chance does: exact limits.
    Exact,
    /// They vary more (φ > 1), or counts are fractional: arcsine limits with the variation between units.
    OverDispersed,
}

/// Units against their pool or a standard, at 99.8 %.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// The centre; `None` where there is none.
    pub centre: Option<f64>,
    /// What was estimated; `None` below two units.
    pub dispersion: Option<Dispersion>,
    /// Which limits decided.
    pub basis: Basis,
    /// The units in the order given, `None` where there is no figure.
    pub standings: Vec<Option<Standing>>,
}

/// Groups by the over-dispersed limits when φ > 1 (or counts are fractional), else by the exact ones.
pub fn groups(units: &[Observed], kind: Kind, standard: Option<f64>) -> Groups {
    let additive = funnel(units, kind, standard, Method::Additive);
    let dispersion = additive.dispersion;
    let fractional = units.iter().any(|unit| unit.value().is_some() && unit.counts().is_none());
    let varied = dispersion.is_some_and(|found| found.phi > 1.0 || fractional);
    let (basis, chosen) = if varied {
        (Basis::OverDispersed, additive)
    } else {
        (Basis::Exact, funnel(units, kind, standard, Method::Exact))
    };
    let Funnel { centre, units, .. } = chosen;
    let standings = units.iter().map(|unit| unit.map(|Placed { at998, .. }| at998)).collect();
    Groups { centre, dispersion, basis, standings }
}
