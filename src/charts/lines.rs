//! Lines over quarters, one for each level: gaps stay open, a change of definition breaks every line.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::style::{Color, IntoFont, IntoTextStyle};

use super::axis::Axis;
use super::canvas::{self, Canvas, Drawn, Paper, Placed, Shape, pixels, units};
use super::lines_layout::Layout;
use super::lines_words;
use super::model::{LineChart, LineSeries, Size};
use super::palette::Colour;
use super::runs;
use super::svg;

/// Periods across by index, values upward.
pub(super) type Plot<'a, 'b> = ChartContext<'a, Canvas<'b>, Cartesian2d<Axis, Axis>>;

/// Draws a line chart. A page carries both sizes inside `.zk-fig` and the style sheet shows the one that fits.
pub fn lines(chart: &LineChart, size: Size) -> String {
    let layout = Layout::of(chart, size);
    let body = canvas::draw(layout.size, |paper| draw(chart, &layout, paper));
    let (suffix, class) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#),
    };
    svg::document(&chart.caption, suffix, class, layout.size, &body)
}

fn draw(chart: &LineChart, layout: &Layout, paper: &Paper<'_>) -> Drawn {
    let across = Axis { range: layout.across.clone(), ticks: layout.labelled_periods() };
    let up = Axis { range: layout.scale.low..layout.scale.high, ticks: layout.scale.ticks() };
    let mut plot = ChartBuilder::on(paper)
        .margin_top(units(layout.top))
        .margin_right(units(layout.right))
        .set_label_area_size(LabelAreaPosition::Left, units(layout.left))
        .set_label_area_size(LabelAreaPosition::Bottom, units(layout.bottom))
        .build_cartesian_2d(across, up)?;
    draw_ground(chart, layout, &mut plot)?;
    draw_axes(chart, layout, &mut plot, paper, &|value| layout.scale.label(value))?;
    draw_rules(chart, layout, &mut plot)?;
    for series in &chart.series {
        draw_series(chart, layout, series, &mut plot)?;
    }
    let place = |index: f64, value: f64| pixels(plot.backend_coord(&(index, value)));
    canvas::put(paper, lines_words::words(chart, layout, &place))?;
    draw_tips(chart, layout, &mut plot)
}

/// Tints every second definition, the newest always.
pub(super) fn draw_ground(chart: &LineChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    let breaks = runs::breaks(chart);
    let mut edges = breaks.iter().rev().map(|before| *before as f64 - 0.5);
    let mut end = layout.across.end;
    while let Some(start) = edges.next() {
        let corners = vec![(start, layout.scale.low), (end, layout.scale.high)];
        plot.draw_series([Placed { at: corners, shape: Shape::Block(Colour::Sunken) }])?;
        let Some(next) = edges.next() else { break };
        end = next;
    }
    Ok(())
}

/// Grid, figures of the axes – `label` gives those of values – baseline, unit and years.
pub(super) fn draw_axes(
    chart: &LineChart,
    layout: &Layout,
    plot: &mut Plot<'_, '_>,
    paper: &Paper<'_>,
    label: &dyn Fn(f64) -> String,
) -> Drawn {
    let font = ("sans-serif", layout.text_size).into_font().color(&Colour::HintInk.rgb()).into_text_style(paper);
    plot.configure_mesh()
        .disable_x_mesh()
        // Switching the axes off would take their figures with them.
        .axis_style(Colour::Baseline.rgb().mix(0.0))
        .max_light_lines(0)
        .bold_line_style(Colour::Hairline.rgb().stroke_width(units(1.0).unsigned_abs()))
        .label_style(font)
        // plotters keeps labels twice as far from the plot as a tick is long; there are no ticks.
        .set_all_tick_mark_size(units(4.0))
        .x_label_formatter(&|index| layout.period_label(*index))
        .y_label_formatter(&|value| label(*value))
        .draw()?;
    let ends = [layout.across.start, layout.across.end].map(|x| (x, layout.scale.low));
    let baseline = Shape::Line { colour: Colour::Baseline, width: 1.0, dash: "" };
    plot.draw_series([Placed { at: ends.to_vec(), shape: baseline }])?;
    canvas::put(paper, layout.unit(&chart.unit) + &layout.years())
}

/// The rules of breaks and the goal.
pub(super) fn draw_rules(chart: &LineChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    let (low, high) = (layout.scale.low, layout.scale.high);
    let breaks = runs::breaks(chart).into_iter().map(|before| Placed {
        at: vec![(before as f64 - 0.5, low), (before as f64 - 0.5, high)],
        shape: Shape::Line { colour: Colour::HintInk, width: 1.2, dash: "4 3" },
    });
    plot.draw_series(breaks)?;
    let goal = layout.goal(chart).map(|goal| Placed {
        at: vec![(layout.across.start, goal.value), (layout.across.end, goal.value)],
        shape: Shape::Line { colour: Colour::Ink, width: 1.2, dash: "7 4" },
    });
    plot.draw_series(goal)?;
    Ok(())
}

fn draw_series(chart: &LineChart, layout: &Layout, series: &LineSeries, plot: &mut Plot<'_, '_>) -> Drawn {
    let (periods, style) = (chart.periods.len(), series.style);
    let line = |width, dash| Shape::Line { colour: style.colour, width, dash };
    let place = |(index, point): &runs::Placed<'_>| (*index as f64, point.estimate.value);
    for run in runs::runs(series, periods, &runs::breaks(chart)) {
        let at = run.iter().map(place).collect();
        plot.draw_series([Placed { at, shape: line(layout.line_width, svg::dashes(style.dash)) }])?;
    }
    if chart.intervals {
        let whiskers = runs::points(series, periods).filter_map(|(index, point)| {
            let (lower, upper) = runs::interval(point.estimate)?;
            Some(Placed { at: vec![(index as f64, lower), (index as f64, upper)], shape: line(1.2, "") })
        });
        plot.draw_series(whiskers)?;
    }
    let at = runs::points(series, periods).map(|placed| place(&placed)).collect();
    plot.draw_series([Placed { at, shape: Shape::Mark { style, radius: layout.radius } }])?;
    Ok(())
}

/// A circle over every point, no wider than the next one allows.
fn draw_tips(chart: &LineChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    let radius = (layout.step / 2.0).clamp(6.0, 9.0);
    let points = chart.series.iter().flat_map(|series| runs::points(series, chart.periods.len()));
    plot.draw_series(points.map(|(index, point)| Placed {
        at: vec![(index as f64, point.estimate.value)],
        shape: Shape::Tip { radius, title: &point.title },
    }))?;
    Ok(())
}
