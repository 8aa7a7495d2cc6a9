//! ods: calamine reads the whole file at once; dates come as ISO text, errors as text.

use std::io::Cursor;

use calamine::{Data, Ods, OdsError, Range, Reader as _};

use super::{content_xml, value, xls};
use crate::spreadsheets::intake::Intake;
use crate::spreadsheets::model::Raw;
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::{Measure, Refusal};

/// Reads every sheet, in the order of the tabs.
pub(super) fn read(bytes: &[u8], package: &mut Package, intake: &mut Intake) -> Result<(), Refusal> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| refuse(&error))?;
    let facts = content_xml::facts(package, intake.limits().cells)?;
    for (index, tab) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        intake.sheet(&tab.name, value::visibility(tab.visible))?;
        let values: Range<Data> = book.worksheet_range(&tab.name).map_err(|error| refuse(&error))?;
        let formulas = book.worksheet_formula(&tab.name).map_err(|error| refuse(&error))?;
        let sheet = facts.get(index).ok_or(Refusal::Damaged)?;
        let is_percent = |address| sheet.percents.contains(&address);
        xls::hand_on(&values, &formulas, is_percent, &mut |mut cell| {
            if let Raw::Text(text) = &cell.value
                && cell.formula
                && (text.starts_with('#') || text.starts_with("Err:"))
            {
                cell.value = Raw::Error(text.clone());
            }
            intake.cell(cell)
        })?;
        intake.end_of_sheet(sheet.hidden_rows.clone(), sheet.merged.clone())?;
    }
    Ok(())
}

fn refuse(error: &OdsError) -> Refusal {
    match error {
        OdsError::Password => Refusal::PasswordProtected,
        OdsError::CellLimitExceeded { requested, max } => Refusal::TooBig {
            what: Measure::Cells,
            found: u64::try_from(*requested).unwrap_or(u64::MAX),
            cap: u64::try_from(*max).unwrap_or(u64::MAX),
        },
        _ => Refusal::Damaged,
    }
}
