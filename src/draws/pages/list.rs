//! 抽取: every commitment with its number, of one's own territory or, for everybody, of all.

use axum::extract::State;
use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{china_date, china_second};
use crate::draws::kept::Draw;
use crate::draws::pages::PAGE;
use crate::draws::store::{self, Reach};
use crate::draws::strata;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View};

/// A commitment on one line: nothing of it says who is drawn.
#[derive(Serialize)]
pub struct Row {
    number: String,
    authority: String,
    kind: &'static str,
    committed_at: String,
    commitment: String,
    head: String,
    records: usize,
    hospitals: i64,
    quota: i64,
    due: String,
    standing: &'static str,
    tag: &'static str,
}

impl Row {
    fn of(draw: &Draw, today: chrono::NaiveDate) -> Self {
        let standing = draw.standing(today);
        Self {
            number: draw.list.number.to_string(),
            authority: draw.list.authority_name.clone(),
            kind: draw.list.kind.label(),
            committed_at: china_second(draw.committed_at),
            commitment: draw.commitment.clone(),
            head: draw.head.clone(),
            records: draw.written.len(),
            hospitals: strata::counts(&draw.list).values().map(|counts| counts.all()).sum(),
            quota: draw.list.strata.iter().map(|stratum| stratum.quota).sum(),
            due: draw.list.due.to_string(),
            standing: standing.label(),
            tag: standing.tag(),
        }
    }
}

/// What `templates/draws/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    rows: Vec<Row>,
    paging: Paging,
    /// Whether the viewer may draw.
    plan: bool,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "draws/list.html";

    fn head(&self) -> Head {
        Head::titled("随机抽取").crumb(Crumb::here("随机抽取"))
    }
}

/// What `templates/draws/public_list.html` shows.
#[derive(Serialize)]
pub struct PublicListPage {
    rows: Vec<Row>,
    paging: Paging,
}

impl View for PublicListPage {
    const TEMPLATE: &'static str = "draws/public_list.html";

    fn head(&self) -> Head {
        Head::titled("随机抽取公示").crumb(Crumb::to("公开通报", "/published")).crumb(Crumb::here("随机抽取公示"))
    }
}

async fn rows(app: &AppState, reach: Reach, asked: &PagingQuery, base: &str) -> Result<(Vec<Row>, Paging), PageError> {
    let total = store::count(&app.db, reach).await?;
    let paging = Paging::new(asked.number(), PAGE, total, |page| format!("{base}?page={page}"));
    let today = china_date(app.clock.now());
    let draws = store::page(&app.db, reach, paging.offset(), PAGE).await?;
    Ok((draws.iter().map(|draw| Row::of(draw, today)).collect(), paging))
}

/// GET `/draws`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(asked): Query<PagingQuery>,
) -> Result<Page<ListPage>, PageError> {
    let (rows, paging) = rows(&app, Reach::of(&viewer), &asked, "/draws").await?;
    let plan = viewer.may(Power::PlanVisits) && viewer.authority().is_some();
    Ok(Page(ListPage { rows, paging, plan }))
}

/// GET `/published/draws`
pub async fn public_list(
    State(app): State<AppState>,
    Query(asked): Query<PagingQuery>,
) -> Result<Page<PublicListPage>, PageError> {
    let (rows, paging) = rows(&app, Reach::Everybody, &asked, "/published/draws").await?;
    Ok(Page(PublicListPage { rows, paging }))
}
