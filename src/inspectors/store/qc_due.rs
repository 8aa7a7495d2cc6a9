//! 应质控医院: who is due for a QC centre, and since when.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::access::{AuthorityId, HospitalId, Viewer};
use crate::db::StoreError;
use crate::inspectors::entity::qc_due::{ActiveModel, Column, Entity, Model};
use crate::inspectors::model::Due;

fn on(authority: AuthorityId, day: NaiveDate) -> Condition {
    held_on(day).add(Column::AuthorityId.eq(authority.0))
}

fn held_on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(Column::ValidFrom.lte(day))
        .add(Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(day)))
}

/// A subquery of the keys of the hospitals due for a centre on a day, for tables that hold a `hospital_id`. Those closed
/// since are among them; whoever counts joins to the register of the day.
#[must_use]
pub fn due_ids(authority: AuthorityId, day: NaiveDate) -> SelectStatement {
    Query::select().column((Entity, Column::HospitalId)).from(Entity).cond_where(on(authority, day)).to_owned()
}

/// The keys of the hospitals due for a centre on a day.
///
/// # Errors
/// Of the database.
pub async fn due_on(
    db: &impl ConnectionTrait,
    authority: AuthorityId,
    day: NaiveDate,
) -> Result<Vec<HospitalId>, StoreError> {
    let rows = Entity::find().filter(on(authority, day)).order_by_asc(Column::HospitalId).all(db).await?;
    Ok(rows.into_iter().map(|row| HospitalId(row.hospital_id)).collect())
}

/// How many hospitals are due for each centre on a day; centres without any are left out.
///
/// # Errors
/// Of the database.
pub async fn due_counts(db: &impl ConnectionTrait, day: NaiveDate) -> Result<HashMap<AuthorityId, i64>, StoreError> {
    let rows: Vec<(i64, i64)> = Entity::find()
        .select_only()
        .column(Column::AuthorityId)
        .column_as(Column::Id.count(), "hospitals")
        .filter(held_on(day))
        .group_by(Column::AuthorityId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, many)| (AuthorityId(id), many)).collect())
}

/// The whole list of a centre, ended spans too, by their first day.
///
/// # Errors
/// Of the database.
pub async fn due_of(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Vec<Due>, StoreError> {
    let rows = Entity::find().filter(Column::AuthorityId.eq(authority.0));
    let rows = rows.order_by_asc(Column::ValidFrom).order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// The whole lists of some centres, ended spans too; centres without any are left out.
///
/// # Errors
/// Of the database.
pub async fn due_of_all(
    db: &impl ConnectionTrait,
    centres: &[AuthorityId],
) -> Result<HashMap<AuthorityId, Vec<Due>>, StoreError> {
    let mut lists: HashMap<AuthorityId, Vec<Due>> = HashMap::new();
    if centres.is_empty() {
        return Ok(lists);
    }
    let rows = Entity::find().filter(Column::AuthorityId.is_in(centres.iter().map(|id| id.0))).all(db).await?;
    for row in rows {
        lists.entry(AuthorityId(row.authority_id)).or_default().push(of_row(row));
    }
    Ok(lists)
}

fn of_row(row: Model) -> Due {
    Due {
        id: row.id,
        hospital: HospitalId(row.hospital_id),
        from: row.valid_from,
        to: row.valid_to,
        source: row.source,
        version: row.version,
    }
}

/// A span to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::inspectors) struct NewDue {
    pub hospital: HospitalId,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
    pub source: String,
}

/// Adds a span to a centre's list.
///
/// # Errors
/// [`StoreError::Duplicate`] where one of the hospital begins on the same day.
pub(in crate::inspectors) async fn add_due(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    authority: AuthorityId,
    new: &NewDue,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        authority_id: Set(authority.0),
        hospital_id: Set(new.hospital.0),
        valid_from: Set(new.from),
        valid_to: Set(new.to),
        source: Set(new.source.clone()),
        set_at: Set(at),
        set_by_name: Set(viewer.name.clone()),
        version: Set(1),
        ..Default::default()
    };
    Entity::insert(row).exec_without_returning(txn).await?;
    Ok(())
}

/// Says anew when a span ends and what it is from.
///
/// # Errors
/// [`StoreError::Stale`] when somebody changed it meanwhile.
pub(in crate::inspectors) async fn end_due(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    held: &Due,
    new: &NewDue,
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::ValidTo, Expr::value(new.to))
        .col_expr(Column::Source, Expr::value(new.source.clone()))
        .col_expr(Column::SetAt, Expr::value(at))
        .col_expr(Column::SetByName, Expr::value(viewer.name.clone()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(held.id))
        .filter(Column::Version.eq(held.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
