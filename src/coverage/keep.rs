//! A commission commits its plan of a year: one transaction with its row in the journal.

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::access::{Power, Viewer};
use crate::authorities::Authority;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Campaign;
use crate::coverage::form::{Ground, PlanForm};
use crate::coverage::measure::{Governed, share_of, stand_of};
use crate::coverage::quota::Stand;
use crate::coverage::store::{self, Sources, sources};
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::FieldErrors;

/// The years that can be planned on a day: the one that runs and the next, as far as the campaign goes.
#[must_use]
pub fn years(campaign: &Campaign, today: NaiveDate) -> Vec<i32> {
    let (first, last) = (campaign.from.year(), campaign.to().year());
    (today.year()..=today.year() + 1).filter(|year| (first..=last).contains(year)).collect()
}

/// What a plan of a year is made over: hospitals, and where the campaign stands when the year begins.
pub struct Basis {
    /// What the authority governs.
    pub governed: Governed,
    /// Over the hospitals the year is counted over.
    pub stand: Stand,
    /// What the form is held against.
    pub ground: Ground,
}

impl Basis {
    /// Of one authority and year: frozen where a plan stands, else the register of the day asked.
    #[must_use]
    pub fn of(campaign: &Campaign, sources: &Sources, authority: &Authority, year: i32) -> Self {
        let governed = sources.governed(campaign, authority.id);
        let plan = sources.plans.get(&authority.id).and_then(|plans| plans.get(&year));
        let hospitals = plan.map_or(&governed.now, |plan| &plan.hospitals);
        let stand = stand_of(campaign, hospitals, &sources.done, year);
        let needed = stand.needed(share_of(campaign));
        let ground = Ground { year, open: stand.open, needed, edition: plan.map_or(0, |plan| plan.edition) };
        Self { governed, stand, ground }
    }
}

/// The form of the viewer's own commission as its page first shows it; none where a plan stands or there is nothing to plan.
///
/// # Errors
/// [`NotKept`].
pub async fn usual(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    year: i32,
) -> Result<Option<PlanForm>, NotKept> {
    let today = china_date(app.clock.now());
    let Some(campaign) = catalogue.campaign_on(today).filter(|campaign| years(campaign, today).contains(&year)) else {
        return Ok(None);
    };
    let (sources, authority) = own(&app.db, viewer, campaign, today).await?;
    let Ground { open, needed, edition, .. } = Basis::of(campaign, &sources, &authority, year).ground;
    let form = PlanForm { year: year.to_string(), planned: needed.to_string(), ..PlanForm::default() };
    Ok(Some(form).filter(|_| open > 0 && edition == 0))
}

/// Commits the plan of the viewer's own commission for one year.
///
/// # Errors
/// [`NotKept`]; then nothing was written. Stale where another edition was committed meanwhile.
pub async fn commit(app: &AppState, catalogue: &Catalogue, viewer: &Viewer, form: &PlanForm) -> Result<i32, NotKept> {
    viewer.must(Power::PlanVisits)?;
    let at = app.clock.now();
    let today = china_date(at);
    let campaign = catalogue.campaign_on(today).ok_or(NotKept::Unknown)?;
    let txn = db::write(&app.db).await?;
    let (sources, authority) = own(&*txn, viewer, campaign, today).await?;
    let year = form.year.trim().parse().ok().filter(|year| years(campaign, today).contains(year));
    let Some(year) = year else {
        let faults = FieldErrors::one("year", "只能提交今年和明年、并且在活动期内的计划。");
        return Err(NotKept::Faulty(faults));
    };
    let basis = Basis::of(campaign, &sources, &authority, year);
    let wanted = form.check(&basis.ground).map_err(NotKept::Faulty)?;
    if wanted.seen != basis.ground.edition {
        return Err(StoreError::Stale.into());
    }
    let frozen = sources.plans.get(&authority.id).and_then(|plans| plans.get(&year)).map(|plan| &plan.hospitals);
    let hospitals = frozen.unwrap_or(&basis.governed.now);
    match store::insert(&*txn, (viewer, at), (campaign, authority.id), &wanted, (hospitals, basis.ground.needed)).await
    {
        Err(StoreError::Duplicate) => return Err(StoreError::Stale.into()),
        other => other?,
    }
    let event = Event::new("coverage.planned", "year_plan", format!("{}-{year}", authority.code))
        .detail("plan_edition", wanted.seen + 1)
        .detail("plan_open", basis.ground.open)
        .detail("plan_needed", basis.ground.needed)
        .detail("plan_planned", wanted.planned);
    let number = |event: Event, key, number: Option<i64>| match number {
        Some(number) => event.detail(key, number),
        None => event,
    };
    let event = number(number(event, "plan_capacity", wanted.capacity), "plan_ahead", wanted.ahead);
    let event = match &wanted.reason {
        Some(reason) => event.detail("plan_reason", reason),
        None => event,
    };
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(year)
}

/// What the viewer's own commission is counted over.
async fn own(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    campaign: &Campaign,
    today: NaiveDate,
) -> Result<(Sources, Authority), NotKept> {
    let sources = sources(db, &viewer.scope(), campaign, today).await?;
    let own = viewer.authority().and_then(|id| sources.tree.get(id)).filter(|one| one.is_commission());
    let authority = own.cloned().ok_or(NotKept::Unknown)?;
    Ok((sources, authority))
}
