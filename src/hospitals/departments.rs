//! 科室名单: the dated list of a hospital's departments, against which its figures by department are held.
//!
//! In: what the hospital's clerk types. Out: the departments of a day, always inside a [`Scope`]. Nothing is deleted: a
//! department is closed with its last day, and one that changes its name is closed and opened under the new one.
//!
//! [`Scope`]: crate::access::Scope

mod actions;
mod check;
mod entity;
mod form;
mod keep;
pub mod model;
mod pages;
pub mod store;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The list of a hospital, and what its clerk does to it.
#[must_use]
pub(super) fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::ActForHospital));
    Routes::new()
        .get("/hospitals/{code}/departments", read, pages::list)
        .post("/hospitals/{code}/departments", keep, actions::open)
        .post("/hospitals/{code}/departments/{id}/close", keep, actions::close)
}
