//! Whether a hospital with a short past is too far from the hospitals of its level to be one of them. Pure.
//!
//! Peers differ from each other beyond chance. The variance between them (by moments, `DerSimonian` and Laird 1986) is
//! added to the chance of both sides, as cases that count less: a small hospital keeps most of its cases, a large one
//! counts hardly more than the difference between hospitals lets it. Ratios are not judged.

use std::collections::HashMap;
use std::sync::Arc;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, IndicatorId, Kind, PastOperator, Rule, RuleCheck};
use crate::figures::model::LevelSums;
use crate::figures::{Fact, FactState, HospitalFigure};
use crate::returns::check::limits::{Found, outer, rate_shown, shown, too_rare};

/// The hospitals of the same level in the quarter before, added up.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    /// By indicator; the hospital itself is in them where `own_inside` says so.
    pub sums: Arc<HashMap<IndicatorId, LevelSums>>,
    /// Whether the hospital was of that level in that quarter, so that its own figures must be taken out.
    pub own_inside: bool,
}

impl Peers {
    fn beside(&self, indicator: &IndicatorId, own: Option<&HospitalFigure>) -> Option<LevelSums> {
        let sums = *self.sums.get(indicator)?;
        match own.filter(|own| self.own_inside && own.denominator > 0) {
            Some(own) => Some(sums.without(own.numerator, own.denominator)),
            None => Some(sums),
        }
    }
}

/// The indicators for which a hospital with these figures has too short a past, so that its peers may be asked for.
#[must_use]
pub fn peers_needed<'c>(
    catalogue: &'c Catalogue,
    edition: &'c Edition,
    figures: &[HospitalFigure],
) -> Vec<&'c IndicatorId> {
    let least = |rule: &Rule| match rule.check {
        RuleCheck::History(PastOperator::InsidePeers) => rule.threshold("own_quarters"),
        _ => None,
    };
    let Some(least) = catalogue.rules().iter().filter_map(least).max() else { return Vec::new() };
    let judged = edition.indicators().filter_map(|id| catalogue.indicator(id));
    let judged = judged.filter(|indicator| matches!(indicator.kind, Kind::Proportion | Kind::Density));
    let mut known: HashMap<&IndicatorId, i64> = HashMap::new();
    for figure in figures.iter().filter(|figure| has_cases(figure)) {
        *known.entry(&figure.indicator).or_default() += 1;
    }
    let short = |indicator: &&Indicator| known.get(&indicator.id).copied().unwrap_or(0) < least;
    judged.filter(short).map(|indicator| &indicator.id).collect()
}

fn has_cases(figure: &HospitalFigure) -> bool {
    figure.state == FactState::Counted && figure.denominator > 0
}

/// How many of these figures are of a quarter with cases.
fn quarters(figures: &[&HospitalFigure]) -> i64 {
    i64::try_from(figures.iter().filter(|figure| has_cases(figure)).count()).unwrap_or(i64::MAX)
}

/// Beyond the limits of the peers, where the own past `before` is short and there are peers enough; `last` is the own
/// figure of the peers' quarter.
pub(super) fn unlike_peers(
    rule: &Rule,
    indicator: &Indicator,
    fact: &Fact,
    before: &[&HospitalFigure],
    peers: &Peers,
    last: Option<&HospitalFigure>,
) -> Option<Found> {
    let (least, enough) = (rule.threshold("minimum_denominator")?, rule.threshold("minimum_peers")?);
    if fact.denominator < least || quarters(before) >= rule.threshold("own_quarters")? {
        return None;
    }
    let peers = peers.beside(&fact.indicator, last).filter(|peers| peers.hospitals >= enough)?;
    let (now, then) = ((fact.numerator, fact.denominator), (peers.numerator, peers.denominator));
    let between = Between::of(indicator.kind, &peers)?;
    let spreads = (between.spread(fact.denominator as f64), between.spread_of_sum(&peers));
    let strange = too_rare(indicator.kind, now, then, spreads, outer(rule)?)?;
    // The rate alone: two sums of changing hospitals would tell one of them by their difference.
    let pooled = || format!("{} 家合计 {}", peers.hospitals, rate_shown(indicator, then));
    strange.then(|| Found { now: shown(indicator, now), then: pooled() })
}

/// The variance between hospitals in units of the variance of a single case.
struct Between(f64);

impl Between {
    fn of(kind: Kind, peers: &LevelSums) -> Option<Self> {
        let (x, n) = (peers.numerator as f64, peers.denominator as f64);
        let rate = x / n;
        let single = if kind == Kind::Proportion { rate * (1.0 - rate) } else { rate };
        if !single.is_finite() {
            return None;
        }
        if single <= 0.0 {
            return Some(Self(0.0));
        }
        // Σ (xᵢ − nᵢr)²/nᵢ = Σ xᵢ²/nᵢ − r²Σnᵢ, since r = Σxᵢ/Σnᵢ.
        let beyond = (peers.numerator_square - rate * rate * n) / single - (peers.hospitals - 1) as f64;
        let weight = n - peers.denominator_square / n;
        Some(Self(if beyond > 0.0 && weight > 0.0 { beyond / weight } else { 0.0 }))
    }

    /// How much more the rate of one hospital with so many cases varies than chance.
    fn spread(&self, cases: f64) -> f64 {
        1.0 + self.0 * cases
    }

    /// The same of the sum of all peers.
    fn spread_of_sum(&self, peers: &LevelSums) -> f64 {
        1.0 + self.0 * peers.denominator_square / peers.denominator as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(peers: &[(i64, i64)]) -> LevelSums {
        let add = |sum: LevelSums, (x, n): &(i64, i64)| LevelSums {
            hospitals: sum.hospitals + 1,
            numerator: sum.numerator + x,
            denominator: sum.denominator + n,
            numerator_square: sum.numerator_square + (*x as f64).powi(2) / *n as f64,
            denominator_square: sum.denominator_square + (*n as f64).powi(2),
        };
        peers.iter().fold(LevelSums::default(), add)
    }

    #[test]
    fn peers_that_differ_by_chance_alone_have_no_variance_between_them() {
        let alike = sums(&[(70, 100), (72, 100), (69, 100), (71, 100), (70, 100)]);
        assert!(Between::of(Kind::Proportion, &alike).unwrap().0 == 0.0);
        let none = sums(&[(0, 100), (0, 100)]);
        assert!(Between::of(Kind::Proportion, &none).unwrap().0 == 0.0, "no case anywhere");
    }

    #[test]
    fn the_variance_between_peers_is_that_of_the_moments() {
        // Rates .5 .6 .7 .8 .9 of 100 each: r = .7, r(1−r) = .21, Q = 100·(.04+.01+.01+.04)/.21, and
        // (Q − 4) ÷ (500 − 50 000/500) in units of .21.
        let apart = sums(&[(50, 100), (60, 100), (70, 100), (80, 100), (90, 100)]);
        let between = Between::of(Kind::Proportion, &apart).unwrap();
        let expected = (100.0 * 0.1 / 0.21 - 4.0) / 400.0;
        assert!((between.0 - expected).abs() < 1e-9, "{} {expected}", between.0);
        assert!((between.spread(50.0) - (1.0 + 50.0 * expected)).abs() < 1e-9);
        assert!((between.spread_of_sum(&apart) - (1.0 + 100.0 * expected)).abs() < 1e-9);
    }

    #[test]
    fn the_own_figure_is_taken_out_of_the_sums() {
        let all = sums(&[(50, 100), (60, 120), (9, 10)]);
        let rest = sums(&[(50, 100), (60, 120)]);
        let without = all.without(9, 10);
        assert_eq!((without.hospitals, without.numerator, without.denominator), (2, 110, 220));
        assert!((without.numerator_square - rest.numerator_square).abs() < 1e-9);
        assert!((without.denominator_square - rest.denominator_square).abs() < 1e-9);
    }
}
