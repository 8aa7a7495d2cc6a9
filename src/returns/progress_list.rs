//! 接收进度 as a workbook: one hospital a row.

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::returns::template::{Look, height};
use crate::spreadsheets::{properties, text};

/// One hospital of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Code in the register.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level, in words.
    pub level: String,
    /// Who reviews it.
    pub authority: String,
    /// Where its return stands.
    pub standing: &'static str,
    /// Number of the latest round; 0 before the first.
    pub round: i32,
    /// When the latest round came in, 北京时间; empty before the first.
    pub received: String,
    /// When the round that counts was accepted; empty where none counts.
    pub accepted: String,
    /// The course in words.
    pub course: String,
}

/// Heads and widths of the columns.
const COLUMNS: [(&str, f64); 9] = [
    ("编码", 18.0),
    ("医院", 34.0),
    ("级别", 10.0),
    ("审核机构", 28.0),
    ("状态", 10.0),
    ("轮次", 8.0),
    ("收到", 18.0),
    ("接收", 18.0),
    ("经过", 46.0),
];

/// Writes it. The same lines give the same bytes.
///
/// # Errors
/// Of the writer; more than a million hospitals.
pub fn write(title: &str, said: &str, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(title)?);
    let sheet = book.add_worksheet();
    sheet.set_name("接收进度")?;
    text(sheet, 0, 0, title, &look.title)?;
    sheet.set_row_height(0, 26)?;
    let counted = format!("共 {} 家。{said}", lines.len());
    text(sheet, 1, 0, &counted, &look.text)?;
    for (col, (head, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        text(sheet, 2, col, head, &look.head)?;
    }
    sheet.set_freeze_panes(3, 2)?.set_repeat_rows(2, 2)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
    for (row, line) in (3..).zip(lines) {
        let before = [&line.code, &line.name, &line.level, &line.authority, line.standing];
        let after = [&line.received, &line.accepted, &line.course];
        for (col, words) in (0..).zip(before) {
            text(sheet, row, col, words, &look.text)?;
        }
        sheet.write_number_with_format(row, 5, line.round, &look.preview)?;
        for (col, words) in (6..).zip(after) {
            text(sheet, row, col, words, &look.text)?;
        }
        sheet.set_row_height(row, height(&[(line.name.as_str(), 34.0), (line.course.as_str(), 46.0)]))?;
    }
    let last = 2 + u32::try_from(lines.len()).unwrap_or(0);
    sheet.autofilter(2, 0, last, 8)?;
    book.save_to_buffer()
}
