//! The words of a line chart: the ends of its lines, its goal, why it breaks and why it has gaps.

use super::lines_layout::Layout;
use super::model::{Break, LineChart};
use super::notes::Notes;
use super::palette::Colour;
use super::place::{Ground, spread};
use super::runs;
use super::svg::{self, Anchor, Type};

/// Where a value at the index of a period lies, in px.
type Place<'a> = &'a dyn Fn(f64, f64) -> (f64, f64);

/// All words as SVG; what matters most chooses its place first.
pub(super) fn words(chart: &LineChart, layout: &Layout, place: Place<'_>) -> String {
    let area = layout.plot();
    let mut ground = Ground::new(area);
    let breaks = runs::breaks(chart);
    for series in &chart.series {
        for run in runs::runs(series, chart.periods.len(), &breaks) {
            let path: Vec<_> = run.iter().map(|(index, point)| place(*index as f64, point.estimate.value)).collect();
            ground.add_line(&path);
        }
    }
    for before in &breaks {
        let x = layout.x(*before as f64 - 0.5);
        ground.add_line(&[(x, area.top), (x, area.bottom)]);
    }
    let mut words = end_labels(chart, layout, &mut ground, place);
    let mut notes = Notes { ground, plot: area, size: layout.text_size };
    if layout.is_empty {
        let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        let set = Type::plain(13.0, Colour::HintInk).anchored(Anchor::Middle);
        words += &svg::words(middle, nothing_label(), set);
    }
    if let Some(goal) = layout.goal(chart) {
        let (_, y) = place(0.0, goal.value);
        notes.ground.add_line(&[(area.left, y), (area.right, y)]);
        words += &notes.goal(y, &goal.label);
    }
    words += &break_notes(chart, layout, &mut notes);
    words + &gap_notes(chart, layout, &mut notes, place)
}

/// What stands in a plot without a single point.
fn nothing_label() -> &'static str {
    "没有可画的数值"
}

/// Name and last value right of each line, moved apart; a thin line leads back where that is not level or not near.
fn end_labels(chart: &LineChart, layout: &Layout, ground: &mut Ground, place: Place<'_>) -> String {
    let ends: Vec<_> = chart
        .series
        .iter()
        .filter_map(|series| {
            let (index, point) = runs::points(series, chart.periods.len()).last()?;
            let label = layout.end_label(chart, series, index);
            Some((label, place(index as f64, point.estimate.value)))
        })
        .collect();
    let area = layout.plot();
    let wanted: Vec<f64> = ends.iter().map(|(_, (_, y))| *y).collect();
    let heights = spread(&wanted, layout.end_size + 3.0, area.top, area.bottom);
    let set = Type::plain(layout.end_size, Colour::Ink).bold();
    let mut words = String::new();
    for ((label, (x, y)), height) in ends.iter().zip(heights) {
        if (height - y).abs() > 5.0 || area.right - x > 2.0 * layout.inset {
            let path = [(x + layout.radius + 3.0, *y), (area.right + 1.0, height)];
            ground.add_line(&path);
            words += &svg::stroke(&path, Colour::Baseline, 1.0, "1 3");
        }
        words += &svg::words((area.right + 3.0, height + 0.36 * layout.end_size), label, set);
    }
    words
}

fn break_notes(chart: &LineChart, layout: &Layout, notes: &mut Notes) -> String {
    let area = layout.plot();
    let edges: Vec<f64> = runs::breaks(chart).iter().map(|before| layout.x(*before as f64 - 0.5)).collect();
    let note = |one: &Break| {
        let x = layout.x(one.before as f64 - 0.5);
        let older = edges.iter().copied().filter(|edge| *edge < x).fold(area.left, f64::max);
        let newer = edges.iter().copied().filter(|edge| *edge > x).fold(area.right, f64::min);
        notes.a_break(x, (older, newer), &one.label)
    };
    let between = |one: &&Break| (1..chart.periods.len()).contains(&one.before);
    chart.breaks.iter().filter(between).map(note).collect()
}

fn gap_notes(chart: &LineChart, layout: &Layout, notes: &mut Notes, place: Place<'_>) -> String {
    let mut written = Vec::new();
    let mut words = String::new();
    for series in &chart.series {
        for gap in runs::gaps(series, chart.periods.len()) {
            // All levels without figures for one reason: once is enough.
            if written.contains(&gap) {
                continue;
            }
            let height = layout.height_near(series, &gap, chart.periods.len());
            let (_, y) = place(gap.first as f64, height);
            let stretch = (layout.x(gap.first as f64 - 1.0), layout.x(gap.last as f64 + 1.0));
            words += &notes.a_gap(stretch, y, gap.why);
            written.push(gap);
        }
    }
    words
}
