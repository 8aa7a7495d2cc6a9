//! What coverage is computed from, in a few statements.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{Scope, Viewer};
use crate::authorities::{self, Tree};
use crate::catalogue::model::Campaign;
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
    /// Closed, the earliest first.
    pub done: Vec<Done>,
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
    Ok(Sources {
        tree: authorities::store::tree(db).await?,
        hospitals: hospitals::store::visitable_on(db, &scope, day).await?,
        done: inspections::done(db, &scope, campaign.from, day).await?,
    })
}
