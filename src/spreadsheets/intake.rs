//! What the readers of the formats hand on, one piece at a time, and how it becomes a book.
//!
//! In pieces, because a child must not hold a whole book in its small memory: it sends each piece
//! up the pipe as it finds it.

use std::ops::RangeInclusive;

use super::limits::Limits;
use super::model::{Book, Cell, Format, MergedRange, Raw, Sheet, Visibility};
use super::refusal::{Measure, Refusal};

/// Bytes of text one cell may hold; Excel itself stops at 32,767 characters.
pub(super) const TEXT_BYTES: usize = 1 << 20;

/// A piece of a book, in the order sheet, its cells, what else is known of it, end of sheet.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Item {
    Sheet { name: String, visibility: Visibility },
    Cell(Cell),
    HiddenRows(RangeInclusive<u32>),
    Merged(MergedRange),
    EndOfSheet,
}

/// Counts what a reader finds against the caps and hands it on.
pub(super) struct Intake<'a> {
    limits: &'a Limits,
    put: &'a mut dyn FnMut(Item) -> Result<(), Refusal>,
    sheets: u64,
    cells: u64,
    bytes: u64,
}

impl<'a> Intake<'a> {
    pub(super) fn new(limits: &'a Limits, put: &'a mut dyn FnMut(Item) -> Result<(), Refusal>) -> Self {
        Self { limits, put, sheets: 0, cells: 0, bytes: 0 }
    }

    pub(super) fn sheet(&mut self, name: &str, visibility: Visibility) -> Result<(), Refusal> {
        self.sheets += 1;
        within(Measure::Sheets, self.sheets, self.limits.sheets)?;
        self.weigh(name.len())?;
        (self.put)(Item::Sheet { name: name.to_owned(), visibility })
    }

    pub(super) fn cell(&mut self, cell: Cell) -> Result<(), Refusal> {
        self.cells += 1;
        within(Measure::Cells, self.cells, self.limits.cells)?;
        let text = match &cell.value {
            Raw::Text(text) | Raw::Error(text) | Raw::DateTime { iso: text, .. } => text.len(),
            Raw::Number(_) | Raw::Bool(_) | Raw::FormulaWithoutValue => 0,
        };
        let formula = cell.formula.as_ref().map_or(0, |formula| formula.text().len());
        let longest = text.max(formula);
        if longest > TEXT_BYTES {
            return Err(too_big(Measure::Memory, bytes(longest), bytes(TEXT_BYTES)));
        }
        self.weigh(size_of::<Cell>() + text + formula)?;
        (self.put)(Item::Cell(cell))
    }

    pub(super) fn end_of_sheet(
        &mut self,
        hidden_rows: Vec<RangeInclusive<u32>>,
        merged: Vec<MergedRange>,
    ) -> Result<(), Refusal> {
        self.weigh(size_of_val(&hidden_rows[..]))?;
        self.weigh(size_of_val(&merged[..]))?;
        for rows in hidden_rows {
            (self.put)(Item::HiddenRows(rows))?;
        }
        for range in merged {
            (self.put)(Item::Merged(range))?;
        }
        (self.put)(Item::EndOfSheet)
    }

    fn weigh(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.bytes += self::bytes(bytes);
        within(Measure::Memory, self.bytes, self.limits.book_bytes)
    }
}

/// Refuses what exceeds a cap.
pub(super) fn within(what: Measure, found: u64, cap: u64) -> Result<(), Refusal> {
    if found > cap {
        return Err(too_big(what, found, cap));
    }
    Ok(())
}

fn bytes(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn too_big(what: Measure, found: u64, cap: u64) -> Refusal {
    Refusal::TooBig { what, found, cap }
}

/// A book being put together from its pieces.
#[derive(Default)]
pub(super) struct Assembly {
    sheets: Vec<Sheet>,
}

impl Assembly {
    pub(super) fn take(&mut self, item: Item) {
        match (item, self.sheets.last_mut()) {
            (Item::Sheet { name, visibility }, _) => self.sheets.push(Sheet {
                name,
                visibility,
                cells: Vec::new(),
                hidden_rows: Vec::new(),
                merged: Vec::new(),
            }),
            (Item::Cell(cell), Some(sheet)) => sheet.cells.push(cell),
            (Item::HiddenRows(rows), Some(sheet)) => sheet.hidden_rows.push(rows),
            (Item::Merged(range), Some(sheet)) => sheet.merged.push(range),
            (Item::EndOfSheet, Some(sheet)) => put_in_order(&mut sheet.cells),
            // No reader sends anything before the first sheet.
            (_, None) => {}
        }
    }

    pub(super) fn finish(self, format: Format) -> Book {
        Book { format, sheets: self.sheets }
    }
}

/// Row-major order with one cell an address. Writers keep to it; where one does not, the last cell
/// of an address counts, as it does in Excel's own repair.
fn put_in_order(cells: &mut Vec<Cell>) {
    let address = |cell: &Cell| (cell.row, cell.col);
    if cells.is_sorted_by(|a, b| address(a) < address(b)) {
        return;
    }
    cells.sort_by_key(address);
    cells.dedup_by(|later, kept| {
        let same = address(later) == address(kept);
        if same {
            std::mem::swap(later, kept);
        }
        same
    });
}

/// Runs of hidden rows, collected from the top.
#[derive(Default)]
pub(super) struct HiddenRows(Vec<RangeInclusive<u32>>);

impl HiddenRows {
    /// Adds a run of 0-based rows; runs that touch become one, what lies above is left out.
    pub(super) fn add(&mut self, rows: RangeInclusive<u32>) {
        match self.0.last_mut() {
            Some(last) if *rows.start() <= last.end().saturating_add(1) => {
                *last = *last.start()..=*last.end().max(rows.end());
            }
            _ => self.0.push(rows),
        }
    }

    pub(super) fn into_runs(self) -> Vec<RangeInclusive<u32>> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(row: u32, col: u32, value: f64) -> Cell {
        Cell { row, col, value: Raw::Number(value), formula: None, percent: false }
    }

    #[test]
    fn cells_out_of_order_are_put_in_order_and_the_last_of_an_address_counts() {
        let mut assembly = Assembly::default();
        assembly.take(Item::Sheet { name: "演示".into(), visibility: Visibility::Visible });
        for cell in [number(1, 0, 1.0), number(0, 1, 2.0), number(0, 0, 3.0), number(1, 0, 4.0)] {
            assembly.take(Item::Cell(cell));
        }
        assembly.take(Item::EndOfSheet);
        let book = assembly.finish(Format::Xlsx);
        assert_eq!(book.sheets[0].cells, [number(0, 0, 3.0), number(0, 1, 2.0), number(1, 0, 4.0)]);
    }

    #[test]
    fn counting_stops_at_each_cap() {
        let limits = Limits { sheets: 1, cells: 2, book_bytes: 1_000, ..Limits::default() };
        let mut put = |_| Ok(());
        let mut intake = Intake::new(&limits, &mut put);
        assert_eq!(intake.sheet("一", Visibility::Visible), Ok(()));
        assert_eq!(intake.sheet("二", Visibility::Visible).map_err(|r| r.code()), Err("too_many_sheets"));
        assert_eq!(intake.cell(number(0, 0, 1.0)), Ok(()));
        let long = Cell { value: Raw::Text("长".repeat(400)), ..number(0, 1, 0.0) };
        assert_eq!(intake.cell(long).map_err(|r| r.code()), Err("content_too_big"));
        assert_eq!(intake.cell(number(0, 2, 1.0)).map_err(|r| r.code()), Err("too_many_cells"));
    }

    #[test]
    fn hidden_rows_that_touch_are_one_run() {
        let mut hidden = HiddenRows::default();
        for rows in [2..=2, 3..=3, 4..=9, 12..=12] {
            hidden.add(rows);
        }
        assert_eq!(hidden.into_runs(), [2..=9, 12..=12]);
    }
}
