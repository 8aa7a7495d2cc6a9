//! 数据填报 as it comes back: the sender's entries in the form of the hospital, each problem at its cell.

use std::collections::HashMap;

use crate::access::Scope;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::annotate::{Annotated, Part, Places, as_typed, mark};
use crate::returns::desk::Desk;
use crate::returns::intake::{Column, Entries, Recognised, StrangeRow, answered, explanations, strange_rows};
use crate::returns::model::{Problem, Slot};
use crate::returns::outgoing;
use crate::returns::template::{self, Extra, Fills, Plan};
use crate::spreadsheets::{Book, Cell};

/// The annotated form; `None` where it is not that hospital's of that quarter's edition: there is nothing to hang a
/// mark on.
pub(super) async fn annotated(
    desk: &Desk,
    scope: &Scope,
    book: &Book,
    form: &Recognised,
    part: &Part,
) -> Result<Option<Annotated>, StoreError> {
    let Some((code, quarter)) = part.hospital.as_deref().zip(form.period) else { return Ok(None) };
    let hospital = hospitals::store::by_code(&desk.db, scope, code, quarter.last_day()).await?;
    let Some(hospital) = hospital else { return Ok(None) };
    let Some(plan) = outgoing::plan(&desk.db, scope, &desk.catalogue, &hospital, quarter).await? else {
        return Ok(None);
    };
    if form.edition.is_some_and(|edition| edition != plan.edition) {
        return Ok(None);
    }
    let fills = fills(&desk.catalogue, book, form, &plan, &part.problems);
    let written = template::write(&desk.catalogue, &plan, &fills);
    Ok(written.ok().map(|bytes| Annotated { name: plan.file_name(), bytes }))
}

/// The sender's entries and the problems, laid into our form.
fn fills(catalogue: &Catalogue, book: &Book, form: &Recognised, plan: &Plan, problems: &[Problem]) -> Fills {
    let sheet = &book.sheets[form.sheet];
    let sent = Sent { entries: Entries::down(sheet, form), form, plan };
    let strange = catalogue.edition(plan.edition).map(|edition| strange_rows(sheet, form, catalogue, edition));
    let (rows, extras) = sent.rows(&strange.unwrap_or_default());
    let mut fills = Fills::default();
    let explained = explanations(&answered(book), catalogue).remove("").unwrap_or_default();
    for (id, row) in &rows {
        sent.fill(id, *row, &mut fills);
        if let Some(words) = explained.get(id) {
            let note = fills.notes.remove(id);
            fills.notes.insert(id.clone(), template::joined(note.as_deref(), words));
        }
    }
    fills.extras = extras.iter().map(|(row, code)| sent.extra(*row, code)).collect();
    let places = FormPlaces { sent: &sent, rows: &rows, extras: &extras };
    fills.marks = problems.iter().map(|problem| mark(&places, problem, None)).collect();
    fills
}

/// Stands in place of a code that was none, so that the row is asked about again when the copy comes back.
const NO_CODE: &str = "unknown_code";

/// What was sent, and the form it goes into.
struct Sent<'a> {
    entries: Entries<'a>,
    form: &'a Recognised,
    plan: &'a Plan,
}

impl Sent<'_> {
    /// The row that each element of the plan is taken from, and the rows that have no place in the form, with the code
    /// they are kept under: what was sent twice, campuses, codes that are not known.
    fn rows(&self, strange: &[StrangeRow]) -> (HashMap<ElementId, u32>, Vec<(u32, String)>) {
        let mut rows = HashMap::new();
        let mut extras: Vec<(u32, String)> = self.form.strange.clone();
        for row in strange {
            match row.element.as_ref().filter(|element| self.plan.row_of(element).is_some()) {
                // Whose row it is says its name: its figures come back beside the code that was meant.
                Some(element) => {
                    extras.retain(|(at, _)| *at != row.row);
                    rows.insert(element.clone(), row.row);
                }
                None if extras.iter().all(|(at, _)| *at != row.row) && row.filled => {
                    extras.push((row.row, NO_CODE.to_owned()));
                }
                None => {}
            }
        }
        for row in &self.form.rows {
            let seen = self.entries.own_lines(&row.element);
            // Where only a hidden row has the element, its figures are the sender's all the same.
            let own = seen.contains(&row.row) || (seen.is_empty() && self.entries.hides(row.row));
            if strange.iter().any(|strange| strange.row == row.row && strange.element.is_some()) {
                continue;
            }
            extras.retain(|(at, _)| *at != row.row);
            if own && self.plan.row_of(&row.element).is_some() && !rows.contains_key(&row.element) {
                rows.insert(row.element.clone(), row.row);
            } else {
                extras.push((row.row, row.element.to_string()));
            }
        }
        // A campus without a code belongs to the element it stood under, and would belong to none below the form.
        for (element, row) in &rows {
            let units = self.entries.units(element, *row).into_iter().map(|(.., unit)| unit);
            let uncoded = units.filter(|unit| self.form.rows.iter().all(|coded| coded.row != *unit));
            extras.extend(uncoded.map(|unit| (unit, element.to_string())));
        }
        extras.retain(|(row, _)| !self.entries.hides(*row));
        extras.sort_unstable();
        (rows, extras)
    }

    fn cell(&self, row: u32, column: Column) -> Option<&Cell> {
        self.entries.cell(row, column)
    }

    /// The total, where it is no formula over the row's months, which our form computes anew.
    fn total(&self, row: u32) -> Option<&Cell> {
        let typed = |cell: &&Cell| !self.entries.sums_months(row, cell, self.plan.quarter);
        self.cell(row, Column::Total).filter(typed)
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
        if let Some(fill) = self.total(row).and_then(as_typed) {
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
    fn extra(&self, row: u32, code: &str) -> Extra {
        let beside = self.form.columns.get(&Column::Code).map_or(0, |code| code + 1);
        let name = self.entries.sheet.cell(row, beside).filter(|cell| cell.col < self.form.first_figures());
        Extra {
            code: code.to_owned(),
            // A campus stays one, wherever its name stood.
            name: Some(self.entries.unit_name(row))
                .filter(|campus| !campus.is_empty())
                .or_else(|| name.map(Cell::found))
                .unwrap_or_default(),
            months: self.months().map(|(_, column)| self.cell(row, column).and_then(as_typed)).collect(),
            total: self.total(row).and_then(as_typed),
            note: self.cell(row, Column::Note).map(Cell::found).unwrap_or_default(),
        }
    }
}

/// Where the sender's cells stand in our form.
struct FormPlaces<'a> {
    sent: &'a Sent<'a>,
    rows: &'a HashMap<ElementId, u32>,
    extras: &'a [(u32, String)],
}

impl Places for FormPlaces<'_> {
    const WHOLE: &'static str = "整本";

    fn sheet(&self) -> &str {
        &self.sent.entries.sheet.name
    }

    fn row(&self, row: u32) -> Option<u32> {
        if let Some(at) = self.extras.iter().position(|(extra, _)| *extra == row) {
            return Some(self.sent.plan.extra_row(at));
        }
        let (element, _) = self.rows.iter().find(|(_, at)| **at == row)?;
        self.sent.plan.row_of(element)
    }

    fn col(&self, col: u32) -> Option<u16> {
        let column = self.sent.form.columns.iter().find(|(_, at)| **at == col).map(|(column, _)| *column)?;
        Some(template::column_of(column, self.sent.plan.quarter))
    }
}
