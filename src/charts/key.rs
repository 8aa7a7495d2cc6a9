//! The marks of a key, which stands as text beside the chart and not in it.

use super::control::look;
use super::control_model::ControlMark;
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

/// The band between control limits with its dashed edges.
pub fn key_band() -> String {
    let edge = |y: f64| svg::stroke(&[(0.0, y), (22.0, y)], Colour::HintInk, 1.2, "5 3");
    hidden(&(svg::block((0.0, 1.0), (22.0, 10.0), Colour::Hairline) + &edge(1.0) + &edge(11.0)))
}

/// The centre between control limits.
pub fn key_centre() -> String {
    hidden(&svg::stroke(&[(0.0, 6.0), (22.0, 6.0)], Colour::HintInk, 1.4, ""))
}

/// The mark of a point of a control chart.
pub fn key_control(mark: ControlMark) -> String {
    let (marker, colour, radius) = look(mark, 3.4);
    let line = svg::stroke(&[(0.0, 6.0), (22.0, 6.0)], Colour::Common, 1.6, "");
    hidden(&(line + &svg::mark(marker, (11.0, 6.0), radius, colour, (Colour::Surface, 1.0))))
}

pub(super) fn hidden(body: &str) -> String {
    format!(
        "<svg class=\"zk-chart zk-key-mark\" aria-hidden=\"true\" width=\"22\" height=\"12\" viewBox=\"0 0 22 12\" \
         xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>"
    )
}
