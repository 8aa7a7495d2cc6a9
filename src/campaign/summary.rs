//! A frozen summary as evidence: whoever freezes it in another room says so here, in the same transaction; nobody hands it in by
//! hand.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::Viewer;
use crate::calendar::china_date;
use crate::campaign::keep::{counting, recount};
use crate::campaign::model::{Bearer, Linked};
use crate::campaign::store::{self, Filter, New};
use crate::catalogue::model::EvidenceKind;
use crate::db::{StoreError, WriteTxn};

/// More than one authority owes of one duty.
const MOST: u64 = 1_000;

/// Adds it to what the viewer's authority owes of a duty by a day; nothing where it owes no such thing, or was exempted.
///
/// # Errors
/// [`StoreError::Stale`] where somebody handed something in at the same moment, and of the database.
pub async fn frozen(
    txn: &WriteTxn,
    (viewer, at): (&Viewer, DateTime<Utc>),
    (campaign, duty, by): (&str, &str, NaiveDate),
    (record, title): (&Linked, &str),
) -> Result<(), StoreError> {
    let Some(own) = viewer.authority() else { return Ok(()) };
    let filter = Filter {
        campaign: campaign.to_owned(),
        duty: Some(duty.to_owned()),
        bearer: Some(Bearer::Authority(own)),
        ..Filter::default()
    };
    let owed = store::list(&**txn, (&viewer.scope(), &[]), &filter, (0, MOST)).await?;
    let asked = owed.into_iter().find(|one| one.owed.due == Some(by) && one.stands && one.exempt.is_none());
    let Some(occurrence) = asked else { return Ok(()) };
    let pieces = store::pieces(&**txn, &occurrence).await?;
    let day = china_date(at);
    let new = New {
        occurrence: &occurrence,
        number: pieces.last().map_or(0, |piece| piece.number) + 1,
        kind: EvidenceKind::Summary,
        day,
        title,
        training: None,
        file: None,
        record: Some(record),
    };
    match store::insert(&**txn, (viewer, at), new).await {
        Err(StoreError::Duplicate) => return Err(StoreError::Stale),
        other => other?,
    }
    recount(&**txn, &occurrence, counting(&pieces).chain([day])).await?;
    Ok(())
}
