//! 本院对照: answered at once after an acceptance, and nothing of another hospital in it.

use zhikong::access::{Place, Role};
use zhikong::hospitals::roster::Line;

use crate::returns::scene::{Scene, hospital_line, q3};
use crate::support::bench::Bench;
use crate::support::client::Client;
use crate::support::scene::hospital;

const QUARTER: &str = "2024Q3";

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

/// Counts that belong to one hospital alone.
fn counts(at: i64) -> (i64, i64) {
    (701 + 11 * at, 1_003 + 17 * at)
}

/// So many public general hospitals of level 2 with 300 beds, `H000` and on, that gave their counts; and a clerk of the
/// first.
async fn province(count: i64) -> (Bench, Client) {
    let bench = Bench::new().await;
    let lines: Vec<Line> = (0..count).map(|at| hospital(&format!("H{at:03}"), "二级", "410302")).collect();
    bench.register(&lines).await;
    for (at, line) in (0..).zip(&lines) {
        bench.db_facts(&line.code, QUARTER, &[("iv_use_rate", Some(counts(at)))]).await;
    }
    let client = clerk(&bench, "H000").await;
    (bench, client)
}

async fn clerk(bench: &Bench, code: &str) -> Client {
    let own = bench.hospital_on(code, q3().last_day()).await;
    let login = format!("clerk-{}", code.to_lowercase());
    bench.account(&login).role(Role::Clerk).at(Place::Hospital(own.id)).store().await;
    bench.sign_in(&login).await
}

#[tokio::test]
async fn peers_are_pooled_and_nothing_of_one_of_them_is_on_the_page() {
    let (bench, client) = province(13).await;
    let page = open(&client, "/benchmark/H000").await;
    assert!(page.contains("同为二级公立综合医院、床位 150–600 张的 12 家，不含本院"), "{page}");
    assert!(page.contains("<a href=\"/values/H000/2024Q3/iv_use_rate\">701 / 1 003</a>"), "{page}");
    let sums = (1..13).map(counts).fold((0, 0), |sum, of| (sum.0 + of.0, sum.1 + of.1));
    let pooled = format!("{:.1}", sums.0 as f64 / sums.1 as f64 * 100.0);
    assert!(page.contains(&format!("<b>{pooled}</b> <span class=\"zk-n\">12 家<br>中间一半")), "{pooled} in {page}");
    assert!(page.contains("与同类无法区分"));
    let files = [
        page.clone(),
        open(&client, "/benchmark/H000/export.svg?period=2024Q3&indicator=iv_use_rate").await,
        cells(&client.get("/benchmark/H000/export.xlsx?period=2024Q3").await.bytes),
    ];
    assert!(files[2].contains("701") && files[2].contains("1003"), "the own counts are in the workbook: {}", files[2]);
    for (at, file) in (1..13).flat_map(|at| files.iter().map(move |file| (at, file))) {
        let (above, below) = counts(at);
        for secret in [format!("H{at:03}"), format!("{above} / "), format!(">{above}<"), format!(">{below}<")] {
            assert!(!file.contains(&secret), "{secret} of another hospital in {file}");
        }
    }
    assert!(!page.contains(&format!("{} / ", plain(&zhikong::web::format::count(sums.0)))), "nor their sums as counts");
    // A peer's new figure counts at once.
    bench.db_facts("H001", QUARTER, &[("iv_use_rate", Some((0, 9_000)))]).await;
    let after = open(&client, "/benchmark/H000").await;
    assert!(!after.contains(&format!("<b>{pooled}</b>")), "{after}");
    assert!(after.contains("高于同类") || after.contains("与同类无法区分"));
}

/// The text of a workbook's sheets and strings.
fn cells(xlsx: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(xlsx)).unwrap();
    (0..archive.len()).map(|at| std::io::read_to_string(archive.by_index(at).unwrap()).unwrap()).collect()
}

#[tokio::test]
async fn only_the_hospital_and_its_commissions_see_it() {
    let (bench, client) = province(13).await;
    let other = clerk(&bench, "H001").await;
    for (login, code) in [("luoyang", "410300"), ("zhengzhou", "410100"), ("province", "410000")] {
        bench.staff(login, code).await;
    }
    for path in ["/benchmark/H000", "/benchmark/H000/export.xlsx", "/benchmark/H000/export.svg?indicator=iv_use_rate"] {
        assert_eq!(client.get(path).await.status, 200, "{path}");
        assert_eq!(other.get(path).await.status, 404, "{path}");
        assert_eq!(bench.sign_in("luoyang").await.get(path).await.status, 200, "{path}");
        assert_eq!(bench.sign_in("province").await.get(path).await.status, 200, "{path}");
        assert_eq!(bench.sign_in("zhengzhou").await.get(path).await.status, 404, "{path}");
    }
    assert_eq!(client.get("/benchmark/H999").await.status, 404);
    assert_eq!(client.get("/benchmark").await.location(), "/benchmark/H000");
    assert_eq!(bench.sign_in("province").await.get("/benchmark").await.location(), "/hospitals");
    assert_eq!(client.get("/benchmark/H000?period=third").await.status, 400);
    assert_eq!(client.get("/benchmark/H000/export.svg?indicator=nothing").await.status, 404);
}

#[tokio::test]
async fn too_few_peers_explain_themselves() {
    for count in [1, 5] {
        let (_bench, client) = province(count).await;
        let page = open(&client, "/benchmark/H000").await;
        assert!(page.contains("同为二级医院且有数字的不足 5 家，所以不与同类相比"), "{count}: {page}");
        assert!(page.contains("701 / 1 003") && page.contains("同类中有这一项数字的不足 5 家，不比"));
        assert!(page.contains("没有一项与同类相比。"));
    }
    let (_bench, client) = province(6).await;
    let page = open(&client, "/benchmark/H000").await;
    assert!(page.contains("床位 150–600 张") || page.contains("同为二级医院的 5 家"), "{page}");
    assert!(page.contains("不足 10 家，不给中间一半"), "{page}");
}

#[tokio::test]
async fn who_stands_beyond_is_told_with_what_may_not_be_concluded() {
    let (bench, _) = province(13).await;
    bench.db_facts("H002", QUARTER, &[("iv_use_rate", Some((990, 1_000))), ("level4_mdt_rate", None)]).await;
    let page = open(&clerk(&bench, "H002").await, "/benchmark/H002").await;
    assert!(page.contains("<b>1 个指标要先看</b>（Ⅴ）"), "{page}");
    assert!(page.contains("（990 / 1 000，95 % 区间 98.2–99.5）：高于同类 12 家合计的"), "{page}");
    assert!(page.contains("在 99.8 % 界限之外") && page.contains("不能说做得不好"), "{page}");
    assert!(page.contains("href=\"/values/H002/2024Q3/iv_use_rate\""));
    assert!(page.contains("不适用：填报为不适用"), "what does not apply is not missing");
    assert!(page.contains("缺数：已接收的报表里没有填") && page.contains("项没有计入的数字"), "{page}");
    let home = open(&clerk(&bench, "H003").await, "/home").await;
    assert!(home.contains("href=\"/benchmark/H003\""), "{home}");
}

#[tokio::test]
async fn nothing_accepted_no_cases_and_a_first_quarter_each_say_so() {
    let bench = Bench::new().await;
    bench.register(&[hospital("N001", "二级", "410302")]).await;
    let client = clerk(&bench, "N001").await;
    let empty = open(&client, "/benchmark/N001").await;
    assert!(empty.contains("还没有接收的数字") && empty.contains("2024 年第三季度还没有上报"), "{empty}");
    assert_eq!(client.get("/benchmark/N001/export.xlsx").await.status, 303, "there is nothing to take away");
    assert_eq!(client.get("/benchmark/N001/export.svg?indicator=iv_use_rate").await.status, 404);
    bench.db_facts("N001", QUARTER, &[("iv_use_rate", Some((0, 0))), ("level4_mdt_rate", Some((3, 4)))]).await;
    let page = open(&client, "/benchmark/N001").await;
    assert!(page.contains("没有病例，分母是 0"), "{page}");
    assert!(page.contains("现口径下只有 1 个季的数，点数不足，只画区间，不判断。"), "{page}");
    assert!(page.contains("不可比 <span class=\"zk-n\">缺上季</span>"), "{page}");
}

#[tokio::test]
async fn an_accepted_return_is_answered_at_once() {
    let lines: Vec<Line> = (0..12).map(|at| hospital_line(&format!("A{at}"))).collect();
    let scene = Scene::with(&lines).await;
    let bench = &scene.bench;
    for at in 1..12 {
        bench.db_facts(&format!("A{at}"), QUARTER, &[("iv_use_rate", Some((500, 1_000)))]).await;
    }
    bench.db_facts("A0", "2024Q2", &[("iv_use_rate", Some((123, 456)))]).await;
    let clerk = clerk(bench, "A0").await;
    bench.staff("jinshui", "410105").await;
    let county = bench.sign_in("jinshui").await;
    let sent = clerk.upload("/returns/upload?period=2024Q3", &[("三季度.xlsx", &scene.clean("A0").await)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let waits = open(&clerk, "/benchmark/A0").await;
    assert!(
        waits.contains("2024 年第三季度的报表在等待审核，审核机构接收后才计入。下面是最近一次接收的2024 年第二季度"),
        "{waits}"
    );
    assert!(waits.contains("123 / 456") && !waits.contains("1 860 / 3 300"), "{waits}");

    let opened = county.get("/returns/2024Q3/A0").await;
    let version = opened.body.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let accepted = county.post("/returns/2024Q3/A0/accept", &[("version", version.unwrap())]).await;
    assert_eq!(accepted.status, 303, "{}", accepted.body);

    let page = open(&clerk, "/benchmark/A0").await;
    // 600 + 620 + 640 of 1 000 + 1 100 + 1 200, against eleven peers at one half.
    assert!(page.contains("1 860 / 3 300") && page.contains("<b>50.0</b> <span class=\"zk-n\">11 家"), "{page}");
    assert!(!page.contains("在等待审核") && !page.contains("最近一次接收"), "{page}");
    assert!(page.contains("高于同类 11 家合计的 50.0 %"), "{page}");
    assert!(page.contains("不适用：名录里没有这项服务") || page.contains("不适用"), "{page}");
    let home = open(&clerk, "/home").await;
    assert!(home.contains("2024 年第三季度先看：<b>Ⅴ "), "{home}");
    assert!(open(&clerk, "/inbox").await.contains("本院对照"), "the letter names the page");
    assert!(open(&clerk, "/returns/2024Q3/A0").await.contains("href=\"/benchmark/A0?period=2024Q3\""));
    assert!(open(&clerk, "/hospitals/A0?period=2024Q3").await.contains("href=\"/benchmark/A0?period=2024Q3\""));
}
