//! The words inside a plot – the goal's name, reasons of breaks and gaps – each put where it covers nothing.

use super::palette::Colour;
use super::place::{Area, Ground};
use super::svg::{self, Anchor, Type};
use super::text;

/// A few lines at a place: `at` is the anchor on the top edge.
#[derive(Debug, Clone)]
struct Note {
    lines: Vec<String>,
    at: (f64, f64),
    set: Type,
}

/// From one line to the next, for text of this size.
fn leading(size: f64) -> f64 {
    size * 1.3
}

fn height(lines: &[String], size: f64) -> f64 {
    size + leading(size) * lines.len().saturating_sub(1) as f64
}

fn width(lines: &[String], size: f64) -> f64 {
    lines.iter().map(|line| text::width(line, size)).fold(0.0, f64::max)
}

impl Note {
    fn area(&self) -> Area {
        let width = width(&self.lines, self.set.size);
        let (x, top) = self.at;
        let left = match self.set.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Area { left, top, right: left + width, bottom: top + height(&self.lines, self.set.size) }
    }

    /// The note; with a rim of the ground's colour where it `covers` something.
    fn svg(&self, covers: bool) -> String {
        let ((x, top), size) = (self.at, self.set.size);
        let line = |(index, line): (usize, &String)| {
            svg::words((x, top + 0.88 * size + leading(size) * index as f64), line, self.set)
        };
        let lines: String = self.lines.iter().enumerate().map(line).collect();
        if covers { svg::rimmed(&lines) } else { lines }
    }
}

/// Writes notes of one size into a plot, each knowing the ones before.
#[derive(Debug)]
pub(super) struct Notes {
    pub(super) ground: Ground,
    pub(super) plot: Area,
    /// Of the text, in px.
    pub(super) size: f64,
}

impl Notes {
    /// `words` in lines of `room` px, cut off where the plot is not high enough for all of them.
    fn lines(&self, words: &str, room: f64) -> Vec<String> {
        let mut lines = text::wrap(words, self.size, room);
        let most = ((self.plot.bottom - self.plot.top - 20.0) / leading(self.size)).max(1.0) as usize;
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.pop();
                last.push('…');
            }
        }
        lines
    }

    fn place(&mut self, candidates: &[Note]) -> String {
        let areas: Vec<Area> = candidates.iter().map(Note::area).collect();
        self.ground.take(&areas).map_or_else(String::new, |taken| candidates[taken.index].svg(taken.covers))
    }

    /// The name of a goal at height `y`: on its line if it can, at the left if it can.
    pub(super) fn goal(&mut self, y: f64, label: &str) -> String {
        let (plot, set) = (self.plot, Type::plain(self.size, Colour::Ink));
        let lines = self.lines(label, plot.right - plot.left);
        let places = [0.0, 0.25, 0.5, 0.7].into_iter().flat_map(|share| {
            let x = plot.left + 6.0 + share * (plot.right - plot.left);
            [(x, y - 5.0 - height(&lines, set.size)), (x, y + 5.0)]
        });
        let candidates: Vec<_> = places.map(|at| Note { lines: lines.clone(), at, set }).collect();
        self.place(&candidates)
    }

    /// The reason of a break at `x`: on its new side, which reaches to `newer`, else on the old one back to `older`.
    pub(super) fn a_break(&mut self, x: f64, (older, newer): (f64, f64), label: &str) -> String {
        let plot = self.plot;
        let sides = [
            (Anchor::Start, x + 6.0, newer - x - 10.0, plot.right - x - 10.0),
            (Anchor::End, x - 6.0, x - older - 10.0, x - plot.left - 10.0),
        ];
        let least = 4.0 * self.size;
        let mut candidates = Vec::new();
        for (anchor, at, room, beyond) in sides {
            // Fewer than four characters a line cannot be read; then the words run on beyond the next break.
            let room = if room < least { beyond } else { room };
            if room < least {
                continue;
            }
            let lines = self.lines(label, room.min(12.5 * self.size));
            let set = Type::plain(self.size, Colour::SecondInk).anchored(anchor);
            let (highest, lowest) = (plot.top + 7.0, plot.bottom - 8.0 - height(&lines, self.size));
            for share in [1.0, 0.0, 0.8, 0.2, 0.6, 0.4] {
                let top = highest + share * (lowest - highest);
                candidates.push(Note { lines: lines.clone(), at: (at, top), set });
            }
        }
        self.place(&candidates)
    }

    /// The reason of a gap between `from` and `to`, near the height `y` at which the line would have passed.
    pub(super) fn a_gap(&mut self, (from, to): (f64, f64), y: f64, why: &str) -> String {
        let plot = self.plot;
        let lines = self.lines(why, (to - from - 8.0).max(5.2 * self.size));
        let (tall, half) = (height(&lines, self.size), width(&lines, self.size) / 2.0);
        let set = Type::plain(self.size, Colour::SecondInk).anchored(Anchor::Middle);
        let (from, to) = (from.max(plot.left), to.min(plot.right));
        let top = |rise: f64| (y - tall / 2.0 + rise).min(plot.bottom - tall - 3.0).max(plot.top + 3.0);
        let mut candidates = Vec::new();
        for rise in [0.0, 12.0, -12.0, 24.0, -24.0, 40.0, -40.0, 60.0, -60.0, 85.0, -85.0] {
            for aside in [0.0, -0.2, 0.2] {
                let middle = (from + to) / 2.0 + aside * (to - from);
                let middle = middle.min(plot.right - half - 3.0).max(plot.left + half + 3.0);
                candidates.push(Note { lines: lines.clone(), at: (middle, top(rise)), set });
            }
        }
        self.place(&candidates)
    }
}
