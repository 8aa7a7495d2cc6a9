//! A hospital's lines as pictures: its past with limits, and itself beside its peers. Pure.

use crate::catalogue::model::Kind;
use crate::charts::{self, Caption, Estimate, IntervalStrip, Movement, Spark};
use crate::home::benchmark::reading::Line;
use crate::progress::sketch::Sketch;
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
    course.control.spots().next()?;
    let sketch =
        Sketch { indicator, name: "本院", periods: &course.periods, rows: &course.rows, control: &course.control };
    let goal = line.own_goal.as_ref().or(line.goal.as_ref());
    let goal = goal.map(|goal| charts::Goal { value: goal.value.shown(), label: String::new() });
    Some(charts::multiple(&sketch.chart(&format!("past-{}", indicator.id), goal, &[])))
}
