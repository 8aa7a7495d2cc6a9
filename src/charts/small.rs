//! One of several small control charts that share their size, each on its own scale.

use super::model::{Marker, Movement, Multiple, MultipleSpot};
use super::palette::Colour;
use super::scale::{Scale, drawable};
use super::svg::{self, Anchor, Type};
use super::text;

const SIZE: (f64, f64) = (320.0, 138.0);
const TOP: f64 = 12.0;
const BOTTOM: f64 = 112.0;
/// Base line of the years.
const YEARS: f64 = 131.0;
const LETTERS: f64 = 11.5;
/// Room around a mark at either end.
const ROOM: f64 = 8.0;

/// Draws a control chart of 320 × 138 px: limits as a band, the centre as a line, breaks as dashed rules; points that
/// a rule flags carry the mark of what they mean.
pub fn small(chart: &Multiple) -> String {
    let frame = Frame::of(chart);
    let stretches = stretches(chart);
    let mut body = frame.grid();
    for stretch in &stretches {
        body += &frame.band(stretch);
    }
    for (from, until, value) in &chart.centres {
        body += &frame.level(*from, *until, *value, Colour::HintInk, "");
    }
    if let Some(goal) = chart.goal.filter(|goal| drawable(*goal)) {
        body += &frame.level(0, chart.spots.len().saturating_sub(1), goal, Colour::Ink, "8 4");
    }
    body += &frame.breaks(chart);
    for stretch in &stretches {
        body += &frame.line(stretch);
    }
    body += &frame.marks(chart);
    body += &frame.words(chart);
    svg::document(&chart.caption, "", r#"class="zk-chart zk-multiple""#, SIZE, &body)
}

/// A spot with the index of its period.
type At<'a> = (usize, &'a MultipleSpot);

/// Spots that follow one another without a gap and without a break between them.
fn stretches(chart: &Multiple) -> Vec<Vec<At<'_>>> {
    let mut found: Vec<Vec<At<'_>>> = Vec::new();
    for (index, spot) in chart.spots.iter().enumerate() {
        let Some(spot) = spot.as_ref().filter(|spot| drawable(spot.value)) else { continue };
        let joined =
            |last: &Vec<At<'_>>| last.last().is_some_and(|(at, _)| at + 1 == index) && !chart.breaks.contains(&index);
        match found.last_mut().filter(|last| joined(last)) {
            Some(last) => last.push((index, spot)),
            None => found.push(vec![(index, spot)]),
        }
    }
    found
}

/// Where things lie.
struct Frame {
    scale: Scale,
    left: f64,
    right: f64,
    count: usize,
}

impl Frame {
    fn of(chart: &Multiple) -> Self {
        let of_spot = |spot: &MultipleSpot| {
            let ends = |pair: Option<(f64, f64)>| pair.into_iter().flat_map(|(low, high)| [low, high]);
            [spot.value].into_iter().chain(ends(spot.limits)).chain(ends(spot.interval)).collect::<Vec<_>>()
        };
        let values = chart.spots.iter().flatten().flat_map(of_spot).chain(chart.goal);
        let scale = Scale::around(values, chart.reach, 3);
        let widest = |labels: &mut dyn Iterator<Item = String>| {
            labels.map(|label| text::width(&label, LETTERS)).fold(0.0, f64::max)
        };
        let left = widest(&mut scale.ticks().into_iter().map(|tick| scale.label(tick))) + 6.0;
        let right = SIZE.0 - widest(&mut [chart.last.clone()].into_iter()) - 6.0;
        Self { scale, left, right, count: chart.spots.len() }
    }

    fn x(&self, index: f64) -> f64 {
        let (from, to) = (self.left + ROOM, self.right - ROOM);
        if self.count < 2 { (from + to) / 2.0 } else { from + index * (to - from) / (self.count - 1) as f64 }
    }

    fn y(&self, value: f64) -> f64 {
        let share = (value - self.scale.low) / (self.scale.high - self.scale.low);
        BOTTOM - share.clamp(0.0, 1.0) * (BOTTOM - TOP)
    }

    fn place(&self, index: usize, value: f64) -> (f64, f64) {
        (self.x(index as f64), self.y(value))
    }

    fn grid(&self) -> String {
        let mut body = String::new();
        for tick in self.scale.ticks() {
            let y = self.y(tick);
            body += &svg::stroke(&[(self.left, y), (self.right, y)], Colour::Hairline, 1.0, "");
            let set = Type::plain(LETTERS, Colour::HintInk).anchored(Anchor::End);
            body += &svg::words((self.left - 4.0, y + 4.0), &self.scale.label(tick), set);
        }
        body
    }

    /// The limits of a stretch as a tinted band with dashed edges.
    fn band(&self, stretch: &[At<'_>]) -> String {
        let with_limits: Vec<(usize, (f64, f64))> =
            stretch.iter().filter_map(|(index, spot)| Some((*index, spot.limits?))).collect();
        let upper: Vec<_> = with_limits.iter().map(|(index, limits)| self.place(*index, limits.1)).collect();
        let lower: Vec<_> = with_limits.iter().map(|(index, limits)| self.place(*index, limits.0)).collect();
        if upper.len() < 2 {
            return String::new();
        }
        let around = upper.iter().chain(lower.iter().rev()).copied();
        let ground = format!("<polygon points=\"{}\" fill=\"{}\"/>", svg::points(around), Colour::Sunken);
        let edge = |path: &[(f64, f64)]| svg::stroke(path, Colour::Baseline, 1.2, "3 2");
        format!("{ground}{}{}", edge(&upper), edge(&lower))
    }

    fn level(&self, from: usize, until: usize, value: f64, colour: Colour, dash: &str) -> String {
        svg::stroke(&[self.place(from, value), self.place(until, value)], colour, 1.0, dash)
    }

    fn breaks(&self, chart: &Multiple) -> String {
        let within = chart.breaks.iter().filter(|before| (1..self.count).contains(*before));
        let rule = |before: &usize| {
            let x = self.x(*before as f64 - 0.5);
            svg::stroke(&[(x, TOP - 6.0), (x, BOTTOM)], Colour::HintInk, 1.0, "2 2")
        };
        within.map(rule).collect()
    }

    fn line(&self, stretch: &[At<'_>]) -> String {
        let whiskers: String = stretch
            .iter()
            .filter_map(|(index, spot)| spot.interval.map(|ends| (*index, ends)))
            .map(|(index, (low, high))| {
                svg::stroke(&[self.place(index, low), self.place(index, high)], Colour::Baseline, 1.4, "")
            })
            .collect();
        let path: Vec<_> = stretch.iter().map(|(index, spot)| self.place(*index, spot.value)).collect();
        let drawn = match path.as_slice() {
            [single] => svg::mark(Marker::Circle, *single, 1.8, Colour::Common, (Colour::Common, 0.0)),
            path => svg::stroke(path, Colour::Common, 1.5, ""),
        };
        whiskers + &drawn
    }

    fn marks(&self, chart: &Multiple) -> String {
        let spots = || chart.spots.iter().enumerate().filter_map(|(index, spot)| Some((index, spot.as_ref()?)));
        let last = spots().next_back().map(|(index, _)| index);
        let mut body = String::new();
        for (index, spot) in spots().filter(|(_, spot)| drawable(spot.value)) {
            let at = self.place(index, spot.value);
            body += &match spot.movement {
                Movement::Better => svg::mark(Marker::Circle, at, 3.4, Colour::Better, (Colour::Surface, 0.8)),
                Movement::Worse => svg::mark(Marker::Triangle, at, 3.8, Colour::Worse, (Colour::Surface, 0.8)),
                Movement::Common if Some(index) == last => {
                    svg::mark(Marker::Circle, at, 3.0, Colour::Surface, (Colour::Common, 1.6))
                }
                Movement::Common => String::new(),
            };
            body += &svg::tip(at, 5.0, &spot.title);
        }
        body
    }

    /// The last figure at the line's end, and the years below.
    fn words(&self, chart: &Multiple) -> String {
        let mut body = String::new();
        let last = chart.spots.iter().rev().flatten().find(|spot| drawable(spot.value));
        if let Some(spot) = last {
            let set = Type::plain(LETTERS, Colour::Ink).bold();
            body += &svg::words((self.right - 1.0, self.y(spot.value) + 4.0), &chart.last, set);
        }
        let mut free = 0.0;
        for (index, year) in &chart.years {
            let x = self.x(*index as f64);
            if x >= free && x + text::width(year, LETTERS) <= SIZE.0 {
                body += &svg::words((x, YEARS), year, Type::plain(LETTERS, Colour::HintInk));
                free = x + text::width(year, LETTERS) + 6.0;
            }
        }
        body
    }
}
