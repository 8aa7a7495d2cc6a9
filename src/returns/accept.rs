//! 接收: a round begins to count. Its facts are written in the same transaction.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::access::{RoundId, Viewer};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::figures;
use crate::hospitals::HospitalAt;
use crate::returns::model::{CannotAccept, Return, Value};
use crate::returns::store;

/// Why an acceptance did not happen.
#[derive(Debug, thiserror::Error)]
pub enum NotAccepted {
    /// As things stand it cannot.
    #[error(transparent)]
    Cannot(#[from] CannotAccept),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the waiting round of a return count: facts in place of the old ones, the return marked.
///
/// The caller has loaded `of` and `hospital` in scope inside this transaction, checked the power, and journals.
///
/// # Errors
/// [`NotAccepted::Cannot`] when nothing waits or the viewer sent the round; else of the database.
pub async fn accept(
    txn: &impl ConnectionTrait,
    catalogue: &Catalogue,
    viewer: &Viewer,
    at: DateTime<Utc>,
    hospital: &HospitalAt,
    of: &Return,
) -> Result<RoundId, NotAccepted> {
    let id = of.waiting()?;
    let round = store::round(txn, id).await?.ok_or(CannotAccept::NothingWaiting)?;
    if viewer.account.is_some() && round.received_from == viewer.account {
        return Err(CannotAccept::OwnRound.into());
    }
    let values = store::of_round(txn, id).await?;
    count(txn, catalogue, hospital, of, round.edition, &values).await?;
    store::set_accepted(txn, of, id, at, viewer.account).await?;
    Ok(id)
}

/// Writes the facts of a round's values.
///
/// # Errors
/// Of the database.
pub async fn count(
    txn: &impl ConnectionTrait,
    catalogue: &Catalogue,
    hospital: &HospitalAt,
    of: &Return,
    edition: i32,
    values: &[Value],
) -> Result<(), StoreError> {
    let Some(edition) = catalogue.edition(edition) else {
        return Err(StoreError::BadRow { table: "return_round", id: of.id.0, column: "edition" });
    };
    let facts = figures::measure(catalogue, edition, of.period, &store::by_element(values));
    figures::store::replace_quarter(txn, hospital, of.period, &facts).await
}
