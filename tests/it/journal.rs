//! The journal: append-only, chained, and a write that cannot be journalled does not happen.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Query;
use zhikong::access::Viewer;
use zhikong::db;
use zhikong::journal::{self, Event, Recorded, heads_file};

use crate::support::{TestDatabase, fresh_database};

fn noon() -> DateTime<Utc> {
    "2026-03-31T04:00:00Z".parse().unwrap()
}

/// Writes `count` rows, one transaction each, and their heads outside the database.
async fn write_rows(test: &TestDatabase, count: usize) -> Vec<Recorded> {
    let mut rows = Vec::new();
    for index in 0..count {
        let txn = db::write(&test.db).await.unwrap();
        let event = Event::new("return.accepted", "quarterly_return", index).detail("period", "2024Q3");
        let recorded = journal::record(&txn, &Viewer::operator(), noon(), event).await.unwrap();
        txn.commit().await.unwrap();
        journal::publish_head(test.folder.path(), &recorded);
        rows.push(recorded);
    }
    rows
}

#[tokio::test]
async fn rows_are_numbered_without_gaps_and_chained() {
    let test = fresh_database().await;
    assert_eq!(journal::head(&test.db).await.unwrap(), None);
    let rows = write_rows(&test, 3).await;
    let abandoned = db::write(&test.db).await.unwrap();
    let event = Event::new("return.accepted", "quarterly_return", 9);
    journal::record(&abandoned, &Viewer::operator(), noon(), event).await.unwrap();
    abandoned.rollback().await.unwrap();
    let more = write_rows(&test, 1).await;
    assert_eq!(rows.iter().chain(&more).map(|row| row.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(journal::head(&test.db).await.unwrap().as_ref(), more.last());
    let outside = std::fs::read_to_string(heads_file(test.folder.path())).unwrap();
    assert_eq!(outside.lines().nth(3).unwrap(), format!("4 {} 2026-03-31T04:00:00Z", more[0].head));
}

#[tokio::test]
async fn a_write_that_cannot_be_journalled_does_not_happen() {
    let test = fresh_database().await;
    test.db.execute_unprepared("DROP TABLE journal_event").await.unwrap();
    let txn = db::write(&test.db).await.unwrap();
    let change = Query::insert()
        .into_table("stored_file")
        .columns(["sha256", "size", "name", "kind", "received_at"])
        .values_panic(["ab".into(), 1.into(), "报表.xlsx".into(), "workbook".into(), noon().into()])
        .to_owned();
    txn.execute(&change).await.unwrap();
    let event = Event::new("file.kept", "stored_file", 1);
    assert!(journal::record(&txn, &Viewer::operator(), noon(), event).await.is_err());
    drop(txn);
    let kept = Query::select().column("id").from("stored_file").to_owned();
    assert!(test.db.query_all(&kept).await.unwrap().is_empty());
    assert_eq!(journal::head(&test.db).await.unwrap(), None);
}
