//! What closed visits found wrong.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use crate::access::{AuthorityId, FindingId, HospitalId, Scope, VisitId};
use crate::db::StoreError;
use crate::inspections::entity::{finding, visit};
use crate::inspections::model::{Finding, Standing, Verdict};
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

/// How many findings each of these visits has, and how many of them are mended; visits without findings are left out.
///
/// # Errors
/// Of the database.
pub async fn mending(
    db: &impl ConnectionTrait,
    scope: &Scope,
    visits: &[VisitId],
) -> Result<HashMap<VisitId, (usize, usize)>, StoreError> {
    use finding::Column;
    let mut found: HashMap<VisitId, (usize, usize)> = HashMap::new();
    // Databases limit the parameters of a statement.
    for part in visits.chunks(1_000) {
        let rows: Vec<(i64, String, i64)> = inside(scope)
            .filter(Column::VisitId.is_in(part.iter().map(|id| id.0)))
            .select_only()
            .columns([Column::VisitId, Column::Standing])
            .column_as(Column::Id.count(), "many")
            .group_by(Column::VisitId)
            .group_by(Column::Standing)
            .into_tuple()
            .all(db)
            .await?;
        for (visit, standing, many) in rows {
            let many = usize::try_from(many).unwrap_or_default();
            let (all, mended) = found.entry(VisitId(visit)).or_default();
            *all += many;
            *mended += if standing == Standing::Closed.key() { many } else { 0 };
        }
    }
    Ok(found)
}

/// What a list of findings is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct FindingFilter {
    /// How far they are mended.
    pub standing: Option<Standing>,
    /// Of which nobody has replied by the last day before this one.
    pub overdue_on: Option<NaiveDate>,
    /// Whose last day is one of these.
    pub due_on: Option<Vec<NaiveDate>>,
    /// At these hospitals.
    pub hospitals: Option<Vec<HospitalId>>,
    /// Name of a system.
    pub system: Option<String>,
    /// Of one visit.
    pub visit: Option<VisitId>,
    /// Of visits of this authority, which is the one to look at the replies.
    pub visited_by: Option<AuthorityId>,
}

fn matching(scope: &Scope, filter: &FindingFilter) -> Select<finding::Entity> {
    use finding::Column;
    let hospitals = filter.hospitals.as_ref().map(|ids| Column::HospitalId.is_in(ids.iter().map(|id| id.0)));
    let overdue = filter.overdue_on.map(|today| {
        let kept = Condition::all().add(Column::LastDue.is_null()).add(Column::Due.lt(today));
        let past = Condition::any().add(Column::LastDue.lt(today)).add(kept);
        Condition::all().add(Column::Standing.eq(Standing::Open.key())).add(past)
    });
    let due_on = filter.due_on.as_ref().map(|days| {
        let kept = Condition::all().add(Column::LastDue.is_null()).add(Column::Due.is_in(days.iter().copied()));
        Condition::any().add(Column::LastDue.is_in(days.iter().copied())).add(kept)
    });
    let wanted = Condition::all()
        .add_option(due_on)
        .add_option(filter.standing.map(|standing| Column::Standing.eq(standing.key())))
        .add_option(filter.system.as_ref().map(|name| Column::SystemName.eq(name)))
        .add_option(filter.visit.map(|id| Column::VisitId.eq(id.0)))
        .add_option(filter.visited_by.map(|id| Column::VisitId.in_subquery(visits_of(id))))
        .add_option(hospitals)
        .add_option(overdue);
    inside(scope).filter(wanted)
}

fn visits_of(authority: AuthorityId) -> SelectStatement {
    Query::select()
        .column(visit::Column::Id)
        .from(visit::Entity)
        .and_where(visit::Column::AuthorityId.eq(authority.0))
        .to_owned()
}

/// How many findings match.
///
/// # Errors
/// Of the database.
pub async fn count_findings(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &FindingFilter,
) -> Result<u64, StoreError> {
    Ok(matching(scope, filter).count(db).await?)
}

/// Findings that match: what is not mended first, the earliest last day first.
///
/// # Errors
/// Of the database.
pub async fn list_findings(
    db: &impl ConnectionTrait,
    scope: &Scope,
    filter: &FindingFilter,
    (offset, limit): (u64, u64),
) -> Result<Vec<Finding>, StoreError> {
    use finding::Column;
    let closed = Expr::case(Column::Standing.eq(Standing::Closed.key()), 1).finally(0);
    let rows = matching(scope, filter)
        .order_by_asc(Expr::expr(closed))
        .order_by_asc(Column::Due)
        .order_by_asc(Column::Id)
        .offset(offset)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(of_row).collect()
}

/// Writes how a finding stands after its next step; the room `rectifications` decides it.
///
/// # Errors
/// [`StoreError::Stale`] where somebody took a step meanwhile.
pub async fn set_standing(
    txn: &impl ConnectionTrait,
    seen: &Finding,
    standing: Standing,
    (last_due, mended_on): (NaiveDate, Option<NaiveDate>),
) -> Result<(), StoreError> {
    use finding::Column;
    let done = finding::Entity::update_many()
        .col_expr(Column::Standing, Expr::value(standing.key()))
        .col_expr(Column::LastDue, Expr::value(last_due))
        .col_expr(Column::MendedOn, Expr::value(mended_on))
        .col_expr(Column::Steps, Expr::col(Column::Steps).add(1))
        .filter(Column::Id.eq(seen.id.0))
        .filter(Column::Steps.eq(seen.steps))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
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
        standing: Standing::of_key(&row.standing).ok_or_else(|| bad("standing"))?,
        last_due: row.last_due.unwrap_or(row.due),
        mended_on: row.mended_on,
        steps: row.steps,
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
        standing: Set(one.standing.key().to_owned()),
        last_due: Set(None),
        mended_on: Set(None),
        steps: Set(one.steps),
        ..Default::default()
    });
    finding::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}
