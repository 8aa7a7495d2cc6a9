//! What pages of a campaign show, as workbooks: plain tables under a title and a sentence that says what they hold.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use crate::spreadsheets::{properties, text};

/// One cell.
pub enum Cell {
    /// Words.
    Text(String),
    /// A count.
    Number(i64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// One sheet.
pub struct Table<'a> {
    /// Its name, which stands on top of it too.
    pub name: &'a str,
    /// What it holds, and what was left out.
    pub said: String,
    /// Heads with their widths.
    pub columns: &'a [(&'a str, f64)],
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Writes sheets; the same rows give the same bytes.
///
/// # Errors
/// Of the writer.
pub fn write(title: &str, tables: &[Table<'_>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(title)?);
    let plain = Format::new().set_border(FormatBorder::Thin);
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00F0_F3F6)).set_border(FormatBorder::Thin);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(table.name)?;
        text(sheet, 0, 0, table.name, &Format::new().set_bold().set_font_size(16))?;
        text(sheet, 1, 0, &table.said, &Format::new())?;
        for (col, (name, width)) in (0..).zip(table.columns) {
            sheet.set_column_width(col, *width)?;
            text(sheet, 2, col, name, &head)?;
        }
        for (row, cells) in (3..).zip(&table.rows) {
            for (col, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Text(words) => text(sheet, row, col, words, &plain)?,
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, col, *number as f64, &plain).map(|_| ())?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(3, 1)?;
    }
    book.save_to_buffer()
}
