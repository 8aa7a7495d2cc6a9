//! A funnel: units by denominator and value, and how far chance – and the usual variation – reaches at each size.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::style::{Color, IntoFont, IntoTextStyle};

use super::axis::Axis;
use super::canvas::{self, Canvas, Drawn, Paper, Placed, Shape, units};
use super::cloud::{MOST, cloud};
use super::crowd::{Across, FunnelChart, FunnelLimits, FunnelMark, Stand};
use super::labels::{self, Wanted};
use super::model::{Marker, Size};
use super::palette::Colour;
use super::place::Area;
use super::scale::{Scale, drawable};
use super::svg::{self, Anchor, Type};
use super::text;

/// Sizes across on their scale, values upward.
type Plot<'a, 'b> = ChartContext<'a, Canvas<'b>, Cartesian2d<Axis, Axis>>;

/// Most marks drawn with a shape and words of their own; further ones are dots in the colour of their side.
const MOST_MARKS: usize = 40;

/// Draws a funnel. A page carries both sizes inside `.zk-fig` and the style sheet shows the one that fits.
pub fn funnel(chart: &FunnelChart, size: Size) -> String {
    let layout = Layout::of(chart, size);
    let body = canvas::draw(layout.size, |paper| draw(chart, &layout, paper));
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
    top: f64,
    right: f64,
    bottom: f64,
    text: f64,
    /// Most names written.
    names: usize,
    scale: Scale,
    across: Across,
    /// Ends of the axis of sizes, on its scale.
    ends: (f64, f64),
}

impl Layout {
    fn of(chart: &FunnelChart, size: Size) -> Self {
        let (size, steps, text, names) = match size {
            Size::Wide => ((690.0, 360.0), 7, 13.2, 6),
            Size::Narrow => ((340.0, 340.0), 6, 13.0, 4),
        };
        // However few the units are, the limits of the larger half are in the picture.
        let wide = chart.limits.iter().skip(chart.limits.len() / 2).flat_map(|limits| [limits.outer.0, limits.outer.1]);
        let centre = chart.centre.iter().map(|(centre, _)| *centre);
        let values = points(chart).map(|(_, value)| value).chain(centre).chain(wide);
        let scale = Scale::around(values, chart.reach, steps);
        let tick = |tick: &f64| text::width(&scale.label(*tick), text);
        let widest = scale.ticks().iter().map(tick).fold(0.0, f64::max);
        let (left, top, right, bottom) = ((widest + 14.0).max(30.0), 24.0, 14.0, 46.0);
        Self { size, left, top, right, bottom, text, names, scale, across: chart.across, ends: ends(chart) }
    }

    fn plot(&self) -> Area {
        Area { left: self.left, top: self.top, right: self.size.0 - self.right, bottom: self.size.1 - self.bottom }
    }

    fn x(&self, size: f64) -> f64 {
        let (plot, (low, high)) = (self.plot(), self.ends);
        plot.left + (self.across.place(size) - low) / (high - low) * (plot.right - plot.left)
    }

    fn y(&self, value: f64) -> f64 {
        let plot = self.plot();
        plot.bottom - (value - self.scale.low) / (self.scale.high - self.scale.low) * (plot.bottom - plot.top)
    }

    fn at(&self, (size, value): (f64, f64)) -> (f64, f64) {
        (self.x(size), self.y(value))
    }

    /// Sizes that are written at the axis: even steps, or one, two and five of each ten as there is room for them.
    fn sizes(&self) -> Vec<f64> {
        if self.across == Across::Plain {
            let ticks = Scale::from_zero([self.ends.1 / 1.05], None, 6).ticks();
            return ticks.into_iter().filter(|size| *size <= self.ends.1).collect();
        }
        let round = |power: i32| [1.0, 2.0, 5.0].map(|digit| digit * 10f64.powi(power));
        let plot = self.plot();
        let within = |size: &f64| (plot.left - 0.5..=plot.right + 0.5).contains(&self.x(*size));
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        // The largest first: there the axis is widest but for the logarithm, where all are alike.
        for size in (0..12).rev().flat_map(|power| round(power).into_iter().rev()).filter(within) {
            let (x, half) = (self.x(size), text::width(&count(size), self.text) / 2.0 + 6.0);
            if taken.iter().all(|(other, reach, _)| (x - other).abs() >= half + reach) {
                taken.push((x, half, size));
            }
        }
        taken.into_iter().map(|(.., size)| size).collect()
    }
}

/// Units that can be drawn: a size above 0 and a value that is one.
fn points(chart: &FunnelChart) -> impl Iterator<Item = (f64, f64)> + '_ {
    let marks = chart.marks.iter().map(|mark| (mark.size, mark.value));
    chart.dots.iter().copied().chain(marks).filter(sound)
}

fn sound((size, value): &(f64, f64)) -> bool {
    drawable(*size) && *size > 0.0 && drawable(*value)
}

/// From the smallest to the largest unit with a little room, on the scale; from 0 where the scale has one.
fn ends(chart: &FunnelChart) -> (f64, f64) {
    let of_limits = chart.limits.iter().map(|limits| limits.size).filter(|size| drawable(*size) && *size > 0.0);
    let sizes = points(chart).map(|(size, _)| size).chain(of_limits);
    let (least, most) = sizes.fold((f64::INFINITY, 0.0_f64), |(least, most), size| (least.min(size), most.max(size)));
    if most <= 0.0 {
        return (0.0, 1.0);
    }
    let place = |size: f64| chart.across.place(size);
    let (low, high) = match chart.across {
        Across::Log => (place(least / 1.25), place(most * 1.25)),
        Across::Plain | Across::Root => (0.0, place(most * 1.05)),
    };
    if high > low { (low, high) } else { (low, low + 1.0) }
}

fn count(size: f64) -> String {
    let digits = format!("{size:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    out
}

fn draw(chart: &FunnelChart, layout: &Layout, paper: &Paper<'_>) -> Drawn {
    let across = Axis { range: layout.ends.0..layout.ends.1, ticks: Vec::new() };
    let up = Axis { range: layout.scale.low..layout.scale.high, ticks: layout.scale.ticks() };
    let mut plot = ChartBuilder::on(paper)
        .margin_top(units(layout.top))
        .margin_right(units(layout.right))
        .set_label_area_size(LabelAreaPosition::Left, units(layout.left))
        .set_label_area_size(LabelAreaPosition::Bottom, units(layout.bottom))
        .build_cartesian_2d(across, up)?;
    draw_axes(chart, layout, &mut plot, paper)?;
    if points(chart).next().is_none() {
        let at = (layout.left + 12.0, layout.size.1 / 2.0);
        return canvas::put(paper, svg::words(at, "没有可画的数值", Type::plain(layout.text, Colour::SecondInk)));
    }
    draw_limits(&chart.limits, layout, &mut plot)?;
    let centre = chart.centre.as_ref().filter(|(centre, _)| drawable(*centre));
    let line = centre.map(|(centre, _)| Placed {
        at: vec![(layout.ends.0, *centre), (layout.ends.1, *centre)],
        shape: Shape::Line { colour: Colour::Ink, width: 1.4, dash: "" },
    });
    plot.draw_series(line)?;
    canvas::put(paper, units_drawn(chart, layout))
}

fn draw_axes(chart: &FunnelChart, layout: &Layout, plot: &mut Plot<'_, '_>, paper: &Paper<'_>) -> Drawn {
    let font = ("sans-serif", layout.text).into_font().color(&Colour::HintInk.rgb()).into_text_style(paper);
    plot.configure_mesh()
        .disable_x_mesh()
        // Switching the axes off would take their figures with them.
        .axis_style(Colour::Baseline.rgb().mix(0.0))
        .max_light_lines(0)
        .bold_line_style(Colour::Hairline.rgb().stroke_width(units(1.0).unsigned_abs()))
        .label_style(font)
        // plotters keeps labels twice as far from the plot as a tick is long; there are no ticks.
        .set_all_tick_mark_size(units(4.0))
        .y_label_formatter(&|value| layout.scale.label(*value))
        .draw()?;
    let ends = [layout.ends.0, layout.ends.1].map(|x| (x, layout.scale.low));
    let baseline = Shape::Line { colour: Colour::Baseline, width: 1.0, dash: "" };
    plot.draw_series([Placed { at: ends.to_vec(), shape: baseline }])?;
    let bottom = layout.plot().bottom;
    let set = Type::plain(layout.text, Colour::HintInk);
    let tick = |size: &f64| {
        let x = layout.x(*size);
        svg::stroke(&[(x, bottom), (x, bottom + 4.0)], Colour::Baseline, 1.0, "")
            + &svg::words((x, bottom + 18.0), &count(*size), set.anchored(Anchor::Middle))
    };
    let ticks: String = layout.sizes().iter().map(tick).collect();
    let named =
        svg::words((layout.size.0 - layout.right, layout.size.1 - 8.0), &chart.size_label, set.anchored(Anchor::End));
    canvas::put(paper, ticks + &named + &svg::words((1.0, 13.0), &chart.unit, set))
}

fn draw_limits(limits: &[FunnelLimits], layout: &Layout, plot: &mut Plot<'_, '_>) -> Drawn {
    type Side = fn(&FunnelLimits) -> f64;
    let sides: [(Side, f64, &'static str); 4] = [
        (|limits| limits.inner.0, 1.2, "6 4"),
        (|limits| limits.inner.1, 1.2, "6 4"),
        (|limits| limits.outer.0, 1.4, ""),
        (|limits| limits.outer.1, 1.4, ""),
    ];
    for (side, width, dash) in sides {
        let curve: Vec<(f64, f64)> =
            limits.iter().map(|limits| (layout.across.place(limits.size), side(limits))).collect();
        let runs = clipped(&curve, (layout.scale.low, layout.scale.high));
        plot.draw_series(
            runs.into_iter().map(|at| Placed { at, shape: Shape::Line { colour: Colour::HintInk, width, dash } }),
        )?;
    }
    Ok(())
}

/// The pieces of a curve between two heights, cut where it passes them.
fn clipped(curve: &[(f64, f64)], (low, high): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let inside = |y: f64| (low..=high).contains(&y);
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    let mut add = |point: (f64, f64)| {
        if let Some(run) = runs.last_mut() {
            run.push(point);
        }
    };
    let mut breaks = Vec::new();
    let mut length = 0;
    for pair in curve.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        if ![x0, y0, x1, y1].iter().all(|value| drawable(*value)) || (!inside(y0) && !inside(y1)) {
            continue;
        }
        let at = |y: f64| (x0 + (y - y0) / (y1 - y0) * (x1 - x0), y);
        let edge = |y: f64| if y < low { low } else { high };
        if !inside(y0) || length == 0 {
            breaks.push(length);
            add(if inside(y0) { (x0, y0) } else { at(edge(y0)) });
            length += 1;
        }
        add(if inside(y1) { (x1, y1) } else { at(edge(y1)) });
        length += 1;
    }
    let all = runs.pop().unwrap_or_default();
    let ends = breaks.iter().skip(1).copied().chain([all.len()]);
    breaks.iter().zip(ends).map(|(from, to)| all[*from..to].to_vec()).filter(|run| run.len() > 1).collect()
}

/// Dots, marks, names and what pointing at them says.
fn units_drawn(chart: &FunnelChart, layout: &Layout) -> String {
    let plot = layout.plot();
    let dots: Vec<(f64, f64)> = chart.dots.iter().filter(|dot| sound(dot)).map(|dot| layout.at(*dot)).collect();
    let marks: Vec<&FunnelMark> = chart.marks.iter().filter(|mark| sound(&(mark.size, mark.value))).collect();
    let (shown, further) = marks.split_at(marks.len().min(MOST_MARKS));
    let mut out = cloud(&dots, (layout.size, MOST), Colour::Common);
    for stand in [Stand::Better, Stand::Worse, Stand::Beyond, Stand::Own] {
        let of = further.iter().filter(|mark| mark.stand == stand).map(|mark| layout.at((mark.size, mark.value)));
        out += &cloud(&of.collect::<Vec<_>>(), (layout.size, MOST / 4), look(stand).0);
    }
    let at: Vec<(f64, f64)> = shown.iter().map(|mark| layout.at((mark.size, mark.value))).collect();
    for (mark, at) in shown.iter().zip(&at) {
        let (colour, marker) = look(mark.stand);
        out += &svg::mark(marker, *at, 4.4, colour, (Colour::Surface, 1.0));
    }
    let mut taken = Vec::new();
    out += &centre_name(chart, layout, &dots, &mut taken);
    let set = Type::plain(layout.text, Colour::Ink);
    let named: Vec<&&FunnelMark> = shown.iter().filter(|mark| !mark.name.is_empty()).take(layout.names).collect();
    let wanted: Vec<Wanted> = named
        .iter()
        .map(|mark| Wanted { at: layout.at((mark.size, mark.value)), width: text::width(&mark.name, layout.text) })
        .collect();
    // Counting what a name would cover pays only while dots can be told apart.
    let seen: &[(f64, f64)] = if dots.len() <= 2_000 { &dots } else { &[] };
    let places = labels::place(plot, &wanted, layout.text, (&at, seen), &taken);
    for (mark, area) in named.iter().zip(places) {
        if let Some(area) = area {
            out += &svg::rimmed(&svg::words((area.left, area.top + 0.84 * layout.text), &mark.name, set));
        }
    }
    out + &shown.iter().zip(&at).map(|(mark, at)| svg::tip(*at, 9.0, &mark.title)).collect::<String>()
}

/// The name of the centre at the right end of its line, where units are few and limits narrow.
fn centre_name(chart: &FunnelChart, layout: &Layout, dots: &[(f64, f64)], taken: &mut Vec<Area>) -> String {
    let Some((centre, name)) = chart.centre.as_ref().filter(|(centre, _)| drawable(*centre)) else {
        return String::new();
    };
    let (plot, width) = (layout.plot(), text::width(name, layout.text));
    let y = layout.y(*centre);
    let area = |left: f64, top: f64| Area { left, top, right: left + width, bottom: top + layout.text };
    let places = [plot.right - width - 2.0, plot.left + 4.0]
        .into_iter()
        .flat_map(|left| [area(left, y - 5.0 - layout.text), area(left, y + 5.0)]);
    let covered = |area: &Area| {
        let near = |(x, y): &(f64, f64)| {
            (area.left..=area.right).contains(x) && (area.top - 2.0..=area.bottom + 2.0).contains(y)
        };
        dots.iter().filter(|dot| near(dot)).count()
    };
    let Some(best) = places.filter(|area| area.within(&plot)).min_by_key(covered) else { return String::new() };
    taken.push(best);
    let set = Type::plain(layout.text, Colour::Ink).bold();
    svg::rimmed(&svg::words((best.left, best.top + 0.84 * layout.text), name, set))
}

fn look(stand: Stand) -> (Colour, Marker) {
    match stand {
        Stand::Better => (Colour::Better, Marker::Circle),
        Stand::Worse => (Colour::Worse, Marker::Triangle),
        Stand::Beyond => (Colour::Ink, Marker::Diamond),
        Stand::Own => (Colour::Ink, Marker::Square),
    }
}

/// The mark of a stand by itself, 22 × 12 px, for the key beside the chart.
pub fn key_stand(stand: Stand) -> String {
    let (colour, marker) = look(stand);
    super::key::hidden(&svg::mark(marker, (11.0, 6.0), 4.4, colour, (colour, 0.0)))
}

/// A dot of the crowd, for the key.
pub fn key_dot() -> String {
    super::key::hidden(&svg::mark(Marker::Circle, (11.0, 6.0), 2.3, Colour::Common, (Colour::Common, 0.0)))
}

/// A piece of the limits' line, for the key: of 99.8 %, or the dashed one of 95 %.
pub fn key_limit(outer: bool) -> String {
    let dash = if outer { "" } else { "6 4" };
    super::key::hidden(&svg::stroke(&[(0.0, 6.0), (22.0, 6.0)], Colour::HintInk, 1.4, dash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_picture() {
        let curve = [(0.0, -10.0), (1.0, 10.0), (2.0, 20.0), (3.0, 40.0), (4.0, 20.0)];
        let runs = clipped(&curve, (0.0, 30.0));
        assert_eq!(runs, [vec![(0.5, 0.0), (1.0, 10.0), (2.0, 20.0), (2.5, 30.0)], vec![(3.5, 30.0), (4.0, 20.0)],]);
        assert!(clipped(&curve, (100.0, 200.0)).is_empty());
        assert!(clipped(&[(0.0, f64::NAN), (1.0, 2.0)], (0.0, 30.0)).is_empty());
    }
}
