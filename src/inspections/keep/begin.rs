//! A visit begins, or is given up before it does.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, Power, Viewer};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::hospitals;
use crate::inspections::edition::Edition;
use crate::inspections::form::{BeginForm, DropForm};
use crate::inspections::keep::{NotKept, may_drop, own};
use crate::inspections::model::{Duty, Member, Number, Said, State, Verdict, Visit};
use crate::inspections::store::{self, Change, NewAnswer};
use crate::inspectors::{self, Inspector};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::FieldErrors;

/// Begins a visit: its checklist is frozen, its team written down, and what the hospital does not offer is 不适用.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn begin(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    number: &Number,
    form: &BeginForm,
) -> Result<(), NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let visit = own(&*txn, viewer, number).await?;
    if visit.state() != State::Planned {
        return Err(NotKept::NotNow("这次督导已经开始或已取消，不用再开始。"));
    }
    if visit.version != form.version {
        return Err(StoreError::Stale.into());
    }
    let pool = pool(&*txn, &visit, china_date(at)).await?;
    let started = form.clone().with(&pool).check(&visit, china_date(at)).map_err(NotKept::Faulty)?;
    let team = matched(started.team, &pool, (visit.hospital, started.on)).map_err(NotKept::Faulty)?;
    let checklist = catalogue.checklist(visit.checklist.as_str()).ok_or(NotKept::NotNow("这份检查表已不在目录里。"))?;
    let edition = Edition::of(checklist)?;
    let kept = store::keep_edition(&*txn, at, &edition).await?;
    let change = Change::Begin { on: started.on, edition: kept, campus: started.campus.as_deref() };
    store::change(&*txn, &visit, change).await?;
    store::set_members(&*txn, visit.id, &team).await?;
    let left_out = leave_out(&*txn, viewer, at, &visit, &edition).await?;
    let event = Event::new("visit.begun", "visit", number)
        .detail("visit_on", started.on)
        .detail("visit_team", team.len())
        .detail("visit_checklist", &edition.checklist.revision)
        .detail("visit_left_out", left_out);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Whom the authority of a visit can send on a day; nobody where a hospital examines itself.
///
/// # Errors
/// Of the database.
pub async fn pool(db: &impl ConnectionTrait, visit: &Visit, day: NaiveDate) -> Result<Vec<Inspector>, StoreError> {
    match visit.authority {
        Some(authority) => inspectors::store::pool(db, &[authority], day).await,
        None => Ok(Vec::new()),
    }
}

/// The team with whom of the pool each is, where its name is that of one of them alone; nobody goes to a hospital of theirs.
fn matched(
    mut team: Vec<Member>,
    pool: &[Inspector],
    (hospital, day): (HospitalId, NaiveDate),
) -> Result<Vec<Member>, FieldErrors> {
    let mut faults = FieldErrors::default();
    for member in &mut team {
        let mut of_name = pool.iter().filter(|one| one.facts.name == member.name);
        let (Some(person), None) = (of_name.next(), of_name.next()) else { continue };
        member.inspector = Some(person.id);
        if let Some(why) = inspectors::tied(person, hospital, day) {
            let field = if member.duty == Duty::Leader { "leader" } else { "members" };
            faults.add(field, format!("{}{why}，应当回避，请换人。", member.name));
        }
    }
    if faults.is_empty() { Ok(team) } else { Err(faults) }
}

/// Answers 不适用 for the points whose service the register does not know at the hospital; whoever is there may say otherwise.
async fn leave_out(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    visit: &Visit,
    edition: &Edition,
) -> Result<usize, StoreError> {
    let known = hospitals::store::named_everywhere(txn, &[visit.hospital]).await?;
    let offered = known.get(&visit.hospital).map_or_else(BTreeSet::new, |listed| listed.facts.services.clone());
    let mut left_out = Vec::new();
    for (system, point) in edition.points() {
        let needed = point.service.as_deref().or(system.service.as_deref());
        let Some(service) = needed.filter(|service| !offered.contains(*service)) else { continue };
        let note = format!("名录里没有登记开展“{service}”");
        let measured = BTreeMap::new();
        left_out.push((&point.id, Said { verdict: Verdict::NotApplicable, note, measured, sample: None }));
    }
    let new = |(point, said)| NewAnswer { visit: visit.id, point, number: 1, said };
    let rows: Vec<NewAnswer<'_>> = left_out.iter().map(|(point, said)| new((*point, said))).collect();
    store::insert_answers(txn, viewer, at, &rows).await?;
    Ok(rows.len())
}

/// Gives up a visit that has not begun, with a reason; its number stays.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn drop_visit(app: &AppState, viewer: &Viewer, number: &Number, form: &DropForm) -> Result<(), NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::PlanVisits })?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let visit = own(&*txn, viewer, number).await?;
    if !may_drop(viewer, &visit) {
        return Err(NotKept::NotNow("已经开始的督导不能取消，只能结束。"));
    }
    if visit.version != form.version {
        return Err(StoreError::Stale.into());
    }
    let reason = form.check().map_err(NotKept::Faulty)?;
    store::change(&*txn, &visit, Change::Drop { at, reason: &reason }).await?;
    let event = Event::new("visit.dropped", "visit", number).detail("visit_reason", &reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
