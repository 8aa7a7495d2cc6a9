//! A workbook taken apart: the cells of our own form, to be changed as clerks and their programs change them, and
//! written again.

use std::collections::BTreeMap;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zhikong::spreadsheets::{self, Book, Cell, Raw, Visibility, parse_a1};

/// Columns of the form as it goes out.
pub const CODE: u32 = 0;
/// 数据元
pub const NAME: u32 = 1;
/// The first month.
pub const FIRST: u32 = 5;
/// 季度合计
pub const TOTAL: u32 = 8;

/// What is put into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Put {
    /// A number.
    Number(f64),
    /// Text.
    Text(String),
    /// A number shown as a percentage.
    Percent(f64),
    /// A date cell: year, month, day.
    Day(u16, u8, u8),
    /// The form's formula over the three cells to its left, whose saved result is this.
    Formula(String),
    /// A formula of the clerk's with its saved result.
    Own(&'static str, &'static str),
    /// Our own total of the three cells to its left, computed as a spreadsheet program would.
    Sum,
    /// A formula of ours over the cells above it, without a result yet.
    Above(String),
}

impl From<&str> for Put {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<f64> for Put {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// One sheet.
#[derive(Clone, Debug)]
pub struct Page {
    /// The name on the tab.
    pub name: String,
    /// Not to be seen but by programs.
    pub very_hidden: bool,
    /// Content by 0-based row and column.
    pub cells: BTreeMap<(u32, u32), Put>,
    /// Hidden rows, 0-based.
    pub hidden: Vec<u32>,
    /// Merged ranges, corners 0-based.
    pub merged: Vec<(u32, u32, u32, u32)>,
}

/// A workbook; `pages[data]` is the one that is filled.
#[derive(Clone, Debug)]
pub struct Paper {
    /// The sheets.
    pub pages: Vec<Page>,
    data: usize,
}

impl Paper {
    /// Takes a book apart. Formulas of the form's totals become [`Put::Sum`].
    pub fn of(book: &Book) -> Self {
        let pages: Vec<Page> = book
            .sheets
            .iter()
            .map(|sheet| Page {
                name: sheet.name.clone(),
                very_hidden: sheet.visibility == Visibility::VeryHidden,
                cells: sheet.cells.iter().map(|cell| ((cell.row, cell.col), put(cell))).collect(),
                hidden: Vec::new(),
                merged: Vec::new(),
            })
            .collect();
        let filled = |page: &Page| ["数据填报", "汇总表", "分科室表"].contains(&page.name.as_str());
        let data = pages.iter().position(filled).expect("the sheet that is filled");
        Self { pages, data }
    }

    /// The sheet that is filled.
    pub fn data(&mut self) -> &mut Page {
        &mut self.pages[self.data]
    }

    /// Puts something into a cell of the sheet that is filled, by its A1 address.
    pub fn put(&mut self, at: &str, what: impl Into<Put>) -> &mut Self {
        let at = parse_a1(at).expect("an address");
        self.data().cells.insert(at, what.into());
        self
    }

    /// Empties cells.
    pub fn clear(&mut self, cells: &[&str]) -> &mut Self {
        for at in cells {
            self.data().cells.remove(&parse_a1(at).expect("an address"));
        }
        self
    }

    /// Puts a row in between: what stood at `row` (as Excel counts) and below moves down.
    pub fn insert_row(&mut self, row: u32, cells: &[(u32, Put)]) -> &mut Self {
        let at = row - 1;
        self.renumber(|row| Some(if row >= at { row + 1 } else { row }));
        self.data().cells.extend(cells.iter().map(|(col, what)| ((at, *col), what.clone())));
        self
    }

    /// Deletes a row (as Excel counts).
    pub fn remove_row(&mut self, row: u32) -> &mut Self {
        let at = row - 1;
        self.renumber(|row| match row {
            row if row == at => None,
            row if row > at => Some(row - 1),
            row => Some(row),
        })
    }

    /// A copy of a row's cells.
    pub fn row(&mut self, row: u32) -> Vec<(u32, Put)> {
        let of = row - 1;
        let cells = self.data().cells.range((of, 0)..(of + 1, 0));
        cells.map(|((_, col), what)| (*col, what.clone())).collect()
    }

    /// Renumbers rows, 0-based; `None` drops one.
    pub fn renumber(&mut self, to: impl Fn(u32) -> Option<u32>) -> &mut Self {
        let cells = std::mem::take(&mut self.data().cells);
        self.data().cells =
            cells.into_iter().filter_map(|((row, col), what)| to(row).map(|row| ((row, col), what))).collect();
        self
    }

    /// Moves columns, 0-based.
    pub fn move_columns(&mut self, to: impl Fn(u32) -> u32) -> &mut Self {
        let cells = std::mem::take(&mut self.data().cells);
        self.data().cells = cells.into_iter().map(|((row, col), what)| ((row, to(col)), what)).collect();
        self
    }

    /// Leaves only the sheet that is filled, as when it is copied into another book.
    pub fn only_data(&mut self) -> &mut Self {
        let page = self.pages.remove(self.data);
        self.pages = vec![page];
        self.data = 0;
        self
    }

    /// The workbook.
    pub fn bytes(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        for page in &self.pages {
            let sheet = book.add_worksheet();
            sheet.set_name(&page.name).expect("a name");
            sheet.set_very_hidden(page.very_hidden);
            sheet.set_formula_result_default("");
            for (top, left, bottom, right) in &page.merged {
                let (left, right) = (narrow(*left), narrow(*right));
                sheet.merge_range(*top, left, *bottom, right, "", &Format::new()).expect("a range");
            }
            for ((row, col), what) in &page.cells {
                page.write(sheet, *row, *col, what);
            }
            for row in &page.hidden {
                sheet.set_row_hidden(*row).expect("a row");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}

fn narrow(col: u32) -> u16 {
    u16::try_from(col).expect("a column")
}

fn put(cell: &Cell) -> Put {
    let above = |formula: &&spreadsheets::Formula| formula.names(0..=u32::MAX, cell.col..=cell.col) == Some(true);
    if let Some(above) = cell.formula.as_ref().filter(above) {
        return Put::Above(above.text().to_owned());
    }
    match &cell.value {
        _ if cell.formula.is_some() => Put::Sum,
        Raw::Number(number) => Put::Number(*number),
        Raw::Text(text) => Put::Text(text.clone()),
        other => panic!("our form holds no {other:?}"),
    }
}

impl Page {
    fn write(&self, sheet: &mut rust_xlsxwriter::Worksheet, row: u32, col: u32, what: &Put) {
        let at = narrow(col);
        let percent = Format::new().set_num_format("0.0%");
        let day = Format::new().set_num_format("yyyy/m/d");
        let months = || [3, 1].map(|left| spreadsheets::a1(row, col.saturating_sub(left)));
        let formula = |result: &str| {
            let [first, last] = months();
            Formula::new(format!("=IF(COUNT({first}:{last})=3,SUM({first}:{last}),\"\")")).set_result(result)
        };
        let done = match what {
            Put::Number(number) => sheet.write_number(row, at, *number),
            Put::Text(text) => spreadsheets::text(sheet, row, at, text, &Format::new()).map(|()| sheet),
            Put::Percent(number) => sheet.write_number_with_format(row, at, *number, &percent),
            Put::Day(y, m, d) => {
                sheet.write_datetime_with_format(row, at, ExcelDateTime::from_ymd(*y, *m, *d).expect("a day"), &day)
            }
            Put::Formula(result) => sheet.write_formula(row, at, formula(result)),
            Put::Own(text, result) => sheet.write_formula(row, at, Formula::new(*text).set_result(*result)),
            Put::Above(text) => sheet.write_formula(row, at, Formula::new(text).set_result("")),
            Put::Sum => sheet.write_formula(row, at, formula(&self.sum(row, col))),
        };
        done.expect("a cell");
    }

    fn sum(&self, row: u32, col: u32) -> String {
        let numbers = (1..=3).filter_map(|left| match self.cells.get(&(row, col.checked_sub(left)?)) {
            Some(Put::Number(number)) => Some(*number),
            _ => None,
        });
        let numbers: Vec<f64> = numbers.collect();
        if numbers.len() == 3 { format!("{}", numbers.iter().sum::<f64>()) } else { String::new() }
    }
}
