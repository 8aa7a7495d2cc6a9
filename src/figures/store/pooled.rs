//! Facts pooled by group: numerators, denominators and hospitals added up in the database.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, IntoIden, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait};

use super::{indicator, inside, period};
use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::entity::indicator_fact::{self, Column};
use crate::figures::model::{By, Cell, Group};

/// The groupings in the order of their columns in the index: a walk along it meets the groups of each within those of
/// the ones before, so that nothing is sorted but the sums themselves.
const NESTED: [(By, Column); 5] = [
    (By::Level, Column::Level),
    (By::City, Column::City),
    (By::Ownership, Column::Ownership),
    (By::Category, Column::Category),
    (By::County, Column::County),
];

/// The columns of a sum.
const NUMERATOR: &str = "numerator";
const DENOMINATOR: &str = "denominator";
const HOSPITALS: &str = "hospitals";
const NOT_APPLICABLE: &str = "not_applicable";
const GROUP: &str = "grp";

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

/// Pooled sums of every indicator by period and group over the hospitals in scope, in one query. Whoever shows them to a reader
/// outside the scope keeps the rule of five hospitals.
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
    let select = by_group(scope, of, periods, by);
    let rows = PooledRow::find_by_statement(db.get_database_backend().build(&select)).all(db).await?;
    rows.into_iter().map(|row| Ok((period(&row.period)?, cell(row)?))).collect()
}

/// The statement of the sums by a grouping.
fn by_group(scope: &Scope, of: Option<&IndicatorId>, periods: &[Period], by: By) -> SelectStatement {
    let Some(depth) = NESTED.iter().position(|(nested, _)| *nested == by) else {
        let group = match by {
            By::Hospital => Column::HospitalId.into_expr().cast_as(Alias::new("varchar")),
            _ => Expr::value("all"),
        };
        let mut whole = walk(scope, of, periods, &[]);
        whole.expr_as(group, GROUP);
        if by == By::Hospital {
            whole.group_by_col((indicator_fact::Entity, Column::HospitalId));
        }
        return whole;
    };
    let mut walked = walk(scope, of, periods, &NESTED[..=depth]);
    walked.expr_as(NESTED[depth].1.into_expr(), GROUP);
    if depth == 0 {
        return walked;
    }
    let mut summed = Query::select();
    summed.columns([Column::Period, Column::Indicator]).column(GROUP);
    for sum in [NUMERATOR, DENOMINATOR, HOSPITALS, NOT_APPLICABLE] {
        summed.expr_as(Expr::col(sum).sum().cast_as(Alias::new("bigint")), sum);
    }
    summed.from_subquery(walked, "walked").group_by_columns([Column::Period, Column::Indicator]);
    summed.group_by_columns([GROUP.into_iden()]).to_owned()
}

/// Sums by period, indicator and some nested groupings, in the order of the index. What does not apply has numerator
/// and denominator 0, so that the state needs no grouping of its own; the columns counted are those of the index.
fn walk(scope: &Scope, of: Option<&IndicatorId>, periods: &[Period], nested: &[(By, Column)]) -> SelectStatement {
    let sum = |column: Column| -> SimpleExpr { column.sum().cast_as(Alias::new("bigint")) };
    let mut query = indicator_fact::Entity::find()
        .select_only()
        .column(Column::Period)
        .column(Column::Indicator)
        .column_as(sum(Column::Numerator), NUMERATOR)
        .column_as(sum(Column::Denominator), DENOMINATOR)
        .column_as(Column::State.count(), HOSPITALS)
        .column_as(sum(Column::State), NOT_APPLICABLE)
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .filter(inside(scope))
        .group_by(Column::Period)
        .group_by(Column::Indicator);
    for (_, column) in nested {
        query = query.group_by(*column);
    }
    if let Some(id) = of {
        query = query.filter(Column::Indicator.eq(id.as_str()));
    }
    query.into_query()
}

/// Indicator, level, city, ownership, category, then numerator, denominator, hospitals, not applicable.
type WalkedRow = (String, String, String, String, String, i64, i64, i64, i64);

/// The groupings that one walk adds up together.
pub const TOGETHER: [By; 4] = [By::Level, By::City, By::Ownership, By::Category];

/// The sums of a period over all hospitals by each grouping of [`TOGETHER`], from one walk along its facts.
///
/// # Errors
/// Of the database.
pub async fn pooled_together(
    db: &impl ConnectionTrait,
    period: Period,
) -> Result<[(By, Vec<Cell>); TOGETHER.len()], StoreError> {
    let nested = &NESTED[..TOGETHER.len()];
    let mut select = Query::select();
    select.column(Column::Indicator).columns(nested.iter().map(|(_, column)| *column));
    select.columns([NUMERATOR, DENOMINATOR, HOSPITALS, NOT_APPLICABLE]);
    let mut walked = walk(&Scope::Everything, None, &[period], nested);
    walked.columns(nested.iter().map(|(_, column)| (indicator_fact::Entity, *column)));
    select.from_subquery(walked, "walked");
    let mut sums: [HashMap<(String, Group), Cell>; TOGETHER.len()] = Default::default();
    for row in db.query_all(&select).await? {
        let (id, level, city, ownership, category, numerator, denominator, hospitals, not_applicable): WalkedRow =
            row.try_get_many_by_index()?;
        let part = Cell {
            indicator: indicator(&id)?,
            group: Group::new(),
            numerator,
            denominator,
            reported: hospitals - not_applicable,
            not_applicable,
        };
        for (sums, group) in sums.iter_mut().zip([level, city, ownership, category]) {
            add(sums.entry((id.clone(), group.clone())).or_insert_with(|| empty(&part, group)), &part);
        }
    }
    let mut sums = sums.into_iter().map(|sums| sums.into_values().collect());
    Ok(TOGETHER.map(|by| (by, sums.next().unwrap_or_default())))
}

fn empty(like: &Cell, group: Group) -> Cell {
    Cell { indicator: like.indicator.clone(), group, numerator: 0, denominator: 0, reported: 0, not_applicable: 0 }
}

fn add(sum: &mut Cell, part: &Cell) {
    sum.numerator += part.numerator;
    sum.denominator += part.denominator;
    sum.reported += part.reported;
    sum.not_applicable += part.not_applicable;
}

fn cell(row: PooledRow) -> Result<Cell, StoreError> {
    Ok(Cell {
        indicator: indicator(&row.indicator)?,
        group: row.grp,
        numerator: row.numerator,
        denominator: row.denominator,
        reported: row.hospitals - row.not_applicable,
        not_applicable: row.not_applicable,
    })
}
