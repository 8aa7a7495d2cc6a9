//! Annotations in the database. Those of a single hospital are its rows and take a scope; those of a pooled group belong
//! to the authority whose territory is pooled.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AuthorityId, HospitalId, Scope, Viewer};
use crate::annotations::entity::{ActiveModel, Column, Entity, Model};
use crate::annotations::model::{Annotation, Kind, Subject, Withdrawn};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::By;

/// Every annotation of a series, withdrawn ones too, the latest day first; none of a hospital outside the scope.
///
/// # Errors
/// Of the database.
pub async fn of(db: &impl ConnectionTrait, scope: &Scope, subject: &Subject) -> Result<Vec<Annotation>, StoreError> {
    let of_group = among(scope, &subject.indicator, subject.by, subject.authority);
    found(db, of_group.add(Column::GroupKey.eq(&subject.group))).await
}

/// Every annotation of an indicator's series by one grouping over a territory; none of a hospital outside the scope.
///
/// # Errors
/// Of the database.
pub async fn of_groups(
    db: &impl ConnectionTrait,
    scope: &Scope,
    indicator: &IndicatorId,
    by: &[By],
    authority: Option<AuthorityId>,
) -> Result<Vec<Annotation>, StoreError> {
    let any = by.iter().fold(Condition::any(), |any, by| any.add(among(scope, indicator, *by, authority)));
    found(db, any).await
}

/// Where limits of pooled series over a territory start anew, withdrawn ones left out: few, and read whole.
///
/// # Errors
/// Of the database.
pub async fn rebases(db: &impl ConnectionTrait, authority: Option<AuthorityId>) -> Result<Vec<Annotation>, StoreError> {
    let pooled =
        Condition::all().add(Column::AuthorityId.eq(authority.map_or(0, |id| id.0))).add(Column::HospitalId.is_null());
    found(db, standing(pooled)).await
}

/// Where limits of a hospital's series start anew, withdrawn ones left out; none outside the scope.
///
/// # Errors
/// Of the database.
pub async fn rebases_of(
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
) -> Result<Vec<Annotation>, StoreError> {
    let own = Condition::all().add(Column::HospitalId.eq(hospital.0)).add(visible(scope));
    found(db, standing(own)).await
}

fn standing(of: Condition) -> Condition {
    of.add(Column::Kind.eq(Kind::Rebase.key())).add(Column::WithdrawnAt.is_null())
}

/// One annotation; none of a hospital outside the scope.
///
/// # Errors
/// Of the database.
pub async fn one(db: &impl ConnectionTrait, scope: &Scope, id: i64) -> Result<Option<Annotation>, StoreError> {
    Ok(found(db, Condition::all().add(Column::Id.eq(id)).add(visible(scope))).await?.pop())
}

fn among(scope: &Scope, indicator: &IndicatorId, by: By, authority: Option<AuthorityId>) -> Condition {
    Condition::all()
        .add(Column::Indicator.eq(indicator.as_str()))
        .add(Column::Grouping.eq(by.key()))
        .add(Column::AuthorityId.eq(authority.map_or(0, |id| id.0)))
        .add(visible(scope))
}

/// What belongs to a hospital is seen by whoever sees the hospital.
fn visible(scope: &Scope) -> Condition {
    match scope {
        Scope::Everything => Condition::all(),
        scope => Condition::any()
            .add(Column::HospitalId.is_null())
            .add(Column::HospitalId.in_subquery(crate::hospitals::store::ids_within(scope))),
    }
}

async fn found(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Annotation>, StoreError> {
    let rows = Entity::find().filter(which).order_by_desc(Column::Day).order_by_desc(Column::Id).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

fn of_row(row: Model) -> Result<Annotation, StoreError> {
    let bad = |column| StoreError::BadRow { table: "annotation", id: row.id, column };
    let period: Option<Result<Period, _>> = row.period.as_deref().map(str::parse);
    Ok(Annotation {
        subject: Subject {
            indicator: row.indicator.parse().map_err(|_| bad("indicator"))?,
            by: row.grouping.parse().map_err(|_| bad("grouping"))?,
            group: row.group_key.clone(),
            authority: (row.authority_id != 0).then_some(AuthorityId(row.authority_id)),
            hospital: row.hospital_id.map(HospitalId),
        },
        kind: Kind::of_key(&row.kind).ok_or_else(|| bad("kind"))?,
        period: period.transpose().map_err(|_| bad("period"))?,
        withdrawn: row.withdrawn_at.map(|at| Withdrawn {
            at,
            by_name: row.withdrawn_by_name.clone().unwrap_or_default(),
            reason: row.withdrawn_reason.clone().unwrap_or_default(),
        }),
        id: row.id,
        day: row.day,
        text: row.text,
        set_at: row.set_at,
        set_by_name: row.set_by_name,
        by_hospital: row.by_hospital,
        version: row.version,
    })
}

/// What is to be said.
pub(super) struct New<'a> {
    pub subject: &'a Subject,
    pub kind: Kind,
    pub day: chrono::NaiveDate,
    pub period: Option<Period>,
    /// The first period of the chart under new limits.
    pub slot: Option<Period>,
    pub text: &'a str,
}

/// Adds an annotation; gives its key.
///
/// # Errors
/// [`StoreError::Duplicate`] where a rebase of the same period holds.
pub(super) async fn insert(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    new: New<'_>,
) -> Result<i64, StoreError> {
    let row = ActiveModel {
        indicator: Set(new.subject.indicator.to_string()),
        grouping: Set(new.subject.by.key().to_owned()),
        group_key: Set(new.subject.group.clone()),
        authority_id: Set(new.subject.authority.map_or(0, |id| id.0)),
        hospital_id: Set(new.subject.hospital.map(|id| id.0)),
        kind: Set(new.kind.key().to_owned()),
        day: Set(new.day),
        period: Set(new.period.map(|period| period.to_string())),
        text: Set(new.text.to_owned()),
        slot: Set(new.slot.map(|period| period.to_string())),
        set_at: Set(at),
        set_by: Set(viewer.account.map(|account| account.0)),
        set_by_name: Set(viewer.name.clone()),
        by_hospital: Set(viewer.hospital().is_some()),
        version: Set(1),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// Takes an annotation back.
///
/// # Errors
/// [`StoreError::Stale`] where somebody did so meanwhile.
pub(super) async fn withdraw(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    (id, seen): (i64, i32),
    reason: &str,
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::WithdrawnAt, Expr::value(at))
        .col_expr(Column::WithdrawnBy, Expr::value(viewer.account.map(|account| account.0)))
        .col_expr(Column::WithdrawnByName, Expr::value(viewer.name.clone()))
        .col_expr(Column::WithdrawnReason, Expr::value(reason.to_owned()))
        .col_expr(Column::Slot, Expr::value(Option::<String>::None))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .filter(Column::WithdrawnAt.is_null())
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
