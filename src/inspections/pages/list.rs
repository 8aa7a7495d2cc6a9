//! The visits of a territory, or of a hospital.

use axum::extract::State;
use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::access::{HospitalId, Power, Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::hospitals;
use crate::inspections::model::{KINDS, Kind, State as Standing, Visit};
use crate::inspections::pages::Tag;
use crate::inspections::store::{self, Filter};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Visits on a page of the list.
const SIZE: u64 = 50;

/// What the list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ListQuery {
    /// `2024`
    year: String,
    /// Key of a state.
    state: String,
    /// Key of a kind.
    kind: String,
    /// A part of a hospital's name or code.
    q: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

impl ListQuery {
    fn link(&self, state: &str) -> String {
        let part = |key: &str, value: &str| format!("{key}={}", form_encoded(value));
        let parts = [part("year", &self.year), part("state", state), part("kind", &self.kind), part("q", &self.q)];
        format!("/visits?{}", parts.join("&"))
    }
}

/// What `templates/inspections/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    asked: ListQuery,
    tabs: Vec<Tab>,
    years: Vec<Choice>,
    kinds: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    own: bool,
    may_plan: bool,
    open: u64,
    closed: u64,
}

#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Row {
    number: String,
    href: String,
    hospital: String,
    code: String,
    goer: String,
    kind: &'static str,
    state: Tag,
    /// When, and which day that is.
    when: String,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "inspections/list.html";

    fn head(&self) -> Head {
        Head::titled("现场督导").crumb(Crumb::here("现场督导"))
    }
}

/// GET `/visits`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    Query(asked): Query<ListQuery>,
) -> Result<Page<ListPage>, PageError> {
    let today = china_date(app.clock.now());
    let scope = viewer.scope();
    let filter = Filter {
        year: asked.year.parse().ok(),
        kind: Kind::of_key(&asked.kind),
        state: Standing::ALL.into_iter().find(|state| state.key() == asked.state),
        hospitals: hospitals_named(&app, &scope, &asked.q, today).await?,
        ..Filter::default()
    };
    let total = store::count(&app.db, &scope, &filter).await?;
    let link = asked.link(&asked.state);
    let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
    let visits = store::list(&app.db, &scope, &filter, (paging.offset(), SIZE)).await?;
    let count = async |state| store::count(&app.db, &scope, &Filter { state: Some(state), ..filter.clone() }).await;
    let mut tabs = vec![Tab { label: "全部".to_owned(), href: asked.link(""), current: filter.state.is_none() }];
    let mut counts = Vec::new();
    for state in Standing::ALL {
        let many = count(state).await?;
        counts.push(many);
        let current = filter.state == Some(state);
        tabs.push(Tab { label: format!("{} {many}", state.label()), href: asked.link(state.key()), current });
    }
    let year = |year: i32| Choice { value: year.to_string(), label: format!("{year} 年安排") };
    let mut years = vec![Choice { value: String::new(), label: "所有年份".to_owned() }];
    years.extend((0..6).map(|back| year(today.year() - back)));
    let mut kinds = vec![Choice { value: String::new(), label: "所有种类".to_owned() }];
    kinds.extend(KINDS.map(|kind| Choice { value: kind.key().to_owned(), label: kind.label().to_owned() }));
    Ok(Page(ListPage {
        rows: rows(&app, &visits).await?,
        own: viewer.hospital().is_some(),
        may_plan: viewer.may(Power::PlanVisits) || viewer.may(Power::ActForHospital),
        open: counts[0] + counts[1],
        closed: counts[2],
        asked,
        tabs,
        years,
        kinds,
        paging,
    }))
}

/// The hospitals whose name or code holds a text; none where nothing is asked.
async fn hospitals_named(
    app: &AppState,
    scope: &Scope,
    text: &str,
    today: chrono::NaiveDate,
) -> Result<Option<Vec<HospitalId>>, PageError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let known = hospitals::store::visitable_on(&app.db, scope, today).await?;
    let named = known.iter().filter(|one| one.name.contains(text) || one.code.contains(text));
    Ok(Some(named.map(|one| one.id).collect()))
}

async fn rows(app: &AppState, visits: &[Visit]) -> Result<Vec<Row>, PageError> {
    let ids: Vec<HospitalId> = visits.iter().map(|visit| visit.hospital).collect();
    let known = hospitals::store::named_everywhere(&app.db, &ids).await?;
    let tree: Tree = authorities::store::tree(&app.db).await?;
    let row = |visit: &Visit| {
        let hospital = known.get(&visit.hospital);
        let name = hospital.map_or_else(String::new, |one| one.facts.name.clone());
        Row {
            number: visit.number.to_string(),
            href: visit.href(),
            code: hospital.map_or_else(String::new, |one| one.code.clone()),
            goer: visit.authority.map_or_else(|| "本院".to_owned(), |id| tree.name(id).to_owned()),
            hospital: name,
            kind: visit.kind.label(),
            state: visit.state().into(),
            when: when(visit),
        }
    };
    Ok(visits.iter().map(row).collect())
}

fn when(visit: &Visit) -> String {
    match (&visit.closing, visit.begun_on, visit.planned_for) {
        (Some(closing), Some(begun), _) if closing.on == begun => begun.to_string(),
        (Some(closing), Some(begun), _) => format!("{begun} 至 {}", closing.on),
        (_, Some(begun), _) => format!("{begun} 开始"),
        (.., Some(planned)) => format!("计划 {planned}"),
        _ => "未定日期".to_owned(),
    }
}
