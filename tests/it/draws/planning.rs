//! What is drawn becomes visits, once; what is struck out is given up.

use chrono::TimeDelta;

use crate::draws::scene::{SEED, Scene, drawn, form, post};

const NUMBER: &str = "410105-2024-1";
const PLAN: [(&str, &str); 1] = [("checklist", "core-systems")];

#[tokio::test]
async fn what_is_drawn_is_planned_once_and_what_is_struck_out_is_given_up() {
    let scene = Scene::new().await;
    let xian = &scene.xian;
    assert_eq!(xian.post("/draws", &form(&[])).await.status, 303);
    scene.bench.advance(TimeDelta::minutes(10));
    let early = xian.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await;
    assert!(early.status == 422 && early.body.contains("还没有种子"), "{}", early.body);
    assert_eq!(post(xian, NUMBER, "seed", &SEED).await.status, 303);
    let first = drawn(&xian.get(&format!("/draws/{NUMBER}")).await.body);

    let bad = xian.post(&format!("/draws/{NUMBER}/plan"), &[("checklist", "none")]).await;
    assert!(bad.status == 422 && bad.body.contains("没有选检查表"), "{}", bad.body);
    for (who, client) in [("another", &scene.ling), ("above", &scene.sheng)] {
        assert_eq!(client.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await.status, 404, "{who}");
    }
    assert_eq!(scene.inspector.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await.status, 403);
    assert_eq!(xian.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await.status, 303);
    let planned = xian.get("/visits?state=planned").await.body;
    assert!(first.iter().all(|code| planned.contains(code.as_str())), "{first:?}: {planned}");
    assert_eq!(planned.matches("/visits/410105-2024-").count(), first.len(), "{planned}");
    assert!(xian.get("/visits/410105-2024-001").await.body.contains(NUMBER));
    assert!(!scene.clerk.get("/visits").await.body.contains("410105-2024-"), "hospitals are not told");

    // Again: nothing.
    assert_eq!(xian.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await.location(), format!("/draws/{NUMBER}"));
    assert_eq!(post(xian, NUMBER, "strike", &[("code", &first[0]), ("reason", "演示：停业")]).await.status, 303);
    let second = drawn(&xian.get(&format!("/draws/{NUMBER}")).await.body);
    assert_eq!(xian.post(&format!("/draws/{NUMBER}/plan"), &PLAN).await.status, 303);
    let planned = xian.get("/visits?state=planned").await.body;
    assert!(second.iter().all(|code| planned.contains(code.as_str())) && !planned.contains(first[0].as_str()));
    assert!(xian.get("/visits?state=dropped").await.body.contains(first[0].as_str()));
}
