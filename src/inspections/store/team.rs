//! Who takes part in a visit.

use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sea_orm::{JoinType, RelationDef};

use crate::access::{InspectorId, Scope, VisitId};
use crate::db::StoreError;
use crate::inspections::entity::{member, visit};
use crate::inspections::model::{Duty, Member};
use crate::inspections::store::ids_within;
use crate::inspectors::Loads;

/// The team of a visit, the leader first.
///
/// # Errors
/// Of the database.
pub async fn members(db: &impl ConnectionTrait, scope: &Scope, visit: VisitId) -> Result<Vec<Member>, StoreError> {
    let rows = member::Entity::find()
        .filter(member::Column::VisitId.eq(visit.0))
        .filter(member::Column::VisitId.in_subquery(ids_within(scope)))
        .order_by_asc(member::Column::Id)
        .all(db)
        .await?;
    let of_row = |row: member::Model| {
        let duty = Duty::of_key(&row.duty);
        let bad = StoreError::BadRow { table: "visit_member", id: row.id, column: "duty" };
        Ok(Member { name: row.name, duty: duty.ok_or(bad)?, inspector: row.inspector_id.map(InspectorId) })
    };
    let mut team: Vec<Member> = rows.into_iter().map(of_row).collect::<Result<_, StoreError>>()?;
    team.sort_by_key(|member| member.duty != Duty::Leader);
    Ok(team)
}

/// Visits in which people of the pools took part and which began from `from` to `to`, both inside; who is not named has none.
/// Counts alone: no visit is told.
///
/// # Errors
/// Of the database.
pub async fn loads_everywhere(
    db: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Loads, StoreError> {
    let of_visit: RelationDef =
        member::Entity::belongs_to(visit::Entity).from(member::Column::VisitId).to(visit::Column::Id).into();
    let rows: Vec<(i64, i64)> = member::Entity::find()
        .select_only()
        .column(member::Column::InspectorId)
        .column_as(member::Column::Id.count(), "many")
        .join(JoinType::InnerJoin, of_visit)
        .filter(member::Column::InspectorId.is_not_null())
        .filter(visit::Column::BegunOn.between(from, to))
        .group_by(member::Column::InspectorId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, many)| (InspectorId(id), many)).collect())
}

/// Makes these the team of a visit that has not begun or begins now.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn set_members(
    txn: &impl ConnectionTrait,
    visit: VisitId,
    team: &[Member],
) -> Result<(), StoreError> {
    member::Entity::delete_many().filter(member::Column::VisitId.eq(visit.0)).exec(txn).await?;
    if team.is_empty() {
        return Ok(());
    }
    let rows = team.iter().map(|one| member::ActiveModel {
        visit_id: Set(visit.0),
        name: Set(one.name.clone()),
        duty: Set(one.duty.key().to_owned()),
        inspector_id: Set(one.inspector.map(|id| id.0)),
        ..Default::default()
    });
    member::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
