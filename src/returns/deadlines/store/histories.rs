//! When rounds came in and came to count: what timeliness is measured from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef,
};

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::hospitals;
use crate::returns::deadlines::measure::Seen;
use crate::returns::entity::{quarterly_return, return_round};
use crate::returns::model::Closing;
use crate::returns::review::entity::return_review;

/// Hospital, number of the round, when it came in, when it came to count, when it was given back or taken back.
type Row = (i64, i32, DateTime<Utc>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);

fn rounds(scope: &Scope, period: Period) -> sea_orm::Select<return_round::Entity> {
    let parent: RelationDef = return_round::Entity::belongs_to(quarterly_return::Entity)
        .from(return_round::Column::ReturnId)
        .to(quarterly_return::Column::Id)
        .into();
    let query = return_round::Entity::find()
        .join(JoinType::InnerJoin, parent)
        .join(JoinType::LeftJoin, closing())
        .filter(quarterly_return::Column::Period.eq(period.to_string()))
        .select_only()
        .column(quarterly_return::Column::HospitalId)
        .columns([return_round::Column::Number, return_round::Column::ReceivedAt, return_round::Column::AcceptedAt])
        .column(return_review::Column::At)
        .order_by_asc(return_round::Column::Number);
    match scope {
        Scope::Everything => query,
        scope => query.filter(quarterly_return::Column::HospitalId.in_subquery(hospitals::store::ids_within(scope))),
    }
}

/// How a round left its reviewer without counting: that happens to a round once at most. One that counts and is opened
/// again counts on.
fn closing() -> RelationDef {
    let relation: RelationDef = return_round::Entity::belongs_to(return_review::Entity)
        .from(return_round::Column::ReturnId)
        .to(return_review::Column::ReturnId)
        .into();
    relation.on_condition(|_, _| {
        let review = |column: return_review::Column| Expr::col((return_review::Entity, column));
        Condition::all()
            .add(review(return_review::Column::Number).equals((return_round::Entity, return_round::Column::Number)))
            .add(review(return_review::Column::Deed).is_in([Closing::SentBack.key(), Closing::Withdrawn.key()]))
    })
}

fn by_hospital(rows: Vec<Row>) -> HashMap<HospitalId, Vec<Seen>> {
    let mut found: HashMap<HospitalId, Vec<Seen>> = HashMap::new();
    for (hospital, number, received, accepted, closed) in rows {
        found.entry(HospitalId(hospital)).or_default().push(Seen { number, received, accepted, closed });
    }
    found
}

/// The rounds of a quarter in scope by hospital, the first first; one query. Who handed in nothing is left out.
///
/// # Errors
/// Of the database.
pub async fn histories(
    db: &impl ConnectionTrait,
    scope: &Scope,
    period: Period,
) -> Result<HashMap<HospitalId, Vec<Seen>>, StoreError> {
    Ok(by_hospital(rounds(scope, period).into_tuple().all(db).await?))
}

/// The same of one hospital in scope.
///
/// # Errors
/// Of the database.
pub async fn history_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    period: Period,
    hospital: HospitalId,
) -> Result<Vec<Seen>, StoreError> {
    let query = rounds(scope, period).filter(quarterly_return::Column::HospitalId.eq(hospital.0));
    Ok(by_hospital(query.into_tuple().all(db).await?).remove(&hospital).unwrap_or_default())
}
