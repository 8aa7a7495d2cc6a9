//! Writing the facts of an accepted round, and reading them single or pooled.

mod among;
mod kept;
mod level;
mod pooled;

pub use among::{Counts, counts_of, offering_everywhere};
pub use kept::{keep, kept, kept_versions};
pub use level::{levels_of, sums_of_level_everywhere};
pub use pooled::{TOGETHER, pooled_of, pooled_over, pooled_together};

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::entity::{figures_version, indicator_fact};
use crate::figures::model::{Fact, FactState, HospitalFigure};
use crate::hospitals::HospitalAt;

/// Rows in one insert: 11 columns × 400 stays below SQLite's 32 766 parameters.
const CHUNK: usize = 400;

/// The state column.
///
/// Sums over it count what does not apply.
const COUNTED: i16 = 0;
const NOT_APPLICABLE: i16 = 1;

/// Puts the facts of a hospital's quarter in place of those it had, and raises the version of each period touched.
///
/// # Errors
/// Of the database.
pub async fn replace_quarter(
    txn: &impl ConnectionTrait,
    hospital: &HospitalAt,
    quarter: Period,
    facts: &[Fact],
) -> Result<(), StoreError> {
    let mut periods = quarter.months();
    periods.push(quarter);
    let keys: Vec<String> = periods.iter().map(Period::to_string).collect();
    indicator_fact::Entity::delete_many()
        .filter(indicator_fact::Column::HospitalId.eq(hospital.id.0))
        .filter(indicator_fact::Column::Period.is_in(keys.iter().cloned()))
        .exec(txn)
        .await?;
    for chunk in facts.chunks(CHUNK) {
        let rows = chunk.iter().map(|fact| row(hospital, fact));
        indicator_fact::Entity::insert_many(rows).exec_without_returning(txn).await?;
    }
    raise_versions(txn, &keys).await
}

fn row(hospital: &HospitalAt, fact: &Fact) -> indicator_fact::ActiveModel {
    indicator_fact::ActiveModel {
        hospital_id: Set(hospital.id.0),
        period: Set(fact.period.to_string()),
        indicator: Set(fact.indicator.to_string()),
        state: Set(if fact.state == FactState::Counted { COUNTED } else { NOT_APPLICABLE }),
        numerator: Set(fact.numerator),
        denominator: Set(fact.denominator),
        level: Set(hospital.level.clone()),
        city: Set(hospital.statistical_city.clone()),
        county: Set(hospital.county.clone().unwrap_or_default()),
        ownership: Set(hospital.ownership.clone()),
        category: Set(hospital.category.clone()),
    }
}

async fn raise_versions(txn: &impl ConnectionTrait, periods: &[String]) -> Result<(), StoreError> {
    let rows =
        periods.iter().map(|period| figures_version::ActiveModel { period: Set(period.clone()), version: Set(1) });
    let raised = Expr::col((figures_version::Entity, figures_version::Column::Version)).add(1);
    let on_conflict =
        OnConflict::column(figures_version::Column::Period).value(figures_version::Column::Version, raised).to_owned();
    figures_version::Entity::insert_many(rows).on_conflict(on_conflict).exec_without_returning(txn).await?;
    Ok(())
}

/// The version of each period that has facts; a page's cache keys on it.
///
/// # Errors
/// Of the database.
pub async fn versions(db: &impl ConnectionTrait) -> Result<HashMap<Period, i64>, StoreError> {
    let rows = figures_version::Entity::find().all(db).await?;
    rows.into_iter().map(|row| Ok((period(&row.period)?, row.version))).collect()
}

fn period(text: &str) -> Result<Period, StoreError> {
    text.parse().map_err(|_| StoreError::BadRow { table: "indicator_fact", id: 0, column: "period" })
}

fn indicator(text: &str) -> Result<IndicatorId, StoreError> {
    text.parse().map_err(|_| StoreError::BadRow { table: "indicator_fact", id: 0, column: "indicator" })
}

/// Facts of these hospitals, where they lie inside the scope.
fn of_those(scope: &Scope, hospitals: &[HospitalId]) -> Condition {
    let ids = hospitals.iter().map(|id| id.0);
    let known = Condition::all().add(indicator_fact::Column::HospitalId.is_in(ids));
    match scope {
        Scope::Everything => known,
        scope => known
            .add(indicator_fact::Column::HospitalId.in_subquery(crate::hospitals::store::ids_among(scope, hospitals))),
    }
}

fn inside(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::all()
            .add(indicator_fact::Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope))),
    }
}

/// The figures of single hospitals in scope: one indicator, some periods; in no order.
///
/// The columns asked for are those of the pooled index, so that a whole province's figures are read without its table.
///
/// # Errors
/// Of the database.
pub async fn of_indicator(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: &IndicatorId,
    periods: &[Period],
) -> Result<Vec<HospitalFigure>, StoreError> {
    use indicator_fact::Column;
    let rows: Vec<(i64, String, i16, i64, i64)> = indicator_fact::Entity::find()
        .select_only()
        .columns([Column::HospitalId, Column::Period, Column::State, Column::Numerator, Column::Denominator])
        .filter(Column::Indicator.eq(id.as_str()))
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .filter(inside(scope))
        .into_tuple()
        .all(db)
        .await?;
    let single = |(hospital, of, state, numerator, denominator): (i64, String, i16, i64, i64)| {
        let (hospital, period, state) = (HospitalId(hospital), period(&of)?, state_of(state));
        Ok(HospitalFigure { hospital, indicator: id.clone(), period, state, numerator, denominator })
    };
    rows.into_iter().map(single).collect()
}

/// The figures of one hospital in scope: every indicator, some periods.
///
/// # Errors
/// Of the database.
pub async fn of_hospital(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    periods: &[Period],
) -> Result<Vec<HospitalFigure>, StoreError> {
    use indicator_fact::Column;
    let rows = indicator_fact::Entity::find()
        .filter(of_those(scope, &[hospital]))
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .order_by_asc(Column::Indicator)
        .order_by_asc(Column::Period)
        .all(db)
        .await?;
    rows.into_iter().map(figure).collect()
}

/// The figures of one indicator of one hospital in scope over some periods; in no order.
///
/// # Errors
/// Of the database.
pub async fn of_one(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    id: &IndicatorId,
    periods: &[Period],
) -> Result<Vec<HospitalFigure>, StoreError> {
    use indicator_fact::Column;
    let rows = indicator_fact::Entity::find()
        .filter(of_those(scope, &[hospital]))
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .filter(Column::Indicator.eq(id.as_str()))
        .all(db)
        .await?;
    rows.into_iter().map(figure).collect()
}

/// The figures of several hospitals in scope: every indicator, some periods; in no order.
///
/// # Errors
/// Of the database.
pub async fn of_hospitals(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospitals: &[HospitalId],
    periods: &[Period],
) -> Result<Vec<HospitalFigure>, StoreError> {
    use indicator_fact::Column;
    let mut found = Vec::new();
    // Databases limit the parameters of a statement.
    for part in hospitals.chunks(1_000) {
        let rows = indicator_fact::Entity::find()
            .filter(of_those(scope, part))
            .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
            .all(db)
            .await?;
        for row in rows {
            found.push(figure(row)?);
        }
    }
    Ok(found)
}

fn state_of(number: i16) -> FactState {
    if number == COUNTED { FactState::Counted } else { FactState::NotApplicable }
}

fn figure(row: indicator_fact::Model) -> Result<HospitalFigure, StoreError> {
    Ok(HospitalFigure {
        hospital: HospitalId(row.hospital_id),
        indicator: indicator(&row.indicator)?,
        period: period(&row.period)?,
        state: state_of(row.state),
        numerator: row.numerator,
        denominator: row.denominator,
    })
}
