//! Coverage as a workbook: one commission a row.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use crate::coverage::measure::Progress;
use crate::spreadsheets::{properties, text};

/// A commission.
pub struct Line {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// By its own visits.
    pub own: Progress,
    /// By anybody's.
    pub area: Progress,
    /// Hospitals its plan of the year names; none where none was committed.
    pub planned: Option<i64>,
}

const COLUMNS: [(&str, f64); 13] = [
    ("编码", 10.0),
    ("机构", 34.0),
    ("范围内医院", 12.0),
    ("辖区已督导", 12.0),
    ("辖区从未督导", 14.0),
    ("本级已督导", 12.0),
    ("仅指定督导", 12.0),
    ("本年应督导", 12.0),
    ("本年已督导", 12.0),
    ("本年还差", 10.0),
    ("本年重复", 10.0),
    ("本年指定、复查", 16.0),
    ("本年计划", 10.0),
];

/// Writes it; the same lines give the same bytes.
///
/// # Errors
/// Of the writer.
pub fn write(said: &str, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties("督导覆盖")?);
    let sheet = book.add_worksheet();
    sheet.set_name("督导覆盖")?;
    let plain = Format::new().set_border(FormatBorder::Thin);
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00F0_F3F6)).set_border(FormatBorder::Thin);
    text(sheet, 0, 0, "督导覆盖", &Format::new().set_bold().set_font_size(16))?;
    text(sheet, 1, 0, said, &Format::new())?;
    for (col, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(col, width)?;
        text(sheet, 2, col, name, &head)?;
    }
    for (row, line) in (3..).zip(lines) {
        text(sheet, row, 0, &line.code, &plain)?;
        text(sheet, row, 1, &line.name, &plain)?;
        let (own, area) = (&line.own, &line.area);
        let numbers = [
            area.open,
            area.covered,
            area.open - area.covered,
            own.covered,
            area.only_named,
            area.needed,
            area.this_year,
            area.still,
            area.repeats,
            area.apart,
        ];
        for (col, number) in (2..).zip(numbers) {
            sheet.write_number_with_format(row, col, number as f64, &plain)?;
        }
        match line.planned {
            Some(planned) => sheet.write_number_with_format(row, 12, planned as f64, &plain).map(|_| ())?,
            None => text(sheet, row, 12, "未提交", &plain)?,
        }
    }
    sheet.set_freeze_panes(3, 2)?;
    book.save_to_buffer()
}
