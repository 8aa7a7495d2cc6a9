//! xlsb: calamine's streaming reader; hidden rows, merged ranges and percentages stay unknown.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, Xlsb, XlsbError};

use super::value;
use crate::spreadsheets::address::COLUMNS;
use crate::spreadsheets::intake::Intake;
use crate::spreadsheets::model::{Cell, Raw};
use crate::spreadsheets::refusal::Refusal;

/// Reads every worksheet, in the order of the tabs.
pub(super) fn read(bytes: &[u8], intake: &mut Intake) -> Result<(), Refusal> {
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|error| refuse(&error))?;
    for tab in book.sheets_metadata().to_vec() {
        if tab.typ != SheetType::WorkSheet {
            continue;
        }
        intake.sheet(&tab.name, value::visibility(tab.visible))?;
        let mut formulas = formulas(&mut book, &tab.name)?;
        let mut cells = book.worksheet_cells_reader(&tab.name).map_err(|error| refuse(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| refuse(&error))? {
            let address = cell.get_position();
            if address.1 >= COLUMNS {
                return Err(Refusal::Damaged);
            }
            let data = Data::from(cell.get_value().clone());
            if let Some(cell) = value::cell(address, data, formulas.remove(&address), false) {
                intake.cell(cell)?;
            }
        }
        // The format stores the result of every formula, and calamine hands on all but errors.
        for (row, col) in formulas {
            intake.cell(Cell { row, col, value: Raw::Error("#?".to_owned()), formula: true, percent: false })?;
        }
        intake.end_of_sheet(Vec::new(), Vec::new())?;
    }
    Ok(())
}

/// Where the formulas stand. One that calamine cannot put into words is an error of its own kind
/// and costs the rest of the sheet's formulas their mark, never their values.
fn formulas(book: &mut Xlsb<Cursor<&[u8]>>, name: &str) -> Result<BTreeSet<(u32, u32)>, Refusal> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| refuse(&error))?;
    let mut found = BTreeSet::new();
    while let Ok(Some(formula)) = cells.next_formula() {
        found.insert(formula.get_position());
    }
    Ok(found)
}

fn refuse(error: &XlsbError) -> Refusal {
    match error {
        XlsbError::Password => Refusal::PasswordProtected,
        _ => Refusal::Damaged,
    }
}
