//! 总结: the figures are the records' own and move with them until they are frozen; then they stay, whoever reads them.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use zhikong::campaign::refresh::refresh;

use crate::inspections::scene::{FIRST, Scene};
use crate::support::client::Client;
use crate::support::makers::openpyxl_from;

const MID: &str = "/reports/henan-2021-2025/mid-term";
const FINAL: &str = "/reports/henan-2021-2025/final";
/// A summary of a stretch that ends some weeks after the day of the scene.
const DEMO: &str = "/reports/demo-2024/wrap-up";

/// What ends a visit of which one point was answered.
const ENOUGH: [(&str, &str); 3] =
    [("department-first-consultation-responsibility", "医务科"), ("signer", "院长"), ("unanswered", "1")];

async fn top(scene: &Scene) -> Client {
    scene.bench.staff("top", "410000").await;
    scene.bench.sign_in("top").await
}

/// Submits an exemplar for the quarter, which every later figure counts.
async fn exemplar(client: &Client, title: &str) {
    let text = "演示：每周对照指标开一次短会，逐例找原因，三个月后好转，做法写成一页纸给别的科室照着做。";
    let form = [("quarter", "2023Q2"), ("kind", "hospital"), ("title", title), ("text", text)];
    let made = client.send_form("/exemplars", &form, &[]).await;
    assert_eq!(made.status, 303, "{}", made.body);
}

fn said<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let start = page.find(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    let end = page[start..].find(to).unwrap();
    &page[start..start + end]
}

#[tokio::test]
async fn figures_are_live_until_frozen_and_then_stay() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    let page = top.get(MID).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("数字截至 2023-06-30") && page.body.contains("完成现场督导 0 次"), "{}", page.body);
    // Nobody else sees a draft, nor writes one.
    for client in [&scene.city, &scene.staff, &scene.clerk] {
        assert_eq!(client.get(MID).await.status, 404);
    }
    for path in ["texts", "freeze"] {
        assert_eq!(scene.city.post(&format!("{MID}/{path}"), &[("version", "0")]).await.status, 404);
    }
    for file in ["paper", "export.docx", "export.xlsx"] {
        assert_eq!(scene.city.get(&format!("{MID}/{file}")).await.status, 404);
    }
    // Words are kept; a form that did not see them is not.
    let words = [("version", "0"), ("practice", "演示：<主要>做法\n第二段"), ("coverage", "演示：覆盖评述")];
    assert_eq!(top.post(&format!("{MID}/texts"), &words).await.status, 303);
    let clash = [("version", "0"), ("practice", "演示：另一个窗口写的"), ("next", "演示：下一步")];
    let clash = top.post(&format!("{MID}/texts"), &clash).await;
    assert!(clash.status == 409 && clash.body.contains("另一个窗口写的"), "what was typed is not lost: {}", clash.body);
    assert!(clash.body.contains("已保存的是：演示：&lt;主要&gt;做法"), "{}", clash.body);
    let long = "长".repeat(3_001);
    let refused = top.post(&format!("{MID}/texts"), &[("version", "1"), ("practice", "演示"), ("next", &long)]).await;
    assert!(refused.status == 422 && refused.body.contains("最多 3000 字"), "{}", refused.status);
    assert!(top.get(MID).await.body.contains("&lt;主要&gt;做法"), "what was refused is not stored");
    // Frozen with what was saved; everybody who signed in reads it.
    assert_eq!(top.post(&format!("{MID}/freeze"), &[("version", "0")]).await.status, 409);
    let frozen = top.post(&format!("{MID}/freeze"), &[("version", "1"), ("edition", "1")]).await;
    assert_eq!(frozen.status, 303, "{}", frozen.body);
    let first = format!("{MID}/editions/1");
    assert_eq!(frozen.location(), first);
    for client in [&scene.city, &scene.neighbour, &scene.clerk] {
        let page = client.get(&first).await;
        assert!(
            page.status == 200 && page.body.contains("覆盖评述") && page.body.contains("&lt;主要&gt;做法"),
            "{}",
            page.body
        );
        assert_eq!(client.get(MID).await.location(), first, "the address leads to what is frozen");
    }
    let exemplars = |page: &str| said(page, "报送典型材料", "。").to_owned();
    let before = exemplars(&scene.city.get(&first).await.body);
    assert_eq!(before, "报送典型材料 0 份，选用 0 份");
    // A second edition says why, and the first stays as it was.
    let twice =
        top.post(&format!("{MID}/freeze"), &[("version", "1"), ("edition", "1"), ("reason", "演示：按了两次")]).await;
    assert!(twice.status == 422 && twice.body.contains("刚有人定过一版"), "{}", twice.body);
    let bare = top.post(&format!("{MID}/freeze"), &[("version", "1"), ("edition", "2")]).await;
    assert!(bare.status == 422 && bare.body.contains("没有写为什么要再定一版"), "{}", bare.body);
    assert!(bare.body.contains("覆盖评述</textarea>"), "saved words stay in their fields: {}", bare.body);
    assert!(bare.body.contains("还没有写：存在的问题、下一步打算"), "{}", bare.body);
    let again =
        top.post(&format!("{MID}/freeze"), &[("version", "1"), ("edition", "2"), ("reason", "演示：补充评述")]).await;
    assert_eq!(again.location(), format!("{MID}/editions/2"));
    let page = scene.city.get(&first).await.body;
    assert!(page.contains("之后又定了一版") && exemplars(&page) == before, "{page}");
    assert!(scene.city.get(&format!("{MID}/editions/2")).await.body.contains("演示：补充评述"));
    assert_eq!(scene.city.get(&format!("{MID}/editions/3")).await.status, 404);
}

#[tokio::test]
async fn what_happens_after_the_stretch_or_after_freezing_is_not_in_it() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    // Submitted today for a quarter of the stretch: after its last day, so the mid-term summary does not count it.
    exemplar(&scene.staff, "演示：迟报的典型").await;
    assert!(top.get(MID).await.body.contains("报送典型材料 0 份"));
    assert!(top.get(FINAL).await.body.contains("报送典型材料 1 份"), "the final one does, as of today");
    let open = top.post(&format!("{FINAL}/freeze"), &[("version", "0")]).await;
    assert!(open.status == 422 && open.body.contains("还没有结束"), "{}", open.body);
}

#[tokio::test]
async fn a_visit_shows_in_what_is_said_and_what_failed_is_named() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    let visit = scene.begun().await;
    scene.answered(&visit, FIRST, "not_met").await;
    let closed = scene.close(&visit, &ENOUGH).await;
    assert_eq!(closed.status, 303, "{}", closed.body);
    let bench = &scene.bench;
    refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap();
    let page = top.get(FINAL).await.body;
    assert!(page.contains("完成现场督导 1 次，到过 1 家医院"), "{page}");
    assert!(page.contains("卫生健康委已督导 1 家，占 50.0 %，尚未督导 1 家，其中质控中心到过 0 家"), "{page}");
    // What one hospital was found to lack is nobody's to read here.
    assert!(page.contains("只到过 1 家医院，不足 5 家，不列明细") && !page.contains("没有完全符合最多的"), "{page}");
    assert!(said(&page, "各项任务", "</table>").contains("现场督导不少于所辖医院的五分之一"), "{page}");
}

#[tokio::test]
async fn the_files_say_what_the_page_says() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    let words = [("version", "0"), ("practice", "=演示：像公式的评述")];
    assert_eq!(top.post(&format!("{MID}/texts"), &words).await.status, 303);
    assert_eq!(top.post(&format!("{MID}/freeze"), &[("version", "1"), ("edition", "1")]).await.status, 303);
    let paper = scene.city.get(&format!("{MID}/editions/1/paper")).await.body;
    assert!(paper.contains("一、范围和参加单位") && paper.contains("第 1 版") && paper.contains("校验码"), "{paper}");
    let word = scene.city.get(&format!("{MID}/editions/1/export.docx")).await;
    assert!(word.status == 200 && word.bytes.starts_with(b"PK"));
    let text = String::from_utf8_lossy(&word.bytes).into_owned();
    assert!(text.contains("=演示：像公式的评述") && text.contains("范围和参加单位"), "parts are stored as they are");
    for said in ["各项任务见附表 1", "附表 1　各项任务（单位：项）", "表 1　各级别医院", "数据附表"]
    {
        assert!(text.contains(said) && paper.contains(said), "long tables stand in the appendix: {said}");
    }
    let book = scene.city.get(&format!("{MID}/editions/1/export.xlsx")).await;
    let read: serde_json::Value = serde_json::from_slice(&openpyxl_from("told.py", &book.bytes, b"")).unwrap();
    let levels = read["sheets"]["各级别医院"].as_array().unwrap();
    let counted: i64 = levels[5..].iter().map(|row| row[1].as_i64().unwrap()).sum();
    assert_eq!(counted, 2, "hospitals of the register, as numbers: {read}");
    assert_eq!(levels[4], serde_json::json!(["级别", "家数（家）", "占比（%）"]), "units stand in the heads");
    assert!(read["sheets"].as_object().unwrap().len() > 4, "{read}");
    assert!(read["sheets"]["说明"].to_string().contains("=演示：像公式的评述"), "{read}");
    assert_eq!(read["formulas"], serde_json::json!([]), "text stays text");
    let draft = top.get(&format!("{MID}/paper")).await.body;
    assert!(draft.contains("未定稿") && !draft.contains("校验码"), "{draft}");
}

#[tokio::test]
async fn a_frozen_summary_that_was_altered_says_so() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    assert_eq!(top.post(&format!("{MID}/freeze"), &[("version", "0"), ("edition", "1")]).await.status, 303);
    assert!(!top.get(&format!("{MID}/editions/1")).await.body.contains("校验码不符"));
    let altered = Expr::cust("REPLACE(content, '范围', '范園')");
    let alter = Query::update()
        .table("summary_edition")
        .value("content", altered)
        .and_where(Expr::col("edition").eq(1))
        .to_owned();
    scene.bench.db().execute(&alter).await.unwrap();
    assert!(top.get(&format!("{MID}/editions/1")).await.body.contains("校验码不符"));
    for file in ["paper", "export.docx", "export.xlsx"] {
        assert_eq!(top.get(&format!("{MID}/editions/1/{file}")).await.status, 422, "{file}");
    }
}

#[tokio::test]
async fn an_invented_campaign_has_no_summary_where_not_everything_is_invented() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    assert_eq!(top.get(DEMO).await.status, 404);
    assert!(!top.get("/reports").await.body.contains("百日行动"));
    let page = top.get("/reports").await.body;
    assert!(page.contains("中期总结") && page.contains("终期总结"), "{page}");
}

#[tokio::test]
async fn freezing_fulfils_the_duty_that_asks_for_it_and_nobody_ticks_it() {
    let scene = Scene::new().await;
    let top = top(&scene).await;
    let bench = &scene.bench;
    refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap();
    let owed = "/campaigns/henan-2021-2025/bearers/410000";
    let page = top.get(owed).await.body;
    let row = page.split("<tr>").find(|row| row.contains("中期、终期总结") && row.contains("2023-06-30")).unwrap();
    let duty = format!("/duties/{}", said(row, "/duties/", "\"").trim_start_matches("/duties/"));
    let late = top.get(&duty).await.body;
    assert!(late.contains("<b>逾期</b>") && !late.contains("value=\"summary\""), "nobody hands in a summary: {late}");
    let ticked = [("version", "1"), ("kind", "summary"), ("title", "演示"), ("day", "2023-06-01")];
    let refused = top.send_form(&format!("{duty}/evidence"), &ticked, &[]).await;
    assert!(refused.status == 422 && refused.body.contains("这项任务收的佐证是文件"), "{}", refused.body);
    assert_eq!(top.post(&format!("{MID}/freeze"), &[("version", "0"), ("edition", "1")]).await.status, 303);
    let done = top.get(&duty).await.body;
    assert!(done.contains("<b>已完成</b>") && done.contains("中期总结第 1 版"), "{done}");
    assert!(done.contains(&format!("href=\"{MID}/editions/1\"")), "{done}");
    let back = [("version", "2"), ("reason", "演示：撤回定稿")];
    let back = top.post(&format!("{duty}/evidence/1/withdraw"), &back).await;
    assert!(back.status == 422 && back.body.contains("定稿的总结不能撤回"), "{}", back.body);
    assert!(!done.contains("撤回这一份"), "{done}");
    // The other day of the same duty is another summary's.
    let page = top.get(owed).await.body;
    let row = page.split("<tr>").find(|row| row.contains("中期、终期总结") && row.contains("2025-06-30")).unwrap();
    assert!(row.contains("未到期"), "{row}");
    // The job leaves it as it is.
    refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap();
    assert!(top.get(&duty).await.body.contains("<b>已完成</b>"));
}
