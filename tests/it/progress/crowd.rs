//! The view 医院 of a target, as a commission sees it: who is found, who is not accused, what is said, what is taken
//! away.

use zhikong::access::{Place, Role};

use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

const VIEW: &str = "/targets/2024/5/hospitals?period=2024Q3";

/// Thirty level-2 hospitals of 洛阳 round 70 %, two that lie far out, a small one, one without cases, one that never
/// reports.
async fn province() -> (Bench, Client) {
    let bench = Bench::new().await;
    let mut lines: Vec<_> = (0..35).map(|at| hospital(&format!("L{at:03}"), "二级", "410302")).collect();
    lines[3].beds = "80".to_owned();
    bench.register(&lines).await;
    for at in 0..30 {
        let numerator = 690 + at % 5 * 5;
        bench.db_facts(&format!("L{at:03}"), "2024Q3", &[("iv_use_rate", Some((numerator, 1000)))]).await;
    }
    for (code, figure) in [("L030", (400, 1000)), ("L031", (960, 1000)), ("L032", (9, 9)), ("L033", (0, 0))] {
        bench.db_facts(code, "2024Q3", &[("iv_use_rate", Some(figure))]).await;
    }
    bench.staff("province", "410000").await;
    let client = bench.sign_in("province").await;
    (bench, client)
}

async fn open(client: &Client, path: &str) -> String {
    let page = client.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    assert!(!page.body.contains("style="), "the content policy forbids styles in the page");
    page.body.replace(['\u{202F}', '\u{00A0}'], " ")
}

#[tokio::test]
async fn planted_outliers_are_found_and_nobody_else_is_accused() {
    let (_bench, client) = province().await;
    let page = open(&client, VIEW).await;
    assert!(page.contains("1 家高于全省、30 家与全省无法区分、1 家低于全省"), "{page}");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    let rows = |title: &str, next: &str| page[at(title)..at(next)].matches("<th scope=\"row\">").count();
    assert_eq!(rows("高于全省　1 家", "与全省无法区分　30 家"), 1);
    assert_eq!(rows("与全省无法区分　30 家", "低于全省　1 家"), 30);
    assert!(page[at("高于全省　1 家")..at("与全省无法区分　30 家")].contains("演示L031医院"));
    assert!(page[at("低于全省　1 家")..at("分母太小，不比较　1 家")].contains("演示L030医院"));
    assert!(page[at("分母太小，不比较　1 家")..].contains("演示L032医院"));
    assert!(
        page.contains("1 家分母不到 10，另列")
            && page.contains("1 家没有病例")
            && page.contains("1 家未报、未接收或缺报")
    );
    // Thirty-two are compared: 32 × 0.002 and 32 × 0.05.
    assert!(page.contains("32 家中单凭偶然预期约有 0.1 家出限（99.8 % 限）、约有 1.6 家出限（95 % 限）"), "{page}");
    assert!(page.contains("φ = ") && page.contains("τ² = ") && page.contains("不能说诊疗好坏"));
    assert!(!page.contains("名次区间</th>"), "no ranks unless asked for");
    // On the target's own page a few of each, and the way to all.
    let target = open(&client, "/targets/2024/5?period=2024Q3").await;
    assert!(target.contains("高于全省　1 家") && target.contains("低于全省　1 家"), "{target}");
    assert_eq!(target.matches("<a href=\"/hospitals/L").count(), 1 + 4 + 1, "{target}");
    assert!(target.contains("32 家中单凭偶然预期") && target.contains(">展开全部</a>"));
}

#[tokio::test]
async fn the_funnel_names_who_lies_out_and_nobody_else() {
    let (_bench, client) = province().await;
    let svg = client.get("/targets/2024/5/hospitals/export.svg?period=2024Q3").await;
    assert_eq!(svg.status, 200, "{}", svg.body);
    // The lower the use of infusions, the better: 96 % is a triangle, 40 % a circle, each with its words.
    assert!(svg.body.contains(">演示L030医院</text>") && svg.body.contains(">演示L031医院</text>"), "{}", svg.body);
    assert_eq!(svg.body.matches("<title>演示L0").count(), 2, "{}", svg.body);
    assert!(!svg.body.contains("演示L001医院"));
    assert!(svg.body.contains("1 家高于、1 家低于") && svg.body.contains("<polygon") && svg.body.contains("#C65A00"));
    let part = client.get("/targets/2024/5/hospitals/export.svg?period=2024Q3&part=distribution").await;
    assert!(part.body.contains("二级") && part.body.contains("中位"), "{}", part.body);
    let png = client.get("/targets/2024/5/hospitals/export.png?period=2024Q3").await;
    assert!(png.status == 422 || png.bytes.starts_with(b"\x89PNG"), "a picture, or in words that there is no font");
}

#[tokio::test]
async fn an_export_has_its_intervals_whatever_is_asked() {
    let (_bench, client) = province().await;
    let always = "编码,医院,级别,地市,分子,分母,值,95%下限,95%上限,分组,";
    for query in
        ["", "&ranks=1", "&level=level2&sort=lowest", "&q=L03", "&least=2000", "&against=all", "&beds_from=abc"]
    {
        let csv = client.get(&format!("/targets/2024/5/hospitals/export.csv?period=2024Q3{query}")).await;
        assert_eq!(csv.status, 200, "{query}: {}", csv.body);
        assert!(csv.body.trim_start_matches('\u{FEFF}').starts_with(always), "{query}: {}", csv.body);
        let old = client.get(&format!("/targets/2024/5/export.csv?period=2024Q3&part=hospitals{query}")).await;
        assert!(old.body.trim_start_matches('\u{FEFF}').starts_with(always), "{query}: {}", old.body);
    }
    let csv = client.get("/targets/2024/5/hospitals/export.csv?period=2024Q3&ranks=1").await.body;
    assert!(csv.contains("分组,名次中位,名次95%下限,名次95%上限,"), "{csv}");
    // 400 of 1,000 by Wilson; the lowest of 32, and surely so.
    assert!(csv.contains("L030,演示L030医院,二级,洛阳市,400,1000,40,37.0"), "{csv}");
    assert!(csv.contains(",低于全省,32,32,32,") && csv.contains(",高于全省,1,1,1,"), "{csv}");
    assert!(csv.contains("L032,演示L032医院,二级,洛阳市,9,9,100,") && csv.contains(",分母太小，不比较,,,,"), "{csv}");
    let xlsx = client.get("/targets/2024/5/hospitals/export.xlsx?period=2024Q3").await;
    assert_eq!(&xlsx.bytes[..2], b"PK");
}

#[tokio::test]
async fn ranks_come_with_their_intervals_and_their_worth() {
    let (_bench, client) = province().await;
    let page = open(&client, &format!("{VIEW}&ranks=1")).await;
    assert!(page.contains("名次区间</th>") && page.contains("data-k=\"名次区间\" class=\"num\">32–32</td>"), "{page}");
    assert!(page.contains("名次不可靠"), "thirty alike are noise: {page}");
    assert!(page.contains("<span class=\"zk-n\">不排</span>"), "who is not compared is not ranked");
}

#[tokio::test]
async fn each_guard_explains_itself() {
    let (bench, client) = province().await;
    let said = |path: String, why: &'static str| {
        let client = &client;
        async move {
            let page = open(client, &path).await;
            assert!(page.contains(why), "{path}: {page}");
            assert!(!page.contains("漏斗图</h2>"), "{path}: no funnel without groups");
        }
    };
    said(format!("{VIEW}&beds_from=80&beds_to=80"), "只有 1 家可比").await;
    said(format!("{VIEW}&level=level1"), "没有同时满足这些条件的医院").await;
    said(format!("{VIEW}&least=5000"), "分母都不到 5000").await;
    said("/targets/2024/5/hospitals?period=2024Q2".to_owned(), "本季还没有接收的数").await;
    said(format!("{VIEW}&indicator=iv_bags_per_bed_day"), "本季还没有接收的数").await;
    bench.register(&[hospital("M001", "三级", "410302"), hospital("M002", "三级", "410302")]).await;
    for code in ["M001", "M002"] {
        let figures = [("iv_use_rate", Some((7, 70))), ("iv_bags_per_bed_day", Some((200, 100)))];
        bench.db_facts(code, "2024Q3", &figures).await;
    }
    said(format!("{VIEW}&level=level3"), "只有 2 家可比").await;
    said(format!("{VIEW}&indicator=iv_bags_per_bed_day"), "是均值，没有公认的漏斗限").await;
    bench.db_facts("M001", "2024Q2", &[("iv_use_rate", Some((0, 0)))]).await;
    said("/targets/2024/5/hospitals?period=2024Q2".to_owned(), "分母都是 0").await;
    for code in ["M001", "M002", "L001"] {
        bench.db_facts(code, "2024Q1", &[("iv_use_rate", Some((80, 80)))]).await;
    }
    said("/targets/2024/5/hospitals?period=2024Q1".to_owned(), "可比的医院都是 100.0 %").await;
    said("/targets/2024/6/hospitals?period=2024Q3&indicator=ae_per_bed".to_owned(), "这一指标按年计算").await;
    // One of a group can be held against all.
    let one = open(&client, &format!("{VIEW}&beds_from=80&beds_to=80&against=all")).await;
    assert!(one.contains("1 家与全省无法区分") && one.contains("只有 1 家，没有 φ"), "{one}");
}

#[tokio::test]
async fn wrong_words_in_an_address_are_answered_in_words() {
    let (_bench, client) = province().await;
    for (query, why) in [
        ("beds_from=abc", "床位下限“abc”没有读懂"),
        ("beds_to=99999999999999999999", "床位上限写的数太大"),
        ("beds_from=500&beds_to=100", "床位下限 500 大于上限 100"),
        ("least=-3", "最小分母写了 -3"),
        ("level=nothing", "名录里没有“nothing”这个级别"),
        ("category=%3Cscript%3E", "名录里没有“&lt;script&gt;”这个类别"),
    ] {
        let page = open(&client, &format!("{VIEW}&{query}")).await;
        assert!(page.contains(why) && page.contains("有 1 个条件没有用上"), "{query}: {page}");
        assert!(page.contains("30 家与全省无法区分"), "{query}: nothing is narrowed");
    }
    assert!(open(&client, &format!("{VIEW}&page=999")).await.contains("演示L034医院"));
    assert!(open(&client, &format!("{VIEW}&page=x&sort=y&against=z&ranks=q")).await.contains("漏斗图"));
    assert_eq!(client.get("/targets/2024/11/hospitals").await.status, 404);
    assert_eq!(client.get("/targets/2024/5/hospitals?indicator=ae_per_bed").await.status, 404);
    assert_eq!(client.get("/targets/2024/5/hospitals?period=third").await.status, 400);
}

#[tokio::test]
async fn a_name_narrows_the_list_and_not_the_group() {
    let (_bench, client) = province().await;
    let page = open(&client, &format!("{VIEW}&q=L030")).await;
    assert!(page.contains("1 家高于全省、30 家与全省无法区分、1 家低于全省"), "{page}");
    assert!(page.contains("演示L030医院") && !page.contains("<a href=\"/hospitals/L001"), "{page}");
    assert!(page.contains("名称或编码含“L030”的有 1 家"));
    let group = open(&client, &format!("{VIEW}&level=level2&ownership=public")).await;
    assert!(group.contains("30 家与同组无法区分"), "{group}");
}

#[tokio::test]
async fn a_new_acceptance_is_seen_at_once() {
    let (bench, client) = province().await;
    assert!(open(&client, VIEW).await.contains("1 家低于全省"));
    bench.db_facts("L030", "2024Q3", &[("iv_use_rate", Some((700, 1000)))]).await;
    let page = open(&client, VIEW).await;
    assert!(page.contains("0 家低于全省") && page.contains("31 家与全省无法区分"), "{page}");
    assert!(open(&client, "/targets/2024/5?period=2024Q3").await.contains("与全省无法区分　31 家"));
}

#[tokio::test]
async fn a_city_compares_its_own_and_sees_nobody_else() {
    let (bench, _client) = province().await;
    bench.register(&[hospital("Z001", "二级", "410105")]).await;
    bench.db_facts("Z001", "2024Q3", &[("iv_use_rate", Some((100, 1000)))]).await;
    let city = Place::Authority(bench.authority("410300").await);
    bench.account("city").role(Role::AuthorityStaff).at(city).store().await;
    let client = bench.sign_in("city").await;
    for path in [
        VIEW.to_owned(),
        format!("{VIEW}&city=410100"),
        format!("{VIEW}&q=Z001"),
        format!("{VIEW}&against=all&ranks=1"),
    ] {
        let page = open(&client, &path).await;
        assert!(!page.contains("Z001医院"), "{path}: {page}");
    }
    assert!(open(&client, VIEW).await.contains("30 家与辖区无法区分"));
    // Against everybody the centre is that of all, though their hospitals are not shown.
    assert!(open(&client, &format!("{VIEW}&against=all")).await.contains("30 家与全省无法区分"));
    for kind in ["csv", "svg"] {
        let file = client.get(&format!("/targets/2024/5/hospitals/export.{kind}?period=2024Q3&against=all")).await;
        assert!(file.status == 200 && file.body.contains("L03") && !file.body.contains("Z001"), "{}", file.body);
    }
}
