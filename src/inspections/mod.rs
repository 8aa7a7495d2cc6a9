//! 现场督导: who is visited, by whom, with what result.
//!
//! In: visits planned by hand or by a draw, answers to a checklist as it stood when the visit began, photographs. Out: what was
//! found wrong at each hospital, with clause, department and date; which hospitals were visited when. An answer is never
//! overwritten: a change is another answer, and two people who answer the same point see both. What is closed never changes.

mod actions;
mod check;
mod closing;
pub mod documents;
mod edition;
mod entity;
mod form;
pub mod judge;
pub mod keep;
mod labels;
pub mod measure;
pub mod model;
mod pages;
mod papers;
pub mod store;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use check::Typed;
pub use edition::Edition;
pub use form::{BeginForm, DropForm, PlanForm};
pub use keep::{NotKept, Planned, give_up, plan_drawn};
pub use labels::JOURNAL_WORDS;

/// Bytes of one request with photographs, at most.
const UPLOAD_MAX: usize = 60 * 1024 * 1024;

/// The list of visits, and each visit from its plan to its end.
#[must_use]
pub fn routes() -> Routes<AppState> {
    // Whoever goes and whoever is visited read the same pages; what each may do is asked of the visit itself.
    let read = Access::Power(Power::ReadHospitals);
    Routes::new()
        .get("/visits", read, pages::list)
        .post("/visits", read, actions::plan)
        .get("/visits/new", read, pages::new)
        .get("/visits/{number}", read, pages::one)
        .post("/visits/{number}/begin", read, actions::begin)
        .post("/visits/{number}/drop", read, actions::drop_visit)
        .get("/visits/{number}/score", read, pages::score)
        .get("/visits/{number}/systems/{ordinal}", read, pages::system)
        .get("/visits/{number}/points/{point}", read, pages::point)
        .post("/visits/{number}/points/{point}", read, actions::answer)
        .post_upload("/visits/{number}/points/{point}/files", read, UPLOAD_MAX, actions::add_files)
        .get("/visits/{number}/files/{id}", read, pages::file)
        .get("/visits/{number}/sheet", read, pages::sheet)
        .post("/visits/{number}/sheet", read, actions::answer_sheet)
        .get("/visits/{number}/papers/{paper}", read, pages::paper)
        .get("/visits/{number}/close", read, pages::close)
        .post("/visits/{number}/close", read, actions::close)
}
