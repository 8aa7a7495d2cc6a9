//! From sums to figures: rates pool numerators and denominators, and who did not report is counted. Pure.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::model::{Indicator, Kind};
use crate::figures::{By, Group};
use crate::progress::model::{Figure, GroupName, Pooled, Row, Series};
use crate::statistics::{Confidence, poisson, wilson};

/// What accepted rounds add up to: by period and group.
pub type Sums = HashMap<(Period, Group), Pooled>;

/// The figure of a numerator and a denominator: n ÷ d × multiplier, in the indicator's unit and unrounded.
///
/// The interval is Wilson's for a proportion and exact Poisson for a density, at 95 %; a mean has none, for its spread
/// between patients is not known here.
#[must_use]
pub fn figure(indicator: &Indicator, numerator: i64, denominator: i64) -> Figure {
    let Some(value) = value(indicator, numerator, denominator) else { return Figure::default() };
    let multiplier = indicator.multiplier as f64;
    let interval = match indicator.kind {
        Kind::Proportion => wilson(numerator, denominator, Confidence::P95),
        Kind::Density => poisson(numerator, denominator, Confidence::P95),
        Kind::Ratio | Kind::Composite => None,
    };
    Figure { value: Some(value), interval: interval.map(|interval| interval.scaled(multiplier)) }
}

/// The value alone, without the time its interval takes.
#[must_use]
pub fn value(indicator: &Indicator, numerator: i64, denominator: i64) -> Option<f64> {
    (denominator > 0).then(|| numerator as f64 / denominator as f64 * indicator.multiplier as f64)
}

/// The series of an indicator: each period with each group, whether anything was reported or not.
///
/// `sums` holds what was reported; its `expected` is not read but comes from `expected`, the register's count.
#[must_use]
pub fn series(
    indicator: &Indicator,
    by: By,
    periods: Vec<Period>,
    groups: Vec<GroupName>,
    sums: &Sums,
    expected: impl Fn(Period, &str) -> i64,
) -> Series {
    let mut rows = Vec::with_capacity(periods.len() * groups.len());
    for period in &periods {
        for group in &groups {
            let reported = sums.get(&(*period, group.key.clone())).copied().unwrap_or_default();
            let pooled = Pooled { expected: expected(*period, &group.key), ..reported };
            rows.push(row(indicator, pooled));
        }
    }
    Series { indicator: indicator.id.clone(), by, periods, groups, rows }
}

fn row(indicator: &Indicator, pooled: Pooled) -> Row {
    Row { figure: figure(indicator, pooled.numerator, pooled.denominator), pooled, withheld: false }
}

/// Each period with all groups as one, before any is withheld; itself withheld where fewer than `least` hospitals count.
#[must_use]
pub fn together(indicator: &Indicator, series: &Series, least: i64) -> Vec<Row> {
    let all = |period| series.of_period(period).map(|(_, row)| row.pooled).fold(Pooled::default(), Pooled::and);
    let whole = |period| {
        let mut row = row(indicator, all(period));
        if (1..least).contains(&row.pooled.reported) {
            hide(&mut row);
        }
        row
    };
    (0..series.periods.len()).map(whole).collect()
}

/// Takes away the figures of groups in which fewer than `least` hospitals count, for a reader who may not see single
/// hospitals.
///
/// Where what was taken away from a period could be had by subtracting the rest from the total, the next smallest
/// group goes too.
#[must_use]
pub fn withhold(mut series: Series, least: i64) -> Series {
    let width = series.groups.len().max(1);
    for rows in series.rows.chunks_mut(width) {
        let mut hidden = 0;
        for row in rows.iter_mut().filter(|row| (1..least).contains(&row.pooled.reported)) {
            hidden += row.pooled.reported;
            hide(row);
        }
        if (1..least).contains(&hidden) {
            let shown = rows.iter_mut().filter(|row| !row.withheld && row.pooled.reported > 0);
            if let Some(next) = shown.min_by_key(|row| row.pooled.reported) {
                hide(next);
            }
        }
    }
    series
}

fn hide(row: &mut Row) {
    row.withheld = true;
    row.figure = Figure::default();
    row.pooled.numerator = 0;
    row.pooled.denominator = 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn indicator(id: &str) -> Indicator {
        Catalogue::load(None).unwrap().indicator_coded(id).unwrap().clone()
    }

    fn group(key: &str) -> GroupName {
        GroupName { key: key.to_owned(), name: key.to_owned(), style: None }
    }

    fn sums(rows: &[(&str, &str, i64, i64, i64)]) -> Sums {
        let row = |(period, group, numerator, denominator, reported): &(&str, &str, i64, i64, i64)| {
            let pooled =
                Pooled { numerator: *numerator, denominator: *denominator, reported: *reported, ..Pooled::default() };
            ((period.parse().unwrap(), (*group).to_owned()), pooled)
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn rates_pool_numerators_and_denominators() {
        // 90 of 100 and 1 of 10: 91 of 110, not the mean of 90 % and 10 %.
        let found = figure(&indicator("iv_use_rate"), 91, 110);
        assert!((found.value.unwrap() - 82.727_272_727).abs() < 1e-8);
        let interval = found.interval.unwrap();
        assert!(interval.lower < 82.7 && 82.8 < interval.upper && interval.upper < 100.0);
    }

    #[test]
    fn a_density_has_an_exact_interval_and_a_mean_none() {
        // 3 events in 200 discharges: exact Poisson limits of 3 are 0.618672 and 8.767273.
        let found = figure(&indicator("ae_per_100_discharges"), 3, 200);
        let interval = found.interval.unwrap();
        assert!((found.value.unwrap() - 1.5).abs() < 1e-12);
        assert!((interval.lower - 0.309_336).abs() < 1e-5 && (interval.upper - 4.383_636).abs() < 1e-5);
        let mean = figure(&indicator("iv_bags_per_bed_day"), 500, 200);
        assert_eq!((mean.value, mean.interval), (Some(2.5), None));
        assert_eq!(figure(&indicator("iv_use_rate"), 0, 0), Figure::default());
    }

    #[test]
    fn every_combination_is_there_and_who_is_missing_counts() {
        let periods = vec!["2024Q1".parse().unwrap(), "2024Q2".parse().unwrap()];
        let groups = vec![group("a"), group("b")];
        let sums = sums(&[("2024Q1", "a", 4, 8, 2), ("2024Q2", "b", 0, 5, 1)]);
        let series = series(&indicator("iv_use_rate"), By::Level, periods, groups, &sums, |_, _| 3);
        let values: Vec<_> = series.rows.iter().map(|row| (row.figure.value, row.pooled.missing())).collect();
        assert_eq!(values, [(Some(50.0), 1), (None, 3), (None, 3), (Some(0.0), 2)]);
        assert_eq!(together(&indicator("iv_use_rate"), &series, 0)[0].pooled.missing(), 4);
    }

    #[test]
    fn small_groups_are_withheld_and_cannot_be_had_by_subtraction() {
        let groups = vec![group("a"), group("b"), group("c")];
        let period: Vec<Period> = vec!["2024Q1".parse().unwrap()];
        let few = sums(&[("2024Q1", "a", 1, 2, 40), ("2024Q1", "b", 1, 2, 4), ("2024Q1", "c", 1, 2, 9)]);
        let series = series(&indicator("iv_use_rate"), By::Level, period, groups, &few, |_, _| 50);
        let hidden: Vec<_> = withhold(series.clone(), 5).rows.iter().map(|row| row.withheld).collect();
        assert_eq!(hidden, [false, true, true]);
        assert!(withhold(series, 0).rows.iter().all(|row| !row.withheld));
    }
}
