//! The form a second time in the same book: a copy of the sheet in which other figures stand. Pure.

use crate::returns::intake::number::halfwidth;
use crate::returns::intake::recognise::{Column, Recognised};
use crate::spreadsheets::{Book, Cell, Sheet};

/// Another sheet that holds the form, and the first cell in which it says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Name of the other sheet.
    pub sheet: String,
    /// 0-based address in the sheet that is read.
    pub at: (u32, u32),
    /// What stands there; empty for nothing.
    pub here: String,
    /// What stands in the other sheet in its place.
    pub there: String,
}

/// Holds a second form of the book against the one that is read; none where it says the same, or nothing.
pub(super) fn copied(book: &Book, read: &Recognised, copy: &Recognised) -> Option<Copied> {
    let (here, there) = (book.sheets.get(read.sheet)?, book.sheets.get(copy.sheet)?);
    let figures = |form: &Recognised| {
        let mut columns: Vec<(u32, Column)> = form.columns.iter().map(|(column, col)| (*col, *column)).collect();
        columns.retain(|(_, column)| matches!(column, Column::Month(_) | Column::Total));
        columns.sort_unstable_by_key(|(col, _)| *col);
        columns
    };
    let told: Vec<String> =
        copy.rows.iter().flat_map(|row| figures(copy).into_iter().map(|(col, _)| typed(there, row.row, col))).collect();
    if told.iter().all(String::is_empty) {
        return None;
    }
    for row in &read.rows {
        let Some(twin) = copy.rows.iter().find(|twin| twin.element == row.element) else { continue };
        for (col, column) in figures(read) {
            let Some(other) = copy.columns.get(&column) else { continue };
            let (mine, theirs) = (typed(here, row.row, col), typed(there, twin.row, *other));
            if mine != theirs {
                return Some(Copied { sheet: there.name.clone(), at: (row.row, col), here: mine, there: theirs });
            }
        }
    }
    None
}

/// What somebody typed there; a formula is computed anew.
fn typed(sheet: &Sheet, row: u32, col: u32) -> String {
    let cell = sheet.cell(row, col).filter(|cell| cell.formula.is_none());
    cell.map(Cell::found).map(|words| halfwidth(&words).trim().to_owned()).unwrap_or_default()
}
