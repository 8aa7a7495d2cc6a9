//! Plans of years. They belong to the commission that committed them, not to a hospital; whoever calls shows them only for
//! authorities that stand below the reader.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AuthorityId, HospitalId, Viewer};
use crate::calendar::china_date;
use crate::catalogue::model::Campaign;
use crate::coverage::entity::{ActiveModel, Column, Entity, Model};
use crate::coverage::model::{Wanted, YearPlan};
use crate::db::StoreError;

/// The last edition of each year's plan, by authority and year.
pub type Plans = BTreeMap<AuthorityId, BTreeMap<i32, YearPlan>>;

/// Every commission's plans of a campaign as they stood at the end of a day.
///
/// # Errors
/// Of the database.
pub async fn plans(db: &impl ConnectionTrait, campaign: &Campaign, day: NaiveDate) -> Result<Plans, StoreError> {
    let rows = Entity::find()
        .filter(Column::Campaign.eq(&campaign.id))
        .filter(Column::CommittedOn.lte(day))
        .order_by_asc(Column::Edition)
        .all(db)
        .await?;
    let mut plans = Plans::new();
    for row in rows {
        let plan = of_row(row)?;
        plans.entry(plan.authority).or_default().insert(plan.year, plan);
    }
    Ok(plans)
}

/// Every edition of one commission's plan of a year, the first first.
///
/// # Errors
/// Of the database.
pub async fn editions(
    db: &impl ConnectionTrait,
    campaign: &Campaign,
    authority: AuthorityId,
    year: i32,
) -> Result<Vec<YearPlan>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Campaign.eq(&campaign.id))
        .filter(Column::AuthorityId.eq(authority.0))
        .filter(Column::Year.eq(year))
        .order_by_asc(Column::Edition)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: Model) -> Result<YearPlan, StoreError> {
    let bad = || StoreError::BadRow { table: "year_plan", id: row.id, column: "hospitals" };
    let hospitals: Result<BTreeSet<HospitalId>, StoreError> =
        row.hospitals.split_whitespace().map(|id| id.parse().map(HospitalId).map_err(|_| bad())).collect();
    Ok(YearPlan {
        authority: AuthorityId(row.authority_id),
        year: row.year,
        edition: row.edition,
        hospitals: hospitals?,
        needed: row.needed,
        planned: row.planned,
        capacity: row.capacity,
        ahead: row.ahead,
        reason: row.reason,
        committed_on: row.committed_on,
        committed_at: row.committed_at,
        committed_name: row.committed_name,
    })
}

/// Keeps an edition: over which hospitals, and what the year asked.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody committed the same edition meanwhile.
pub async fn insert(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    (campaign, authority): (&Campaign, AuthorityId),
    wanted: &Wanted,
    (hospitals, needed): (&BTreeSet<HospitalId>, i64),
) -> Result<(), StoreError> {
    let ids: Vec<String> = hospitals.iter().map(|id| id.0.to_string()).collect();
    let row = ActiveModel {
        authority_id: Set(authority.0),
        campaign: Set(campaign.id.clone()),
        year: Set(wanted.year),
        edition: Set(wanted.seen + 1),
        hospitals: Set(ids.join(" ")),
        needed: Set(needed),
        planned: Set(wanted.planned),
        capacity: Set(wanted.capacity),
        ahead: Set(wanted.ahead),
        reason: Set(wanted.reason.clone()),
        committed_on: Set(china_date(at)),
        committed_at: Set(at),
        committed_by: Set(viewer.account.map(|account| account.0)),
        committed_name: Set(viewer.name.clone()),
        ..Default::default()
    };
    Entity::insert(row).exec(txn).await?;
    Ok(())
}
