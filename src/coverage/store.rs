//! What coverage is computed from, in a few statements.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, HospitalId, Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::catalogue::model::Campaign;
use crate::coverage::measure::{Governed, governed};
use crate::db::StoreError;
use crate::hospitals::{self, store::Supervised};
use crate::inspections::model::Done;
use crate::inspections::store as inspections;
use crate::inspectors;

/// The register, the authorities and the closed visits of a campaign, as far as a viewer sees them.
pub struct Sources {
    /// Who reviews whom.
    pub tree: Tree,
    /// Open on the day.
    pub hospitals: Vec<Supervised>,
    /// Open on the first day of each year of the campaign up to the day.
    pub years: BTreeMap<i32, Vec<Supervised>>,
    /// Closed, the earliest first.
    pub done: Vec<Done>,
}

impl Sources {
    /// What an authority governs, in scope of the campaign.
    #[must_use]
    pub fn governed(&self, campaign: &Campaign, authority: AuthorityId) -> Governed {
        let of = |hospitals: &[Supervised]| governed(campaign, &self.tree, authority, hospitals).collect();
        Governed {
            now: of(&self.hospitals),
            years: self.years.iter().map(|(year, hospitals)| (*year, of(hospitals))).collect(),
        }
    }
}

/// Reads them.
///
/// # Errors
/// Of the database.
pub async fn sources(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    campaign: &Campaign,
    day: NaiveDate,
) -> Result<Sources, StoreError> {
    let scope: Scope = viewer.scope();
    let mut years = BTreeMap::new();
    // A campaign has a handful of years, and each asks the register of another day.
    for year in campaign.from.year()..=day.min(campaign.to()).year() {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(day);
        years.insert(year, hospitals::store::supervised_on(db, &scope, first).await?);
    }
    Ok(Sources {
        years,
        tree: authorities::store::tree(db).await?,
        hospitals: hospitals::store::supervised_on(db, &scope, day).await?,
        done: inspections::done(db, &scope, campaign.from, day).await?,
    })
}

/// For each year of a campaign up to a day the hospitals due for a QC centre: of the year that runs those of the day, of an
/// earlier one those of its last day.
///
/// # Errors
/// Of the database.
pub async fn due_by_year(
    db: &impl ConnectionTrait,
    centre: AuthorityId,
    campaign: &Campaign,
    day: NaiveDate,
) -> Result<BTreeMap<i32, BTreeSet<HospitalId>>, StoreError> {
    let mut years = BTreeMap::new();
    let last = day.min(campaign.to());
    // A campaign has a handful of years.
    for year in campaign.from.year()..=last.year() {
        let on = NaiveDate::from_ymd_opt(year, 12, 31).map_or(last, |end| end.min(last));
        let due = inspectors::store::due_on(db, centre, on).await?.into_iter().collect();
        years.insert(year, due);
    }
    Ok(years)
}
