//! One duty with everybody who owes it.

use axum::Extension;
use axum::extract::State;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Choice, Look, Names, Row, row, rule};
use crate::access::{AuthorityId, Viewer};
use crate::campaign::due::kinds_label;
use crate::campaign::model::{Bearer, STATES, State as Standing};
use crate::campaign::store::{self, Filter};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Due, EvidenceKind};
use crate::documents::Invented;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Path, Query, View, form_encoded};

/// Rows on a page of the list.
const SIZE: u64 = 50;

/// What the list is narrowed to, as asked.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DutyQuery {
    /// `2024Q3`
    period: String,
    /// Key of a state.
    state: String,
    /// Code of one commission or QC centre.
    bearer: String,
    /// Code of an authority: hospitals it, or one below it, reviews.
    under: String,
    /// Only those it reviews itself.
    only: String,
    /// The day asked.
    on: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// What `templates/campaign/duty.html` shows.
#[derive(Serialize)]
pub struct DutyPage {
    id: String,
    duty: String,
    campaign: String,
    title: String,
    text: String,
    clause: String,
    document: String,
    condition: Option<String>,
    bearers: String,
    rhythm: &'static str,
    times: u16,
    due: String,
    proved: bool,
    /// Whether it takes trainings, which stand in a ledger of their own.
    training: bool,
    asked: DutyQuery,
    under_name: String,
    periods: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    paging: Paging,
    on: NaiveDate,
}

impl View for DutyPage {
    const TEMPLATE: &'static str = "campaign/duty.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone())
            .crumb(Crumb::to("活动总览", format!("/campaigns/{}", self.id)))
            .crumb(Crumb::here(self.title.clone()))
    }
}

/// GET `/campaigns/{id}/duties/{duty}?period=&state=&bearer=&under=&on=&page=`
pub async fn duty(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((id, duty)): Path<(String, String)>,
    Query(asked): Query<DutyQuery>,
) -> Result<Page<DutyPage>, PageError> {
    let look = Look::load(&app, &viewer, (&catalogue, invented), (Some(&id), &asked.on)).await?;
    Ok(Page(DutyPage::load(&app, &viewer, &look, (&duty, asked)).await?))
}

impl DutyPage {
    async fn load(
        app: &AppState,
        viewer: &Viewer,
        look: &Look<'_>,
        (duty, asked): (&str, DutyQuery),
    ) -> Result<Self, PageError> {
        let duty = look.campaign.duty(duty).ok_or(PageError::NotFound)?;
        let (under, under_name) = under(look, viewer, &asked)?;
        let bearer = match asked.bearer.as_str() {
            "" => None,
            code => Some(Bearer::Authority(look.tree.coded(code).ok_or(PageError::NotFound)?.id)),
        };
        let filter = Filter {
            campaign: look.campaign.id.clone(),
            duty: Some(duty.id.clone()),
            period: Some(asked.period.clone()).filter(|period| !period.is_empty()),
            state: Standing::of_key(&asked.state).map(|state| (state, look.on)),
            bearer,
            under,
            ..Filter::default()
        };
        let total = store::count(&app.db, look.who(), &filter).await?;
        let query = asked.query();
        let here = format!("/campaigns/{}/duties/{}", look.campaign.id, duty.id);
        let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{here}?{query}&page={page}"));
        let found = store::list(&app.db, look.who(), &filter, (paging.offset(), SIZE)).await?;
        let names = Names::load(&app.db, &look.tree, &found).await?;
        let all = Choice { value: String::new(), label: "全部期".to_owned() };
        let periods = duty.first.zip(duty.last).map(|(first, last)| first.through(last)).unwrap_or_default();
        let periods = periods.into_iter().map(|one| Choice { value: one.to_string(), label: one.label() });
        let days = match &duty.due {
            Due::On(days) if days.len() > 1 => days.clone(),
            _ => Vec::new(),
        };
        let days = days.into_iter().map(|day| Choice { value: day.to_string(), label: day.to_string() });
        let any = Choice { value: String::new(), label: "全部状态".to_owned() };
        let states = STATES.map(|state| Choice { value: state.key().to_owned(), label: state.label().to_owned() });
        Ok(Self {
            id: look.campaign.id.clone(),
            duty: duty.id.clone(),
            campaign: look.campaign.title.clone(),
            title: duty.title.clone(),
            text: duty.text.clone(),
            clause: duty.clause.clone(),
            document: look.campaign.document.clone(),
            condition: duty.condition.clone(),
            bearers: kinds_label(duty),
            rhythm: duty.rhythm.label(),
            times: duty.times,
            due: rule(duty),
            proved: duty.proof.is_some(),
            training: duty.evidence.contains(&EvidenceKind::Training),
            under_name,
            periods: std::iter::once(all).chain(periods).chain(days).collect(),
            states: std::iter::once(any).chain(states).collect(),
            rows: found.iter().filter_map(|one| row(look, one, &names)).collect(),
            paging,
            on: look.on,
            asked,
        })
    }
}

impl DutyQuery {
    fn query(&self) -> String {
        let part = |key: &str, value: &str| format!("{key}={}", form_encoded(value));
        [
            part("period", &self.period),
            part("state", &self.state),
            part("bearer", &self.bearer),
            part("under", &self.under),
            part("only", &self.only),
            part("on", &self.on),
        ]
        .join("&")
    }
}

/// The authorities whose hospitals are asked for, and what the topmost of them is called.
fn under(look: &Look<'_>, viewer: &Viewer, asked: &DutyQuery) -> Result<(Option<Vec<AuthorityId>>, String), PageError> {
    if asked.under.is_empty() {
        return Ok((None, String::new()));
    }
    let own = viewer.authority().ok_or(PageError::NotFound)?;
    let tree = &look.tree;
    let found = tree.coded(&asked.under).filter(|one| tree.is_under(own, one.id)).ok_or(PageError::NotFound)?;
    let all = tree.walk().into_iter().map(|(_, one)| one.id).filter(|id| tree.is_under(found.id, *id));
    let ids = if asked.only.is_empty() { all.collect() } else { vec![found.id] };
    Ok((Some(ids), found.name.clone()))
}
