//! A hospital asks for a later day; its review authority decides, once.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use zhikong::returns::deadlines::store;

use crate::returns::deadlines::{at, cells, clerk, fifteen, province, text};
use crate::returns::scene::{Scene, q3};
use crate::support::client::Client;
use crate::support::register;

const PAGE: &str = "/returns/2024Q3/A1/extension";

struct People {
    jia: Client,
    jinshui: Client,
    nanzhao: Client,
    sheng: Client,
}

/// 2024-10-12: the third quarter is due on 10-15.
async fn people(scene: &Scene) -> People {
    at(scene, "2024-10-12T02:00:00Z");
    let sheng = province(scene).await;
    fifteen(&sheng).await;
    scene.bench.staff("jinshui", "410105").await;
    scene.bench.staff("nanzhao", "411321").await;
    People {
        jia: clerk(scene, "jia", "A1").await,
        jinshui: scene.bench.sign_in("jinshui").await,
        nanzhao: scene.bench.sign_in("nanzhao").await,
        sheng,
    }
}

async fn ask(client: &Client, wanted: &str) -> crate::support::client::Answer {
    client.post(PAGE, &[("wanted", wanted), ("reason", "演示：系统停机")]).await
}

fn decision<'a>(verdict: &'a str, until: &'a str, words: &'a str) -> [(&'a str, &'a str); 4] {
    [("verdict", verdict), ("until", until), ("words", words), ("version", "1")]
}

#[tokio::test]
async fn a_granted_day_becomes_the_due_date_of_that_hospital_alone() {
    let scene = Scene::new().await;
    let People { jia, jinshui, nanzhao, sheng } = people(&scene).await;
    assert_eq!(ask(&jia, "2024-10-25").await.status, 303);
    assert!(jia.get(PAGE).await.body.contains("等审核机构批"));
    let list = jinshui.get("/returns/extensions").await.body;
    assert!(list.contains("演示A1医院") && list.contains("2024-10-25") && list.contains("系统停机"), "{list}");
    assert!(!nanzhao.get("/returns/extensions").await.body.contains("演示A1医院"));
    assert!(jinshui.get("/home").await.body.contains("批 1 份延期申请"), "it stands among what is to be done");
    assert!(!nanzhao.get("/home").await.body.contains("延期申请"));
    let decide = format!("{PAGE}/1/decide");
    assert_eq!(nanzhao.post(&decide, &decision("refuse", "", "演示")).await.status, 404, "another territory's");
    assert_eq!(jia.post(&decide, &decision("grant", "2024-10-25", "")).await.status, 403, "clerks decide nothing");
    let granted = jinshui.post(&decide, &decision("grant", "2024-10-22", "演示：尽快")).await;
    assert_eq!((granted.status.as_u16(), granted.location()), (303, PAGE), "{}", granted.body);
    assert_eq!(jinshui.post(&decide, &decision("refuse", "", "演示")).await.status, 409, "it is decided once");
    assert_eq!(sheng.post(&decide, &decision("grant", "2024-10-25", "")).await.status, 409);
    let shown = text(&jia.get("/returns/2024Q3/A1").await.body);
    assert!(shown.contains("延至 10 月 22 日（还有 10 天）") && shown.contains("申请延期"), "{shown}");
    let page = text(&jia.get(PAGE).await.body);
    assert!(page.contains("同意延期") && page.contains("演示：尽快"), "{page}");
    assert!(text(&sheng.get("/returns/2024Q3/A2").await.body).contains("期限 10 月 15 日"), "A2 has everybody's day");
    assert!(jinshui.get("/returns/extensions").await.body.contains("没有等着批的"));
    assert!(!jinshui.get("/home").await.body.contains("延期申请"));

    // Known from 10-12 10:00 on, and so on the table of that day, not on that of the day before.
    at(&scene, "2024-10-20T02:00:00Z");
    let sheng = scene.bench.sign_in("sheng").await;
    let board = |day: &str| format!("/returns/timeliness?period=2024Q3&as_of={day}");
    assert_eq!(cells(&sheng.get(&board("2024-10-19")).await.body, "郑州市")["其中延期"], "1");
    let row = cells(&sheng.get(&board("2024-10-19")).await.body, "郑州市");
    assert_eq!((row["未报"].as_str(), row["未到期"].as_str()), ("1", "1"), "{row:?}");
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_with_its_reason() {
    let scene = Scene::new().await;
    let People { jia, jinshui, .. } = people(&scene).await;
    for (wanted, said) in [
        ("2024-10-11", "已经过去"),
        ("2024-10-15", "不晚于现在的期限 2024-10-15"),
        ("2025-01-14", "90 天以上"),
        ("十五号", "没有读懂"),
    ] {
        let answer = ask(&jia, wanted).await;
        assert!(answer.status == 422 && answer.body.contains(said), "{wanted}: {}", answer.body);
        assert!(answer.body.contains("演示：系统停机"), "what was typed stays: {}", answer.body);
    }
    assert_eq!(ask(&jia, "2025-01-13").await.status, 303);
    let second = ask(&jia, "2024-10-20").await;
    assert!(second.status == 422 && second.body.contains("已经有一份申请"), "{}", second.body);
    let decide = format!("{PAGE}/1/decide");
    for (form, said) in [
        (decision("refuse", "", " "), "没有写原因"),
        (decision("", "2024-10-20", ""), "没有选同意还是不同意"),
        (decision("grant", "2024-10-15", ""), "不晚于现在的期限"),
    ] {
        let answer = jinshui.post(&decide, &form).await;
        assert!(answer.status == 422 && answer.body.contains(said), "{said}: {}", answer.body);
    }
    assert_eq!(jinshui.post(&decide, &decision("refuse", "", "演示：可以按时")).await.status, 303);
    assert!(jia.get(PAGE).await.body.contains("演示：可以按时"));
    assert_eq!(ask(&jia, "2024-10-20").await.status, 303, "after a refusal it may ask again");
}

#[tokio::test]
async fn nothing_is_put_off_that_is_accepted_or_not_due() {
    let scene = Scene::new().await;
    let People { jia, .. } = people(&scene).await;
    let earlier = jia.post("/returns/2024Q2/A1/extension", &[("wanted", "2024-10-20"), ("reason", "演示")]).await;
    assert!(earlier.status == 422 && earlier.body.contains("还没有设这一季度的上报期限"), "{}", earlier.body);
    let options = zhikong::returns::take::Options { accept: true, ..Default::default() };
    let clean = scene.clean("A1").await;
    scene.take_as(&zhikong::access::Viewer::operator(), &[("一.xlsx", clean)], options).await;
    let answer = ask(&jia, "2024-10-20").await;
    assert!(answer.status == 422 && answer.body.contains("已经接收"), "{}", answer.body);
}

#[tokio::test]
async fn whoever_asked_does_not_decide() {
    let scene = Scene::new().await;
    let People { jia, jinshui, .. } = people(&scene).await;
    assert_eq!(ask(&jia, "2024-10-25").await.status, 303);
    // No page lets one account be at a hospital and at its county: the row is made to say so.
    let mut asked_by_staff = Query::update();
    let staff = Query::select().column("id").from("account").and_where(Expr::col("login").eq("jinshui")).to_owned();
    asked_by_staff.table("return_extension").value("asked_by", SimpleExpr::from(staff));
    scene.desk.db.execute(&asked_by_staff).await.unwrap();
    let page = jinshui.get(PAGE).await.body;
    assert!(page.contains("是你自己交的") && !page.contains("/decide"), "{page}");
    let answer = jinshui.post(&format!("{PAGE}/1/decide"), &decision("grant", "2024-10-20", "")).await;
    assert!(answer.status == 422 && answer.body.contains("是你自己交的"), "{}", answer.body);
}

#[tokio::test]
async fn another_territorys_requests_and_rounds_are_not_there() {
    let scene = Scene::new().await;
    let People { jia, .. } = people(&scene).await;
    assert_eq!(ask(&jia, "2024-10-25").await.status, 303);
    scene.take_one(scene.clean("A1").await).await;
    let hospital = scene.hospital("A1").await.id;
    let db = &scene.desk.db;
    for (authority, seen) in [("410105", 1), ("410100", 1), ("410000", 1), ("411321", 0), ("410200", 0)] {
        let scope = register::scope_of(&scene.bench.test, authority).await;
        let found = [
            store::open_in(db, &scope, (0, 9)).await.unwrap().len(),
            store::extensions_in(db, &scope, q3()).await.unwrap().len(),
            store::extensions_of(db, &scope, hospital, q3()).await.unwrap().len(),
            store::histories(db, &scope, q3()).await.unwrap().len(),
            store::history_of(db, &scope, q3(), hospital).await.unwrap().len(),
        ];
        assert_eq!(found, [seen; 5], "{authority}");
    }
}
