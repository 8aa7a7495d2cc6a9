//! 督查员: who may be sent to a hospital – employer, region, specialities, certificate, what each declared – who lends whom,
//! and of 质控中心 the dated list of hospitals due for their speciality (应质控医院).
//!
//! In: forms and workbooks of whoever keeps a pool or a list. Out: the pool of an authority on a day, lent people among
//! it; the hospitals due for a centre on a day. Nothing is deleted: people become inactive, spans of a list end, and each
//! change of a person is a row of its history.

mod actions;
mod check;
mod draw;
mod entity;
mod form;
mod ground;
mod import;
mod judge;
mod keep;
mod labels;
pub mod model;
mod pages;
pub mod store;
mod workbook;

pub use check::Typed;
pub use draw::{Loads, lines as draw_lines};
pub use form::{AnswerForm, AskForm, CentreForm};
pub use import::read as read_workbook;
pub use judge::{may_ask, may_keep_due, tied};
pub use keep::{NotKept, due_taken, import_people, loans, people};
pub use labels::JOURNAL_WORDS;
pub use model::{Employer, Inspector, Relation, Tie};
pub use workbook::{DUE, DueLine, PEOPLE, Problem, due as write_due};

use crate::access::Power;
use crate::config::UPLOAD_MAX;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The pool, its people, loans, and the QC centres.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::Inspect), Access::Power(Power::KeepInspectors));
    let top = Access::Power(Power::KeepRegister);
    Routes::new()
        .get("/inspectors", read, pages::list)
        .post("/inspectors", keep, actions::add)
        .get("/inspectors.xlsx", read, pages::xlsx)
        .get("/inspectors/new", keep, pages::new)
        .get("/inspectors/import", keep, pages::upload)
        .post_upload("/inspectors/import", keep, UPLOAD_MAX, actions::upload)
        .get("/inspectors/import/{sha256}", keep, pages::rehearsal)
        .post("/inspectors/import/{sha256}", keep, actions::confirm)
        .get("/inspectors/loans", keep, pages::loans)
        .post("/inspectors/loans", keep, actions::ask)
        .post("/inspectors/loans/{id}/answer", keep, actions::answer)
        .post("/inspectors/loans/{id}/withdraw", keep, actions::withdraw)
        .get("/inspectors/{code}", read, pages::one)
        .get("/inspectors/{code}/edit", keep, pages::edit)
        .post("/inspectors/{code}", keep, actions::change)
        .post("/inspectors/{code}/active", keep, actions::set_active)
        .get("/qc-centres", read, pages::centres)
        .get("/qc-centres/new", top, pages::centre_new)
        .post("/qc-centres", top, actions::centre_add)
        .get("/qc-centres/{code}", read, pages::centre)
        .get("/qc-centres/{code}/edit", top, pages::centre_edit)
        .post("/qc-centres/{code}", top, actions::centre_change)
        .get("/qc-centres/{code}/due.xlsx", read, pages::due_xlsx)
        .get("/qc-centres/{code}/import", keep, pages::due_upload)
        .post_upload("/qc-centres/{code}/import", keep, UPLOAD_MAX, actions::due_upload)
        .get("/qc-centres/{code}/import/{sha256}", keep, pages::due_rehearsal)
        .post("/qc-centres/{code}/import/{sha256}", keep, actions::due_confirm)
}
