//! What a group's figures show: its months or its quarters as a control chart, now and as it was a quarter ago. Pure.

use crate::annotations::{self, Annotation};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Indicator, Rhythm};
use crate::progress::control::{Control, Verdict, rule_label};
use crate::progress::model::{Row, breaks};
use crate::statistics::control::PointType;

/// Rows of successive periods of one grain, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// When.
    pub periods: Vec<Period>,
    /// One for each period.
    pub rows: Vec<Row>,
}

/// The periods a group is judged by, and their chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Months or quarters.
    pub grain: Grain,
    /// The periods and their rows.
    pub run: Run,
    /// The quarters, whether or not they are what is judged.
    pub quarters: Run,
    /// The chart.
    pub control: Control,
    /// From where its limits were set anew.
    rebases: Vec<Period>,
}

/// Of ten hospitals that count in the quarter so many count in each of its months, or months do not stand for it.
const BY_MONTH: i64 = 9;

impl Evidence {
    /// By months where the indicator has them, nearly all hospitals gave them and they are no fewer points than the
    /// quarters; else by quarters. `notes` are the annotations of the group; its limits start anew where one says so.
    #[must_use]
    pub fn of(indicator: &Indicator, quarters: Run, months: Run, notes: &[Annotation]) -> Self {
        let monthly = indicator.rhythm == Rhythm::Monthly
            && covers(&quarters, &months)
            && points(indicator, &months) >= points(indicator, &quarters);
        let (grain, run) = if monthly { (Grain::Month, months) } else { (Grain::Quarter, quarters.clone()) };
        let rebases = annotations::model::rebases(notes, grain);
        let control = Control::of(indicator, &run.periods, &run.rows, &rebases);
        Self { grain, run, quarters, control, rebases }
    }

    /// What the last quarter says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.control.verdict()
    }

    /// What the same chart said at the end of the quarter before, with the points it had then.
    #[must_use]
    pub fn before(&self, indicator: &Indicator) -> Verdict {
        let left = self.run.periods.len().saturating_sub(if self.grain == Grain::Month { 3 } else { 1 });
        let rows = &self.run.rows[..left.min(self.run.rows.len())];
        Control::of(indicator, &self.run.periods[..left], rows, &self.rebases).verdict()
    }

    /// The last quarter.
    #[must_use]
    pub fn now(&self) -> Row {
        self.quarters.rows.last().copied().unwrap_or_default()
    }

    /// The quarter before.
    #[must_use]
    pub fn then(&self) -> Row {
        let at = self.quarters.rows.len().checked_sub(2);
        at.and_then(|at| self.quarters.rows.get(at)).copied().unwrap_or_default()
    }

    /// 月 or 季
    #[must_use]
    pub fn grain_word(&self) -> &'static str {
        if self.grain == Grain::Month { "月" } else { "季" }
    }

    /// What the chart says, in words: the rule and since when, or why nothing is said.
    #[must_use]
    pub fn told(&self) -> String {
        self.told_of(self.verdict())
    }

    /// The same of another verdict on the same periods.
    #[must_use]
    pub fn told_of(&self, verdict: Verdict) -> String {
        let by = self.grain_word();
        match verdict {
            Verdict::Signal { rule, since, trial, .. } => {
                let since = self.run.periods.get(since).map(|period| period.label()).unwrap_or_default();
                format!("{since}起{}（按{by}{}）", rule_label(rule), if trial { "，试算" } else { "" })
            }
            Verdict::Steady { trial } => format!("在平常波动之内（按{by}{}）", if trial { "，试算" } else { "" }),
            Verdict::TooFew(points) => format!("现口径下只有 {points} 个{by}的数，不足 6 个，暂不判断"),
            other => format!("{}，不作判断", other.shown().1),
        }
    }
}

/// Whether the months of the last quarter hold nearly all hospitals of the quarter.
fn covers(quarters: &Run, months: &Run) -> bool {
    let Some(quarter) = quarters.rows.last() else { return false };
    let last = &months.rows[months.rows.len().saturating_sub(3)..];
    let enough = |row: &Row| !row.withheld && row.pooled.reported * 10 >= quarter.pooled.reported * BY_MONTH;
    last.len() == 3 && quarter.pooled.reported > 0 && last.iter().all(enough)
}

/// Figures since the last change of definition.
fn points(indicator: &Indicator, run: &Run) -> usize {
    let from = breaks(indicator, &run.periods).last().copied().unwrap_or(0);
    run.rows.iter().skip(from).filter(|row| row.figure.value.is_some()).count()
}

/// The kind of a mark for a verdict: `better`, `worse` or `common`, as the style sheet calls them.
#[must_use]
pub fn tone(verdict: Verdict) -> &'static str {
    match verdict.kind() {
        Some(PointType::Improvement) => "better",
        Some(PointType::Concern) => "worse",
        _ => "common",
    }
}

/// The word of a verdict, with 试算 where its limits are on trial: `改善（试算）`.
#[must_use]
pub fn word(verdict: Verdict) -> String {
    let word = verdict.shown().1;
    if verdict.trial() { format!("{word}（试算）") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;
    use crate::progress::measure::figure;
    use crate::progress::model::Pooled;

    fn run(indicator: &Indicator, grain: Grain, counts: &[i64]) -> Run {
        let last: Period = if grain == Grain::Month { "2024-09" } else { "2024Q3" }.parse().unwrap();
        let row = |count: &i64| Row {
            pooled: Pooled { numerator: *count, denominator: 1_000, expected: 9, reported: 9, not_applicable: 0 },
            figure: figure(indicator, *count, 1_000),
            withheld: false,
        };
        let first = last.shifted(1 - i32::try_from(counts.len()).unwrap());
        Run { periods: first.through(last), rows: counts.iter().map(row).collect() }
    }

    proptest! {
        #[test]
        fn the_word_is_that_of_the_chart_and_no_improvement_is_without_a_signal(
            quarters in proptest::collection::vec(500_i64..900, 1..13),
            months in proptest::collection::vec(500_i64..900, 3..37),
            better in any::<bool>(),
        ) {
            let catalogue = Catalogue::load(None).unwrap();
            let code = if better { "level4_mdt_rate" } else { "iv_use_rate" };
            let indicator = catalogue.indicator_coded(code).unwrap();
            let (by_quarter, by_month) = (run(indicator, Grain::Quarter, &quarters), run(indicator, Grain::Month, &months));
            let found = Evidence::of(indicator, by_quarter.clone(), by_month.clone(), &[]);
            let own = if found.grain == Grain::Month { &by_month } else { &by_quarter };
            let chart = |left: usize| Control::of(indicator, &own.periods[..left], &own.rows[..left], &[]).verdict();
            let back = if found.grain == Grain::Month { 3 } else { 1 };
            prop_assert_eq!(found.verdict(), chart(own.periods.len()));
            prop_assert_eq!(found.before(indicator), chart(own.periods.len() - back));
            let improved = found.verdict().kind() == Some(PointType::Improvement);
            prop_assert_eq!(word(found.verdict()).contains("改善"), improved);
            prop_assert_eq!(tone(found.verdict()) == "better", improved);
            prop_assert_eq!(word(found.verdict()).contains("试算"), found.verdict().trial());
        }
    }
}
