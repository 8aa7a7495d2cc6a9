//! 提醒: who is reminded, once a day, of what is due – and of nothing once it is in.

use chrono::{NaiveDate, TimeDelta};
use zhikong::access::{Place, Role};
use zhikong::calendar::china_date;
use zhikong::returns::deadlines;

use crate::returns::scene::Scene;
use crate::support::client::Client;

/// The day of a server that runs all the time.
fn today(scene: &Scene) -> Option<NaiveDate> {
    Some(china_date(scene.bench.clock.now()))
}

/// The inbox of somebody, as text.
async fn inbox(client: &Client) -> String {
    client.get("/inbox?box=all").await.body
}

#[tokio::test]
async fn a_hospital_is_told_once_that_its_return_is_due_and_its_reviewer_that_it_was() {
    let scene = Scene::new().await;
    let bench = &scene.bench;
    bench.staff("sheng", "410000").await;
    bench.staff("jinshui", "410105").await;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    bench.account("clerk-a1").role(Role::Clerk).at(place).store().await;
    let (province, county) = (bench.sign_in("sheng").await, bench.sign_in("jinshui").await);
    let clerk = bench.sign_in("clerk-a1").await;
    assert_eq!(
        deadlines::remind(&scene.desk, today(&scene)).await.unwrap(),
        0,
        "nothing is due before somebody says when"
    );
    // Noon of 2024-10-21: three days before the end of the 24th.
    let form = [
        ("reach", "only"),
        ("period", "2024Q3"),
        ("level", ""),
        ("on", "2024-10-24"),
        ("reason", "演示：省里通知"),
        ("version", "0"),
    ];
    let set = province.post("/settings/deadlines", &form).await;
    assert_eq!(set.status, 303, "{}", set.body);
    assert!(deadlines::remind(&scene.desk, today(&scene)).await.unwrap() > 0);
    assert_eq!(deadlines::remind(&scene.desk, today(&scene)).await.unwrap(), 0, "once a day");
    let told = inbox(&clerk).await;
    assert!(told.contains("2024 年第三季度报表还有 3 天截止"), "{told}");
    assert!(inbox(&county).await.contains("今天提醒了"), "its reviewer is told of all of them at once");

    let sent = clerk.upload("/returns/upload?period=2024Q3", &[("三季度.xlsx", &scene.clean("A1").await)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    bench.advance(TimeDelta::days(4));
    deadlines::remind(&scene.desk, today(&scene)).await.unwrap();
    let clerk = bench.sign_in("clerk-a1").await;
    assert!(!inbox(&clerk).await.contains("已逾期"), "what is in is not urged");
    // Sent back, it is awaited again.
    let county = bench.sign_in("jinshui").await;
    let form = [("reason", "演示：请核对"), ("answer_by", "2024-11-08"), ("version", "2")];
    let back = county.post("/returns/2024Q3/A1/send-back", &form).await;
    assert_eq!(back.status, 303, "{}", back.body);
    let words = county.get("/returns/reminders?period=2024Q3").await.body;
    assert!(words.contains("（退回或撤回后没有重传）"), "{words}");
    bench.advance(TimeDelta::days(8));
    assert_eq!(deadlines::remind(&scene.desk, today(&scene)).await.unwrap(), 0, "weekly");
    assert!(deadlines::remind(&scene.desk, None).await.unwrap() > 0);
    let clerk = bench.sign_in("clerk-a1").await;
    assert!(inbox(&clerk).await.contains("退回或撤回以后还没有重新上传"), "{}", inbox(&clerk).await);
}
