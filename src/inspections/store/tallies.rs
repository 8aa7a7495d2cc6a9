//! How closed visits add up: kept when a visit closes, summed when asked.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect,
    RelationDef,
};

use crate::access::{HospitalId, Scope, VisitId};
use crate::catalogue::model::{CheckPointId, Checklist, ChecklistId};
use crate::db::StoreError;
use crate::inspections::entity::{answer, finding, tally, visit};
use crate::inspections::measure::{Tally, Totals};
use crate::inspections::model::{Kind, Standing, Verdict};
use crate::inspections::store::visible;

/// What of one system was found at the hospitals of one level and city over some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// 级别: key, on the day of the visit; none where the register knew none then.
    pub level: Option<String>,
    /// 统计地市: code, on the day of the visit.
    pub city: Option<String>,
    /// Place of the system in its checklist.
    pub system: u8,
    /// How its points were answered.
    pub tally: Tally,
}

/// A hospital that was visited, with the level and the city it had then: twice where it had others at another visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// Which.
    pub hospital: HospitalId,
    /// 级别: key.
    pub level: Option<String>,
    /// 统计地市: code.
    pub city: Option<String>,
}

/// Keeps how a visit adds up.
///
/// # Errors
/// Of the database.
pub(in crate::inspections) async fn insert_tallies(
    txn: &impl ConnectionTrait,
    visit: VisitId,
    checklist: &Checklist,
    totals: &Totals,
) -> Result<(), StoreError> {
    let count = |many: usize| Set(i32::try_from(many).unwrap_or(i32::MAX));
    let rows = checklist.systems.iter().zip(&totals.systems).map(|(system, tally)| tally::ActiveModel {
        visit_id: Set(visit.0),
        system: Set(i32::from(system.ordinal)),
        system_name: Set(system.name.clone()),
        met: count(tally.met),
        partly: count(tally.partly),
        not_met: count(tally.not_met),
        not_applicable: count(tally.not_applicable),
        unanswered: count(tally.open),
        ..Default::default()
    });
    tally::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}

/// The closed visits of somebody other than the hospital itself, of a checklist, that began from `from` to `to`.
fn counted(scope: &Scope, checklist: &ChecklistId, (from, to): (NaiveDate, NaiveDate)) -> Condition {
    Condition::all()
        .add(visible(scope))
        .add(visit::Column::Checklist.eq(checklist.as_str()))
        .add(visit::Column::Kind.ne(Kind::SelfExam.key()))
        .add(visit::Column::ClosedOn.is_not_null())
        .add(visit::Column::BegunOn.between(from, to))
}

/// What was found, by level, city and system; both days inside. Added up by the database: a few rows however many visits.
///
/// # Errors
/// Of the database.
pub async fn found(
    db: &impl ConnectionTrait,
    scope: &Scope,
    checklist: &ChecklistId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Found>, StoreError> {
    use tally::Column;
    type Row = (Option<String>, Option<String>, i32, i64, i64, i64, i64, i64);
    let relation: RelationDef =
        tally::Entity::belongs_to(visit::Entity).from(Column::VisitId).to(visit::Column::Id).into();
    let sum = |column: Column| column.sum().cast_as(Alias::new("BIGINT"));
    let rows: Vec<Row> = tally::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, relation)
        .columns([visit::Column::Level, visit::Column::City])
        .column(Column::System)
        .column_as(sum(Column::Met), "met")
        .column_as(sum(Column::Partly), "partly")
        .column_as(sum(Column::NotMet), "not_met")
        .column_as(sum(Column::NotApplicable), "not_applicable")
        .column_as(sum(Column::Unanswered), "unanswered")
        .filter(counted(scope, checklist, days))
        .group_by(visit::Column::Level)
        .group_by(visit::Column::City)
        .group_by(Column::System)
        .into_tuple()
        .all(db)
        .await?;
    let count = |many: i64| usize::try_from(many).unwrap_or_default();
    let read = |(level, city, system, met, partly, not_met, not_applicable, open): Row| {
        let bad = StoreError::BadRow { table: "visit_tally", id: 0, column: "system" };
        let (met, partly, not_met) = (count(met), count(partly), count(not_met));
        let tally = Tally { met, partly, not_met, not_applicable: count(not_applicable), open: count(open) };
        Ok(Found { level, city, system: u8::try_from(system).map_err(|_| bad)?, tally })
    };
    rows.into_iter().map(read).collect()
}

/// The hospitals of the same visits; both days inside.
///
/// # Errors
/// Of the database.
pub async fn visited(
    db: &impl ConnectionTrait,
    scope: &Scope,
    checklist: &ChecklistId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Visited>, StoreError> {
    use visit::Column;
    let rows: Vec<(i64, Option<String>, Option<String>)> = visit::Entity::find()
        .select_only()
        .columns([Column::HospitalId, Column::Level, Column::City])
        .filter(counted(scope, checklist, days))
        .distinct()
        .into_tuple()
        .all(db)
        .await?;
    let one = |(hospital, level, city)| Visited { hospital: HospitalId(hospital), level, city };
    Ok(rows.into_iter().map(one).collect())
}

/// How often each point was answered which way; both days inside.
///
/// # Errors
/// Of the database.
pub async fn asked(
    db: &impl ConnectionTrait,
    scope: &Scope,
    checklist: &ChecklistId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<(CheckPointId, Verdict, i64)>, StoreError> {
    use answer::Column;
    let relation: RelationDef =
        answer::Entity::belongs_to(visit::Entity).from(Column::VisitId).to(visit::Column::Id).into();
    let rows: Vec<(String, String, i64)> = answer::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, relation)
        .column(Column::Point)
        .column(Column::Verdict)
        .column_as(Column::Id.count(), "many")
        .filter(Column::Current.eq(true))
        .filter(counted(scope, checklist, days))
        .group_by(Column::Point)
        .group_by(Column::Verdict)
        .into_tuple()
        .all(db)
        .await?;
    let bad = |column| StoreError::BadRow { table: "visit_answer", id: 0, column };
    let read = |(point, verdict, many): (String, String, i64)| {
        let point = point.parse().map_err(|_| bad("point"))?;
        Ok((point, Verdict::of_key(&verdict).ok_or_else(|| bad("verdict"))?, many))
    };
    rows.into_iter().map(read).collect()
}

/// What was found of one point, and how far it is mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// Place of the system in its checklist.
    pub system: u8,
    /// The point.
    pub point: CheckPointId,
    /// Findings.
    pub findings: usize,
    /// Those of them that are mended.
    pub mended: usize,
}

/// The findings of the same visits by point; both days inside.
///
/// # Errors
/// Of the database.
pub async fn mending_of_points(
    db: &impl ConnectionTrait,
    scope: &Scope,
    checklist: &ChecklistId,
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<Mending>, StoreError> {
    use finding::Column;
    let relation: RelationDef =
        finding::Entity::belongs_to(visit::Entity).from(Column::VisitId).to(visit::Column::Id).into();
    let rows: Vec<(i32, String, String, i64)> = finding::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, relation)
        .columns([Column::System, Column::Point, Column::Standing])
        .column_as(Column::Id.count(), "many")
        .filter(counted(scope, checklist, days))
        .group_by(Column::System)
        .group_by(Column::Point)
        .group_by(Column::Standing)
        .into_tuple()
        .all(db)
        .await?;
    let bad = |column| StoreError::BadRow { table: "finding", id: 0, column };
    let read = |(system, point, standing, many): (i32, String, String, i64)| {
        let many = usize::try_from(many).unwrap_or_default();
        Ok(Mending {
            system: u8::try_from(system).map_err(|_| bad("system"))?,
            point: point.parse().map_err(|_| bad("point"))?,
            findings: many,
            mended: if standing == Standing::Closed.key() { many } else { 0 },
        })
    };
    rows.into_iter().map(read).collect()
}
