//! The hospitals somebody may visit: those that report to an authority, and those it counts as its own when visits are
//! planned (`supervised_by`), which need not be the same: a hospital of the province (省直) reports to the province and is
//! visited by the place it stands in.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities;
use crate::db::StoreError;
use crate::hospitals::entity::{hospital, span};
use crate::hospitals::model::{HospitalAt, Listed};
use crate::hospitals::store::{open_on, reporting_under, row, within};

/// The condition that keeps a query of hospitals inside what `scope` may visit.
fn visitable(scope: &Scope) -> Condition {
    match scope {
        Scope::Authority(id) => Condition::any()
            .add(hospital::Column::Id.in_subquery(reporting_under(*id)))
            .add(hospital::Column::Id.in_subquery(supervised_under(*id))),
        other => Condition::all().add(within(other)),
    }
}

/// A subquery of the keys of hospitals that `scope` may visit, for tables that hold a `hospital_id`.
#[must_use]
pub fn ids_visitable(scope: &Scope) -> SelectStatement {
    Query::select()
        .column((hospital::Entity, hospital::Column::Id))
        .from(hospital::Entity)
        .cond_where(visitable(scope))
        .to_owned()
}

/// Keys of the hospitals an authority, or one below it, counts as its own when visits are planned.
fn supervised_under(id: AuthorityId) -> SelectStatement {
    Query::select()
        .column((span::Entity, span::Column::HospitalId))
        .from(span::Entity)
        .and_where(span::Column::ValidTo.is_null())
        .and_where(span::Column::SupervisedBy.in_subquery(authorities::store::ids_under(id)))
        .to_owned()
}

/// The hospitals open on `day` that `scope` may visit, by code.
///
/// # Errors
/// Of the database.
pub async fn visitable_on(
    db: &impl ConnectionTrait,
    scope: &Scope,
    day: NaiveDate,
) -> Result<Vec<HospitalAt>, StoreError> {
    let found = open_on(day).filter(visitable(scope)).select_also(hospital::Entity);
    let rows = found.order_by_asc(hospital::Column::Code).all(db).await?;
    rows.into_iter().map(row::hospital_at).collect()
}

/// Who counts a hospital as its own on a day, and of which level it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervised {
    /// Which.
    pub hospital: HospitalId,
    /// 级别: key.
    pub level: String,
    /// The authority that counts it as its own when visits are planned.
    pub by: AuthorityId,
}

/// For each of some days the same hospitals as [`visitable_on`], without what only a page about one of them needs; in no order.
/// One query, however many days.
///
/// # Errors
/// Of the database.
pub async fn supervised_on(
    db: &impl ConnectionTrait,
    scope: &Scope,
    days: &[NaiveDate],
) -> Result<Vec<Vec<Supervised>>, StoreError> {
    /// Hospital, level, by whom; the span's days; the hospital's.
    type Row = (i64, String, i64, NaiveDate, Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>);
    let (Some(first), Some(last)) = (days.iter().min(), days.iter().max()) else { return Ok(Vec::new()) };
    let not_over = Condition::any().add(span::Column::ValidTo.is_null()).add(span::Column::ValidTo.gte(*first));
    let rows: Vec<Row> = span::Entity::find()
        .inner_join(hospital::Entity)
        .filter(span::Column::ValidFrom.lte(*last))
        .filter(not_over)
        .filter(visitable(scope))
        .select_only()
        .columns([span::Column::HospitalId])
        .column(span::Column::Level)
        .column(span::Column::SupervisedBy)
        .column(span::Column::ValidFrom)
        .column(span::Column::ValidTo)
        .column(hospital::Column::Opened)
        .column(hospital::Column::Closed)
        .into_tuple()
        .all(db)
        .await?;
    let on = |day: &NaiveDate| {
        let holds = |row: &&Row| {
            let (_, _, _, from, to, opened, closed) = row;
            let ended = |end: &Option<NaiveDate>| end.is_some_and(|end| end < *day);
            from <= day && !ended(to) && opened.is_none_or(|opened| opened <= *day) && !ended(closed)
        };
        let one = |(hospital, level, by, ..): &Row| Supervised {
            hospital: HospitalId(*hospital),
            level: level.clone(),
            by: AuthorityId(*by),
        };
        rows.iter().filter(holds).map(one).collect()
    };
    Ok(days.iter().map(on).collect())
}

/// The hospital with this code, open on `day`; none that `scope` may not visit.
///
/// # Errors
/// Of the database.
pub async fn visitable_by_code(
    db: &impl ConnectionTrait,
    scope: &Scope,
    code: &str,
    day: NaiveDate,
) -> Result<Option<HospitalAt>, StoreError> {
    let found = open_on(day).filter(visitable(scope)).filter(hospital::Column::Code.eq(code));
    found.select_also(hospital::Entity).one(db).await?.map(row::hospital_at).transpose()
}

/// What the register says now of hospitals, by key, whoever they belong to: the caller has found the keys in rows of its
/// own scope.
///
/// # Errors
/// Of the database.
pub async fn named_everywhere(
    db: &impl ConnectionTrait,
    ids: &[HospitalId],
) -> Result<HashMap<HospitalId, Listed>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    // Databases limit the parameters of a statement.
    for part in ids.chunks(1_000) {
        let rows = span::Entity::find()
            .inner_join(hospital::Entity)
            .filter(span::Column::ValidTo.is_null())
            .filter(span::Column::HospitalId.is_in(part.iter().map(|id| id.0)))
            .select_also(hospital::Entity)
            .all(db)
            .await?;
        for row in rows {
            let listed = row::listed(row)?;
            found.insert(listed.id, listed);
        }
    }
    Ok(found)
}
