//! What coverage is computed from, in a few statements.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use sea_orm::ConnectionTrait;

use crate::access::{AuthorityId, Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::catalogue::model::Campaign;
use crate::coverage::measure::{Governed, governed};
use crate::db::StoreError;
use crate::hospitals::{self, HospitalAt};
use crate::inspections::model::Done;
use crate::inspections::store as inspections;

/// The register, the authorities and the closed visits of a campaign, as far as a viewer sees them.
pub struct Sources {
    /// Who reviews whom.
    pub tree: Tree,
    /// Open on the day, by code.
    pub hospitals: Vec<HospitalAt>,
    /// Open on the first day of each year of the campaign up to the day.
    pub years: BTreeMap<i32, Vec<HospitalAt>>,
    /// Closed, the earliest first.
    pub done: Vec<Done>,
}

impl Sources {
    /// What an authority governs, in scope of the campaign.
    #[must_use]
    pub fn governed(&self, campaign: &Campaign, authority: AuthorityId) -> Governed {
        let of = |hospitals: &[HospitalAt]| {
            governed(campaign, &self.tree, authority, hospitals).into_iter().map(|one| one.id).collect()
        };
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
        years.insert(year, hospitals::store::visitable_on(db, &scope, first).await?);
    }
    Ok(Sources {
        years,
        tree: authorities::store::tree(db).await?,
        hospitals: hospitals::store::visitable_on(db, &scope, day).await?,
        done: inspections::done(db, &scope, campaign.from, day).await?,
    })
}
