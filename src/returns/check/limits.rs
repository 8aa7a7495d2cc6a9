//! Whether a figure is too far from the hospital's own past to be chance. Pure.
//!
//! The past is taken at the end of its 95 % interval that lies nearer, so that few cases prove little; what the
//! quarters vary beyond chance anyway (over-dispersion) thins both sides, so that a large hospital is not asked about
//! its usual ups and downs. The tail is exact.

use crate::catalogue::model::{Indicator, Kind, Rule};
use crate::figures::{Fact, HospitalFigure};
use crate::statistics::{Confidence, binomial_tails, poisson, poisson_tails, wilson};

/// What was found, in the indicator's unit with its counts.
pub(super) struct Found {
    /// This quarter.
    pub now: String,
    /// What it is compared with.
    pub then: String,
}

/// Counts above and below the line.
type Counts = (i64, i64);

/// None or all of the cases, where last quarter knew both; only of proportions.
pub(super) fn extreme(rule: &Rule, indicator: &Indicator, fact: &Fact, last: &HospitalFigure) -> Option<Found> {
    let least = rule.threshold("minimum_denominator")?;
    let now = (fact.numerator, fact.denominator);
    let then = (last.numerator, last.denominator);
    let turned = (now.0 == 0 || now.0 == now.1) && then.0 > 0 && then.0 < then.1;
    let large = now.1 >= least && then.1 >= least;
    if indicator.kind != Kind::Proportion || !turned || !large {
        return None;
    }
    let strange = too_rare(indicator.kind, now, then, (1.0, 1.0), outer(rule)?)?;
    strange.then(|| Found { now: shown(indicator, now), then: shown(indicator, then) })
}

/// Beyond the limits of the quarters before, where there are enough of them; a mean has no such limits.
pub(super) fn outside(rule: &Rule, indicator: &Indicator, fact: &Fact, before: &[&HospitalFigure]) -> Option<Found> {
    let (least, enough) = (rule.threshold("minimum_denominator")?, rule.threshold("minimum_quarters")?);
    let quarters: Vec<Counts> = before.iter().map(|figure| (figure.numerator, figure.denominator)).collect();
    let quarters: Vec<Counts> = quarters.into_iter().filter(|(_, below)| *below > 0).collect();
    if fact.denominator < least || i64::try_from(quarters.len()).ok()? < enough.max(1) {
        return None;
    }
    let add = |sum: Counts, quarter: &Counts| Some((sum.0.checked_add(quarter.0)?, sum.1.checked_add(quarter.1)?));
    let then = quarters.iter().try_fold((0, 0), add)?;
    let now = (fact.numerator, fact.denominator);
    let spread = spread(indicator.kind, &quarters, then);
    let strange = too_rare(indicator.kind, now, then, (spread, spread), outer(rule)?)?;
    let past = || format!("前 {} 个季度合计 {}", quarters.len(), shown(indicator, then));
    strange.then(|| Found { now: shown(indicator, now), then: past() })
}

/// The probability left out on each side: 0.001 for 998 per mille.
pub(super) fn outer(rule: &Rule) -> Option<f64> {
    Some((1.0 - rule.threshold("limits_per_mille")? as f64 / 1000.0) / 2.0)
}

/// How much more the quarters vary than chance would make them (Pearson's χ² over its degrees of freedom), at least 1.
fn spread(kind: Kind, quarters: &[Counts], (above, below): Counts) -> f64 {
    let rate = above as f64 / below as f64;
    let chance = if kind == Kind::Proportion { rate * (1.0 - rate) } else { rate };
    if quarters.len() < 2 || chance <= 0.0 {
        return 1.0;
    }
    let squares = quarters.iter().map(|(x, n)| (*x as f64 - *n as f64 * rate).powi(2) / (*n as f64 * chance));
    (squares.sum::<f64>() / (quarters.len() - 1) as f64).max(1.0)
}

/// Whether `now` lies in the outer tail, each side thinned by what it varies beyond chance; none where the kind knows
/// no tail.
pub(super) fn too_rare(kind: Kind, now: Counts, then: Counts, spreads: (f64, f64), outer: f64) -> Option<bool> {
    let thinned = |count: i64, spread: f64| (count as f64 / spread).round() as i64;
    let (x, n) = (thinned(now.0, spreads.0), thinned(now.1, spreads.0));
    let then = (thinned(then.0, spreads.1), thinned(then.1, spreads.1));
    let rate = now.0 as f64 / now.1 as f64;
    let was = match kind {
        Kind::Proportion => wilson(then.0, then.1, Confidence::P95)?,
        Kind::Density => poisson(then.0, then.1, Confidence::P95)?,
        Kind::Ratio | Kind::Composite => return None,
    };
    let nearer = if rate > was.upper { was.upper } else { was.lower };
    let tails = match kind {
        Kind::Proportion => binomial_tails(x, n, nearer)?,
        _ => poisson_tails(x, nearer * n as f64)?,
    };
    let tail = if rate > was.upper { tails.high } else { tails.low };
    Some((rate > was.upper || rate < was.lower) && tail < outer)
}

/// `72.0%（90/125）`.
pub(super) fn shown(indicator: &Indicator, counts: Counts) -> String {
    format!("{}（{}/{}）", rate_shown(indicator, counts), counts.0, counts.1)
}

/// `72.0%`.
pub(super) fn rate_shown(indicator: &Indicator, (above, below): Counts) -> String {
    let value = above as f64 / below as f64 * indicator.multiplier as f64;
    let places = usize::from(indicator.decimals);
    let space = if indicator.unit.starts_with(['%', '‰']) { "" } else { " " };
    format!("{value:.places$}{space}{}", indicator.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OUTER: f64 = 0.001;

    fn strange(now: Counts, then: Counts, spread: f64) -> bool {
        too_rare(Kind::Proportion, now, then, (spread, spread), OUTER).unwrap()
    }

    #[test]
    fn a_change_is_strange_only_beyond_chance() {
        assert!(strange((30, 100), (480, 800), 1.0), "30 % after 60 %");
        assert!(!strange((52, 100), (480, 800), 1.0), "52 % after 60 %");
        assert!(!strange((0, 30), (2, 240), 1.0), "none of 30 where one in a hundred is usual");
        assert!(!strange((40, 40), (232, 240), 1.0), "all of 40 where 97 % is usual");
        assert!(!strange((2, 30), (1, 1000), 1.0), "one case proves little");
    }

    #[test]
    fn quarters_that_vary_anyway_widen_the_limits() {
        let calm = [(600, 1000), (605, 1000), (595, 1000), (600, 1000)];
        let restless = [(500, 1000), (700, 1000), (560, 1000), (640, 1000)];
        let sum = (2400, 4000);
        assert_eq!(spread(Kind::Proportion, &calm, sum), 1.0);
        let wide = spread(Kind::Proportion, &restless, sum);
        assert!(wide > 20.0, "{wide}");
        assert!(strange((520, 1000), sum, 1.0) && !strange((520, 1000), sum, wide));
    }

    #[test]
    fn events_are_judged_by_poisson_and_means_not_at_all() {
        let density = |now| too_rare(Kind::Density, now, (40, 40_000), (1.0, 1.0), OUTER);
        assert_eq!((density((9, 9_000)), density((40, 9_000))), (Some(false), Some(true)));
        assert_eq!(too_rare(Kind::Ratio, (5, 1), (1, 1), (1.0, 1.0), OUTER), None);
    }
}
