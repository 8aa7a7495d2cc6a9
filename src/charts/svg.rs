//! The SVG document around a drawing, and the few shapes small charts write themselves.

use super::model::{Caption, Dash, Marker};
use super::palette::Colour;
use super::text::escape;

/// Fonts for a chart outside the page; on it the style sheet decides.
pub(super) const FONTS: &str = "PingFang SC,Microsoft YaHei,Source Han Sans SC,Noto Sans CJK SC,sans-serif";

/// Wraps `body` as an image with name and description. `suffix` tells sizes of one chart apart; `attributes` hold
/// the class and what else the root needs.
pub(super) fn document(
    caption: &Caption,
    suffix: &str,
    attributes: &str,
    (width, height): (f64, f64),
    body: &str,
) -> String {
    let id: String = caption
        .id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' })
        .chain(suffix.chars())
        .collect();
    let (title, desc) = (escape(&caption.title), escape(&caption.desc));
    let (also_labelled, description) = if desc.is_empty() {
        (String::new(), String::new())
    } else {
        (format!(" {id}-d"), format!("<desc id=\"{id}-d\">{desc}</desc>"))
    };
    format!(
        "<svg {attributes} role=\"img\" aria-labelledby=\"{id}-t{also_labelled}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{FONTS}\" xmlns=\"http://www.w3.org/2000/svg\">\
         <title id=\"{id}-t\">{title}</title>{description}{body}</svg>"
    )
}

/// A number with at most one decimal, which is finer than a screen shows.
pub(super) fn tenth(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// The corners of a polyline or polygon.
pub(super) fn points(corners: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    for (x, y) in corners {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&tenth(x));
        text.push(',');
        text.push_str(&tenth(y));
    }
    text
}

/// A line through `path`: a `<line>` of two points, a polyline of more, nothing of fewer.
pub(super) fn stroke(path: &[(f64, f64)], colour: Colour, width: f64, dash: &str) -> String {
    let shape = match path {
        [] | [_] => return String::new(),
        [(x1, y1), (x2, y2)] => {
            format!("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"", tenth(*x1), tenth(*y1), tenth(*x2), tenth(*y2))
        }
        more => format!("<polyline fill=\"none\" points=\"{}\"", points(more.iter().copied())),
    };
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    format!("{shape} stroke=\"{colour}\" stroke-width=\"{}\"{dash}/>", tenth(width))
}

/// The dashes of a line, in px.
pub(super) fn dashes(dash: Dash) -> &'static str {
    match dash {
        Dash::Solid => "",
        Dash::Dashed => "7 3",
        Dash::Dotted => "2 3",
        Dash::DashDot => "9 3 2 3",
    }
}

/// A filled rectangle.
pub(super) fn block((x, y): (f64, f64), (width, height): (f64, f64), colour: Colour) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{colour}\"/>",
        tenth(x),
        tenth(y),
        tenth(width),
        tenth(height)
    )
}

/// A mark of `radius` around a point, filled with `colour`, with a ring as wide as `ring` in `ring_colour`.
pub(super) fn mark(
    marker: Marker,
    (x, y): (f64, f64),
    radius: f64,
    colour: Colour,
    (ring_colour, ring): (Colour, f64),
) -> String {
    let r = radius;
    let ink = if ring > 0.0 {
        format!("fill=\"{colour}\" stroke=\"{ring_colour}\" stroke-width=\"{}\"", tenth(ring))
    } else {
        format!("fill=\"{colour}\"")
    };
    match marker {
        Marker::Circle => format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" {ink}/>", tenth(x), tenth(y), tenth(r)),
        Marker::Square => {
            let (half, side) = (r * 0.91, tenth(r * 1.82));
            format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" {ink}/>",
                tenth(x - half),
                tenth(y - half)
            )
        }
        Marker::Triangle => {
            let (half, foot) = (1.14 * r, y + 0.95 * r);
            let corners = points([(x, y - 1.18 * r), (x + half, foot), (x - half, foot)]);
            format!("<polygon points=\"{corners}\" {ink}/>")
        }
        Marker::Diamond => {
            let reach = r * 1.27;
            let corners = points([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]);
            format!("<polygon points=\"{corners}\" {ink}/>")
        }
    }
}

/// Which end of a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    /// In px; never below 11.5.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) anchor: Anchor,
    pub(super) colour: Colour,
}

impl Type {
    /// Plain text that begins at its point.
    pub(super) const fn plain(size: f64, colour: Colour) -> Self {
        Self { size, bold: false, anchor: Anchor::Start, colour }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A text with its base line at `y`.
pub(super) fn words((x, y): (f64, f64), text: &str, set: Type) -> String {
    let anchor = match set.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if set.bold { " font-weight=\"bold\"" } else { "" };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{anchor}{weight}>{}</text>",
        tenth(x),
        tenth(y),
        tenth(set.size),
        set.colour,
        escape(text)
    )
}

/// Words with a rim that keeps the lines behind them off.
pub(super) fn rimmed(words: &str) -> String {
    format!(
        "<g stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\">{words}</g>",
        Colour::Surface
    )
}

/// An unseen circle that names the point under it.
pub(super) fn tip((x, y): (f64, f64), radius: f64, title: &str) -> String {
    format!(
        "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" opacity=\"0\"><title>{}</title></circle>",
        tenth(x),
        tenth(y),
        tenth(radius),
        escape(title)
    )
}

/// An unseen rectangle that names what is under it.
pub(super) fn area_tip((x, y): (f64, f64), (width, height): (f64, f64), title: &str) -> String {
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"0\"><title>{}</title></rect>",
        tenth(x),
        tenth(y),
        tenth(width),
        tenth(height),
        escape(title)
    )
}

/// A rectangle coloured by a class of the style sheet, with its name.
pub(super) fn classed((x, y): (f64, f64), (width, height): (f64, f64), class: &str, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<title>{}</title>", escape(title)) };
    format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{class}\">{title}</rect>",
        tenth(x),
        tenth(y),
        tenth(width),
        tenth(height)
    )
}
