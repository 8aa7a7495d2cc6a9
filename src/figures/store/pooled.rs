//! Facts pooled by group: numerators, denominators and hospitals added up in the database.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use super::{indicator, inside, period};
use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::entity::indicator_fact::{self, Column};
use crate::figures::model::{By, Cell};

#[derive(FromQueryResult)]
struct PooledRow {
    period: String,
    indicator: String,
    grp: String,
    numerator: i64,
    denominator: i64,
    hospitals: i64,
    not_applicable: i64,
}

/// Pooled sums of every indicator by period and group over the hospitals in scope, in one query. Whoever shows them to
/// a reader outside the scope keeps the rule of five hospitals.
///
/// # Errors
/// Of the database.
pub async fn pooled_over(
    db: &impl ConnectionTrait,
    scope: &Scope,
    periods: &[Period],
    by: By,
) -> Result<Vec<(Period, Cell)>, StoreError> {
    pooled(db, scope, None, periods, by).await
}

/// Pooled sums of one indicator by period and group over the hospitals in scope, in one query.
///
/// # Errors
/// Of the database.
pub async fn pooled_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    of: &IndicatorId,
    periods: &[Period],
    by: By,
) -> Result<Vec<(Period, Cell)>, StoreError> {
    pooled(db, scope, Some(of), periods, by).await
}

async fn pooled(
    db: &impl ConnectionTrait,
    scope: &Scope,
    of: Option<&IndicatorId>,
    periods: &[Period],
    by: By,
) -> Result<Vec<(Period, Cell)>, StoreError> {
    let sum = |column: Column| column.sum().cast_as(Alias::new("bigint"));
    // What does not apply has numerator and denominator 0, so that the state needs no grouping of its own: the order
    // of the index is then the order of the groups, and nothing is sorted. The columns counted are those of the index.
    let mut query = indicator_fact::Entity::find()
        .select_only()
        .column(Column::Period)
        .column(Column::Indicator)
        .column_as(group_column(by), "grp")
        .column_as(sum(Column::Numerator), "numerator")
        .column_as(sum(Column::Denominator), "denominator")
        .column_as(Column::State.count(), "hospitals")
        .column_as(sum(Column::State), "not_applicable")
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .filter(inside(scope))
        .group_by(Column::Period)
        .group_by(Column::Indicator);
    if by != By::All {
        query = query.group_by(group_column(by));
    }
    if let Some(id) = of {
        query = query.filter(Column::Indicator.eq(id.as_str()));
    }
    query.into_model::<PooledRow>().all(db).await?.into_iter().map(cell).collect()
}

fn cell(row: PooledRow) -> Result<(Period, Cell), StoreError> {
    let cell = Cell {
        indicator: indicator(&row.indicator)?,
        group: row.grp,
        numerator: row.numerator,
        denominator: row.denominator,
        reported: row.hospitals - row.not_applicable,
        not_applicable: row.not_applicable,
    };
    Ok((period(&row.period)?, cell))
}

fn group_column(by: By) -> SimpleExpr {
    match by {
        By::Level => Column::Level.into_expr(),
        By::City => Column::City.into_expr(),
        By::County => Column::County.into_expr(),
        By::Ownership => Column::Ownership.into_expr(),
        By::Category => Column::Category.into_expr(),
        By::Hospital => Column::HospitalId.into_expr().cast_as(Alias::new("varchar")),
        By::All => Expr::value("all"),
    }
}
