//! Rates that somebody typed: rows of the form with an indicator's code, and numbers over the preview's formulas.

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator};
use crate::returns::check::TypedRate;
use crate::returns::form;
use crate::returns::intake::number::halfwidth;
use crate::returns::intake::recognise::{Column, Recognised};
use crate::returns::model::Slot;
use crate::spreadsheets::{Book, Cell, Raw, Sheet};

/// The rates typed into rows of the form that carry an indicator's code.
pub fn typed_in_form(
    sheet: &Sheet,
    form: &Recognised,
    catalogue: &Catalogue,
    edition: &Edition,
    quarter: Period,
) -> Vec<TypedRate> {
    let mut found = Vec::new();
    for (row, code) in &form.strange {
        let Some(indicator) = asked(catalogue, edition, code).filter(|_| !sheet.hides_row(*row)) else { continue };
        for (column, at) in &form.columns {
            let slot = match column {
                Column::Total => Some(Slot::Quarter),
                Column::Month(number) => month_slot(quarter, *number),
                Column::Code | Column::Offered | Column::Note => None,
            };
            let cell = sheet.cell(*row, *at);
            found.extend(slot.zip(cell).and_then(|(slot, cell)| typed(indicator, slot, cell)));
        }
    }
    found
}

/// The edition's indicator with this code.
pub fn asked<'c>(catalogue: &'c Catalogue, edition: &Edition, code: &str) -> Option<&'c Indicator> {
    catalogue.indicator_coded(code).filter(|indicator| edition.indicators().any(|id| *id == indicator.id))
}

fn month_slot(quarter: Period, number: u8) -> Option<Slot> {
    let index = quarter.months().iter().position(|month| month.number() == number)?;
    u8::try_from(index).ok().map(Slot::Month)
}

/// The preview's sheet and the rates typed over its formulas; our own formulas are never read.
pub fn typed_in_preview<'b>(
    book: &'b Book,
    catalogue: &Catalogue,
    edition: &Edition,
) -> Option<(&'b Sheet, Vec<TypedRate>)> {
    let sheet = book.sheet(form::PREVIEW_SHEET)?;
    let mut rows = sheet.rows();
    let header =
        rows.find(|row| column(row, form::PREVIEW_NAME).is_some() && column(row, form::PREVIEW_VALUE).is_some())?;
    let (name, value) = (column(header, form::PREVIEW_NAME)?, column(header, form::PREVIEW_VALUE)?);
    let indicators: Vec<&Indicator> = edition.indicators().filter_map(|id| catalogue.indicator(id)).collect();
    let rate = |row: &[Cell]| {
        let at = |col: u32| row.iter().find(|cell| cell.col == col);
        let name = at(name)?.found();
        let indicator = indicators.iter().find(|indicator| indicator.name == name.trim())?;
        typed(indicator, Slot::Quarter, at(value)?)
    };
    Some((sheet, rows.filter_map(rate).collect()))
}

fn column(row: &[Cell], head: &str) -> Option<u32> {
    row.iter().find(|cell| cell.found().trim() == head).map(|cell| cell.col)
}

/// A number, or a text such as `98.5%`, in the indicator's unit; formulas and other words are none.
fn typed(indicator: &Indicator, slot: Slot, cell: &Cell) -> Option<TypedRate> {
    let value = match &cell.value {
        _ if cell.formula.is_some() => None,
        Raw::Number(number) if cell.percent => Some(number * indicator.multiplier as f64),
        Raw::Number(number) => Some(*number),
        Raw::Text(text) => halfwidth(text).trim().trim_end_matches(['%', '‰']).trim().parse().ok(),
        _ => None,
    };
    let value = value.filter(|value| value.is_finite())?;
    Some(TypedRate { indicator: indicator.id.clone(), slot, at: (cell.row, cell.col), found: cell.found(), value })
}
