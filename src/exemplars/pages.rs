//! GET: what was chosen, what was submitted, one of them, and the same for everybody.

mod chosen;
mod new;
mod of;
mod one;
mod picture;
mod public;
mod submitted;

pub use chosen::chosen;
pub use new::{NewPage, new};
pub use of::of_target;
pub use one::{OnePage, one};
pub use picture::{picture, public_picture};
pub use public::{public_file, public_list, public_one};
pub use submitted::submitted;

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::access::HospitalId;
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Target};
use crate::db::StoreError;
use crate::exemplars::check::calling;
use crate::exemplars::model::{Decision, Exemplar};
use crate::exemplars::store;
use crate::hospitals;
use crate::state::AppState;
use crate::web::PageError;

/// Characters of the text that a card shows.
const EXCERPT: usize = 80;

/// What is submitted today, and for what.
pub struct Ground<'a> {
    catalogue: &'a Catalogue,
    calling: Vec<&'a Campaign>,
    today: NaiveDate,
}

impl<'a> Ground<'a> {
    /// That of today; invented campaigns only where everything is.
    pub fn on(app: &AppState, catalogue: &'a Catalogue, invented: bool) -> Self {
        let today = china_date(app.clock.now());
        Self { catalogue, calling: calling(catalogue, today, invented), today }
    }

    /// The campaigns that call for exemplars, at least one.
    ///
    /// # Errors
    /// A refusal where none does.
    pub fn calling(&self) -> Result<&[&'a Campaign], PageError> {
        if self.calling.is_empty() {
            let remedy = "在 targets/campaigns/ 的活动里用 [[exemplar]] 写明征集哪几类典型，再来报送。";
            return Err(PageError::refused("现在没有征集典型的活动。", remedy));
        }
        Ok(&self.calling)
    }

    fn quarter(&self) -> Period {
        Period::quarter_containing(self.today)
    }
}

/// Something to choose.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl Choice {
    fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The target with this id in the year of a quarter.
fn target_of<'a>(catalogue: &'a Catalogue, quarter: Period, id: &str) -> Option<(i32, &'a Target)> {
    let edition = catalogue.edition_for(quarter)?;
    edition.all_targets().find(|one| one.id.as_str() == id).map(|one| (edition.year, one))
}

/// What an exemplar of a kind is called.
fn kind_of(catalogue: &Catalogue, one: &Exemplar) -> String {
    let known = catalogue.campaign(&one.campaign).and_then(|campaign| campaign.exemplar(&one.kind));
    known.map_or_else(|| one.kind.clone(), |kind| kind.name.clone())
}

/// What the campaign with this id is called.
fn campaign_title(catalogue: &Catalogue, id: &str) -> String {
    catalogue.campaign(id).map_or_else(|| id.to_owned(), |campaign| campaign.title.clone())
}

/// The campaigns of what a reader sees, and the one that is asked for, to choose one; empty where there is nothing to choose.
fn campaigns(catalogue: &Catalogue, mut ids: Vec<String>, asked: &str) -> Vec<Choice> {
    if catalogue.campaign(asked).is_some() && ids.iter().all(|id| id != asked) {
        ids.push(asked.to_owned());
    }
    let title = |id: &String| Choice::new(id.as_str(), campaign_title(catalogue, id));
    match ids.as_slice() {
        [] | [_] => Vec::new(),
        several => std::iter::once(Choice::new("", "所有活动")).chain(several.iter().map(title)).collect(),
    }
}

/// One exemplar, as lists show it.
#[derive(Serialize)]
struct Card {
    href: String,
    number: String,
    title: String,
    kind: String,
    campaign: String,
    quarter: String,
    /// Who submitted it.
    place: String,
    hospital: String,
    /// Its target, and where its chart is.
    target: Option<(String, String)>,
    excerpt: String,
    picture: Option<String>,
    state: &'static str,
    tag: &'static str,
    audience: &'static str,
    /// Why it was chosen, or not.
    reason: String,
    on: String,
}

/// What cards are made with.
struct Known {
    tree: Tree,
    hospitals: HashMap<HospitalId, String>,
    decided: HashMap<i64, Decision>,
    pictures: HashMap<i64, i32>,
}

impl Known {
    async fn load(db: &impl ConnectionTrait, found: &[Exemplar]) -> Result<Self, StoreError> {
        let all: Vec<&Exemplar> = found.iter().collect();
        let mut ids: Vec<HospitalId> = found.iter().filter_map(|one| one.hospital).collect();
        ids.sort_unstable();
        ids.dedup();
        let known = hospitals::store::named_everywhere(db, &ids).await?;
        // The latest comes last, and stays.
        let decided = store::decisions(db, &all).await?.into_iter().collect();
        let mut pictures = HashMap::new();
        for (id, picture) in store::pictures(db, &all).await? {
            pictures.entry(id).or_insert(picture.number);
        }
        Ok(Self {
            tree: authorities::store::tree(db).await?,
            hospitals: known.into_iter().map(|(id, one)| (id, one.facts.name)).collect(),
            decided,
            pictures,
        })
    }

    fn card(&self, catalogue: &Catalogue, one: &Exemplar, base: &str) -> Card {
        let decided = self.decided.get(&one.id);
        let target = one.target.as_ref().and_then(|id| target_of(catalogue, one.number.quarter, id));
        let href = format!("{base}/{}", one.number);
        let picture = self.pictures.get(&one.id).map(|place| format!("{href}/pictures/{place}"));
        let mut excerpt: String = one.text.chars().filter(|c| *c != '\n').take(EXCERPT).collect();
        if one.text.chars().count() > EXCERPT {
            excerpt.push('…');
        }
        Card {
            number: one.number.to_string(),
            title: one.title.clone(),
            kind: kind_of(catalogue, one),
            campaign: campaign_title(catalogue, &one.campaign),
            quarter: one.number.quarter.label(),
            place: self.tree.name(one.authority).to_owned(),
            hospital: one.hospital.and_then(|id| self.hospitals.get(&id)).cloned().unwrap_or_default(),
            target: target.map(|(year, target)| {
                let chart = format!("/targets/{year}/{}?period={}", target.ordinal, one.number.quarter);
                (format!("{} {}", target.numeral, target.short_title), chart)
            }),
            excerpt,
            picture,
            state: one.state.label(),
            tag: one.state.tag(),
            audience: one.audience.map(|audience| audience.label()).unwrap_or_default(),
            reason: decided.map(|decided| decided.reason.clone()).unwrap_or_default(),
            on: china_date(decided.map_or(one.at, |decided| decided.at)).to_string(),
            href,
        }
    }
}

/// Cards of what was found.
async fn cards(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    found: &[Exemplar],
    base: &str,
) -> Result<Vec<Card>, StoreError> {
    let known = Known::load(db, found).await?;
    Ok(found.iter().map(|one| known.card(catalogue, one, base)).collect())
}
