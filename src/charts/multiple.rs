//! A small control chart among others of the same size: band, edges, centre, three numbers, a few dates.

use super::control::{limits, look, points, runs};
use super::control_model::ControlChart;
use super::control_words::whisker;
use super::palette::Colour;
use super::place::spread;
use super::scale::drawable;
use super::svg::{self, Anchor, Type};
use super::text;

const SIZE: (f64, f64) = (300.0, 150.0);
const TOP: f64 = 10.0;
const BOTTOM: f64 = 120.0;
/// A page shows it down to nine tenths of its size; text must stay above 11.5 px even then.
const TEXT: f64 = 13.0;

/// Draws a control chart of 300 × 150 px on its own scale; pages say that scales differ.
pub fn multiple(chart: &ControlChart) -> String {
    let place = Place::of(chart);
    let mut body = place.limits(chart);
    let base = [(place.left - 4.0, BOTTOM + 4.0), (SIZE.0 - 2.0, BOTTOM + 4.0)];
    body += &svg::stroke(&base, Colour::Baseline, 1.0, "");
    body += &place.goal(chart);
    body += &place.points(chart);
    body += &place.numbers(chart);
    body += &place.dates(chart);
    if points(chart).next().is_none() {
        let middle = ((place.left + SIZE.0) / 2.0, (TOP + BOTTOM) / 2.0);
        body += &svg::words(middle, "没有可画的数值", Type::plain(TEXT, Colour::HintInk).anchored(Anchor::Middle));
    }
    svg::document(&chart.caption, "", r#"class="zk-chart zk-multi""#, SIZE, &body)
}

/// Where things lie.
struct Place {
    left: f64,
    low: f64,
    high: f64,
    count: usize,
}

impl Place {
    fn of(chart: &ControlChart) -> Self {
        let of_point = |(_, point): super::control::At<'_>| {
            let (lower, upper) = limits(point).or_else(|| whisker(point)).unzip();
            [Some(point.value), lower, upper]
        };
        let goal = chart.goal.iter().map(|goal| goal.value).filter(|goal| drawable(*goal));
        let values: Vec<f64> = points(chart).flat_map(of_point).flatten().chain(goal).collect();
        let (low, high) = values
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
        let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
        let room = if high > low { 0.0 } else { (high.abs() * 0.05).max(0.5) };
        let words = |number: &(f64, String)| text::width(&number.1, TEXT);
        let widest = chart.numbers.iter().flat_map(|three| [&three.upper, &three.centre, &three.lower]).map(words);
        Self {
            left: widest.fold(22.0, f64::max).min(80.0) + 10.0,
            low: low - room,
            high: high + room,
            count: chart.periods.len(),
        }
    }

    fn step(&self) -> f64 {
        (SIZE.0 - 10.0 - self.left) / self.count.saturating_sub(1).max(1) as f64
    }

    fn x(&self, at: f64) -> f64 {
        let x = self.left + 4.0 + at * self.step();
        x.clamp(self.left - 4.0, SIZE.0 - 2.0)
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        (BOTTOM - share * (BOTTOM - TOP)).clamp(TOP, BOTTOM)
    }

    fn limits(&self, chart: &ControlChart) -> String {
        let mut out = String::new();
        let (mut edges, mut centres) = (String::new(), String::new());
        for run in runs(chart) {
            let (mut over, mut under) = (Vec::new(), Vec::new());
            for (at, point) in &run {
                let Some((lower, upper)) = limits(point) else { continue };
                let (from, to) = (self.x(*at as f64 - 0.5), self.x(*at as f64 + 0.5));
                let (top, foot) = (self.y(upper), self.y(lower));
                out += &svg::block((from, top), (to - from + 0.4, foot - top), Colour::Sunken);
                over.extend([(from, top), (to, top)]);
                under.extend([(from, foot), (to, foot)]);
            }
            edges += &svg::stroke(&over, Colour::HintInk, 1.0, "4 3");
            edges += &svg::stroke(&under, Colour::HintInk, 1.0, "4 3");
        }
        let ends = chart.stretches.iter().skip(1).map(|stretch| stretch.from).chain([self.count]);
        for (stretch, until) in chart.stretches.iter().zip(ends) {
            let (from, to) = (self.x(stretch.from as f64 - 0.5), self.x(until as f64 - 0.5));
            if let Some(centre) = stretch.centre.filter(|centre| drawable(*centre)) {
                centres += &svg::stroke(&[(from, self.y(centre)), (to, self.y(centre))], Colour::HintInk, 1.0, "");
            }
            if stretch.from > 0 {
                centres += &svg::stroke(&[(from, TOP), (from, BOTTOM)], Colour::HintInk, 1.0, "3 3");
            }
        }
        out + &edges + &centres
    }

    fn goal(&self, chart: &ControlChart) -> String {
        let goal = chart.goal.as_ref().filter(|goal| drawable(goal.value));
        goal.map_or_else(String::new, |goal| {
            let y = self.y(goal.value);
            svg::stroke(&[(self.left - 4.0, y), (SIZE.0 - 2.0, y)], Colour::Ink, 1.2, "7 4")
        })
    }

    fn points(&self, chart: &ControlChart) -> String {
        let mut out = String::new();
        for run in runs(chart) {
            let bars: String = run
                .iter()
                .filter_map(|(at, point)| {
                    let ((lower, upper), x) = (whisker(point)?, self.x(*at as f64));
                    Some(svg::stroke(&[(x, self.y(lower)), (x, self.y(upper))], Colour::Common, 1.2, ""))
                })
                .collect();
            if bars.is_empty() {
                let path: Vec<_> = run.iter().map(|(at, point)| (self.x(*at as f64), self.y(point.value))).collect();
                out += &svg::stroke(&path, Colour::Common, 1.4, "");
            }
            out += &bars;
        }
        let radius = if self.step() < 7.0 { 2.2 } else { 3.2 };
        for (at, point) in points(chart) {
            let (marker, colour, radius) = look(point.mark, radius);
            out += &svg::mark(marker, (self.x(at as f64), self.y(point.value)), radius, colour, (Colour::Surface, 1.0));
        }
        for (at, point) in points(chart) {
            let radius = (self.step() / 2.0).clamp(4.0, 9.0);
            out += &svg::tip((self.x(at as f64), self.y(point.value)), radius, &point.title);
        }
        out
    }

    fn numbers(&self, chart: &ControlChart) -> String {
        let Some(three) = &chart.numbers else { return String::new() };
        let all = [&three.upper, &three.centre, &three.lower];
        let wanted: Vec<f64> =
            all.iter().map(|(value, _)| if drawable(*value) { self.y(*value) } else { TOP }).collect();
        let heights = spread(&wanted, TEXT + 1.0, TOP, BOTTOM);
        let set = Type::plain(TEXT, Colour::HintInk).anchored(Anchor::End);
        let word = |((_, words), y): (&&(f64, String), f64)| svg::words((self.left - 8.0, y + 0.36 * TEXT), words, set);
        all.iter().zip(heights).map(word).collect()
    }

    /// The periods, or where there are more than a year of them the years where they begin, as many as have room.
    fn dates(&self, chart: &ControlChart) -> String {
        let widest = chart.periods.iter().map(|tick| text::width(&tick.label, TEXT)).fold(0.0, f64::max);
        let every = ((widest + 4.0) / self.step().max(1.0)).ceil().max(1.0) as usize;
        let short = self.count <= 12;
        let mut out = String::new();
        let mut free = f64::NEG_INFINITY;
        for (at, tick) in chart.periods.iter().enumerate() {
            let begins = at == 0 || tick.year != chart.periods[at - 1].year;
            let words = match short {
                true if at % every == 0 => &tick.label,
                false if begins => &tick.year,
                _ => continue,
            };
            let half = text::width(words, TEXT) / 2.0;
            let x = self.x(at as f64).clamp(half, SIZE.0 - half);
            if x - half >= free {
                let set = Type::plain(TEXT, Colour::HintInk).anchored(Anchor::Middle);
                out += &svg::words((x, SIZE.1 - 8.0), words, set);
                free = x + half;
            }
        }
        out
    }
}
