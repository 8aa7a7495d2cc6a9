//! Stores pooled sums while the server runs, so that its first pages after a start do not add up years of facts.
//!
//! Sums are a copy of what the facts say at one version of their period; whoever reads them compares the version. A
//! period is stored once its facts have rested for one look, so that the last evening before a deadline does not store
//! the same quarter again and again.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::DatabaseConnection;

use crate::calendar::Period;
use crate::db::{self, StoreError};
use crate::figures::model::By;
use crate::figures::store;

/// The groupings whose sums are stored; the others have too many groups or are asked for too seldom.
pub const KEPT: [By; 4] = store::TOGETHER;

/// How often is looked.
const LOOK_AGAIN: Duration = Duration::from_secs(10);

/// Stores, for as long as the server runs.
pub async fn keep_summing(db: DatabaseConnection) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    let mut seen = HashMap::new();
    loop {
        ticks.tick().await;
        match sum_up(&db, &mut seen).await {
            Ok(0) => (),
            Ok(stored) => tracing::debug!(stored, "sums of periods were stored"),
            Err(error) => tracing::warn!(%error, "sums of periods were not stored; pages add them up themselves"),
        }
    }
}

/// Stores the sums of every period whose facts have the version they had at the look before (`seen`) and whose stored
/// sums are older; tells of how many periods. Each is a transaction of its own, so that no writer waits long.
///
/// # Errors
/// Of the database.
pub async fn sum_up(db: &DatabaseConnection, seen: &mut HashMap<Period, i64>) -> Result<usize, StoreError> {
    let versions = store::versions(db).await?;
    let stored = store::kept_versions(db).await?;
    let mut rested: Vec<(Period, i64)> =
        versions.iter().filter(|(period, version)| seen.get(period) == Some(version)).map(|(p, v)| (*p, *v)).collect();
    // The latest first: that is where readers are.
    rested.sort_unstable_by(|a, b| b.cmp(a));
    *seen = versions;
    let mut count = 0;
    for (period, version) in rested {
        let lacks = |by: &By| stored.get(&(period, by.key().to_owned())) != Some(&version);
        if KEPT.iter().any(lacks) {
            count += usize::from(sum(db, period, version).await?);
        }
    }
    Ok(count)
}

/// Stores the sums of a period by every grouping, unless its facts have changed meanwhile.
async fn sum(db: &DatabaseConnection, period: Period, version: i64) -> Result<bool, StoreError> {
    let added_up = store::pooled_together(db, period).await?;
    let txn = db::write(db).await?;
    for (by, cells) in added_up {
        if !store::keep(&*txn, period, by, version, &cells).await? {
            txn.rollback().await?;
            return Ok(false);
        }
    }
    txn.commit().await?;
    Ok(true)
}
