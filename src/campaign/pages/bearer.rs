//! One bearer with everything it owes; one's own is 我的任务.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Look, Names, Row, Tab, row};
use crate::access::Viewer;
use crate::campaign::model::{Bearer, STATES, State as Standing};
use crate::campaign::store::{self, Filter};
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::hospitals;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View};

/// More than anybody owes of one campaign.
const MOST: u64 = 1_000;

/// What is shown, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct BearerQuery {
    /// Key of a state.
    state: String,
    /// The day asked.
    pub(super) on: String,
}

/// `?campaign=henan-2021-2025&state=late`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct OwnQuery {
    campaign: String,
    /// Key of a state.
    state: String,
}

/// What `templates/campaign/bearer.html` shows.
#[derive(Serialize)]
pub struct BearerPage {
    id: String,
    pub(super) campaign: String,
    pub(super) name: String,
    own: bool,
    pub(super) on: NaiveDate,
    /// Address of the workbook.
    xlsx: String,
    tabs: Vec<Tab>,
    /// Each state with how many stand so.
    states: Vec<(Tab, usize)>,
    state: String,
    all: usize,
    late: usize,
    pub(super) rows: Vec<Row>,
}

impl View for BearerPage {
    const TEMPLATE: &'static str = "campaign/bearer.html";

    fn head(&self) -> Head {
        let title = if self.own { "我的任务".to_owned() } else { format!("{}的任务", self.name) };
        Head::titled(title.clone())
            .crumb(Crumb::to("活动总览", format!("/campaigns/{}", self.id)))
            .crumb(Crumb::here(title))
    }
}

/// GET `/duties?campaign=`: to the own page.
pub async fn own(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Query(asked): Query<OwnQuery>,
) -> Result<Response, PageError> {
    let id = Some(asked.campaign.as_str()).filter(|id| !id.is_empty());
    let look = Look::load(&app, &viewer, (&catalogue, invented), (id, "")).await?;
    let code = match (viewer.authority(), viewer.hospital()) {
        (Some(id), _) => look.tree.get(id).map(|one| one.code.clone()),
        (_, Some(id)) => hospitals::store::named_everywhere(&app.db, &[id]).await?.remove(&id).map(|one| one.code),
        _ => None,
    };
    let code = code.ok_or(PageError::NotFound)?;
    let state = Standing::of_key(&asked.state).map(|state| format!("?state={}", state.key())).unwrap_or_default();
    Ok(Redirect::to(&format!("/campaigns/{}/bearers/{code}{state}", look.campaign.id)).into_response())
}

/// GET `/campaigns/{id}/bearers/{code}?state=&on=`
pub async fn bearer(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((id, code)): Path<(String, String)>,
    Query(asked): Query<BearerQuery>,
) -> Result<Page<BearerPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    Ok(Page(BearerPage::load(&app, &viewer, &look, (&code, &asked)).await?))
}

impl BearerPage {
    pub(super) async fn load(
        app: &AppState,
        viewer: &Viewer,
        look: &Look<'_>,
        (code, asked): (&str, &BearerQuery),
    ) -> Result<Self, PageError> {
        let (bearer, name, own) = find(app, viewer, look, code).await?;
        let filter = Filter { campaign: look.campaign.id.clone(), bearer: Some(bearer), ..Filter::default() };
        let found = store::list(&app.db, look.who(), &filter, (0, MOST)).await?;
        let names = Names::load(&app.db, &look.tree, &found).await?;
        let many = |state: Standing| found.iter().filter(|one| one.state(look.on) == state).count();
        let here = format!("/campaigns/{}/bearers/{code}", look.campaign.id);
        let tab = |label: &str, key: &str| Tab {
            label: label.to_owned(),
            href: format!("{here}?state={key}{}", look.asked_day('&')),
            current: asked.state == key,
        };
        let all = (tab("全部", ""), found.len());
        let states = STATES.into_iter().map(|state| (tab(state.label(), state.key()), many(state)));
        let wanted = Standing::of_key(&asked.state);
        let mut shown: Vec<_> =
            found.iter().filter(|one| wanted.is_none_or(|state| one.state(look.on) == state)).collect();
        // What needs something done comes first; within a state what is due first.
        shown.sort_by_key(|one| one.state(look.on));
        Ok(Self {
            id: look.campaign.id.clone(),
            campaign: look.campaign.title.clone(),
            tabs: look.tabs(&format!("/bearers/{code}")),
            on: look.on,
            xlsx: format!(
                "{here}/duties.xlsx?state={}{}",
                wanted.map(Standing::key).unwrap_or_default(),
                look.asked_day('&')
            ),
            states: std::iter::once(all).chain(states).collect(),
            state: wanted.map(Standing::key).unwrap_or_default().to_owned(),
            all: found.len(),
            late: many(Standing::Late),
            rows: shown.into_iter().filter_map(|one| row(look, one, &names)).collect(),
            name,
            own,
        })
    }
}

/// The bearer with this code whom the reader may see, what it is called, and whether it is the reader's own.
async fn find(
    app: &AppState,
    viewer: &Viewer,
    look: &Look<'_>,
    code: &str,
) -> Result<(Bearer, String, bool), PageError> {
    if let Some(one) = look.tree.coded(code) {
        let own = viewer.authority().ok_or(PageError::NotFound)?;
        if !look.tree.is_under(own, one.id) && !look.above.contains(&one.id) {
            return Err(PageError::NotFound);
        }
        return Ok((Bearer::Authority(one.id), one.name.clone(), one.id == own));
    }
    let entry = hospitals::store::entry(&app.db, &look.scope, code).await?.ok_or(PageError::NotFound)?;
    let name = entry.spans.last().map(|span| span.facts.name.clone()).unwrap_or_default();
    Ok((Bearer::Hospital(entry.id), name, viewer.hospital() == Some(entry.id)))
}
