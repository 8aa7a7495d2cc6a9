//! What changed since the quarter before, by evidence: charts that give a signal they did not give then, or gave one
//! they no longer give. Never by the size of a difference. Pure.

use crate::calendar::Grain;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator, Target};
use crate::figures::By;
use crate::progress::board::with_interval;
use crate::progress::control::Verdict;
use crate::progress::evidence::Evidence;
use crate::progress::model::{GroupName, Row, breaks_between};
use crate::progress::panel::Panel;
use crate::statistics::control::PointType;

/// Of charts of a process that does not change, the share in which the last quarter gives a signal that the quarter
/// before did not: by months, three points later.
///
/// Found by simulating such processes; the test beside it repeats that.
pub const FALSE_BY_MONTH: f64 = 0.011;

/// The same by quarters, one point later.
pub const FALSE_BY_QUARTER: f64 = 0.0015;

/// One chart whose verdict changed.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Of which target.
    pub target: &'a Target,
    /// Of which indicator.
    pub indicator: &'a Indicator,
    /// Of which group; none is all hospitals.
    pub group: Option<(By, GroupName)>,
    /// What the chart says now.
    pub verdict: Verdict,
    /// What it said a quarter ago.
    pub before: Verdict,
    /// The quarter, with its interval.
    pub row: Row,
    /// The rule and since when.
    pub told: String,
}

/// A group that has no figures now where it had some.
#[derive(Clone, Debug)]
pub struct Gap<'a> {
    /// What the group is called.
    pub group: String,
    /// The targets whose headline it had.
    pub targets: Vec<&'a Target>,
}

/// What changed.
#[derive(Clone, Debug, Default)]
pub struct Changes<'a> {
    /// New signals the good way.
    pub better: Vec<Change<'a>>,
    /// New signals the bad way.
    pub worse: Vec<Change<'a>>,
    /// New signals of what is neither good nor bad.
    pub other: Vec<Change<'a>>,
    /// Signals that are no longer given.
    pub lost: Vec<Change<'a>>,
    /// Regions whose figures are missing now.
    pub gaps: Vec<Gap<'a>>,
    /// Indicators whose definition is another since this quarter.
    pub redefined: Vec<(&'a Target, &'a Indicator)>,
    /// Charts that bear limits which are not on trial: so many could have given a signal.
    pub compared: usize,
    /// New signals that chance alone brings about in so many charts.
    pub expected: f64,
}

impl<'a> Changes<'a> {
    /// The year's headlines over all hospitals, levels and regions; of targets without a headline their parts over all.
    #[must_use]
    pub fn of(catalogue: &'a Catalogue, edition: &'a Edition, panel: &Panel) -> Self {
        let mut changes = Self::default();
        for target in edition.all_targets() {
            let headline = target.headline.as_ref().and_then(|id| catalogue.indicator(id));
            if let Some(indicator) = headline {
                changes.note(target, indicator, None, &panel.whole(indicator));
                changes.over(panel, target, indicator, By::Level);
                changes.over(panel, target, indicator, panel.regions);
                changes.definition(panel, target, indicator);
                continue;
            }
            for indicator in target.indicators.iter().filter_map(|id| catalogue.indicator(id)) {
                changes.note(target, indicator, None, &panel.whole(indicator));
                changes.definition(panel, target, indicator);
            }
        }
        changes
    }

    /// The new signals: worsenings first, then improvements, then the rest.
    pub fn new_signals(&self) -> impl Iterator<Item = &Change<'a>> {
        self.worse.iter().chain(&self.better).chain(&self.other)
    }

    fn over(&mut self, panel: &Panel, target: &'a Target, indicator: &'a Indicator, by: By) {
        let groups = panel.groups(by);
        // A single group is all hospitals over again.
        if groups.len() < 2 {
            return;
        }
        let track = panel.track(indicator, by);
        for (at, group) in groups.iter().enumerate() {
            let evidence = track.evidence(indicator, at);
            self.note(target, indicator, Some((by, group.clone())), &evidence);
            if by == panel.regions {
                self.gap(target, group, &evidence);
            }
        }
    }

    /// Holds a chart against itself a quarter ago.
    fn note(
        &mut self,
        target: &'a Target,
        indicator: &'a Indicator,
        group: Option<(By, GroupName)>,
        evidence: &Evidence,
    ) {
        let now = evidence.verdict();
        if now.trial() || !matches!(now, Verdict::Signal { .. } | Verdict::Steady { .. }) {
            return;
        }
        self.compared += 1;
        self.expected += if evidence.grain == Grain::Month { FALSE_BY_MONTH } else { FALSE_BY_QUARTER };
        let before = evidence.before(indicator);
        // A quarter ago the same chart had fewer points, and its limits may have been on trial.
        let list = match (now.kind(), before.meaning()) {
            (Some(now), Some(before)) if now == before => return,
            (Some(PointType::Improvement), _) => &mut self.better,
            (Some(PointType::Concern), _) => &mut self.worse,
            (Some(_), _) => &mut self.other,
            (None, Some(_)) if now.meaning().is_none() => &mut self.lost,
            (None, _) => return,
        };
        let row = with_interval(indicator, evidence.now());
        list.push(Change { target, indicator, group, verdict: now, before, row, told: evidence.told() });
    }

    fn gap(&mut self, target: &'a Target, group: &GroupName, evidence: &Evidence) {
        let (now, then) = (evidence.now(), evidence.then());
        let silent =
            now.figure.value.is_none() && !now.withheld && now.pooled.reported == 0 && now.pooled.missing() > 0;
        if !silent || then.figure.value.is_none() {
            return;
        }
        match self.gaps.iter_mut().find(|gap| gap.group == group.name) {
            Some(gap) => gap.targets.push(target),
            None => self.gaps.push(Gap { group: group.name.clone(), targets: vec![target] }),
        }
    }

    fn definition(&mut self, panel: &Panel, target: &'a Target, indicator: &'a Indicator) {
        let [.., before, now] = panel.quarters.as_slice() else { return };
        if breaks_between(indicator, *before, *now) {
            self.redefined.push((target, indicator));
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::rngs::SmallRng;
    use rand::{RngExt, SeedableRng};

    use super::*;
    use crate::calendar::Period;
    use crate::progress::evidence::Run;
    use crate::progress::measure::figure;
    use crate::progress::model::Pooled;

    /// So many of 1,000 at random, 700 of them expected: twelve uniform numbers make a normal one, which is near enough.
    fn stable(random: &mut SmallRng) -> i64 {
        let normal = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
        (700.0 + 210.0_f64.sqrt() * normal).round() as i64
    }

    fn run(indicator: &Indicator, periods: &[Period], counts: &[i64]) -> Run {
        let row = |count: &i64| Row {
            pooled: Pooled { numerator: *count, denominator: 1_000, expected: 9, reported: 9, not_applicable: 0 },
            figure: figure(indicator, *count, 1_000),
            withheld: false,
        };
        Run { periods: periods.to_vec(), rows: counts.iter().map(row).collect() }
    }

    fn evidence(indicator: &Indicator, quarters: &[i64], months: &[i64]) -> Evidence {
        let last: Period = "2024Q3".parse().unwrap();
        let all = last.shifted(1 - 12).through(last);
        let each: Vec<Period> = all.iter().flat_map(|quarter| quarter.months()).collect();
        Evidence::of(indicator, run(indicator, &all, quarters), run(indicator, &each, months), &[])
    }

    /// The share of stable charts with a new signal, by months or by quarters.
    fn simulated(monthly: bool) -> f64 {
        let catalogue = Catalogue::load(None).unwrap();
        let indicator = catalogue.indicator_coded("iv_use_rate").unwrap();
        let mut random = SmallRng::seed_from_u64(20_240_930);
        let rounds = 6_000;
        let new = (0..rounds).filter(|_| {
            let quarters: Vec<i64> = (0..12).map(|_| stable(&mut random)).collect();
            let months: Vec<i64> = (0..if monthly { 36 } else { 0 }).map(|_| stable(&mut random)).collect();
            let found = evidence(indicator, &quarters, &months);
            assert_eq!(found.grain == Grain::Month, monthly);
            let (now, before) = (found.verdict().meaning(), found.before(indicator).meaning());
            now.is_some() && now != before
        });
        new.count() as f64 / f64::from(rounds)
    }

    #[test]
    fn the_expected_number_of_false_signals_is_that_of_simulated_charts() {
        for (told, monthly) in [(FALSE_BY_MONTH, true), (FALSE_BY_QUARTER, false)] {
            let found = simulated(monthly);
            assert!((found - told).abs() < told * 0.2 + 0.001, "told {told}, found {found}, by month {monthly}");
        }
    }
}
