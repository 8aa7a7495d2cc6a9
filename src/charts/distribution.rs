//! How the units of each group are distributed: the middle, the quarters on either side, and who lies far out.

use super::cloud::{MOST, cloud};
use super::crowd::{DistributionChart, DistributionRow, Spread};
use super::model::Size;
use super::palette::Colour;
use super::scale::{Scale, drawable};
use super::svg::{self, Anchor, Type};
use super::text;

/// From one row to the next.
const ROW: f64 = 50.0;
const TOP: f64 = 26.0;
/// Room for the figures of the axis and, below them, its unit.
const BELOW: f64 = 44.0;
/// Height of the box of the middle half.
const BOX: f64 = 16.0;

/// Draws a distribution, as high as it has rows. A page carries both sizes inside `.zk-fig`.
pub fn distribution(chart: &DistributionChart, size: Size) -> String {
    let layout = Layout::of(chart, size);
    let rows: String = chart.rows.iter().enumerate().map(|(at, row)| drawn(row, at, &layout)).collect();
    let body = ground(chart, &layout) + &rows + &reference(chart, &layout);
    let (suffix, class) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#),
    };
    svg::document(&chart.caption, suffix, class, layout.size, &body)
}

#[derive(Debug)]
struct Layout {
    size: (f64, f64),
    left: f64,
    right: f64,
    text: f64,
    scale: Scale,
}

impl Layout {
    fn of(chart: &DistributionChart, size: Size) -> Self {
        let (width, text, steps) = match size {
            Size::Wide => (690.0, 13.2, 8),
            Size::Narrow => (340.0, 13.0, 4),
        };
        let values = chart.rows.iter().flat_map(values).chain(chart.reference.iter().map(|(value, _)| *value));
        let names =
            chart.rows.iter().flat_map(|row| [text::width(&row.name, text) * 1.05, text::width(&row.count, text)]);
        let labels = chart.rows.iter().map(|row| text::width(&row.label, text) * 1.05);
        let widest = |widths: &mut dyn Iterator<Item = f64>| widths.fold(0.0, f64::max);
        Self {
            size: (width, TOP + ROW * chart.rows.len().max(1) as f64 + BELOW),
            left: (widest(&mut names.into_iter()) + 14.0).clamp(40.0, width * 0.3),
            right: (widest(&mut labels.into_iter()) + 14.0).clamp(34.0, width * 0.25),
            text,
            scale: Scale::around(values, chart.reach, steps),
        }
    }

    fn x(&self, value: f64) -> f64 {
        let share = (value - self.scale.low) / (self.scale.high - self.scale.low);
        self.left + share.clamp(0.0, 1.0) * (self.size.0 - self.right - self.left)
    }

    fn foot(&self) -> f64 {
        self.size.1 - BELOW
    }
}

fn values(row: &DistributionRow) -> Vec<f64> {
    match &row.spread {
        Spread::Shares { at, beyond } => at.iter().chain(beyond).copied().collect(),
        Spread::Each(all) => all.clone(),
        Spread::None(_) => Vec::new(),
    }
}

/// Grid, figures and unit of the axis.
fn ground(chart: &DistributionChart, layout: &Layout) -> String {
    let set = Type::plain(layout.text, Colour::HintInk);
    let tick = |value: f64| {
        let x = layout.x(value);
        svg::stroke(&[(x, TOP - 4.0), (x, layout.foot())], Colour::Hairline, 1.0, "")
            + &svg::words((x, layout.foot() + 18.0), &layout.scale.label(value), set.anchored(Anchor::Middle))
    };
    let ticks: String = layout.scale.ticks().into_iter().map(tick).collect();
    ticks + &svg::words((layout.size.0 - layout.right, layout.size.1 - 5.0), &chart.unit, set.anchored(Anchor::End))
}

/// The line all are held against, its name above.
fn reference(chart: &DistributionChart, layout: &Layout) -> String {
    let Some((value, name)) = chart.reference.as_ref().filter(|(value, _)| drawable(*value)) else {
        return String::new();
    };
    let (x, half) = (layout.x(*value), text::width(name, layout.text) / 2.0);
    let middle = x.clamp(half + 1.0, (layout.size.0 - half - 1.0).max(half + 1.0));
    svg::stroke(&[(x, TOP - 8.0), (x, layout.foot())], Colour::Ink, 1.2, "7 4")
        + &svg::words((middle, 13.0), name, Type::plain(layout.text, Colour::Ink).anchored(Anchor::Middle))
}

fn drawn(row: &DistributionRow, at: usize, layout: &Layout) -> String {
    let y = TOP + ROW * (at as f64 + 0.5);
    let end = |colour| Type::plain(layout.text, colour).anchored(Anchor::End);
    let name = svg::words((layout.left - 10.0, y - 2.0), &row.name, end(Colour::Ink).bold())
        + &svg::words((layout.left - 10.0, y + 15.0), &row.count, end(Colour::SecondInk));
    let label = svg::words(
        (layout.size.0 - layout.right + 10.0, y + 0.36 * layout.text),
        &row.label,
        Type::plain(layout.text, Colour::Ink).bold(),
    );
    let shape = match &row.spread {
        Spread::None(why) => {
            svg::words((layout.left + 8.0, y + 0.36 * layout.text), why, Type::plain(layout.text, Colour::HintInk))
        }
        Spread::Each(all) => dots(all, y, row, layout),
        Spread::Shares { at, beyond } if at.iter().all(|value| drawable(*value)) => {
            dots(beyond, y, row, layout) + &boxed(at.map(|value| layout.x(value)), y, row)
        }
        Spread::Shares { .. } => String::new(),
    };
    let tip = if row.title.is_empty() {
        String::new()
    } else {
        svg::area_tip((0.0, y - ROW / 2.0), (layout.size.0, ROW), &row.title)
    };
    shape + &name + &label + &tip
}

fn boxed([lowest, lower, middle, upper, highest]: [f64; 5], y: f64, row: &DistributionRow) -> String {
    let colour = row.style.colour;
    let end = |x: f64| svg::stroke(&[(x, y - 5.0), (x, y + 5.0)], colour, 1.6, "");
    svg::stroke(&[(lowest, y), (highest, y)], colour, 1.6, "")
        + &end(lowest)
        + &end(highest)
        + &svg::block((lower, y - BOX / 2.0), ((upper - lower).max(1.0), BOX), colour)
        // The middle in the colours of ground and ink, or it would be lost in the box or beside it.
        + &svg::stroke(&[(middle, y - BOX / 2.0 - 3.0), (middle, y + BOX / 2.0 + 3.0)], Colour::Surface, 5.0, "")
        + &svg::stroke(&[(middle, y - BOX / 2.0 - 3.0), (middle, y + BOX / 2.0 + 3.0)], Colour::Ink, 2.4, "")
}

/// Single units, thrown a little up and down so that neighbours are told apart; where is fixed by their order.
fn dots(all: &[f64], y: f64, row: &DistributionRow, layout: &Layout) -> String {
    const LIFTS: [f64; 5] = [0.0, -5.0, 5.0, -2.5, 2.5];
    let sound = all.iter().filter(|value| drawable(**value)).enumerate();
    let points: Vec<(f64, f64)> = sound.map(|(at, value)| (layout.x(*value), y + LIFTS[at % LIFTS.len()])).collect();
    cloud(&points, (layout.size, MOST / 4), row.style.colour)
}
