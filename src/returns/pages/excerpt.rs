//! 在表里的样子: the rows around a cell, as the sender's spreadsheet shows them. Pure.

use crate::catalogue::model::Severity;
use crate::returns::model::Problem;
use crate::spreadsheets::{Book, Cell, Raw, parse_a1};

/// Rows shown above and below the cell of a form. Those of a table are other hospitals'.
const AROUND: u32 = 2;
/// Columns shown at most.
const COLUMNS: u32 = 11;

/// A piece of a sheet with its real row numbers and column letters.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub(super) struct Excerpt {
    cell: String,
    sheet: String,
    /// Whether the cell must be mended, as opposed to explained.
    blocks: bool,
    columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, PartialEq, Eq, serde::Serialize)]
struct Row {
    number: u32,
    cells: Vec<Shown>,
}

#[derive(Debug, PartialEq, Eq, serde::Serialize)]
struct Shown {
    text: String,
    number: bool,
    /// The cell it is about.
    here: bool,
}

/// The excerpt around the cell of a problem, its row alone where it is `of_table`; `None` where the problem is of no
/// cell, or the cell is not there.
pub(super) fn excerpt(book: &Book, problem: &Problem, of_table: bool) -> Option<Excerpt> {
    let cell = problem.cell.as_deref()?;
    let (row, col) = parse_a1(cell.split(':').next().unwrap_or(cell))?;
    let sheet = book.sheet(problem.sheet.as_deref()?)?;
    let around = if of_table { 0 } else { AROUND };
    let first_row = row.saturating_sub(around);
    let first_col = if col < COLUMNS { 1.min(col) } else { col - COLUMNS / 2 };
    // The long definition would push the figures off the page.
    let wide = |at: u32| {
        let longest = (first_row..=row + around).filter_map(|r| sheet.cell(r, at)).map(|c| text(c).chars().count());
        longest.max().unwrap_or(0) > 24
    };
    let columns: Vec<u32> = (first_col..first_col + COLUMNS).filter(|at| *at == col || !wide(*at)).collect();
    let rows = (first_row..=row + around).map(|number| Row {
        number: number + 1,
        cells: columns.iter().map(|at| shown(sheet.cell(number, *at), (number, *at) == (row, col))).collect(),
    });
    Some(Excerpt {
        cell: cell.to_owned(),
        blocks: problem.severity == Severity::Block,
        sheet: sheet.name.clone(),
        columns: columns.iter().map(|at| letters(*at)).collect(),
        rows: rows.collect(),
    })
}

fn shown(cell: Option<&Cell>, here: bool) -> Shown {
    let number = cell.is_some_and(|cell| matches!(cell.value, Raw::Number(_)));
    Shown { text: cell.map(text).unwrap_or_default(), number, here }
}

/// What a person sees there; the text of a formula, such as our own total's, would push the column off the page.
fn text(cell: &Cell) -> String {
    match cell.value {
        Raw::FormulaWithoutValue => "（公式）".to_owned(),
        _ => cell.found(),
    }
}

fn letters(col: u32) -> String {
    crate::spreadsheets::a1(0, col).trim_end_matches('1').to_owned()
}
