//! 审核: sent back with remarks and a day, handed in again, opened again from above, taken back, checked by the hospital.

use zhikong::access::{Place, Role, Scope, Viewer};
use zhikong::returns::model::Standing;
use zhikong::returns::store;

use crate::returns::scene::{Scene, q3};
use crate::support::client::{Answer, Client};

const PAGE: &str = "/returns/2024Q3/A1";

/// The county's clerk of A1, its own reviewer, its county, another county and the city above.
struct People {
    clerk: Client,
    reviewer: Client,
    county: Client,
    city: Client,
    foreign: Client,
}

async fn people(scene: &Scene) -> People {
    let bench = &scene.bench;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    bench.account("clerk-a1").role(Role::Clerk).at(place).store().await;
    bench.account("reviewer-a1").role(Role::HospitalReviewer).at(place).store().await;
    for (login, code) in [("jinshui", "410105"), ("zhengzhou", "410100"), ("nanzhao", "411321")] {
        bench.staff(login, code).await;
    }
    People {
        clerk: bench.sign_in("clerk-a1").await,
        reviewer: bench.sign_in("reviewer-a1").await,
        county: bench.sign_in("jinshui").await,
        city: bench.sign_in("zhengzhou").await,
        foreign: bench.sign_in("nanzhao").await,
    }
}

async fn sent(scene: &Scene, clerk: &Client, bytes: Vec<u8>) {
    let answer = clerk.upload("/returns/upload?period=2024Q3", &[("三季度.xlsx", &bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let _ = scene;
}

async fn of(scene: &Scene) -> store::ReturnRow {
    let id = scene.hospital("A1").await.id;
    store::find(&scene.desk.db, &Scope::Everything, id, q3()).await.unwrap().unwrap()
}

async fn version(scene: &Scene) -> String {
    of(scene).await.version.to_string()
}

/// Sends the latest round back, saying something of G6.
async fn send_back(scene: &Scene, who: &Client) -> Answer {
    let version = version(scene).await;
    let form = [
        ("reason", "演示：8 月出院人次请核对"),
        ("answer_by", "2024-10-28"),
        ("cell-1", "G6"),
        ("words-1", "比病案首页少一半"),
        ("cell-2", "F7"),
        ("words-2", ""),
        ("version", version.as_str()),
    ];
    who.post(&format!("{PAGE}/send-back"), &form).await
}

async fn accept(scene: &Scene, who: &Client) -> Answer {
    let version = version(scene).await;
    who.post(&format!("{PAGE}/accept"), &[("version", &version)]).await
}

#[tokio::test]
async fn a_round_goes_back_with_a_reason_and_the_next_one_is_accepted() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    let clean = scene.clean("A1").await;
    sent(&scene, &people.clerk, clean.clone()).await;
    let shown = people.county.get(PAGE).await.body;
    assert!(shown.contains("退回并写原因") && shown.contains("接收这一轮") && !shown.contains("重新打开"), "{shown}");
    let form = people.county.get(&format!("{PAGE}/send-back")).await;
    assert!(form.status == 200 && form.body.contains("value=\"2024-10-28\""), "a week is proposed: {}", form.body);

    assert_eq!(send_back(&scene, &people.foreign).await.status, 404, "another territory's");
    let not_its_own = send_back(&scene, &people.city).await;
    assert!(
        not_its_own.status == 422 && not_its_own.body.contains("由金水区卫生健康委员会审核"),
        "{}",
        not_its_own.body
    );
    assert_eq!(send_back(&scene, &people.clerk).await.status, 403);
    let back = send_back(&scene, &people.county).await;
    assert_eq!((back.status.as_u16(), back.location()), (303, PAGE), "{}", back.body);
    assert_eq!(of(&scene).await.standing(), Standing::SentBack);

    for reader in [&people.clerk, &people.county, &people.city] {
        let page = reader.get(PAGE).await.body;
        for said in ["第 1 轮已退回", "2024-10-28 前重新上传", "演示：8 月出院人次请核对", "比病案首页少一半", ">G6<"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert!(!page.contains("接收这一轮") && !page.contains("F7</span>　"), "{page}");
    }
    let messages = people.clerk.get("/inbox").await.body;
    assert!(
        messages.contains("第 1 轮退回，2024-10-28 前重新上传") && messages.contains("G6：比病案首页少一半"),
        "{messages}"
    );
    assert!(
        !people.county.get("/inbox").await.body.contains("第 1 轮退回"),
        "told to the hospital, not to its reviewer"
    );
    let home = people.clerk.get("/home").await.body;
    assert!(home.contains("2024 年第三季度要重新上传，2024-10-28 前"), "{home}");
    let overview = people.county.get("/overview?period=2024Q3").await.body;
    assert!(overview.contains("1 家退回，") && overview.contains("待审 0　退回 1　未上报"), "{overview}");
    let twice = send_back(&scene, &people.county).await;
    assert!(twice.status == 422 && twice.body.contains("现在没有待审的轮次"), "{}", twice.body);
    let refused = accept(&scene, &people.county).await;
    assert!(refused.status == 422 && refused.body.contains("没有等待接收的轮次"), "{}", refused.body);

    // The hospital stands by its figures: the same workbook is an answer, not 没有变化.
    sent(&scene, &people.clerk, clean).await;
    assert_eq!((of(&scene).await.standing(), of(&scene).await.latest), (Standing::Submitted, 2));
    assert_eq!(accept(&scene, &people.county).await.status, 303);
    assert_eq!(of(&scene).await.standing(), Standing::Accepted);
    assert!(people.clerk.get("/inbox").await.body.contains("报表第 2 轮已接收"));
    let page = people.clerk.get(PAGE).await.body;
    assert!(page.contains("第 1 轮退回") && !page.contains("第 1 轮已退回"), "kept as history only: {page}");
}

#[tokio::test]
async fn what_is_wrong_in_the_form_is_said_beside_each_field_and_nothing_happens() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    sent(&scene, &people.clerk, scene.clean("A1").await).await;
    let version = version(&scene).await;
    let form = [
        ("reason", " "),
        ("answer_by", "2024-10-21"),
        ("cell-1", "ZZ99"),
        ("words-1", "演示：不在表里"),
        ("version", version.as_str()),
    ];
    let answer = people.county.post(&format!("{PAGE}/send-back"), &form).await;
    assert_eq!(answer.status, 422);
    for said in ["没有写原因", "已经过了或就是今天", "这一轮里没有单元格 ZZ99", "演示：不在表里"]
    {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    let stale = [("reason", "演示"), ("answer_by", "2024-10-28"), ("version", "1")];
    let answer = people.county.post(&format!("{PAGE}/send-back"), &stale).await;
    assert!(answer.status == 409 && answer.body.contains("没有照做"), "{}", answer.body);
    assert_eq!(of(&scene).await.standing(), Standing::Submitted);
}

#[tokio::test]
async fn the_level_above_opens_what_counts_again_and_it_counts_on() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    sent(&scene, &people.clerk, scene.clean("A1").await).await;
    let reopen = async |who: &Client| {
        let version = version(&scene).await;
        let form =
            [("reason", "演示：与省质控中心数据不符"), ("answer_by", "2024-11-01"), ("version", version.as_str())];
        who.post(&format!("{PAGE}/reopen"), &form).await
    };
    let early = reopen(&people.city).await;
    assert!(early.status == 422 && early.body.contains("没有可以重新打开的轮次"), "{}", early.body);
    assert_eq!(accept(&scene, &people.county).await.status, 303);
    let same_level = reopen(&people.county).await;
    assert!(same_level.status == 422 && same_level.body.contains("的上一级重新打开"), "{}", same_level.body);
    assert_eq!(reopen(&people.foreign).await.status, 404);
    assert!(people.city.get(PAGE).await.body.contains(&format!("href=\"{PAGE}/reopen\"")));
    assert_eq!(reopen(&people.city).await.status, 303);
    assert_eq!(of(&scene).await.standing(), Standing::Reopened);
    assert!(people.county.get("/inbox").await.body.contains("由上级重新打开"), "its reviewer is told");
    assert!(people.clerk.get("/inbox").await.body.contains("报表要更正，2024-11-01 前重新上传"));

    let list = people.county.get("/returns?period=2024Q3&standing=reopened").await.body;
    assert!(list.contains("其中待更正 1") && list.contains("第 1 轮已由上级重新打开"), "{list}");
    assert!(list.contains("已接收 1 家（其中待更正 1 家）"), "it counts on: {list}");
    let mut paper = scene.paper("A1").await;
    sent(&scene, &people.clerk, paper.put("G6", 1101.0).bytes()).await;
    assert_eq!(of(&scene).await.standing(), Standing::Correcting);
    assert_eq!(accept(&scene, &people.county).await.status, 303);
    assert_eq!(of(&scene).await.accepted.map(|(_, number)| number), Some(2));
}

#[tokio::test]
async fn a_round_taken_back_waits_for_nobody_though_the_reviewer_had_it_open() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    sent(&scene, &people.clerk, scene.clean("A1").await).await;
    let seen = version(&scene).await;
    let take_back =
        async |who: &Client, version: &str| who.post(&format!("{PAGE}/withdraw"), &[("version", version)]).await;
    assert_eq!(take_back(&people.county, &seen).await.status, 403, "only the hospital");
    assert_eq!(take_back(&people.clerk, &seen).await.status, 303);
    assert_eq!(of(&scene).await.standing(), Standing::Awaited);
    // The reviewer's page still shows the round.
    let late = people.county.post(&format!("{PAGE}/accept"), &[("version", &seen)]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    let bulk = people.county.post("/returns/accept", &[("period", "2024Q3"), ("hospital", "A1")]).await;
    assert!(bulk.status == 422 && bulk.body.contains("没有等待接收的轮次"), "{}", bulk.body);
    let twice = take_back(&people.clerk, &version(&scene).await).await;
    assert!(twice.status == 422 && twice.body.contains("没有撤回"), "{}", twice.body);
    let list = people.county.get("/returns?period=2024Q3&standing=awaited").await.body;
    assert!(list.contains("第 1 轮已由医院撤回"), "{list}");
}

#[tokio::test]
async fn where_the_county_wants_it_the_hospital_checks_its_round_first() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    scene.bench.account("both-a1").role(Role::Clerk).role(Role::HospitalReviewer).at(place).store().await;
    let both = scene.bench.sign_in("both-a1").await;
    sent(&scene, &both, scene.clean("A1").await).await;
    let choose = async |answer: &str, version: &str| {
        let form = [("answer", answer), ("reason", "演示：本县定"), ("version", version)];
        people.county.post("/settings/choices/hospital_check", &form).await.status
    };
    let check = async |who: &Client| {
        let version = version(&scene).await;
        who.post(&format!("{PAGE}/check"), &[("version", &version)]).await
    };
    assert!(!people.reviewer.get(PAGE).await.body.contains("本院审核通过"), "not unless the county wants it");
    assert_eq!(choose("yes", "0").await, 303);
    let refused = accept(&scene, &people.county).await;
    assert!(refused.status == 422 && refused.body.contains("医院审核人还没有审核这一轮"), "{}", refused.body);
    assert_eq!(check(&people.clerk).await.status, 403, "a clerk checks nothing");
    let own = check(&both).await;
    assert!(own.status == 422 && own.body.contains("由本院另一个人审核"), "{}", own.body);
    assert!(people.reviewer.get("/home").await.body.contains("等待本院审核人审核"));
    assert_eq!(check(&people.reviewer).await.status, 303);
    assert!(people.county.get(PAGE).await.body.contains("本院审核：演示reviewer-a1"));
    let twice = check(&people.reviewer).await;
    assert!(twice.status == 422 && twice.body.contains("已经审核过"), "{}", twice.body);

    // A hospital of one person: the next round is checked by whoever sent it.
    let mut paper = scene.paper("A1").await;
    sent(&scene, &both, paper.put("G6", 1101.0).bytes()).await;
    assert_eq!(accept(&scene, &people.county).await.status, 422, "a new round is checked anew");
    assert_eq!(choose("one-person", "1").await, 303);
    assert_eq!(check(&both).await.status, 303);
    assert_eq!(accept(&scene, &people.county).await.status, 303);
}

#[tokio::test]
async fn the_queue_ticks_what_is_clean_and_lists_what_it_left_out() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    // A1 is clean; what A2 sends asks for an explanation: three equal months.
    let mut paper = scene.paper("A2").await;
    let asks = paper.put("F6", 1100.0).put("G6", 1100.0).put("H6", 1100.0).bytes();
    scene.take(&[("甲.xlsx", scene.clean("A1").await), ("乙.xlsx", asks)]).await;
    let queue = people.county.get("/returns?period=2024Q3&standing=submitted").await.body;
    assert!(queue.contains("name=\"hospital\" value=\"A1\" checked"), "{queue}");
    assert!(!queue.contains("value=\"A2\"") && queue.contains("说明还没有看"), "{queue}");
    let (first, second) = (queue.find(">A2<"), queue.find(">A1<"));
    assert!(first < second && first.is_some(), "what needs a person stands first: {queue}");
    let form = [("period", "2024Q3"), ("hospital", "A1"), ("hospital", "A2")];
    let answer = people.county.post("/returns/accept", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = people.county.get(answer.location()).await.body;
    assert!(page.contains("已接收 1 家；没有接收的 1 家") && page.contains("说明还没有看"), "{page}");
    let city = people.city.get("/returns?period=2024Q3&standing=submitted").await.body;
    assert!(!city.contains("name=\"hospital\""), "the city reviews neither: {city}");
    // Opened and looked at, it is accepted like any other.
    let of = store::find(&scene.desk.db, &Scope::Everything, scene.hospital("A2").await.id, q3()).await.unwrap();
    let version = of.unwrap().version.to_string();
    assert_eq!(people.county.post("/returns/2024Q3/A2/accept", &[("version", &version)]).await.status, 303);
}

#[tokio::test]
async fn the_rows_themselves_refuse_an_acceptance_by_whoever_sent_the_round() {
    let scene = Scene::new().await;
    let place = Place::Authority(scene.bench.authority("410105").await);
    let sender = scene.bench.account("both").role(Role::AuthorityStaff).at(place).store().await;
    let viewer = Viewer { account: Some(sender), place, ..Viewer::operator() };
    let options = zhikong::returns::take::Options::default();
    scene.take_as(&viewer, &[("代报.xlsx", scene.clean("A1").await)], options).await;
    let (of, at) = (of(&scene).await, scene.bench.clock.now());
    let round = of.latest_round.unwrap();
    let txn = zhikong::db::write(&scene.desk.db).await.unwrap();
    let refused = store::set_accepted(&*txn, &of, round, at, &viewer).await;
    assert!(matches!(refused, Err(zhikong::db::StoreError::Stale)), "{refused:?}");
    assert!(store::set_accepted(&*txn, &of, round, at, &Viewer::operator()).await.is_ok());
}

#[tokio::test]
async fn the_list_sorts_and_goes_into_a_workbook() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    scene.take(&[("甲.xlsx", scene.clean("A2").await)]).await;
    let list = people.county.get("/returns?period=2024Q3&sort=received").await.body;
    assert!(list.find(">A2<") < list.find(">A1<"), "what came in stands first: {list}");
    let book = people.county.get("/returns.xlsx?period=2024Q3&standing=submitted").await;
    assert_eq!(book.status, 200);
    let read = scene.desk.reader.read(book.bytes).await.expect("a workbook");
    let words: Vec<String> = read.sheets[0].cells.iter().map(|cell| cell.found()).collect();
    assert!(words.iter().any(|word| word == "A2") && !words.iter().any(|word| word == "A1"), "{words:?}");
    assert!(words.iter().any(|word| word.contains("只看“待审”的医院")), "{words:?}");
    let foreign = people.foreign.get("/returns.xlsx?period=2024Q3").await;
    let read = scene.desk.reader.read(foreign.bytes).await.expect("a workbook");
    assert!(!read.sheets[0].cells.iter().any(|cell| cell.found() == "A2"), "another territory's");
}

#[tokio::test]
async fn a_county_may_decide_that_nobody_hands_in_for_its_hospitals() {
    let scene = Scene::new().await;
    let people = people(&scene).await;
    let form = [("answer", "no"), ("reason", "演示：都由医院自己传"), ("version", "0")];
    assert_eq!(people.county.post("/settings/choices/on_behalf", &form).await.status, 303);
    let clean = scene.clean("A1").await;
    for staff in [&people.county, &people.city] {
        let answer = staff.upload("/returns/upload?period=2024Q3", &[("代报.xlsx", &clean)]).await;
        let page = staff.get(answer.location()).await.body;
        assert!(page.contains("没有入库") && page.contains("不代医院上传"), "{page}");
    }
    sent(&scene, &people.clerk, clean).await;
    assert_eq!(of(&scene).await.standing(), Standing::Submitted, "the hospital itself may");
}
