//! Coverage of one authority: own visits and territory, those below it, the chart.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Ground;
use super::centre::{Also, CentrePage, counts_words};
use super::chart::burn_up;
use crate::access::Viewer;
use crate::authorities::Authority;
use crate::catalogue::Catalogue;
use crate::charts::{self, Size};
use crate::coverage::measure::{Progress, Whose, progress, share_of};
use crate::coverage::workbook;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Path, Query, View};

/// `?on=2024-12-31`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct OnQuery {
    /// The day asked.
    pub on: String,
}

/// What `templates/coverage/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    name: String,
    code: String,
    own_page: bool,
    on: NaiveDate,
    year: i32,
    campaign: String,
    document: String,
    clause: String,
    share: String,
    own: Side,
    area: Side,
    /// Whether anybody stands below, so that 本级 and 辖区 differ.
    both: bool,
    wide: String,
    narrow: String,
    rows: Vec<Row>,
    /// QC centres under it, and the sample of the top.
    also: Also,
    /// Kinds of visits that count for a year, in words.
    counts: String,
    never: i64,
    /// Of the year: hospitals planned, and over how many it is counted.
    plan: Option<(i64, usize)>,
    over: bool,
    /// The campaign's last day.
    last: NaiveDate,
    top: bool,
}

/// One reading of whose visits count.
#[derive(Serialize)]
struct Side {
    open: i64,
    covered: i64,
    left: i64,
    only_named: i64,
    this_year: i64,
    needed: i64,
    still: i64,
    repeats: i64,
    apart: i64,
    impossible: Option<String>,
    /// The same of this year or a later one, where an earlier one was named already.
    ahead: Option<String>,
    /// Name and day of an end, how many by then, whether that is all.
    forecast: Vec<(String, NaiveDate, i64, bool)>,
    behind: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    href: String,
    open: i64,
    covered: i64,
    this_year: i64,
    needed: i64,
    still: i64,
    /// What the year's plan says; none where none was committed.
    planned: Option<i64>,
    impossible: Option<String>,
}

fn side(ground: &Ground<'_>, progress: &Progress) -> Side {
    let forecast = ground.campaign.ends.iter().zip(&progress.forecast);
    let days = (ground.campaign.to() - ground.campaign.from).num_days().max(1);
    let gone = (ground.today - ground.campaign.from).num_days().clamp(0, days);
    Side {
        open: progress.open,
        covered: progress.covered,
        left: progress.open - progress.covered,
        only_named: progress.only_named,
        this_year: progress.this_year,
        needed: progress.needed,
        still: progress.still,
        repeats: progress.repeats,
        apart: progress.apart,
        impossible: ground.told(progress.impossible),
        ahead: ground.told(progress.ahead),
        forecast: forecast
            .filter(|(end, _)| end.day >= ground.today)
            .map(|(end, many)| (end.name.clone(), end.day, *many, *many >= progress.open))
            .collect(),
        behind: progress.covered * days < progress.open * gone,
    }
}

impl OnePage {
    fn new(ground: &Ground<'_>, own_page: bool, also: Also) -> Self {
        let (campaign, authority) = (ground.campaign, &ground.authority);
        let rows: Vec<Row> =
            ground.sources.tree.children(authority.id).filter_map(|below| row(ground, below)).collect();
        let all = ground.sources.governed(campaign, authority.id);
        // A plan says what the territory can do; where others stand below, nobody said what the authority alone can.
        let alone = if rows.is_empty() { all.clone() } else { all.without_limits() };
        let of = |whose, all| progress(campaign, (authority.id, whose), all, &ground.sources.done, ground.today);
        let (own, area) = (of(Whose::Own, &alone), of(Whose::Anybodys, &all));
        let plan = ground.sources.plans.get(&authority.id).and_then(|plans| plans.get(&ground.year()));
        let chart = burn_up(campaign, &area, &authority.name, ground.over());
        let share = share_of(campaign);
        let quota = campaign.quota(crate::catalogue::model::QuotaBearer::Commission);
        Self {
            plan: plan.map(|plan| (plan.planned, plan.hospitals.len())),
            name: authority.name.clone(),
            code: authority.code.clone(),
            own_page,
            on: ground.today,
            year: ground.year(),
            campaign: campaign.title.clone(),
            document: campaign.document.clone(),
            clause: quota.map(|quota| quota.clause.clone()).unwrap_or_default(),
            share: format!("{}/{}", share.numerator, share.denominator),
            wide: charts::lines(&chart, Size::Wide),
            narrow: charts::lines(&chart, Size::Narrow),
            never: area.open - area.covered,
            own: side(ground, &own),
            area: side(ground, &area),
            both: !rows.is_empty(),
            rows,
            also,
            counts: quota.map(counts_words).unwrap_or_default(),
            over: ground.over(),
            last: campaign.to(),
            top: authority.reviewed_by.is_none(),
        }
    }
}

/// A commission below: its territory by anybody's visits; none where it has no hospital in scope.
fn row(ground: &Ground<'_>, below: &Authority) -> Option<Row> {
    let all = ground.sources.governed(ground.campaign, below.id);
    if !below.is_commission() || all.now.is_empty() {
        return None;
    }
    let progress = progress(ground.campaign, (below.id, Whose::Anybodys), &all, &ground.sources.done, ground.today);
    let plan = ground.sources.plans.get(&below.id).and_then(|plans| plans.get(&ground.year()));
    Some(Row {
        name: below.name.clone(),
        href: format!("/coverage/{}", below.code),
        open: progress.open,
        covered: progress.covered,
        this_year: progress.this_year,
        needed: progress.needed,
        still: progress.still,
        planned: plan.map(|plan| plan.planned),
        impossible: ground.told(progress.ahead).or_else(|| ground.told(progress.impossible)),
    })
}

impl View for OnePage {
    const TEMPLATE: &'static str = "coverage/one.html";

    fn head(&self) -> Head {
        let head = Head::titled(format!("{}　督导覆盖", self.name));
        let head = if self.own_page { head } else { head.crumb(Crumb::to("督导覆盖", "/coverage")) };
        head.crumb(Crumb::here(if self.own_page { "督导覆盖".to_owned() } else { self.name.clone() }))
    }
}

/// GET `/coverage`: of the viewer's own authority.
pub async fn own(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<OnQuery>,
) -> Result<Response, PageError> {
    let ground = Ground::load(&app, &viewer, &catalogue, (None, &asked.on)).await?;
    shown(&app, &ground, true).await
}

/// GET `/coverage/{code}`: of one below.
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<OnQuery>,
) -> Result<Response, PageError> {
    let ground = Ground::load(&app, &viewer, &catalogue, (Some(&code), &asked.on)).await?;
    shown(&app, &ground, false).await
}

/// The page of a commission, or of a QC centre, which owes by its list.
async fn shown(app: &AppState, ground: &Ground<'_>, own_page: bool) -> Result<Response, PageError> {
    if !ground.authority.is_commission() {
        return Ok(Page(CentrePage::load(app, ground, own_page).await?).into_response());
    }
    let also = Also::load(app, ground).await?;
    Ok(Page(OnePage::new(ground, own_page, also)).into_response())
}

/// GET `/coverage/{code}/export.xlsx`: every commission under it, one a row.
pub async fn xlsx(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Query(asked): Query<OnQuery>,
) -> Result<impl IntoResponse, PageError> {
    let ground = Ground::commission(&app, &viewer, &catalogue, (Some(&code), &asked.on)).await?;
    let tree = &ground.sources.tree;
    let below = tree.walk().into_iter().map(|(_, one)| one);
    let lines =
        below.filter(|one| one.is_commission() && tree.is_under(ground.authority.id, one.id)).filter_map(|one| {
            let all = ground.sources.governed(ground.campaign, one.id);
            let of = |whose| progress(ground.campaign, (one.id, whose), &all, &ground.sources.done, ground.today);
            let plan = ground.sources.plans.get(&one.id).and_then(|plans| plans.get(&ground.year()));
            (!all.now.is_empty()).then(|| workbook::Line {
                code: one.code.clone(),
                name: one.name.clone(),
                own: of(Whose::Own),
                area: of(Whose::Anybodys),
                planned: plan.map(|plan| plan.planned),
            })
        });
    let said = format!("{}，{}；截至 {}。", ground.campaign.title, ground.campaign.document, ground.today);
    let bytes = workbook::write(&said, &lines.collect::<Vec<_>>()).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("督导覆盖{}.xlsx", ground.today), bytes))
}
