//! Where the entries of one return stand in a sheet: an element a row (数据填报), or all of them along one row
//! (汇总表, 分科室表). Pure.

use crate::calendar::Period;
use crate::catalogue::model::ElementId;
use crate::returns::check::ElementsAt;
use crate::returns::intake::recognise::{Column, Recognised};
use crate::returns::intake::table::{Table, TableKind};
use crate::spreadsheets::{Cell, Formula, MergedRange, Raw, Sheet};

/// The entries of one return. A *line* is what an element's entries stand on: its row in the form, the first of its
/// columns in a table.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    /// The sheet they stand in.
    pub sheet: &'a Sheet,
    lay: Lay<'a>,
}

#[derive(Clone, Copy)]
enum Lay<'a> {
    Down(&'a Recognised),
    Along { table: &'a Table, row: Option<u32>, units: &'a [u32] },
}

impl<'a> Entries<'a> {
    /// Of a form.
    #[must_use]
    pub fn down(sheet: &'a Sheet, form: &'a Recognised) -> Self {
        Self { sheet, lay: Lay::Down(form) }
    }

    /// Along a row of a table; `units` are the rows of campuses or departments. Without a row of the whole every entry
    /// is blank, and only the units speak.
    #[must_use]
    pub fn along(sheet: &'a Sheet, table: &'a Table, row: Option<u32>, units: &'a [u32]) -> Self {
        Self { sheet, lay: Lay::Along { table, row, units } }
    }

    /// The form, where an element stands in a row.
    #[must_use]
    pub fn form(&self) -> Option<&'a Recognised> {
        match self.lay {
            Lay::Down(form) => Some(form),
            Lay::Along { .. } => None,
        }
    }

    /// Which element a place is about.
    #[must_use]
    pub fn elements(&self) -> ElementsAt<'a> {
        match self.lay {
            Lay::Down(form) => ElementsAt::Rows(form.rows.iter().map(|row| (row.row, row.element.clone())).collect()),
            Lay::Along { table, .. } => ElementsAt::Columns(&table.elements),
        }
    }

    /// Whether the units are departments, whose sums stand for the hospital where it says nothing itself.
    #[must_use]
    pub fn by_department(&self) -> bool {
        matches!(self.lay, Lay::Along { table, .. } if table.kind == TableKind::Departments)
    }

    /// The lines of an element, from the top.
    #[must_use]
    pub fn lines(&self, element: &ElementId) -> Vec<u32> {
        match self.lay {
            Lay::Down(form) => form.rows.iter().filter(|row| row.element == *element).map(|row| row.row).collect(),
            Lay::Along { table, .. } => table.line_of(element).into_iter().collect(),
        }
    }

    /// Whether a person does not see the line.
    #[must_use]
    pub fn hides(&self, line: u32) -> bool {
        match self.lay {
            Lay::Down(_) => self.sheet.hides_row(line),
            Lay::Along { .. } => false,
        }
    }

    /// 0-based address of a column of a line.
    #[must_use]
    pub fn at(&self, line: u32, column: Column) -> Option<(u32, u32)> {
        match self.lay {
            Lay::Down(form) => Some((line, *form.columns.get(&column)?)),
            Lay::Along { table, row, units } => {
                // Where the hospital itself has no row, what is said of it is shown at its first unit.
                let row = row.or_else(|| units.first().copied())?;
                Some((row, table.column_of(line, column)?))
            }
        }
    }

    /// The cell there, if it holds something.
    #[must_use]
    pub fn cell(&self, line: u32, column: Column) -> Option<&'a Cell> {
        if matches!(self.lay, Lay::Along { row: None, .. }) {
            return None;
        }
        let (row, col) = self.at(line, column)?;
        let cell = self.sheet.cell(row, col)?;
        (!self.sums_departments(cell)).then_some(cell)
    }

    /// The merged range over an input cell, where it says something for more than this one.
    #[must_use]
    pub fn merged_over(&self, (row, col): (u32, u32)) -> Option<MergedRange> {
        let over = |range: &&MergedRange| range.first != range.last && range.covers(row, col);
        let range = self.sheet.merged.iter().find(over)?;
        let held = self.sheet.cell(range.first.0, range.first.1)?;
        (!held.found().trim().is_empty()).then_some(*range)
    }

    /// Whether a cell of 全院 is ours: a formula over the departments above it. They are added up anew; where none says
    /// anything, its saved result says nothing either.
    fn sums_departments(&self, cell: &Cell) -> bool {
        let whole = matches!(self.lay, Lay::Along { row, .. } if row == Some(cell.row));
        let over = |formula: &Formula| formula.names(0..=u32::MAX, cell.col..=cell.col) != Some(false);
        let error = matches!(cell.value, Raw::Error(_));
        self.by_department() && whole && !error && cell.formula.as_ref().is_some_and(over)
    }

    /// Whether the total of a line is ours: a formula over the line's own months. Its saved result may be of another
    /// day, and a blank must not become its 0. A clerk's own formula over other cells is a figure like a typed one;
    /// where the file keeps a formula's text to itself it is taken for ours.
    #[must_use]
    pub fn sums_months(&self, line: u32, total: &Cell, quarter: Period) -> bool {
        let months = quarter.months().into_iter().map(|month| Column::Month(month.number()));
        let cols: Vec<u32> = months.filter_map(|month| self.at(line, month)).map(|(_, col)| col).collect();
        let (first, last) = (cols.iter().min().copied(), cols.iter().max().copied());
        let run = first.unwrap_or_default()..=last.unwrap_or_default();
        total.formula.as_ref().is_some_and(|formula| formula.names(total.row..=total.row, run) != Some(false))
    }

    /// Where a problem of the whole line is shown: at its code, or at the first of its cells.
    #[must_use]
    pub fn code_at(&self, line: u32) -> (u32, u32) {
        match self.lay {
            Lay::Down(form) => (line, form.columns.get(&Column::Code).copied().unwrap_or_default()),
            Lay::Along { row, units, .. } => (row.or_else(|| units.first().copied()).unwrap_or_default(), line),
        }
    }

    /// The campuses or departments of a line: what each is called, its entries and its own line.
    #[must_use]
    pub fn units(&self, element: &ElementId, main: u32) -> Vec<(String, Self, u32)> {
        match self.lay {
            Lay::Down(form) => {
                let rows = campuses(self.sheet, form, element, main).into_iter();
                rows.map(|row| (self.unit_name(row), *self, row)).collect()
            }
            Lay::Along { table, units, .. } => {
                let along = |row: u32| Self::along(self.sheet, table, Some(row), &[]);
                units.iter().map(|row| (self.unit_name(*row), along(*row), main)).collect()
            }
        }
    }

    /// What a row of a department or campus calls it.
    #[must_use]
    pub fn unit_name(&self, row: u32) -> String {
        let words = |col: u32| self.sheet.cell(row, col).map(|cell| cell.found().trim().to_owned()).unwrap_or_default();
        match self.lay {
            Lay::Along { table, .. } if table.kind == TableKind::Departments => words(table.key),
            Lay::Along { table, .. } => table.name.map(words).unwrap_or_default(),
            Lay::Down(form) => {
                let note = form.columns.get(&Column::Note).copied();
                let from = self.sheet.cells.partition_point(|cell| cell.row < row);
                let cells = self.sheet.cells[from..].iter().take_while(|cell| cell.row == row);
                let mut names = cells.filter(|cell| Some(cell.col) != note).map(|cell| words(cell.col));
                names.find(|name| names_a_campus(name)).unwrap_or_default()
            }
        }
    }

    /// The line an element is read from, and further lines that say the same element again.
    #[must_use]
    pub fn own_lines(&self, element: &ElementId) -> Vec<u32> {
        let lines = self.lines(element).into_iter().filter(|line| !self.hides(*line));
        match self.lay {
            Lay::Down(form) => lines.filter(|row| !is_campus(self.sheet, form, *row)).collect(),
            Lay::Along { .. } => lines.collect(),
        }
    }
}

/// Rows of campuses: those with the element's code, and those without a code right below the element's row.
fn campuses(sheet: &Sheet, form: &Recognised, element: &ElementId, main: u32) -> Vec<u32> {
    let code = form.columns.get(&Column::Code).copied().unwrap_or_default();
    let coded = |row: u32| sheet.cell(row, code).is_some_and(|cell| !cell.found().trim().is_empty());
    let mine = form.rows.iter().filter(|row| row.element == *element).map(|row| row.row);
    let with_code = mine.filter(|row| is_campus(sheet, form, *row));
    let below = (main + 1..).take_while(|row| !coded(*row) && is_campus(sheet, form, *row));
    with_code.chain(below).filter(|row| !sheet.hides_row(*row)).collect()
}

/// A campus row says 院区 beside its figures, wherever the names stand; what is written under 说明 names nothing.
fn is_campus(sheet: &Sheet, form: &Recognised, row: u32) -> bool {
    let note = form.columns.get(&Column::Note).copied();
    let from = sheet.cells.partition_point(|cell| cell.row < row);
    let names = sheet.cells[from..].iter().take_while(|cell| cell.row == row).filter(|cell| Some(cell.col) != note);
    names.into_iter().any(|cell| matches!(&cell.value, Raw::Text(text) if names_a_campus(text)))
}

/// The longest name of a campus, characters: what is longer is a sentence about one, such as our own under 错误信息.
const LONGEST_NAME: usize = 30;

fn names_a_campus(text: &str) -> bool {
    text.contains("院区") && text.chars().count() <= LONGEST_NAME
}
