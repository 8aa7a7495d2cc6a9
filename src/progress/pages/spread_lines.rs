//! The distances between groups as lines over quarters.

use crate::calendar::Period;
use crate::charts::{Break, Caption, Estimate, LineChart, LineSeries, PeriodTick, Point, Reach, SeriesStyle, Slot};
use crate::progress::apart::BYS;
use crate::progress::look::Look;
use crate::progress::model::{breaks, by_label};
use crate::progress::pages::spread::{BEYOND, Course, interval, unit};
use crate::progress::words;

/// The distances as lines: one for each grouping, and one of single hospitals beyond chance.
#[must_use]
pub fn chart(look: &Look<'_>, course: &Course) -> LineChart {
    let mut series: Vec<LineSeries> = (0..BYS.len()).filter_map(|by| line(look, course, by)).collect();
    series.extend(beyond_line(look, course));
    let breaks = breaks(look.indicator, &course.periods);
    let span = match (course.periods.first(), course.periods.last()) {
        (Some(first), Some(last)) => format!("{}至{}", first.label(), last.label()),
        _ => String::new(),
    };
    let ends: Vec<String> = series.iter().map(|line| format!("{} {}", line.name, line.last)).collect();
    let a_break = |before: &usize| {
        let period = course.periods[*before];
        let when = if period.number() <= 1 { format!("{} 年", period.year()) } else { period.to_string() };
        Break { before: *before, label: format!("{when}起改口径") }
    };
    let tick = |period: &Period| {
        let (label, year) = words::tick(*period);
        PeriodTick { label, year }
    };
    LineChart {
        caption: Caption::new(
            "spread",
            format!("{}，最高与最低组的差距，{span}", look.indicator.name),
            format!("{} 条线。末点：{}。改口径处断开。", series.len(), ends.join("，")),
        ),
        unit: unit(look).to_owned(),
        periods: course.periods.iter().map(tick).collect(),
        series,
        breaks: breaks.iter().map(a_break).collect(),
        goal: None,
        reach: Reach::FROM_ZERO,
        intervals: false,
    }
}

fn line(look: &Look<'_>, course: &Course, by: usize) -> Option<LineSeries> {
    let values: Vec<Option<(f64, String)>> = (0..course.periods.len())
        .map(|at| {
            let found = course.distance(at, by)?;
            let within = interval(look, found.interval);
            Some((found.apart, if within.is_empty() { within } else { format!("（95 % 区间 {within}）") }))
        })
        .collect();
    drawn(look, course, by_label(BYS[by]), by, &values)
}

fn beyond_line(look: &Look<'_>, course: &Course) -> Option<LineSeries> {
    let value = |at: usize| course.beyond(look, at).map(|value| (value, "（标准差，扣除偶然）".to_owned()));
    let values: Vec<_> = (0..course.periods.len()).map(value).collect();
    drawn(look, course, BEYOND, BYS.len(), &values)
}

fn drawn(
    look: &Look<'_>,
    course: &Course,
    name: &str,
    style: usize,
    values: &[Option<(f64, String)>],
) -> Option<LineSeries> {
    let last = values.iter().rev().flatten().next()?;
    let slot = |(at, value): (usize, &Option<(f64, String)>)| match value {
        Some((value, more)) => Slot::Point(Point {
            estimate: Estimate { value: *value, interval: None },
            title: format!(
                "{name}　{}　{} {}{more}",
                course.periods[at].label(),
                words::plain(look.indicator, *value),
                unit(look)
            ),
        }),
        None => Slot::Gap(None),
    };
    Some(LineSeries {
        name: name.to_owned(),
        style: SeriesStyle::nth(style),
        slots: values.iter().enumerate().map(slot).collect(),
        last: words::plain(look.indicator, last.0),
    })
}
