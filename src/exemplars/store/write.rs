//! Submitting and deciding; called inside a write transaction.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::access::{AuthorityId, HospitalId, Viewer};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::exemplars::check::Wanted;
use crate::exemplars::entity::exemplar::{ActiveModel, Column, Entity};
use crate::exemplars::entity::{decision, picture};
use crate::exemplars::model::{Decision, Exemplar, Number, Picture, State};

/// One to be kept.
pub struct New<'a> {
    /// Its number.
    pub number: Number,
    /// Who submits it.
    pub authority: AuthorityId,
    /// The hospital it is about.
    pub hospital: Option<HospitalId>,
    /// What it says.
    pub wanted: &'a Wanted,
}

/// The next place of a quarter.
///
/// # Errors
/// Of the database.
pub async fn next_serial(txn: &impl ConnectionTrait, quarter: Period) -> Result<i32, StoreError> {
    let last: Option<Option<i32>> = Entity::find()
        .select_only()
        .column_as(Column::Serial.max(), "last")
        .filter(Column::Quarter.eq(quarter.to_string()))
        .into_tuple()
        .one(txn)
        .await?;
    Ok(last.flatten().unwrap_or_default() + 1)
}

/// Keeps it; gives its key.
///
/// # Errors
/// [`StoreError::Duplicate`] where somebody took the number meanwhile.
pub async fn insert(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    new: New<'_>,
) -> Result<i64, StoreError> {
    let row = ActiveModel {
        campaign: Set(new.wanted.campaign.clone()),
        quarter: Set(new.number.quarter.to_string()),
        serial: Set(new.number.serial),
        kind: Set(new.wanted.kind.clone()),
        target: Set(new.wanted.target.clone()),
        authority_id: Set(new.authority.0),
        hospital_id: Set(new.hospital.map(|id| id.0)),
        title: Set(new.wanted.title.clone()),
        body: Set(new.wanted.text.clone()),
        state: Set(State::Submitted.key().to_owned()),
        audience: Set(None),
        at: Set(at),
        by_name: Set(viewer.name.clone()),
        by_place: Set(viewer.place_name.clone()),
        version: Set(1),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// Keeps a picture of one.
///
/// # Errors
/// Of the database.
pub async fn insert_picture(txn: &impl ConnectionTrait, of: i64, one: &Picture) -> Result<(), StoreError> {
    let row = picture::ActiveModel {
        exemplar_id: Set(of),
        number: Set(one.number),
        file_id: Set(one.file.0),
        file_kind: Set(one.kind.key().to_owned()),
        ..Default::default()
    };
    picture::Entity::insert(row).exec(txn).await?;
    Ok(())
}

/// Writes how it stands from now on, and why.
///
/// # Errors
/// [`StoreError::Stale`] where somebody decided meanwhile.
pub async fn decide(txn: &impl ConnectionTrait, seen: &Exemplar, decided: &Decision) -> Result<(), StoreError> {
    let audience = decided.audience.map(|audience| audience.key().to_owned());
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(decided.state.key()))
        .col_expr(Column::Audience, Expr::value(audience.clone()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(seen.id))
        .filter(Column::Version.eq(seen.version))
        .exec(txn)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let row = decision::ActiveModel {
        exemplar_id: Set(seen.id),
        number: Set(seen.version + 1),
        state: Set(decided.state.key().to_owned()),
        audience: Set(audience),
        reason: Set(decided.reason.clone()),
        at: Set(decided.at),
        by_name: Set(decided.by_name.clone()),
        by_place: Set(decided.by_place.clone()),
        ..Default::default()
    };
    decision::Entity::insert(row).exec(txn).await?;
    Ok(())
}
