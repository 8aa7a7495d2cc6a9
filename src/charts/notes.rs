//! The words inside a plot – the goal's name, reasons of breaks and gaps – each put where it covers nothing.

use super::palette::Colour;
use super::place::{Area, Ground};
use super::svg::{self, Anchor, Type};
use super::text;

/// Size of a note in px.
pub(super) const SIZE: f64 = 11.5;
/// From one line of a note to the next.
const LEADING: f64 = 15.0;

/// A few lines at a place: `at` is the anchor on the top edge.
#[derive(Debug, Clone)]
struct Note {
    lines: Vec<String>,
    at: (f64, f64),
    set: Type,
}

impl Note {
    fn area(&self) -> Area {
        let width = self.lines.iter().map(|line| text::width(line, self.set.size)).fold(0.0, f64::max);
        let (x, top) = self.at;
        let left = match self.set.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Area { left, top, right: left + width, bottom: top + height(&self.lines) }
    }

    /// The note; with a rim of the ground's colour where it `covers` something.
    fn svg(&self, covers: bool) -> String {
        let (x, top) = self.at;
        let line = |(index, line): (usize, &String)| {
            svg::words((x, top + 0.88 * self.set.size + LEADING * index as f64), line, self.set)
        };
        let lines: String = self.lines.iter().enumerate().map(line).collect();
        if covers { svg::rimmed(&lines) } else { lines }
    }
}

fn height(lines: &[String]) -> f64 {
    SIZE + LEADING * lines.len().saturating_sub(1) as f64
}

/// `words` in lines of `room` px, cut off where the plot is not high enough for all of them.
fn lines_within(plot: Area, words: &str, room: f64) -> Vec<String> {
    let mut lines = text::wrap(words, SIZE, room);
    let most = ((plot.bottom - plot.top - 20.0) / LEADING).max(1.0) as usize;
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    lines
}

fn place(ground: &mut Ground, candidates: &[Note]) -> String {
    let areas: Vec<Area> = candidates.iter().map(Note::area).collect();
    ground.take(&areas).map_or_else(String::new, |taken| candidates[taken.index].svg(taken.covers))
}

/// The name of a goal at height `y`: on its line if it can, at the left if it can.
pub(super) fn goal(ground: &mut Ground, plot: Area, y: f64, label: &str) -> String {
    let lines = lines_within(plot, label, plot.right - plot.left);
    let set = Type::plain(SIZE, Colour::Ink);
    let places = [0.0, 0.25, 0.5, 0.7].into_iter().flat_map(|share| {
        let x = plot.left + 6.0 + share * (plot.right - plot.left);
        [(x, y - 5.0 - height(&lines)), (x, y + 5.0)]
    });
    let candidates: Vec<_> = places.map(|at| Note { lines: lines.clone(), at, set }).collect();
    place(ground, &candidates)
}

/// The reason of a break at `x`: on its new side, which reaches to `newer`, else on the old one back to `older`.
pub(super) fn a_break(ground: &mut Ground, plot: Area, x: f64, (older, newer): (f64, f64), label: &str) -> String {
    let sides = [(Anchor::Start, x + 6.0, newer - x - 10.0), (Anchor::End, x - 6.0, x - older - 10.0)];
    let mut candidates = Vec::new();
    for (anchor, at, room) in sides {
        // Fewer than four characters a line cannot be read; then the words run on beyond the next break.
        let beyond = if anchor == Anchor::Start { plot.right - x } else { x - plot.left } - 10.0;
        let room = if room < 4.0 * SIZE { beyond } else { room };
        if room < 4.0 * SIZE {
            continue;
        }
        let lines = lines_within(plot, label, room.min(12.5 * SIZE));
        let set = Type::plain(SIZE, Colour::SecondInk).anchored(anchor);
        for top in [plot.bottom - 8.0 - height(&lines), plot.top + 7.0] {
            candidates.push(Note { lines: lines.clone(), at: (at, top), set });
        }
    }
    place(ground, &candidates)
}

/// The reason of a gap between `from` and `to`, near the height `y` at which the line would have passed.
pub(super) fn a_gap(ground: &mut Ground, plot: Area, (from, to): (f64, f64), y: f64, why: &str) -> String {
    let lines = lines_within(plot, why, (to - from - 8.0).max(5.2 * SIZE));
    let tall = height(&lines);
    let set = Type::plain(SIZE, Colour::SecondInk).anchored(Anchor::Middle);
    let half = lines.iter().map(|line| text::width(line, SIZE)).fold(0.0, f64::max) / 2.0;
    let (from, to) = (from.max(plot.left), to.min(plot.right));
    let mut candidates = Vec::new();
    let top = |rise: f64| (y - tall / 2.0 + rise).min(plot.bottom - tall - 3.0).max(plot.top + 3.0);
    for rise in [0.0, 12.0, -12.0, 24.0, -24.0, 40.0, -40.0, 60.0, -60.0, 85.0, -85.0] {
        for aside in [0.0, -0.2, 0.2] {
            let middle = (from + to) / 2.0 + aside * (to - from);
            let middle = middle.min(plot.right - half - 3.0).max(plot.left + half + 3.0);
            candidates.push(Note { lines: lines.clone(), at: (middle, top(rise)), set });
        }
    }
    place(ground, &candidates)
}
