//! 覆盖: computed from closed visits alone; what is below is seen, what is beside is not.

mod plan;

use crate::inspections::scene::{FIRST, Scene};

/// A county with two hospitals in scope, of which one was visited.
async fn visited(scene: &Scene) {
    scene.bench.hospital("演示丙医院").in_region("410105").store().await;
    let visit = scene.begun().await;
    scene.answered(&visit, FIRST, "met").await;
    let closed = scene.close(&visit, &[("unanswered", "1"), ("signer", "医院演示")]).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
}

#[tokio::test]
async fn only_a_closed_visit_counts_and_a_named_one_is_said_apart() {
    let scene = Scene::new().await;
    let third = scene.bench.hospital("演示丁医院").in_region("410105").store().await;
    scene.begun().await;
    let page = scene.staff.get("/coverage").await.body;
    assert!(page.contains("活动范围内 2 家医院") && page.contains("已督导 0 家，2 家没有被卫生健康委督导过"), "{page}");
    let never = scene.staff.get("/coverage/410105/never").await.body;
    assert!(never.contains(&scene.ours.code) && never.contains(&third.code), "{never}");
}

#[tokio::test]
async fn coverage_is_the_same_from_every_height_and_hidden_beside() {
    let scene = Scene::new().await;
    visited(&scene).await;
    let page = scene.staff.get("/coverage").await.body;
    assert!(page.contains("已督导 1 家，1 家没有被卫生健康委督导过"), "{page}");
    let never = scene.staff.get("/coverage/410105/never").await.body;
    assert!(!never.contains(&scene.ours.code), "{never}");
    let city = scene.city.get("/coverage").await.body;
    assert!(city.contains("/coverage/410105") && city.contains("活动范围内 3 家医院"), "{city}");
    assert!(scene.city.get("/coverage/410105").await.body.contains("已督导 1 家，1 家没有被卫生健康委督导过"));
    assert_eq!(scene.neighbour.get("/coverage/410105").await.status, 404);
    assert_eq!(scene.staff.get("/coverage/410100").await.status, 404, "what is above is not below");
    assert_eq!(scene.clerk.get("/coverage").await.status, 403);
    // As of the day before nobody had been anywhere.
    assert!(scene.staff.get("/coverage?on=2024-10-20").await.body.contains("已督导 0 家，2 家没有被卫生健康委督导过"));
    let book = scene.city.get("/coverage/410100/export.xlsx").await;
    assert!(book.status == 200 && book.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn after_the_campaign_its_end_is_told_and_nothing_is_foretold_or_asked() {
    let scene = Scene::new().await;
    visited(&scene).await;
    let page = scene.staff.get("/coverage").await.body;
    assert!(page.contains("抽取今年的医院") && page.contains("预测"), "{page}");
    scene.bench.clock.set("2026-02-01T02:00:00Z".parse().unwrap());
    let page = scene.bench.sign_in("staff").await.get("/coverage").await.body;
    assert!(page.contains("到活动期末督导了 1 家，还有 1 家没有被卫生健康委督导过"), "{page}");
    for gone in ["抽取今年的医院", "预测", "最多能去", "按最近一年的速度", ">0.5<"] {
        assert!(!page.contains(gone), "{gone}: {page}");
    }
}

#[tokio::test]
async fn a_tab_that_would_be_refused_is_not_offered() {
    let scene = Scene::new().await;
    let page = scene.inspector.get("/coverage").await.body;
    assert!(!page.contains("href=\"/disclosures\"") && page.contains("href=\"/inspectors\""), "{page}");
    assert!(page.contains("href=\"/coverage\" aria-current=\"page\""), "{page}");
    assert_eq!(scene.inspector.get("/disclosures").await.status, 403);
    let offered = scene.staff.get("/coverage").await.body.contains("href=\"/disclosures\"");
    assert_eq!(offered, scene.staff.get("/disclosures").await.status == 200);
}
