//! From a book to rows of raw cells under known columns.

use std::collections::BTreeMap;

use super::{COLUMNS, Column, Problem, SHEET};
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility, a1};

/// How far down the header row is looked for: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;

/// A workbook as it arrived: cells under their columns, nothing judged.
#[derive(Clone, Debug, Default)]
pub struct RawGoals {
    /// The rows under the header that hold something.
    pub rows: Vec<RawRow>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct RawRow {
    row: u32,
    columns: BTreeMap<Column, u32>,
    cells: BTreeMap<Column, Cell>,
}

impl RawRow {
    /// The text under a column, as somebody would type it; empty where nothing stands.
    #[must_use]
    pub fn text(&self, column: Column) -> String {
        self.cells.get(&column).map(text_of).unwrap_or_default()
    }

    /// A problem at the cell under a column.
    #[must_use]
    pub fn problem(&self, column: Column, message: impl Into<String>) -> Problem {
        let found = self.cells.get(&column).map(Cell::found);
        Problem { cell: Some(self.address(column)), found, message: message.into() }
    }

    /// Where the cell under a column stands.
    #[must_use]
    pub fn address(&self, column: Column) -> String {
        a1(self.row, self.columns.get(&column).copied().unwrap_or(0))
    }
}

/// A number without the binary tail that computing left behind: 75.10000000000001 is 75.1.
fn text_of(cell: &Cell) -> String {
    match cell.value {
        Raw::Number(number) if !cell.percent && number.abs() < 1e9 => {
            format!("{number:.9}").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => cell.found().trim().to_owned(),
    }
}

/// Finds the table in a book.
///
/// # Errors
/// When no sheet has a header row with 指标编码 and 目标值, or a column that must be there is missing or doubled.
pub fn read(book: &Book) -> Result<RawGoals, Vec<Problem>> {
    let named = book.sheet(SHEET).into_iter();
    let others = book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible && sheet.name != SHEET);
    let found = named.chain(others).find_map(|sheet| Some((sheet, header_of(sheet)?)));
    let Some((sheet, header)) = found else { return Err(vec![no_table()]) };
    let columns = columns_of(header)?;
    let header_row = header.first().map_or(0, |cell| cell.row);
    let below = sheet.rows().filter(|cells| cells.first().is_some_and(|cell| cell.row > header_row));
    Ok(RawGoals { rows: below.filter_map(|cells| row_of(cells, &columns)).collect() })
}

fn no_table() -> Problem {
    let heads: Vec<&str> = COLUMNS.iter().map(|(_, header, _)| *header).collect();
    Problem::of_file(format!(
        "没有找到目标值：没有一张工作表的表头里同时有“指标编码”和“目标值”。请用导出的工作簿填写；表头一行是：{}。",
        heads.join("、")
    ))
}

/// The first row near the top that names the two columns no workbook is without.
fn header_of(sheet: &Sheet) -> Option<&[Cell]> {
    sheet.rows().take(HEADER_WITHIN).find(|cells| {
        let named = |wanted| cells.iter().any(|cell| Column::of_header(&cell.found()) == Some(wanted));
        named(Column::Code) && named(Column::Value)
    })
}

fn columns_of(header: &[Cell]) -> Result<BTreeMap<Column, u32>, Vec<Problem>> {
    let mut columns = BTreeMap::new();
    let mut problems = Vec::new();
    for cell in header {
        let Some(column) = Column::of_header(&cell.found()) else { continue };
        if columns.insert(column, cell.col).is_some() {
            let message = format!("“{}”一列出现了两次，请只留一列。", column.header());
            problems.push(Problem { cell: Some(cell.a1()), found: Some(cell.found()), message });
        }
    }
    let missing = COLUMNS.iter().filter(|(column, _, required)| *required && !columns.contains_key(column));
    problems.extend(missing.map(|(_, header, _)| {
        Problem::of_file(format!("缺少“{header}”一列。请在表头加上这一列，或用导出的工作簿填写。"))
    }));
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// Cells of no column are the sender's own notes.
fn row_of(cells: &[Cell], columns: &BTreeMap<Column, u32>) -> Option<RawRow> {
    let says_something = |cell: &&Cell| !text_of(cell).is_empty();
    let row = cells.first()?.row;
    let under = |index: u32| cells.iter().filter(says_something).find(|cell| cell.col == index).cloned();
    let known: BTreeMap<Column, Cell> =
        columns.iter().filter_map(|(column, index)| Some((*column, under(*index)?))).collect();
    // A title or a remark under the table names no indicator and no scope.
    let is_goal = [Column::Year, Column::Code, Column::Subject, Column::Value].iter().any(|c| known.contains_key(c));
    is_goal.then(|| RawRow { row, columns: columns.clone(), cells: known })
}
