//! 报送典型: the form.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Choice, Ground};
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::exemplars::check::{PICTURES_MAX, Typed, quarters, targets};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Query, View};

/// What `templates/exemplars/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    campaign: String,
    document: String,
    clause: String,
    kinds: Vec<Choice>,
    quarters: Vec<Choice>,
    targets: Vec<Choice>,
    pictures: usize,
    typed: Typed,
    errors: BTreeMap<String, String>,
    faults: FieldErrors,
}

impl View for NewPage {
    const TEMPLATE: &'static str = "exemplars/new.html";

    fn head(&self) -> Head {
        Head::titled("报送典型材料").crumb(Crumb::to("先进典型", "/exemplars")).crumb(Crumb::here("报送典型材料"))
    }
}

impl NewPage {
    /// The form; `typed` and `faults` are one that was refused.
    ///
    /// # Errors
    /// A refusal where no campaign calls for exemplars.
    pub fn load(ground: &Ground<'_>, typed: Typed, faults: FieldErrors) -> Result<Self, PageError> {
        let campaign = ground.campaign()?;
        let quarters = quarters(campaign, ground.quarter());
        let asked = typed.get("quarter").and_then(|quarter| quarter.parse().ok());
        let of = asked.or(quarters.first().copied()).unwrap_or_else(|| ground.quarter());
        let target = |(year, one): (i32, &crate::catalogue::model::Target)| {
            Choice::new(one.id.as_str(), format!("{year} 年 {} {}", one.numeral, one.short_title))
        };
        // Of the quarter's year first, then of every year one may submit for.
        let mut known: Vec<(i32, &crate::catalogue::model::Target)> = Vec::new();
        for quarter in std::iter::once(of).chain(quarters.iter().copied()) {
            for one in targets(ground.catalogue, quarter) {
                if known.iter().all(|(_, other)| other.id != one.id) {
                    known.push((quarter.year(), one));
                }
            }
        }
        let clauses = campaign.exemplars.first().map(|kind| kind.clause.clone());
        Ok(Self {
            campaign: campaign.title.clone(),
            document: campaign.document.clone(),
            clause: clauses.unwrap_or_default(),
            kinds: campaign.exemplars.iter().map(|kind| Choice::new(kind.id.as_str(), kind.name.as_str())).collect(),
            quarters: quarters.iter().map(|one| Choice::new(one.to_string(), one.label())).collect(),
            targets: known.into_iter().map(target).collect(),
            pictures: PICTURES_MAX,
            errors: faults.0.iter().map(|(field, text)| (field.to_string(), text.clone())).collect(),
            typed,
            faults,
        })
    }
}

/// `?quarter=2024Q3`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    quarter: String,
}

/// GET `/exemplars/new?quarter=`
pub async fn new(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Query(asked): Query<NewQuery>,
) -> Result<Page<NewPage>, PageError> {
    let ground = Ground::on(&app, &catalogue, invented);
    let typed = Typed::from([("quarter".to_owned(), asked.quarter)]);
    Ok(Page(NewPage::load(&ground, typed, FieldErrors::default())?))
}
