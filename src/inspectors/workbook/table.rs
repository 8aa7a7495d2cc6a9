//! From a book to rows of cells under known headers.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Problem, Shape};
use crate::catalogue::model::half_width;
use crate::hospitals::day_of;
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility, a1};

/// How far down the header row is looked for: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;
/// More rows than any pool or list has.
const ROWS_MAX: usize = 20_000;

/// The rows under the header that hold something.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// From the top.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    row: u32,
    columns: BTreeMap<&'static str, u32>,
    cells: HashMap<&'static str, Cell>,
}

impl Row {
    /// Whether the workbook has the column at all.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// The text under a column; empty where nothing stands.
    #[must_use]
    pub fn text(&self, column: &str) -> String {
        self.cells.get(column).map(text_of).unwrap_or_default()
    }

    /// The day under a column; none where nothing stands.
    ///
    /// # Errors
    /// The problem of a cell that holds something else.
    pub fn day(&self, column: &'static str) -> Result<Option<NaiveDate>, Problem> {
        let Some(cell) = self.cells.get(column) else { return Ok(None) };
        let wrong = || self.problem(column, "日期没有读懂，请写成 2024-03-31 这样。");
        day_of(cell).map(Some).ok_or_else(wrong)
    }

    /// A problem at the cell under a column.
    #[must_use]
    pub fn problem(&self, column: &'static str, message: impl Into<String>) -> Problem {
        let found = self.cells.get(column).map(Cell::found);
        Problem { cell: Some(self.address(column)), found, message: message.into() }
    }

    /// Where the cell under a column stands.
    #[must_use]
    pub fn address(&self, column: &str) -> String {
        a1(self.row, self.columns.get(column).copied().unwrap_or(0))
    }
}

/// A code that was typed as a number stays one without a point.
fn text_of(cell: &Cell) -> String {
    match cell.value {
        Raw::Number(number) if !cell.percent && number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        _ => cell.found().trim().to_owned(),
    }
}

/// The column a header means, whatever spaces, stars or brackets stand around it.
fn column_of(shape: &Shape, header: &str) -> Option<&'static str> {
    let text = half_width(header);
    let before = text.split('(').next().unwrap_or_default();
    let word: String = before.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    shape.columns.iter().map(|(name, _)| *name).find(|name| *name == word)
}

/// Finds the table in a book.
///
/// # Errors
/// When no sheet has the header row, a column that must be there is missing or doubled, or nothing stands below.
pub fn read(shape: &Shape, book: &Book) -> Result<Table, Vec<Problem>> {
    let named = book.sheet(shape.sheet).into_iter();
    let others =
        book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible && sheet.name != shape.sheet);
    let found = named.chain(others).find_map(|sheet| Some((sheet, header_of(shape, sheet)?)));
    let Some((sheet, header)) = found else { return Err(vec![no_table(shape)]) };
    let columns = columns_of(shape, header)?;
    let header_row = header.first().map_or(0, |cell| cell.row);
    let below = sheet.rows().filter(|cells| cells.first().is_some_and(|cell| cell.row > header_row));
    let rows: Vec<Row> = below.filter_map(|cells| row_of(cells, &columns)).collect();
    match rows.len() {
        0 => Err(vec![Problem::of_file("表头下面一行也没有。请填好以后再传。")]),
        many if many > ROWS_MAX => {
            Err(vec![Problem::of_file(format!("有 {many} 行，最多 {ROWS_MAX} 行。请分几次传。"))])
        }
        _ => Ok(Table { rows }),
    }
}

fn no_table(shape: &Shape) -> Problem {
    let heads: Vec<&str> = shape.columns.iter().map(|(name, _)| *name).collect();
    let must: Vec<String> =
        shape.columns.iter().filter(|(_, must)| *must).map(|(name, _)| format!("“{name}”")).collect();
    Problem::of_file(format!(
        "没有找到{}名单：没有一张工作表的表头里同时有{}。请用导出的工作簿填写；表头一行是：{}。",
        shape.sheet,
        must.join("、"),
        heads.join("、")
    ))
}

/// The first row near the top that has the first column and another.
fn header_of<'a>(shape: &Shape, sheet: &'a Sheet) -> Option<&'a [Cell]> {
    let key = shape.columns.first().map(|(name, _)| *name);
    sheet.rows().take(HEADER_WITHIN).find(|cells| {
        let named: Vec<_> = cells.iter().filter_map(|cell| column_of(shape, &cell.found())).collect();
        named.len() > 1 && named.iter().any(|name| Some(*name) == key)
    })
}

fn columns_of(shape: &Shape, header: &[Cell]) -> Result<BTreeMap<&'static str, u32>, Vec<Problem>> {
    let mut columns = BTreeMap::new();
    let mut problems = Vec::new();
    for cell in header {
        let Some(column) = column_of(shape, &cell.found()) else { continue };
        if columns.insert(column, cell.col).is_some() {
            let message = format!("“{column}”一列出现了两次，请只留一列。");
            problems.push(Problem { cell: Some(cell.a1()), found: Some(cell.found()), message });
        }
    }
    let missing = shape.columns.iter().filter(|(name, must)| *must && !columns.contains_key(name));
    problems
        .extend(missing.map(|(name, _)| {
            Problem::of_file(format!("缺少“{name}”一列。请在表头加上这一列，或用导出的工作簿填写。"))
        }));
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// Cells of no column are the sender's own notes.
fn row_of(cells: &[Cell], columns: &BTreeMap<&'static str, u32>) -> Option<Row> {
    let row = cells.first()?.row;
    let under = |index: u32| cells.iter().find(|cell| cell.col == index && !text_of(cell).is_empty()).cloned();
    let known: HashMap<&'static str, Cell> =
        columns.iter().filter_map(|(column, index)| Some((*column, under(*index)?))).collect();
    (!known.is_empty()).then(|| Row { row, columns: columns.clone(), cells: known })
}
