//! 医院名录: the register of hospitals, each with the dated spans in which its facts hold.
//!
//! In: the roster workbook, taken whole or not at all. Out: hospitals as of a day, always inside a [`Scope`]; the one
//! place where a scope becomes a condition is [`store::within`]. Each hospital keeps its own [`departments`].
//!
//! [`Scope`]: crate::access::Scope

mod actions;
mod check;
pub mod departments;
pub(crate) mod entity;
mod export;
pub mod import;
pub mod model;
mod form;
mod pages;
mod plan;
mod problem;
pub mod roster;
pub mod store;

use crate::access::Power;
use crate::config::UPLOAD_MAX;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub(crate) use check::day::read as day_of;
pub use departments::model::Department;
pub use export::export;
pub use model::{Entry, Facts, HospitalAt, Listed, Span};
pub use plan::{Effect, InTheFuture, Plan};
pub use problem::Problem;

/// The list, its export, a hospital's dated facts and departments, and the import.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::KeepRegister));
    Routes::new()
        .get("/hospitals", read, pages::list)
        .get("/hospitals.xlsx", read, pages::xlsx)
        .get("/hospitals/{code}/register", read, pages::detail)
        .get("/hospitals/import", keep, pages::upload)
        .post_upload("/hospitals/import", keep, UPLOAD_MAX, actions::upload)
        .get("/hospitals/import/{sha256}", keep, pages::rehearsal)
        .post("/hospitals/import/{sha256}", keep, actions::confirm)
        .merge(departments::routes())
}

/// What the journal's page calls what is written here.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("roster.imported", "导入医院名录"),
    ("stored_file", "文件"),
    ("sha256", "指纹"),
    ("from", "起始日期"),
    ("created", "新增"),
    ("changed", "变更"),
    ("unchanged", "未变"),
    ("departments.opened", "增加科室"),
    ("departments.closed", "停用科室"),
    ("department", "科室编号"),
    ("departments", "科室"),
    ("opened", "增加"),
    ("to", "最后一天"),
];
