//! 年度督导计划: committed by who owes it, frozen over its hospitals, never overwritten.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, Query};

use crate::inspections::scene::Scene;

async fn commit(scene: &Scene, fields: &[(&str, &str)]) -> crate::support::client::Answer {
    let mut form = vec![("year", "2024"), ("seen", "0"), ("planned", "1")];
    form.retain(|(name, _)| !fields.iter().any(|(other, _)| name == other));
    form.extend(fields);
    scene.staff.post("/coverage/plan", &form).await
}

async fn kept(scene: &Scene) -> i64 {
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from("year_plan").to_owned();
    scene.bench.db().query_one(&count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn a_committed_plan_freezes_the_hospitals_of_its_year() {
    let scene = Scene::new().await;
    scene.bench.hospital("演示丙医院").in_region("410105").store().await;
    let page = scene.staff.get("/coverage/plan").await.body;
    assert!(page.contains("2024 年的计划还没有提交") && page.contains("现在范围内 2 家医院"), "{page}");
    let answer = commit(&scene, &[("capacity", "2"), ("ahead", "1")]).await;
    assert!(answer.status == 303 && answer.location() == "/coverage/plan?year=2024", "{}", answer.body);
    // One more opens: all five years count it, this year does not.
    scene.bench.hospital("演示丁医院").in_region("410105").store().await;
    let page = scene.staff.get("/coverage/plan?year=2024").await.body;
    assert!(page.contains("按 2024-10-21 冻结的 <b>2 家医院</b>计算"), "{page}");
    let page = scene.staff.get("/coverage").await.body;
    assert!(
        page.contains("2024 年计划督导 1 家，按冻结的 2 家医院计算") && page.contains("活动范围内 3 家医院"),
        "{page}"
    );
    // Two years left for three, of which this one can do two and the next one.
    assert!(!page.contains("起做不到"), "{page}");
    let city = scene.city.get("/coverage").await.body;
    assert!(city.contains("<b>2024 年的督导计划还没有提交</b>") && city.contains("未提交"), "{city}");
    let seen = scene.city.get("/coverage/410105/plan").await.body;
    assert!(seen.contains("第 1 版") && !seen.contains("提交并冻结名单"), "{seen}");
    let journal = scene.staff.get("/journal").await;
    assert!(journal.status == 403 || journal.body.contains("提交年度督导计划"));
}

#[tokio::test]
async fn another_edition_keeps_the_hospitals_and_needs_a_reason() {
    let scene = Scene::new().await;
    assert_eq!(commit(&scene, &[]).await.status, 303);
    scene.bench.hospital("演示丙医院").in_region("410105").store().await;
    let refused = commit(&scene, &[("seen", "1")]).await;
    assert!(refused.status == 422 && refused.body.contains("已经提交过，再提交要写原因"), "{}", refused.body);
    let stale = commit(&scene, &[("reason", "演示：调整家数")]).await;
    assert_eq!(stale.status, 409, "the first edition was not seen: {}", stale.body);
    assert_eq!(kept(&scene).await, 1);
    let again = commit(&scene, &[("seen", "1"), ("planned", "1"), ("reason", "演示：调整家数")]).await;
    assert_eq!(again.status, 303, "{}", again.body);
    let page = scene.staff.get("/coverage/plan?year=2024").await.body;
    assert!(page.contains("第 2 版") && page.contains("冻结的 <b>1 家医院</b>"), "{page}");
    let too_many = commit(&scene, &[("seen", "2"), ("planned", "2"), ("reason", "演示：再加一家")]).await;
    assert!(too_many.body.contains("不能多于范围内的 1 家"), "frozen is frozen: {}", too_many.body);
}

#[tokio::test]
async fn a_trial_keeps_nothing_and_a_year_ahead_that_cannot_be_done_is_named() {
    let scene = Scene::new().await;
    for name in ["演示丙医院", "演示丁医院", "演示戊医院"] {
        scene.bench.hospital(name).in_region("410105").store().await;
    }
    let trial = scene.staff.get("/coverage/plan?year=2024&planned=2&capacity=2&ahead=0").await.body;
    assert!(
        trial.contains("试算，没有提交") && trial.contains("2024 年起做不到：还有 4 家没去，期末前最多能去 2 家"),
        "{trial}"
    );
    assert!(trial.contains("到期末还有 2 家没有督导过"), "{trial}");
    assert_eq!(kept(&scene).await, 0);
    let capacity = [("planned", "2"), ("capacity", "4"), ("ahead", "0"), ("reason", "演示")];
    assert_eq!(commit(&scene, &capacity[..3]).await.status, 303);
    let page = scene.staff.get("/coverage").await.body;
    assert!(page.contains("2025 年起做不到：当年要督导 1 家，最多能去 0 家"), "{page}");
    let city = scene.city.get("/coverage").await.body;
    assert!(city.contains("2025 年起做不到"), "who stands above is told: {city}");
}

#[tokio::test]
async fn only_a_commission_plans_only_for_itself_and_only_what_can_be() {
    let scene = Scene::new().await;
    assert_eq!(scene.clerk.get("/coverage/plan").await.status, 403);
    assert_eq!(scene.clerk.post("/coverage/plan", &[("year", "2024"), ("planned", "1")]).await.status, 403);
    assert_eq!(scene.neighbour.get("/coverage/410105/plan").await.status, 404);
    // The link on the page of coverage leads everybody who sees it somewhere; only staff finds a form there.
    assert!(scene.inspector.get("/coverage").await.body.contains("/coverage/410105/plan"));
    let looked = scene.inspector.get("/coverage/410105/plan").await;
    assert!(looked.status == 200 && !looked.body.contains("提交并冻结名单"), "{}", looked.body);
    assert!(scene.staff.get("/coverage/410105/plan").await.body.contains("提交并冻结名单"));
    let wrong = commit(&scene, &[("year", "2023")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("只能提交今年和明年"), "{}", wrong.body);
    let empty = commit(&scene, &[("planned", "")]).await;
    assert!(empty.status == 422 && empty.body.contains("没有填计划督导几家"), "{}", empty.body);
    let short = commit(&scene, &[("planned", "0")]).await;
    assert!(short.status == 422 && short.body.contains("计划少于应督导的 1 家，要写原因"), "{}", short.body);
    let less = commit(&scene, &[("planned", "1"), ("capacity", "0")]).await;
    assert!(less.status == 422 && less.body.contains("少于计划的 1 家"), "{}", less.body);
    assert_eq!(kept(&scene).await, 0);
    // The next year can be planned before it begins; the campaign's end cannot be passed.
    assert_eq!(commit(&scene, &[("year", "2025")]).await.status, 303);
    assert_eq!(commit(&scene, &[("year", "2026")]).await.status, 422);
}
