//! 上报情况: who is in which group, as known on which day, and who sees whom.

use zhikong::access::Viewer;
use zhikong::hospitals::roster::Line;
use zhikong::returns::accept_many;

use crate::returns::deadlines::{at, cells, fifteen, province, text};
use crate::returns::scene::{Scene, hospital_line, q3};
use crate::support::client::Client;

/// Due on 10-15: A1 on 10-14, accepted on 10-20; A2 on 10-18, accepted with it; B1 not at all. Now it is 10-21.
async fn autumn() -> (Scene, Client) {
    let scene = Scene::new().await;
    at(&scene, "2024-10-02T04:00:00Z");
    let sheng = province(&scene).await;
    fifteen(&sheng).await;
    for (moment, code) in [("2024-10-14T04:00:00Z", "A1"), ("2024-10-18T04:00:00Z", "A2")] {
        at(&scene, moment);
        scene.take_one(scene.clean(code).await).await;
    }
    at(&scene, "2024-10-20T04:00:00Z");
    accept_many(&scene.desk, &Viewer::operator(), q3(), None).await.unwrap();
    at(&scene, "2024-10-21T04:00:00Z");
    let sheng_again = scene.bench.sign_in("sheng").await;
    drop(sheng);
    (scene, sheng_again)
}

/// 应报, 按时, 逾期, 待定, 未报, 未到期, 已收, 已接收 of a row.
fn row(html: &str, name: &str) -> Vec<String> {
    let cells = cells(html, name);
    ["应报", "按时", "逾期", "待定", "未报", "未到期", "已收", "已接收"].map(|key| cells[key].clone()).to_vec()
}

#[tokio::test]
async fn each_hospital_is_in_one_group_and_each_authority_in_one_row() {
    let (_scene, sheng) = autumn().await;
    let page = sheng.get("/returns/timeliness").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(row(&page.body, "郑州市"), ["2", "1", "1", "0", "0", "0", "2", "2"]);
    assert_eq!(row(&page.body, "南阳市"), ["1", "0", "0", "0", "1", "0", "0", "0"]);
    assert_eq!(row(&page.body, "合计"), ["3", "1", "1", "0", "1", "0", "2", "2"]);
    let lede = text(&page.body);
    assert!(lede.contains("按时率 33.3 %（1 / 3）"), "{lede}");
    assert!(lede.contains("只有最新一轮还能接收"), "the definition stands at the foot: {lede}");
}

#[tokio::test]
async fn a_day_shows_what_was_known_on_it() {
    let (_scene, sheng) = autumn().await;
    for (day, expected, rate) in [
        ("2024-10-01", ["3", "0", "0", "0", "0", "0", "0", "0"], "没有一家算逾期"),
        ("2024-10-13", ["3", "0", "0", "0", "0", "3", "0", "0"], "期限还没有到"),
        ("2024-10-15", ["3", "0", "0", "1", "0", "2", "1", "0"], "期限还没有到"),
        ("2024-10-16", ["3", "0", "0", "1", "2", "0", "1", "0"], "0.0 %（0 / 2）"),
        ("2024-10-18", ["3", "0", "1", "1", "1", "0", "2", "0"], "0.0 %（0 / 2）"),
        ("2024-10-20", ["3", "1", "1", "0", "1", "0", "2", "2"], "33.3 %（1 / 3）"),
        ("2030-01-01", ["3", "1", "1", "0", "1", "0", "2", "2"], "33.3 %（1 / 3）"),
    ] {
        let page = sheng.get(&format!("/returns/timeliness?period=2024Q3&as_of={day}")).await.body;
        assert_eq!(row(&page, "合计"), expected, "{day}");
        assert!(text(&page).contains(rate), "{day}: {rate} in {page}");
    }
    assert_eq!(sheng.get("/returns/timeliness?as_of=gestern").await.status, 400);
}

#[tokio::test]
async fn an_authority_opens_its_hospitals_and_nobody_elses() {
    let (scene, sheng) = autumn().await;
    let zhengzhou = scene.bench.authority("410100").await;
    let list = |more: &str| format!("/returns/timeliness?period=2024Q3&authority={zhengzhou}{more}");
    let page = sheng.get(&list("")).await.body;
    let of = cells(&page, "演示A2医院");
    assert_eq!(
        (of["情况"].as_str(), of["期限"].as_str(), of["收到"].as_str()),
        ("逾期", "2024-10-15", "2024-10-18 12:00")
    );
    assert!(page.contains("/returns/2024Q3/A1") && !page.contains("演示B1医院"), "{page}");
    let late = sheng.get(&list("&state=late")).await.body;
    assert!(late.contains("演示A2医院") && !late.contains("演示A1医院"), "{late}");
    let received = sheng.get(&list("&sort=received")).await.body;
    let place = |code: &str| received.find(&format!("演示{code}医院")).unwrap();
    assert!(place("A1") < place("A2"));
    scene.bench.staff("nanzhao", "411321").await;
    let nanzhao = scene.bench.sign_in("nanzhao").await;
    assert_eq!(nanzhao.get(&list("")).await.status, 404);
    assert_eq!(nanzhao.get(&format!("/returns/timeliness.xlsx?authority={zhengzhou}")).await.status, 404);
    assert_eq!(nanzhao.get(&format!("/returns/reminders?authority={zhengzhou}")).await.status, 404);
    let own = nanzhao.get("/returns/timeliness?period=2024Q3").await.body;
    assert_eq!(row(&own, "合计"), ["1", "0", "0", "0", "1", "0", "0", "0"]);
    assert!(!own.contains("郑州"), "{own}");
}

#[tokio::test]
async fn the_workbook_says_the_same_as_the_page() {
    let (scene, sheng) = autumn().await;
    let file = sheng.get("/returns/timeliness.xlsx?period=2024Q3&as_of=2024-10-18").await;
    assert_eq!(file.status, 200);
    let book = scene.desk.reader.read(file.bytes.to_vec()).await.expect("a workbook");
    let cells: Vec<String> =
        book.sheets.iter().flat_map(|sheet| sheet.cells.iter()).map(|cell| format!("{cell:?}")).collect();
    let all = cells.join("\n");
    for said in ["截至 2024-10-18 23:59", "演示A2医院", "按时率 = ", "2024-10-18 12:00", "待定"] {
        assert!(all.contains(said), "{said} in {all}");
    }
}

#[tokio::test]
async fn a_reminder_names_who_is_missing() {
    let (_scene, sheng) = autumn().await;
    let page = sheng.get("/returns/reminders?period=2024Q3").await.body;
    assert!(page.contains("还有 1 家没有报") && page.contains("演示B1医院"), "{page}");
    assert!(!page.contains("演示A1医院") && page.contains("期限 10 月 15 日，已逾期 6 天"), "{page}");
    assert!(page.contains("登录 https://zhikong.test"), "{page}");
}

#[tokio::test]
async fn a_reminder_is_a_picture_too() {
    let (_scene, sheng) = autumn().await;
    let drawing = sheng.get("/returns/reminders.svg?period=2024Q3").await;
    assert!(drawing.status == 200 && drawing.body.contains("演示B1医院"), "{}", drawing.body);
    let picture = sheng.get("/returns/reminders.png?period=2024Q3").await;
    if picture.status == 422 {
        assert!(picture.body.contains("没有装带中文的字体"), "{}", picture.body);
    } else {
        assert_eq!(picture.headers["content-type"], "image/png");
        assert!(picture.bytes.starts_with(b"\x89PNG") && picture.bytes.len() > 5_000, "{}", picture.bytes.len());
    }
}

#[tokio::test]
async fn what_an_authority_reviews_itself_is_a_row_of_its_own() {
    let own = Line { affiliation: "市直".to_owned(), ..hospital_line("C1") };
    let scene = Scene::with(&[hospital_line("A1"), own]).await;
    scene.bench.staff("zhengzhou", "410100").await;
    let city = scene.bench.sign_in("zhengzhou").await;
    let page = city.get("/returns/timeliness?period=2024Q3").await.body;
    assert_eq!(cells(&page, "（直接审核）")["应报"], "1");
    assert_eq!(cells(&page, "金水区")["应报"], "1");
    assert_eq!(cells(&page, "合计")["未设期限"], "2");
    let id = scene.bench.authority("410100").await;
    let list = city.get(&format!("/returns/timeliness?period=2024Q3&authority={id}")).await.body;
    assert!(list.contains("演示C1医院") && !list.contains("演示A1医院"), "{list}");
    let all = city.get(&format!("/returns/reminders?period=2024Q3&authority={id}")).await.body;
    assert!(all.contains("演示C1医院") && all.contains("演示A1医院"), "{all}");
}
