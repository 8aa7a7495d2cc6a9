//! 年度督导计划: what a year is counted over, what is planned, and where that leads; a commission commits its own.

use axum::extract::State;
use chrono::NaiveDate;
use serde::Serialize;

use super::Ground;
use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::catalogue::model::Campaign;
use crate::coverage::form::PlanForm;
use crate::coverage::keep::{Basis, years};
use crate::coverage::measure::{ahead, share_of};
use crate::coverage::model::YearPlan;
use crate::coverage::quota::{Outlook, Why, YearOfPlan, impossible_since, outlook, share_impossible_in};
use crate::coverage::store::editions;
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, Path, Query, View};

/// What `templates/coverage/plan.html` shows.
#[derive(Serialize)]
pub struct PlanPage {
    name: String,
    code: String,
    own_page: bool,
    /// Whether it can be committed here and now.
    open_to: bool,
    year: i32,
    years: Vec<YearTab>,
    document: String,
    clause: String,
    share: String,
    /// Hospitals the year is counted over.
    open: i64,
    /// Not visited before the year.
    left: i64,
    needed: i64,
    /// Since when the year's hospitals are frozen.
    frozen: Option<NaiveDate>,
    editions: Vec<EditionRow>,
    outlook: Vec<OutlookRow>,
    /// Not yet visited when the period ends.
    after: i64,
    impossible: Option<String>,
    /// Whether the outlook is that of a form not committed.
    trial: bool,
    form: Fields,
    seen: i32,
    faults: FieldErrors,
}

#[derive(Serialize)]
struct YearTab {
    label: String,
    href: String,
    current: bool,
}

/// One edition, as its row says it.
#[derive(Serialize)]
struct EditionRow {
    edition: i32,
    day: NaiveDate,
    by: String,
    needed: i64,
    planned: i64,
    capacity: Option<i64>,
    ahead: Option<i64>,
    reason: Option<String>,
}

#[derive(Serialize)]
struct OutlookRow {
    year: i32,
    left: i64,
    needed: i64,
    capacity: Option<i64>,
    visits: i64,
    after: i64,
}

#[derive(Serialize)]
struct Fields {
    planned: Field,
    capacity: Field,
    ahead: Field,
    reason: Field,
}

impl From<&YearPlan> for EditionRow {
    fn from(plan: &YearPlan) -> Self {
        Self {
            edition: plan.edition,
            day: plan.committed_on,
            by: plan.committed_name.clone(),
            needed: plan.needed,
            planned: plan.planned,
            capacity: plan.capacity,
            ahead: plan.ahead,
            reason: plan.reason.clone(),
        }
    }
}

impl From<Outlook> for OutlookRow {
    fn from(one: Outlook) -> Self {
        let Outlook { year, left, needed, capacity, visits, after } = one;
        Self { year, left, needed, capacity, visits, after }
    }
}

impl View for PlanPage {
    const TEMPLATE: &'static str = "coverage/plan.html";

    fn head(&self) -> Head {
        let head =
            Head::titled(format!("{}　{} 年督导计划", self.name, self.year)).crumb(Crumb::to("督导覆盖", "/coverage"));
        let head = if self.own_page {
            head
        } else {
            head.crumb(Crumb::to(self.name.clone(), format!("/coverage/{}", self.code)))
        };
        head.crumb(Crumb::here(format!("{} 年计划", self.year)))
    }
}

impl PlanPage {
    /// Of the viewer's own commission, or of one below; `form` is what was typed, a trial or a refused plan.
    ///
    /// # Errors
    /// Of the database, and where the viewer may not.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        catalogue: &Catalogue,
        code: Option<&str>,
        (form, faults): (PlanForm, FieldErrors),
    ) -> Result<Self, PageError> {
        let ground = Ground::commission(app, viewer, catalogue, (code, "")).await?;
        let campaign = ground.campaign;
        let can = years(campaign, ground.today);
        let year = form.year.parse().ok().filter(|year| can.contains(year)).unwrap_or_else(|| ground.year());
        let editions = editions(&app.db, campaign, ground.authority.id, year).await?;
        let basis = Basis::of(campaign, &ground.sources, &ground.authority, year);
        let own_page = viewer.authority() == Some(ground.authority.id);
        let commits = own_page && viewer.may(Power::PlanVisits);
        let to =
            if commits { "/coverage/plan".to_owned() } else { format!("/coverage/{}/plan", ground.authority.code) };
        let tab =
            |one: &i32| YearTab {
                label: format!("{one} 年"), href: format!("{to}?year={one}"), current: *one == year
            };
        let quota = campaign.quota(crate::catalogue::model::QuotaBearer::Commission);
        let share = share_of(campaign);
        let asked = Asked::of(&form, editions.last(), &basis);
        let look = Look::of(campaign, &basis, year, &asked);
        Ok(Self {
            name: ground.authority.name.clone(),
            code: ground.authority.code.clone(),
            own_page,
            open_to: commits && can.contains(&year) && basis.stand.open > 0,
            year,
            years: can.iter().map(tab).collect(),
            document: campaign.document.clone(),
            clause: quota.map(|quota| quota.clause.clone()).unwrap_or_default(),
            share: format!("{}/{}", share.numerator, share.denominator),
            open: basis.stand.open,
            left: basis.stand.left(),
            needed: basis.ground.needed,
            frozen: editions.first().map(|plan| plan.committed_on),
            editions: editions.iter().map(EditionRow::from).collect(),
            outlook: look.years.into_iter().map(OutlookRow::from).collect(),
            after: look.after,
            impossible: ground.told(look.impossible),
            trial: asked.typed,
            seen: basis.ground.edition,
            form: asked.fields(&form, &faults),
            faults,
        })
    }
}

/// The numbers an outlook stands on: those typed, else those of the plan, else what the year asks.
struct Asked {
    planned: i64,
    capacity: Option<i64>,
    ahead: Option<i64>,
    typed: bool,
}

impl Asked {
    fn of(form: &PlanForm, plan: Option<&YearPlan>, basis: &Basis) -> Self {
        let number = |text: &str| text.trim().parse::<i64>().ok().filter(|number| *number >= 0);
        if !form.planned.is_empty() || !form.capacity.is_empty() || !form.ahead.is_empty() {
            return Self {
                planned: number(&form.planned).unwrap_or(basis.ground.needed),
                capacity: number(&form.capacity),
                ahead: number(&form.ahead),
                typed: true,
            };
        }
        let later = basis.governed.limits.get(&(basis.ground.year + 1)).copied().flatten();
        Self {
            planned: plan.map_or(basis.ground.needed, |plan| plan.planned),
            capacity: plan
                .map_or_else(|| basis.governed.limits.get(&basis.ground.year).copied().flatten(), |plan| plan.capacity),
            ahead: plan.map_or(later, |plan| plan.ahead),
            typed: false,
        }
    }

    /// What the form shows: as typed, else these numbers.
    fn fields(&self, form: &PlanForm, faults: &FieldErrors) -> Fields {
        let field = |name: &str, typed: &str, number: Option<i64>| Field {
            value: if self.typed { typed.to_owned() } else { number.map(|one| one.to_string()).unwrap_or_default() },
            error: faults.of(name),
        };
        Fields {
            planned: field("planned", &form.planned, Some(self.planned)),
            capacity: field("capacity", &form.capacity, self.capacity),
            ahead: field("ahead", &form.ahead, self.ahead),
            reason: Field { value: form.reason.clone(), error: faults.of("reason") },
        }
    }
}

/// Where the numbers lead.
struct Look {
    years: Vec<Outlook>,
    after: i64,
    impossible: Option<(i32, Why)>,
}

impl Look {
    fn of(campaign: &Campaign, basis: &Basis, year: i32, asked: &Asked) -> Self {
        let share = share_of(campaign);
        let mut governed = basis.governed.clone();
        governed.limits.insert(year, asked.capacity);
        if asked.typed {
            governed.limits.range_mut(year + 1..).for_each(|(_, limit)| *limit = asked.ahead);
        }
        let years = outlook(basis.stand, year, Some(asked.planned), &governed.limits, share);
        let last = chrono::Datelike::year(&campaign.to());
        let ahead = ahead(&governed, year, last);
        let limits: Vec<Option<i64>> = ahead.iter().map(|(_, limit)| *limit).collect();
        let this = YearOfPlan { year, stand: basis.stand, capacity: asked.capacity, visited: None };
        let impossible =
            impossible_since(&[this], &limits, share).or_else(|| share_impossible_in(basis.stand.open, &ahead, share));
        Self { after: years.last().map_or(basis.stand.left(), |one| one.after), years, impossible }
    }
}

/// GET `/coverage/plan?year=&planned=&capacity=&ahead=`: of the viewer's own commission; numbers are a trial, nothing is kept.
pub async fn own_plan(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<PlanForm>,
) -> Result<Page<PlanPage>, PageError> {
    Ok(Page(PlanPage::load(&app, &viewer, &catalogue, None, (asked, FieldErrors::default())).await?))
}

/// GET `/coverage/{code}/plan?year=`: of one below.
pub async fn plan(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<PlanForm>,
) -> Result<Page<PlanPage>, PageError> {
    let asked = PlanForm { year: asked.year, ..PlanForm::default() };
    Ok(Page(PlanPage::load(&app, &viewer, &catalogue, Some(&code), (asked, FieldErrors::default())).await?))
}
