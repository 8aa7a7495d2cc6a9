//! The workbook that goes out: one hospital and quarter, pre-filled, ready to print and to come back.

mod data;
mod extras;
mod look;
mod marks;
mod paper;
mod plan;
mod table;

use rust_xlsxwriter::{Workbook, XlsxError};

pub use crate::returns::form::DATA_SHEET;
pub use crate::returns::intake::joined;
pub use look::{Look, height};
pub use marks::Mark;
pub use plan::{CellFill, Extra, Fills, Plan, PlanRow, column_of, shown, sums_months};
pub use table::{TableLine, TablePlan, write_table};

use crate::catalogue::Catalogue;
use crate::returns::form;
use crate::spreadsheets::properties;

/// Writes the workbook. `fills` stand in the input cells; empty for a blank form. With marks it begins with their list.
///
/// The same plan and fills give the same bytes.
///
/// # Errors
/// Of the writer; none in practice.
pub fn write(catalogue: &Catalogue, plan: &Plan, fills: &Fills) -> Result<Vec<u8>, XlsxError> {
    let look = Look::new();
    let mut book = Workbook::new();
    book.set_properties(&properties(&plan.title())?);
    if !fills.marks.is_empty() {
        marks::list(book.add_worksheet(), (&plan.title(), DATA_SHEET), &fills.marks, &look)?;
    }
    extras::guide(book.add_worksheet(), plan, &look)?;
    data::fill(book.add_worksheet(), plan, fills, &look)?;
    extras::sources(book.add_worksheet(), plan, &look)?;
    extras::preview(book.add_worksheet(), catalogue, plan, fills, &look)?;
    let hidden = book.add_worksheet();
    extras::mark(hidden, form::MARK, &plan.code, plan.quarter, (plan.edition, &plan.revision))?;
    extras::places(hidden, plan)?;
    book.save_to_buffer()
}
