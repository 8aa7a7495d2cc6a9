//! The table that comes back: every sender's row in our own layout, each problem at its cell.

use std::collections::{BTreeSet, HashMap};

use crate::access::Scope;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::returns::annotate::{Annotated, Part, Places, as_typed, mark};
use crate::returns::desk::Desk;
use crate::returns::intake::{Column, Explanations, Table, TableKind, TableRow, answered, explanations};
use crate::returns::template::{self, Mark, TableLine, TablePlan, joined};
use crate::spreadsheets::{Book, Cell, Sheet};

/// The annotated table; `None` where no edition applies.
pub(super) async fn annotated(
    desk: &Desk,
    scope: &Scope,
    book: &Book,
    table: &Table,
    parts: &[Part],
) -> Result<Option<Annotated>, StoreError> {
    let Some(quarter) = table.period else { return Ok(None) };
    let Some(edition) = desk.catalogue.edition_for(quarter) else { return Ok(None) };
    let mut codes: BTreeSet<String> = table.rows.iter().map(|row| row.key.clone()).collect();
    codes.extend(table.hospital.clone());
    let codes: Vec<String> = codes.into_iter().collect();
    let held = hospitals::store::by_codes(&desk.db, scope, &codes, quarter.last_day()).await?;
    let held: HashMap<&str, &HospitalAt> = held.iter().map(|hospital| (hospital.code.as_str(), hospital)).collect();
    let sheet = &book.sheets[table.sheet];
    let explained = explanations(&answered(book), &desk.catalogue);
    let sent = Sent { sheet, table, catalogue: &desk.catalogue, explained };
    let pinned = table.revision.as_deref().and_then(|revision| edition.as_of(revision));
    let edition = pinned.as_ref().unwrap_or(edition);
    let mut rows = Vec::new();
    let lines = sent.lines(&held, &mut rows);
    let whose = table.hospital.as_deref().and_then(|code| held.get(code));
    let whose = whose.map(|hospital| (hospital.code.clone(), hospital.name.clone()));
    let mut plan = TablePlan::new(&desk.catalogue, edition, table.kind, whose, quarter, lines);
    let cols = sent.fill(&mut plan, &rows);
    let places = TablePlaces { sheet, plan: &plan, rows: &rows, cols: &cols };
    let found = parts.iter().flat_map(|part| part.problems.iter().map(move |problem| (part, problem)));
    let name = |code: &str| held.get(code).map(|hospital| hospital.name.clone()).unwrap_or_default();
    let whose = |part: &Part| {
        let code = part.hospital.clone().unwrap_or_default();
        Some((code.clone(), name(&code)))
    };
    let marks: Vec<Mark> = found.map(|(part, problem)| mark(&places, problem, whose(part))).collect();
    let written = template::write_table(&plan, &marks);
    Ok(written.ok().map(|bytes| Annotated { name: plan.file_name(), bytes }))
}

/// A table as it was sent.
struct Sent<'a> {
    sheet: &'a Sheet,
    table: &'a Table,
    catalogue: &'a Catalogue,
    explained: Explanations,
}

impl Sent<'_> {
    /// The lines in our order, and the row each was sent in.
    fn lines(&self, held: &HashMap<&str, &HospitalAt>, rows: &mut Vec<u32>) -> Vec<TableLine> {
        let mut lines = Vec::new();
        for row in &self.table.rows {
            let units = row.units.iter().map(|unit| (*unit, self.unit(*unit)));
            let own = row.row.map(|at| (at, self.own(at, row, held)));
            let mine: Vec<(u32, TableLine)> = match self.table.kind {
                TableKind::Hospitals => own.into_iter().chain(units).collect(),
                TableKind::Departments => units.chain(own).collect(),
            };
            for (at, line) in mine {
                rows.push(at);
                lines.push(line);
            }
        }
        lines
    }

    fn own(&self, at: u32, row: &TableRow, held: &HashMap<&str, &HospitalAt>) -> TableLine {
        let services = self.catalogue.services().iter().map(|service| service.name.clone());
        let hospital = held.get(row.key.as_str());
        let without = hospital.map(|hospital| services.filter(|name| !hospital.services.contains(name)).collect());
        let answers = self.explained.get(&row.key).into_iter().flatten();
        let mut note = self.words(at, self.table.note);
        let mut answers: Vec<(&ElementId, &String)> = answers.collect();
        answers.sort();
        for (element, words) in answers {
            let name = self.catalogue.element(element).map_or("", |element| element.name.as_str());
            note = joined(Some(&note).filter(|note| !note.is_empty()).map(String::as_str), &format!("{name}：{words}"));
        }
        let whole = self.table.kind == TableKind::Departments;
        TableLine { without: without.unwrap_or_default(), whole, note, ..self.unit(at) }
    }

    fn unit(&self, at: u32) -> TableLine {
        TableLine {
            key: self.words(at, Some(self.table.key)),
            name: self.words(at, self.table.name),
            level: self.words(at, self.table.level),
            note: self.words(at, self.table.note),
            ..TableLine::default()
        }
    }

    fn words(&self, row: u32, col: Option<u32>) -> String {
        col.and_then(|col| self.sheet.cell(row, col)).map(Cell::found).unwrap_or_default()
    }

    /// Lays the sender's cells into the plan; gives our column for each of the sender's.
    fn fill(&self, plan: &mut TablePlan, rows: &[u32]) -> HashMap<u32, u16> {
        let columns: Vec<(ElementId, Column)> =
            plan.columns().map(|(element, column)| (element.clone(), column)).collect();
        let mut cols = HashMap::from([(self.table.key, 0)]);
        cols.extend(self.table.name.map(|col| (col, 1)));
        cols.extend(self.table.note.map(|col| (col, plan.note_col())));
        for (element, column) in columns {
            let sent = self.table.line_of(&element).and_then(|line| self.table.column_of(line, column));
            let (Some(sent), Some(ours)) = (sent, plan.col(&element, column)) else { continue };
            cols.insert(sent, ours);
            for (line, row) in plan.lines.iter_mut().zip(rows) {
                let cell = self.sheet.cell(*row, sent).filter(|cell| !(line.whole && cell.formula.is_some()));
                if let Some(fill) = cell.and_then(as_typed) {
                    line.cells.insert((element.clone(), column), fill);
                }
            }
        }
        cols
    }
}

/// Where the sender's cells stand in our table.
struct TablePlaces<'a> {
    sheet: &'a Sheet,
    plan: &'a TablePlan,
    /// The sender's row of each of our lines.
    rows: &'a [u32],
    cols: &'a HashMap<u32, u16>,
}

impl Places for TablePlaces<'_> {
    const WHOLE: &'static str = "整行";

    fn sheet(&self) -> &str {
        &self.sheet.name
    }

    fn row(&self, row: u32) -> Option<u32> {
        self.rows.iter().position(|sent| *sent == row).map(|line| self.plan.row(line))
    }

    fn col(&self, col: u32) -> Option<u16> {
        self.cols.get(&col).copied()
    }
}
