//! The last steps of a change: its row, the commit, the head outside the database.

use std::path::Path;

use chrono::{DateTime, Utc};

use crate::db::{StoreError, WriteTxn};
use crate::journal::{Actor, Event, Recorded, publish_head, record};

/// Writes the row of a change, makes the change durable and publishes the head; the transaction is over then.
///
/// # Errors
/// Of the database; then nothing was changed.
pub async fn conclude(
    txn: WriteTxn,
    by: impl Into<Actor>,
    at: DateTime<Utc>,
    event: Event,
    data_dir: &Path,
) -> Result<Recorded, StoreError> {
    let recorded = record(&txn, by, at, event).await?;
    txn.commit().await?;
    publish_head(data_dir, &recorded);
    Ok(recorded)
}
