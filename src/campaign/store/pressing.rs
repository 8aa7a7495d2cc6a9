//! What presses: for whoever owes it how much is late or due soon, for whoever stands above how many right below are late.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, CaseStatement, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::access::{AuthorityId, Scope};
use crate::authorities;
use crate::campaign::entity::occurrence::{Column, Entity};
use crate::campaign::model::{Bearer, State};
use crate::campaign::store::occurrences::is;
use crate::campaign::store::visible;
use crate::catalogue::model::BearerKind;
use crate::db::StoreError;

/// Of one campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressing {
    /// Its id.
    pub campaign: String,
    /// 逾期
    pub late: i64,
    /// Not complete, and due by the day asked.
    pub soon: i64,
}

fn many(condition: Condition) -> SimpleExpr {
    let one: SimpleExpr = CaseStatement::new().case(condition, 1).finally(0).into();
    one.sum().cast_as(Alias::new("BIGINT"))
}

/// How much of what a bearer owes is late on a day, and how much is due from that day to `until`, by campaign.
///
/// # Errors
/// Of the database.
pub async fn pressing(
    db: &impl ConnectionTrait,
    (scope, bearer): (&Scope, Bearer),
    campaigns: &[&str],
    (today, until): (NaiveDate, NaiveDate),
) -> Result<Vec<Pressing>, StoreError> {
    let open = Condition::any().add(is(State::Running, today)).add(is(State::Ahead, today));
    let soon = Condition::all().add(open).add(Column::Due.is_not_null()).add(Column::Due.lte(until));
    let whose = match bearer {
        // By the index of authorities.
        Bearer::Authority(id) => Column::UnderId.eq(id.0).and(Column::HospitalId.is_null()),
        Bearer::Hospital(id) => Column::HospitalId.eq(id.0),
    };
    let rows: Vec<(String, i64, i64)> = Entity::find()
        .select_only()
        .column(Column::Campaign)
        .column_as(many(is(State::Late, today)), "late")
        .column_as(many(soon), "soon")
        .filter(whose)
        .filter(Column::Owed.eq(true))
        .filter(Column::Campaign.is_in(campaigns.iter().copied()))
        .filter(visible(scope, &[]))
        .group_by(Column::Campaign)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(campaign, late, soon)| Pressing { campaign, late, soon }).collect())
}

/// How many bearers of a scope right under an authority have something late on a day – authorities it reviews, hospitals it
/// reviews – by campaign and kind.
///
/// # Errors
/// Of the database.
pub async fn late_right_below(
    db: &impl ConnectionTrait,
    (scope, own): (Scope, AuthorityId),
    campaigns: &[&str],
    today: NaiveDate,
) -> Result<Vec<(String, BearerKind, i64)>, StoreError> {
    let hospitals = Column::HospitalId.is_not_null().and(Column::UnderId.eq(own.0));
    let below = authorities::store::ids_right_below(own);
    let authorities = Column::HospitalId.is_null().and(Column::UnderId.in_subquery(below));
    let rows: Vec<(String, String, i64)> = Entity::find()
        .select_only()
        .columns([Column::Campaign, Column::Kind])
        .column_as(Column::Bearer.into_expr().count_distinct(), "bearers")
        .filter(Condition::any().add(hospitals).add(authorities))
        .filter(visible(&scope, &[]))
        .filter(Column::Owed.eq(true))
        .filter(Column::Campaign.is_in(campaigns.iter().copied()))
        .filter(is(State::Late, today))
        .group_by(Column::Campaign)
        .group_by(Column::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(campaign, kind, bearers): (String, String, i64)| {
        let bad = StoreError::BadRow { table: "duty_occurrence", id: 0, column: "kind" };
        Ok((campaign, BearerKind::of_key(&kind).ok_or(bad)?, bearers))
    };
    rows.into_iter().map(read).collect()
}
