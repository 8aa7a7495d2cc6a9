//! Figures of a quarter by hospital, for those who place one hospital among others.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{COUNTED, indicator, of_those};
use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::entity::indicator_fact::{self, Column};

/// An indicator's counts of one hospital.
pub type Counts = (IndicatorId, i64, i64);

/// The hospitals everywhere that have a figure of one of these indicators in a period; who they are, and no figure.
///
/// # Errors
/// Of the database.
pub async fn offering_everywhere(
    db: &impl ConnectionTrait,
    period: Period,
    indicators: &[&IndicatorId],
) -> Result<HashSet<HospitalId>, StoreError> {
    let ids: Vec<i64> = indicator_fact::Entity::find()
        .select_only()
        .column(Column::HospitalId)
        .distinct()
        .filter(Column::Period.eq(period.to_string()))
        .filter(Column::Indicator.is_in(indicators.iter().map(|id| id.as_str())))
        .filter(Column::State.eq(COUNTED))
        .filter(Column::Denominator.gt(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(HospitalId).collect())
}

/// The counts of some indicators of some hospitals in scope in a period, without saying whose they are; what does not
/// apply and what has no cases is left out.
///
/// # Errors
/// Of the database.
pub async fn counts_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospitals: &[HospitalId],
    period: Period,
    indicators: &[&IndicatorId],
) -> Result<Vec<Counts>, StoreError> {
    let mut found = Vec::new();
    // Databases limit the parameters of a statement.
    for part in hospitals.chunks(1_000) {
        let rows: Vec<(String, i64, i64)> = indicator_fact::Entity::find()
            .select_only()
            .columns([Column::Indicator, Column::Numerator, Column::Denominator])
            .filter(of_those(scope, part))
            .filter(Column::Period.eq(period.to_string()))
            .filter(Column::Indicator.is_in(indicators.iter().map(|id| id.as_str())))
            .filter(Column::State.eq(COUNTED))
            .filter(Column::Denominator.gt(0))
            .into_tuple()
            .all(db)
            .await?;
        for (id, above, below) in rows {
            found.push((indicator(&id)?, above, below));
        }
    }
    Ok(found)
}
