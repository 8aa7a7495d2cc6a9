//! Facts of a quarter added up over the hospitals of a level: what a hospital's peers are to it.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::{COUNTED, indicator, of_those};
use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::entity::indicator_fact::{self, Column};
use crate::figures::model::LevelSums;

#[derive(FromQueryResult)]
struct SumsRow {
    indicator: String,
    hospitals: i64,
    numerator: i64,
    denominator: i64,
    numerator_square: f64,
    denominator_square: f64,
}

/// The sums of some indicators in a period over all hospitals that were of a level in it, in one query that reads the
/// pooled index alone. No single hospital's figure leaves the database; whoever shows the sums keeps the rule of five.
///
/// # Errors
/// Of the database.
pub async fn sums_of_level_everywhere(
    db: &impl ConnectionTrait,
    level: &str,
    period: Period,
    indicators: &[&IndicatorId],
) -> Result<HashMap<IndicatorId, LevelSums>, StoreError> {
    let real = |column: Column| Expr::col((indicator_fact::Entity, column)).cast_as(Alias::new("double precision"));
    let sum = |column: Column| column.sum().cast_as(Alias::new("bigint"));
    let square = |column: Column| -> SimpleExpr { real(column).mul(real(column)) };
    let rows = indicator_fact::Entity::find()
        .select_only()
        .column(Column::Indicator)
        .column_as(Column::HospitalId.count(), "hospitals")
        .column_as(sum(Column::Numerator), "numerator")
        .column_as(sum(Column::Denominator), "denominator")
        .column_as(square(Column::Numerator).div(real(Column::Denominator)).sum(), "numerator_square")
        .column_as(square(Column::Denominator).sum(), "denominator_square")
        .filter(Column::Period.eq(period.to_string()))
        .filter(Column::Indicator.is_in(indicators.iter().map(|id| id.as_str())))
        .filter(Column::Level.eq(level))
        .filter(Column::State.eq(COUNTED))
        .filter(Column::Denominator.gt(0))
        .group_by(Column::Indicator)
        .into_model::<SumsRow>()
        .all(db)
        .await?;
    let sums = |row: SumsRow| {
        let sums = LevelSums {
            hospitals: row.hospitals,
            numerator: row.numerator,
            denominator: row.denominator,
            numerator_square: row.numerator_square,
            denominator_square: row.denominator_square,
        };
        Ok((indicator(&row.indicator)?, sums))
    };
    rows.into_iter().map(sums).collect()
}

/// The level under which hospitals in scope were counted in a period; those without figures of it are left out.
///
/// # Errors
/// Of the database.
pub async fn levels_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospitals: &[HospitalId],
    period: Period,
) -> Result<HashMap<HospitalId, String>, StoreError> {
    let mut levels = HashMap::with_capacity(hospitals.len());
    // Databases limit the parameters of a statement.
    for part in hospitals.chunks(1_000) {
        let pairs: Vec<(i64, String)> = indicator_fact::Entity::find()
            .select_only()
            .columns([Column::HospitalId, Column::Level])
            .distinct()
            .filter(of_those(scope, part))
            .filter(Column::Period.eq(period.to_string()))
            .into_tuple()
            .all(db)
            .await?;
        levels.extend(pairs.into_iter().map(|(id, level)| (HospitalId(id), level)));
    }
    Ok(levels)
}
