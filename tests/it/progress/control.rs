//! Control charts of a group as people and programs see them.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use zhikong::access::{Place, Role};

use crate::goals::set;
use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

/// Five level-2 and one level-3 hospital; twelve quarters by month, the last quarter far below.
pub async fn province() -> (Bench, Client) {
    let bench = Bench::new().await;
    let mut lines: Vec<_> = (0..5).map(|at| hospital(&format!("L20{at}"), "二级", "410302")).collect();
    lines.push(hospital("L300", "三级", "410105"));
    bench.register(&lines).await;
    for (at, quarter) in QUARTERS.iter().enumerate() {
        let rate = if at == 11 { 560 } else { 800 + at as i64 % 3 * 6 };
        let month = |more: i64| (rate + more, 1000);
        bench.db_months("L200", quarter, &[("iv_use_rate", [month(3), month(-4), month(1)])]).await;
        bench.db_months("L300", quarter, &[("iv_use_rate", [month(-1), month(2), month(0)])]).await;
    }
    bench.staff("province", "410000").await;
    let client = bench.sign_in("province").await;
    (bench, client)
}

pub const QUARTERS: [&str; 12] = [
    "2021Q4", "2022Q1", "2022Q2", "2022Q3", "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2",
    "2024Q3",
];

pub fn plain(text: &str) -> String {
    text.replace(['\u{202F}', '\u{00A0}'], " ")
}

pub async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(!page.body.contains("style="), "the content policy forbids styles in the page");
    plain(&page.body)
}

/// The rows of the table of numbers.
fn rows(page: &str) -> usize {
    let table = page.split("id=\"numbers\"").nth(1).unwrap().split("</table>").next().unwrap();
    table.matches("<th scope=\"row\">").count()
}

#[tokio::test]
async fn a_group_has_its_chart_its_sentence_and_as_many_rows_as_points() {
    let (_bench, client) = province().await;
    let page = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(page.contains("全部医院：逐月 p′ 控制图"), "{page}");
    assert_eq!(rows(&page), 36);
    assert!(page.contains("2024 年 9 月 <b>56.0 %</b>（1 121 / 2 000，95 % 区间"), "{page}");
    assert!(page.contains("<b>有改善的信号（超出控制限，偏低或下降，2024 年 7 月起）</b>"), "{page}");
    assert!(page.contains("2024 年第三季度合计比去年同期低"), "{page}");
    assert!(page.contains("还有 4 家未上报、未接收或缺报，不在其中"), "{page}");
    assert!(
        page.contains("方法：p′ 控制图；中心线") && page.contains("36 点算出") && page.contains("再乘 σz"),
        "{page}"
    );
    assert!(page.contains("未设目标值") && page.contains("计入 2 / 6 家") && page.contains("数据截至"), "{page}");
    let quarters = open(&client, "/targets/2024/5/control?period=2024Q3&grain=quarter&by=level&group=level3").await;
    assert!(quarters.contains("三级：逐季 p′ 控制图"), "{quarters}");
    assert_eq!(rows(&quarters), 12);
    assert!(quarters.contains("本季比去年同期低"), "{quarters}");
    let short = open(&client, "/targets/2024/5/control?period=2024Q3&grain=quarter&quarters=8").await;
    assert!(rows(&short) == 8 && short.contains("试算：8 点，满 12 点才判断"), "{short}");
    let form = open(&client, "/targets/2024/5/control?period=2024Q3&pick=level:level2").await;
    assert!(form.contains("<option value=\"level:level2\" selected>二级</option>"), "{form}");
    // The views of the target lead to each other.
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(target.contains("/targets/2024/5/control?period=2024Q3&amp;indicator=iv_use_rate"), "{target}");
}

#[tokio::test]
async fn a_target_page_has_a_small_chart_for_each_level_and_says_what_the_rules_give() {
    let (_bench, client) = province().await;
    let page = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(page.contains("逐月 p′ 控制图") && page.matches("zk-multi\"").count() == 2, "{page}");
    assert!(page.contains("点 = 当月数值　灰带 = 3σ 限　实线 = 均值"), "{page}");
    assert!(page.contains("1 家，月均分母 1 000"), "{page}");
    assert!(
        page.contains("control?period=2024Q3&amp;indicator=iv_use_rate&amp;by=level&amp;quarters=12&amp;group=level3")
    );
    assert!(page.contains("按月看控制图，<b>有改善的信号（超出控制限"), "{page}");
    assert!(!page.contains("这里只比数值"), "what the rules give is said in its place");
}

#[tokio::test]
async fn a_chart_can_be_taken_away() {
    let (_bench, client) = province().await;
    let query = "?period=2024Q3&by=level&group=level3";
    let svg = client.get(&format!("/targets/2024/5/control.svg{query}")).await;
    assert!(svg.status == 200 && svg.body.starts_with("<svg") && svg.body.contains("三级"), "{}", svg.body);
    let png = client.get(&format!("/targets/2024/5/control.png{query}")).await;
    // Where the computer has no Chinese font the page says so.
    assert!(png.bytes.starts_with(b"\x89PNG") || png.body.contains("没有装带中文的字体"), "{}", png.status);
    let line = client.get("/targets/2024/5/export.png?period=2024Q3").await;
    assert!(line.bytes.starts_with(b"\x89PNG") || line.body.contains("没有装带中文的字体"), "{}", line.status);
    let xlsx = client.get(&format!("/targets/2024/5/control.xlsx{query}")).await;
    let mut book = Xlsx::new(Cursor::new(xlsx.bytes)).unwrap();
    let sheet = book.worksheet_range("控制图").unwrap();
    let text = |cell: &Data| plain(&cell.to_string());
    let notes: Vec<String> = sheet.rows().map(|row| text(&row[0])).take_while(|first| first != "期").collect();
    assert!(notes[1].starts_with("2024 年 9 月 56.0 %（560 / 1 000"), "{notes:?}");
    assert!(
        notes[2].starts_with("方法：p′ 控制图") && notes.last().unwrap().contains("数据截至 2024-10-21 12:00"),
        "{notes:?}"
    );
    let figures: Vec<_> = sheet.rows().skip(notes.len() + 1).collect();
    assert_eq!(figures.len(), 36);
    let last = figures.last().unwrap();
    assert_eq!([0, 1, 2].map(|at| text(&last[at])), ["2024-09", "560", "1000"]);
    assert!(text(&last[3]).starts_with("56"), "{last:?}");
    assert!(text(&last[9]).starts_with("改善：超出控制限"), "{last:?}");
}

#[tokio::test]
async fn each_guard_has_a_page_that_explains_itself() {
    let (bench, client) = province().await;
    let path =
        |target: u8, indicator: &str| format!("/targets/2024/{target}/control?period=2024Q3&indicator={indicator}");
    // Nothing at all.
    let none = open(&client, &path(3, "vte_proper_prophylaxis_rate")).await;
    assert!(none.contains("全部医院还没有接收的报表填报了这一指标"), "{none}");
    let picture = client.get("/targets/2024/3/control.svg?period=2024Q3").await;
    assert!(picture.status == 422 && picture.body.contains("没有图"), "{}", picture.body);
    // All denominators 0.
    for quarter in QUARTERS {
        bench.db_facts("L201", quarter, &[("vaginal_delivery_complication_rate", Some((0, 0)))]).await;
    }
    let zero = open(&client, &path(10, "vaginal_delivery_complication_rate")).await;
    assert!(zero.contains("全部医院各期的分母都是 0"), "{zero}");
    // Small counts, and the last unlike them.
    for (at, quarter) in QUARTERS.iter().enumerate() {
        let count = if at == 11 { 6 } else { 1 };
        bench.db_facts("L201", quarter, &[("vaginal_delivery_complication_rate", Some((count, 8)))]).await;
    }
    let small = open(&client, &path(10, "vaginal_delivery_complication_rate")).await;
    assert!(small.contains("例数太少，不画控制限"), "{small}");
    assert!(small.contains("以前 11 期合计 11 / 88"), "{small}");
    assert!(small.contains("这么高或更高的是 不到 0.1 %：高得不像偶然"), "{small}");
    assert!(small.contains("2024 年到本期合并：33.33 %（8 / 24，95 % 区间"), "{small}");
    assert!(!small.contains("变差的信号"), "{small}");
    // Fewer than six, then fewer than twelve points.
    let few = open(&client, "/targets/2024/5/control?period=2022Q4&grain=quarter").await;
    assert!(few.contains("只有 5 个点，不画控制限") && few.contains("暂不判断"), "{few}");
    let trial = open(&client, "/targets/2024/5/control?period=2023Q2&grain=quarter").await;
    assert!(trial.contains("试算：7 点，满 12 点才判断"), "{trial}");
    // Nothing moves.
    for quarter in QUARTERS {
        bench.db_facts("L202", quarter, &[("iv_bags_per_bed_day", Some((300, 100)))]).await;
    }
    let flat = open(&client, &path(5, "iv_bags_per_bed_day")).await;
    assert!(flat.contains("各期之间没有波动，不画控制限"), "{flat}");
    // One hospital in a group, for the commission and for somebody who may not see it.
    let alone = open(&client, "/targets/2024/5/control?period=2024Q3&by=level&group=level3").await;
    assert!(alone.contains("计入 1 / 1 家"), "{alone}");
    let own = bench.hospital_on("L200", "2024-09-30".parse().unwrap()).await;
    bench.account("clerk").role(Role::Clerk).at(Place::Hospital(own.id)).store().await;
    let clerk = bench.sign_in("clerk").await;
    let withheld = open(&clerk, "/targets/2024/5/control?period=2024Q3&by=level&group=level3").await;
    assert!(withheld.contains("三级计入的医院不足 5 家，为免认出单家医院，不显示数值"), "{withheld}");
    assert!(!withheld.contains("1 000"), "nothing of it is told: {withheld}");
    // A composite whose formula nobody published.
    let composite = open(&client, "/targets/2026/1/control?period=2024Q3&indicator=stroke_acute_care_rate").await;
    assert!(composite.contains("这一项的计算口径没有公布，不能计算"), "{composite}");
    // Counted once a year.
    let undefined = open(&client, "/targets/2024/6/control?period=2024Q3&indicator=ae_per_bed").await;
    assert!(undefined.contains("按年计算"), "{undefined}");
}

#[tokio::test]
async fn a_hospital_is_seen_inside_the_scope_alone() {
    let (bench, client) = province().await;
    let path = |code: &str| format!("/targets/2024/5/control?period=2024Q3&by=hospital&group={code}");
    let page = open(&client, &path("L300")).await;
    assert!(page.contains("演示L300医院：逐月 p′ 控制图"), "{page}");
    let typed = open(&client, "/targets/2024/5/control?period=2024Q3&hospital=L300&pick=all:all").await;
    assert!(typed.contains("演示L300医院：逐月"), "{typed}");
    let city = bench.authority("410300").await;
    bench.account("city").role(Role::AuthorityStaff).at(Place::Authority(city)).store().await;
    let city = bench.sign_in("city").await;
    assert_eq!(city.get(&path("L200")).await.status, 200);
    for path in [path("L300"), path("none"), "/targets/2024/5/control?by=level&group=level3&period=2024Q3".to_owned()] {
        assert_eq!(city.get(&path).await.status, 404, "{path}");
    }
    let own = bench.hospital_on("L200", "2024-09-30".parse().unwrap()).await;
    bench.account("clerk").role(Role::Clerk).at(Place::Hospital(own.id)).store().await;
    let clerk = bench.sign_in("clerk").await;
    assert_eq!(clerk.get(&path("L200")).await.status, 200);
    assert_eq!(clerk.get(&path("L201")).await.status, 404);
    bench
        .account("keeper")
        .role(Role::AccountKeeper)
        .at(Place::Authority(bench.authority("410000").await))
        .store()
        .await;
    let keeper = bench.sign_in("keeper").await;
    assert_eq!(keeper.get(&path("L200")).await.status, 404, "an account keeper sees no single hospital");
    for bad in ["by=nothing", "by=level&group=level9", "by=city&group=999999", "indicator=none"] {
        assert_eq!(client.get(&format!("/targets/2024/5/control?{bad}")).await.status, 404, "{bad}");
    }
}

#[tokio::test]
async fn a_goal_is_a_line_a_word_for_the_quarter_and_a_word_for_the_long_run() {
    let (_bench, client) = province().await;
    set(&client, "iv_use_rate", &[("all", "90"), ("level-level3", "50.5")], "0").await;
    let all = open(&client, "/targets/2024/5/control?period=2024Q3").await;
    assert!(all.contains(">目标值 90<") && all.contains("达到</span>") && all.contains("目标 ≤ 90 %"), "{all}");
    assert!(all.contains("长期看稳定达到：目标值在控制限之外好的一侧"), "{all}");
    let level = open(&client, "/targets/2024/5/control?period=2024Q3&by=level&group=level3").await;
    assert!(level.contains("未达到</span>") && level.contains("长期看稳定达不到"), "its own goal: {level}");
    let short = open(&client, "/targets/2024/5/control?period=2024Q3&grain=quarter&quarters=8").await;
    assert!(!short.contains("长期看"), "not below twelve points: {short}");
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(
        target.contains("<b>达到（目标 ≤ 90 %）</b>") && target.contains("<th scope=\"col\">对目标值</th>"),
        "{target}"
    );
    assert!(target.contains("目标 ≤ 50.5 %"), "the level's goal stands in its row: {target}");
    let xlsx = client.get("/targets/2024/5/control.xlsx?period=2024Q3").await;
    let mut book = Xlsx::new(Cursor::new(xlsx.bytes)).unwrap();
    let sheet = book.worksheet_range("控制图").unwrap();
    assert!(sheet.rows().any(|row| row[0].to_string().starts_with("长期看稳定达到")));
}

#[tokio::test]
async fn an_acceptance_shows_at_once_on_a_chart_that_was_looked_at() {
    let (bench, client) = province().await;
    for path in ["/targets/2024/5/control?period=2024Q3", "/targets/2024/5/control?period=2024Q3&by=city&group=410100"]
    {
        open(&client, path).await;
        bench.db_months("L300", "2024Q3", &[("iv_use_rate", [(700, 1000), (700, 1000), (701, 1000)])]).await;
        let now = open(&client, path).await;
        assert!(now.contains("701 / 1 000") || now.contains("1 262 / 2 000"), "{path}: {now}");
        bench.db_months("L300", "2024Q3", &[("iv_use_rate", [(560, 1000); 3])]).await;
    }
}
