//! Planning visits: one by hand, or those of a draw.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, HospitalId, Power, Scope, Viewer, VisitId};
use crate::authorities::{self, Authority};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ChecklistId;
use crate::db::{self, StoreError};
use crate::hospitals::{self, HospitalAt};
use crate::inspections::form::PlanForm;
use crate::inspections::keep::NotKept;
use crate::inspections::model::{Kind, Member, Number, Visit};
use crate::inspections::store::{self, Change, New};
use crate::inspectors;
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::FieldErrors;

/// A visit to be planned by hand, checked.
#[derive(Clone, Debug)]
pub struct Order {
    /// Register code.
    pub hospital: String,
    /// 院区
    pub campus: Option<String>,
    /// Why.
    pub kind: Kind,
    /// In words: of a visit outside the draw why, of any other what it is based on.
    pub reason: Option<String>,
    /// Which checklist.
    pub checklist: ChecklistId,
    /// The day it is meant for.
    pub planned_for: Option<NaiveDate>,
    /// Other work plans it serves.
    pub purposes: String,
    /// The visit it looks at again.
    pub follows: Option<Number>,
}

/// A visit that a draw gave.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Who goes.
    pub authority: AuthorityId,
    /// Its code.
    pub code: String,
    /// Where.
    pub hospital: HospitalId,
    /// Why.
    pub kind: Kind,
    /// Number of the draw.
    pub draw: String,
    /// The day it is meant for.
    pub planned_for: Option<NaiveDate>,
    /// Which checklist.
    pub checklist: ChecklistId,
    /// Who goes, where the draw says so.
    pub team: Vec<Member>,
}

/// Plans the visits of a draw inside the draw's own transaction; gives their keys and numbers in the same order.
///
/// # Errors
/// Of the database.
pub async fn plan_drawn(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    drawn: &[Planned],
) -> Result<Vec<(VisitId, Number)>, StoreError> {
    let mut made = Vec::with_capacity(drawn.len());
    for one in drawn {
        let new = New {
            holder: &one.code,
            year: china_date(at).year(),
            authority: Some(one.authority),
            hospital: one.hospital,
            campus: None,
            kind: one.kind,
            reason: None,
            draw: Some(&one.draw),
            purposes: "",
            checklist: &one.checklist,
            planned_for: one.planned_for,
            follows: None,
        };
        let planned = store::insert(txn, viewer, at, new).await?;
        store::set_members(txn, planned.0, &one.team).await?;
        made.push(planned);
    }
    Ok(made)
}

/// Gives up a planned visit inside another room's transaction.
///
/// # Errors
/// [`StoreError::Stale`] where it began meanwhile.
pub async fn give_up(
    txn: &impl ConnectionTrait,
    at: DateTime<Utc>,
    visit: &Visit,
    reason: &str,
) -> Result<(), StoreError> {
    store::change(txn, visit, Change::Drop { at, reason }).await
}

/// The hospital with this code to which the viewer may send somebody: a hospital its own, a QC centre one of those due for
/// it, a commission one of its territory.
///
/// # Errors
/// Of the database.
pub async fn whither(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    authority: Option<&Authority>,
    (code, day): (&str, NaiveDate),
) -> Result<Option<HospitalAt>, StoreError> {
    let scope = viewer.scope();
    match (viewer.hospital(), authority) {
        (Some(id), _) => hospitals::store::one_on_day(db, &scope, id, day).await,
        (None, Some(centre)) if !centre.is_commission() => {
            // Its scope is the list, not a territory.
            let named = hospitals::store::visitable_by_code(db, &Scope::Everything, code, day).await?;
            let due = inspectors::store::due_on(db, centre.id, day).await?;
            Ok(named.filter(|hospital| due.contains(&hospital.id)))
        }
        (None, _) => hospitals::store::visitable_by_code(db, &scope, code, day).await,
    }
}

fn unknown(authority: Option<&Authority>) -> &'static str {
    if authority.is_some_and(|authority| !authority.is_commission()) {
        "应质控医院名单里没有这个编码的医院。请按名单填；名单在质控中心的页面上改。"
    } else {
        "辖区内没有这个编码的医院。请按名录里的编码填，或从名录页点“安排督导”。"
    }
}

/// Plans one visit by hand; gives its number.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn plan(app: &AppState, catalogue: &Catalogue, viewer: &Viewer, form: &PlanForm) -> Result<Number, NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::PlanVisits })?;
    let at = app.clock.now();
    let today = china_date(at);
    let txn = db::write(&app.db).await?;
    let authority = match viewer.authority() {
        Some(id) => Some(authorities::store::by_id(&*txn, id).await?.ok_or(NotKept::Unknown)?),
        None => None,
    };
    let order = form.check(catalogue, authority.as_ref(), today).map_err(NotKept::Faulty)?;
    let scope = viewer.scope();
    let found = whither(&*txn, viewer, authority.as_ref(), (&order.hospital, today)).await?;
    let hospital = found.ok_or_else(|| NotKept::Faulty(FieldErrors::one("hospital", unknown(authority.as_ref()))))?;
    let follows = match &order.follows {
        Some(number) => {
            let before = store::find(&*txn, &scope, number).await?.filter(|before| before.hospital == hospital.id);
            Some(before.ok_or(NotKept::Unknown)?.id)
        }
        None => None,
    };
    let new = New {
        holder: authority.as_ref().map_or(&hospital.code, |authority| &authority.code),
        year: today.year(),
        authority: authority.as_ref().map(|authority| authority.id),
        hospital: hospital.id,
        campus: order.campus.as_deref(),
        kind: order.kind,
        reason: order.reason.as_deref(),
        draw: None,
        purposes: &order.purposes,
        checklist: &order.checklist,
        planned_for: order.planned_for,
        follows,
    };
    let (_, number) = store::insert(&*txn, viewer, at, new).await?;
    let event = Event::new("visit.planned", "visit", &number)
        .detail("visit_hospital", &hospital.code)
        .detail("visit_kind", order.kind.key())
        .detail("visit_reason", order.reason.unwrap_or_default());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(number)
}
