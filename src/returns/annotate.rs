//! 标好问题的工作簿: what the sender wrote, in our own form, with each problem at its cell.
//!
//! A foreign file edited in place would lose parts of itself, so the form is written anew and holds the sender's
//! entries. A second pass over what came back finds the same entries again.

mod table;

use std::collections::HashMap;

use bytes::Bytes;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{ElementId, Severity};
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::desk::Desk;
use crate::returns::intake::{Column, Entries, Recognised, answered, explanations, recognise};
use crate::returns::model::{Problem, Slot};
use crate::returns::outgoing;
use crate::returns::template::{self, CellFill, Extra, Fills, Mark, Plan};
use crate::spreadsheets::{Book, Cell, Raw, Sheet, a1, parse_a1};

pub use table::{Part, annotated_table};

/// Stands where a formula had no saved result: a blank would hide that something was meant.
const NO_RESULT: &str = "（公式没有结果）";

/// The annotated workbook of an upload: its content, whose it is, which quarter's, and what was found. `None` where
/// the file was not read as that hospital's form of that quarter's edition: there is nothing to hang a mark on.
///
/// # Errors
/// Of the database.
pub async fn annotated(
    desk: &Desk,
    scope: &Scope,
    bytes: Bytes,
    (code, quarter): (&str, Period),
    problems: &[Problem],
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    let Ok(book) = desk.reader.read(bytes).await else { return Ok(None) };
    let Some(form) = recognise(&book, &desk.catalogue) else { return Ok(None) };
    let hospital = hospitals::store::by_code(&desk.db, scope, code, quarter.last_day()).await?;
    let Some(hospital) = hospital else { return Ok(None) };
    let Some(plan) = outgoing::plan(&desk.db, scope, &desk.catalogue, &hospital, quarter).await? else {
        return Ok(None);
    };
    if form.edition.is_some_and(|edition| edition != plan.edition) {
        return Ok(None);
    }
    let fills = fills(&desk.catalogue, &book, &form, &plan, problems);
    let written = template::write(&desk.catalogue, &plan, &fills);
    Ok(written.ok().map(|bytes| (format!("标注-{}", plan.file_name()), bytes)))
}

/// The sender's entries and the problems, laid into our form.
#[must_use]
pub fn fills(catalogue: &Catalogue, book: &Book, form: &Recognised, plan: &Plan, problems: &[Problem]) -> Fills {
    let sheet = &book.sheets[form.sheet];
    let sent = Sent { sheet, form, plan };
    let (rows, extras) = sent.rows();
    let mut fills = Fills::default();
    let explained = explanations(&answered(book), catalogue).remove("").unwrap_or_default();
    for (id, row) in &rows {
        sent.fill(id, *row, &mut fills);
        if let Some(words) = explained.get(id) {
            let note = fills.notes.remove(id);
            fills.notes.insert(id.clone(), template::joined(note.as_deref(), words));
        }
    }
    fills.extras = extras.iter().map(|row| sent.extra(*row)).collect();
    let places = Places { sent: &sent, rows: &rows, extras: &extras };
    fills.marks = problems.iter().map(|problem| places.mark(problem)).collect();
    fills
}

/// What was sent, and the form it goes into.
struct Sent<'a> {
    sheet: &'a Sheet,
    form: &'a Recognised,
    plan: &'a Plan,
}

impl Sent<'_> {
    /// The row that each element of the plan is taken from, and the rows that have no place in the form.
    fn rows(&self) -> (HashMap<ElementId, u32>, Vec<u32>) {
        let mut rows = HashMap::new();
        let mut extras = Vec::new();
        for row in &self.form.rows {
            if self.sheet.hides_row(row.row) {
                continue;
            }
            if self.plan.row_of(&row.element).is_some() && !rows.contains_key(&row.element) {
                rows.insert(row.element.clone(), row.row);
            } else {
                extras.push(row.row);
            }
        }
        extras.extend(self.form.strange.iter().map(|(row, _)| *row).filter(|row| !self.sheet.hides_row(*row)));
        extras.sort_unstable();
        (rows, extras)
    }

    fn cell(&self, row: u32, column: Column) -> Option<&Cell> {
        self.sheet.cell(row, *self.form.columns.get(&column)?)
    }

    /// Whether the total is a formula over the row's months, which our form computes anew.
    fn is_ours(&self, total: &Cell) -> bool {
        let cols = || self.months().filter_map(|(_, month)| self.form.columns.get(&month).copied());
        let (first, last) = (cols().min().unwrap_or_default(), cols().max().unwrap_or_default());
        total.formula.as_ref().is_some_and(|formula| formula.names(total.row, first..=last) != Some(false))
    }

    fn months(&self) -> impl Iterator<Item = (Slot, Column)> {
        let slots = (0_u8..3).map(Slot::Month);
        slots.zip(self.plan.quarter.months().into_iter().map(|month| Column::Month(month.number())))
    }

    fn fill(&self, id: &ElementId, row: u32, fills: &mut Fills) {
        for (slot, column) in self.months() {
            if let Some(fill) = self.cell(row, column).and_then(as_typed) {
                fills.cells.insert((id.clone(), slot), fill);
            }
        }
        let total = self.cell(row, Column::Total).filter(|cell| !self.is_ours(cell));
        if let Some(fill) = total.and_then(as_typed) {
            fills.cells.insert((id.clone(), Slot::Quarter), fill);
        }
        let words = |column| self.cell(row, column).map(Cell::found).filter(|words| !words.trim().is_empty());
        if let Some(note) = words(Column::Note) {
            fills.notes.insert(id.clone(), note);
        }
        if let Some(offered) = words(Column::Offered) {
            fills.offered.insert(id.clone(), offered);
        }
    }

    /// A row that has no place in the form, kept below it: what was sent twice is not decided by leaving one out.
    fn extra(&self, row: u32) -> Extra {
        let code = self.form.columns.get(&Column::Code).copied().unwrap_or_default();
        let name = self.sheet.cell(row, code + 1).filter(|cell| cell.col < self.form.first_figures());
        Extra {
            code: self.sheet.cell(row, code).map(Cell::found).unwrap_or_default(),
            // A campus stays one, wherever its name stood.
            name: Some(Entries::down(self.sheet, self.form).unit_name(row))
                .filter(|campus| !campus.is_empty())
                .or_else(|| name.map(Cell::found))
                .unwrap_or_default(),
            months: self.months().map(|(_, column)| self.cell(row, column).and_then(as_typed)).collect(),
            total: self.cell(row, Column::Total).filter(|cell| !self.is_ours(cell)).and_then(as_typed),
            note: self.cell(row, Column::Note).map(Cell::found).unwrap_or_default(),
        }
    }
}

/// What a person typed or saw there; none for what looks empty.
fn as_typed(cell: &Cell) -> Option<CellFill> {
    match &cell.value {
        Raw::Number(number) if !cell.percent => Some(CellFill::Number(*number)),
        Raw::FormulaWithoutValue if cell.found().is_empty() => Some(CellFill::Text(NO_RESULT.to_owned())),
        _ => Some(cell.found()).filter(|words| !words.trim().is_empty()).map(CellFill::Text),
    }
}

/// Where the sender's cells stand in our form.
struct Places<'a> {
    sent: &'a Sent<'a>,
    rows: &'a HashMap<ElementId, u32>,
    extras: &'a [u32],
}

impl Places<'_> {
    fn mark(&self, problem: &Problem) -> Mark {
        let inside = problem.sheet.as_deref() == Some(self.sent.sheet.name.as_str());
        let first = problem.cell.as_deref().and_then(|cell| parse_a1(cell.split(':').next().unwrap_or_default()));
        let at = first.filter(|_| inside).and_then(|(row, col)| Some((self.row(row)?, self.col(col))));
        Mark {
            at,
            blocks: problem.severity == Severity::Block,
            element: first.and_then(|(row, _)| self.element(row)).map(|id| id.to_string()),
            hospital: None,
            cell: at.map_or_else(
                || problem.cell.clone().unwrap_or_else(|| "整本".to_owned()),
                |(row, col)| a1(row, u32::from(col)),
            ),
            found: problem.found.clone().unwrap_or_default(),
            message: self.words(&problem.message),
            remedy: self.words(&problem.remedy),
        }
    }

    /// The same words with the addresses they name as they are in our form.
    fn words(&self, words: &str) -> String {
        let mut said = String::with_capacity(words.len());
        let mut token = String::new();
        for letter in words.chars().chain([' ']) {
            if letter.is_ascii_alphanumeric() || letter == '_' {
                token.push(letter);
                continue;
            }
            let place = parse_a1(&token).filter(|_| token.starts_with(|c: char| c.is_ascii_uppercase()));
            let known = |col: &u32| self.sent.form.columns.values().any(|at| at == col);
            let place = place.filter(|(_, col)| known(col));
            let ours = place.and_then(|(row, col)| Some(a1(self.row(row)?, u32::from(self.col(col)))));
            said.push_str(ours.as_deref().unwrap_or(&token));
            token.clear();
            said.push(letter);
        }
        said.pop();
        said
    }

    fn element(&self, row: u32) -> Option<&ElementId> {
        self.rows.iter().find(|(_, at)| **at == row).map(|(id, _)| id)
    }

    fn row(&self, row: u32) -> Option<u32> {
        if let Some(at) = self.extras.iter().position(|extra| *extra == row) {
            return Some(self.sent.plan.extra_row(at));
        }
        self.sent.plan.row_of(self.element(row)?)
    }

    fn col(&self, col: u32) -> u16 {
        let column = self.sent.form.columns.iter().find(|(_, at)| **at == col).map(|(column, _)| *column);
        template::column_of(column.unwrap_or(Column::Code), self.sent.plan.quarter)
    }
}
