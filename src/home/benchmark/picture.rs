//! A hospital's lines as pictures: its past with limits, and itself beside its peers. Pure.

use crate::calendar::Period;
use crate::catalogue::model::Kind;
use crate::charts::{self, Caption, Estimate, IntervalStrip, Movement, Multiple, MultipleSpot, Reach, Spark};
use crate::home::benchmark::reading::Line;
use crate::progress::control::{Start, Stretch};
use crate::progress::model::breaks;
use crate::progress::{picture, words};
use crate::statistics::control::PointType;

/// The mark of what a rule says.
#[must_use]
pub fn movement(kind: Option<PointType>) -> Movement {
    match kind {
        Some(PointType::Improvement) => Movement::Better,
        Some(PointType::Concern) => Movement::Worse,
        Some(PointType::SpecialCause | PointType::CommonCause) | None => Movement::Common,
    }
}

/// The small line of the table, its last mark as the control chart says.
#[must_use]
pub fn spark(line: &Line<'_>) -> String {
    let course = &line.course;
    let drawn = picture::spark(line.indicator, &course.periods, &course.rows, "own");
    let unit = if course.monthly() { "月" } else { "季" };
    let title = format!("{}近 {} {unit}", line.indicator.short_name, course.periods.len());
    let caption = Caption { title, ..drawn.caption };
    charts::spark(&Spark { caption, movement: movement(course.control.verdict().kind()), ..drawn })
}

/// The own interval against the peers' middle half and their pooled figure.
#[must_use]
pub fn strip(line: &Line<'_>) -> Option<String> {
    let value = line.now.figure.value?;
    let pool = line.placing.pool?;
    let interval = line.now.figure.interval.map(|interval| (interval.lower, interval.upper));
    let middle = pool.quartiles.map(|[lower, _, upper]| (lower, upper));
    let ends = [Some(value), Some(pool.value), interval.map(|ends| ends.1), middle.map(|ends| ends.1)];
    let reach = ends.into_iter().flatten().fold(0.0, f64::max) * 1.1;
    let whole = line.indicator.multiplier as f64;
    let wide = line.indicator.kind == Kind::Proportion && reach > whole / 10.0;
    let scale = (0.0, if wide { whole } else { reach.max(1e-9) });
    let desc = format!(
        "本院 {}，同类合计 {}，{}",
        words::figure(line.indicator, line.now.figure),
        words::with_unit(line.indicator, pool.value),
        between(line)
    );
    let strip = IntervalStrip {
        caption: Caption::new(format!("peers-{}", line.indicator.id), "本院与同类", desc),
        scale,
        estimate: Some(Estimate { value, interval }),
        reference: Some(pool.value),
    };
    Some(charts::strip_among(&strip, middle))
}

/// `中间一半 60.1–70.2`, or that there are too few for it.
#[must_use]
pub fn between(line: &Line<'_>) -> String {
    match line.placing.pool.and_then(|pool| pool.quartiles) {
        Some([lower, _, upper]) => {
            // Word joiners: a range is not broken at its dash.
            let joined = format!("\u{2060}–\u{2060}{}", words::plain(line.indicator, upper));
            format!("中间一半 {}{joined}", words::plain(line.indicator, lower))
        }
        None => "不足 10 家，不给中间一半".to_owned(),
    }
}

/// Its past as a control chart; none where it never had a figure.
#[must_use]
pub fn multiple(line: &Line<'_>) -> Option<String> {
    let (course, indicator) = (&line.course, line.indicator);
    // What lies before the first figure is not drawn.
    let first = course.rows.iter().position(|row| row.figure.value.is_some())?;
    let last = course.rows.iter().rev().find_map(|row| row.figure.value)?;
    let mut spots: Vec<Option<MultipleSpot>> = vec![None; course.periods.len()];
    for stretch in &course.control.stretches {
        for (at, spot) in stretch.spots.iter().enumerate() {
            let at = stretch.from + at;
            let (Some(spot), Some(row)) = (spot, course.rows.get(at)) else { continue };
            let interval = row.figure.interval.map(|interval| (interval.lower, interval.upper));
            let limits = spot.limits.map(|limits| (limits.lower, limits.upper));
            spots[at] = Some(MultipleSpot {
                value: spot.value,
                limits,
                interval: interval.filter(|_| stretch.without.is_some()),
                movement: movement(Some(spot.kind)),
                title: format!(
                    "{}　{}（{}）",
                    course.periods[at].label(),
                    words::with_unit(indicator, spot.value),
                    words::fraction(row.pooled)
                ),
            });
        }
    }
    let centre = |stretch: &Stretch| {
        let until = (stretch.from + stretch.spots.len()).checked_sub(1)?;
        Some((stretch.from.max(first) - first, until.checked_sub(first)?, stretch.centre?))
    };
    let anew = course.control.stretches.iter().filter(|stretch| stretch.start != Start::First && stretch.from > first);
    let periods = &course.periods[first..];
    Some(charts::small(&Multiple {
        caption: caption(line, periods, last),
        spots: spots.split_off(first),
        centres: course.control.stretches.iter().filter_map(centre).collect(),
        breaks: anew.map(|stretch| stretch.from - first).collect(),
        goal: line.own_goal.as_ref().or(line.goal.as_ref()).map(|goal| goal.value.shown()),
        reach: Reach {
            least: Some(0.0),
            greatest: (indicator.kind == Kind::Proportion).then_some(indicator.multiplier as f64),
        },
        years: years(periods),
        last: words::plain(indicator, last),
    }))
}

fn caption(line: &Line<'_>, periods: &[Period], last: f64) -> Caption {
    let unit = if line.course.monthly() { "月" } else { "季" };
    let (_, word) = line.course.control.verdict().shown();
    let broken = if breaks(line.indicator, periods).is_empty() { "" } else { "其间改过口径，线断开。" };
    let desc = format!("末点 {}，{word}。{broken}", words::with_unit(line.indicator, last));
    let title = format!("{}，本院，{} 个{unit}", line.indicator.name, periods.len());
    Caption::new(format!("past-{}", line.indicator.id), title, desc)
}

fn years(periods: &[Period]) -> Vec<(usize, String)> {
    let starts = |at: usize| at == 0 || periods[at - 1].year() != periods[at].year();
    (0..periods.len()).filter(|at| starts(*at)).map(|at| (at, format!("{} 年", periods[at].year()))).collect()
}
