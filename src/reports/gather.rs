//! What a summary is made of, read in a few statements; what it says of it is the sections' own.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::access::{Scope, Viewer};
use crate::calendar::{Period, china_date, china_minute};
use crate::campaign::store::{self as campaign, PeriodSum, TrainingLine, by_period_everywhere};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, Checklist, SummaryPlan};
use crate::coverage;
use crate::db::StoreError;
use crate::exemplars::model::Exemplar;
use crate::exemplars::store as exemplars;
use crate::inspections::store::{self as inspections, Tallied};
use crate::progress::levels::Levels;
use crate::progress::{Desk, Territory};
use crate::specialty_goals;

/// More exemplars, and more trainings, than a campaign has.
const MOST: u64 = 100_000;

/// Which summary, and as of when it is told.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// Whether everything is invented.
    pub invented: bool,
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The summary.
    pub plan: &'a SummaryPlan,
    /// The day as of which it is told: the last of the stretch, or today while that has not come.
    pub on: NaiveDate,
}

impl<'a> Ground<'a> {
    /// Of a summary as of today.
    #[must_use]
    pub fn new(
        (catalogue, invented): (&'a Catalogue, bool),
        campaign: &'a Campaign,
        plan: &'a SummaryPlan,
        today: NaiveDate,
    ) -> Self {
        Self { catalogue, invented, campaign, plan, on: plan.to.min(today) }
    }

    /// The quarters of the stretch that are over by the day, the oldest first.
    #[must_use]
    pub fn quarters(&self) -> Vec<Period> {
        let first = Period::quarter_containing(self.plan.from);
        let running = Period::quarter_containing(self.on);
        let last = if running.last_day() <= self.on { running } else { running.previous() };
        if first > last { Vec::new() } else { first.through(last) }
    }
}

/// What visits of a checklist found.
pub struct OfChecklist<'a> {
    /// The checklist.
    pub list: &'a Checklist,
    /// What was found, where, and how far it is mended.
    pub of: Tallied,
}

/// Everything that is read.
pub struct Gathered<'a> {
    /// Registers, authorities, visits.
    pub coverage: coverage::store::Sources,
    /// How what is owed stands.
    pub sums: Vec<PeriodSum>,
    /// Figures by level; none where no quarter of the stretch is over.
    pub levels: Option<Levels>,
    /// What visits found, by checklist.
    pub checklists: Vec<OfChecklist<'a>>,
    /// Trainings that were held in the stretch.
    pub trainings: Vec<TrainingLine>,
    /// Tables of improvement goals that QC centres kept, of the years of the stretch.
    pub goals: Vec<specialty_goals::model::Edition>,
    /// What was submitted and chosen.
    pub exemplars: Vec<Exemplar>,
    /// When it was read, to the minute.
    pub as_of: String,
}

impl<'a> Gathered<'a> {
    /// Reads it for whoever sees everything.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(desk: &Desk, viewer: &Viewer, ground: &Ground<'a>) -> Result<Self, StoreError> {
        let db = &desk.db;
        let days = (ground.plan.from, ground.on);
        let quarters = ground.quarters();
        let levels = match quarters.is_empty() {
            true => None,
            false => Some(Levels::load(desk, &Territory::of(viewer), quarters).await?),
        };
        let during = (Period::quarter_containing(days.0), Period::quarter_containing(days.1));
        let campaign = Some(ground.campaign.id.clone());
        let filter = exemplars::Filter { campaign, during: Some(during), ..exemplars::Filter::default() };
        let submitted = exemplars::list(db, exemplars::Reach::Within(Scope::Everything), &filter, (0, MOST)).await?;
        let by_then = |one: &Exemplar| china_date(one.at) <= ground.on;
        Ok(Self {
            coverage: coverage::store::sources(db, &Scope::Everything, ground.campaign, ground.on).await?,
            sums: by_period_everywhere(db, &ground.campaign.id, days).await?,
            levels,
            checklists: checklists(db, ground, days).await?,
            trainings: trainings(db, ground, days).await?,
            goals: goals(db, ground).await?,
            exemplars: submitted.into_iter().filter(by_then).collect(),
            as_of: china_minute(desk.clock.now()),
        })
    }
}

/// Every checklist of the catalogue, with what visits of it came to.
async fn checklists<'a>(
    db: &impl ConnectionTrait,
    ground: &Ground<'a>,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<OfChecklist<'a>>, StoreError> {
    let mut all = inspections::tallied(db, &Scope::Everything, days).await?;
    let lists = ground.catalogue.checklists().iter();
    Ok(lists.map(|list| OfChecklist { list, of: all.remove(list.id.as_str()).unwrap_or_default() }).collect())
}

/// What was held in the stretch and not taken back.
async fn trainings(
    db: &impl ConnectionTrait,
    ground: &Ground<'_>,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<TrainingLine>, StoreError> {
    let who = (&Scope::Everything, &[][..]);
    let all = campaign::trainings(db, who, &ground.campaign.id, days, (0, MOST)).await?;
    Ok(all.into_iter().filter(|one| !one.withdrawn).collect())
}

/// The last table of each QC centre and year of the stretch, as far as it was kept by the day.
async fn goals(
    db: &impl ConnectionTrait,
    ground: &Ground<'_>,
) -> Result<Vec<specialty_goals::model::Edition>, StoreError> {
    let years = ground.plan.from.year()..=ground.on.year();
    let mut last = BTreeMap::new();
    for edition in specialty_goals::store::all_editions(db).await? {
        if years.contains(&edition.year) && china_date(edition.at) <= ground.on {
            let key = (edition.authority, edition.year);
            let newer =
                last.get(&key).is_none_or(|known: &specialty_goals::model::Edition| known.number < edition.number);
            if newer {
                last.insert(key, edition);
            }
        }
    }
    Ok(last.into_values().collect())
}
