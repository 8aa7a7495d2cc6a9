//! The journal: append-only, chained, verified from inside and outside, read by the audit administrator only.

mod page;
mod record;
mod verify;
mod words;

use chrono::{DateTime, Utc};
use zhikong::access::Viewer;
use zhikong::db;
use zhikong::journal::{self, Event, Recorded};

use crate::support::TestDatabase;

fn noon() -> DateTime<Utc> {
    "2026-03-31T04:00:00Z".parse().unwrap()
}

/// Writes one row in its own transaction, and its head outside the database.
async fn write_row(test: &TestDatabase, by: &Viewer, event: Event) -> Recorded {
    let txn = db::write(&test.db).await.unwrap();
    let recorded = journal::record(&txn, by, noon(), event).await.unwrap();
    txn.commit().await.unwrap();
    journal::publish_head(test.folder.path(), &recorded);
    recorded
}

async fn write_rows(test: &TestDatabase, count: usize) -> Vec<Recorded> {
    let mut rows = Vec::new();
    for index in 0..count {
        let event = Event::new("returns.accepted", "quarterly_return", index).detail("period", "2024Q3");
        rows.push(write_row(test, &Viewer::operator(), event).await);
    }
    rows
}
