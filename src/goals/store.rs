//! Goals in the database. Those of the province are nobody's in particular; a hospital's own take a scope.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select,
};

use crate::access::{HospitalId, Scope, Viewer};
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::goals::entity::goal::{self, Column};
use crate::goals::model::{Change, Goals, Key, Stated, Subject, Value};
use crate::hospitals::store::ids_within;

const ALL: &str = "all";
const LEVEL: &str = "level";
const HOSPITAL: &str = "hospital";

/// Of each goal the value with the highest version.
fn current() -> Select<goal::Entity> {
    let all = || Alias::new("all_versions");
    let same = |column: Column| Expr::col((all(), column)).equals((goal::Entity, column));
    let latest = Query::select()
        .expr(Expr::col((all(), Column::Version)).max())
        .from_as(goal::Entity, all())
        .and_where(same(Column::Subject))
        .and_where(same(Column::SubjectKey))
        .and_where(same(Column::Year))
        .and_where(same(Column::Indicator))
        .to_owned();
    goal::Entity::find().filter(Column::Version.in_subquery(latest))
}

/// What the province sets, for all hospitals or a level.
fn of_province() -> Condition {
    Condition::all().add(Column::Subject.is_in([ALL, LEVEL]))
}

/// What a hospital sets itself, inside the scope.
fn of_hospital(scope: &Scope, hospital: HospitalId) -> Condition {
    Condition::all()
        .add(Column::Subject.eq(HOSPITAL))
        .add(Column::SubjectKey.eq(hospital.0.to_string()))
        .add(Column::HospitalId.eq(hospital.0))
        .add(Column::HospitalId.in_subquery(ids_within(scope)))
}

fn of_row(row: goal::Model) -> Result<Stated, StoreError> {
    let bad = |column| StoreError::BadRow { table: "goal", id: row.id, column };
    let subject = match (row.subject.as_str(), row.hospital_id) {
        (ALL, None) => Subject::All,
        (LEVEL, None) => Subject::Level(row.subject_key),
        (HOSPITAL, Some(id)) => Subject::Hospital(HospitalId(id)),
        _ => return Err(bad("subject")),
    };
    let key = Key { indicator: row.indicator.parse().map_err(|_| bad("indicator"))?, year: row.year, subject };
    let (value, source) = (row.value.map(Value), row.source);
    Ok(Stated { key, value, source, version: row.version, set_at: row.set_at, set_by_name: row.set_by_name })
}

async fn stated(db: &impl ConnectionTrait, select: Select<goal::Entity>) -> Result<Vec<Stated>, StoreError> {
    select.all(db).await?.into_iter().map(of_row).collect()
}

/// The province's goals of a year that hold now. One query.
///
/// # Errors
/// Of the database.
pub async fn in_force(db: &impl ConnectionTrait, year: i32) -> Result<Goals, StoreError> {
    Ok(Goals::of(&latest(db, year).await?))
}

/// The province's goals of several years that hold now, for what is drawn through them. One query.
///
/// # Errors
/// Of the database.
pub async fn in_force_through(db: &impl ConnectionTrait, first: i32, last: i32) -> Result<Goals, StoreError> {
    let select = current().filter(of_province()).filter(Column::Year.between(first, last));
    Ok(Goals::of(&stated(db, select.order_by_asc(Column::Id)).await?))
}

/// What a hospital set itself for a year and holds now; nothing outside the scope. One query.
///
/// # Errors
/// Of the database.
pub async fn own_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    year: i32,
) -> Result<Goals, StoreError> {
    Ok(Goals::of(&own_latest(db, scope, hospital, year).await?))
}

/// What the province last said of each goal of a year, those taken back too.
///
/// # Errors
/// Of the database.
pub async fn latest(db: &impl ConnectionTrait, year: i32) -> Result<Vec<Stated>, StoreError> {
    stated(db, current().filter(of_province()).filter(Column::Year.eq(year)).order_by_asc(Column::Id)).await
}

/// What a hospital last said of each of its own goals of a year, those taken back too; nothing outside the scope.
///
/// # Errors
/// Of the database.
pub async fn own_latest(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    year: i32,
) -> Result<Vec<Stated>, StoreError> {
    let select = current().filter(of_hospital(scope, hospital)).filter(Column::Year.eq(year));
    stated(db, select.order_by_asc(Column::Id)).await
}

/// Everything the province ever said of an indicator's goals of a year, the latest first.
///
/// # Errors
/// Of the database.
pub async fn history(db: &impl ConnectionTrait, year: i32, indicator: &IndicatorId) -> Result<Vec<Stated>, StoreError> {
    let select = goal::Entity::find().filter(of_province());
    stated(db, of_one(select, year, indicator)).await
}

/// Everything a hospital ever said of its own goal, the latest first; nothing outside the scope.
///
/// # Errors
/// Of the database.
pub async fn own_history(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    year: i32,
    indicator: &IndicatorId,
) -> Result<Vec<Stated>, StoreError> {
    let select = goal::Entity::find().filter(of_hospital(scope, hospital));
    stated(db, of_one(select, year, indicator)).await
}

fn of_one(select: Select<goal::Entity>, year: i32, indicator: &IndicatorId) -> Select<goal::Entity> {
    select.filter(Column::Year.eq(year)).filter(Column::Indicator.eq(indicator.as_str())).order_by_desc(Column::Id)
}

/// How often the province has set goals: it rises with every change, so whoever saw it knows whether anybody was faster.
///
/// # Errors
/// Of the database.
pub async fn seen(db: &impl ConnectionTrait) -> Result<u64, StoreError> {
    Ok(goal::Entity::find().filter(of_province()).count(db).await?)
}

/// Sets a goal, or takes it back: a row more, nothing is overwritten. `seen` is the version of the goal that whoever
/// sets it has seen, 0 before the first.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set it meanwhile.
pub(super) async fn add(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    seen: i32,
    change: &Change,
) -> Result<(), StoreError> {
    let (subject, subject_key, hospital_id) = match &change.key.subject {
        Subject::All => (ALL, String::new(), None),
        Subject::Level(level) => (LEVEL, level.clone(), None),
        Subject::Hospital(id) => (HOSPITAL, id.0.to_string(), Some(id.0)),
    };
    let row = goal::ActiveModel {
        id: ActiveValue::NotSet,
        subject: ActiveValue::Set(subject.to_owned()),
        subject_key: ActiveValue::Set(subject_key),
        year: ActiveValue::Set(change.key.year),
        indicator: ActiveValue::Set(change.key.indicator.to_string()),
        version: ActiveValue::Set(seen + 1),
        hospital_id: ActiveValue::Set(hospital_id),
        value: ActiveValue::Set(change.value.map(|value| value.0)),
        source: ActiveValue::Set(change.source.clone()),
        set_at: ActiveValue::Set(at),
        set_by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        set_by_name: ActiveValue::Set(viewer.name.clone()),
    };
    match goal::Entity::insert(row).exec_without_returning(txn).await.map_err(StoreError::from) {
        // The next version is there already.
        Err(StoreError::Duplicate) => Err(StoreError::Stale),
        done => done.map(|_| ()),
    }
}
