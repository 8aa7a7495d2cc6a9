//! The goals of a year as a workbook: every indicator that may have one, for all and for each level.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{COLUMNS, Column, SHEET};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator};
use crate::goals::form::subjects;
use crate::goals::judge::may_have;
use crate::goals::model::{Goals, Subject};
use crate::goals::words::subject_words;
use crate::spreadsheets;

/// Writes the workbook; the same goals give the same bytes. Rows without a goal are there to be filled.
///
/// # Errors
/// When there are more rows than a sheet has.
pub fn write(catalogue: &Catalogue, edition: &Edition, goals: &Goals) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&spreadsheets::properties(SHEET)?);
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    header(sheet)?;
    let mut written = BTreeSet::new();
    let mut row = 1;
    for indicator in edition.indicators().filter_map(|id| catalogue.indicator(id)) {
        if may_have(indicator).is_err() || !written.insert(&indicator.id) {
            continue;
        }
        for subject in subjects(catalogue) {
            line(sheet, row, catalogue, (indicator, edition.year, &subject), goals)?;
            row += 1;
        }
    }
    book.save_to_buffer()
}

fn line(
    sheet: &mut Worksheet,
    row: u32,
    catalogue: &Catalogue,
    (indicator, year, subject): (&Indicator, i32, &Subject),
    goals: &Goals,
) -> Result<(), XlsxError> {
    let text = Format::new().set_num_format("@");
    // Four decimals, none of them shown where it is 0.
    let number = Format::new().set_num_format("0.####");
    let goal = goals.exactly(&indicator.id, year, subject);
    for ((column, ..), col) in COLUMNS.into_iter().zip(0_u16..) {
        match column {
            Column::Year => {
                sheet.write_number(row, col, f64::from(year))?;
            }
            Column::Code => spreadsheets::text(sheet, row, col, indicator.id.as_str(), &text)?,
            Column::Name => spreadsheets::text(sheet, row, col, &indicator.name, &text)?,
            Column::Unit => spreadsheets::text(sheet, row, col, &indicator.unit, &text)?,
            Column::Subject => spreadsheets::text(sheet, row, col, &subject_words(subject, catalogue), &text)?,
            Column::Value => match goal {
                Some(goal) => {
                    sheet.write_number_with_format(row, col, goal.value.shown(), &number)?;
                }
                None => {
                    sheet.write_blank(row, col, &number)?;
                }
            },
            Column::Source => {
                if let Some(goal) = goal {
                    spreadsheets::text(sheet, row, col, &goal.source, &text)?;
                }
            }
        }
    }
    Ok(())
}

fn header(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let look = Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0x00F0_F3F6))
        .set_border_bottom(FormatBorder::Thin)
        .set_text_wrap();
    for ((column, header, _), col) in COLUMNS.into_iter().zip(0_u16..) {
        sheet.write_string_with_format(0, col, header, &look)?;
        let width = match column {
            Column::Code => 34,
            Column::Name => 44,
            Column::Source => 48,
            Column::Unit | Column::Subject => 16,
            Column::Year | Column::Value => 10,
        };
        sheet.set_column_width(col, width)?;
    }
    sheet.set_freeze_panes(1, 3)?;
    Ok(())
}
