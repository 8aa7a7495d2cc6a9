//! Rows of the form whose code is none of the edition's: whose they may be, and whether figures would be lost with them.
//! Pure.

use std::collections::{HashMap, HashSet};

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, ElementId};
use crate::returns::intake::recognise::{Column, Recognised, head, text_of};
use crate::returns::intake::table_rows::{is_entry, is_sum};
use crate::returns::intake::typed::asked;
use crate::spreadsheets::{Cell, Raw, Sheet};

/// Such a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrangeRow {
    /// 0-based row.
    pub row: u32,
    /// What stands under 编码, as it stands there.
    pub found: String,
    /// The element whose name stands in the row, where no other row has its code.
    pub element: Option<ElementId>,
    /// Whether figures were typed in it.
    pub filled: bool,
}

/// The rows, from the top. A row with an indicator's code holds rates, which are compared and not stored.
#[must_use]
pub fn strange_rows(sheet: &Sheet, form: &Recognised, catalogue: &Catalogue, edition: &Edition) -> Vec<StrangeRow> {
    let Some(code) = form.columns.get(&Column::Code).copied() else { return Vec::new() };
    let known: HashMap<u32, &ElementId> = form.rows.iter().map(|row| (row.row, &row.element)).collect();
    let told: HashSet<&ElementId> = known.values().copied().collect();
    let mut firsts: HashMap<&ElementId, u32> = HashMap::new();
    for row in &form.rows {
        firsts.entry(&row.element).or_insert(row.row);
    }
    // What stands below the last element is no part of the table, though something of it be repeated there.
    let last = firsts.into_values().max().unwrap_or_default();
    let elements = || edition.elements.iter().filter_map(|id| catalogue.element(id));
    let plain = |name: &str| head(&Raw::Text(name.to_owned()));
    let named: HashMap<String, &ElementId> = elements().map(|element| (plain(&element.name), &element.id)).collect();
    let mut found = Vec::new();
    for cells in sheet.rows().filter(|cells| cells[0].row > form.header && !sheet.hides_row(cells[0].row)) {
        let row = cells[0].row;
        let coded = cells.iter().find(|cell| cell.col == code);
        let words: Vec<String> = cells.iter().map(|cell| head(&cell.value)).collect();
        let element = words.iter().find_map(|words| named.get(words)).filter(|id| !told.contains(*id));
        let known = known.get(&row);
        if known.is_some_and(|id| edition.asks(id)) {
            continue;
        }
        let indicator = coded.is_some_and(|cell| catalogue.indicator_coded(&text_of(&cell.value)).is_some());
        let rates = coded.is_some_and(|cell| asked(catalogue, edition, &text_of(&cell.value)).is_some());
        let strange = known.is_some() || form.strange.iter().any(|(at, _)| *at == row);
        let heads = words.iter().any(|words| words == crate::returns::form::CODE);
        let apart = heads || words.iter().any(|words| is_sum(words) || words.contains("院区"));
        if rates || (apart && !strange) {
            continue;
        }
        let figures = || cells.iter().filter(|cell| is_figure(form, cell));
        let filled = figures().next().is_some() && !indicator;
        let inside = row < last && figures().any(|cell| is_entry(&cell.value));
        if strange || element.is_some() || (filled && inside) {
            let found_there = coded.map(Cell::found).unwrap_or_default();
            found.push(StrangeRow { row, found: found_there, element: element.map(|id| (*id).clone()), filled });
        }
    }
    found
}

/// Whether something was typed there under a month or the total.
fn is_figure(form: &Recognised, cell: &Cell) -> bool {
    let figures = |column: &Column| matches!(column, Column::Month(_) | Column::Total);
    let mut columns = form.columns.iter().filter(|(column, _)| figures(column));
    let total = form.columns.get(&Column::Total) == Some(&cell.col);
    columns.any(|(_, col)| *col == cell.col) && !(total && cell.formula.is_some()) && !cell.found().trim().is_empty()
}
