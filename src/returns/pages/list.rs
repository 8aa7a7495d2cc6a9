//! 接收进度: the page of the hospitals of a territory in one quarter, with where their returns stand; the queue of a reviewer.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, Power, Viewer};
use crate::calendar::{Period, china_date};
use crate::returns::compare::Correcting;
use crate::returns::desk::Desk;
use crate::returns::model::{Received, Standing};
use crate::returns::pages::listing::{Line, Listing, Sort, TABS, Told, known};
use crate::returns::pages::own::OwnPage;
use crate::returns::pages::{Share, Tab, Tag};
use crate::returns::progress_list;
use crate::returns::store;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Paging, PagingQuery, Query, View};

/// Rows of a page.
pub(super) const SIZE: u64 = 50;

/// Most hospitals that an address names as not accepted.
const LEFT_MAX: usize = 30;

/// `?period=2024Q3&authority=12&standing=awaited&q=…&sort=received&page=2`
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    pub(super) period: Option<Period>,
    pub(super) authority: Option<String>,
    pub(super) standing: Option<String>,
    pub(super) q: Option<String>,
    pub(super) sort: Option<String>,
    /// Codes, with commas between, of hospitals that were ticked and could not be accepted.
    pub(super) left: Option<String>,
    /// How many were accepted together with that.
    pub(super) accepted: Option<usize>,
    #[serde(flatten)]
    pub(super) paging: PagingQuery,
}

/// What `templates/returns/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    period: Period,
    period_label: String,
    lede: String,
    parts: Vec<Share>,
    total: u64,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    paging: Paging,
    said: String,
    q: String,
    standing: String,
    authority: String,
    sort: String,
    sorts: Vec<Choice>,
    /// Where the whole list is, as a workbook.
    export: String,
    /// What was not accepted of what was ticked, each with its reason.
    left: Option<Left>,
    authorities: Vec<Choice>,
    waiting: i64,
    may_accept: bool,
    /// Where an acceptance goes; it keeps what is filtered.
    accept: String,
    /// Why nothing was accepted, for the top of the page and for the table.
    errors: Vec<(&'static str, String)>,
    /// Where 汇总表 is downloaded and uploaded, for those who hand in for their hospitals.
    table: Option<String>,
    upload: Option<String>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Left {
    accepted: usize,
    rows: Vec<LeftRow>,
}

#[derive(Serialize)]
struct LeftRow {
    name: String,
    href: String,
    why: String,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: String,
    level: String,
    authority: String,
    tag: Tag,
    text: String,
    href: String,
    /// Whether it can be accepted with others.
    clean: bool,
    /// Whether it is ticked.
    chosen: bool,
    /// Why it cannot be accepted with others, where a round of it waits for the viewer.
    why: Option<String>,
    /// What waits for words, in words.
    open: String,
    correcting: Option<Correcting>,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "returns/list.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}接收进度", self.period_label))
            .crumb(Crumb::here("接收进度"))
            .period(self.period, |period| format!("/returns?period={period}"))
    }
}

impl ListQuery {
    /// The authority whose hospitals are shown; none for all in scope.
    pub(super) fn under(&self) -> Option<AuthorityId> {
        self.authority.as_deref().and_then(|id| id.parse().ok()).map(AuthorityId)
    }

    /// The address of the list with another state and page; the rest stays.
    pub(super) fn link(&self, quarter: Period, standing: &str, page: Option<u64>) -> String {
        let mut link = format!("/returns?period={quarter}");
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let kept = [("authority", of(&self.authority)), ("standing", standing.to_owned()), ("q", of(&self.q))];
        for (key, value) in kept.into_iter().chain([("sort", of(&self.sort))]) {
            if !value.is_empty() {
                link.push_str(&format!("&{key}={}", crate::web::form_encoded(&value)));
            }
        }
        if let Some(page) = page {
            link.push_str(&format!("&page={page}"));
        }
        link
    }

    /// The address of the queue after an acceptance, naming what was left out.
    pub(in crate::returns) fn after(&self, quarter: Period, accepted: usize, left: &[&str]) -> String {
        let link = self.link(quarter, Standing::Submitted.key(), None);
        let codes: Vec<String> = left.iter().take(LEFT_MAX).map(|code| crate::web::form_encoded(code)).collect();
        if codes.is_empty() { link } else { format!("{link}&accepted={accepted}&left={}", codes.join(",")) }
    }
}

/// GET `/returns`: a hospital sees its quarters, a commission its hospitals.
pub async fn list(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    if let Some(hospital) = viewer.hospital() {
        let today = china_date(app.clock.now());
        let page = OwnPage::load(&desk, &viewer, hospital, today).await?.ok_or(PageError::NotFound)?;
        return Ok(Page(page).into_response());
    }
    let quarter = quarter_asked(&desk, &viewer, &query).await?;
    Ok(Page(load(&desk, &viewer, quarter, &query).await?).into_response())
}

/// GET `/returns.xlsx`: the whole list as it is filtered and sorted.
pub async fn list_xlsx(desk: Desk, viewer: Viewer, Query(query): Query<ListQuery>) -> Result<Download, PageError> {
    let quarter = quarter_asked(&desk, &viewer, &query).await?;
    let listing = Listing::load(&desk, &viewer, quarter, &query, true).await?;
    let lines = listing.lines();
    let title = format!("{}接收进度", quarter.label());
    let bytes = progress_list::write(&title, &listing.said(), &lines).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{title}.xlsx"), bytes))
}

async fn quarter_asked(desk: &Desk, viewer: &Viewer, query: &ListQuery) -> Result<Period, PageError> {
    let latest = match query.period {
        Some(period) => return Ok(period.quarter()),
        None => store::latest_period(&desk.db, &viewer.scope()).await?,
    };
    Ok(latest.unwrap_or_else(|| Period::quarter_containing(china_date(desk.clock.now())).previous()))
}

/// What was to be accepted and why it was not.
pub struct Refused<'a> {
    /// Why.
    pub words: String,
    /// Codes of the hospitals that were chosen.
    pub chosen: &'a [String],
}

/// The list as it was, after an acceptance that came to nothing.
pub async fn list_page(
    desk: &Desk,
    viewer: &Viewer,
    quarter: Period,
    query: &ListQuery,
    refused: Refused<'_>,
) -> Result<ListPage, PageError> {
    let mut page = load(desk, viewer, quarter, query).await?;
    for row in &mut page.rows {
        row.chosen = refused.chosen.contains(&row.code);
    }
    page.errors.push(("hospital", refused.words));
    Ok(page)
}

async fn load(desk: &Desk, viewer: &Viewer, quarter: Period, query: &ListQuery) -> Result<ListPage, PageError> {
    let mut listing = Listing::load(desk, viewer, quarter, query, false).await?;
    let paging = Paging::new(query.paging.number(), SIZE, listing.shown.len() as u64, |n| {
        query.link(quarter, &listing.asked(), Some(n))
    });
    let told = listing.look_closer(&paging).await?;
    Ok(ListPage::new(viewer, &listing, told, paging))
}

impl ListPage {
    fn new(viewer: &Viewer, listing: &Listing<'_>, told: Told, paging: Paging) -> Self {
        let Listing { query, quarter, .. } = *listing;
        let (asked, received, total) = (listing.asked(), listing.received(), listing.inside.len() as u64);
        let share = |kind, label, count: i64| Share { kind, label, count: u64::try_from(count).unwrap_or(0) };
        let here = query.link(quarter, &asked, Some(query.paging.number()));
        let rows: Vec<Row> = told.rows.into_iter().map(Row::from).collect();
        Self {
            period: quarter,
            period_label: quarter.label(),
            lede: format!("应报 {total} 家，{}。", received.told()),
            parts: vec![
                share("brand", "已接收，没有更正", received.settled()),
                share("common", "已接收，更正中或待更正", received.correcting + received.reopened),
                share("wait", "待审", received.submitted),
                share("bad", "退回", received.sent_back),
                share("none", "未上报", received.awaited),
            ],
            total,
            tabs: tabs(listing, &asked, received),
            said: listing.said(),
            paging,
            q: query.q.clone().unwrap_or_default(),
            sort: Sort::of(query.sort.as_deref()).key().to_owned(),
            sorts: Sort::ALL.map(|sort| Choice { value: sort.key().to_owned(), label: sort.label().to_owned() }).into(),
            export: query.link(quarter, &asked, None).replacen("/returns", "/returns.xlsx", 1),
            left: (!told.left.is_empty()).then(|| Left {
                accepted: query.accepted.unwrap_or(0),
                rows: told.left.into_iter().map(|(name, href, why)| LeftRow { name, href, why }).collect(),
            }),
            authority: query.authority.clone().unwrap_or_default(),
            authorities: told.authorities.into_iter().map(|(value, label)| Choice { value, label }).collect(),
            waiting: received.waiting(),
            accept: here.replacen("/returns", "/returns/accept", 1),
            errors: Vec::new(),
            may_accept: rows.iter().any(|row| row.clean),
            rows,
            standing: asked,
            table: viewer.may(Power::SubmitReturns).then(|| format!("/returns/table?period={quarter}")),
            upload: viewer.may(Power::SubmitReturns).then(|| format!("/returns/upload?period={quarter}")),
        }
    }
}

impl From<Line> for Row {
    fn from(line: Line) -> Self {
        Self {
            tag: Tag::of(line.standing),
            code: line.code,
            name: line.name,
            level: line.level,
            authority: line.authority,
            text: line.text,
            href: line.href,
            clean: line.clean,
            chosen: line.ticked,
            why: line.why,
            open: line.open,
            correcting: line.correcting,
        }
    }
}

fn tabs(listing: &Listing<'_>, asked: &str, received: Received) -> Vec<Tab> {
    let tab = |standing: &str, label: String| Tab {
        label,
        href: listing.query.link(listing.quarter, standing, None),
        current: asked == standing,
    };
    let each = |(standing, of): (Standing, &str)| {
        tab(standing.key(), format!("{of}{} {}", standing.label(), received.count(standing)))
    };
    let all = tab("", format!("全部 {}", received.expected));
    // 待更正 is rare; its tab stands there only where there is one, or it is looked at.
    let there = |(standing, _): &(Standing, &str)| {
        *standing != Standing::Reopened || received.reopened > 0 || known(asked) == Some(Standing::Reopened)
    };
    std::iter::once(all).chain(TABS.into_iter().filter(there).map(each)).collect()
}
