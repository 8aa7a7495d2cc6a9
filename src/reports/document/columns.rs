//! How wide the columns of a printed table are: numbers as narrow as they may, texts share what is left by what they hold. Pure.

use crate::documents::{Column, WIDTHS};
use crate::reports::model::{Cell, Table};

/// What stands between the margins, mm.
const PAGE: u16 = 156;
/// A Chinese letter of a cell (10.5 pt) and of a head (11 pt), mm, with a little air.
const LETTER: f64 = 3.75;
const HEAD: f64 = 3.95;
/// What stands left and right of the text of a dense cell, mm.
const EDGES: f64 = 2.0;
/// Lines of a head; more where the texts would have no room.
const LINES: [f64; 4] = [2.0, 3.0, 4.0, 6.0];
/// Widest column of numbers where there is room to spare, mm.
const EASY: u16 = 27;
/// The longest text among numbers that is none: `＜5 家`, `没有数`.
const ASIDE: f64 = 4.0;
/// A text as short as this stays on one line: `五(二)1`.
const WHOLE: f64 = 4.0;
/// A text column with a longer text stands at the left.
const LONG: f64 = 6.0;

/// The columns of a table with these heads; the first is left out where it stands above its rows.
pub fn columns(table: &Table, heads: &[String]) -> Vec<Column> {
    let skipped = usize::from(table.grouped);
    let widths = widths(table, heads);
    let column = |(at, head): (usize, &String)| {
        let text = !is_number(table, at) && longest(table, at) > LONG;
        match widths.get(at).copied().flatten() {
            Some(width) if text => Column::narrow(head, width).left(),
            Some(width) => Column::narrow(head, width),
            None => Column::wide(head),
        }
    };
    heads.iter().enumerate().skip(skipped).map(column).collect()
}

/// The width of each column, mm; none for the one that takes what is left.
fn widths(table: &Table, heads: &[String]) -> Vec<Option<u16>> {
    // Where nothing helps, all columns share the page.
    LINES.into_iter().find_map(|lines| fit(table, heads, lines)).unwrap_or_else(|| vec![None; heads.len()])
}

/// The widths with heads of so many lines; none where there is no room for them all.
fn fit(table: &Table, heads: &[String], lines: f64) -> Option<Vec<Option<u16>>> {
    let shown: Vec<usize> = (usize::from(table.grouped)..heads.len()).collect();
    let least = |at: usize| {
        let head = heads.get(at).map_or(0.0, |head| (letters(head) / lines).ceil().max(2.0) * HEAD);
        head.max(unbroken(table, at) * LETTER) + EDGES
    };
    let mut widths: Vec<(usize, u16)> = shown.iter().map(|at| (*at, step(least(*at)))).collect();
    let texts: Vec<usize> = shown.into_iter().filter(|at| !is_number(table, *at)).collect();
    let used = |widths: &[(usize, u16)]| widths.iter().map(|(_, width)| *width).sum::<u16>();
    if used(&widths) > PAGE {
        return None;
    }
    // What is left goes to whichever text breaks most often, a step at a time.
    loop {
        let left = PAGE.saturating_sub(used(&widths));
        let wraps = |(at, width): (usize, u16)| wraps(table, at, f64::from(width) - EDGES);
        let mut wanting: Vec<(usize, u16)> =
            widths.iter().copied().filter(|one| texts.contains(&one.0) && wraps(*one) > 0.0).collect();
        wanting.sort_by(|one, other| wraps(*other).total_cmp(&wraps(*one)));
        let next = wanting.into_iter().find_map(|(at, width)| {
            let wider = WIDTHS.into_iter().find(|one| *one > width)?;
            (wider - width <= left).then_some((at, wider))
        });
        let Some((at, wider)) = next else { break };
        widths.iter_mut().filter(|one| one.0 == at).for_each(|one| one.1 = wider);
    }
    // The longest text takes what is left over at last.
    let widest = texts.into_iter().max_by(|one, other| longest(table, *one).total_cmp(&longest(table, *other)));
    // What no text wants goes to the others evenly, the narrowest first.
    loop {
        let left = PAGE.saturating_sub(used(&widths));
        let others = widths.iter_mut().filter(|one| Some(one.0) != widest);
        let Some(narrowest) = others.min_by_key(|one| one.1) else { break };
        match WIDTHS.into_iter().find(|one| *one > narrowest.1) {
            Some(wider) if wider <= EASY && wider - narrowest.1 <= left => narrowest.1 = wider,
            _ => break,
        }
    }
    let mut all = vec![None; heads.len()];
    for (at, width) in widths {
        if let Some(place) = all.get_mut(at) {
            *place = Some(width).filter(|_| Some(at) != widest);
        }
    }
    Some(all)
}

/// The smallest width that a column may have for so much, mm.
fn step(needed: f64) -> u16 {
    WIDTHS.into_iter().find(|one| f64::from(*one) >= needed).unwrap_or(60)
}

fn cells(table: &Table, at: usize) -> impl Iterator<Item = &Cell> {
    table.rows.iter().filter_map(move |row| row.get(at))
}

/// Whether a column holds numbers, and at most a word where there is none.
fn is_number(table: &Table, at: usize) -> bool {
    let counted = |cell: &Cell| cell.number.is_some() || cell.counts.is_some();
    at > 0
        && cells(table, at).any(counted)
        && cells(table, at).all(|cell| counted(cell) || letters(&cell.shown) <= ASIDE)
}

/// The longest text of a column, in Chinese letters.
fn longest(table: &Table, at: usize) -> f64 {
    cells(table, at).map(|cell| letters(&cell.shown)).fold(0.0, f64::max)
}

/// How often the texts of a column break over lines in so much room, mm.
fn wraps(table: &Table, at: usize, room: f64) -> f64 {
    cells(table, at).map(|cell| ((letters(&cell.shown) * LETTER / room).ceil() - 1.0).max(0.0)).sum()
}

/// The longest part of a column that stays on one line, in Chinese letters: a number, a word of Latin letters, a short text.
fn unbroken(table: &Table, at: usize) -> f64 {
    let number = is_number(table, at);
    let long = |text: &str| match number {
        // A fraction breaks behind its stroke.
        true => text.split_inclusive(" /").map(str::trim).map(letters).fold(0.0, f64::max),
        false if letters(text) <= WHOLE => letters(text),
        false => text.split(|c: char| c >= '\u{2E80}' || c == ' ').map(letters).fold(2.0, f64::max),
    };
    cells(table, at).map(|cell| long(&cell.shown)).fold(0.0, f64::max)
}

/// How long a text is, in Chinese letters: digits are half as wide in the fonts named, and somewhat wider in those that stand in.
fn letters(text: &str) -> f64 {
    let wide = |c: char| match c {
        '\u{202F}' => 0.3,
        '(' | ')' | '.' | ',' => 0.4,
        c if c < '\u{2E80}' => 0.62,
        _ => 1.0,
    };
    text.chars().map(wide).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(heads: &[&str], rows: &[&[&str]]) -> Table {
        let mut table = Table::new("演示", heads);
        for row in rows {
            let cell = |text: &&str| match text.replace('\u{202F}', "").parse::<f64>() {
                Ok(number) => Cell::figure((*text).to_owned(), Some(number)),
                Err(_) => Cell::text(*text),
            };
            table.rows.push(row.iter().map(cell).collect());
        }
        table
    }

    fn shares(table: &Table) -> (Vec<Option<u16>>, u16) {
        let widths = widths(table, &table.heads);
        let used = widths.iter().flatten().sum::<u16>();
        (widths, PAGE - used)
    }

    #[test]
    fn numbers_are_narrow_and_texts_share_the_rest_by_what_they_hold() {
        let heads = ["任务", "承担者", "条款", "应完成", "已完成", "其中按期", "逾期", "进行中", "免除", "完成率（%）"];
        let row = [
            "演示：现场督导不少于所辖医院的五分之一，并把结果反馈给医院",
            "省级、市级、县级卫生健康委",
            "五(二)3",
            "27\u{202F}000",
            "12",
            "9",
            "—",
            "0",
            "0",
            "44.4",
        ];
        let (widths, left) = shares(&table(&heads, &[&row]));
        assert!(widths[3..].iter().all(|width| width.is_some_and(|width| width <= 15)), "{widths:?}");
        assert_eq!(widths[0], None, "the longest text takes what is left: {widths:?}");
        assert!(left >= 30 && left > widths[1].unwrap() && widths[1] >= widths[2], "{left} {widths:?}");
        assert_eq!(widths[2], Some(15), "a clause stays on one line");
        assert!(widths[3].unwrap() > widths[6].unwrap(), "a long number has its room: {widths:?}");
    }

    #[test]
    fn a_column_of_numbers_holds_at_most_a_word_where_there_is_none() {
        let rows: [&[&str]; 2] = [&["1", "85.0", "12"], &["2", "＜5 家", "演示：没有数的原因"]];
        let table = table(&["级别", "止", "说明"], &rows);
        assert_eq!([0, 1, 2].map(|at| is_number(&table, at)), [false, true, false], "the first column names its row");
    }

    #[test]
    fn what_stands_above_its_rows_has_no_column_and_a_short_table_no_narrow_text() {
        let grouped = Table {
            grouped: true,
            ..table(&["目标", "级别", "止"], &[&["演示：很长的目标名称", "三级", "85"]])
        };
        assert_eq!(columns(&grouped, &grouped.heads).len(), 2);
        assert_eq!(shares(&grouped).0, [None, None, Some(27)]);
        let (widths, left) = shares(&table(&["级别", "家数"], &[&["三级医院", "1"]]));
        assert_eq!((widths, left), (vec![None, Some(27)], 129), "there is room to spare");
    }

    #[test]
    fn however_many_columns_there_are_the_texts_keep_some_room() {
        let heads = ["名称"; 1].into_iter().chain(["很长很长很长的一个表头（个）"; 9]).collect::<Vec<_>>();
        let row = ["演示名称"; 1].into_iter().chain(["123"; 9]).collect::<Vec<_>>();
        let (widths, left) = shares(&table(&heads, &[&row]));
        assert!(left >= 12 && widths[1..].iter().all(Option::is_some), "{left} {widths:?}");
    }
}
