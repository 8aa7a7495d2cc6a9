//! The marks of a key, which stands as text beside the chart and not in it.

use super::model::SeriesStyle;
use super::palette::Colour;
use super::svg;

/// A short piece of a series' line with its mark, 22 × 12 px; the name beside it says what it is.
pub fn key_mark(style: SeriesStyle) -> String {
    let line = svg::stroke(&[(0.0, 6.0), (22.0, 6.0)], style.colour, 2.2, svg::dashes(style.dash));
    let mark = svg::mark(style.marker, (11.0, 6.0), 4.0, style.colour, (style.colour, 0.0));
    hidden(&(line + &mark))
}

/// A short piece of the line of a goal.
pub fn key_goal() -> String {
    hidden(&svg::stroke(&[(0.0, 6.0), (22.0, 6.0)], Colour::Ink, 1.4, "7 4"))
}

pub(super) fn hidden(body: &str) -> String {
    format!(
        "<svg class=\"zk-chart zk-key-mark\" aria-hidden=\"true\" width=\"22\" height=\"12\" viewBox=\"0 0 22 12\" \
         xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>"
    )
}
