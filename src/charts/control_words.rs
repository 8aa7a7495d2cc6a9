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

/// Above the plot, a row each: a tick down to the plot, its day and words beside it. The oldest stands highest, so that
/// no tick crosses the words of another that begin right of it.
pub(super) fn annotations(chart: &ControlChart, layout: &Layout) -> String {
    let area = layout.plot();
    let (notes, mut out) = (shown(chart), String::new());
    let set = Type::plain(layout.text_size, Colour::SecondInk);
    let first = area.top - ROW * notes.len() as f64;
    for (row, note) in notes.iter().enumerate() {
        let (x, top) = (layout.x(note.at as f64), first + ROW * row as f64);
        out += &svg::stroke(&[(x, top - 9.0), (x, area.top + 9.0)], Colour::SecondInk, 1.4, "");
        let words = format!("{} {}", note.day, cut(&note.text, NOTE_CHARACTERS));
        let width = text::width(&words, layout.text_size);
        let right = layout.size.0 - 2.0;
        let (at, anchor) = if x + 5.0 + width <= right {
            (x + 5.0, Anchor::Start)
        } else if x - 5.0 - width >= 0.0 {
            (x - 5.0, Anchor::End)
        } else {
            (right, Anchor::End)
        };
        out += &svg::rimmed(&svg::words((at, top + 1.0), &words, set.anchored(anchor)));
    }
    out
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
}
