//! A dot with its interval beside the reference of all rows, for a table of hospitals.

use super::model::{IntervalStrip, Marker};
use super::palette::Colour;
use super::runs;
use super::scale::drawable;
use super::svg;

const SIZE: (f64, f64) = (150.0, 18.0);
const LEFT: f64 = 4.0;
const RIGHT: f64 = 146.0;
const MIDDLE: f64 = 9.0;

/// Draws a strip of 150 × 18 px; what lies beyond the scale is drawn at its end.
pub fn interval_strip(chart: &IntervalStrip) -> String {
    strip_among(chart, None)
}

/// The same over a broad bar: where the middle half of the others lies.
pub fn strip_among(chart: &IntervalStrip, middle: Option<(f64, f64)>) -> String {
    let mut body = svg::stroke(&[(LEFT, MIDDLE), (RIGHT, MIDDLE)], Colour::Hairline, 1.0, "");
    let ends = middle.and_then(|(low, high)| Some((x(chart.scale, low)?, x(chart.scale, high)?)));
    if let Some((from, to)) = ends {
        body += &svg::stroke(&[(from, MIDDLE), (to.max(from + 2.0), MIDDLE)], Colour::Baseline, 9.0, "");
    }
    if let Some(x) = chart.reference.and_then(|value| x(chart.scale, value)) {
        body += &svg::stroke(&[(x, 1.0), (x, 17.0)], Colour::HintInk, 1.2, "");
    }
    if let Some(estimate) = chart.estimate {
        if let Some((lower, upper)) = runs::interval(estimate)
            && let (Some(from), Some(to)) = (x(chart.scale, lower), x(chart.scale, upper))
        {
            body += &svg::stroke(&[(from, MIDDLE), (to, MIDDLE)], Colour::SecondInk, 2.4, "");
        }
        if let Some(x) = x(chart.scale, estimate.value) {
            body += &svg::mark(Marker::Circle, (x, MIDDLE), 4.0, Colour::Ink, (Colour::Surface, 1.0));
        }
    }
    svg::document(&chart.caption, "", r#"class="zk-chart zk-int""#, SIZE, &body)
}

/// Where a value lies on the scale; nowhere if either is not a number or the scale has no length.
fn x((low, high): (f64, f64), value: f64) -> Option<f64> {
    let sound = drawable(low) && drawable(high) && drawable(value) && high > low;
    sound.then(|| LEFT + ((value - low) / (high - low)).clamp(0.0, 1.0) * (RIGHT - LEFT))
}
