//! From a book to rows of raw cells under known columns.

use std::collections::BTreeMap;

use super::{Column, SHEET, is_own_note};
use crate::hospitals::problem::Problem;
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility};

/// How far down the header row is looked for: titles and notes may stand above it.
const HEADER_WITHIN: usize = 20;

/// First words of rows that are no hospital: sums, notes and signatures under the table.
const NO_HOSPITAL: [&str; 9] = ["合计", "小计", "总计", "注", "说明", "填表", "制表", "审核", "填报"];

/// A roster as it arrived: cells under their columns, nothing judged.
#[derive(Clone, Debug)]
pub struct RawRoster {
    /// The sheet it stands on.
    pub sheet: String,
    /// Where each column is; 0-based.
    pub columns: BTreeMap<Column, u32>,
    /// The rows under the header that hold something, sums and notes left out.
    pub rows: Vec<RawRow>,
    /// What is wrong with the header row.
    pub problems: Vec<Problem>,
}

/// One hospital's row.
#[derive(Clone, Debug)]
pub struct RawRow {
    /// 0-based.
    pub row: u32,
    /// What stands under each column.
    pub cells: BTreeMap<Column, Cell>,
}

/// Finds the table in a book.
///
/// # Errors
/// When no sheet has a header row with 编码 and 名称.
pub fn read(book: &Book) -> Result<RawRoster, Box<Problem>> {
    let named = book.sheet(SHEET).into_iter();
    let others = book.sheets.iter().filter(|sheet| sheet.visibility == Visibility::Visible && sheet.name != SHEET);
    let (sheet, header) =
        named.chain(others).find_map(|sheet| Some((sheet, header_of(sheet)?))).ok_or_else(no_table)?;
    let mut problems = Vec::new();
    let columns = columns_of(sheet, header, &mut problems);
    let header_row = header.first().map_or(0, |cell| cell.row);
    let below = sheet.rows().filter(|cells| cells.first().is_some_and(|cell| cell.row > header_row));
    let rows = below.filter_map(|cells| row_of(cells, &columns)).collect();
    Ok(RawRoster { sheet: sheet.name.clone(), columns, rows, problems })
}

fn no_table() -> Box<Problem> {
    let message = format!("没有找到名录：没有一张工作表的表头里同时有“编码”和“名称”。工作表应名为“{SHEET}”。");
    let columns = Column::all().filter(|column| column.is_required()).map(Column::header).collect::<Vec<_>>();
    let remedy = format!("请用导出的名录填写；表头一行要有：{}。", columns.join("、"));
    Box::new(Problem::of_file("roster_header", message, remedy))
}

/// The first row near the top that names the two columns no roster is without.
fn header_of(sheet: &Sheet) -> Option<&[Cell]> {
    sheet.rows().take(HEADER_WITHIN).find(|cells| {
        let named = |wanted| cells.iter().any(|cell| Column::of_header(&cell.found()) == Some(wanted));
        named(Column::Code) && named(Column::Name)
    })
}

/// Where each column is; unknown, doubled and missing ones are noted.
fn columns_of(sheet: &Sheet, header: &[Cell], problems: &mut Vec<Problem>) -> BTreeMap<Column, u32> {
    let mut columns = BTreeMap::new();
    for cell in header.iter().filter(|cell| !cell.found().trim().is_empty()) {
        let found = cell.found();
        let at = |problem: Problem| problem.in_sheet(&sheet.name).at(cell.a1(), Some(found.clone()));
        match Column::of_header(&found) {
            Some(column) if columns.contains_key(&column) => {
                let message = format!("“{}”一列出现了两次。", column.header());
                problems.push(at(Problem::of_file("roster_column_doubled", message, "请只留一列。")));
            }
            Some(column) => {
                columns.insert(column, cell.col);
            }
            None if is_own_note(&found) => {}
            None => {
                let message = format!("不认识的列“{}”。", found.trim());
                let remedy = format!("请删去这一列，或把表头改成：{}。", headers(|_| true));
                problems.push(at(Problem::of_file("roster_column_unknown", message, remedy)));
            }
        }
    }
    for column in Column::all().filter(|column| column.is_required() && !columns.contains_key(column)) {
        let message = format!("缺少“{}”一列。", column.header());
        let remedy =
            "请在表头加上这一列；没有内容的可以整列空着，编码、名称、级别、类别、举办性质、行政区划代码、隶属除外。";
        problems.push(Problem::of_file("roster_column_missing", message, remedy).in_sheet(&sheet.name));
    }
    columns
}

fn headers(wanted: impl Fn(Column) -> bool) -> String {
    Column::all().filter(|column| wanted(*column)).map(Column::header).collect::<Vec<_>>().join("、")
}

fn row_of(cells: &[Cell], columns: &BTreeMap<Column, u32>) -> Option<RawRow> {
    let says_something = |cell: &&Cell| !matches!(&cell.value, Raw::Text(text) if text.trim().is_empty());
    let first = cells.iter().find(says_something)?;
    let under = |column: &u32| cells.iter().filter(says_something).find(|cell| cell.col == *column).cloned();
    let mut known = BTreeMap::new();
    for (column, index) in columns {
        if let Some(cell) = under(index) {
            known.insert(*column, cell);
        }
    }
    let opening = first.found();
    let is_note = NO_HOSPITAL.iter().any(|word| opening.trim().starts_with(word)) && !is_hospital(&known);
    (!known.is_empty() && !is_note).then_some(RawRow { row: first.row, cells: known })
}

/// A row of notes or sums has no code and hardly anything else; a hospital's row may lack its code by mistake.
fn is_hospital(cells: &BTreeMap<Column, Cell>) -> bool {
    cells.contains_key(&Column::Region) && cells.contains_key(&Column::Level)
}
