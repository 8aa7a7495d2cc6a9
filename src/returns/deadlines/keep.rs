//! Setting a due date: the one door of the page and the demo.

use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseConnection;

use crate::access::Viewer;
use crate::authorities;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::journal::{self, Event};
use crate::returns::deadlines::model::{Key, Stated, Term};
use crate::returns::deadlines::store;
use crate::returns::deadlines::words::{key_said, term_said};

/// What is to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What for.
    pub key: Key,
    /// The term; none takes it back.
    pub term: Option<Term>,
    /// Why.
    pub reason: String,
}

/// Where it is set.
#[derive(Clone, Copy)]
pub struct Keeping<'a> {
    /// The database.
    pub db: &'a DatabaseConnection,
    /// The data folder, where the journal's outside head is.
    pub data_dir: &'a Path,
    /// For the names of levels.
    pub catalogue: &'a Catalogue,
}

/// The latest version of a key; 0 before the first.
fn version_of(stated: &[Stated], key: &Key) -> i32 {
    stated.iter().filter(|one| one.key == *key).map(|one| one.version).max().unwrap_or(0)
}

/// The term that was last set for a key.
fn term_of(stated: &[Stated], key: &Key) -> Option<Term> {
    stated.iter().filter(|one| one.key == *key).max_by_key(|one| one.version).and_then(|one| one.term)
}

/// Sets a term; whether anything changed. The caller has checked the power. `seen` is how many terms had been set when
/// the viewer looked.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set one meanwhile, or there is no authority yet.
pub async fn set(
    at: Keeping<'_>,
    viewer: &Viewer,
    now: DateTime<Utc>,
    seen: usize,
    change: &Change,
) -> Result<bool, StoreError> {
    let txn = crate::db::write(at.db).await?;
    let top = authorities::store::top(&*txn).await?.ok_or(StoreError::Stale)?;
    let stated = store::stated(&*txn).await?;
    if stated.len() != seen {
        return Err(StoreError::Stale);
    }
    if term_of(&stated, &change.key) == change.term {
        txn.rollback().await?;
        return Ok(false);
    }
    let version = version_of(&stated, &change.key);
    store::add(&*txn, viewer, now, (top, &change.key, version), (change.term, &change.reason)).await?;
    let said = format!("{}：{}", key_said(&change.key, at.catalogue.register()), term_said(change.term));
    let event = Event::new("deadlines.set", "deadline", &change.key).detail("deadline", said);
    let recorded = journal::record(&txn, viewer, now, event.detail("reason", &change.reason)).await?;
    txn.commit().await?;
    journal::publish_head(at.data_dir, &recorded);
    Ok(true)
}
