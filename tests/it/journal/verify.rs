//! Verifying: whatever is done to the table behind our back is named; the document lets an outsider do the same.

use std::process::Command;

use sea_orm::{ConnectionTrait, DatabaseBackend};
use sha2::Digest;
use zhikong::access::Viewer;
use zhikong::journal::{self, Event, Fault, heads_file};

use super::{noon, write_row, write_rows};
use crate::support::{TestDatabase, fresh_database};

async fn faults(test: &TestDatabase) -> Vec<Fault> {
    journal::verify(&test.db, Some(&heads_file(test.folder.path())), None).await.unwrap().faults
}

/// Five rows, then something done to the database behind our back.
async fn tampered(statements: &str) -> Vec<Fault> {
    let test = fresh_database().await;
    write_rows(&test, 5).await;
    assert_eq!(faults(&test).await, []);
    test.db.execute_unprepared(statements).await.unwrap();
    faults(&test).await
}

#[tokio::test]
async fn a_changed_column_names_its_row() {
    for change in ["login = 'other'", "detail = '{}'", "at = '2026-03-31T04:00:01+00:00'", "account_id = 0"] {
        let found = tampered(&format!("UPDATE journal_event SET {change} WHERE seq = 3")).await;
        assert_eq!(found, [Fault::Altered(3)], "{change}");
    }
    assert_eq!(tampered("UPDATE journal_event SET result = 'refused' WHERE seq = 5").await, [Fault::Altered(5)]);
    assert_eq!(tampered("UPDATE journal_head SET seq = 4 WHERE id = 1").await, [Fault::HeadAltered]);
}

#[tokio::test]
async fn a_column_that_cannot_be_read_names_its_row() {
    let test = fresh_database().await;
    if test.db.get_database_backend() != DatabaseBackend::Sqlite {
        return; // PostgreSQL does not take such a value.
    }
    assert_eq!(tampered("UPDATE journal_event SET at = 'yesterday' WHERE seq = 2").await, [Fault::Altered(2)]);
}

#[tokio::test]
async fn deleted_rows_are_named() {
    assert_eq!(tampered("DELETE FROM journal_event WHERE seq IN (2, 3)").await, [Fault::Deleted(2, 3)]);
    assert_eq!(tampered("DELETE FROM journal_event WHERE seq = 1").await, [Fault::Deleted(1, 1)]);
    assert_eq!(tampered("DELETE FROM journal_event WHERE seq > 3").await, [Fault::Truncated(4, 5)]);
}

#[tokio::test]
async fn a_tail_cut_with_care_still_shows_by_the_heads_outside() {
    let cut = "DELETE FROM journal_event WHERE seq > 3; \
               UPDATE journal_head SET seq = 3, head = (SELECT hash FROM journal_event WHERE seq = 3);";
    assert_eq!(tampered(cut).await, [Fault::Truncated(4, 5)]);
    let all = format!("DELETE FROM journal_event; UPDATE journal_head SET seq = 0, head = '{}'", "0".repeat(64));
    assert_eq!(tampered(&all).await, [Fault::Truncated(1, 5)]);
}

#[tokio::test]
async fn a_chain_written_anew_shows_by_the_heads_outside_and_by_a_receipt() {
    let test = fresh_database().await;
    let kept = write_rows(&test, 5).await;
    let all = format!("DELETE FROM journal_event; UPDATE journal_head SET seq = 0, head = '{}'", "0".repeat(64));
    test.db.execute_unprepared(&all).await.unwrap();
    let outside = std::fs::read(heads_file(test.folder.path())).unwrap();
    for subject in ["0", "1", "9", "3", "4"] {
        let event = Event::new("returns.accepted", "quarterly_return", subject).detail("period", "2024Q3");
        write_row(&test, &Viewer::operator(), event).await;
    }
    std::fs::write(heads_file(test.folder.path()), outside).unwrap();
    assert_eq!(faults(&test).await, [Fault::Replaced(3)]);
    let receipt = |index: usize| Some(kept[index].head.as_str());
    let of_receipt = async |index| journal::verify(&test.db, None, receipt(index)).await.unwrap().faults;
    assert_eq!(of_receipt(1).await, [], "row 2 is still the one the receipt speaks of");
    assert_eq!(of_receipt(4).await, [Fault::UnknownHead]);
}

#[tokio::test]
async fn a_missing_or_torn_file_of_heads_is_told_apart() {
    let test = fresh_database().await;
    let heads = heads_file(test.folder.path());
    assert_eq!(faults(&test).await, [], "nothing written, nothing missing");
    write_rows(&test, 3).await;
    let text = std::fs::read_to_string(&heads).unwrap();
    std::fs::write(&heads, &text[..text.len() - 30]).unwrap();
    let report = journal::verify(&test.db, Some(&heads), None).await.unwrap();
    assert_eq!((report.outside_heads, report.unreadable_lines, report.faults), (Some(2), 1, vec![]));
    std::fs::remove_file(&heads).unwrap();
    assert_eq!(faults(&test).await, [Fault::NoOutsideHeads]);
}

#[tokio::test]
async fn a_long_journal_is_walked_in_pages() {
    let test = fresh_database().await;
    let txn = zhikong::db::write(&test.db).await.unwrap();
    for index in 0..2_500 {
        let event = Event::new("return.stored", "return_round", index);
        let recorded = journal::record(&txn, &Viewer::operator(), noon(), event).await.unwrap();
        journal::publish_head(test.folder.path(), &recorded);
    }
    txn.commit().await.unwrap();
    let heads = heads_file(test.folder.path());
    let report = journal::verify(&test.db, Some(&heads), None).await.unwrap();
    assert_eq!((report.rows, report.outside_heads, report.faults), (2_500, Some(2_500), vec![]));
    test.db.execute_unprepared("UPDATE journal_event SET subject_id = 'x' WHERE seq = 1001").await.unwrap();
    assert_eq!(faults(&test).await, [Fault::Altered(1001)]);
}

/// The bytes as the document describes them, put together here once more.
#[tokio::test]
async fn the_hash_is_what_the_document_says() {
    let test = fresh_database().await;
    let event = Event::new("return.accepted", "quarterly_return", 417).detail("期", "2024Q3").refused();
    let recorded = write_row(&test, &Viewer::operator(), event).await;
    let bytes = format!(
        "17:zhikong-journal-1,1:1,20:2026-03-31T04:00:00Z,0:,8:operator,0:,15:return.accepted,\
         16:quarterly_return,3:417,16:{{\"期\":\"2024Q3\"}},7:refused,64:{},",
        "0".repeat(64)
    );
    assert_eq!(recorded.head, hex::encode(sm3::Sm3::digest(bytes)));
}

/// Runs the Python of `docs/journal.md`, as it stands there, over a SQLite database.
#[tokio::test]
async fn the_program_in_the_document_verifies_and_finds_the_altered_row() {
    let test = fresh_database().await;
    let python = std::env::var("ZHIKONG_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let probe = Command::new(&python).args(["-c", "import hashlib; hashlib.new('sm3')"]).output();
    if test.db.get_database_backend() != DatabaseBackend::Sqlite || !probe.is_ok_and(|out| out.status.success()) {
        return; // The other test checks the same bytes without Python.
    }
    write_rows(&test, 4).await;
    let document = include_str!("../../../docs/journal.md");
    let program = document.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let run = || {
        let database = test.folder.path().join("zhikong.db");
        let out = Command::new(&python)
            .args(["-c", program])
            .args([database, heads_file(test.folder.path())])
            .output()
            .unwrap();
        (out.status.success(), String::from_utf8_lossy(&[out.stdout, out.stderr].concat()).trim().to_owned())
    };
    assert_eq!(run(), (true, "4 rows hold".to_owned()));
    test.db.execute_unprepared("UPDATE journal_event SET address = '10.0.0.9' WHERE seq = 2").await.unwrap();
    assert_eq!(run(), (false, "row 2 does not hold".to_owned()));
}
