//! Rows against columns, each cell a small figure under the mark of what it gives evidence of.

use super::grid::{Frame, begun, centred, grounds, marks, steps, tips};
use super::grid_model::{Heat, HeatCell, HeatRow, Mark};
use super::model::Size;
use super::palette::Colour;
use super::svg;
use super::text;

/// Text of cells and heads: so large that it is 11.5 px still where the picture is drawn smaller.
const TEXT: f64 = 13.2;
/// From one row to the next, and where in it the middle of a figure under its mark stands.
const ROW: (f64, f64) = (38.0, 30.0);
/// The same where no cell has a mark above its figure.
const LOW_ROW: (f64, f64) = (32.0, 20.0);
const GAP: f64 = 2.0;
/// Columns of a narrow picture; of more, rows and columns change places.
const NARROW: usize = 11;
/// A cell is no wider.
const WIDEST: f64 = 84.0;

/// Draws the table. On a phone what is wider than long is turned: the rows become columns under their short names.
pub fn heat(chart: &Heat, size: Size) -> String {
    let (suffix, class, width) = match size {
        Size::Wide => ("-wide", r#"class="zk-chart zk-wide""#, 690.0),
        Size::Narrow => ("-narrow", r#"class="zk-chart zk-narrow""#, 340.0),
    };
    let turned = size == Size::Narrow && chart.columns.len() > NARROW;
    let table = if turned { turn(chart) } else { Table::of(chart) };
    let (body, height) = draw(&table, width);
    svg::document(&chart.caption, suffix, class, (width, height), &body)
}

/// What is drawn, turned or not.
struct Table<'a> {
    columns: Vec<&'a str>,
    rows: Vec<(&'a str, Vec<Option<&'a HeatCell>>, &'a str)>,
}

impl<'a> Table<'a> {
    fn of(chart: &'a Heat) -> Self {
        let row = |row: &'a HeatRow| {
            let cells = (0..chart.columns.len()).map(|at| row.cells.get(at)).collect();
            (row.name.as_str(), cells, row.without.as_str())
        };
        Self { columns: chart.columns.iter().map(String::as_str).collect(), rows: chart.rows.iter().map(row).collect() }
    }
}

impl Table<'_> {
    /// Whether no cell has a shape above its figure.
    fn plain(&self) -> bool {
        let mut marks = self.rows.iter().flat_map(|(_, cells, _)| cells).flatten().map(|cell| cell.mark);
        marks.all(|mark| matches!(mark, Mark::Step(_) | Mark::Blank))
    }
}

/// Columns as rows; a row without cells is left to the words below the picture.
fn turn(chart: &Heat) -> Table<'_> {
    let kept: Vec<&HeatRow> = chart.rows.iter().filter(|row| !row.cells.is_empty()).collect();
    let row = |(at, name)| -> (&str, Vec<Option<&HeatCell>>, &str) {
        let name: &String = name;
        (name.as_str(), kept.iter().map(|row| row.cells.get(at)).collect(), "")
    };
    Table {
        columns: kept.iter().map(|row| row.short.as_str()).collect(),
        rows: chart.columns.iter().enumerate().map(row).collect(),
    }
}

fn draw(table: &Table<'_>, width: f64) -> (String, f64) {
    let names = table.rows.iter().map(|(name, ..)| text::width(name, TEXT)).fold(0.0, f64::max);
    let count = table.columns.len().max(1) as f64;
    // Many columns leave names no more room than two lines need.
    let share = if table.columns.len() > NARROW { 0.21 } else { 0.3 };
    let left = (names + 10.0).clamp(30.0, width * share);
    let pitch = ((width - left) / count).min(WIDEST);
    let top = head_height(table, pitch);
    let (high, foot) = if table.plain() { LOW_ROW } else { ROW };
    let frame = |row: usize, column: usize| -> Frame {
        let at = (left + column as f64 * pitch, top + row as f64 * high);
        (at, (pitch - GAP, high - GAP))
    };
    let mut body = heads(table, (left, top), pitch);
    let (mut drawn, mut shapes, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (name, cells, without)) in table.rows.iter().enumerate() {
        body += &label(name, left, top + row as f64 * high, high);
        if !without.is_empty() {
            let at = (left + 6.0, top + row as f64 * high + high / 2.0 + 3.0);
            body += &begun(&[(at, without)], TEXT, Colour::HintInk);
            continue;
        }
        for (column, cell) in cells.iter().enumerate() {
            let at = frame(row, column);
            let ((x, y), (wide, _)) = at;
            let mark = cell.map_or(Mark::Blank, |cell| cell.mark);
            drawn.push((at, mark, cell.map_or("", |cell| cell.title.as_str())));
            let Some(cell) = cell else { continue };
            shapes.push(((x + wide / 2.0, y + 10.0), mark));
            // A figure that does not fit would run into its neighbours; pointing says it.
            if text::width(&cell.label, TEXT) <= wide + GAP {
                figures.push(((x + wide / 2.0, y + foot), cell.label.as_str()));
            }
        }
    }
    let words = centred(&figures, TEXT, Colour::Ink, false);
    if table.plain() {
        // A figure above a shape must not hide it from pointing.
        body += &format!("{}<g pointer-events=\"none\">{words}</g>", steps(&drawn));
    } else {
        let frames: Vec<(Frame, Mark)> = drawn.iter().map(|(at, mark, _)| (*at, *mark)).collect();
        let titles: Vec<(Frame, &str)> = drawn.iter().map(|(at, _, title)| (*at, *title)).collect();
        body += &format!("{}{}{words}{}", grounds(&frames), marks(&shapes, 4.2), tips(&titles));
    }
    (body, top + table.rows.len().max(1) as f64 * high)
}

/// A row's name in two lines at most.
fn label(name: &str, left: f64, top: f64, high: f64) -> String {
    let mut lines = text::wrap(name, TEXT, left - 8.0);
    lines.truncate(2);
    let first = top + high / 2.0 + 4.0 - (lines.len().saturating_sub(1)) as f64 * 8.0;
    let set: Vec<((f64, f64), &str)> =
        lines.iter().enumerate().map(|(at, line)| ((0.0, first + at as f64 * 16.0), line.as_str())).collect();
    begun(&set, TEXT, Colour::Ink)
}

/// Names stand on end where a column is narrower than they are.
fn upright(table: &Table<'_>, pitch: f64) -> bool {
    table.columns.iter().any(|name| text::width(name, TEXT) > pitch - GAP)
}

fn head_height(table: &Table<'_>, pitch: f64) -> f64 {
    if !upright(table, pitch) {
        return 24.0;
    }
    let longest = table.columns.iter().map(|name| name.chars().count().min(LONGEST)).max().unwrap_or(0);
    longest as f64 * 15.0 + 8.0
}

/// Characters of a name on end.
const LONGEST: usize = 6;

fn heads(table: &Table<'_>, (left, top): (f64, f64), pitch: f64) -> String {
    let middle = |at: usize| left + at as f64 * pitch + (pitch - GAP) / 2.0;
    if !upright(table, pitch) {
        let set: Vec<((f64, f64), &str)> =
            table.columns.iter().enumerate().map(|(at, name)| ((middle(at), top - 8.0), *name)).collect();
        return centred(&set, TEXT, Colour::SecondInk, false);
    }
    let letters: Vec<(usize, usize, usize, String)> = table
        .columns
        .iter()
        .enumerate()
        .flat_map(|(at, name)| {
            let count = name.chars().count().min(LONGEST);
            name.chars().take(LONGEST).enumerate().map(move |(nth, c)| (at, nth, count, c.to_string()))
        })
        .collect();
    let set: Vec<((f64, f64), &str)> = letters
        .iter()
        .map(|(at, nth, count, c)| ((middle(*at), top - 8.0 - (count - nth - 1) as f64 * 15.0), c.as_str()))
        .collect();
    centred(&set, TEXT, Colour::SecondInk, false)
}
