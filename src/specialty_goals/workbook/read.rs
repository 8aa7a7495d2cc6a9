//! From a book to rows of raw cells under known columns.

use std::collections::BTreeMap;

use super::{COLUMNS, Column, Problem, SHEET};
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility, a1};

/// How far down the header row is looked for: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;
/// Decimals up to which a stored binary number is taken for the decimal number somebody typed.
const CLOSE: usize = 6;

/// A workbook as it arrived: cells under their columns, nothing judged.
#[derive(Clone, Debug, Default)]
pub struct RawTable {
    /// On which sheet it stands.
    pub sheet: String,
    /// The rows under the header that hold something of a goal.
    pub rows: Vec<RawRow>,
}

/// One row.
#[derive(Clone, Debug)]
pub struct RawRow {
    sheet: String,
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

    /// What is wrong with the cell itself, whatever it should hold: an error, or a formula without a result.
    #[must_use]
    pub fn unreadable(&self, column: Column) -> Option<Problem> {
        match self.cells.get(&column)?.value {
            Raw::Error(_) => Some(self.problem(column, "这一格的公式算不出来。请改成文字或数字。")),
            Raw::FormulaWithoutValue => {
                let message = "这一格是公式，文件里没有算好的结果。请在 Excel 或 WPS 里打开存一次，或改成文字、数字。";
                Some(self.problem(column, message))
            }
            _ => None,
        }
    }

    /// A problem at the cell under a column.
    #[must_use]
    pub fn problem(&self, column: Column, message: impl Into<String>) -> Problem {
        let found = self.cells.get(&column).map(Cell::found);
        Problem { sheet: Some(self.sheet.clone()), cell: Some(self.address(column)), found, message: message.into() }
    }

    /// Where the cell under a column stands.
    #[must_use]
    pub fn address(&self, column: Column) -> String {
        a1(self.row, self.columns.get(&column).copied().unwrap_or(0))
    }
}

fn text_of(cell: &Cell) -> String {
    match cell.value {
        Raw::Number(number) if !cell.percent => plain(number),
        _ => cell.found().trim().to_owned(),
    }
}

/// A number without the binary tail that computing left behind: 75.10000000000001 is 75.1, and 0.1234567 stays what it is.
fn plain(number: f64) -> String {
    let close = format!("{number:.CLOSE$}");
    let same = close.parse().is_ok_and(|near: f64| (near - number).abs() <= number.abs().max(1.0) * 1e-12);
    if same { close.trim_end_matches('0').trim_end_matches('.').to_owned() } else { number.to_string() }
}

/// Finds the table in a book.
///
/// # Errors
/// When no sheet has a header row with 目标名称 and 来源, or a column is doubled.
pub fn read(book: &Book) -> Result<RawTable, Vec<Problem>> {
    let named = book.sheet(SHEET).into_iter();
    let others = book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible && sheet.name != SHEET);
    let found = named.chain(others).find_map(|sheet| Some((sheet, header_of(sheet)?)));
    let Some((sheet, header)) = found else { return Err(vec![no_table()]) };
    let columns = columns_of(sheet, header)?;
    let header_row = header.first().map_or(0, |cell| cell.row);
    let below = sheet.rows().filter_map(|cells| cells.first()).map(|cell| cell.row).filter(|row| *row > header_row);
    let rows = below.filter_map(|row| row_of(sheet, row, header_row, &columns)).collect();
    Ok(RawTable { sheet: sheet.name.clone(), rows })
}

fn no_table() -> Problem {
    let heads: Vec<&str> = COLUMNS.iter().map(|(column, ..)| column.heading()).collect();
    Problem::of_file(format!(
        "没有找到改进目标：没有一张工作表的表头里同时有“目标名称”和“来源”。请用下载的工作簿填写；表头一行是：{}。",
        heads.join("、")
    ))
}

/// The first row near the top that has every column no workbook is without.
fn header_of(sheet: &Sheet) -> Option<&[Cell]> {
    sheet.rows().take(HEADER_WITHIN).find(|cells| {
        let named = |wanted| cells.iter().any(|cell| Column::of_heading(&cell.found()) == Some(wanted));
        COLUMNS.iter().filter(|(_, _, must)| *must).all(|(column, ..)| named(*column))
    })
}

fn columns_of(sheet: &Sheet, header: &[Cell]) -> Result<BTreeMap<Column, u32>, Vec<Problem>> {
    let mut columns = BTreeMap::new();
    let mut problems = Vec::new();
    for cell in header {
        let Some(column) = Column::of_heading(&cell.found()) else { continue };
        if columns.insert(column, cell.col).is_some() {
            let message = format!("“{}”一列出现了两次，请只留一列。", column.heading());
            let (name, at, found) = (sheet.name.clone(), cell.a1(), cell.found());
            problems.push(Problem { sheet: Some(name), cell: Some(at), found: Some(found), message });
        }
    }
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// Cells of no column are the sender's own notes.
fn row_of(sheet: &Sheet, row: u32, header_row: u32, columns: &BTreeMap<Column, u32>) -> Option<RawRow> {
    let says = |cell: &&Cell| !text_of(cell).is_empty();
    let under = |col: u32| cell_at(sheet, row, col, header_row).filter(says);
    let cells: BTreeMap<Column, Cell> =
        columns.iter().filter_map(|(column, col)| Some((*column, under(*col)?.clone()))).collect();
    // A note under the table, or a year and a number written ahead, make no goal.
    let around = [Column::Year, Column::Centre, Column::Place];
    let is_goal = cells.keys().any(|column| !around.contains(column));
    is_goal.then(|| RawRow { sheet: sheet.name.clone(), row, columns: columns.clone(), cells })
}

/// What a person sees there: a cell merged over several rows of its column says the same for each.
fn cell_at(sheet: &Sheet, row: u32, col: u32, header_row: u32) -> Option<&Cell> {
    sheet.cell(row, col).or_else(|| {
        let over = sheet.merged.iter().find(|range| range.covers(row, col) && range.first.1 == range.last.1)?;
        sheet.cell(over.first.0, over.first.1).filter(|cell| cell.row > header_row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_tail_is_no_digit_of_anybody() {
        assert_eq!(plain(0.1 + 0.2), "0.3");
        assert_eq!(plain(75.0), "75");
        assert_eq!(plain(1200.0), "1200");
        assert_eq!(plain(-0.5), "-0.5");
        assert_eq!(plain(0.1234567), "0.1234567");
        assert_eq!(plain(999_999_999.999_999), "999999999.999999");
    }
}
