//! Shapes that many cells share: grounds of one colour as one path, marks of one kind as one group. A table of two
//! hundred cells would otherwise outgrow the page it stands on.

use super::grid_model::{Mark, STEPS};
use super::palette::Colour;
use super::svg::{points, tenth};
use super::text::escape;

/// All marks, in the order they are drawn.
const MARKS: [Mark; 6] = [Mark::Better, Mark::Worse, Mark::Apart, Mark::Common, Mark::Unsure, Mark::Blank];

/// A cell as it is drawn: upper left corner, width and height.
pub(super) type Frame = ((f64, f64), (f64, f64));

/// The ground of a cell with this mark.
pub(super) fn ground(mark: Mark) -> Option<Colour> {
    match mark {
        Mark::Better => Some(Colour::BetterTint),
        Mark::Worse => Some(Colour::WorseTint),
        Mark::Apart | Mark::Common | Mark::Unsure => Some(Colour::Sunken),
        Mark::Step(_) | Mark::Blank => None,
    }
}

/// How strong the ground of a step is.
fn strength(step: u8) -> &'static str {
    match step {
        1 => "0.12",
        2 => "0.24",
        3 => "0.38",
        _ => "0.54",
    }
}

/// The grounds of cells; a blank cell has an outline instead.
pub(super) fn grounds(cells: &[(Frame, Mark)]) -> String {
    let mut all = String::new();
    for colour in [Colour::BetterTint, Colour::WorseTint, Colour::Sunken] {
        let path: String =
            cells.iter().filter(|(_, mark)| ground(*mark) == Some(colour)).map(|(at, _)| block(*at)).collect();
        if !path.is_empty() {
            all += &format!("<path d=\"{path}\" fill=\"{colour}\"/>");
        }
    }
    let blank: String =
        cells.iter().filter(|(_, mark)| *mark == Mark::Blank).map(|(at, _)| block(inner(*at))).collect();
    if !blank.is_empty() {
        all += &format!(
            "<path d=\"{blank}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1\" stroke-dasharray=\"2 3\"/>",
            Colour::Baseline
        );
    }
    all
}

/// Grounds of steps, each cell a shape of its own that says what pointing at it says; outlines of blank cells.
pub(super) fn steps(cells: &[(Frame, Mark, &str)]) -> String {
    let mut all = String::new();
    for step in 0..=STEPS {
        let one = |(at, _, title): &(Frame, Mark, &str)| {
            format!("<path d=\"{}\"><title>{}</title></path>", block(*at), escape(title))
        };
        let shapes: String = cells.iter().filter(|(_, mark, _)| *mark == Mark::Step(step)).map(one).collect();
        if !shapes.is_empty() {
            let ink = match step {
                0 => format!("fill=\"{}\"", Colour::Sunken),
                step => format!("fill=\"{}\" fill-opacity=\"{}\"", Colour::Worse, strength(step)),
            };
            all += &format!("<g {ink}>{shapes}</g>");
        }
    }
    let blank: Vec<(Frame, Mark)> =
        cells.iter().filter(|(_, mark, _)| *mark == Mark::Blank).map(|(at, mark, _)| (*at, *mark)).collect();
    all + &grounds(&blank)
}

/// The marks at these centres, `radius` large.
pub(super) fn marks(at: &[((f64, f64), Mark)], radius: f64) -> String {
    let mut all = String::new();
    for mark in MARKS {
        let shapes: String =
            at.iter().filter(|(_, own)| *own == mark).map(|(centre, _)| shape(mark, *centre, radius)).collect();
        if let Some(ink) = ink(mark).filter(|_| !shapes.is_empty()) {
            all += &format!("<g {ink}>{shapes}</g>");
        }
    }
    all
}

fn ink(mark: Mark) -> Option<String> {
    let ring = |dash: &str| format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"{dash}", Colour::Common);
    match mark {
        Mark::Better => Some(format!("fill=\"{}\"", Colour::Better)),
        Mark::Worse => Some(format!("fill=\"{}\"", Colour::Worse)),
        Mark::Apart => Some(format!("fill=\"{}\"", Colour::SecondInk)),
        Mark::Common => Some(ring("")),
        Mark::Unsure => Some(ring(" stroke-dasharray=\"2 2\"")),
        Mark::Step(_) | Mark::Blank => None,
    }
}

fn shape(mark: Mark, (x, y): (f64, f64), r: f64) -> String {
    match mark {
        Mark::Worse => {
            let corners = points([(x, y - 1.1 * r), (x + 1.15 * r, y + 0.95 * r), (x - 1.15 * r, y + 0.95 * r)]);
            format!("<path d=\"M{corners}z\"/>")
        }
        Mark::Apart => {
            let reach = 1.25 * r;
            format!("<path d=\"M{}z\"/>", points([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]))
        }
        _ => format!("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>", tenth(x), tenth(y), tenth(r)),
    }
}

/// A mark for the key beside a chart, 14 × 12 px.
pub fn key_grid(mark: Mark) -> String {
    let ground = match mark {
        Mark::Blank => grounds(&[(((1.0, 0.0), (12.0, 12.0)), mark)]),
        Mark::Step(_) => steps(&[(((1.0, 0.0), (12.0, 12.0)), mark, "")]),
        _ => String::new(),
    };
    let body = ground + &marks(&[((7.0, 6.0), mark)], 4.2);
    format!(
        "<svg class=\"zk-chart zk-key-mark\" aria-hidden=\"true\" width=\"14\" height=\"12\" viewBox=\"0 0 14 12\" \
         xmlns=\"http://www.w3.org/2000/svg\">{body}</svg>"
    )
}

/// Texts of one size and colour, each centred at its point.
pub(super) fn centred(texts: &[((f64, f64), &str)], size: f64, colour: Colour, bold: bool) -> String {
    set(
        texts,
        size,
        colour,
        if bold { " text-anchor=\"middle\" font-weight=\"bold\"" } else { " text-anchor=\"middle\"" },
    )
}

/// Texts of one size and colour, each beginning at its point.
pub(super) fn begun(texts: &[((f64, f64), &str)], size: f64, colour: Colour) -> String {
    set(texts, size, colour, "")
}

fn set(texts: &[((f64, f64), &str)], size: f64, colour: Colour, further: &str) -> String {
    let one = |((x, y), text): &((f64, f64), &str)| {
        format!("<text x=\"{}\" y=\"{}\">{}</text>", tenth(*x), tenth(*y), escape(text))
    };
    let all: String = texts.iter().filter(|(_, text)| !text.is_empty()).map(one).collect();
    if all.is_empty() { all } else { format!("<g font-size=\"{}\" fill=\"{colour}\"{further}>{all}</g>", tenth(size)) }
}

/// Unseen cells that say what pointing at them says.
pub(super) fn tips(cells: &[(Frame, &str)]) -> String {
    let one =
        |(at, title): &(Frame, &str)| format!("<path d=\"{}\"><title>{}</title></path>", block(*at), escape(title));
    let all: String = cells.iter().filter(|(_, title)| !title.is_empty()).map(one).collect();
    if all.is_empty() { all } else { format!("<g opacity=\"0\">{all}</g>") }
}

fn block(((x, y), (width, height)): Frame) -> String {
    format!("M{} {}h{}v{}h-{}z", tenth(x), tenth(y), tenth(width), tenth(height), tenth(width))
}

fn inner(((x, y), (width, height)): Frame) -> Frame {
    ((x + 0.5, y + 0.5), (width - 1.0, height - 1.0))
}
