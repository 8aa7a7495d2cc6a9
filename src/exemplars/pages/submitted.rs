//! 报送情况: what was submitted by the reader and those below it, and what became of it.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Card, Choice, campaigns, cards};
use crate::access::Viewer;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::exemplars::keep::may_decide;
use crate::exemplars::model::{STATES, State as Standing};
use crate::exemplars::store::{self, Filter, Reach};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Rows on a page.
const SIZE: u64 = 50;

/// `?quarter=2024Q3&campaign=…&state=submitted`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct SubmittedQuery {
    quarter: String,
    campaign: String,
    /// Of whoever decides what waits, until something else is asked for.
    state: Option<String>,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

/// What `templates/exemplars/submitted.html` shows.
#[derive(Serialize)]
pub struct SubmittedPage {
    asked: SubmittedQuery,
    quarters: Vec<Choice>,
    states: Vec<Choice>,
    /// Empty where all is of one campaign.
    campaigns: Vec<Choice>,
    rows: Vec<Card>,
    paging: Paging,
    /// How many wait to be chosen.
    waiting: u64,
    may_decide: bool,
}

impl View for SubmittedPage {
    const TEMPLATE: &'static str = "exemplars/submitted.html";

    fn head(&self) -> Head {
        Head::titled("典型报送情况").crumb(Crumb::to("先进典型", "/exemplars")).crumb(Crumb::here("报送情况"))
    }
}

/// GET `/exemplars/submitted?quarter=&campaign=&state=`
pub async fn submitted(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<SubmittedQuery>,
) -> Result<Page<SubmittedPage>, PageError> {
    Ok(Page(SubmittedPage::load(&app, &catalogue, &viewer, asked).await?))
}

impl SubmittedPage {
    async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        viewer: &Viewer,
        asked: SubmittedQuery,
    ) -> Result<Self, PageError> {
        // What others had chosen stands under the chosen ones.
        let reach = Reach::within(viewer);
        let waits = Standing::Submitted.key();
        let asked_state = asked.state.clone().unwrap_or_else(|| if may_decide(viewer) { waits } else { "" }.to_owned());
        let asked = SubmittedQuery { state: Some(asked_state.clone()), ..asked };
        let states: Vec<Standing> = Standing::of_key(&asked_state).into_iter().collect();
        let campaign = Some(asked.campaign.clone()).filter(|campaign| !campaign.is_empty());
        let filter = Filter { quarter: asked.quarter.parse().ok(), states, campaign, ..Filter::default() };
        let total = store::count(&app.db, reach, &filter).await?;
        let [quarter, campaign, state] = [&asked.quarter, &asked.campaign, &asked_state].map(|text| form_encoded(text));
        let link = format!("/exemplars/submitted?quarter={quarter}&campaign={campaign}&state={state}");
        let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
        let found = store::list(&app.db, reach, &filter, (paging.offset(), SIZE)).await?;
        let waiting = Filter { states: vec![Standing::Submitted], ..Filter::default() };
        let all = |label: &str| vec![Choice::new("", label)];
        let of_quarter = |one: &Period| Choice::new(one.to_string(), one.label());
        let mut quarters = store::quarters(&app.db, reach, &[]).await?;
        // What is asked for can be seen, though nothing is there.
        if let Some(quarter) = filter.quarter.filter(|quarter| !quarters.contains(quarter)) {
            quarters.insert(0, quarter);
        }
        let of_state = STATES.map(|state| Choice::new(state.key(), state.label()));
        Ok(Self {
            quarters: all("所有季度").into_iter().chain(quarters.iter().map(of_quarter)).collect(),
            states: all("所有状态").into_iter().chain(of_state).collect(),
            campaigns: campaigns(catalogue, store::campaigns(&app.db, reach, &[]).await?, &asked.campaign),
            rows: cards(&app.db, catalogue, &found, "/exemplars").await?,
            waiting: store::count(&app.db, reach, &waiting).await?,
            may_decide: may_decide(viewer),
            asked,
            paging,
        })
    }
}
