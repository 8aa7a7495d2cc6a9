//! What is wrong with the sheet itself, beside its figures: heads that are lost, doubled or another's, a form that was
//! pasted from elsewhere, a second one beside it. Pure.

use crate::calendar::Period;
use crate::returns::check::Faults;
use crate::returns::form;
use crate::returns::intake::{Column, Recognised, column_of, head};
use crate::returns::take::parts::{Part, What};
use crate::spreadsheets::{Cell, Sheet};

/// Whether the sheet says the same as the mark of its workbook; if not, nobody knows whose figures they are.
pub(super) fn right_marks(part: &Part<'_>, faults: &mut Faults<'_>) -> bool {
    for said in part.contradictions() {
        let words = [("expected", said.marked.as_str()), ("reason", said.about)];
        faults.note("mark-differs", Some(said.at), Some(&said.seen), &words);
    }
    part.contradictions().is_empty()
}

/// A head of a month that was lost, renamed or doubled would take the figures below it away without a word.
pub(super) fn right_columns(part: &Part<'_>, quarter: Period, faults: &mut Faults<'_>) {
    match part.what {
        What::Nothing | What::Blank(_) => {}
        What::Form(form) => {
            let Some(entries) = part.entries() else { return };
            Header { sheet: entries.sheet, form, quarter }.note(faults);
            for copy in &form.copies {
                let there = Some(copy.there.as_str()).filter(|words| !words.is_empty()).unwrap_or("空白");
                let words = [("sheet", copy.sheet.as_str()), ("expected", there)];
                faults.note("second-form", Some(copy.at), Some(&copy.here), &words);
            }
        }
        What::Row { table, .. } | What::Departments(table, _) => {
            for (at, month) in &table.lost {
                faults.note("column-missing", Some(*at), None, &[("expected", &month_head(*month))]);
            }
        }
    }
}

/// Months whose heads are of no month of the quarter, where others are: the heads were changed, not the quarter.
pub(super) fn is_of_another_quarter(months: &[u8], quarter: Period) -> Option<u8> {
    let own = |number: &u8| quarter.months().iter().any(|month| month.number() == *number);
    if months.iter().any(own) { None } else { months.first().copied() }
}

/// The header row of a form.
struct Header<'a> {
    sheet: &'a Sheet,
    form: &'a Recognised,
    quarter: Period,
}

impl Header<'_> {
    fn note(&self, faults: &mut Faults<'_>) {
        for (column, word) in [(Column::Offered, form::OFFERED), (Column::Note, form::NOTE)] {
            if !self.form.columns.contains_key(&column) {
                faults.note("side-column-missing", None, None, &[("expected", word)]);
            }
        }
        for cell in self.cells() {
            let Some(column) = column_of(&head(&cell.value)) else { continue };
            let figures = matches!(column, Column::Month(_) | Column::Total | Column::Code);
            if let Some(other) = self.form.columns.get(&column).filter(|col| figures && **col != cell.col) {
                let other = crate::spreadsheets::a1(self.form.header, *other);
                faults.note(
                    "doubled-column",
                    Some((cell.row, cell.col)),
                    Some(&cell.found()),
                    &[("other_cell", &other)],
                );
            }
        }
        let months = self.quarter.months().into_iter().map(Period::number);
        let columns = months.map(|month| (Column::Month(month), month_head(month)));
        for (column, word) in columns.chain([(Column::Total, form::TOTAL.to_owned())]) {
            if !self.form.columns.contains_key(&column) {
                let at = self.place_of(column);
                let found = at.and_then(|(row, col)| self.sheet.cell(row, col)).map(Cell::found);
                faults.note("column-missing", at, found.as_deref(), &[("expected", &word)]);
            }
        }
    }

    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.sheet.cells.iter().filter(|cell| cell.row == self.form.header)
    }

    /// Where the head of a column should stand: beside those of the others, where nothing of ours stands; else at a head
    /// that is none of ours.
    fn place_of(&self, column: Column) -> Option<(u32, u32)> {
        let mut order: Vec<Column> =
            self.quarter.months().into_iter().map(|month| Column::Month(month.number())).collect();
        order.push(Column::Total);
        let place = |column: Column| order.iter().position(|one| *one == column);
        let at = i64::try_from(place(column)?).ok()?;
        // A month of another quarter stands in the place of one of this.
        let ours = |column: &Column| column.month().is_none() || order.contains(column);
        let known = |col: u32| self.form.columns.iter().any(|(column, known)| *known == col && ours(column));
        let beside = order.iter().zip(0_i64..).filter_map(|(other, place)| {
            let col = i64::from(*self.form.columns.get(other)?) + at - place;
            Some(((at - place).abs(), u32::try_from(col).ok()?))
        });
        let beside = beside.min().map(|(_, col)| col).filter(|col| !known(*col) && !self.is_ours(*col));
        let stray = || self.cells().map(|cell| cell.col).find(|col| !known(*col) && !self.is_ours(*col));
        beside.or_else(stray).map(|col| (self.form.header, col))
    }

    /// Whether a head of ours stands there that is none of a column to be read, such as 口径.
    fn is_ours(&self, col: u32) -> bool {
        const OTHERS: [&str; 5] = [form::NAME, form::DEFINITION, form::UNIT, form::LAST, form::FAULTS];
        self.cells().any(|cell| cell.col == col && OTHERS.contains(&head(&cell.value).as_str()))
    }
}

fn month_head(number: u8) -> String {
    format!("{number}月")
}
