//! How many of what is owed stand how, by duty and period: for summaries of the whole campaign.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::campaign::entity::occurrence::{Column, Entity};
use crate::campaign::model::State;
use crate::campaign::store::board::Counts;
use crate::campaign::store::occurrences::is;
use crate::catalogue::model::BearerKind;
use crate::db::StoreError;

/// Those of one duty and one period that one kind of bearer owes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeriodSum {
    /// Which duty.
    pub duty: String,
    /// As what it is owed.
    pub kind: BearerKind,
    /// `2024`, `2024Q3`, `2024-07`, a day, or empty.
    pub period: String,
    /// How many stand how.
    pub counts: Counts,
    /// Those of the done ones that were so by their last day, or have none.
    pub in_time: i64,
}

/// Duty, kind, period, and how many: all, done, late, exempt, in time.
type Row = (String, String, String, i64, i64, i64, i64, i64);

fn many(of: Condition) -> SimpleExpr {
    let one: SimpleExpr = CaseStatement::new().case(of, 1).finally(0).into();
    one.sum().cast_as(Alias::new("BIGINT"))
}

/// What had begun of a campaign by a day and was not due before `from`, whoever owes it, as it stood at the end of the day.
///
/// # Errors
/// Of the database.
pub async fn by_period_everywhere(
    db: &impl ConnectionTrait,
    campaign: &str,
    (from, on): (NaiveDate, NaiveDate),
) -> Result<Vec<PeriodSum>, StoreError> {
    let reaches = Condition::any().add(Column::Due.is_null()).add(Column::Due.gte(from));
    let in_time =
        Condition::any().add(Column::Due.is_null()).add(Expr::col(Column::DoneOn).lte(Expr::col(Column::Due)));
    let rows: Vec<Row> = Entity::find()
        .select_only()
        .columns([Column::Duty, Column::Kind, Column::Period])
        .column_as(Expr::col(Column::Duty).count(), "everything")
        .column_as(many(is(State::Done, on)), "done")
        .column_as(many(is(State::Late, on)), "late")
        .column_as(many(is(State::Exempt, on)), "exempt")
        .column_as(many(is(State::Done, on).add(in_time)), "in_time")
        .filter(Column::Campaign.eq(campaign))
        .filter(Column::Owed.eq(true))
        .filter(Column::Opens.lte(on))
        .filter(reaches)
        .group_by(Column::Duty)
        .group_by(Column::Kind)
        .group_by(Column::Period)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(duty, kind, period, all, done, late, exempt, in_time): Row| {
        let bad = StoreError::BadRow { table: "duty_occurrence", id: 0, column: "kind" };
        let kind = BearerKind::of_key(&kind).ok_or(bad)?;
        Ok(PeriodSum { duty, kind, period, counts: Counts { all, done, late, exempt, ahead: 0 }, in_time })
    };
    rows.into_iter().map(read).collect()
}
