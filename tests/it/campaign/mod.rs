//! 活动: what everybody owes follows from the registers and the records; evidence completes it, nobody ticks it; who stands above is
//! seen, who stands beside is not.

mod edges;
mod home;
mod links;
mod planted;
mod sheets;
mod trainings;

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use zhikong::campaign::refresh::{Refreshed, refresh};

use crate::inspections::scene::{FIRST, Scene};
use crate::support::client::{Answer, Client};

const HENAN: &str = "henan-2021-2025";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn refreshed(scene: &Scene) -> Refreshed {
    let bench = &scene.bench;
    refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), false).await.unwrap()
}

/// The key of what a bearer owes, as its page links to it: by the duty's title and the period.
async fn owed(client: &Client, code: &str, title: &str, period: &str) -> i64 {
    let page = client.get(&format!("/campaigns/{HENAN}/bearers/{code}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let row = page.body.split("<tr>").find(|row| row.contains(&format!(">{title}</a>")) && row.contains(period));
    let row = row.unwrap_or_else(|| panic!("no {title} {period} in {}", page.body));
    let from = row.find("/duties/").unwrap() + "/duties/".len();
    row[from..from + row[from..].find('"').unwrap()].parse().unwrap()
}

async fn state(client: &Client, id: i64) -> String {
    let page = client.get(&format!("/duties/{id}")).await.body;
    let lede = &page[page.find("zk-lede").unwrap()..];
    let from = lede.find("<b>").unwrap() + 3;
    lede[from..from + lede[from..].find("</b>").unwrap()].to_owned()
}

async fn hand_in(client: &Client, id: i64, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    client.send_form(&format!("/duties/{id}/evidence"), fields, files).await
}

const TRAINING: [(&str, &str); 6] = [
    ("kind", "training"),
    ("day", "2024-05-06"),
    ("title", "演示：核心制度"),
    ("lecturer", "演示专家"),
    ("audience", "医务科"),
    ("attendance", "45"),
];

fn at_version<'a>(version: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("version", version)];
    form.extend(fields);
    form
}

async fn rows(scene: &Scene, of: Expr) -> i64 {
    let count = Query::select().expr(Expr::cust("COUNT(*)")).from("duty_occurrence").and_where(of).to_owned();
    scene.bench.db().query_one(&count).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test]
async fn what_is_owed_is_listed_once_however_often_it_is_looked_at() {
    let scene = Scene::new().await;
    let first = refreshed(&scene).await;
    assert!(first.made > 100 && first.changed == 0 && first.owed == first.made, "{first:?}");
    let again = refreshed(&scene).await;
    assert_eq!((again.made, again.changed, again.owed), (0, 0, first.owed), "a second time changes nothing");
    assert_eq!(rows(&scene, Expr::col("campaign").ne(HENAN)).await, 0, "an invented campaign is owed only in a demo");
    let bench = &scene.bench;
    let demo = refresh(bench.db(), &bench.parts.catalogue, bench.clock.now(), true).await.unwrap();
    assert!(demo.made > 0 && rows(&scene, Expr::col("campaign").eq("demo-2024")).await > 0);
    // A hospital opens: it owes what is due from then on, and nothing before.
    let opened = scene.bench.hospital("演示丙医院").in_region("410105").store().await;
    let third = refreshed(&scene).await;
    assert!(third.made > 0 && third.owed == first.owed + third.made, "{third:?}");
    let page = scene.staff.get(&format!("/campaigns/{HENAN}/bearers/{}", opened.code)).await.body;
    assert!(page.contains("及时、准确报送医疗质量安全数据"), "{page}");
}

#[tokio::test]
async fn trainings_complete_a_year_when_there_are_enough_of_them() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "专题培训至少 2 次", "2024 年").await;
    assert_eq!(state(&scene.staff, id).await, "进行中");
    let one = hand_in(&scene.staff, id, &at_version("1", &TRAINING), &[]).await;
    assert_eq!(one.status, 303, "{}", one.body);
    assert_eq!(state(&scene.staff, id).await, "进行中");
    let stale = hand_in(&scene.staff, id, &at_version("1", &TRAINING), &[]).await;
    assert_eq!(stale.status, 409, "the first was not seen: {}", stale.body);
    let mut other = TRAINING;
    other[1].1 = "2024-09-09";
    let two = hand_in(&scene.staff, id, &at_version("2", &other), &[("签到表.pdf", PDF)]).await;
    assert_eq!(two.status, 303, "{}", two.body);
    assert_eq!(state(&scene.staff, id).await, "已完成");
    let page = scene.city.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("2024-09-09 完成") && page.contains("45 人") && page.contains("签到表.pdf"), "{page}");
    assert!(!page.contains("交这一份"), "who stands above looks and does not hand in");
    let file = scene.city.get(&format!("/duties/{id}/files/2")).await;
    assert!(file.status == 200 && file.bytes == PDF);
    assert_eq!(scene.neighbour.get(&format!("/duties/{id}/files/2")).await.status, 404);
    // A run of the job does not undo what people handed in.
    assert_eq!(refreshed(&scene).await.changed, 0);
    assert_eq!(state(&scene.staff, id).await, "已完成");
    // Taken back, it counts no more, and stays to be read.
    let back = [("version", "3"), ("reason", "演示：日期填错")];
    let withdrawn = scene.staff.post(&format!("/duties/{id}/evidence/2/withdraw"), &back).await;
    assert_eq!(withdrawn.status, 303, "{}", withdrawn.body);
    assert_eq!(state(&scene.staff, id).await, "进行中");
    let page = scene.staff.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("撤回：演示：日期填错") && page.contains("签到表.pdf"), "{page}");
}

#[tokio::test]
async fn evidence_of_the_wrong_kind_size_or_day_is_refused_and_nothing_is_kept() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let training = owed(&scene.staff, "410105", "专题培训至少 2 次", "2024 年").await;
    let plan = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    let file = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：方案")];
    let wrong = hand_in(&scene.staff, training, &at_version("1", &file), &[("方案.pdf", PDF)]).await;
    assert!(wrong.status == 422 && wrong.body.contains("收的佐证是培训记录"), "{}", wrong.body);
    let html = hand_in(&scene.staff, plan, &at_version("1", &file), &[("方案.pdf", b"<html>hello</html>")]).await;
    assert!(html.status == 422 && html.body.contains("方案.pdf"), "{}", html.body);
    let large = vec![0xFF_u8; 11 * 1024 * 1024];
    let large = hand_in(&scene.staff, plan, &at_version("1", &file), &[("照片.jpg", &large)]).await;
    assert!(large.status == 422 && large.body.contains("超过 10 MB"), "{}", large.body);
    let none = hand_in(&scene.staff, plan, &at_version("1", &file), &[]).await;
    assert!(none.status == 422 && none.body.contains("没有选文件"), "{}", none.body);
    let mut ahead = file;
    ahead[1].1 = "2030-01-01";
    let ahead = hand_in(&scene.staff, plan, &at_version("1", &ahead), &[("方案.pdf", PDF)]).await;
    assert!(ahead.status == 422 && ahead.body.contains("还没有到"), "{}", ahead.body);
    assert_eq!(rows(&scene, Expr::col("have").gt(0)).await, 0);
    // Late is late, and complete.
    assert_eq!(state(&scene.staff, plan).await, "逾期");
    let late = hand_in(&scene.staff, plan, &at_version("1", &file), &[("方案.pdf", PDF)]).await;
    assert_eq!(late.status, 303, "{}", late.body);
    let page = scene.staff.get(&format!("/duties/{plan}")).await.body;
    assert!(page.contains("2024-10-01 完成，逾期完成"), "{page}");
    // Done in time and shown years later: the list says so, too.
    let group = owed(&scene.clerk, &scene.ours.code, "成立领导小组", "2021-08-31").await;
    let mut then = file;
    then[1].1 = "2021-08-20";
    assert_eq!(hand_in(&scene.clerk, group, &at_version("1", &then), &[("文件.pdf", PDF)]).await.status, 303);
    for page in [format!("/duties/{group}"), format!("/campaigns/{HENAN}/bearers/{}", scene.ours.code)] {
        let page = scene.clerk.get(&page).await.body;
        assert!(page.contains("2021-08-20 完成，佐证 2024-10-21 补交"), "{page}");
    }
}

#[tokio::test]
async fn a_share_completes_only_from_visits() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "现场督导不少于所辖医院的五分之一", "2024 年").await;
    assert_eq!(state(&scene.staff, id).await, "进行中");
    let file = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：已经督导")];
    let ticked = hand_in(&scene.staff, id, &at_version("1", &file), &[("记录.pdf", PDF)]).await;
    assert!(ticked.status == 422 && ticked.body.contains("由系统里的记录证明"), "{}", ticked.body);
    // A named visit counts apart; one of the plan counts.
    let named = scene.begun().await;
    scene.answered(&named, FIRST, "met").await;
    assert_eq!(scene.close(&named, &[("unanswered", "1"), ("signer", "医院演示")]).await.status, 303);
    refreshed(&scene).await;
    assert_eq!(state(&scene.staff, id).await, "进行中");
    let planned = scene.plan(&[("kind", "commission"), ("reason", "演示：年度计划")]).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let visit = planned.location().to_owned();
    assert_eq!(scene.begin(&visit, &[]).await.status, 303);
    scene.answered(&visit, FIRST, "met").await;
    assert_eq!(state(&scene.staff, id).await, "进行中", "an open visit proves nothing");
    assert_eq!(scene.close(&visit, &[("unanswered", "1"), ("signer", "医院演示")]).await.status, 303);
    assert_eq!(refreshed(&scene).await.made, 0);
    assert_eq!(state(&scene.staff, id).await, "已完成");
    let page = scene.staff.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("应督导 1 家，已督导 1 家"), "{page}");
}

#[tokio::test]
async fn what_the_top_missed_is_open_to_those_below_and_what_is_beside_is_not() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let board = scene.city.get(&format!("/campaigns/{HENAN}/board?kind=province")).await.body;
    assert!(board.contains("/bearers/410000") && board.contains("逾 1"), "{board}");
    let page = scene.city.get(&format!("/campaigns/{HENAN}/bearers/410000?state=late")).await.body;
    assert!(page.contains("中期、终期总结") && page.contains("2023-06-30") && page.contains("逾期"), "{page}");
    assert!(!page.contains("抽查三级以上医院"), "a sample without a share cannot be judged and is not late");
    let overview = scene.staff.get("/campaigns").await.body;
    assert!(overview.contains("省级自己的任务") && overview.contains("活动总览"), "{overview}");
    // A county sees its own and those above, not its neighbour; a hospital sees itself.
    assert_eq!(scene.staff.get(&format!("/campaigns/{HENAN}/bearers/410100")).await.status, 200);
    assert_eq!(scene.neighbour.get(&format!("/campaigns/{HENAN}/bearers/410105")).await.status, 404);
    let own = scene.clerk.get("/duties").await;
    assert_eq!(own.location(), format!("/campaigns/{HENAN}/bearers/{}", scene.ours.code));
    assert_eq!(scene.clerk.get(&format!("/campaigns/{HENAN}/bearers/410105")).await.status, 404);
    assert_eq!(scene.neighbour.get(&format!("/campaigns/{HENAN}/bearers/{}", scene.ours.code)).await.status, 404);
    let county = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    assert_eq!(scene.clerk.get(&format!("/duties/{county}")).await.status, 404);
    assert_eq!(scene.neighbour.get(&format!("/duties/{county}")).await.status, 404);
    let file = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：方案"), ("version", "1")];
    assert_eq!(
        hand_in(&scene.city, county, &file, &[("方案.pdf", PDF)]).await.status,
        404,
        "nobody hands in for another"
    );
    assert_eq!(scene.city.get(&format!("/campaigns/{HENAN}/board?under=410200")).await.status, 404);
}

#[tokio::test]
async fn who_stands_above_exempts_with_a_reason_and_can_ask_again() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    let why = |version: &'static str, reason: &'static str| [("version", version), ("reason", reason)];
    let own = scene.staff.post(&format!("/duties/{id}/exempt"), &why("1", "演示：自己免除")).await;
    assert_eq!(own.status, 404, "nobody exempts itself");
    let short = scene.city.post(&format!("/duties/{id}/exempt"), &why("1", "无")).await;
    assert!(short.status == 422 && short.body.contains("至少写"), "{}", short.body);
    let done = scene.city.post(&format!("/duties/{id}/exempt"), &why("1", "演示：机构改革中")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let page = scene.staff.get(&format!("/duties/{id}")).await.body;
    assert!(page.contains("免除") && page.contains("演示：机构改革中") && !page.contains("交这一份"), "{page}");
    let file = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：方案"), ("version", "2")];
    let refused = hand_in(&scene.staff, id, &file, &[("方案.pdf", PDF)]).await;
    assert!(refused.status == 422 && refused.body.contains("已经免除"), "{}", refused.body);
    assert_eq!(refreshed(&scene).await.changed, 0, "the job leaves decisions alone");
    let again = scene.city.post(&format!("/duties/{id}/ask-again"), &why("2", "演示：改革已完成")).await;
    assert_eq!(again.status, 303, "{}", again.body);
    assert_eq!(state(&scene.staff, id).await, "逾期");
}

#[tokio::test]
async fn reminders_reach_the_inbox_once() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let app = scene.bench.parts.state.clone();
    let catalogue = &scene.bench.parts.catalogue;
    let remind = || {
        let today = zhikong::calendar::china_date(scene.bench.clock.now());
        zhikong::campaign::remind::remind(&app, catalogue, (false, Some(today)))
    };
    assert_eq!(remind().await.unwrap(), 0, "in October nothing is due in a week");
    // A week before the year's last day, for what the year and its last quarter ask.
    scene.bench.advance(chrono::TimeDelta::days(64));
    let made = remind().await.unwrap();
    assert!(made > 0);
    assert_eq!(remind().await.unwrap(), 0, "nobody is told twice");
    let inbox = scene.bench.sign_in("staff").await.get("/inbox").await.body;
    assert!(inbox.contains("活动任务 2024-12-31 到期"), "{inbox}");
    // The day after, whoever stands above learns of it.
    scene.bench.advance(chrono::TimeDelta::days(9));
    assert_eq!(remind().await.unwrap(), 0, "two days after it nobody is told");
    // Unless the machine was off the day before.
    let missed = zhikong::campaign::remind::remind(&app, catalogue, (false, None));
    assert!(missed.await.unwrap() > 0);
    let inbox = scene.bench.sign_in("city").await.get("/inbox").await.body;
    assert!(inbox.contains("下级有") && inbox.contains("活动任务逾期没有完成（应在 2024-12-31 前）"), "{inbox}");
}

#[tokio::test]
async fn a_board_and_a_list_say_the_same_on_every_day() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    for on in ["2021-07-15", "2021-08-31", "2021-09-01", "2023-12-31", "2024-01-01", "2024-10-21"] {
        let page = scene.city.get(&format!("/campaigns/{HENAN}/board?kind=county&on={on}")).await.body;
        let row = page.split("<tr>").find(|row| row.contains("/bearers/410105")).unwrap().to_owned();
        let from = row.find("data-k=\"逾期\">").unwrap() + "data-k=\"逾期\">".len();
        let late: usize = row[from..from + row[from..].find("</td>").unwrap()]
            .replace("<b>", "")
            .replace("</b>", "")
            .parse()
            .unwrap();
        let list = scene.city.get(&format!("/campaigns/{HENAN}/bearers/410105?state=late&on={on}")).await.body;
        let listed = list.matches("</svg>逾期</span>").count();
        assert_eq!(late, listed, "on {on}");
        if on == "2021-07-15" {
            assert_eq!(late, 0, "nothing was due yet");
        }
    }
}
