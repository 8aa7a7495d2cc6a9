//! A line of a few periods without axis, for a row of a table.

use super::model::{Marker, Movement, Spark};
use super::palette::Colour;
use super::scale::drawable;
use super::svg;

const SIZE: (f64, f64) = (124.0, 38.0);
/// The first and the last period lie this far from the edges, so that the last mark fits.
const LEFT: f64 = 5.0;
const RIGHT: f64 = 115.0;
/// The greatest and the least value.
const TOP: f64 = 7.0;
const BOTTOM: f64 = 32.0;

/// Draws a sparkline of 124 × 38 px; the last value alone carries a mark, whose shape tells the movement.
pub fn spark(chart: &Spark) -> String {
    let places = places(&chart.values);
    let mut body: String =
        breaks(chart).map(|x| svg::stroke(&[(x, 2.0), (x, 36.0)], Colour::HintInk, 1.0, "2 2")).collect();
    for run in runs(&places, &chart.breaks) {
        body += &match run.as_slice() {
            [single] => svg::mark(Marker::Circle, *single, 1.3, Colour::Common, (Colour::Common, 0.0)),
            path => svg::stroke(path, Colour::Common, 1.5, ""),
        };
    }
    if let Some(last) = places.iter().flatten().last() {
        body += &match chart.movement {
            Movement::Better => svg::mark(Marker::Circle, *last, 3.8, Colour::Better, (Colour::Better, 0.0)),
            Movement::Worse => svg::mark(Marker::Triangle, *last, 3.9, Colour::Worse, (Colour::Worse, 0.0)),
            Movement::Common => svg::mark(Marker::Circle, *last, 3.0, Colour::Surface, (Colour::Common, 1.6)),
        };
    }
    svg::document(&chart.caption, "", r#"class="zk-chart zk-spark""#, SIZE, &body)
}

fn x(index: f64, count: usize) -> f64 {
    if count < 2 { (LEFT + RIGHT) / 2.0 } else { LEFT + index * (RIGHT - LEFT) / (count - 1) as f64 }
}

/// Where each value lies; nowhere if there is none.
fn places(values: &[Option<f64>]) -> Vec<Option<(f64, f64)>> {
    let known = || values.iter().flatten().copied().filter(|value| drawable(*value));
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let y = |value: f64| {
        if high > low { BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP) } else { (TOP + BOTTOM) / 2.0 }
    };
    let place = |(index, value): (usize, &Option<f64>)| {
        value.filter(|value| drawable(*value)).map(|value| (x(index as f64, values.len()), y(value)))
    };
    values.iter().enumerate().map(place).collect()
}

/// The heights of breaks that lie between two periods.
fn breaks(chart: &Spark) -> impl Iterator<Item = f64> {
    let count = chart.values.len();
    chart
        .breaks
        .iter()
        .filter(move |before| (1..count).contains(*before))
        .map(move |before| x(*before as f64 - 0.5, count))
}

fn runs(places: &[Option<(f64, f64)>], breaks: &[usize]) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (index, place) in places.iter().enumerate() {
        if place.is_none() || breaks.contains(&index) {
            runs.push(Vec::new());
        }
        if let (Some(place), Some(run)) = (place, runs.last_mut()) {
            run.push(*place);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
