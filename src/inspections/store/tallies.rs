//! How closed visits add up: what each keeps since it closed, and how far its findings are mended.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use crate::access::{HospitalId, Scope};
use crate::catalogue::model::{CheckPointId, ChecklistId};
use crate::db::StoreError;
use crate::inspections::entity::{finding, visit};
use crate::inspections::measure::{Found, rolled_up};
use crate::inspections::model::{Kind, Standing};
use crate::inspections::store::{edition, visible};

/// A hospital that was visited, with the level and the city it had then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visited {
    /// Which.
    pub hospital: HospitalId,
    /// 级别: key.
    pub level: Option<String>,
    /// 统计地市: code.
    pub city: Option<String>,
}

/// The closed visits of somebody other than the hospital itself, of a checklist or of all, that began from `from` to `to`.
fn counted(scope: &Scope, checklist: Option<&ChecklistId>, (from, to): (NaiveDate, NaiveDate)) -> Condition {
    Condition::all()
        .add(visible(scope))
        .add_option(checklist.map(|list| visit::Column::Checklist.eq(list.as_str())))
        .add(visit::Column::Kind.ne(Kind::SelfExam.key()))
        .add(visit::Column::ClosedOn.is_not_null())
        .add(visit::Column::BegunOn.between(from, to))
}

/// Checklist, hospital, level, city, edition of the checklist, letters.
type Row = (String, i64, Option<String>, Option<String>, Option<i64>, Option<String>);

/// One row a visit.
async fn visits(db: &impl ConnectionTrait, wanted: Condition) -> Result<Vec<Row>, StoreError> {
    use visit::Column;
    let of = [Column::Checklist, Column::HospitalId, Column::Level, Column::City, Column::EditionId, Column::Verdicts];
    let rows = visit::Entity::find().select_only().columns(of).filter(wanted);
    Ok(rows.into_tuple().all(db).await?)
}

/// What visits of one checklist come to.
async fn rolled(db: &impl ConnectionTrait, rows: Vec<Row>) -> Result<(Vec<Found>, Vec<Visited>), StoreError> {
    let mut editions: BTreeMap<i64, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        if let Some(edition) = row.4 {
            editions.entry(edition).or_default().push(row);
        }
    }
    let mut found = Vec::new();
    for (id, rows) in editions {
        // A checklist is frozen anew only where it changed: a handful over the years.
        let edition = edition(db, id).await?;
        let visits = rows.into_iter().map(|row| {
            let (_, _, level, city, _, letters) = row;
            (level.as_deref(), city.as_deref(), letters.as_deref().unwrap_or_default())
        });
        found.extend(rolled_up(&edition.checklist, visits));
    }
    let visited = |(_, hospital, level, city, ..): Row| Visited { hospital: HospitalId(hospital), level, city };
    Ok((found, rows.into_iter().map(visited).collect()))
}

/// What was found by level, city and point, and whom it was found at, a visit each; both days inside. One row a visit is read.
///
/// # Errors
/// Of the database.
pub async fn found(
    db: &impl ConnectionTrait,
    scope: &Scope,
    checklist: &ChecklistId,
    days: (NaiveDate, NaiveDate),
) -> Result<(Vec<Found>, Vec<Visited>), StoreError> {
    rolled(db, visits(db, counted(scope, Some(checklist), days)).await?).await
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

/// The findings of visits, with the checklist, by point.
async fn mending(db: &impl ConnectionTrait, wanted: Condition) -> Result<Vec<(String, Mending)>, StoreError> {
    use finding::Column;
    let relation: RelationDef =
        finding::Entity::belongs_to(visit::Entity).from(Column::VisitId).to(visit::Column::Id).into();
    let rows: Vec<(String, i32, String, String, i64)> = finding::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, relation)
        .column(visit::Column::Checklist)
        .columns([Column::System, Column::Point, Column::Standing])
        .column_as(Column::Id.count(), "many")
        .filter(wanted)
        .group_by(visit::Column::Checklist)
        .group_by(Column::System)
        .group_by(Column::Point)
        .group_by(Column::Standing)
        .into_tuple()
        .all(db)
        .await?;
    let bad = |column| StoreError::BadRow { table: "finding", id: 0, column };
    let read = |(checklist, system, point, standing, many): (String, i32, String, String, i64)| {
        let many = usize::try_from(many).unwrap_or_default();
        let one = Mending {
            system: u8::try_from(system).map_err(|_| bad("system"))?,
            point: point.parse().map_err(|_| bad("point"))?,
            findings: many,
            mended: if standing == Standing::Closed.key() { many } else { 0 },
        };
        Ok((checklist, one))
    };
    rows.into_iter().map(read).collect()
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
    let found = mending(db, counted(scope, Some(checklist), days)).await?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// What visits of one checklist found, where, and how far it is mended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallied {
    /// As [`found`] gives it.
    pub found: Vec<Found>,
    /// As [`found`] gives it.
    pub visited: Vec<Visited>,
    /// As [`mending_of_points`] gives it.
    pub mending: Vec<Mending>,
}

/// The same of every checklist that was used, by its id; both days inside. All of them are read at once.
///
/// # Errors
/// Of the database.
pub async fn tallied(
    db: &impl ConnectionTrait,
    scope: &Scope,
    days: (NaiveDate, NaiveDate),
) -> Result<BTreeMap<String, Tallied>, StoreError> {
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in visits(db, counted(scope, None, days)).await? {
        rows.entry(row.0.clone()).or_default().push(row);
    }
    let mut all: BTreeMap<String, Tallied> = BTreeMap::new();
    for (checklist, rows) in rows {
        let (found, visited) = rolled(db, rows).await?;
        all.insert(checklist, Tallied { found, visited, mending: Vec::new() });
    }
    for (checklist, one) in mending(db, counted(scope, None, days)).await? {
        all.entry(checklist).or_default().mending.push(one);
    }
    Ok(all)
}
