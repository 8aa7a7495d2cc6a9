//! One series with its control limits: a tinted band for each stretch, points grey unless a rule fires.

use plotters::chart::ChartBuilder;

use super::axis::Axis;
use super::canvas::{self, Drawn, Paper, Placed, Shape, pixels, units};
use super::control_model::{ControlChart, ControlMark, ControlPoint, ControlSlot};
use super::control_words as words;
use super::lines::{Plot, draw_axes, draw_ground, draw_rules};
use super::lines_layout::Layout;
use super::lines_words;
use super::model::{Break, Dash, Estimate, LineChart, LineSeries, Marker, Point, SeriesStyle, Size, Slot};
use super::palette::Colour;
use super::scale::drawable;
use super::svg;

/// A point with the index of its period.
pub(super) type At<'a> = (usize, &'a ControlPoint);

/// Draws a control chart. A page carries both sizes inside `.zk-fig` and the style sheet shows the one that fits.
pub fn control(chart: &ControlChart, size: Size) -> String {
    let frame = frame(chart);
    let layout = words::layout(chart, &frame, size);
    let body = canvas::draw(layout.size, |paper| draw(chart, &frame, &layout, paper));
    let (suffix, class) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#),
    };
    svg::document(&chart.caption, suffix, class, layout.size, &body)
}

/// The points that can be drawn.
pub(super) fn points(chart: &ControlChart) -> impl Iterator<Item = At<'_>> {
    chart.slots.iter().take(chart.periods.len()).enumerate().filter_map(|(at, slot)| match slot {
        ControlSlot::Point(point) if drawable(point.value) => Some((at, point)),
        ControlSlot::Point(_) | ControlSlot::Gap(_) => None,
    })
}

/// Limits that can be drawn, lower first.
pub(super) fn limits(point: &ControlPoint) -> Option<(f64, f64)> {
    point.limits.filter(|(lower, upper)| drawable(*lower) && drawable(*upper) && lower <= upper)
}

/// Indices at which a stretch begins after another.
pub(super) fn starts(chart: &ControlChart) -> Vec<usize> {
    let mut starts: Vec<usize> = chart.stretches.iter().map(|stretch| stretch.from).collect();
    starts.retain(|from| (1..chart.periods.len()).contains(from));
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Points that succeed one another within a stretch, each run for itself.
pub(super) fn runs(chart: &ControlChart) -> Vec<Vec<At<'_>>> {
    let starts = starts(chart);
    let mut runs: Vec<Vec<At<'_>>> = Vec::new();
    for (at, point) in points(chart) {
        let joined = |run: &Vec<At<'_>>| {
            run.last().is_some_and(|(before, earlier)| {
                before + 1 == at && !starts.contains(&at) && limits(earlier).is_some() == limits(point).is_some()
            })
        };
        match runs.last_mut() {
            Some(run) if joined(run) => run.push((at, point)),
            _ => runs.push(vec![(at, point)]),
        }
    }
    runs
}

/// The same series as the house's line chart has it: its axes, rules and words serve here too.
fn frame(chart: &ControlChart) -> LineChart {
    let slot = |slot: &ControlSlot| match slot {
        ControlSlot::Point(point) => {
            let wide = |ends: Option<(f64, f64)>| ends.filter(|(low, high)| drawable(*low) && drawable(*high));
            let interval = wide(point.limits).or_else(|| wide(point.interval));
            Slot::Point(Point { estimate: Estimate { value: point.value, interval }, title: point.title.clone() })
        }
        ControlSlot::Gap(why) => Slot::Gap(why.clone()),
    };
    let series = LineSeries {
        name: String::new(),
        style: SeriesStyle { colour: Colour::Common, marker: Marker::Circle, dash: Dash::Solid },
        slots: chart.slots.iter().map(slot).collect(),
        last: chart.last.clone(),
    };
    let a_break = |stretch: &super::control_model::ControlStretch| Break {
        before: stretch.from,
        label: words::cut(&stretch.label, words::BREAK_CHARACTERS),
    };
    LineChart {
        caption: chart.caption.clone(),
        unit: chart.unit.clone(),
        periods: chart.periods.clone(),
        series: vec![series],
        breaks: chart.stretches.iter().skip(1).map(a_break).collect(),
        goal: chart.goal.clone(),
        reach: chart.reach,
        intervals: true,
    }
}

fn draw(chart: &ControlChart, frame: &LineChart, layout: &Layout, paper: &Paper<'_>) -> Drawn {
    let across = Axis { range: layout.across.clone(), ticks: layout.labelled_periods() };
    let up = Axis { range: layout.scale.low..layout.scale.high, ticks: layout.scale.ticks() };
    let mut plot = ChartBuilder::on(paper)
        .margin_top(units(layout.top))
        .margin_right(units(layout.right))
        .set_label_area_size(plotters::chart::LabelAreaPosition::Left, units(layout.left))
        .set_label_area_size(plotters::chart::LabelAreaPosition::Bottom, units(layout.bottom))
        .build_cartesian_2d(across, up)?;
    draw_ground(frame, layout, &mut plot)?;
    let height = |value: f64| pixels(plot.backend_coord(&(layout.across.start, value))).1;
    let (numbers, heights) = words::numbers(chart, layout, &height);
    let clear = |tick: f64| heights.iter().all(|taken| (height(tick) - taken).abs() >= layout.text_size);
    let ticks: Vec<(f64, bool)> = layout.scale.ticks().into_iter().map(|tick| (tick, clear(tick))).collect();
    let label = |value: f64| {
        let shown = ticks.iter().any(|(tick, clear)| *clear && (tick - value).abs() < 1e-9 * value.abs().max(1.0));
        if shown { layout.scale.label(value) } else { String::new() }
    };
    draw_axes(frame, layout, &mut plot, paper, &label)?;
    canvas::put(paper, numbers)?;
    draw_limits(chart, layout, &mut plot)?;
    draw_rules(frame, layout, &mut plot)?;
    draw_points(chart, layout, &mut plot)?;
    let place = |index: f64, value: f64| pixels(plot.backend_coord(&(index, value)));
    canvas::put(paper, words::annotations(chart, layout) + &lines_words::words(frame, layout, &place))?;
    draw_tips(chart, layout, &mut plot)
}

/// The band of each run as steps from period to period, its edges dashed, the centre of its stretch solid.
fn draw_limits(chart: &ControlChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    // On the tinted ground of a newer stretch the band must still be told from the ground.
    let band = if chart.stretches.len() > 1 { Colour::Hairline } else { Colour::Sunken };
    let within = |x: f64| x.clamp(layout.across.start, layout.across.end);
    let half = |at: usize| (within(at as f64 - 0.5), within(at as f64 + 0.5));
    let runs: Vec<_> =
        runs(chart).into_iter().filter(|run| run.iter().all(|(_, point)| limits(point).is_some())).collect();
    // Half a pixel over the next piece, or the ground shines through between them.
    let over = 0.5 / layout.step.max(1.0);
    for run in &runs {
        let blocks = run.iter().filter_map(|(at, point)| {
            let ((lower, upper), (from, to)) = (limits(point)?, half(*at));
            let to = if Some(at) == run.last().map(|(at, _)| at) { to } else { within(to + over) };
            Some(Placed { at: vec![(from, lower), (to, upper)], shape: Shape::Block(band) })
        });
        plot.draw_series(blocks)?;
    }
    for run in &runs {
        for edge in [|ends: (f64, f64)| ends.0, |ends: (f64, f64)| ends.1] {
            let path = run.iter().filter_map(|(at, point)| {
                let (value, (from, to)) = (edge(limits(point)?), half(*at));
                Some([(from, value), (to, value)])
            });
            let shape = Shape::Line { colour: Colour::HintInk, width: 1.2, dash: "5 3" };
            plot.draw_series([Placed { at: path.flatten().collect(), shape }])?;
        }
    }
    let starts = starts(chart);
    for stretch in &chart.stretches {
        let Some(centre) = stretch.centre.filter(|centre| drawable(*centre)) else { continue };
        let until = starts.iter().copied().find(|start| *start > stretch.from).unwrap_or(chart.periods.len());
        let ends = vec![(within(stretch.from as f64 - 0.5), centre), (within(until as f64 - 0.5), centre)];
        let shape = Shape::Line { colour: Colour::HintInk, width: 1.2, dash: "" };
        plot.draw_series([Placed { at: ends, shape }])?;
    }
    Ok(())
}

/// The look of a mark: form, colour and size differ, so that none hangs on colour alone.
pub(super) fn look(mark: ControlMark, radius: f64) -> (Marker, Colour, f64) {
    match mark {
        ControlMark::Common => (Marker::Circle, Colour::Common, radius),
        ControlMark::Better => (Marker::Circle, Colour::Better, radius * 1.4),
        ControlMark::Worse => (Marker::Triangle, Colour::Worse, radius * 1.35),
        ControlMark::Changed => (Marker::Diamond, Colour::Ink, radius * 1.2),
    }
}

fn draw_points(chart: &ControlChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    let line = |width| Shape::Line { colour: Colour::Common, width, dash: "" };
    for run in runs(chart) {
        let bars = run.iter().filter_map(|(at, point)| {
            let (lower, upper) = words::whisker(point)?;
            Some(Placed { at: vec![(*at as f64, lower), (*at as f64, upper)], shape: line(1.4) })
        });
        let bars: Vec<_> = bars.collect();
        // Points that bear no limits stand each for itself.
        if bars.is_empty() {
            let path = run.iter().map(|(at, point)| (*at as f64, point.value)).collect();
            plot.draw_series([Placed { at: path, shape: line(layout.line_width) }])?;
        }
        plot.draw_series(bars)?;
    }
    let radius = if layout.step < 14.0 { layout.radius * 0.75 } else { layout.radius };
    let marks: Vec<_> = points(chart)
        .map(|(at, point)| {
            let (marker, colour, radius) = look(point.mark, radius);
            let style = SeriesStyle { colour, marker, dash: Dash::Solid };
            Placed { at: vec![(at as f64, point.value)], shape: Shape::Mark { style, radius } }
        })
        .collect();
    plot.draw_series(marks)?;
    Ok(())
}

fn draw_tips(chart: &ControlChart, layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    let radius = (layout.step / 2.0).clamp(6.0, 9.0);
    let tips: Vec<_> = points(chart)
        .map(|(at, point)| Placed {
            at: vec![(at as f64, point.value)],
            shape: Shape::Tip { radius, title: &point.title },
        })
        .collect();
    plot.draw_series(tips)?;
    Ok(())
}
