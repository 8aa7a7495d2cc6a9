//! The disk is full: said plainly, nothing in half, reads go on, and no restart once there is room.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseBackend, TransactionTrait};
use zhikong::db::{self, WriteTxn};
use zhikong::jobs::{NewJob, store};

use crate::returns::scene::{Scene, clean_fills};
use crate::support::bench::Bench;

/// Connections of the pool on SQLite.
const POOL: usize = 4;

const QUARTERS: [&str; 6] = ["2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2"];

/// How many pages the database may have, on every connection.
async fn may_have(scene: &Scene, pages: &str) {
    let mut held = Vec::new();
    for _ in 0..POOL {
        held.push(scene.desk.db.begin().await.unwrap());
    }
    for txn in &held {
        txn.execute_unprepared(&format!("PRAGMA max_page_count = {pages}")).await.unwrap();
    }
    for txn in held {
        txn.rollback().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_and_got_over() {
    let scene = Scene::new().await;
    if scene.desk.db.get_database_backend() != DatabaseBackend::Sqlite {
        // PostgreSQL's disk is not ours to fill; `cargo bench --bench rush -- full --postgres` fills the other.
        return;
    }
    scene.bench.staff("sheng", "410000").await;
    let sender = scene.bench.sign_in("sheng").await;
    may_have(&scene, "1").await;
    let mut met = None;
    // Tables begin with some room of their own.
    for (code, quarter) in ["A1", "A2", "B1"].into_iter().flat_map(|code| QUARTERS.map(|quarter| (code, quarter))) {
        let fills = clean_fills(&scene.desk.catalogue);
        let book = scene.workbook(code, quarter.parse().unwrap(), &fills).await;
        let answer = sender.upload("/returns/upload", &[("报表.xlsx", &book)]).await;
        if answer.status != 303 {
            met = Some((answer, book, code, quarter));
            break;
        }
    }
    let (refused, book, code, quarter) = met.expect("the database is full in the end");
    let (page, receipt) = (format!("/returns/{quarter}/{code}"), format!("{quarter}-{code}-01"));
    assert_eq!(refused.status, 507, "{}", refused.body);
    for words in ["服务器的磁盘满了", "什么也没有存", "系统管理员", "不用重启"] {
        assert!(refused.body.contains(words), "{}", refused.body);
    }
    let told = sender.clone().json().upload("/returns/upload", &[("报表.xlsx", &book)]).await;
    assert_eq!((told.status.as_u16(), &told.json()["error"]["code"]), (507, &"no_room".into()));
    for page in ["/overview", "/returns", page.as_str()] {
        assert_eq!(sender.get(page).await.status, 200, "{page}");
    }
    may_have(&scene, "1073741823").await;
    assert!(!sender.get(&page).await.body.contains(&receipt), "nothing was stored");
    let taken = sender.upload("/returns/upload", &[("报表.xlsx", &book)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert!(sender.get(taken.location()).await.body.contains(&receipt));
}

/// SQLite rolls back by itself where the disk is full, and the driver's own rollback fails then.
async fn rolled_back_by_itself(bench: &Bench) {
    let txn = db::write(bench.db()).await.unwrap();
    txn.execute_unprepared("ROLLBACK").await.unwrap();
    drop(txn);
}

async fn queue(txn: &WriteTxn, bench: &Bench, subject: &str) {
    let new = NewJob { kind: "demo", subject, payload: "{}".to_owned(), total: 1, by: None };
    store::insert(&**txn, &new, bench.clock.now()).await.unwrap();
}

#[tokio::test]
async fn after_a_full_disk_a_commit_is_a_commit() {
    let bench = Bench::new().await;
    if bench.db().get_database_backend() != DatabaseBackend::Sqlite {
        // PostgreSQL leaves the rollback to the driver.
        return;
    }
    for round in 0..POOL {
        rolled_back_by_itself(&bench).await;
        // Something else fails on the same connection, in an ordinary way.
        let txn = db::write(bench.db()).await.unwrap();
        queue(&txn, &bench, &format!("given-up-{round}")).await;
        txn.rollback().await.unwrap();
    }
    let txn = db::write(bench.db()).await.unwrap();
    queue(&txn, &bench, "kept").await;
    txn.commit().await.unwrap();
    // Whoever looks from outside, as after a restart, finds what was said to be kept, and nothing else.
    let outside = db::open(&bench.test.url).await.unwrap();
    assert!(store::about(&outside, "kept").await.unwrap().is_some());
    assert!(store::about(&outside, "given-up-0").await.unwrap().is_none());
    let txn = tokio::time::timeout(Duration::from_secs(5), db::write(&outside)).await.expect("nobody holds the lock");
    queue(&txn.unwrap(), &bench, "from-outside").await;
}
