//! From a draw to visits: what is drawn is planned, what was struck out afterwards is given up, and doing it again changes
//! nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::{HospitalId, Power, Viewer};
use crate::authorities::{self, Authority};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{AuthorityKind, ChecklistId};
use crate::db;
use crate::draws::drawn::{ToVisit, drawn};
use crate::draws::keep::NotKept;
use crate::draws::model::Number;
use crate::inspections::model::{Duty, Kind, Member, State, Visit};
use crate::inspections::{self, Planned, store as visits};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::{Checked, FieldErrors, PageError};

/// The form, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PlanForm {
    /// Which checklist.
    pub checklist: String,
    /// The day all of them are meant for; may be empty.
    pub planned_for: String,
}

/// What planning did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Visits planned now.
    pub planned: usize,
    /// Planned visits given up, since their hospital is drawn no more.
    pub dropped: usize,
}

impl PlanForm {
    fn check(&self, catalogue: &Catalogue, today: NaiveDate) -> Checked<(ChecklistId, Option<NaiveDate>)> {
        let mut faults = FieldErrors::default();
        let checklist = catalogue.checklist(&self.checklist).map(|checklist| checklist.id.clone());
        if checklist.is_none() {
            faults.add("checklist", "没有选检查表，请选一份。");
        }
        let typed = self.planned_for.trim();
        let day = typed.parse::<NaiveDate>().ok();
        if !typed.is_empty() && day.is_none_or(|day| day < today) {
            faults.add("planned_for", format!("计划日期要写成 2024-10-21 这样，不早于今天 {today}；可以不填。"));
        }
        checklist.filter(|_| faults.is_empty()).map(|checklist| (checklist, day)).ok_or(faults)
    }
}

/// Why somebody goes where an authority's draw sends it.
fn kind(authority: &Authority) -> Kind {
    match authority.kind {
        AuthorityKind::QcCentre => Kind::QcCentre,
        AuthorityKind::Province => Kind::Sample,
        AuthorityKind::City | AuthorityKind::County => Kind::Commission,
    }
}

/// Makes visits of what a draw says.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn plan(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    number: &Number,
    form: &PlanForm,
) -> Result<Done, NotKept> {
    viewer.must(Power::PlanVisits).map_err(PageError::from)?;
    let at = app.clock.now();
    let (checklist, planned_for) = form.check(catalogue, china_date(at)).map_err(NotKept::Faults)?;
    let txn = db::write(&app.db).await?;
    let to_visit = drawn(&*txn, viewer, number)
        .await?
        .ok_or(PageError::refused("没有安排：这次抽取还没有种子，什么也没有抽。", "先填种子并抽取，再安排督导。"))?;
    if viewer.authority() != Some(to_visit.authority) {
        return Err(PageError::NotFound.into());
    }
    let authority = authorities::store::by_id(&*txn, to_visit.authority).await?.ok_or(PageError::NotFound)?;
    let standing = standing(&*txn, viewer, number).await?;
    let fresh = fresh(&to_visit, &standing, &authority, (&checklist, planned_for));
    inspections::plan_drawn(&*txn, viewer, at, &fresh).await?;
    let wanted: BTreeSet<HospitalId> = to_visit.hospitals.iter().map(|one| one.hospital).collect();
    let mut done = Done { planned: fresh.len(), dropped: 0 };
    for visit in standing.values().filter(|visit| !wanted.contains(&visit.hospital)) {
        if visit.state() == State::Planned {
            inspections::give_up(&*txn, at, visit, "抽取中已划去或改抽").await?;
            done.dropped += 1;
        }
    }
    let event = Event::new("draws.planned", "draw", number)
        .detail("visits", done.planned)
        .detail("visits_dropped", done.dropped);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(done)
}

/// The visits of a draw that were not given up, by hospital.
async fn standing(
    db: &impl sea_orm::ConnectionTrait,
    viewer: &Viewer,
    number: &Number,
) -> Result<BTreeMap<HospitalId, Visit>, crate::db::StoreError> {
    let filter = visits::Filter { draw: Some(number.to_string()), ..visits::Filter::default() };
    let all = visits::list(db, &viewer.scope(), &filter, (0, u64::from(u32::MAX))).await?;
    let standing = all.into_iter().filter(|visit| visit.state() != State::Dropped);
    Ok(standing.map(|visit| (visit.hospital, visit)).collect())
}

fn fresh(
    to_visit: &ToVisit,
    standing: &BTreeMap<HospitalId, Visit>,
    authority: &Authority,
    (checklist, planned_for): (&ChecklistId, Option<NaiveDate>),
) -> Vec<Planned> {
    let member = |(at, name): (usize, &String)| Member {
        name: name.clone(),
        duty: if at == 0 { Duty::Leader } else { Duty::Member },
        inspector: None,
    };
    let planned = |one: &crate::draws::DrawnHospital| Planned {
        authority: authority.id,
        code: authority.code.clone(),
        hospital: one.hospital,
        kind: kind(authority),
        draw: to_visit.number.to_string(),
        planned_for,
        checklist: checklist.clone(),
        team: one.team.iter().enumerate().map(member).collect(),
    };
    to_visit.hospitals.iter().filter(|one| !standing.contains_key(&one.hospital)).map(planned).collect()
}
