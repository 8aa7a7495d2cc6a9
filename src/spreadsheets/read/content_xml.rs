//! What calamine leaves out of an ods: hidden rows, merged ranges, percentages.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use super::xml::{self, attribute, repeats};
use crate::spreadsheets::address::{COLUMNS, ROWS};
use crate::spreadsheets::intake::{HiddenRows, within};
use crate::spreadsheets::model::MergedRange;
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::{Measure, Refusal};

/// What a sheet of an ods says beside its values.
#[derive(Default)]
pub(super) struct SheetFacts {
    pub(super) hidden_rows: Vec<RangeInclusive<u32>>,
    pub(super) merged: Vec<MergedRange>,
    pub(super) percents: HashSet<(u32, u32)>,
}

/// The facts of each sheet in the order of the tabs; at most `cells` percentages in all.
pub(super) fn facts(package: &mut Package, cells: u64) -> Result<Vec<SheetFacts>, Refusal> {
    let mut xml = xml::open(package, "content.xml")?.ok_or(Refusal::Damaged)?;
    let mut sheets = Vec::new();
    let mut walk = Walk::new(cells);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.name().as_ref() {
                "table:table-row" => walk.row(&element),
                "table:table-cell" | "table:covered-table-cell" => walk.cell(&element)?,
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                "table:table-row" => walk.end_of_row(),
                "table:table" => sheets.push(walk.end_of_sheet()),
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// Where in which sheet the walk is. Rows and cells may stand for many.
struct Walk {
    facts: SheetFacts,
    hidden: HiddenRows,
    row: u32,
    rows: u32,
    col: u32,
    /// Percentages found, in all sheets, and how many there may be.
    percents: u64,
    most_percents: u64,
}

impl Walk {
    fn new(most_percents: u64) -> Self {
        Self {
            facts: SheetFacts::default(),
            hidden: HiddenRows::default(),
            row: 0,
            rows: 1,
            col: 0,
            percents: 0,
            most_percents,
        }
    }

    fn row(&mut self, element: &BytesStart) {
        self.rows = repeats(element, "number-rows-repeated").min(ROWS - self.row);
        self.col = 0;
        let seen = attribute(element, "visibility");
        if self.rows > 0 && matches!(seen.as_deref(), Some("collapse" | "filter")) {
            self.hidden.add(self.row..=self.row + (self.rows - 1));
        }
    }

    fn cell(&mut self, element: &BytesStart) -> Result<(), Refusal> {
        let cols = repeats(element, "number-columns-repeated").min(COLUMNS - self.col);
        if attribute(element, "value-type").as_deref() == Some("percentage") {
            self.percents += u64::from(cols) * u64::from(self.rows);
            within(Measure::Cells, self.percents, self.most_percents)?;
            for row in self.row..self.row + self.rows {
                let cells = (self.col..self.col + cols).map(|col| (row, col));
                self.facts.percents.extend(cells);
            }
        }
        let down = repeats(element, "number-rows-spanned");
        let across = repeats(element, "number-columns-spanned");
        if down > 1 || across > 1 {
            self.facts.merged.push(MergedRange {
                first: (self.row, self.col),
                last: (
                    self.row.saturating_add(down.saturating_sub(1)).min(ROWS - 1),
                    self.col.saturating_add(across.saturating_sub(1)).min(COLUMNS - 1),
                ),
            });
        }
        self.col += cols;
        Ok(())
    }

    fn end_of_row(&mut self) {
        self.row += self.rows;
    }

    fn end_of_sheet(&mut self) -> SheetFacts {
        let mut facts = std::mem::take(&mut self.facts);
        facts.hidden_rows = std::mem::take(&mut self.hidden).into_runs();
        self.row = 0;
        facts
    }
}
