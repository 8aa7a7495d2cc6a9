//! Writing: numbers without gaps, and nothing happens that is not journalled.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Query;
use zhikong::access::Viewer;
use zhikong::db;
use zhikong::journal::{self, Event, heads_file};

use super::{noon, write_rows};
use crate::support::fresh_database;

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
async fn writers_at_the_same_time_make_one_chain() {
    let test = fresh_database().await;
    let writers = (0..20).map(|_| write_rows(&test, 2));
    futures_util::future::join_all(writers).await;
    let report = journal::verify(&test.db, Some(&heads_file(test.folder.path())), None).await.unwrap();
    assert_eq!((report.rows, report.outside_heads, report.faults), (40, Some(40), vec![]));
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
