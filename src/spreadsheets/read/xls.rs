//! xls: calamine reads the whole workbook at once, so its memory is bounded by the child alone.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Range, Reader as _, SheetType, Xls, XlsError};

use super::{biff, value};
use crate::spreadsheets::formula::Formula;
use crate::spreadsheets::intake::Intake;
use crate::spreadsheets::model::MergedRange;
use crate::spreadsheets::ole::Ole;
use crate::spreadsheets::refusal::Refusal;

/// Reads every worksheet, in the order of the tabs.
pub(super) fn read(bytes: &[u8], ole: &Ole, intake: &mut Intake) -> Result<(), Refusal> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| refuse(&error))?;
    let stream = ole.stream("Workbook").or_else(|| ole.stream("Book"));
    let facts = stream.as_deref().and_then(biff::facts).unwrap_or_default();
    for (index, tab) in book.sheets_metadata().to_vec().into_iter().enumerate() {
        match tab.typ {
            SheetType::WorkSheet => {}
            SheetType::MacroSheet | SheetType::Vba => return Err(Refusal::Macros),
            _ => continue,
        }
        intake.sheet(&tab.name, value::visibility(tab.visible))?;
        let sheet = facts.get(index);
        let values = book.worksheet_range(&tab.name).map_err(|error| refuse(&error))?;
        let formulas = book.worksheet_formula(&tab.name).map_err(|error| refuse(&error))?;
        let nothing = biff::SheetFacts::default();
        hand_on(&values, &formulas, sheet.unwrap_or(&nothing), intake)?;
        let merged = book.merge_cells_by_sheet_name(&tab.name).unwrap_or_default();
        let merged = merged.iter().map(|range| MergedRange { first: range.start, last: range.end });
        let hidden_rows = sheet.map(|sheet| sheet.hidden_rows.clone()).unwrap_or_default();
        intake.end_of_sheet(hidden_rows, merged.collect())?;
    }
    Ok(())
}

/// Hands on the cells of a sheet: its values and, apart from them and with a corner of their own,
/// its formulas. A copy of a shared formula leaves its text to the first, and is a formula all the same.
fn hand_on(
    values: &Range<Data>,
    formulas: &Range<String>,
    facts: &biff::SheetFacts,
    intake: &mut Intake,
) -> Result<(), Refusal> {
    let texts = formulas.used_cells().map(|(.., text)| Formula::new(text));
    let unknown = facts.formulas.iter().map(|address| (*address, Formula::default()));
    let mut without_value: BTreeMap<_, _> = unknown.chain(addresses(formulas).zip(texts)).collect();
    for (address, (_, _, data)) in addresses(values).zip(values.used_cells()) {
        let formula = without_value.remove(&address);
        if let Some(cell) = value::cell(address, data.clone(), formula, facts.percents.contains(&address)) {
            intake.cell(cell)?;
        }
    }
    for (address, formula) in without_value {
        if let Some(cell) = value::cell(address, Data::Empty, Some(formula), false) {
            intake.cell(cell)?;
        }
    }
    Ok(())
}

/// The addresses of the cells of a range that hold something.
fn addresses<T: calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = (u32, u32)> {
    let (top, left) = range.start().unwrap_or_default();
    let below = |corner: u32, offset: usize| corner + u32::try_from(offset).unwrap_or(u32::MAX - corner);
    range.used_cells().map(move |(row, col, _)| (below(top, row), below(left, col)))
}

fn refuse(error: &XlsError) -> Refusal {
    match error {
        XlsError::Password => Refusal::PasswordProtected,
        _ => Refusal::Damaged,
    }
}
