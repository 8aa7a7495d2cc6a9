//! What the province sets, and the due dates that follow from it.

use crate::returns::deadlines::{at, cells, clerk, fifteen, from, province, text};
use crate::returns::scene::Scene;

#[tokio::test]
async fn the_top_sets_a_rule_and_everybody_sees_the_due_date() {
    let scene = Scene::new().await;
    let sheng = province(&scene).await;
    let jia = clerk(&scene, "jia", "A1").await;
    let page = sheng.get("/settings/deadlines").await;
    assert!(page.body.contains("本省还没有设上报期限"), "{}", page.body);
    assert!(jia.get("/returns/2024Q3/A1").await.body.contains("本省还没有设上报期限"));
    fifteen(&sheng).await;
    let page = sheng.get("/settings/deadlines").await.body;
    let row = cells(&page, "2024 年第三季度");
    assert_eq!(row["二级"], "2024-10-15 周二", "{row:?}");
    // 2025-01-15 is a Wednesday; 2025-07-15 a Tuesday; 2025-04-15 a Tuesday.
    assert_eq!(cells(&page, "2024 年第四季度")["一级"], "2025-01-15 周三");
    assert!(page.contains("演示通知") && page.contains("国办发明电〔2024〕12号"), "{page}");
    assert!(sheng.get("/settings").await.body.contains("/settings/deadlines"));
    let shown = text(&jia.get("/returns/2024Q3/A1").await.body);
    assert!(shown.contains("期限 10 月 15 日，已逾期 6 天"), "{shown}");
    at(&scene, "2024-10-11T04:00:00Z");
    let shown = text(&jia.get("/returns/2024Q3/A1").await.body);
    assert!(shown.contains("本省还没有设上报期限"), "it was set ten days later: {shown}");
}

#[tokio::test]
async fn what_is_left_is_said_on_the_return() {
    let scene = Scene::new().await;
    at(&scene, "2024-10-11T04:00:00Z");
    let sheng = province(&scene).await;
    fifteen(&sheng).await;
    let jia = clerk(&scene, "jia", "A1").await;
    let page = jia.get("/returns/2024Q3/A1").await.body;
    assert!(text(&page).contains("期限 10 月 15 日（还有 4 天）"), "{page}");
    let own = text(&jia.get("/returns").await.body);
    assert!(own.contains("还没有上报，期限 10 月 15 日（还有 4 天）"), "{own}");
    assert!(page.contains("/returns/2024Q3/A1/extension") && page.contains("申请延期"), "{page}");
}

#[tokio::test]
async fn only_the_top_sets_and_nobody_overwrites_what_somebody_else_set() {
    let scene = Scene::new().await;
    let sheng = province(&scene).await;
    scene.bench.staff("jinshui", "410105").await;
    let jinshui = scene.bench.sign_in("jinshui").await;
    assert_eq!(jinshui.post("/settings/deadlines", &from("2024Q3", "15", "0")).await.status, 403);
    let page = jinshui.get("/settings/deadlines").await;
    assert!(page.status == 200 && !page.body.contains("<form method=\"post\" action=\"/settings"), "{}", page.body);
    fifteen(&sheng).await;
    let late = sheng.post("/settings/deadlines", &from("2024Q3", "20", "0")).await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("刚有别人改过") && late.body.contains("value=\"20\""), "{}", late.body);
    let same = sheng.post("/settings/deadlines", &from("2024Q3", "15", "1")).await;
    assert_eq!(same.status, 303);
    assert!(sheng.get(same.location()).await.body.contains("没有变化"));
    let other = sheng.post("/settings/deadlines", &from("2024Q3", "20", "1")).await;
    assert_eq!(other.status, 303, "{}", other.body);
    let page = sheng.get("/settings/deadlines").await.body;
    // 2024-10-20 is a Sunday.
    let cell = &cells(&page, "2024 年第三季度")["二级"];
    assert!(cell.starts_with("2024-10-21 周一") && cell.contains("从 10 月 20 日顺延"), "{cell}");
    assert!(page.contains("季度结束后 15 天"), "what held before stays in the history");
}

#[tokio::test]
async fn a_level_and_a_single_quarter_go_before_the_rest_until_taken_back() {
    let scene = Scene::new().await;
    let sheng = province(&scene).await;
    fifteen(&sheng).await;
    let only = |level, on, version| {
        let fields = [("reach", "only"), ("period", "2024Q4"), ("on", on), ("reason", "演示春节"), ("level", level)];
        let mut form = fields.to_vec();
        form.push(("version", version));
        form
    };
    assert_eq!(sheng.post("/settings/deadlines", &only("", "2025-02-14", "1")).await.status, 303);
    assert_eq!(sheng.post("/settings/deadlines", &only("level3", "2025-01-24", "2")).await.status, 303);
    let page = sheng.get("/settings/deadlines").await.body;
    let row = cells(&page, "2024 年第四季度");
    assert!(row["三级"].starts_with("2025-01-24") && row["二级"].starts_with("2025-02-14"), "{row:?}");
    assert!(cells(&page, "2025 年第一季度")["三级"].starts_with("2025-04-15"));
    let back = [("back", "only:2024Q4:"), ("reason", "演示撤销"), ("version", "3")];
    assert_eq!(sheng.post("/settings/deadlines", &back).await.status, 303);
    let page = sheng.get("/settings/deadlines").await.body;
    let row = cells(&page, "2024 年第四季度");
    assert!(row["三级"].starts_with("2025-01-24") && row["二级"].starts_with("2025-01-15"), "{row:?}");
    assert_eq!(sheng.post("/settings/deadlines", &back).await.status, 422, "it is gone");
}

#[tokio::test]
async fn all_faults_are_said_at_once_and_what_was_typed_stays() {
    let scene = Scene::new().await;
    let sheng = province(&scene).await;
    let form = [
        ("reach", "only"),
        ("period", "2024Q3"),
        ("level", "level9"),
        ("on", "2024-09-30"),
        ("reason", ""),
        ("version", "0"),
    ];
    let answer = sheng.post("/settings/deadlines", &form).await;
    assert_eq!(answer.status, 422);
    for said in ["没有这个级别", "还没有结束（2024-09-30 结束）", "没有写原因", "value=\"2024-09-30\""]
    {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    let answer = sheng.post("/settings/deadlines", &from("2024Q3", "181", "0")).await;
    assert!(answer.status == 422 && answer.body.contains("应是 1 到 180 的整数"), "{}", answer.body);
}
