//! 督导公开: what is published of a visit, to whom, and that nothing an inspector wrote is among it.

use chrono::TimeDelta;

use crate::inspections::scene::{FIRST, Scene};
use crate::support::client::Client;

const NOTE: &str = "患者演示某住院号 00123456";

/// A closed visit of the county with one finding; its number.
async fn closed(scene: &Scene) -> String {
    let visit = scene.begun().await;
    let typed = [("verdict", "not_met"), ("note", NOTE), ("seen", "0")];
    let answered = scene.inspector.post(&format!("{visit}/points/{FIRST}"), &typed).await;
    assert_eq!(answered.status, 303, "{}", answered.body);
    let (department, text) = (format!("department-{FIRST}"), format!("text-{FIRST}"));
    let fields = [("unanswered", "1"), ("signer", "医院演示"), (&*department, "医务科"), (&*text, NOTE)];
    let closed = scene.close(&visit, &fields).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    visit.trim_start_matches("/visits/").to_owned()
}

async fn publish(client: &Client, number: &str, audience: &str) -> crate::support::client::Answer {
    client.post("/disclosures", &[("visit", number), ("audience", audience), ("year", "2024")]).await
}

/// Brings the only finding to its end.
async fn mend(scene: &Scene, number: &str) {
    let page = scene.clerk.get(&format!("/visits/{number}")).await.body;
    let at = page.find("/rectifications/").unwrap();
    let finding = page[at..].split('"').next().unwrap().to_owned();
    let reply =
        [("measures", "演示"), ("department", "医务科"), ("person", "主任"), ("done_on", "2024-10-21"), ("steps", "0")];
    assert_eq!(scene.clerk.send_form(&format!("{finding}/reply"), &reply, &[]).await.status, 303);
    let verified = scene.staff.post(&format!("{finding}/verify"), &[("reason", "演示"), ("steps", "1")]).await;
    assert_eq!(verified.status, 303, "{}", verified.body);
}

#[tokio::test]
async fn a_result_is_published_without_what_the_inspector_wrote() {
    let scene = Scene::new().await;
    let number = closed(&scene).await;
    let visitor = scene.bench.visitor();
    let (one, list) = (format!("/published/visits/{number}"), "/published/visits");
    assert_eq!(visitor.get(&one).await.status, 404, "nothing is published by itself");
    let due = scene.staff.get("/disclosures?year=2024").await.body;
    assert!(due.contains(&number) && due.contains("待公开") && due.contains("2024-11-18"), "{due}");
    assert_eq!(publish(&scene.staff, &number, "public").await.status, 303);
    let pages = [
        visitor.get(&one).await.body,
        visitor.get(list).await.body,
        visitor.get(&format!("{one}/export.html")).await.body,
        visitor.get("/published/visits/export.html?year=2024").await.body,
    ];
    for page in &pages {
        assert!(page.contains(&number) && page.contains("1 项问题，还在整改"), "{page}");
        for secret in [NOTE, "00123456", "医务科", "医院演示"] {
            assert!(!page.contains(secret), "{secret} in {page}");
        }
    }
    assert!(pages[0].contains("不符合 1") && pages[0].contains("结论") && pages[0].contains("指纹"), "{}", pages[0]);
    assert!(!pages[2].contains("href=\"/") && pages[2].contains("<style>"), "a file needs no net: {}", pages[2]);
    let picture = visitor.get(&format!("{one}/export.png")).await;
    assert!(
        picture.status == 422 || picture.bytes.starts_with(b"\x89PNG"),
        "a picture, or in words that there is no font"
    );
    assert!(visitor.get(&format!("{list}?year=2023")).await.body.contains("没有同时满足"));
    let altered = "UPDATE visit_disclosure SET content = REPLACE(content, '演示甲医院', '演示丁医院')";
    sea_orm::ConnectionTrait::execute_unprepared(scene.bench.db(), altered).await.unwrap();
    let altered = visitor.get(&format!("{one}/export.png")).await;
    assert!(altered.status == 422 && altered.body.contains("指纹不符"), "{}", altered.body);
    assert_eq!(visitor.get(&format!("{list}?authority=999999")).await.status, 404);
}

#[tokio::test]
async fn within_the_trade_is_not_for_everybody() {
    let scene = Scene::new().await;
    let number = closed(&scene).await;
    assert_eq!(publish(&scene.staff, &number, "internal").await.status, 303);
    assert_eq!(scene.bench.visitor().get(&format!("/published/visits/{number}")).await.status, 404);
    assert!(!scene.bench.visitor().get("/published/visits").await.body.contains(&number));
    let inside = format!("/disclosures/{number}");
    for (who, client, status) in [
        ("the hospital", &scene.clerk, 200),
        ("the city above", &scene.city, 200),
        ("a neighbour", &scene.neighbour, 404),
    ] {
        assert_eq!(client.get(&inside).await.status, status, "{who}");
    }
    // Later for everybody: another edition, the first stays.
    assert_eq!(publish(&scene.staff, &number, "public").await.status, 303);
    let page = scene.bench.visitor().get(&format!("/published/visits/{number}")).await.body;
    assert!(page.contains("第 2 版"), "{page}");
    let again = publish(&scene.staff, &number, "public").await;
    assert!(again.status == 422 && again.body.contains("整改情况也没有变化"), "{}", again.body);
}

#[tokio::test]
async fn mending_that_went_on_is_another_edition() {
    let scene = Scene::new().await;
    let number = closed(&scene).await;
    assert_eq!(publish(&scene.staff, &number, "public").await.status, 303);
    mend(&scene, &number).await;
    let due = scene.staff.get("/disclosures?year=2024").await.body;
    assert!(due.contains("整改有进展 1"), "{due}");
    let one = format!("/published/visits/{number}");
    let page = scene.bench.visitor().get(&one).await.body;
    assert!(page.contains("全部整改") && page.contains("公开时（2024-10-21）为：1 项问题，还在整改"), "{page}");
    assert_eq!(publish(&scene.staff, &number, "public").await.status, 303);
    let page = scene.bench.visitor().get(&one).await.body;
    assert!(page.contains("第 2 版") && page.contains("公开时：1 项问题，还在整改"), "{page}");
    let heads = zhikong::journal::heads_file(scene.bench.test.folder.path());
    let faults = zhikong::journal::verify(scene.bench.db(), Some(&heads), None).await.unwrap().faults;
    assert!(faults.is_empty(), "{faults:?}");
}

#[tokio::test]
async fn only_its_own_commission_publishes_and_only_what_is_closed() {
    let scene = Scene::new().await;
    let open = scene.begun().await.trim_start_matches("/visits/").to_owned();
    let early = publish(&scene.staff, &open, "public").await;
    assert!(early.status == 422 && early.body.contains("还没有结束"), "{}", early.body);
    let scene = Scene::new().await;
    let number = closed(&scene).await;
    for (who, client, status) in
        [("the city", &scene.city, 404), ("a neighbour", &scene.neighbour, 404), ("the hospital", &scene.clerk, 403)]
    {
        assert_eq!(publish(client, &number, "public").await.status, status, "{who}");
    }
    for (fields, words) in [
        (vec![("audience", "public")], "一次选 1 到 200 次督导"),
        (vec![("visit", &*number), ("audience", "all")], "没有选公开范围"),
    ] {
        let answer = scene.staff.post("/disclosures", &fields).await;
        assert!(answer.status == 422 && answer.body.contains(words), "{}", answer.body);
    }
    // All or none.
    let both = [("visit", &*number), ("visit", "410105-2024-999"), ("audience", "public")];
    assert_eq!(scene.staff.post("/disclosures", &both).await.status, 404);
    assert_eq!(scene.bench.visitor().get(&format!("/published/visits/{number}")).await.status, 404);
    scene.bench.advance(TimeDelta::days(40));
    let later = scene.bench.sign_in("staff").await;
    let late = later.get("/disclosures?year=2024&state=late").await.body;
    assert!(late.contains(&number) && late.contains("过了公开期限"), "{late}");
}
