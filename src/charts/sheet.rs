//! A chart by itself, as it leaves the page: with its heading, what it says, its key and what it was drawn from.

use super::model::Caption;
use super::palette::Colour;
use super::svg::{self, FONTS, Type, tenth};
use super::text::{self, escape};

/// The chart's own width: sheets hold charts of [`Size::Wide`](super::Size::Wide).
const WIDTH: f64 = 690.0;
const EDGE: f64 = 16.0;
const LINE: f64 = 20.0;
/// Of a mark of the key with the space behind it.
const MARK: f64 = 28.0;
const SMALL: f64 = 13.5;

/// What stands on a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The heading.
    pub title: String,
    /// What the chart says, a paragraph each.
    pub said: Vec<String>,
    /// Marks, as the key beside a chart has them, with their words.
    pub key: Vec<(String, String)>,
    /// The chart as SVG.
    pub chart: String,
    /// Smaller, below: method, source, as of when.
    pub foot: Vec<String>,
}

/// The sheet as SVG, on white: whoever looks at the file alone must be able to read it.
pub fn sheet(sheet: &Sheet) -> String {
    let mut pen = Pen { body: String::new(), y: EDGE + 16.0 };
    pen.lines([&sheet.title], Type::plain(16.0, Colour::Ink).bold());
    pen.lines(&sheet.said, Type::plain(SMALL, Colour::SecondInk));
    pen.key(&sheet.key);
    pen.chart(&sheet.chart);
    pen.lines(&sheet.foot, Type::plain(SMALL, Colour::HintInk));
    let size = (WIDTH + 2.0 * EDGE, pen.y - LINE + EDGE);
    let ground = svg::block((0.0, 0.0), size, Colour::Surface);
    let caption = Caption::new("sheet", sheet.title.as_str(), sheet.said.join(" "));
    svg::document(&caption, "", "class=\"zk-chart\"", size, &(ground + &pen.body))
}

/// An SVG of ours with this family in the place of those a browser looks for.
pub fn in_font(svg: &str, family: &str) -> String {
    svg.replace(&format!("font-family=\"{FONTS}\""), &format!("font-family=\"{}\"", escape(family)))
}

/// Writes down the page; `y` is the next base line.
struct Pen {
    body: String,
    y: f64,
}

impl Pen {
    fn lines(&mut self, paragraphs: impl IntoIterator<Item = impl AsRef<str>>, style: Type) {
        for paragraph in paragraphs {
            for line in text::wrap(paragraph.as_ref(), style.size, WIDTH) {
                self.body += &svg::words((EDGE, self.y), &line, style);
                self.y += LINE;
            }
        }
    }

    fn key(&mut self, key: &[(String, String)]) {
        let mut x = EDGE;
        for (mark, words) in key {
            let wide = MARK + text::width(words, SMALL) + 14.0;
            if x > EDGE && x + wide > EDGE + WIDTH {
                (x, self.y) = (EDGE, self.y + LINE);
            }
            self.body += &placed(mark, (x, self.y - 10.5));
            self.body += &svg::words((x + MARK, self.y), words, Type::plain(SMALL, Colour::SecondInk));
            x += wide;
        }
        self.y += if key.is_empty() { 0.0 } else { LINE };
    }

    fn chart(&mut self, chart: &str) {
        let top = self.y - LINE / 2.0;
        self.body += &placed(chart, (EDGE, top));
        self.y = top + height(chart) + LINE;
    }
}

fn placed(svg: &str, (x, y): (f64, f64)) -> String {
    svg.replacen("<svg ", &format!("<svg x=\"{}\" y=\"{}\" ", tenth(x), tenth(y)), 1)
}

/// The height an SVG of ours says it has.
fn height(svg: &str) -> f64 {
    svg.split(" height=\"").nth(1).and_then(|rest| rest.split('"').next()?.parse().ok()).unwrap_or(0.0)
}
