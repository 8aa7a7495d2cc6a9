//! Which points of a series belong to one line, and where and why there are none.

use super::model::{Estimate, LineChart, LineSeries, Point, Slot};
use super::scale::drawable;

/// A point and the index of its period.
pub(super) type Placed<'a> = (usize, &'a Point);

/// The points of a series among the first `periods`, leaving out what cannot be drawn.
pub(super) fn points(series: &LineSeries, periods: usize) -> impl Iterator<Item = Placed<'_>> {
    series.slots.iter().take(periods).enumerate().filter_map(|(index, slot)| match slot {
        Slot::Point(point) if drawable(point.estimate.value) => Some((index, point)),
        Slot::Point(_) | Slot::Gap(_) => None,
    })
}

/// The points cut into lines: a gap ends one, and so does each of `breaks`.
pub(super) fn runs<'a>(series: &'a LineSeries, periods: usize, breaks: &[usize]) -> Vec<Vec<Placed<'a>>> {
    let mut runs: Vec<Vec<Placed<'a>>> = Vec::new();
    for (index, point) in points(series, periods) {
        let joined = |run: &Vec<Placed<'a>>| {
            run.last().is_some_and(|(before, _)| before + 1 == index) && !breaks.contains(&index)
        };
        match runs.last_mut() {
            Some(run) if joined(run) => run.push((index, point)),
            _ => runs.push(vec![(index, point)]),
        }
    }
    runs
}

/// A stretch without points, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gap<'a> {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) why: &'a str,
}

/// The stretches of a series that give a reason; neighbours with the same reason are one.
pub(super) fn gaps(series: &LineSeries, periods: usize) -> Vec<Gap<'_>> {
    let mut gaps: Vec<Gap<'_>> = Vec::new();
    for (index, slot) in series.slots.iter().take(periods).enumerate() {
        let Slot::Gap(Some(why)) = slot else { continue };
        match gaps.last_mut() {
            Some(gap) if gap.last + 1 == index && gap.why == why => gap.last = index,
            _ => gaps.push(Gap { first: index, last: index, why }),
        }
    }
    gaps
}

/// Breaks that lie between two periods, in order, each once.
pub(super) fn breaks(chart: &LineChart) -> Vec<usize> {
    let mut breaks: Vec<usize> = chart.breaks.iter().map(|one| one.before).collect();
    breaks.retain(|before| (1..chart.periods.len()).contains(before));
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

/// The ends of an interval that can be drawn, lower first.
pub(super) fn interval(estimate: Estimate) -> Option<(f64, f64)> {
    estimate.interval.filter(|(lower, upper)| drawable(*lower) && drawable(*upper) && lower <= upper)
}

/// Every value that must lie within the axis.
pub(super) fn heights(chart: &LineChart) -> impl Iterator<Item = f64> {
    let of_points =
        chart.series.iter().flat_map(|series| points(series, chart.periods.len())).flat_map(|(_, point)| {
            let (lower, upper) = if chart.intervals { interval(point.estimate).unzip() } else { (None, None) };
            [Some(point.estimate.value), lower, upper].into_iter().flatten()
        });
    of_points.chain(chart.goal.iter().map(|goal| goal.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::SeriesStyle;

    fn series(values: &[f64]) -> LineSeries {
        // −1 stands for a gap with a reason, −2 for a value no axis can hold.
        let slot = |value: &f64| {
            if *value == -1.0 {
                return Slot::Gap(Some("未上报".to_owned()));
            }
            let value = if *value < 0.0 { f64::INFINITY } else { *value };
            Slot::Point(Point { estimate: Estimate { value, interval: None }, title: String::new() })
        };
        LineSeries {
            name: String::new(),
            style: SeriesStyle::nth(0),
            slots: values.iter().map(slot).collect(),
            last: String::new(),
        }
    }

    fn lengths(series: &LineSeries, breaks: &[usize]) -> Vec<usize> {
        runs(series, series.slots.len(), breaks).iter().map(Vec::len).collect()
    }

    #[test]
    fn gaps_and_breaks_end_a_line() {
        let whole = series(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(lengths(&whole, &[]), [5]);
        assert_eq!(lengths(&whole, &[3]), [3, 2]);
        assert_eq!(lengths(&series(&[1.0, -1.0, 3.0, -2.0, 5.0]), &[]), [1, 1, 1], "endless values are gaps");
        assert!(lengths(&series(&[]), &[2]).is_empty());
    }

    #[test]
    fn one_reason_is_written_once() {
        let holed = series(&[1.0, -1.0, -1.0, 2.0, -1.0]);
        let found = gaps(&holed, 5);
        assert_eq!(found.iter().map(|gap| (gap.first, gap.last)).collect::<Vec<_>>(), [(1, 2), (4, 4)]);
    }
}
