//! 抽取: random draws of hospitals and teams that nobody can repeat at will and anyone can verify.
//!
//! In: a frozen list committed to by its hash, and later a seed that did not exist then. Out: who is drawn, in which order
//! substitutes follow, which team goes – computed anew from list, salt and records each time, never stored – and, after the
//! visits, the file from which everybody computes the same. `docs/draws.md` fixes every byte. Until a draw is revealed only
//! the authority and those above it see who is drawn. [`drawn()`] is what planning takes over.

mod actions;
pub mod candidates;
pub mod canonical;
pub mod course;
mod drawn;
mod entity;
mod form;
mod ground;
pub mod judge;
mod keep;
pub mod kept;
mod labels;
pub mod model;
mod order;
mod pages;
mod plan;
mod read;
pub mod store;
pub mod strata;
pub mod team;
pub mod ticket;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use drawn::{DrawnHospital, ToVisit, drawn};
pub use keep::NotKept;
pub use labels::JOURNAL_WORDS;
pub use plan::{Done, PlanForm, plan};

/// Draws for whoever plans and carries out visits; at `/published/draws` what everybody may read of them.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, plan) = (Access::AnyOf(&[Power::PlanVisits, Power::Inspect]), Access::Power(Power::PlanVisits));
    Routes::new()
        .get("/draws", read, pages::list)
        .post("/draws", plan, actions::commit)
        .get("/draws/new", plan, pages::new)
        .get("/draws/{number}", read, pages::one)
        .post("/draws/{number}/seed", plan, actions::seed)
        .post("/draws/{number}/strike", plan, actions::strike)
        .post("/draws/{number}/recuse", plan, actions::recuse)
        .post("/draws/{number}/plan", plan, actions::plan)
        .post("/draws/{number}/reveal", plan, actions::reveal)
        .get("/published/draws", Access::Public, pages::public_list)
        .get("/published/draws/{number}", Access::Public, pages::public_one)
        .get("/published/draws/{number}/export.html", Access::Public, pages::public_file)
        .get("/published/draws/{number}/draw.json", Access::Public, pages::public_json)
}
