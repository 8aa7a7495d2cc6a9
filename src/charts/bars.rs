//! Bars of one period, one for each level, with their intervals; they always stand on 0.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::style::{Color, IntoFont, IntoTextStyle};

use super::axis::Axis;
use super::canvas::{self, Canvas, Drawn, Paper, Placed, Shape, pixels, units};
use super::model::{Bar, BarChart, Goal};
use super::palette::Colour;
use super::runs;
use super::scale::{Scale, drawable};
use super::svg::{self, Anchor, Type};
use super::text;

/// Values across, bars downward by index.
type Plot<'a, 'b> = ChartContext<'a, Canvas<'b>, Cartesian2d<Axis, Axis>>;

const WIDTH: f64 = 340.0;
/// From one bar to the next.
const ROW: f64 = 48.0;
const THICK: f64 = 22.0;
const BELOW: f64 = 32.0;
const NAME: Type = Type::plain(13.0, Colour::Ink).anchored(Anchor::End);
const VALUE: Type = Type::plain(14.5, Colour::Ink).bold();
const REASON: Type = Type::plain(13.0, Colour::HintInk);
const AXIS: f64 = 13.0;

/// Draws a bar chart 340 px wide, as high as it has bars.
pub fn bars(chart: &BarChart) -> String {
    let layout = Layout::of(chart);
    let body = canvas::draw(layout.size, |paper| draw(chart, &layout, paper));
    svg::document(&chart.caption, "", r#"class="zk-chart zk-bars""#, layout.size, &body)
}

#[derive(Debug)]
struct Layout {
    size: (f64, f64),
    left: f64,
    top: f64,
    right: f64,
    scale: Scale,
}

impl Layout {
    fn of(chart: &BarChart) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let names = widest(&mut chart.bars.iter().map(|bar| text::width(&bar.name, NAME.size)));
        let values = widest(&mut shown(chart).map(|(bar, _)| text::width(&bar.label, VALUE.size) * 1.05));
        let top = if goal(chart).is_some() { 22.0 } else { 8.0 };
        let rows = chart.bars.len().max(1) as f64;
        let heights = shown(chart).flat_map(|(bar, value)| {
            let upper = bar.estimate.and_then(runs::interval).map(|(_, upper)| upper);
            [Some(value), upper].into_iter().flatten()
        });
        Self {
            size: (WIDTH, top + rows * ROW + BELOW),
            left: (names + 12.0).clamp(40.0, WIDTH * 0.4),
            top,
            right: (values + 14.0).clamp(30.0, WIDTH * 0.3),
            scale: Scale::from_zero(heights.chain(goal(chart).map(|goal| goal.value)), chart.greatest, 5),
        }
    }

    fn plot_right(&self) -> f64 {
        WIDTH - self.right
    }
}

/// The bars that have a value to draw.
fn shown(chart: &BarChart) -> impl Iterator<Item = (&Bar, f64)> {
    let value =
        |bar: &Bar| bar.estimate.map(|estimate| estimate.value).filter(|value| drawable(*value) && *value >= 0.0);
    chart.bars.iter().filter_map(move |bar| Some((bar, value(bar)?)))
}

fn goal(chart: &BarChart) -> Option<&Goal> {
    chart.goal.as_ref().filter(|goal| drawable(goal.value) && goal.value >= 0.0)
}

fn draw(chart: &BarChart, layout: &Layout, paper: &Paper<'_>) -> Drawn {
    let rows = chart.bars.len().max(1) as f64;
    // From the top downward, so that the first bar is the first read.
    let down = Axis { range: rows - 0.5..-0.5, ticks: Vec::new() };
    let across = Axis { range: layout.scale.low..layout.scale.high, ticks: layout.scale.ticks() };
    let mut plot = ChartBuilder::on(paper)
        .margin_top(units(layout.top))
        .margin_right(units(layout.right))
        .set_label_area_size(LabelAreaPosition::Left, units(layout.left))
        .set_label_area_size(LabelAreaPosition::Bottom, units(BELOW))
        .build_cartesian_2d(across, down)?;
    let font = ("sans-serif", AXIS).into_font().color(&Colour::HintInk.rgb()).into_text_style(paper);
    plot.configure_mesh()
        .disable_y_mesh()
        // Switching the axes off would take their figures with them.
        .axis_style(Colour::Baseline.rgb().mix(0.0))
        .max_light_lines(0)
        .bold_line_style(Colour::Hairline.rgb().stroke_width(units(1.0).unsigned_abs()))
        .label_style(font)
        // plotters keeps labels twice as far from the plot as a tick is long; there are no ticks.
        .set_all_tick_mark_size(units(3.0))
        .x_label_formatter(&|value| layout.scale.label(*value))
        .draw()?;
    for (row, bar) in chart.bars.iter().enumerate() {
        draw_bar(row as f64, bar, layout, &mut plot, paper)?;
    }
    let zero = Shape::Line { colour: Colour::Baseline, width: 1.0, dash: "" };
    plot.draw_series([Placed { at: vec![(0.0, -0.5), (0.0, rows - 0.5)], shape: zero }])?;
    draw_goal(chart, &mut plot, paper)?;
    canvas::put(paper, unit(&chart.unit, layout) + &tips(chart, layout, &plot))
}

fn draw_bar(row: f64, bar: &Bar, layout: &Layout, plot: &mut Plot<'_, '_>, paper: &Paper<'_>) -> Drawn {
    let (_, y) = pixels(plot.backend_coord(&(0.0, row)));
    let name = svg::words((layout.left - 10.0, y + 0.36 * NAME.size), &bar.name, NAME);
    let value = bar.estimate.map(|estimate| estimate.value).filter(|value| drawable(*value) && *value >= 0.0);
    let Some(value) = value else {
        let why = svg::words((layout.left + 8.0, y + 0.36 * REASON.size), &bar.label, REASON);
        return canvas::put(paper, name + &why);
    };
    let half = THICK / ROW / 2.0;
    let corners = vec![(0.0, row - half), (value, row + half)];
    plot.draw_series([Placed { at: corners, shape: Shape::Block(bar.style.colour) }])?;
    if let Some((lower, upper)) = bar.estimate.and_then(runs::interval) {
        let (from, to) = (lower.max(0.0), upper.min(layout.scale.high));
        let cap = half * 0.64;
        let line = |at: [(f64, f64); 2], colour, width| Placed {
            at: at.to_vec(),
            shape: Shape::Line { colour, width, dash: "" },
        };
        let ends = [from, to].map(|end| [(end, row - cap), (end, row + cap)]);
        let along = [(from, row), (to, row)];
        // A rim in the ground's colour, or ink on the darkest bar would be lost.
        plot.draw_series([line(along, Colour::Surface, 4.0)])?;
        plot.draw_series(ends.map(|end| line(end, Colour::Surface, 3.6)))?;
        plot.draw_series([line(along, Colour::Ink, 2.0)])?;
        plot.draw_series(ends.map(|end| line(end, Colour::Ink, 1.6)))?;
    }
    let label = svg::words((layout.plot_right() + 10.0, y + 0.36 * VALUE.size), &bar.label, VALUE);
    canvas::put(paper, name + &label)
}

/// The goal's line from above the bars, its name beside the upper end.
fn draw_goal(chart: &BarChart, plot: &mut Plot<'_, '_>, paper: &Paper<'_>) -> Drawn {
    let Some(goal) = goal(chart) else { return Ok(()) };
    let (x, top) = pixels(plot.backend_coord(&(goal.value, -0.5)));
    let bottom = top + chart.bars.len().max(1) as f64 * ROW;
    let fits = x + 5.0 + text::width(&goal.label, AXIS) <= WIDTH - 2.0;
    let set = Type::plain(AXIS, Colour::Ink);
    let label = if fits {
        svg::words((x + 5.0, 13.0), &goal.label, set)
    } else {
        svg::words((x - 5.0, 13.0), &goal.label, set.anchored(Anchor::End))
    };
    canvas::put(paper, svg::stroke(&[(x, 4.0), (x, bottom)], Colour::Ink, 1.2, "7 4") + &label)
}

/// The unit after the last figure of the axis.
fn unit(unit: &str, layout: &Layout) -> String {
    let last = layout.scale.ticks().last().map_or(0.0, |tick| text::width(&layout.scale.label(*tick), AXIS) / 2.0);
    let (x, y) = (layout.plot_right() + last + 4.0, layout.size.1 - BELOW + 6.0 + 0.8 * AXIS);
    let set = Type::plain(AXIS, Colour::HintInk);
    if x + text::width(unit, AXIS) <= WIDTH {
        svg::words((x, y), unit, set)
    } else {
        svg::words((WIDTH - 1.0, layout.size.1 - 2.0), unit, set.anchored(Anchor::End))
    }
}

/// Unseen rows that say what pointing at a bar says.
fn tips(chart: &BarChart, layout: &Layout, plot: &Plot<'_, '_>) -> String {
    let tip = |(row, bar): (usize, &Bar)| {
        let (_, y) = pixels(plot.backend_coord(&(0.0, row as f64)));
        svg::area_tip((0.0, y - ROW / 2.0), (layout.size.0, ROW), &bar.title)
    };
    chart.bars.iter().enumerate().filter(|(_, bar)| !bar.title.is_empty()).map(tip).collect()
}
