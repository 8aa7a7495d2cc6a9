//! The register in the database: hospitals on a day, inside a scope.

pub mod list;
mod row;
mod visited;
mod write;

pub use visited::{Supervised, ids_visitable, named_everywhere, supervised_on, visitable_by_code, visitable_on};
pub(super) use write::carry_out;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities;
use crate::db::StoreError;
use crate::hospitals::entity::{hospital, span};
use crate::hospitals::model::{Entry, HospitalAt};

/// The condition that keeps a query inside `scope`; the query names or joins the table `hospital`.
///
/// This is the one place where a scope becomes a condition. An authority's scope goes by today's tree and by who
/// reviews the hospital today, whichever day the query asks about: a change of the register never dates from a
/// future day, so the open span is today's.
#[must_use]
pub fn within(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        Scope::Authority(id) => Condition::all().add(hospital::Column::Id.in_subquery(reporting_under(*id))),
        Scope::Hospital(id) => Condition::all().add(hospital::Column::Id.eq(id.0)),
        // A key is never null.
        Scope::Nothing => Condition::all().add(hospital::Column::Id.is_null()),
    }
}

/// A subquery of the hospitals' keys inside `scope`, for tables that hold a `hospital_id`.
#[must_use]
pub fn ids_within(scope: &Scope) -> SelectStatement {
    Query::select()
        .column((hospital::Entity, hospital::Column::Id))
        .from(hospital::Entity)
        .cond_where(within(scope))
        .to_owned()
}

/// Those of some hospitals that lie inside `scope`, as a subquery: where it is known who is asked about, the scope's other
/// hospitals are not gone through.
#[must_use]
pub fn ids_among(scope: &Scope, hospitals: &[HospitalId]) -> SelectStatement {
    let keys = || hospitals.iter().map(|id| id.0);
    match scope {
        Scope::Authority(id) => {
            let mut governed = reporting_under(*id);
            governed.and_where(span::Column::HospitalId.is_in(keys())).to_owned()
        }
        scope => {
            let mut within = ids_within(scope);
            within.and_where(hospital::Column::Id.is_in(keys())).to_owned()
        }
    }
}

/// Keys of the hospitals whose returns an authority, or one below it, reviews today.
fn reporting_under(id: AuthorityId) -> SelectStatement {
    Query::select()
        .column((span::Entity, span::Column::HospitalId))
        .from(span::Entity)
        .and_where(span::Column::ValidTo.is_null())
        .and_where(span::Column::ReportsTo.in_subquery(authorities::store::ids_under(id)))
        .to_owned()
}

/// The register as of `day` inside `scope`, by code: every hospital open on that day, with the facts of that day.
///
/// For a quarter the day is its last. One query; 1,500 rows take a few milliseconds.
pub async fn on_day(db: &impl ConnectionTrait, scope: &Scope, day: NaiveDate) -> Result<Vec<HospitalAt>, StoreError> {
    let rows = spans_on(scope, day).order_by_asc(hospital::Column::Code).all(db).await?;
    rows.into_iter().map(row::hospital_at).collect()
}

/// One hospital as of `day`; none outside the scope or where it was not open.
pub async fn one_on_day(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: HospitalId,
    day: NaiveDate,
) -> Result<Option<HospitalAt>, StoreError> {
    let found = spans_on(scope, day).filter(hospital::Column::Id.eq(id.0)).one(db).await?;
    found.map(row::hospital_at).transpose()
}

/// The hospital with this code as of `day`; none outside the scope or where it was not open.
pub async fn by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    code: &str,
    day: NaiveDate,
) -> Result<Option<HospitalAt>, StoreError> {
    let found = spans_on(scope, day).filter(hospital::Column::Code.eq(code)).one(db).await?;
    found.map(row::hospital_at).transpose()
}

/// The hospitals with these codes as of `day`, in no order; those outside the scope or not open then are left out.
pub async fn by_codes(
    db: &impl ConnectionTrait,
    scope: &Scope,
    codes: &[String],
    day: NaiveDate,
) -> Result<Vec<HospitalAt>, StoreError> {
    let mut found = Vec::with_capacity(codes.len());
    // Databases limit the parameters of a statement.
    for part in codes.chunks(1_000) {
        let rows = spans_on(scope, day).filter(hospital::Column::Code.is_in(part)).all(db).await?;
        for row in rows {
            found.push(row::hospital_at(row)?);
        }
    }
    Ok(found)
}

/// The register codes of hospitals, by key; those outside the scope are left out.
pub async fn codes_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[HospitalId],
) -> Result<HashMap<HospitalId, String>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    // Databases limit the parameters of a statement.
    for part in ids.chunks(1_000) {
        let rows: Vec<(i64, String)> = hospital::Entity::find()
            .select_only()
            .columns([hospital::Column::Id, hospital::Column::Code])
            .filter(hospital::Column::Id.is_in(part.iter().map(|id| id.0)))
            .filter(within(scope))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|(id, code)| (HospitalId(id), code)));
    }
    Ok(found)
}

/// A hospital with all its spans; none outside the scope.
pub async fn entry(db: &impl ConnectionTrait, scope: &Scope, code: &str) -> Result<Option<Entry>, StoreError> {
    let found = hospital::Entity::find().filter(hospital::Column::Code.eq(code)).filter(within(scope)).one(db).await?;
    let Some(held) = found else { return Ok(None) };
    let spans = span::Entity::find()
        .filter(span::Column::HospitalId.eq(held.id))
        .order_by_asc(span::Column::ValidFrom)
        .all(db)
        .await?;
    Ok(Some(row::entry(held, spans)))
}

/// How many hospitals inside `scope` each authority reviews directly on `day`; those with none are left out.
pub async fn count_by_authority(
    db: &impl ConnectionTrait,
    scope: &Scope,
    day: NaiveDate,
) -> Result<BTreeMap<AuthorityId, i64>, StoreError> {
    let counts: Vec<(i64, i64)> = open_on(day)
        .filter(within(scope))
        .select_only()
        .column(span::Column::ReportsTo)
        .column_as(span::Column::Id.count(), "hospitals")
        .group_by(span::Column::ReportsTo)
        .into_tuple()
        .all(db)
        .await?;
    Ok(counts.into_iter().map(|(id, count)| (AuthorityId(id), count)).collect())
}

/// The counter that rises with every change of hospitals or authorities, for caches to key on.
pub async fn version(db: &impl ConnectionTrait) -> Result<i64, StoreError> {
    authorities::store::register_version(db).await
}

/// Spans in force on `day` of hospitals open on it, joined to their hospital; for other stores to join to.
pub(crate) fn open_on(day: NaiveDate) -> Select<span::Entity> {
    span::Entity::find()
        .inner_join(hospital::Entity)
        .filter(span::Column::ValidFrom.lte(day))
        .filter(or_null(span::Column::ValidTo, span::Column::ValidTo.gte(day)))
        .filter(or_null(hospital::Column::Opened, hospital::Column::Opened.lte(day)))
        .filter(or_null(hospital::Column::Closed, hospital::Column::Closed.gte(day)))
}

fn spans_on(scope: &Scope, day: NaiveDate) -> sea_orm::SelectTwo<span::Entity, hospital::Entity> {
    open_on(day).filter(within(scope)).select_also(hospital::Entity)
}

fn or_null<C: ColumnTrait>(column: C, holds: sea_orm::sea_query::SimpleExpr) -> Condition {
    Condition::any().add(column.is_null()).add(holds)
}
