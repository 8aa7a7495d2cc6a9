//! Pooled sums that are stored: read with the version they hold for, put in place of older ones.

use std::collections::HashMap;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use sea_orm::{JoinType, RelationDef};

use super::{indicator, period};
use crate::calendar::Period;
use crate::db::{StoreError, insert_rows};
use crate::figures::entity::{figure_sum, figure_sum_version, figures_version};
use crate::figures::model::{By, Cell};

/// Version, period, indicator, group, numerator, denominator, reported, not applicable: read by place, since there are
/// tens of thousands of them.
type KeptRow = (i64, String, String, String, i64, i64, i64, i64);

/// The stored sums of some periods by a grouping, each with the version of the period's facts it adds up. One
/// statement, so that version and sums are of one moment.
///
/// # Errors
/// Of the database.
pub async fn kept(
    db: &impl ConnectionTrait,
    periods: &[Period],
    by: By,
) -> Result<Vec<(Period, i64, Cell)>, StoreError> {
    use figure_sum::Column;
    let rows: Vec<KeptRow> = figure_sum::Entity::find()
        .select_only()
        .column(figure_sum_version::Column::Version)
        .columns([Column::Period, Column::Indicator, Column::Grp])
        .columns([Column::Numerator, Column::Denominator, Column::Reported, Column::NotApplicable])
        .join(JoinType::InnerJoin, its_version())
        .filter(Column::Period.is_in(periods.iter().map(Period::to_string)))
        .filter(Column::Grouping.eq(by.key()))
        .into_tuple()
        .all(db)
        .await?;
    rows.into_iter().map(cell).collect()
}

fn its_version() -> RelationDef {
    use figure_sum::Column;
    use figure_sum_version::Column as Of;
    figure_sum::Entity::belongs_to(figure_sum_version::Entity)
        .from((Column::Period, Column::Grouping))
        .to((Of::Period, Of::Grouping))
        .into()
}

fn cell(row: KeptRow) -> Result<(Period, i64, Cell), StoreError> {
    let (version, of, id, group, numerator, denominator, reported, not_applicable) = row;
    let cell = Cell { indicator: indicator(&id)?, group, numerator, denominator, reported, not_applicable };
    Ok((period(&of)?, version, cell))
}

/// For which version sums are stored, by period and key of the grouping.
///
/// # Errors
/// Of the database.
pub async fn kept_versions(db: &impl ConnectionTrait) -> Result<HashMap<(Period, String), i64>, StoreError> {
    let rows = figure_sum_version::Entity::find().all(db).await?;
    rows.into_iter().map(|row| Ok(((period(&row.period)?, row.grouping), row.version))).collect()
}

/// Stores the sums of a period by a grouping in place of those it had, if its facts still have the version they were
/// added up at; tells whether they were stored.
///
/// # Errors
/// Of the database.
pub async fn keep(
    txn: &impl ConnectionTrait,
    of: Period,
    by: By,
    version: i64,
    cells: &[Cell],
) -> Result<bool, StoreError> {
    use figure_sum_version::Column as Of;
    let key = of.to_string();
    let now = figures_version::Entity::find_by_id(key.clone()).one(txn).await?;
    if now.is_none_or(|now| now.version != version) {
        return Ok(false);
    }
    // Written first: on PostgreSQL its row holds off another process that stores the same.
    let row = figure_sum_version::ActiveModel {
        period: Set(key.clone()),
        grouping: Set(by.key().to_owned()),
        version: Set(version),
    };
    let on_conflict = OnConflict::columns([Of::Period, Of::Grouping]).update_column(Of::Version).to_owned();
    figure_sum_version::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(txn).await?;
    figure_sum::Entity::delete_many()
        .filter(figure_sum::Column::Period.eq(&key))
        .filter(figure_sum::Column::Grouping.eq(by.key()))
        .exec(txn)
        .await?;
    let rows: Vec<(&str, By, &Cell)> = cells.iter().map(|cell| (key.as_str(), by, cell)).collect();
    use figure_sum::Column;
    let columns = [
        Column::Period,
        Column::Grouping,
        Column::Indicator,
        Column::Grp,
        Column::Numerator,
        Column::Denominator,
        Column::Reported,
        Column::NotApplicable,
    ];
    insert_rows(txn, "figure_sum", columns, &rows, |(period, by, cell)| {
        [
            (*period).into(),
            by.key().into(),
            cell.indicator.as_str().into(),
            cell.group.as_str().into(),
            cell.numerator.into(),
            cell.denominator.into(),
            cell.reported.into(),
            cell.not_applicable.into(),
        ]
    })
    .await?;
    Ok(true)
}
