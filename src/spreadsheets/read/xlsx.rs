//! xlsx: calamine's streaming reader for values and formulas, in step with the sheet's skeleton.

use std::io::Cursor;

use calamine::{Reader as _, SheetType, Style, Xlsx, XlsxError, XlsxFormulaMetadata};

use super::number_format::NumberFormat;
use super::{sheet_xml, value, workbook_xml};
use crate::spreadsheets::formula::Formula;
use crate::spreadsheets::intake::Intake;
use crate::spreadsheets::model::{Cell, Raw};
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::Refusal;

/// Reads every worksheet, in the order of the tabs.
pub(super) fn read(bytes: &[u8], package: &mut Package, intake: &mut Intake) -> Result<(), Refusal> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| refuse(&error))?;
    let tabs = book.sheets_metadata().to_vec();
    let parts = workbook_xml::sheet_parts(package)?;
    if parts.len() != tabs.len() {
        return Err(Refusal::Damaged);
    }
    let mut percents = None;
    for (tab, part) in tabs.iter().zip(&parts) {
        if tab.typ != SheetType::WorkSheet {
            continue;
        }
        intake.sheet(&tab.name, value::visibility(tab.visible))?;
        let mut skeleton = sheet_xml::open(package, part)?;
        let mut cells = book.worksheet_cells_reader(&tab.name).map_err(|error| refuse(&error))?;
        let percents = percents.get_or_insert_with(|| percent_styles(cells.styles()));
        loop {
            let cell = match (skeleton.next_cell()?, cells.next_cell_with_formula_metadata()) {
                (None, Ok(None)) => break,
                (Some(spot), Ok(Some(record))) => {
                    let percent = percents.get(spot.style).copied().unwrap_or(false);
                    value::cell(spot.address, record.value.into(), record.formula.as_ref().map(formula), percent)
                }
                // One value that is not known must not take the sheet with it.
                (Some(spot), Err(error)) => Some(spoilt(spot.address, error)?),
                (None, _) | (_, Ok(None)) => return Err(Refusal::Damaged),
            };
            if let Some(cell) = cell {
                intake.cell(cell)?;
            }
        }
        let (hidden_rows, merged) = skeleton.finish()?;
        intake.end_of_sheet(hidden_rows, merged)?;
    }
    Ok(())
}

/// The text of a formula; a copy of a shared one leaves it to the first, cells away.
fn formula(said: &XlsxFormulaMetadata) -> Formula {
    match said {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => Formula::new(formula),
        _ => Formula::default(),
    }
}

fn percent_styles(styles: &[Style]) -> Vec<bool> {
    let shows_percent = |style: &Style| {
        let format = style.number_format.as_ref();
        format.is_some_and(|format| NumberFormat::of_code(&format.format_code) == NumberFormat::Percent)
    };
    styles.iter().map(shows_percent).collect()
}

/// The cell whose value calamine does not know, such as `#SPILL!`; faults of the container refuse
/// the file.
fn spoilt((row, col): (u32, u32), error: XlsxError) -> Result<Cell, Refusal> {
    let shown = match error {
        XlsxError::CellError(text) => text,
        XlsxError::ParseFloat(_)
        | XlsxError::Unrecognized { .. }
        | XlsxError::CellTAttribute(_)
        | XlsxError::Unexpected(_) => "#?".to_owned(),
        other => return Err(refuse(&other)),
    };
    Ok(Cell {
        row,
        col,
        value: Raw::Error(shown),
        // Nobody types such a value.
        formula: Some(Formula::default()),
        percent: false,
    })
}

fn refuse(error: &XlsxError) -> Refusal {
    match error {
        XlsxError::Password => Refusal::PasswordProtected,
        _ => Refusal::Damaged,
    }
}
