//! 接收进度: the hospitals of a territory in one quarter, with where their returns stand.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, HospitalId, Power, RoundId, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::returns::compare::{Correcting, changed};
use crate::returns::desk::Desk;
use crate::returns::explain::Tally;
use crate::returns::model::{Received, Return, Standing};
use crate::returns::pages::own::OwnPage;
use crate::returns::pages::{Share, Tab, Tag};
use crate::returns::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View};

/// Rows of a page.
const SIZE: u64 = 50;

/// `?period=2024Q3&authority=12&standing=awaited&q=…&page=2`
#[derive(Deserialize)]
pub struct ListQuery {
    period: Option<Period>,
    authority: Option<String>,
    standing: Option<String>,
    q: Option<String>,
    #[serde(flatten)]
    paging: PagingQuery,
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
struct Row {
    code: String,
    name: String,
    level: String,
    authority: String,
    tag: Tag,
    text: String,
    href: String,
    waiting: bool,
    /// Whether it was chosen in what was refused.
    chosen: bool,
    /// What waits for words, in words.
    open: String,
    correcting: Option<Correcting>,
    #[serde(skip)]
    of: Option<Return>,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "returns/list.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}接收进度", self.period_label))
            .crumb(Crumb::here("接收进度"))
            .period(self.period, |period| format!("/returns?period={period}"))
    }
}

/// GET `/returns`: a hospital sees its quarters, a commission its hospitals.
pub async fn list(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let today = china_date(app.clock.now());
    if let Some(hospital) = viewer.hospital() {
        let page = OwnPage::load(&desk, &viewer, hospital, today).await?.ok_or(PageError::NotFound)?;
        return Ok(Page(page).into_response());
    }
    let quarter = match query.period {
        Some(period) => period.quarter(),
        None => store::latest_period(&app.db, &viewer.scope())
            .await?
            .unwrap_or_else(|| Period::quarter_containing(today).previous()),
    };
    Ok(Page(load(&desk, &viewer, quarter, &query).await?).into_response())
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
    let scope = viewer.scope();
    let hospitals = hospitals::store::on_day(&desk.db, &scope, quarter.last_day()).await?;
    let returns = store::of_period(&desk.db, &scope, quarter).await?;
    let tree = authorities::store::tree(&desk.db).await?;
    let asked: Option<AuthorityId> = query.authority.as_deref().and_then(|id| id.parse().ok()).map(AuthorityId);
    let under = |hospital: &&HospitalAt| asked.is_none_or(|id| tree.is_under(id, hospital.reports_to));
    let inside: Vec<&HospitalAt> = hospitals.iter().filter(under).collect();
    let own = viewer.authority();
    let walk = tree.walk().into_iter().map(|(_, authority)| authority);
    let choices = walk.filter(|authority| own.is_none_or(|id| tree.is_under(id, authority.id)));
    let choices = choices.map(|a| Choice { value: a.id.to_string(), label: a.name.clone() }).collect();
    let list = Listing { quarter, inside: &inside, returns: &returns, tree: &tree, catalogue: &desk.catalogue, query };
    let mut page = list.page(viewer, choices);
    look_closer(desk, &mut page.rows).await?;
    Ok(page)
}

/// Adds to the rows shown, not to all of a territory, what their rounds say in detail.
async fn look_closer(desk: &Desk, rows: &mut [Row]) -> Result<(), StoreError> {
    let latest: Vec<RoundId> = rows.iter().filter_map(|row| row.of.as_ref()?.latest_round).collect();
    let asks = store::asks_of(&desk.db, &latest).await?;
    let overtaken = rows.iter().filter_map(|row| row.of.as_ref()).filter_map(|of| of.overtaken().zip(of.latest_round));
    let both: Vec<RoundId> = overtaken.flat_map(|((accepted, _), latest)| [accepted, latest]).collect();
    let values = store::of_rounds(&desk.db, &both).await?;
    let values = |round: RoundId| values.get(&round).map(Vec::as_slice).unwrap_or_default();
    for row in rows {
        let Some((of, latest)) = row.of.as_ref().and_then(|of| Some((of, of.latest_round?))) else { continue };
        row.open = asks.get(&latest).map(|asks| Tally::of(asks).open_words()).unwrap_or_default();
        let cells = of.overtaken().map_or(0, |(accepted, _)| changed(values(latest), values(accepted)));
        row.correcting = Correcting::of(of, &row.code, cells);
    }
    Ok(())
}

struct Listing<'a> {
    quarter: Period,
    inside: &'a [&'a HospitalAt],
    returns: &'a HashMap<HospitalId, Return>,
    tree: &'a Tree,
    catalogue: &'a Catalogue,
    query: &'a ListQuery,
}

impl Listing<'_> {
    fn standing(&self, hospital: &HospitalAt) -> Standing {
        self.returns.get(&hospital.id).map_or(Standing::Awaited, Return::standing)
    }

    fn received(&self) -> Received {
        let standings = self.inside.iter().map(|hospital| self.standing(hospital));
        standings.fold(Received::default(), |sum, standing| sum.and(standing, 1))
    }

    fn page(&self, viewer: &Viewer, authorities: Vec<Choice>) -> ListPage {
        let query = self.query;
        let asked = query.standing.clone().unwrap_or_default();
        let text = query.q.clone().unwrap_or_default();
        let shown: Vec<&&HospitalAt> = self
            .inside
            .iter()
            .filter(|hospital| {
                asked.is_empty() || known(&asked).is_some_and(|list| list.holds(self.standing(hospital)))
            })
            .filter(|hospital| {
                text.is_empty() || hospital.name.contains(text.trim()) || hospital.code.contains(text.trim())
            })
            .collect();
        let paging = Paging::new(query.paging.number(), SIZE, shown.len() as u64, |n| self.link(&asked, Some(n)));
        let skip = usize::try_from(paging.offset()).unwrap_or(0);
        let rows = shown.iter().skip(skip).take(SIZE as usize).map(|hospital| self.row(hospital)).collect();
        let (received, total) = (self.received(), self.inside.len() as u64);
        let share = |kind, label, count: i64| Share { kind, label, count: u64::try_from(count).unwrap_or(0) };
        let here = self.link(&asked, Some(query.paging.number()));
        ListPage {
            period: self.quarter,
            period_label: self.quarter.label(),
            lede: format!("应报 {total} 家，{}。", received.told()),
            parts: vec![
                share("brand", "已接收，没有更正", received.settled()),
                share("common", "已接收，更正中", received.correcting),
                share("wait", "待审", received.submitted),
                share("none", "未上报", received.awaited),
            ],
            total,
            tabs: self.tabs(&asked, received),
            rows,
            said: said(&asked, &text),
            paging,
            q: text,
            standing: asked,
            authority: query.authority.clone().unwrap_or_default(),
            authorities,
            waiting: received.waiting(),
            accept: here.replacen("/returns", "/returns/accept", 1),
            errors: Vec::new(),
            may_accept: viewer.may(Power::AcceptReturns) && received.waiting() > 0,
            table: viewer.may(Power::SubmitReturns).then(|| format!("/returns/table?period={}", self.quarter)),
            upload: viewer.may(Power::SubmitReturns).then(|| format!("/returns/upload?period={}", self.quarter)),
        }
    }

    fn tabs(&self, asked: &str, received: Received) -> Vec<Tab> {
        let tab =
            |standing: &str, label: String| Tab { label, href: self.link(standing, None), current: asked == standing };
        let each = |(standing, of): (Standing, &str)| {
            tab(standing.key(), format!("{of}{} {}", standing.label(), received.count(standing)))
        };
        let all = tab("", format!("全部 {}", received.expected));
        std::iter::once(all).chain(TABS.map(each)).collect()
    }

    fn link(&self, standing: &str, page: Option<u64>) -> String {
        let mut link = format!("/returns?period={}", self.quarter);
        let text = self.query.q.clone().unwrap_or_default();
        let authority = self.query.authority.clone().unwrap_or_default();
        for (key, value) in [("authority", authority.as_str()), ("standing", standing), ("q", text.as_str())] {
            if !value.is_empty() {
                link.push_str(&format!("&{key}={}", crate::web::form_encoded(value)));
            }
        }
        if let Some(page) = page {
            link.push_str(&format!("&page={page}"));
        }
        link
    }

    fn row(&self, hospital: &HospitalAt) -> Row {
        let of = self.returns.get(&hospital.id);
        let standing = self.standing(hospital);
        Row {
            code: hospital.code.clone(),
            name: hospital.name.clone(),
            level: self.catalogue.register().level_name(&hospital.level).to_owned(),
            authority: self.tree.name(hospital.reports_to).to_owned(),
            tag: Tag::of(standing),
            text: of.map(Return::course).unwrap_or_default(),
            href: format!("/returns/{}/{}", self.quarter, hospital.code),
            waiting: standing.waits(),
            chosen: false,
            open: String::new(),
            correcting: None,
            of: of.cloned(),
        }
    }
}

/// The lists by state, as they stand in a row: a part right after its whole.
const TABS: [(Standing, &str); 4] =
    [(Standing::Submitted, ""), (Standing::Awaited, ""), (Standing::Accepted, ""), (Standing::Correcting, "其中")];

/// The state of an address.
fn known(key: &str) -> Option<Standing> {
    TABS.into_iter().map(|(standing, _)| standing).find(|standing| standing.key() == key)
}

/// What is filtered, in words.
fn said(standing: &str, text: &str) -> String {
    let mut parts = Vec::new();
    if let Some(standing) = known(standing) {
        parts.push(format!("“{}”", standing.label()));
    }
    if !text.is_empty() {
        parts.push(format!("名称或编码含“{text}”"));
    }
    if parts.is_empty() { String::new() } else { format!("只看{}的医院", parts.join("、")) }
}
