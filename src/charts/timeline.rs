//! 时间轴: stretches of time one below the other, milestones, and where now is.

use super::model::{Caption, Marker, Size};
use super::palette::Colour;
use super::svg::{self, Anchor, Type};
use super::text;

/// Text of names and labels, px: so large that it is legible where the picture is drawn smaller.
const TEXT: f64 = 13.2;
/// From one row to the next.
const ROW: f64 = 34.0;
/// How high a bar is.
const BAR: f64 = 14.0;
/// Above the first row: the years.
const TOP: f64 = 26.0;
const EDGE: f64 = 6.0;

/// What is drawn. Places in time lie from 0, the beginning, to 1, the end.
#[derive(Debug, Clone, PartialEq)]
pub struct Timeline {
    /// Its name and description.
    pub caption: Caption,
    /// Where years begin, and which.
    pub ticks: Vec<(f64, String)>,
    /// One below the other.
    pub rows: Vec<TimelineRow>,
    /// Where now is; none before and after.
    pub now: Option<f64>,
}

/// One row: stretches, or milestones.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// What it is called.
    pub name: String,
    /// From where to where, and what pointing says.
    pub stretches: Vec<(f64, f64, String)>,
    /// Where, and what pointing says.
    pub milestones: Vec<(f64, String)>,
}

/// Draws it. On a phone names stand above their rows.
pub fn timeline(chart: &Timeline, size: Size) -> String {
    let (suffix, class, width) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#, 690.0),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#, 340.0),
    };
    let above = size == Size::Narrow;
    let names = chart.rows.iter().map(|row| text::width(&row.name, TEXT)).fold(0.0, f64::max);
    let left = if above { EDGE } else { (names + 14.0).clamp(60.0, width * 0.3) };
    let row = if above { ROW + 14.0 } else { ROW };
    let span = width - left - EDGE;
    let x = |place: f64| left + place.clamp(0.0, 1.0) * span;
    let height = TOP + row * chart.rows.len().max(1) as f64 + if chart.now.is_some() { 20.0 } else { 4.0 };
    let mut body = ticks(chart, &x, (height, span));
    for (at, line) in chart.rows.iter().enumerate() {
        let top = TOP + row * at as f64;
        let middle = top + if above { 14.0 + ROW / 2.0 - 4.0 } else { ROW / 2.0 };
        let name = if above { (left, top + 12.0) } else { (EDGE, middle + 4.5) };
        body += &svg::words(name, &line.name, Type::plain(TEXT, Colour::Ink));
        for (from, to, title) in &line.stretches {
            let (start, end) = (x(*from), x(*to));
            let at = ((start, middle - BAR / 2.0), ((end - start).max(2.0), BAR));
            body += &svg::block(at.0, at.1, Colour::Second);
            body += &svg::area_tip(at.0, at.1, title);
        }
        for (place, title) in &line.milestones {
            body += &svg::mark(Marker::Diamond, (x(*place), middle), 6.0, Colour::First, (Colour::Surface, 1.5));
            body += &svg::tip((x(*place), middle), 9.0, title);
        }
    }
    if let Some(now) = chart.now {
        let at = x(now);
        body += &svg::stroke(&[(at, TOP - 4.0), (at, height - 16.0)], Colour::Ink, 1.6, "");
        // Centred below its line, or as near to it as there is room.
        let half = text::width("这一天", TEXT) / 2.0;
        let below = (at.clamp(half, width - half), height - 4.0);
        let words = svg::words(below, "这一天", Type::plain(TEXT, Colour::Ink).anchored(Anchor::Middle));
        body += &svg::rimmed(&words);
    }
    svg::document(&chart.caption, suffix, class, (width, height), &body)
}

/// Years above, a line down from each; labels that would run into the one before are left out.
fn ticks(chart: &Timeline, x: &impl Fn(f64) -> f64, (height, span): (f64, f64)) -> String {
    let mut body = String::new();
    let mut free = f64::MIN;
    for (place, label) in &chart.ticks {
        let at = x(*place);
        body += &svg::stroke(&[(at, TOP - 6.0), (at, height)], Colour::Hairline, 1.0, "");
        let room = text::width(label, TEXT);
        if at >= free && (1.0 - place) * span >= room {
            body += &svg::words((at + 3.0, TOP - 10.0), label, Type::plain(TEXT, Colour::SecondInk));
            free = at + room + 8.0;
        }
    }
    body
}
