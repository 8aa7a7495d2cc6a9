//! Uploads that come at the same moment share a transaction, and nobody notices.

use futures_util::future::join_all;
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, DatabaseBackend};
use zhikong::access::Viewer;
use zhikong::db;
use zhikong::journal::{self, Event};
use zhikong::returns::take::{Incoming, NotTaken, Options, take_in};

use crate::returns::scene::{CELLS, Scene, hospital_line};

const HOSPITALS: usize = 12;

fn code(index: usize) -> String {
    format!("T{index:02}")
}

async fn scene() -> Scene {
    let lines: Vec<_> = (0..HOSPITALS).map(|index| hospital_line(&code(index))).collect();
    Scene::with(&lines).await
}

/// Commits so far that wrote the journal's head outside.
fn heads(scene: &Scene) -> usize {
    std::fs::read_to_string(journal::heads_file(&scene.desk.data_dir)).map_or(0, |heads| heads.lines().count())
}

/// Holds what every writer waits for until all these are under way, then lets them go.
async fn at_one_moment<T>(scene: &Scene, uploads: impl Future<Output = T>) -> T {
    let txn = db::write(&scene.desk.db).await.unwrap();
    let event = Event::new("returns.uploaded", "return_upload", "nobody");
    journal::record(&txn, &Viewer::operator(), scene.desk.clock.now(), event).await.unwrap();
    let release = async {
        tokio::time::sleep(std::time::Duration::from_millis(1_500)).await;
        txn.rollback().await.unwrap();
    };
    tokio::join!(uploads, release).0
}

#[tokio::test(flavor = "multi_thread")]
async fn each_hospital_gets_its_round_and_all_share_a_commit() {
    let scene = scene().await;
    scene.bench.staff("sheng", "410000").await;
    let sender = scene.bench.sign_in("sheng").await;
    let mut books = Vec::new();
    for index in 0..HOSPITALS {
        books.push(scene.clean(&code(index)).await);
    }
    // The first hospital's twice: somebody who pressed the button again.
    books.push(books[0].clone());
    let before = heads(&scene);
    let sent = books.iter().map(|book| {
        let sender = sender.clone();
        async move { sender.upload("/returns/upload?period=2024Q3", &[("三季度.xlsx", book)]).await }
    });
    let answers = at_one_moment(&scene, join_all(sent)).await;
    assert!(answers.iter().all(|answer| answer.status == 303), "{answers:?}");
    for index in 0..HOSPITALS {
        let page = sender.get(&format!("/returns/2024Q3/{}", code(index))).await;
        assert!(page.body.contains(&format!("2024Q3-{}-01", code(index))), "{}", page.body);
        assert!(!page.body.contains(&format!("2024Q3-{}-02", code(index))));
        assert_eq!(i64::try_from(scene.latest(&code(index)).await.len()).unwrap(), CELLS);
    }
    let batches: std::collections::HashSet<&str> = answers.iter().map(|answer| answer.location()).collect();
    assert_eq!(batches.len(), answers.len(), "each has an address of its own");
    let commits = heads(&scene) - before;
    // The first goes alone and the others together; on PostgreSQL four go alone, side by side, and then eight and one.
    let most = if scene.desk.db.get_database_backend() == DatabaseBackend::Sqlite { 3 } else { 6 };
    assert!(commits <= most, "{} uploads in {commits} commits", answers.len());
    let file = journal::heads_file(&scene.desk.data_dir);
    let report = journal::verify(&scene.desk.db, Some(&file), None).await.unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_cannot_be_stored_takes_no_other_with_it() {
    let scene = scene().await;
    // What one hospital has stored before can no longer be read.
    scene.take_one(scene.clean(&code(3)).await).await;
    let spoil = Query::update().table("return_value").value("state", 99).to_owned();
    scene.desk.db.execute(&spoil).await.unwrap();
    let mut books = Vec::new();
    for index in 0..6 {
        books.push([Incoming { name: "三季度.xlsx".to_owned(), bytes: scene.clean(&code(index)).await.into() }]);
    }
    let operator = Viewer::operator();
    let sent = books.iter().map(|book| take_in(&scene.desk, &operator, book, Options::default()));
    let taken = at_one_moment(&scene, join_all(sent)).await;
    for (index, taken) in taken.iter().enumerate() {
        match taken {
            Ok(taken) => assert_eq!(taken.reports[0].receipt, Some(format!("2024Q3-{}-01", code(index)))),
            Err(error) => assert!(index == 3 && matches!(error, NotTaken::Store(_)), "{index}: {error}"),
        }
    }
    assert!(taken[3].is_err(), "what cannot be read is not written over");
}
