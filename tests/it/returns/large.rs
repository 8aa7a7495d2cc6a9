//! Large uploads: worked off behind the request, once each though two processes look, gone on with where they were left.

use chrono::TimeDelta;
use zhikong::access::{Role, Scope};
use zhikong::jobs::{self, Held, Job, JobState, hold};
use zhikong::returns::model::Standing;
use zhikong::returns::{store, work};
use zhikong::{db, files};

use crate::returns::scene::{Scene, hospital_line, q3, rows_of};
use crate::returns::table::zipped;
use crate::support::client::Client;

/// Two lots: fifty workbooks and ten more.
const MANY: usize = 60;

fn code(at: usize) -> String {
    format!("L{at:03}")
}

/// A county with many hospitals, its officer, and a zip with a workbook of each.
async fn county() -> (Scene, Client, Vec<u8>) {
    let lines: Vec<_> = (0..MANY).map(|at| hospital_line(&code(at))).collect();
    let scene = Scene::with(&lines).await;
    scene.bench.staff("jinshui", "410105").await;
    let officer = scene.bench.sign_in("jinshui").await;
    let mut books = Vec::new();
    for at in 0..MANY {
        books.push((format!("{}.xlsx", code(at)), scene.clean(&code(at)).await));
    }
    let entries: Vec<(&str, &[u8])> = books.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let zip = zipped(&entries);
    (scene, officer, zip)
}

/// Puts the zip into the queue as a process does that ends right after it answered.
async fn left_behind(scene: &Scene, zip: Vec<u8>) -> Job {
    let at = scene.bench.clock.now();
    let kept = scene.desk.files.put(zip.into()).await.unwrap();
    let txn = db::write(&scene.desk.db).await.unwrap();
    let row =
        files::NewFile {
            kept, name: "全县.zip".to_owned(), kind: "return_queued", received_at: at, received_by: None
        };
    let file = files::store::insert(&txn, &row).await.unwrap();
    let payload = serde_json::json!({ "files": [{ "file": file, "name": "全县.zip" }], "period": null }).to_string();
    let total = i64::try_from(MANY).unwrap();
    let new = jobs::NewJob { kind: work::KIND, subject: "b1", payload, total, by: None };
    jobs::store::insert(&*txn, &new, at).await.unwrap();
    txn.commit().await.unwrap();
    job(scene).await
}

async fn job(scene: &Scene) -> Job {
    jobs::store::about(&scene.desk.db, "b1").await.unwrap().unwrap()
}

async fn rounds(scene: &Scene) -> i64 {
    rows_of(&scene.desk.db, "return_round").await
}

#[tokio::test]
async fn a_large_upload_is_taken_in_behind_its_request_and_every_hospital_has_its_round() {
    let (scene, officer, zip) = county().await;
    let answer = officer.upload("/returns/upload?period=2024Q3", &[("全县.zip", &zip)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let here = answer.location().to_owned();
    let batch = here.rsplit('/').next().unwrap().to_owned();
    // The request waits for two seconds only.
    for _ in 0..600 {
        let job = jobs::store::about(&scene.desk.db, &batch).await.unwrap().expect("a job");
        if !job.state.is_open() {
            break;
        }
        let page = officer.get(&here).await;
        assert!(page.body.contains("正在核对") || page.body.contains("上传结果"), "{}", page.body);
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let page = officer.get(&here).await.body;
    assert!(page.contains("60") && !page.contains("正在核对"), "{page}");
    for at in 0..MANY {
        let id = scene.hospital(&code(at)).await.id;
        let of = store::find(&scene.desk.db, &Scope::Everything, id, q3()).await.unwrap().expect("a return");
        assert_eq!((of.latest, of.standing()), (1, Standing::Submitted), "{}", code(at));
    }
    let cancelled = officer.post(&format!("{here}/cancel"), &[]).await;
    assert_eq!(cancelled.status, 409, "it is over: {}", cancelled.body);
}

#[tokio::test]
async fn two_processes_share_what_was_left_and_do_nothing_twice() {
    let (scene, _, zip) = county().await;
    left_behind(&scene, zip).await;
    let (one, other) = tokio::join!(work::look(&scene.desk), work::look(&scene.desk));
    one.unwrap();
    other.unwrap();
    assert_eq!((rounds(&scene).await, rows_of(&scene.desk.db, "return_upload").await), (60, 60));
    let job = job(&scene).await;
    assert_eq!((job.state, job.done, job.step), (JobState::Done, 60, 2));
}

#[tokio::test]
async fn who_takes_it_up_goes_on_with_the_next_lot() {
    let (scene, _, zip) = county().await;
    let job = left_behind(&scene, zip).await;
    // Another process stored the first lot and died.
    let gone: Held = hold(&scene.desk.db, &scene.bench.clock, job).await.unwrap().unwrap();
    let txn = db::write(&scene.desk.db).await.unwrap();
    gone.advance(&*txn, 0, 50).await.unwrap();
    txn.commit().await.unwrap();
    drop(gone);
    work::look(&scene.desk).await.unwrap();
    assert_eq!(rounds(&scene).await, 0, "its lease has not run out");
    scene.bench.advance(TimeDelta::seconds(31));
    work::look(&scene.desk).await.unwrap();
    assert_eq!(rounds(&scene).await, 10, "only what was not yet stored");
    assert_eq!(self::job(&scene).await.state, JobState::Done);
}

#[tokio::test]
async fn a_cancelled_upload_stops_and_only_its_sender_cancels_it() {
    let (scene, officer, zip) = county().await;
    let job = left_behind(&scene, zip).await;
    assert_eq!(officer.post("/returns/uploads/b1/cancel", &[]).await.status, 404, "the operator's");
    assert_eq!(officer.get("/returns/uploads/b1").await.status, 404);
    let txn = db::write(&scene.desk.db).await.unwrap();
    jobs::store::cancel(&*txn, job.id, scene.bench.clock.now()).await.unwrap();
    txn.commit().await.unwrap();
    work::look(&scene.desk).await.unwrap();
    assert_eq!(rounds(&scene).await, 0);
}

#[tokio::test]
async fn whose_account_was_disabled_sends_nothing_more() {
    let (scene, _, zip) = county().await;
    let place = zhikong::access::Place::Authority(scene.bench.authority("410105").await);
    let gone = scene.bench.account("left").role(Role::AuthorityStaff).at(place).store().await;
    let job = left_behind(&scene, zip).await;
    let viewer = zhikong::accounts::store::sessions::viewer_of(&scene.desk.db, gone).await.unwrap();
    assert_eq!(viewer.map(|viewer| (viewer.place, viewer.top)), Some((place, false)), "as a session would be");
    assert!(job.by.is_none());
}
