//! What was said of rounds, in the database. Callers hand in a return they found in scope.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::access::{RoundId, Viewer};
use crate::db::StoreError;
use crate::returns::entity::{quarterly_return, return_round};
use crate::returns::model::{Closing, Return, Slot};
use crate::returns::review::entity::{return_remark, return_review};
use crate::returns::review::model::{Remark, Review};

/// What is said of the latest round of a return.
pub(in crate::returns) struct NewReview<'a> {
    /// How it becomes the hospital's again.
    pub how: Closing,
    /// Why.
    pub reason: &'a str,
    /// By when a new round is awaited.
    pub answer_by: Option<NaiveDate>,
    /// What is said of single cells.
    pub remarks: &'a [Remark],
}

/// Gives the next word on the latest round to the hospital and keeps what was said.
///
/// # Errors
/// [`StoreError::Stale`] when the return changed since `of` was read.
pub(in crate::returns) async fn close(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    of: &Return,
    new: &NewReview<'_>,
) -> Result<(), StoreError> {
    use quarterly_return::Column;
    let done = quarterly_return::Entity::update_many()
        .col_expr(Column::Closed, Expr::value(of.latest))
        .col_expr(Column::ClosedAs, Expr::value(new.how.key()))
        .col_expr(Column::AnswerBy, Expr::value(new.answer_by))
        .col_expr(Column::Version, Expr::value(of.version + 1))
        .filter(Column::Id.eq(of.id.0))
        .filter(Column::Version.eq(of.version))
        .exec(txn)
        .await?;
    if done.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let row = return_review::ActiveModel {
        id: ActiveValue::NotSet,
        return_id: ActiveValue::Set(of.id.0),
        number: ActiveValue::Set(of.latest),
        deed: ActiveValue::Set(new.how.key().to_owned()),
        reason: ActiveValue::Set(new.reason.to_owned()),
        answer_by: ActiveValue::Set(new.answer_by),
        at: ActiveValue::Set(at),
        by: ActiveValue::Set(viewer.account.map(|account| account.0)),
        by_name: ActiveValue::Set(viewer.name.clone()),
        by_place: ActiveValue::Set(viewer.place_name.clone()),
    };
    let review = return_review::Entity::insert(row).exec(txn).await?.last_insert_id;
    if new.remarks.is_empty() {
        return Ok(());
    }
    let rows = new.remarks.iter().map(|remark| return_remark::ActiveModel {
        id: ActiveValue::NotSet,
        review_id: ActiveValue::Set(review),
        element: ActiveValue::Set(remark.element.to_string()),
        slot: ActiveValue::Set(remark.slot.number()),
        cell: ActiveValue::Set(remark.cell.clone()),
        words: ActiveValue::Set(remark.words.clone()),
    });
    return_remark::Entity::insert_many(rows).exec_without_returning(txn).await?;
    Ok(())
}

/// Remembers that the hospital's own reviewer checked a round; `of` is the return it is the latest of.
///
/// # Errors
/// [`StoreError::Stale`] when somebody checked it meanwhile, or where `apart` and the viewer sent the round.
pub(in crate::returns) async fn set_checked(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    at: DateTime<Utc>,
    round: RoundId,
    apart: bool,
) -> Result<(), StoreError> {
    use return_round::Column;
    let by = viewer.account.map(|account| account.0);
    let mut update = return_round::Entity::update_many()
        .col_expr(Column::CheckedAt, Expr::value(at))
        .col_expr(Column::CheckedBy, Expr::value(by))
        .col_expr(Column::CheckedName, Expr::value(viewer.name.clone()))
        .filter(Column::Id.eq(round.0))
        .filter(Column::CheckedAt.is_null());
    if let Some(by) = by.filter(|_| apart) {
        let other = Column::ReceivedFrom.ne(by);
        update = update.filter(Condition::any().add(Column::ReceivedFrom.is_null()).add(other));
    }
    let done = update.exec(txn).await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

/// Everything that was said of the rounds of a return, the latest first.
///
/// # Errors
/// Of the database.
pub(in crate::returns) async fn of_return(db: &impl ConnectionTrait, of: &Return) -> Result<Vec<Review>, StoreError> {
    let rows = return_review::Entity::find()
        .filter(return_review::Column::ReturnId.eq(of.id.0))
        .order_by_desc(return_review::Column::Id)
        .all(db)
        .await?;
    let remarks = return_remark::Entity::find()
        .filter(return_remark::Column::ReviewId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(return_remark::Column::Id)
        .all(db)
        .await?;
    let mut of_review: HashMap<i64, Vec<Remark>> = HashMap::new();
    for row in remarks {
        let review = row.review_id;
        of_review.entry(review).or_default().push(remark_of(row)?);
    }
    let review = |row: return_review::Model| {
        let remarks = of_review.remove(&row.id).unwrap_or_default();
        review_of(row, remarks)
    };
    rows.into_iter().map(review).collect()
}

fn remark_of(row: return_remark::Model) -> Result<Remark, StoreError> {
    let bad = |column| StoreError::BadRow { table: "return_remark", id: row.id, column };
    Ok(Remark {
        element: row.element.parse().map_err(|_| bad("element"))?,
        slot: Slot::of_number(row.slot).ok_or_else(|| bad("slot"))?,
        cell: row.cell,
        words: row.words,
    })
}

fn review_of(row: return_review::Model, remarks: Vec<Remark>) -> Result<Review, StoreError> {
    let bad = StoreError::BadRow { table: "return_review", id: row.id, column: "deed" };
    Ok(Review {
        number: row.number,
        how: row.deed.parse().map_err(|()| bad)?,
        reason: row.reason,
        answer_by: row.answer_by,
        at: row.at,
        by_name: row.by_name,
        by_place: row.by_place,
        remarks,
    })
}
