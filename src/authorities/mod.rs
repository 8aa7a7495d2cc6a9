//! 主管机构: health commissions and QC centres, what each governs and who reviews whom.
//!
//! In: the sample list of the catalogue (`seed`). Out: the tree, and through the closure table the one answer to
//! “who is under whom” that scopes are made of.

pub(crate) mod entity;
mod keep;
pub mod model;
mod pages;
mod seed;
pub mod store;

use crate::access::Power;
use crate::state::AppState;
use crate::web::{Access, Routes};

pub use keep::{Centre, CentreNotKept, add_centre, change_centre};
pub use model::{Authority, Tree};
pub use seed::{Seeded, seed, seed_first};

/// The tree.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new().get("/authorities", Access::Power(Power::ReadHospitals), pages::tree)
}

/// What the journal's page calls what is written here.
pub const JOURNAL_WORDS: &[(&str, &str)] = &[
    ("authority.imported", "导入主管机构"),
    ("authority.centre_added", "设立质控中心"),
    ("authority.centre_changed", "变更质控中心"),
    ("authority", "主管机构"),
    ("centre_name", "名称"),
    ("speciality", "专业"),
    ("centre_under", "所属主管机构"),
    ("centre_until", "最后一天"),
];
