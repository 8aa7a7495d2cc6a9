//! The workbooks as they are exported; the same people and lists give the same bytes.

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, XlsxError};

use super::{DUE, PEOPLE, Shape};
use crate::spreadsheets::{properties, text};

/// A person of the export, in words.
#[derive(Clone, Debug, Default)]
pub struct PersonLine {
    /// Under the columns of the workbook.
    pub cells: [String; 8],
    /// What is only to be looked at: whose pool, whether active.
    pub notes: [String; 2],
}

/// A span of the export, in words.
#[derive(Clone, Debug, Default)]
pub struct DueLine(pub [String; 5]);

/// Writes the pool.
///
/// # Errors
/// More rows than a sheet has.
pub fn people(lines: &[PersonLine]) -> Result<Vec<u8>, XlsxError> {
    let rows = lines.iter().map(|line| line.cells.iter().chain(&line.notes).map(String::as_str).collect());
    write(&PEOPLE, &["所在库（只看）", "状态（只看）"], &[14, 14, 34, 14, 34, 22, 48, 16, 30, 14], rows)
}

/// Writes the list of a centre.
///
/// # Errors
/// More rows than a sheet has.
pub fn due(lines: &[DueLine]) -> Result<Vec<u8>, XlsxError> {
    write(&DUE, &[], &[18, 40, 14, 14, 44], lines.iter().map(|line| line.0.iter().map(String::as_str).collect()))
}

fn write<'a>(
    shape: &Shape,
    notes: &[&str],
    widths: &[u32],
    rows: impl Iterator<Item = Vec<&'a str>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(shape.sheet)?);
    let sheet = book.add_worksheet();
    sheet.set_name(shape.sheet)?;
    let look = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    let plain = Format::new().set_num_format("@");
    let heads = shape.columns.iter().map(|(name, _)| *name).chain(notes.iter().copied());
    for ((head, width), col) in heads.zip(widths).zip(0_u16..) {
        sheet.write_string_with_format(0, col, head, &look)?;
        sheet.set_column_width(col, *width)?;
    }
    for (cells, row) in rows.zip(1_u32..) {
        for (cell, col) in cells.into_iter().zip(0_u16..) {
            text(sheet, row, col, cell, &plain)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    book.save_to_buffer()
}
