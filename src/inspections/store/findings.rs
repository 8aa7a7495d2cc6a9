//! What closed visits found wrong.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Select};

use crate::access::{FindingId, HospitalId, Scope, VisitId};
use crate::db::StoreError;
use crate::inspections::entity::finding;
use crate::inspections::model::{Finding, Verdict};
use crate::inspections::store::ids_within;

fn inside(scope: &Scope) -> Select<finding::Entity> {
    finding::Entity::find().filter(finding::Column::VisitId.in_subquery(ids_within(scope)))
}

async fn all(db: &impl ConnectionTrait, query: Select<finding::Entity>) -> Result<Vec<Finding>, StoreError> {
    let rows = query.order_by_asc(finding::Column::VisitId).order_by_asc(finding::Column::Number).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

/// The findings of a visit, in order.
///
/// # Errors
/// Of the database.
pub async fn findings_of(db: &impl ConnectionTrait, scope: &Scope, visit: VisitId) -> Result<Vec<Finding>, StoreError> {
    all(db, inside(scope).filter(finding::Column::VisitId.eq(visit.0))).await
}

/// Every finding at a hospital, visit by visit.
///
/// # Errors
/// Of the database.
pub async fn findings_of_hospital(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<Finding>, StoreError> {
    all(db, inside(scope).filter(finding::Column::HospitalId.eq(hospital.0))).await
}

/// Every finding inside the scope, visit by visit.
///
/// # Errors
/// Of the database.
pub async fn findings_within(db: &impl ConnectionTrait, scope: &Scope) -> Result<Vec<Finding>, StoreError> {
    all(db, inside(scope)).await
}

/// One finding.
///
/// # Errors
/// Of the database.
pub async fn finding(db: &impl ConnectionTrait, scope: &Scope, id: FindingId) -> Result<Option<Finding>, StoreError> {
    inside(scope).filter(finding::Column::Id.eq(id.0)).one(db).await?.map(of_row).transpose()
}

fn of_row(row: finding::Model) -> Result<Finding, StoreError> {
    let bad = |column| StoreError::BadRow { table: "finding", id: row.id, column };
    Ok(Finding {
        id: FindingId(row.id),
        visit: VisitId(row.visit_id),
        hospital: HospitalId(row.hospital_id),
        number: row.number,
        system: u8::try_from(row.system).map_err(|_| bad("system"))?,
        point: row.point.parse().map_err(|_| bad("point"))?,
        verdict: Verdict::of_key(&row.verdict).ok_or_else(|| bad("verdict"))?,
        system_name: row.system_name,
        clause: row.clause,
        text: row.text,
        department: row.department,
        due: row.due,
    })
}

/// Keeps the findings of a visit that closes; their keys are given by the database.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn insert_findings(
    txn: &impl ConnectionTrait,
    findings: &[Finding],
) -> Result<(), StoreError> {
    if findings.is_empty() {
        return Ok(());
    }
    let rows = findings.iter().map(|one| finding::ActiveModel {
        visit_id: Set(one.visit.0),
        hospital_id: Set(one.hospital.0),
        number: Set(one.number),
        system: Set(i32::from(one.system)),
        system_name: Set(one.system_name.clone()),
        point: Set(one.point.to_string()),
        verdict: Set(one.verdict.key().to_owned()),
        clause: Set(one.clause.clone()),
        text: Set(one.text.clone()),
        department: Set(one.department.clone()),
        due: Set(one.due),
        ..Default::default()
    });
    finding::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
