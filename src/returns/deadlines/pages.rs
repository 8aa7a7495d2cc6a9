//! GET: the terms, the requests, 上报情况.

mod asked;
mod hospitals;
mod open;
mod reminders;
mod terms;
mod timeliness;

pub use asked::{ExtensionPage, Shown, extension};
pub use open::open;
pub use reminders::{drawing, picture, reminders};
pub use terms::{TermsPage, terms};
pub use timeliness::{Look, timeliness, workbook};

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::HospitalAt;
use crate::returns::deadlines::board::OneDue;
use crate::returns::deadlines::measure::course;
use crate::returns::deadlines::model::State;
use crate::returns::deadlines::store;
use crate::returns::deadlines::words::due_said;
use crate::web::FieldErrors;

/// A state as the tag component shows it.
#[derive(Clone, Debug, Serialize)]
struct Tag {
    kind: &'static str,
    label: &'static str,
}

/// What is wrong with each of these fields, the first of several; every name is there, since a template asks for it.
fn by_field(names: &[&'static str], faults: &FieldErrors) -> BTreeMap<&'static str, Option<String>> {
    names.iter().map(|name| (*name, faults.of(name))).collect()
}

/// The due date on the page of a return.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// `期限 10 月 15 日（还有 4 天）`, or that nothing is set.
    text: String,
    /// Whether the day is over and nothing has come in.
    late: bool,
    /// Where a later day is asked for or decided, and what the link says.
    href: String,
    link: &'static str,
}

/// `，期限 10 月 15 日（还有 4 天）` of a hospital found in scope that has handed in nothing; empty where nothing is set.
///
/// # Errors
/// Of the database.
pub async fn due_beside(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    viewer: &Viewer,
    hospital: &HospitalAt,
    quarter: Period,
    now: DateTime<Utc>,
) -> Result<String, StoreError> {
    let one = OneDue::load(db, catalogue, &viewer.scope(), hospital, quarter, now).await?;
    Ok(one.due.map(|due| format!("，{}", due_said(due, now, false))).unwrap_or_default())
}

/// The line of a hospital found in scope.
///
/// # Errors
/// Of the database.
pub async fn line(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    viewer: &Viewer,
    hospital: &HospitalAt,
    quarter: Period,
    now: DateTime<Utc>,
) -> Result<Line, StoreError> {
    let scope = viewer.scope();
    let one = OneDue::load(db, catalogue, &scope, hospital, quarter, now).await?;
    let rounds = store::history_of(db, &scope, quarter, hospital.id).await?;
    let course = course(&rounds, one.due, now);
    let text = match one.due {
        Some(due) => due_said(due, now, course.received.is_some()),
        None => "本省还没有设上报期限".to_owned(),
    };
    let link = match (one.open().is_some(), viewer.may(Power::ActForHospital), one.due) {
        (true, ..) if viewer.may(Power::AcceptReturns) => "批延期申请",
        (true, ..) => "看延期申请",
        (_, true, Some(_)) if course.accepted.is_none() => "申请延期",
        _ if one.asked.iter().any(|asked| asked.state != State::Open) => "看延期经过",
        _ => "",
    };
    let href = format!("/returns/{quarter}/{}/extension", hospital.code);
    Ok(Line { text, late: course.over && course.received.is_none(), href, link })
}
