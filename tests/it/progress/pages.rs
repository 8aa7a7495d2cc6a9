//! What people see on the pages of progress.

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

/// Two cities; level 3 and level 2; a hospital that never reports and one without obstetrics.
async fn province() -> (Bench, Client) {
    let bench = Bench::new().await;
    bench
        .register(&[
            hospital("D001", "三级", "410105"),
            hospital("D002", "三级", "410103"),
            hospital("D003", "二级", "410103"),
            hospital("D004", "二级", "410302"),
        ])
        .await;
    bench.staff("province", "410000").await;
    let client = bench.sign_in("province").await;
    (bench, client)
}

/// Narrow spaces as plain ones, so that a test can write what it means.
fn plain(text: &str) -> String {
    text.replace(['\u{202F}', '\u{00A0}'], " ")
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(!page.body.contains("style="), "the content policy forbids styles in the page");
    plain(&page.body)
}

#[tokio::test]
async fn an_empty_installation_says_what_fills_its_pages() {
    let (_bench, client) = province().await;
    let overview = open(&client, "/overview").await;
    assert!(overview.contains("应报 4 家医院"), "{overview}");
    assert!(overview.contains("这个季度还没有接收的报表"));
    assert!(overview.contains("href=\"/returns?period=2024Q3\""), "the last quarter that is over");
    let target = open(&client, "/targets/2024/3").await;
    assert!(target.contains("还没有接收的报表填报了这一指标"), "{target}");
    assert!(target.contains("未上报"), "every hospital is listed with why it has no figure");
}

#[tokio::test]
async fn the_overview_pools_counts_and_never_calls_a_rise_an_improvement() {
    let (bench, client) = province().await;
    for (quarter, ops) in [("2023Q3", 700), ("2024Q2", 800)] {
        bench.db_facts("D001", quarter, &[("iv_use_rate", Some((ops, 1000)))]).await;
    }
    bench.db_facts("D001", "2024Q3", &[("iv_use_rate", Some((900, 1000)))]).await;
    bench.db_facts("D002", "2024Q3", &[("iv_use_rate", Some((10, 100)))]).await;
    let page = open(&client, "/overview").await;
    // (900 + 10) / (1000 + 100), 2.7 above 800 / 1000 and 12.7 above 700 / 1000.
    assert!(page.contains("<span class=\"big\">82.7</span>"), "{page}");
    assert!(page.contains("910 / 1 100"));
    assert!(
        page.contains("+2.7 <span class=\"zk-n\">较上季</span>")
            && page.contains("+12.7 <span class=\"zk-n\">较去年同期</span>")
    );
    assert!(page.contains("点数不足") && page.contains("未设目标值"));
    assert!(!page.contains("zk-move better"), "nothing is called an improvement: {page}");
    assert!(page.contains("题目要求提高，这一项以下降为好"), "Ⅴ rises by its title and falls by its figure");
    assert!(page.contains("项上升，共 11 项"), "Ⅷ has no single figure");
    // Ⅴ alone has figures, and few; every other row of the table is accounted for.
    assert!(page.contains("10 项目标中 <b>0 项有证据显示改善、0 项变差、0 项未见变化</b>"), "{page}");
    assert!(page.contains("Ⅰ、Ⅱ、Ⅲ、Ⅳ、Ⅵ、Ⅶ、Ⅸ、Ⅹ 无数字，Ⅴ 点数不足，Ⅷ 没有单一的主指标，暂不判断"), "{page}");
    assert!(page.contains("不可比 <span class=\"zk-n\">本期没有数</span>"), "not last quarter, this one is missing");
    assert!(page.contains("href=\"/targets/2024/5?period=2024Q3\""));
}

#[tokio::test]
async fn a_target_page_draws_levels_and_leads_to_each_hospital() {
    let (bench, client) = province().await;
    for quarter in ["2023Q4", "2024Q1", "2024Q2", "2024Q3"] {
        bench.db_facts("D001", quarter, &[("vte_proper_prophylaxis_rate", Some((74, 100)))]).await;
        bench.db_facts("D004", quarter, &[("vte_proper_prophylaxis_rate", Some((124, 200)))]).await;
    }
    let page = open(&client, "/targets/2024/3?period=2024Q3").await;
    assert!(page.contains("本季 <b>66.0 %</b>（198 / 300"), "{page}");
    assert!(page.contains("三级 74.0 %、二级 62.0 %"));
    assert!(page.contains("三级与二级相差 12.0 个百分点"), "{page}");
    assert!(page.contains("2024 年起改口径"), "the line breaks where the definition changed");
    assert!(page.contains("现口径下只有 3 个季度的点，点数不足，暂不判断"));
    assert!(page.contains("href=\"/values/D001/2024Q3/vte_proper_prophylaxis_rate\">74 / 100</a>"));
    assert!(page.contains("计入 1 / 2 家"), "who is missing is counted");
    // The same aim had another place in 2023.
    assert!(page.contains("href=\"/targets/2024/3?period=2024Q2"), "{page}");
    let before = open(&client, "/targets/2023/9?period=2023Q4").await;
    assert!(before.contains("74 / 100"));
    assert_eq!(client.get("/targets/2024/11").await.status, 404);
    assert_eq!(client.get("/targets/2024/3?indicator=iv_use_rate").await.status, 404);
    assert_eq!(client.get("/targets/2024/3?period=third").await.status, 400);
}

#[tokio::test]
async fn hospitals_are_filtered_sorted_and_say_why_they_have_no_figure() {
    let (bench, client) = province().await;
    bench.db_facts("D001", "2024Q3", &[("vaginal_delivery_complication_rate", Some((3, 100)))]).await;
    bench.db_facts("D002", "2024Q3", &[("vaginal_delivery_complication_rate", Some((1, 100)))]).await;
    bench.db_facts("D003", "2024Q3", &[("vaginal_delivery_complication_rate", None)]).await;
    let page = open(&client, "/targets/2024/10?period=2024Q3&sort=lowest").await;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    assert!(at("演示D002医院") < at("演示D001医院"), "the lowest first");
    assert!(at("演示D001医院") < at("演示D003医院"), "whoever has no figure comes last");
    assert!(page.contains("不适用") && page.contains("未上报"));
    let level2 = open(&client, "/targets/2024/10?period=2024Q3&level=level2&city=410300").await;
    assert!(level2.contains("演示D004医院") && !level2.contains("演示D003医院"), "{level2}");
    assert!(level2.contains("满足“二级”“洛阳市”的有 1 家"));
    let none = open(&client, "/targets/2024/10?period=2024Q3&q=%E4%B8%8D%E5%AD%98%E5%9C%A8").await;
    assert!(none.contains("没有同时满足名称或编码含“不存在”的医院"), "{none}");
}

#[tokio::test]
async fn an_indicator_without_figures_says_why() {
    let (_bench, client) = province().await;
    let why = "这一指标按年计算，系统现在只算到季度，所以没有数字";
    let target = open(&client, "/targets/2024/6?period=2024Q3&indicator=ae_per_bed").await;
    assert!(target.contains(why), "{target}");
    let value = open(&client, "/values/D001/2024Q3/ae_per_bed").await;
    assert!(value.contains(&format!("<b>{why}</b>。")), "{value}");
}

#[tokio::test]
async fn what_is_shown_can_be_taken_away() {
    let (bench, client) = province().await;
    bench.db_facts("D001", "2024Q3", &[("iv_use_rate", Some((900, 1000)))]).await;
    bench.db_facts("D002", "2024Q3", &[("iv_use_rate", Some((10, 100)))]).await;
    let csv = client.get("/targets/2024/5/export.csv?period=2024Q3").await;
    assert_eq!(csv.status, 200);
    assert_eq!(&csv.bytes[..3], b"\xEF\xBB\xBF", "a person opens it");
    assert!(csv.body.contains("2024Q3,三级,910,1100,82.72727272727273,"), "{}", csv.body);
    assert!(csv.headers["content-disposition"].to_str().unwrap().contains("filename*=UTF-8''NIT-2024-"));
    let hospitals = client.get("/targets/2024/5/export.csv?period=2024Q3&part=hospitals&level=level3").await;
    assert!(hospitals.body.contains("D001,演示D001医院,三级,郑州市,900,1000,90,"), "{}", hospitals.body);
    assert!(!hospitals.body.contains("D003"), "the filter of the page holds");
    let xlsx = client.get("/targets/2024/5/export.xlsx?period=2024Q3").await;
    assert_eq!(&xlsx.bytes[..2], b"PK");
    let svg = client.get("/targets/2024/5/export.svg?period=2024Q3").await;
    assert!(svg.body.starts_with("<svg") && svg.body.contains("三级"), "{}", svg.body);
}

#[tokio::test]
async fn a_hospital_page_stands_beside_its_level() {
    let (bench, client) = province().await;
    for at in 0..5 {
        let code = format!("E00{at}");
        bench.register(&[hospital(&code, "二级", "410302")]).await;
        bench.db_facts(&code, "2024Q3", &[("iv_use_rate", Some((60, 100)))]).await;
    }
    bench.db_facts("D003", "2024Q2", &[("iv_use_rate", Some((80, 100)))]).await;
    bench.db_facts("D003", "2024Q3", &[("iv_use_rate", Some((90, 100)))]).await;
    let page = open(&client, "/hospitals/D003?period=2024Q3").await;
    assert!(page.contains("<span class=\"big\">90.0</span>"), "{page}");
    // (5 × 60 + 90) / 600: six level-2 hospitals pooled.
    assert!(page.contains("二级合计 </span>65.0</td>"), "{page}");
    assert!(page.contains("+10.0 <span class=\"zk-n\">较上季</span>"));
    assert!(page.contains("href=\"/values/D003/2024Q3/iv_use_rate\""));
    assert_eq!(client.get("/hospitals/D999").await.status, 404);
}
