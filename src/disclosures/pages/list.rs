//! 督导结果公开: what everybody may read without signing in.

use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::authorities;
use crate::calendar::{china_date, china_minute};
use crate::disclosures::model::Disclosure;
use crate::disclosures::store::{self, Filter};
use crate::publications::store::Reach;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded, saved};

/// Visits on a page.
const SIZE: u64 = 20;
/// Visits in one file.
const MOST: u64 = 2_000;

/// `?year=2024&authority=410100`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ListQuery {
    year: String,
    authority: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    number: String,
    hospital: String,
    code: String,
    authority: String,
    kind: String,
    on: String,
    result: String,
    failed: usize,
    mending: String,
    mending_on: String,
    published: String,
}

impl Row {
    fn of(one: Disclosure) -> Self {
        let content = one.content;
        Self {
            result: format!("查 {} 项，符合 {}", content.asked, content.met),
            failed: content.partly + content.not_met,
            mending: content.mending.told(),
            mending_on: content.mending.on.to_string(),
            published: china_date(one.at).to_string(),
            on: content.days.0.to_string(),
            number: content.number,
            hospital: content.hospital,
            code: content.code,
            authority: content.authority,
            kind: content.kind,
        }
    }
}

/// What `templates/disclosures/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    asked: ListQuery,
    years: Vec<Choice>,
    authorities: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    file: String,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "disclosures/list.html";

    fn head(&self) -> Head {
        Head::titled("督导结果公开").crumb(Crumb::to("公开通报", "/published")).crumb(Crumb::here("督导结果公开"))
    }
}

/// What `templates/disclosures/list_file.html` shows.
#[derive(Serialize)]
pub struct ListFile {
    rows: Vec<Row>,
    as_of: String,
    said: String,
}

impl View for ListFile {
    const TEMPLATE: &'static str = "disclosures/list_file.html";

    fn head(&self) -> Head {
        Head::default()
    }
}

/// What is asked for, with the words for it.
async fn filter(app: &AppState, asked: &ListQuery) -> Result<Filter, PageError> {
    let authority = match asked.authority.as_str() {
        "" => None,
        code => Some(authorities::store::by_code(&app.db, code).await?.ok_or(PageError::NotFound)?.id),
    };
    Ok(Filter { year: asked.year.parse().ok(), authority, hospital: None })
}

fn link(asked: &ListQuery, to: &str) -> String {
    format!("{to}?year={}&authority={}", form_encoded(&asked.year), form_encoded(&asked.authority))
}

/// GET `/published/visits`
pub async fn public_list(
    State(app): State<AppState>,
    Query(asked): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let filter = filter(&app, &asked).await?;
    let total = store::count(&app.db, &Reach::Public, &filter).await?;
    let base = link(&asked, "/published/visits");
    let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{base}&page={page}"));
    let found = store::list(&app.db, &Reach::Public, &filter, (paging.offset(), SIZE)).await?;
    let (years, ids) = store::kinds(&app.db, &Reach::Public).await?;
    let tree = authorities::store::tree(&app.db).await?;
    let all = |label: &str| vec![Choice { value: String::new(), label: label.to_owned() }];
    let year = |year: &i32| Choice { value: year.to_string(), label: format!("{year} 年") };
    let known = ids.iter().filter_map(|id| tree.get(*id));
    let named = known.map(|one| Choice { value: one.code.clone(), label: one.name.clone() });
    Ok(Page(ListPage {
        years: all("所有年份").into_iter().chain(years.iter().map(year)).collect(),
        authorities: all("所有机构").into_iter().chain(named).collect(),
        rows: found.into_iter().map(Row::of).collect(),
        file: link(&asked, "/published/visits/export.html"),
        asked,
        paging,
    }))
}

/// GET `/published/visits/export.html`: the same as one file for the commission's own site.
pub async fn public_list_file(
    State(app): State<AppState>,
    Query(asked): Query<ListQuery>,
) -> Result<Response, PageError> {
    let filter = filter(&app, &asked).await?;
    let found = store::list(&app.db, &Reach::Public, &filter, (0, MOST)).await?;
    let said = match asked.year.as_str() {
        "" => format!("共 {} 次督导。", found.len()),
        year => format!("{year} 年安排的督导，共 {} 次。", found.len()),
    };
    let as_of = china_minute(app.clock.now());
    saved(Page(ListFile { rows: found.into_iter().map(Row::of).collect(), as_of, said }), "督导结果公开.html")
}
