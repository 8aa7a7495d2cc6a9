//! The rows of a table below its header: who speaks, whose campus or department it is, what is only a sum or a note. Pure.

use crate::returns::intake::recognise::text_of;
use crate::returns::intake::table::{Finding, TableKind, TableRow};
use crate::spreadsheets::{Cell, Raw};

/// Sorts the rows below the header: who speaks, whose campus it is, what is only a sum or a note.
pub(super) struct Rows<'a> {
    /// The table.
    pub finding: &'a Finding<'a>,
    /// Its columns of figures.
    pub figures: &'a [u32],
    /// Its column of words.
    pub note: Option<u32>,
}

impl Rows<'_> {
    /// The rows from this one on.
    pub fn of(&self, from: u32) -> Vec<TableRow> {
        let sheet = self.finding.sheet;
        let start = sheet.cells.partition_point(|cell| cell.row < from);
        let rows = sheet.cells[start..].chunk_by(|a, b| a.row == b.row);
        match self.finding.kind {
            TableKind::Hospitals => self.hospitals(rows),
            TableKind::Departments => vec![self.departments(rows)],
        }
    }

    fn words(&self, cells: &[Cell]) -> (String, String) {
        let (_, key) = self.finding.key;
        let at = |col: u32| cells.iter().find(|cell| cell.col == col).map(|cell| text_of(&cell.value));
        let first = self.figures.iter().copied().min().unwrap_or(u32::MAX);
        let beside = cells.iter().filter(|cell| cell.col != key && cell.col < first);
        let name: Vec<String> = beside.map(|cell| text_of(&cell.value)).filter(|text| !text.is_empty()).collect();
        (at(key).unwrap_or_default(), name.join(" "))
    }

    fn has_figures(&self, cells: &[Cell]) -> bool {
        cells.iter().any(|cell| self.figures.contains(&cell.col) && is_entry(&cell.value))
    }

    /// Whether anything stands under the figures or under 说明, understood or not.
    fn is_filled(&self, cells: &[Cell]) -> bool {
        let asked = |cell: &Cell| self.figures.contains(&cell.col) || self.note == Some(cell.col);
        cells.iter().any(|cell| asked(cell) && (cell.formula.is_some() || !cell.found().trim().is_empty()))
    }

    fn hospitals<'c>(&self, rows: impl Iterator<Item = &'c [Cell]>) -> Vec<TableRow> {
        let mut found: Vec<TableRow> = Vec::new();
        for cells in rows {
            let row = cells[0].row;
            let (key, name) = self.words(cells);
            if is_sum(&key) || is_sum(&name) {
                continue;
            }
            if name.contains("院区") || key.contains("院区") {
                let mut above = found.iter_mut().rev();
                let owner = if key.is_empty() || key.contains("院区") {
                    above.next()
                } else {
                    above.find(|of| of.key == key)
                };
                if let Some(owner) = owner {
                    owner.units.push(row);
                    owner.filled |= self.is_filled(cells);
                    continue;
                }
            }
            // A line of words below the table has no figures; a row that has some must say whose they are.
            let says = looks_like_a_key(&key) || self.has_figures(cells);
            if says {
                let filled = self.is_filled(cells);
                found.push(TableRow { row: Some(row), key, name, units: Vec::new(), filled });
            }
        }
        found
    }

    fn departments<'c>(&self, rows: impl Iterator<Item = &'c [Cell]>) -> TableRow {
        let mut whole =
            TableRow { row: None, key: String::new(), name: String::new(), units: Vec::new(), filled: true };
        for cells in rows {
            let (key, _) = self.words(cells);
            if is_whole(&key) {
                whole.row = whole.row.or(Some(cells[0].row));
            } else if !is_sum(&key) && self.has_figures(cells) {
                whole.units.push(cells[0].row);
            }
        }
        whole
    }
}

/// Something that is meant as an entry, as opposed to 审核人 and the like below the table.
pub(super) fn is_entry(value: &Raw) -> bool {
    match value {
        Raw::Text(_) => {
            let text = text_of(value);
            text.starts_with(|c: char| c.is_ascii_digit() || "-/#.".contains(c))
                || ["未开展", "不适用"].contains(&text.as_str())
        }
        _ => true,
    }
}

/// Whether a row is called a sum.
pub(super) fn is_sum(text: &str) -> bool {
    ["合计", "小计", "总计"].iter().any(|word| text.contains(word))
}

/// 全院, and the sum over all departments that many tables end with.
fn is_whole(text: &str) -> bool {
    text.starts_with("全院") || ["合计", "总计"].contains(&text)
}

/// A register code: short, without spaces; a note below the table is a sentence.
fn looks_like_a_key(text: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !text.is_empty() && text.len() <= 32 && text.chars().all(word)
}
