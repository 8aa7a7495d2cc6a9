//! The space and the words of a control chart: its three numbers, what happened when.

use super::control::limits;
use super::control_model::{Annotation, ControlChart, ControlPoint};
use super::lines_layout::Layout;
use super::model::{LineChart, Size};
use super::palette::Colour;
use super::place::spread;
use super::scale::drawable;
use super::svg::{self, Anchor, Type};
use super::text;

/// The longest reason of a break.
pub(super) const BREAK_CHARACTERS: usize = 12;

/// The longest words of an annotation.
const NOTE_CHARACTERS: usize = 14;

/// More annotations than this are left to the table.
const MOST_NOTES: usize = 3;

/// From one row of annotations to the next, px.
const ROW: f64 = 18.0;

/// The first characters of a text; an ellipsis stands for the rest and counts as one of them.
pub(super) fn cut(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    words.chars().take(most - 1).chain(['…']).collect()
}

/// The bar of a point that has no limits.
pub(super) fn whisker(point: &ControlPoint) -> Option<(f64, f64)> {
    let ends = point.interval.filter(|(lower, upper)| drawable(*lower) && drawable(*upper) && lower <= upper);
    ends.filter(|_| limits(point).is_none())
}

/// The layout of the line chart with room for the three numbers and for what happened.
pub(super) fn layout(chart: &ControlChart, frame: &LineChart, size: Size) -> Layout {
    let widest = numbers_of(chart).iter().map(|(_, words)| text::width(words, 13.2) * 1.05).fold(0.0, f64::max);
    let mut layout = Layout::with_left(frame, size, widest + 14.0);
    let rows = shown(chart).len() as f64 * ROW;
    layout.top += rows;
    layout.size.1 += rows;
    layout
}

fn numbers_of(chart: &ControlChart) -> Vec<(f64, &str)> {
    let all = chart.numbers.iter().flat_map(|numbers| [&numbers.upper, &numbers.centre, &numbers.lower]);
    all.filter(|(value, _)| drawable(*value)).map(|(value, words)| (*value, words.as_str())).collect()
}

/// Upper limit, centre and lower limit at the left, moved apart where they would touch; and the heights they take.
pub(super) fn numbers(chart: &ControlChart, layout: &Layout, height: &dyn Fn(f64) -> f64) -> (String, Vec<f64>) {
    let numbers = numbers_of(chart);
    let area = layout.plot();
    let wanted: Vec<f64> = numbers.iter().map(|(value, _)| height(*value)).collect();
    let heights = spread(&wanted, layout.text_size + 1.0, area.top, area.bottom);
    let set = Type::plain(layout.text_size, Colour::Ink).anchored(Anchor::End).bold();
    let word =
        |((_, words), y): (&(f64, &str), &f64)| svg::words((area.left - 7.0, y + 0.36 * layout.text_size), words, set);
    let words = numbers.iter().zip(&heights).map(word).collect();
    (words, heights)
}

/// The annotations that are drawn: the latest, oldest first.
fn shown(chart: &ControlChart) -> Vec<&Annotation> {
    let mut known: Vec<&Annotation> = chart.annotations.iter().filter(|note| note.at < chart.periods.len()).collect();
    known.sort_by_key(|note| note.at);
    known.split_off(known.len().saturating_sub(MOST_NOTES))
}

/// An annotation with its place: the tick, and where the words begin and end.
struct Noted {
    tick: f64,
    words: String,
    at: f64,
    anchor: Anchor,
    span: (f64, f64),
}

impl Noted {
    fn of(note: &Annotation, layout: &Layout) -> Self {
        let tick = layout.x(note.at as f64);
        let words = format!("{} {}", note.day, cut(&note.text, NOTE_CHARACTERS));
        let (width, right) = (text::width(&words, layout.text_size), layout.size.0 - 2.0);
        let (at, anchor) = if tick + 5.0 + width <= right {
            (tick + 5.0, Anchor::Start)
        } else if tick - 5.0 - width >= 0.0 {
            (tick - 5.0, Anchor::End)
        } else {
            (right, Anchor::End)
        };
        let from = if anchor == Anchor::Start { at } else { at - width };
        Self { tick, words, at, anchor, span: (from, from + width) }
    }
}

/// In which order, from the top, the ticks of the upper cross the fewest words of the lower.
fn fewest_crossings(notes: &[Noted]) -> Vec<usize> {
    let crosses = |upper: usize, lower: usize| {
        let (from, to) = notes[lower].span;
        (from..=to).contains(&notes[upper].tick)
    };
    let crossings = |order: &Vec<usize>| {
        let below = |row: usize| order[row + 1..].iter().filter(move |lower| crosses(order[row], **lower)).count();
        (0..order.len()).map(below).sum::<usize>()
    };
    let mut orders = vec![Vec::new()];
    for next in 0..notes.len() {
        let placed = |order: &Vec<usize>| {
            let order = order.clone();
            (0..=order.len()).rev().map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, next);
                longer
            })
        };
        orders = orders.iter().flat_map(placed).collect();
    }
    orders.into_iter().min_by_key(crossings).unwrap_or_default()
}

/// Above the plot, a row each: a tick down to the plot, its day and words beside it.
pub(super) fn annotations(chart: &ControlChart, layout: &Layout) -> String {
    let area = layout.plot();
    let notes: Vec<Noted> = shown(chart).into_iter().map(|note| Noted::of(note, layout)).collect();
    let set = Type::plain(layout.text_size, Colour::SecondInk);
    let first = area.top - ROW * notes.len() as f64;
    let (mut ticks, mut words) = (String::new(), String::new());
    for (row, note) in fewest_crossings(&notes).into_iter().map(|at| &notes[at]).enumerate() {
        let top = first + ROW * row as f64;
        ticks += &svg::stroke(&[(note.tick, top - 9.0), (note.tick, area.top + 9.0)], Colour::SecondInk, 1.4, "");
        words += &svg::rimmed(&svg::words((note.at, top + 1.0), &note.words, set.anchored(note.anchor)));
    }
    ticks + &words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_to_their_room() {
        assert_eq!(cut("全省培训", 12), "全省培训");
        let long = cut("一二三四五六七八九十一二三", 12);
        assert_eq!((long.chars().count(), long.ends_with('…')), (12, true));
    }

    #[test]
    fn no_tick_crosses_words_where_an_order_spares_them() {
        let noted = |tick: f64, from: f64, to: f64| Noted {
            tick,
            words: String::new(),
            at: from,
            anchor: Anchor::Start,
            span: (from, to),
        };
        // The words of the second lie left of its tick, over the tick of the first.
        assert_eq!(fewest_crossings(&[noted(100.0, 105.0, 200.0), noted(220.0, 50.0, 215.0)]), [1, 0]);
        assert_eq!(fewest_crossings(&[noted(100.0, 105.0, 250.0), noted(220.0, 225.0, 300.0)]), [0, 1]);
        assert!(fewest_crossings(&[]).is_empty());
    }
}
