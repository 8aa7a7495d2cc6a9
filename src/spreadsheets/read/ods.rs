//! ods, read by ourselves: calamine writes out every repeated empty cell before anybody can count
//! them, takes a line break between two cells for a fault, and knows neither hidden rows nor
//! percentages. Format: OASIS `OpenDocument` 1.3, part 3, chapter 9.

use std::collections::HashSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::ods_cell::OdsCell;
use super::xml::{self, Xml, attribute, repeats};
use crate::spreadsheets::address::{COLUMNS, ROWS};
use crate::spreadsheets::intake::{HiddenRows, Intake};
use crate::spreadsheets::model::{Cell, MergedRange, Visibility};
use crate::spreadsheets::package::Package;
use crate::spreadsheets::refusal::Refusal;

/// Reads every sheet, in the order of the tabs.
pub(super) fn read(package: &mut Package, intake: &mut Intake) -> Result<(), Refusal> {
    refuse_encrypted(package)?;
    let mut xml = xml::open(package, "content.xml")?.ok_or(Refusal::Damaged)?;
    let mut hidden_styles = HashSet::new();
    let mut style = None;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.name().as_ref() {
                "style:style" => style = attribute(&element, "name"),
                "style:table-properties" if attribute(&element, "display").as_deref() == Some("false") => {
                    hidden_styles.extend(style.take());
                }
                "table:table" => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    let style = attribute(&element, "style-name");
                    let hidden = style.is_some_and(|style| hidden_styles.contains(&style));
                    intake.sheet(&name, if hidden { Visibility::Hidden } else { Visibility::Visible })?;
                    Sheet::default().read(&mut xml, intake)?;
                }
                // What a shared document remembers of its past is not what it holds.
                "table:tracked-changes" => xml.skip("table:tracked-changes")?,
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn refuse_encrypted(package: &mut Package) -> Result<(), Refusal> {
    let Some(mut manifest) = xml::open(package, "META-INF/manifest.xml")? else {
        return Ok(());
    };
    loop {
        match manifest.next()? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Err(Refusal::PasswordProtected);
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Where in a sheet the reading is. Rows and cells may stand for many.
#[derive(Default)]
struct Sheet {
    hidden: HiddenRows,
    merged: Vec<MergedRange>,
    row: u32,
    /// How many rows the current one stands for.
    rows: u32,
    col: u32,
    /// The cells of the current row that hold something, each with how many columns it stands for.
    cells: Vec<(Cell, u32)>,
}

impl Sheet {
    fn read(mut self, xml: &mut Xml<impl BufRead>, intake: &mut Intake) -> Result<(), Refusal> {
        loop {
            match xml.next()? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-row" => self.start_row(&element),
                    "table:table-cell" => self.cell(&element.into_owned(), xml)?,
                    "table:covered-table-cell" => {
                        self.col += self.columns(&element);
                        xml.skip("table:covered-table-cell")?;
                    }
                    // Pictures and buttons may hold tables of their own.
                    "table:shapes" => xml.skip("table:shapes")?,
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "table:table-row" => self.end_row(intake)?,
                    "table:table" => {
                        return intake.end_of_sheet(self.hidden.into_runs(), self.merged);
                    }
                    _ => {}
                },
                Event::Eof => return Err(Refusal::Damaged),
                _ => {}
            }
        }
    }

    fn start_row(&mut self, element: &BytesStart) {
        self.rows = repeats(element, "number-rows-repeated").min(ROWS - self.row);
        self.col = 0;
        let seen = attribute(element, "visibility");
        if self.rows > 0 && matches!(seen.as_deref(), Some("collapse" | "filter")) {
            self.hidden.add(self.row..=self.row + (self.rows - 1));
        }
    }

    /// How many columns a cell stands for, inside the grid.
    fn columns(&self, element: &BytesStart) -> u32 {
        repeats(element, "number-columns-repeated").min(COLUMNS - self.col)
    }

    fn cell(&mut self, element: &BytesStart, xml: &mut Xml<impl BufRead>) -> Result<(), Refusal> {
        let columns = self.columns(element);
        let last = |from: u32, span: &str, most: u32| {
            let more = repeats(element, span).saturating_sub(1);
            from.saturating_add(more).min(most - 1)
        };
        let merged = MergedRange {
            first: (self.row, self.col),
            last: (last(self.row, "number-rows-spanned", ROWS), last(self.col, "number-columns-spanned", COLUMNS)),
        };
        if merged.first < merged.last && columns > 0 && self.rows > 0 {
            self.merged.push(merged);
        }
        let read = OdsCell::read(element, xml)?;
        if let Some(cell) = read.into_cell((self.row, self.col)) {
            self.cells.push((cell, columns));
        }
        self.col += columns;
        Ok(())
    }

    fn end_row(&mut self, intake: &mut Intake) -> Result<(), Refusal> {
        for row in self.row..self.row + self.rows {
            for (cell, columns) in &self.cells {
                for col in cell.col..cell.col + columns {
                    intake.cell(Cell { row, col, ..cell.clone() })?;
                }
            }
        }
        self.cells.clear();
        self.row += self.rows;
        Ok(())
    }
}
