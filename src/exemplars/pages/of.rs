//! What was chosen about a target: a box that the page of its chart takes in by this address.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Card, cards};
use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::exemplars::model::State as Standing;
use crate::exemplars::store::{self, Filter, Reach};
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Query, View};

/// The latest that are shown.
const MOST: u64 = 3;

/// `?year=2024&ordinal=1`
#[derive(Deserialize)]
pub struct OfQuery {
    year: i32,
    ordinal: u8,
}

/// What `templates/exemplars/of.html` shows.
#[derive(Serialize)]
pub struct OfPage {
    target: String,
    title: String,
    cards: Vec<Card>,
    total: u64,
}

impl View for OfPage {
    const TEMPLATE: &'static str = "exemplars/of.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}：先进典型", self.title))
            .crumb(Crumb::to("先进典型", "/exemplars"))
            .crumb(Crumb::here("一项目标"))
    }
}

/// GET `/exemplars/of?year=2024&ordinal=1`
pub async fn of_target(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Query(asked): Query<OfQuery>,
) -> Result<Page<OfPage>, PageError> {
    let target = catalogue.edition(asked.year).and_then(|edition| edition.target(asked.ordinal));
    let target = target.ok_or(PageError::NotFound)?;
    let id = target.id.to_string();
    let filter = Filter { states: vec![Standing::Chosen], target: Some(id.clone()), ..Filter::default() };
    let reach = if viewer.may(Power::ReadHospitals) { Reach::of(&viewer) } else { Reach::Public };
    let total = store::count(&app.db, reach, &filter).await?;
    let found = store::list(&app.db, reach, &filter, (0, MOST)).await?;
    let cards = cards(&app.db, &catalogue, &found, "/exemplars").await?;
    Ok(Page(OfPage { target: id, title: target.short_title.clone(), cards, total }))
}
