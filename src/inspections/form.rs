//! What the forms post, and what they mean: every fault at once, each beside its field.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::authorities::Authority;
use crate::catalogue::Catalogue;
use crate::catalogue::model::AuthorityKind;
use crate::inspections::check::{self, REASON_MAX};
use crate::inspections::keep::Order;
use crate::inspections::model::{Kind, Member, Visit};
use crate::inspectors::Inspector;
use crate::web::{Checked, FieldErrors};

/// The longest name of a campus, characters.
const CAMPUS_MAX: usize = 50;

/// The kinds of visits an authority plans; none for a hospital, which examines itself.
#[must_use]
pub fn kinds(authority: Option<&Authority>) -> &'static [Kind] {
    match authority.map(|authority| authority.kind) {
        None => &[Kind::SelfExam],
        Some(AuthorityKind::QcCentre) => &[Kind::QcCentre, Kind::Named, Kind::FollowUp],
        Some(AuthorityKind::Province) => &[Kind::Sample, Kind::Commission, Kind::Named, Kind::FollowUp],
        Some(_) => &[Kind::Commission, Kind::Named, Kind::FollowUp],
    }
}

/// A visit to be planned, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// Register code.
    pub hospital: String,
    /// 院区
    pub campus: String,
    /// Key of a kind.
    pub kind: String,
    /// Why, or what it is based on.
    pub reason: String,
    /// Which checklist.
    pub checklist: String,
    /// The day it is meant for.
    pub planned_for: String,
    /// Other work plans it serves.
    pub purposes: String,
    /// Number of the visit it looks at again.
    pub follows: String,
}

impl PlanForm {
    /// What it means for an authority, or for a hospital that examines itself.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, catalogue: &Catalogue, authority: Option<&Authority>, today: NaiveDate) -> Checked<Order> {
        let mut faults = FieldErrors::default();
        let kind = Kind::of_key(&self.kind).filter(|kind| kinds(authority).contains(kind));
        if kind.is_none() {
            faults.add("kind", "没有选督导种类，请选一种。");
        }
        let reason = line(&self.reason, "reason", "理由或依据", REASON_MAX, &mut faults);
        // A visit that no draw gave says what it rests on, or anybody could be picked without anybody seeing why.
        if reason.is_none() && authority.is_some() {
            faults.add(
                "reason",
                match kind {
                    Some(kind) if kind.needs_reason() => {
                        "指定督导和复查要写理由，例如投诉、质控数据异常、上次发现的问题。"
                    }
                    _ => "没有经过系统抽取的督导，要写依据，例如年度督导计划的文号。",
                },
            );
        }
        let checklist = catalogue.checklist(&self.checklist).map(|checklist| checklist.id.clone());
        if checklist.is_none() {
            faults.add("checklist", "没有选检查表，请选一份。");
        }
        let planned_for = day(&self.planned_for, "planned_for", &mut faults);
        if planned_for.is_some_and(|on| on < today) {
            faults.add(
                "planned_for",
                format!("计划日期不能早于今天 {today}。已经去过的，先安排在今天，再在“开始”时填真实日期。"),
            );
        }
        let purposes = line(&self.purposes, "purposes", "同时计入", REASON_MAX, &mut faults);
        let campus = line(&self.campus, "campus", "院区", CAMPUS_MAX, &mut faults);
        let follows = Some(self.follows.trim()).filter(|text| !text.is_empty()).map(str::parse);
        if matches!(follows, Some(Err(()))) || (kind == Some(Kind::FollowUp) && follows.is_none()) {
            faults.add("follows", "复查要写上一次督导的编号，例如在那次督导的页面上点“安排复查”。");
        }
        match kind.zip(checklist).filter(|_| faults.is_empty()) {
            Some((kind, checklist)) => Ok(Order {
                hospital: self.hospital.trim().to_owned(),
                campus,
                kind,
                reason,
                checklist,
                planned_for,
                purposes: purposes.unwrap_or_default(),
                follows: follows.and_then(Result::ok),
            }),
            None => Err(faults),
        }
    }
}

/// A visit that begins, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    /// The first day.
    pub on: String,
    /// 院区
    pub campus: String,
    /// 组长
    pub leader: String,
    /// 成员, one a line.
    pub members: String,
    /// Codes of those ticked in the pool.
    pub pool: Vec<String>,
    /// Version of the visit that was seen.
    pub version: i32,
}

/// A visit that may begin.
pub struct Started {
    /// The first day.
    pub on: NaiveDate,
    /// 院区
    pub campus: Option<String>,
    /// Who goes.
    pub team: Vec<Member>,
}

/// Fewest people of a team of an authority: the system's own choice, as `docs/draws.md` draws them.
const TEAM_LEAST: usize = 2;

impl BeginForm {
    /// The same with those ticked in the pool among the members.
    #[must_use]
    pub fn with(mut self, pool: &[Inspector]) -> Self {
        let names =
            |text: &str, name: &str| text.split(['\n', '\r', '，', ',', '、', '；', ';']).any(|one| one.trim() == name);
        for one in pool.iter().filter(|one| self.pool.contains(&one.code)) {
            let name = &one.facts.name;
            if !names(&self.members, name) && self.leader.trim() != name {
                self.members = format!("{}\n{name}", self.members.trim_end());
            }
        }
        self
    }

    /// What it means.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, visit: &Visit, today: NaiveDate) -> Checked<Started> {
        let mut faults = FieldErrors::default();
        let on = day(&self.on, "on", &mut faults);
        if on.is_some_and(|on| on > today) {
            faults.add("on", format!("开始日期不能晚于今天 {today}。到了现场再开始。"));
        } else if on.is_none() && faults.is_empty() {
            faults.add("on", "没有填开始日期。");
        }
        let campus = line(&self.campus, "campus", "院区", CAMPUS_MAX, &mut faults);
        let least = if visit.authority.is_some() { TEAM_LEAST } else { 1 };
        let team = check::team(&self.leader, &self.members, least).unwrap_or_else(|wrong| {
            for (field, text) in wrong {
                faults.add(field, text);
            }
            Vec::new()
        });
        match on.filter(|_| faults.is_empty()) {
            Some(on) => Ok(Started { on, campus, team }),
            None => Err(faults),
        }
    }
}

/// A visit that is given up, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DropForm {
    /// Why.
    pub reason: String,
    /// Version of the visit that was seen.
    pub version: i32,
}

impl DropForm {
    /// The reason.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Checked<String> {
        let mut faults = FieldErrors::default();
        let reason = line(&self.reason, "reason", "取消原因", REASON_MAX, &mut faults);
        if reason.is_none() && faults.is_empty() {
            faults.add("reason", "没有写取消原因。编号会保留，原因供日后查。");
        }
        reason.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

fn line(text: &str, field: &'static str, what: &str, most: usize, faults: &mut FieldErrors) -> Option<String> {
    let text = text.trim();
    let length = text.chars().count();
    if length > most {
        faults.add(field, format!("{what}写了 {length} 字，最多 {most} 字。"));
    }
    (!text.is_empty()).then(|| text.to_owned())
}

fn day(text: &str, field: &'static str, faults: &mut FieldErrors) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = text.parse().ok();
    if day.is_none() {
        faults.add(field, format!("“{text}”不是日期。请写成 2024-10-21 这样。"));
    }
    day
}
