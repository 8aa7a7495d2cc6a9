//! 借调.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{AuthorityId, InspectorId, Viewer};
use crate::db::StoreError;
use crate::inspectors::entity::loan::{ActiveModel, Column, Entity, Model};
use crate::inspectors::model::{Loan, Standing};

fn of_row(row: Model) -> Result<Loan, StoreError> {
    let bad = StoreError::BadRow { table: "inspector_loan", id: row.id, column: "standing" };
    Ok(Loan {
        id: row.id,
        borrower: AuthorityId(row.borrower_id),
        lender: AuthorityId(row.lender_id),
        speciality: row.speciality,
        from: row.valid_from,
        to: row.valid_to,
        reason: row.reason,
        asked_at: row.asked_at,
        asked_name: row.asked_name,
        standing: Standing::of_key(&row.standing).ok_or(bad)?,
        inspector: row.inspector_id.map(InspectorId),
        answer: row.answer.unwrap_or_default(),
        version: row.version,
    })
}

async fn found(db: &impl ConnectionTrait, which: Condition) -> Result<Vec<Loan>, StoreError> {
    let rows = Entity::find().filter(which).order_by_desc(Column::Id).all(db).await?;
    rows.into_iter().map(of_row).collect()
}

/// What an authority asked for and was asked for, the last first.
///
/// # Errors
/// Of the database.
pub async fn loans_of(db: &impl ConnectionTrait, authority: AuthorityId) -> Result<Vec<Loan>, StoreError> {
    let either = Condition::any().add(Column::BorrowerId.eq(authority.0)).add(Column::LenderId.eq(authority.0));
    found(db, either).await
}

/// Every loan that names this person. The caller has found the person in its own scope.
///
/// # Errors
/// Of the database.
pub async fn loans_of_person(db: &impl ConnectionTrait, id: InspectorId) -> Result<Vec<Loan>, StoreError> {
    found(db, Condition::all().add(Column::InspectorId.eq(id.0))).await
}

/// One loan an authority has part in.
///
/// # Errors
/// Of the database.
pub async fn loan(db: &impl ConnectionTrait, authority: AuthorityId, id: i64) -> Result<Option<Loan>, StoreError> {
    let either = Condition::any().add(Column::BorrowerId.eq(authority.0)).add(Column::LenderId.eq(authority.0));
    Ok(found(db, Condition::all().add(either).add(Column::Id.eq(id))).await?.pop())
}

/// A loan to be asked for.
#[derive(Clone, Debug)]
pub(in crate::inspectors) struct NewLoan {
    pub borrower: AuthorityId,
    pub lender: AuthorityId,
    pub speciality: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: String,
}

/// Asks for one.
///
/// # Errors
/// Of the database.
pub(in crate::inspectors) async fn add_loan(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    new: &NewLoan,
) -> Result<i64, StoreError> {
    let row = ActiveModel {
        borrower_id: Set(new.borrower.0),
        lender_id: Set(new.lender.0),
        speciality: Set(new.speciality.clone()),
        valid_from: Set(new.from),
        valid_to: Set(new.to),
        reason: Set(new.reason.clone()),
        asked_at: Set(at),
        asked_name: Set(viewer.name.clone()),
        standing: Set(Standing::Asked.key().to_owned()),
        version: Set(1),
        ..Default::default()
    };
    Ok(Entity::insert(row).exec(txn).await?.last_insert_id)
}

/// Answers or withdraws one that waits.
///
/// # Errors
/// [`StoreError::Stale`] when somebody was faster.
pub(in crate::inspectors) async fn answer_loan(
    txn: &impl ConnectionTrait,
    (viewer, at): (&Viewer, DateTime<Utc>),
    (id, seen): (i64, i32),
    standing: Standing,
    (inspector, said): (Option<InspectorId>, &str),
) -> Result<(), StoreError> {
    let done = Entity::update_many()
        .col_expr(Column::Standing, Expr::value(standing.key()))
        .col_expr(Column::InspectorId, Expr::value(inspector.map(|id| id.0)))
        .col_expr(Column::AnsweredAt, Expr::value(at))
        .col_expr(Column::AnsweredName, Expr::value(viewer.name.clone()))
        .col_expr(Column::Answer, Expr::value(said.to_owned()))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id))
        .filter(Column::Version.eq(seen))
        .filter(Column::Standing.eq(Standing::Asked.key()))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
