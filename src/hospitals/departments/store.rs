//! The lists in the database, inside a scope.

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, LockType};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    Select,
};

use crate::access::{DepartmentId, HospitalId, Scope};
use crate::db::StoreError;
use crate::hospitals::departments::entity::{ActiveModel, Column, Entity, Model};
use crate::hospitals::departments::model::{Department, Opening, in_order};
use crate::hospitals::entity::hospital;
use crate::hospitals::store::{ids_within, within};

/// The departments of a hospital that are open on `day`, by code, those without one last, then by name; none outside
/// the scope.
///
/// # Errors
/// Of the database.
pub async fn departments_on(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    day: NaiveDate,
) -> Result<Vec<Department>, StoreError> {
    let not_over = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(day));
    let rows = of_hospital(scope, hospital).filter(Column::ValidFrom.lte(day)).filter(not_over).all(db).await?;
    let mut found: Vec<_> = rows.into_iter().map(of_row).collect();
    found.sort_by(in_order);
    Ok(found)
}

/// Every department a hospital ever had: first those nobody closed, by code and name, then the closed ones, the latest
/// first; none outside the scope.
///
/// # Errors
/// Of the database.
pub async fn departments(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<Department>, StoreError> {
    let mut found: Vec<_> = of_hospital(scope, hospital).all(db).await?.into_iter().map(of_row).collect();
    // None sorts before any day, so that of the reversed days it stands first.
    found.sort_by(|a, b| match (a.to, b.to) {
        (None, Some(_)) => std::cmp::Ordering::Less,
        (Some(_), None) => std::cmp::Ordering::Greater,
        (a_to, b_to) => b_to.cmp(&a_to).then_with(|| in_order(a, b)),
    });
    Ok(found)
}

/// One department of a hospital; none outside the scope.
pub(super) async fn department(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    id: DepartmentId,
) -> Result<Option<Department>, StoreError> {
    Ok(of_hospital(scope, hospital).filter(Column::Id.eq(id.0)).one(db).await?.map(of_row))
}

/// The hospital with this code, whose list nobody else changes until the transaction ends; none outside the scope.
///
/// Two clerks who add the same name at once would both find it free. SQLite has one writer at a time anyway.
pub(super) async fn hold(
    txn: &DatabaseTransaction,
    scope: &Scope,
    code: &str,
) -> Result<Option<HospitalId>, StoreError> {
    // Not the strongest lock: rows that refer to the hospital may be written meanwhile.
    let query = hospital::Entity::find().filter(hospital::Column::Code.eq(code)).filter(within(scope));
    Ok(query.lock(LockType::NoKeyUpdate).one(txn).await?.map(|held| HospitalId(held.id)))
}

/// Opens departments. The caller holds the hospital's list and has looked at what is in it.
pub(super) async fn insert(
    txn: &DatabaseTransaction,
    hospital: HospitalId,
    openings: &[Opening],
) -> Result<(), StoreError> {
    let rows = openings.iter().map(|opening| ActiveModel {
        id: ActiveValue::NotSet,
        hospital_id: ActiveValue::Set(hospital.0),
        name: ActiveValue::Set(opening.name.clone()),
        code: ActiveValue::Set(opening.code.clone()),
        valid_from: ActiveValue::Set(opening.from),
        valid_to: ActiveValue::Set(None),
        version: ActiveValue::Set(1),
    });
    Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}

/// Keeps the last day of a department that was seen at `version`.
///
/// # Errors
/// [`StoreError::Stale`] when it has another version by now.
pub(super) async fn close(txn: &DatabaseTransaction, closed: &Department, version: i32) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::ValidTo, Expr::value(closed.to))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(closed.id.0))
        .filter(Column::Version.eq(version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

fn of_hospital(scope: &Scope, hospital: HospitalId) -> Select<Entity> {
    Entity::find().filter(Column::HospitalId.eq(hospital.0)).filter(Column::HospitalId.in_subquery(ids_within(scope)))
}

fn of_row(row: Model) -> Department {
    Department {
        id: DepartmentId(row.id),
        name: row.name,
        code: row.code,
        from: row.valid_from,
        to: row.valid_to,
        version: row.version,
    }
}
