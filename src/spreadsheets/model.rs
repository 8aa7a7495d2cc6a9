//! What a spreadsheet file holds, before anybody asks what it means.

use std::ops::RangeInclusive;

use super::formula::Formula;

/// A workbook as it arrived: raw cells with their addresses, nothing judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// What the bytes are; the file's name has no say in it.
    pub format: Format,
    /// The worksheets in the order of their tabs, hidden ones included; chart sheets are left out.
    pub sheets: Vec<Sheet>,
}

impl Book {
    /// The sheet with exactly this name.
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name == name)
    }
}

/// The container formats that can be read. A WPS `.et` is one of the first three inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, Excel 2007 and later.
    Xlsx,
    /// The binary sibling of xlsx.
    Xlsb,
    /// Excel 97–2003.
    Xls,
    /// `OpenDocument`, as LibreOffice saves it.
    Ods,
}

impl Format {
    /// The usual file extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }
}

/// One worksheet.
///
/// `cells` is in row-major order, holds one cell an address and no empty ones.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// Whether a person sees the tab.
    pub visibility: Visibility,
    /// The cells that hold something, by row and then column.
    pub cells: Vec<Cell>,
    /// Rows a person does not see, whether hidden by hand or by a filter: runs of 0-based rows,
    /// ascending and apart.
    pub hidden_rows: Vec<RangeInclusive<u32>>,
    /// Merged ranges; the value stands in the top-left cell.
    pub merged: Vec<MergedRange>,
}

impl Sheet {
    /// The cell at a 0-based address, if it holds something.
    pub fn cell(&self, row: u32, col: u32) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&(row, col), |cell| (cell.row, cell.col));
        found.ok().and_then(|at| self.cells.get(at))
    }

    /// The rows that hold something, from the top, each with its cells from the left.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|a, b| a.row == b.row)
    }

    /// Whether a person does not see this row (0-based).
    pub fn hides_row(&self, row: u32) -> bool {
        let after = self.hidden_rows.partition_point(|run| *run.end() < row);
        self.hidden_rows.get(after).is_some_and(|run| run.contains(&row))
    }
}

/// Whether a person sees a sheet's tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// An ordinary tab.
    Visible,
    /// Hidden; the reader's menu can show it.
    Hidden,
    /// Hidden so that only a program can show it; ods has no such thing.
    VeryHidden,
}

/// A rectangle of merged cells, 0-based, both corners inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedRange {
    /// Row and column of the top-left cell, which holds the value.
    pub first: (u32, u32),
    /// Row and column of the bottom-right cell.
    pub last: (u32, u32),
}

impl MergedRange {
    /// Whether the rectangle covers this 0-based address.
    pub fn covers(&self, row: u32, col: u32) -> bool {
        (self.first.0..=self.last.0).contains(&row) && (self.first.1..=self.last.1).contains(&col)
    }
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// 0-based row of the sheet: Excel's row 1 is 0.
    pub row: u32,
    /// 0-based column of the sheet: Excel's column A is 0.
    pub col: u32,
    /// What the file stores there.
    pub value: Raw,
    /// The formula of the cell; `value` is then what the sender's program last computed.
    pub formula: Option<Formula>,
    /// Whether the cell is shown as a percentage: `0.985` on the screen is `98.5%`.
    pub percent: bool,
}

impl Cell {
    /// The address as a spreadsheet shows it, such as `C7`.
    pub fn a1(&self) -> String {
        super::a1(self.row, self.col)
    }

    /// The content as a person would read it, for the words "found …": text as it stands, a whole
    /// number without a point, a percentage with its sign, a formula without a result as its text.
    pub fn found(&self) -> String {
        match &self.value {
            Raw::Text(text) | Raw::Error(text) | Raw::DateTime { iso: text, .. } => text.clone(),
            Raw::Number(number) if self.percent => {
                // Twelve decimals hide the binary tail of 0.985 × 100 and keep every typed digit.
                let shown = format!("{:.12}", number * 100.0);
                format!("{}%", shown.trim_end_matches('0').trim_end_matches('.'))
            }
            Raw::Number(number) => number.to_string(),
            Raw::Bool(true) => "TRUE".to_owned(),
            Raw::Bool(false) => "FALSE".to_owned(),
            Raw::FormulaWithoutValue => {
                // Where the text is not known a mark still says that there is a formula.
                let text = self.formula.as_ref().map(Formula::text).filter(|text| !text.is_empty());
                format!("={}", text.unwrap_or("…"))
            }
        }
    }
}

/// The content of a cell as the file stores it.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// Text, also a number or a date stored as text. Empty only as the result of a formula.
    Text(String),
    /// Any number; the file formats do not keep whole numbers apart reliably.
    Number(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// A number shown as a date or time.
    DateTime {
        /// `2024-03-31`, `2024-03-31T08:30:00`, or a bare time or duration as the file has it.
        iso: String,
        /// The stored serial number where the format has one (not in ods): someone who typed 12
        /// into a cell formatted as a date finds the 12 here.
        serial: Option<f64>,
    },
    /// An error such as `#DIV/0!`, as shown; `#?` where the file names one that is not known.
    Error(String),
    /// A formula whose result the writing program did not store.
    FormulaWithoutValue,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(value: Raw, percent: bool) -> Cell {
        Cell { row: 6, col: 2, value, formula: None, percent }
    }

    #[test]
    fn a_cell_is_found_as_a_person_reads_it() {
        assert_eq!(cell(Raw::Number(12.0), false).found(), "12");
        assert_eq!(cell(Raw::Number(12.5), false).found(), "12.5");
        assert_eq!(cell(Raw::Number(0.985), true).found(), "98.5%");
        assert_eq!(cell(Raw::Number(1.0), true).found(), "100%");
        assert_eq!(cell(Raw::Text("１２".into()), false).found(), "１２");
        assert_eq!(cell(Raw::Bool(true), false).a1(), "C7");
        let of = |formula| Cell { formula: Some(formula), ..cell(Raw::FormulaWithoutValue, false) }.found();
        assert_eq!((of(Formula::new("of:=[.A1]")), of(Formula::default())), ("=[.A1]".into(), "=…".into()));
    }

    #[test]
    fn a_sheet_finds_cells_by_address_and_goes_by_rows() {
        let at = |row, col| Cell { row, col, ..cell(Raw::Number(1.0), false) };
        let sheet = Sheet {
            name: "演示".into(),
            visibility: Visibility::Visible,
            cells: vec![at(0, 3), at(2, 0), at(2, 5)],
            hidden_rows: vec![2..=2, 5..=9],
            merged: vec![],
        };
        assert_eq!(sheet.cell(2, 5), Some(&at(2, 5)));
        assert_eq!(sheet.cell(2, 4), None);
        assert_eq!(sheet.rows().map(<[Cell]>::len).collect::<Vec<_>>(), [1, 2]);
        assert!([2, 5, 9].into_iter().all(|row| sheet.hides_row(row)));
        assert!(![0, 3, 10].into_iter().any(|row| sheet.hides_row(row)));
    }
}
