//! 典型: what was chosen, for every signed-in reader.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Card, Choice, campaigns, cards};
use crate::access::Viewer;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::exemplars::keep::may_submit;
use crate::exemplars::model::State as Standing;
use crate::exemplars::store::{self, Filter, Reach};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View, form_encoded};

/// Cards on a page.
const SIZE: u64 = 12;

/// `?quarter=2024Q3&kind=hospital&target=…&campaign=…`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct ChosenQuery {
    quarter: String,
    kind: String,
    target: String,
    campaign: String,
    #[serde(flatten, skip_serializing)]
    paging: PagingQuery,
}

impl ChosenQuery {
    /// What is asked for, of what was chosen.
    fn filter(&self) -> Filter {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        Filter {
            states: vec![Standing::Chosen],
            quarter: self.quarter.parse().ok(),
            kind: said(&self.kind),
            target: said(&self.target),
            campaign: said(&self.campaign),
            ..Filter::default()
        }
    }

    fn link(&self, base: &str) -> String {
        let fields = [&self.quarter, &self.kind, &self.target, &self.campaign].map(|text| form_encoded(text));
        let named = ["quarter", "kind", "target", "campaign"].into_iter().zip(fields);
        let pairs: Vec<String> = named.map(|(name, text)| format!("{name}={text}")).collect();
        format!("{base}?{}", pairs.join("&"))
    }
}

/// A list of what was chosen, with its filters.
#[derive(Serialize)]
pub struct List {
    asked: ChosenQuery,
    quarters: Vec<Choice>,
    kinds: Vec<Choice>,
    targets: Vec<Choice>,
    /// Empty where all is of one campaign.
    campaigns: Vec<Choice>,
    cards: Vec<Card>,
    paging: Paging,
    base: &'static str,
}

impl List {
    /// Of what this reader sees at this address.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        app: &AppState,
        catalogue: &Catalogue,
        reach: Reach,
        (asked, base): (ChosenQuery, &'static str),
    ) -> Result<Self, PageError> {
        let filter = asked.filter();
        let total = store::count(&app.db, reach, &filter).await?;
        let link = asked.link(base);
        let paging = Paging::new(asked.paging.number(), SIZE, total, |page| format!("{link}&page={page}"));
        let found = store::list(&app.db, reach, &filter, (paging.offset(), SIZE)).await?;
        let all = |label: &str| vec![Choice::new("", label)];
        let quarters = store::quarters(&app.db, reach, &[Standing::Chosen]).await?;
        let quarter = |one: &Period| Choice::new(one.to_string(), one.label());
        Ok(Self {
            quarters: all("所有季度").into_iter().chain(quarters.iter().map(quarter)).collect(),
            kinds: all("所有类别").into_iter().chain(kinds(catalogue)).collect(),
            targets: all("所有目标").into_iter().chain(targets(catalogue)).collect(),
            campaigns: campaigns(
                catalogue,
                store::campaigns(&app.db, reach, &[Standing::Chosen]).await?,
                &asked.campaign,
            ),
            cards: cards(&app.db, catalogue, &found, base).await?,
            asked,
            paging,
            base,
        })
    }
}

/// Every kind that some campaign calls for, once.
fn kinds(catalogue: &Catalogue) -> Vec<Choice> {
    let mut seen: Vec<Choice> = Vec::new();
    for kind in catalogue.campaigns().iter().flat_map(|campaign| &campaign.exemplars) {
        if seen.iter().all(|known| known.value != kind.id) {
            seen.push(Choice::new(kind.id.as_str(), kind.name.as_str()));
        }
    }
    seen
}

/// Every aim of every year, once, as the latest year calls it.
fn targets(catalogue: &Catalogue) -> Vec<Choice> {
    let mut seen: Vec<Choice> = Vec::new();
    for target in catalogue.editions().iter().rev().flat_map(|edition| edition.all_targets()) {
        if seen.iter().all(|known| known.value != target.id.as_str()) {
            seen.push(Choice::new(target.id.as_str(), target.short_title.as_str()));
        }
    }
    seen
}

/// What `templates/exemplars/chosen.html` shows.
#[derive(Serialize)]
pub struct ChosenPage {
    list: List,
    may_submit: bool,
}

impl View for ChosenPage {
    const TEMPLATE: &'static str = "exemplars/chosen.html";

    fn head(&self) -> Head {
        Head::titled("先进典型").crumb(Crumb::to("活动总览", "/campaigns")).crumb(Crumb::here("先进典型"))
    }
}

/// GET `/exemplars?quarter=&kind=&target=&campaign=`
pub async fn chosen(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<ChosenQuery>,
) -> Result<Page<ChosenPage>, PageError> {
    let list = List::load(&app, &catalogue, Reach::of(&viewer), (asked, "/exemplars")).await?;
    Ok(Page(ChosenPage { list, may_submit: may_submit(&viewer) }))
}
