//! 报送典型: the form.

use std::collections::{BTreeMap, BTreeSet};

use axum::Extension;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::{Choice, Ground};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Target};
use crate::documents::Invented;
use crate::exemplars::check::{PICTURES_MAX, Typed, quarters, targets};
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Query, View};

/// What `templates/exemplars/new.html` shows.
#[derive(Serialize)]
pub struct NewPage {
    calls: Vec<Call>,
    campaigns: Vec<Choice>,
    kinds: Vec<Choice>,
    quarters: Vec<Choice>,
    targets: Vec<Choice>,
    pictures: usize,
    typed: Typed,
    errors: BTreeMap<String, String>,
    faults: FieldErrors,
}

/// A campaign that calls for exemplars, and where it says so.
#[derive(Serialize)]
struct Call {
    title: String,
    document: String,
    clause: String,
}

impl Call {
    fn of(campaign: &Campaign) -> Self {
        Self {
            title: campaign.title.clone(),
            document: campaign.document.clone(),
            clause: campaign.exemplars.first().map(|kind| kind.clause.clone()).unwrap_or_default(),
        }
    }
}

/// The kinds that some of the campaigns call for, each once; one that not all call for says which do.
fn kinds(calling: &[&Campaign]) -> Vec<Choice> {
    let mut seen: Vec<Choice> = Vec::new();
    for kind in calling.iter().flat_map(|one| &one.exemplars) {
        if seen.iter().any(|known| known.value == kind.id) {
            continue;
        }
        let own: Vec<&str> =
            calling.iter().filter(|one| one.exemplar(&kind.id).is_some()).map(|one| one.title.as_str()).collect();
        let label = match own.len() == calling.len() {
            true => kind.name.clone(),
            false => format!("{}（{}）", kind.name, own.join("、")),
        };
        seen.push(Choice::new(kind.id.as_str(), label));
    }
    seen
}

/// The quarters that some of the campaigns may be submitted for, the latest first.
fn quarters_of(calling: &[&Campaign], today: Period) -> Vec<Period> {
    let all: BTreeSet<Period> = calling.iter().flat_map(|one| quarters(one, today)).collect();
    all.into_iter().rev().collect()
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
    pub fn load(ground: &Ground<'_>, mut typed: Typed, faults: FieldErrors) -> Result<Self, PageError> {
        let calling = ground.calling()?;
        if let [only] = calling {
            typed.insert("campaign".to_owned(), only.id.clone());
        }
        let quarters = quarters_of(calling, ground.quarter());
        let asked = typed.get("quarter").and_then(|quarter| quarter.parse().ok());
        let of = asked.or(quarters.first().copied()).unwrap_or_else(|| ground.quarter());
        let target = |(year, one): (i32, &Target)| {
            Choice::new(one.id.as_str(), format!("{year} 年 {} {}", one.numeral, one.short_title))
        };
        // Of the quarter's year first, then of every year one may submit for.
        let mut known: Vec<(i32, &Target)> = Vec::new();
        for quarter in std::iter::once(of).chain(quarters.iter().copied()) {
            for one in targets(ground.catalogue, quarter) {
                if known.iter().all(|(_, other)| other.id != one.id) {
                    known.push((quarter.year(), one));
                }
            }
        }
        Ok(Self {
            calls: calling.iter().map(|one| Call::of(one)).collect(),
            campaigns: calling.iter().map(|one| Choice::new(one.id.as_str(), one.title.as_str())).collect(),
            kinds: kinds(calling),
            quarters: quarters.iter().map(|one| Choice::new(one.to_string(), one.label())).collect(),
            targets: known.into_iter().map(target).collect(),
            pictures: PICTURES_MAX,
            errors: faults.0.iter().map(|(field, text)| (field.to_string(), text.clone())).collect(),
            typed,
            faults,
        })
    }
}

/// `?quarter=2024Q3&campaign=…`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    quarter: String,
    campaign: String,
}

/// GET `/exemplars/new?quarter=&campaign=`
pub async fn new(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Query(asked): Query<NewQuery>,
) -> Result<Page<NewPage>, PageError> {
    let ground = Ground::on(&app, &catalogue, invented);
    let typed = Typed::from([("quarter".to_owned(), asked.quarter), ("campaign".to_owned(), asked.campaign)]);
    Ok(Page(NewPage::load(&ground, typed, FieldErrors::default())?))
}
