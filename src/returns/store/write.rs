//! Writing uploads, rounds, values and acceptances: a handful of statements for the returns of many hospitals. Nothing is
//! ever deleted; a correction is a new round.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};

use crate::access::{HospitalId, ReturnId, RoundId, Viewer};
use crate::calendar::Period;
use crate::db::{StoreError, insert_rows};
use crate::returns::entity::{quarterly_return, return_round, return_upload};
use crate::returns::model::Return;
use crate::returns::store::return_of;
use crate::returns::store::rows::{
    NewRound, NewUpload, PLAIN_VALUE, UNIT_VALUE, VALUE, first_row, plain_row, round_row, unit_row, upload_row,
    value_row,
};

/// Keeps what became of some returns; gives the keys in their order. At most some hundred: databases limit the
/// parameters of a statement.
///
/// # Errors
/// Of the database.
pub async fn insert_uploads(txn: &impl ConnectionTrait, new: &[NewUpload<'_>]) -> Result<Vec<i64>, StoreError> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<return_upload::ActiveModel> = new.iter().map(upload_row).collect::<Result<_, _>>()?;
    let mut ids = return_upload::Entity::insert_many(rows).exec_with_returning_keys(txn).await?;
    // Keys rise in the order of the rows; in which order they come back is the database's affair.
    ids.sort_unstable();
    Ok(ids)
}

/// Makes the returns of hospitals found in scope that have none for a quarter yet.
///
/// # Errors
/// [`StoreError::Duplicate`] when another process made one meanwhile: decide again.
pub async fn insert_returns(
    txn: &impl ConnectionTrait,
    new: &[(HospitalId, Period)],
) -> Result<HashMap<(HospitalId, Period), Return>, StoreError> {
    if new.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = new.iter().map(|(hospital, period)| first_row(*hospital, *period));
    let made = quarterly_return::Entity::insert_many(rows).exec_with_returning(txn).await?;
    made.into_iter().map(|row| return_of(row).map(|of| ((of.hospital, of.period), of))).collect()
}

/// Stores the next round of several returns, each once, with their values; gives the rounds by return.
///
/// # Errors
/// [`StoreError::Duplicate`] or [`StoreError::Stale`] when another process stored one meanwhile: decide again.
pub async fn insert_rounds(
    txn: &impl ConnectionTrait,
    new: &[(&Return, &NewRound<'_>)],
) -> Result<HashMap<ReturnId, RoundId>, StoreError> {
    if new.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = new.iter().map(|(of, round)| round_row(of, round));
    let made = return_round::Entity::insert_many(rows).exec_with_returning(txn).await?;
    let rounds: HashMap<ReturnId, RoundId> =
        made.into_iter().map(|row| (ReturnId(row.return_id), RoundId(row.id))).collect();
    let (mut values, mut units) = (Vec::new(), Vec::new());
    for (of, round) in new {
        let id = rounds.get(&of.id).copied().ok_or(StoreError::Stale)?;
        values.extend(round.values.iter().map(|value| (id, value)));
        units.extend(round.units.iter().map(|unit| (id, unit)));
    }
    let (worded, plain): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|(_, value)| value.raw.is_some() || value.note.is_some());
    insert_rows(txn, "return_value", PLAIN_VALUE, &plain, plain_row).await?;
    insert_rows(txn, "return_value", VALUE, &worded, value_row).await?;
    insert_rows(txn, "return_unit_value", UNIT_VALUE, &units, unit_row).await?;
    point_returns(txn, new, &rounds).await?;
    point_uploads(txn, new, &rounds).await?;
    Ok(rounds)
}

/// Makes the returns say which round is the latest. A round with the same number by somebody else would have been
/// refused before, so the version only rises.
async fn point_returns(
    txn: &impl ConnectionTrait,
    new: &[(&Return, &NewRound<'_>)],
    rounds: &HashMap<ReturnId, RoundId>,
) -> Result<(), StoreError> {
    use quarterly_return::Column;
    let chosen = |(of, _): &(&Return, &NewRound<'_>)| Some((Column::Id.eq(of.id.0), rounds.get(&of.id)?.0));
    let done = quarterly_return::Entity::update_many()
        .col_expr(Column::LatestRoundId, case(new.iter().filter_map(chosen), Column::LatestRoundId.into_expr()))
        .col_expr(Column::Latest, Column::Latest.into_expr().add(1))
        .col_expr(Column::Version, Column::Version.into_expr().add(1))
        .filter(Column::Id.is_in(new.iter().map(|(of, _)| of.id.0)))
        .exec(txn)
        .await?;
    if done.rows_affected == new.len() as u64 { Ok(()) } else { Err(StoreError::Stale) }
}

async fn point_uploads(
    txn: &impl ConnectionTrait,
    new: &[(&Return, &NewRound<'_>)],
    rounds: &HashMap<ReturnId, RoundId>,
) -> Result<(), StoreError> {
    use return_upload::Column;
    let chosen = |(of, round): &(&Return, &NewRound<'_>)| Some((Column::Id.eq(round.upload), rounds.get(&of.id)?.0));
    return_upload::Entity::update_many()
        .col_expr(Column::RoundId, case(new.iter().filter_map(chosen), Column::RoundId.into_expr()))
        .filter(Column::Id.is_in(new.iter().map(|(_, round)| round.upload)))
        .exec(txn)
        .await?;
    Ok(())
}

fn case(chosen: impl Iterator<Item = (SimpleExpr, i64)>, otherwise: SimpleExpr) -> SimpleExpr {
    let empty = CaseStatement::new();
    chosen.fold(empty, |case, (holds, value)| case.case(holds, Expr::value(value))).finally(otherwise).into()
}

/// Makes a round count, and remembers on the round itself that it did. Whoever sent it cannot: the rows themselves are
/// asked, whatever the caller thought.
///
/// # Errors
/// [`StoreError::Stale`] when the return changed since `of` was read, or the viewer's account sent the round.
pub async fn set_accepted(
    txn: &impl ConnectionTrait,
    of: &Return,
    round: RoundId,
    at: DateTime<Utc>,
    viewer: &Viewer,
) -> Result<(), StoreError> {
    use quarterly_return::Column;
    let by = viewer.account;
    let mut marked = return_round::Entity::update_many()
        .col_expr(return_round::Column::AcceptedAt, Expr::value(at))
        .col_expr(return_round::Column::AcceptedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(return_round::Column::AcceptedName, Expr::value(viewer.name.clone()))
        .filter(return_round::Column::Id.eq(round.0));
    if let Some(by) = by {
        let other = return_round::Column::ReceivedFrom.ne(by.0);
        marked = marked.filter(Condition::any().add(return_round::Column::ReceivedFrom.is_null()).add(other));
    }
    if marked.exec(txn).await?.rows_affected != 1 {
        return Err(StoreError::Stale);
    }
    let done = quarterly_return::Entity::update_many()
        .col_expr(Column::Accepted, Expr::value(of.latest))
        .col_expr(Column::AcceptedRoundId, Expr::value(round.0))
        .col_expr(Column::AcceptedAt, Expr::value(at))
        .col_expr(Column::AcceptedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(Column::Version, Expr::value(of.version + 1))
        .filter(Column::Id.eq(of.id.0))
        .filter(Column::Version.eq(of.version))
        .exec(txn)
        .await?;
    if done.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
