//! What coverage is computed from, in a few statements.

mod plans;

pub use plans::{Plans, editions, insert, plans};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities::{self, Tree};
use crate::catalogue::model::Campaign;
use crate::coverage::measure::{Governed, governed};
use crate::coverage::model::limits;
use crate::db::StoreError;
use crate::hospitals::{self, store::Supervised};
use crate::inspections::model::Done;
use crate::inspections::store as inspections;
use crate::inspectors;

/// The register, the authorities and the closed visits of a campaign, as far as a scope reaches.
pub struct Sources {
    /// Who reviews whom.
    pub tree: Tree,
    /// Open on the day.
    pub hospitals: Vec<Supervised>,
    /// Open on the last day of each year of the campaign, of the year that runs on the day: who closes leaves the year, who
    /// opens enters it, and when a year is over nothing changes by itself.
    pub years: BTreeMap<i32, Vec<Supervised>>,
    /// Closed, the earliest first.
    pub done: Vec<Done>,
    /// The last edition of each year's plan, by authority.
    pub plans: Plans,
}

impl Sources {
    /// What an authority governs, in scope of the campaign.
    #[must_use]
    pub fn governed(&self, campaign: &Campaign, authority: AuthorityId) -> Governed {
        let of = |hospitals: &[Supervised]| governed(campaign, &self.tree, authority, hospitals).collect();
        let none = BTreeMap::new();
        let plans = self.plans.get(&authority).unwrap_or(&none);
        let year = |(year, hospitals): (&i32, &Vec<Supervised>)| {
            let frozen = plans.get(year).map(|plan| plan.hospitals.clone());
            (*year, frozen.unwrap_or_else(|| of(hospitals)))
        };
        Governed {
            now: of(&self.hospitals),
            years: self.years.iter().map(year).collect(),
            frozen: plans.keys().copied().collect(),
            limits: limits(plans, campaign.from.year()..=campaign.to().year()),
        }
    }
}

/// Reads them.
///
/// # Errors
/// Of the database.
pub async fn sources(
    db: &impl ConnectionTrait,
    scope: &Scope,
    campaign: &Campaign,
    day: NaiveDate,
) -> Result<Sources, StoreError> {
    let years: Vec<i32> = (campaign.from.year()..=day.min(campaign.to()).year()).collect();
    let last = |year: &i32| NaiveDate::from_ymd_opt(*year, 12, 31).map_or(day, |end| end.min(day));
    let days: Vec<NaiveDate> = std::iter::once(day).chain(years.iter().map(last)).collect();
    let mut registers = hospitals::store::supervised_on(db, scope, &days).await?.into_iter();
    Ok(Sources {
        hospitals: registers.next().unwrap_or_default(),
        years: years.into_iter().zip(registers).collect(),
        tree: authorities::store::tree(db).await?,
        done: inspections::done(db, scope, campaign.from, day).await?,
        plans: plans(db, campaign, day).await?,
    })
}

/// The hospitals due for a QC centre, by year.
pub type DueByYear = BTreeMap<i32, BTreeSet<HospitalId>>;

/// For each year of a campaign up to a day the hospitals due for each of some QC centres: of the year that runs those of the
/// day, of an earlier one those of its last day. One query, however many centres and years.
///
/// # Errors
/// Of the database.
pub async fn due_by_year(
    db: &impl ConnectionTrait,
    centres: &[AuthorityId],
    campaign: &Campaign,
    day: NaiveDate,
) -> Result<BTreeMap<AuthorityId, DueByYear>, StoreError> {
    let last = day.min(campaign.to());
    let lists = inspectors::store::due_of_all(db, centres).await?;
    let on = |year| NaiveDate::from_ymd_opt(year, 12, 31).map_or(last, |end| end.min(last));
    let of = |centre: &AuthorityId| {
        let list = lists.get(centre).map_or(&[][..], Vec::as_slice);
        let year = |year| {
            let day = on(year);
            let held = list.iter().filter(|due| due.holds_on(day));
            (year, held.map(|due| due.hospital).collect())
        };
        (*centre, (campaign.from.year()..=last.year()).map(year).collect())
    };
    Ok(centres.iter().map(of).collect())
}
