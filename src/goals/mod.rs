//! 目标值: what the province set for an indicator in a year – for all hospitals or one level – and what a hospital set
//! itself.
//!
//! In: values with their source, by hand or by workbook. Out: the goal that holds for a group, with its history, and how
//! counts stand against it. Nothing is overwritten: a change is a row more.

mod actions;
mod carry;
mod check;
mod entity;
mod form;
pub mod import;
pub mod judge;
mod keep;
mod labels;
mod model;
mod pages;
pub mod store;
mod words;
pub mod workbook;

pub use check::value as read_value;
pub use judge::{State, Why, assurance_label, may_have};
pub use keep::{Cause, Keeping, Seen, set, set_own};
pub use labels::JOURNAL_WORDS;
pub use model::{Change, Goal, Goals, Key, SCALE, Stated, Subject, Value};
pub use words::{Shown, goal_words, shown, subject_words, value_typed, value_words};

use crate::access::Power;
use crate::config::UPLOAD_MAX;
use crate::state::AppState;
use crate::web::{Access, Routes};

/// The goals of a year and of an indicator, the workbook, a hospital's own.
#[must_use]
pub fn routes() -> Routes<AppState> {
    let (read, keep) = (Access::Power(Power::ReadHospitals), Access::Power(Power::KeepThresholds));
    Routes::new()
        .get("/goals", read, pages::list)
        .get("/goals.xlsx", read, pages::xlsx)
        .get("/goals/import", keep, pages::upload)
        .post_upload("/goals/import", keep, UPLOAD_MAX, actions::upload)
        .get("/goals/import/{sha256}", keep, pages::rehearsal)
        .post("/goals/import/{sha256}", keep, actions::confirm)
        .post("/goals/carry-over", keep, actions::carry)
        .get("/goals/own", read, pages::own)
        .get("/goals/own/{year}/{indicator}", read, pages::own_goal)
        .post("/goals/own/{year}/{indicator}", Access::Power(Power::ActForHospital), actions::set_own)
        .get("/goals/{year}/{indicator}", read, pages::one)
        .post("/goals/{year}/{indicator}", keep, actions::set)
        .get("/hospitals/{code}/goals", read, pages::in_scope)
}
