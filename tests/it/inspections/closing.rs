//! Closing: what was found is kept for good, and counts.

use zhikong::access::Scope;
use zhikong::inspections::model::{Done, Kind};
use zhikong::inspections::store;

use super::scene::{FIRST, SECOND, Scene};
use crate::support::register::day;

/// What the closing form of a visit with one faulty and one partly met point needs.
const ENOUGH: [(&str, &str); 5] = [
    ("unanswered", "1"),
    ("signer", "医院演示"),
    ("department-first-consultation-responsibility", "医务科"),
    ("department-first-consultation-continuity", "急诊科"),
    ("due-first-consultation-continuity", "2024-12-20"),
];

async fn answered(scene: &Scene) -> String {
    let visit = scene.begun().await;
    scene.answered(&visit, FIRST, "not_met").await;
    scene.answered(&visit, SECOND, "partly").await;
    visit
}

#[tokio::test]
async fn an_answer_waits_for_whoever_closes_the_visit() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    let number = visit.strip_prefix("/visits/").unwrap().parse().unwrap();
    let txn = zhikong::db::write(scene.bench.db()).await.unwrap();
    let held = zhikong::inspections::store::hold(&txn, &zhikong::access::Scope::Everything, &number).await.unwrap();
    assert!(held.is_some());
    let mut answer = std::pin::pin!(scene.answered(&visit, FIRST, "met"));
    let waited = tokio::time::timeout(std::time::Duration::from_millis(400), &mut answer).await;
    assert!(waited.is_err(), "it was given while somebody held the visit");
    txn.rollback().await.unwrap();
    answer.await;
}

#[tokio::test]
async fn a_closed_visit_keeps_its_findings_and_nothing_of_it_changes_any_more() {
    let scene = Scene::new().await;
    let visit = answered(&scene).await;
    let answer = scene.close(&visit, &ENOUGH).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = scene.clerk.get(&visit).await.body;
    for words in ["医务科", "2024-11-20", "急诊科", "2024-12-20", "三(一)1(1)", "演示记录", "医院演示", "无异议"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let told = scene.clerk.get("/inbox").await.body;
    assert!(told.contains("现场督导已结束，2 条列入整改"), "{told}");
    let done = store::done(scene.bench.db(), &Scope::Everything, day("2024-01-01"), day("2024-12-31")).await.unwrap();
    let [Done { kind: Kind::Named, on, .. }] = done[..] else { panic!("{done:?}") };
    assert_eq!(on, day("2024-10-21"));
    let findings = store::findings_of_hospital(scene.bench.db(), &Scope::Everything, scene.ours.id).await.unwrap();
    assert_eq!(findings.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2]);
    let late = [("verdict", "met"), ("seen", "1")];
    let again = scene.inspector.post(&format!("{visit}/points/{FIRST}"), &late).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("已结束"), "{}", again.body);
    assert_eq!(scene.inspector.get(&format!("{visit}/close")).await.status, 404);
    assert!(scene.clerk.get(&format!("{visit}/score")).await.body.contains("25.0 分"), "(0 + 50) ÷ 2");
}

#[tokio::test]
async fn what_is_missing_from_an_end_is_said_beside_its_field() {
    let scene = Scene::new().await;
    let visit = scene.begun().await;
    assert!(scene.close(&visit, &ENOUGH).await.body.contains("还没有一条结论"));
    scene.answered(&visit, FIRST, "not_met").await;
    scene.answered(&visit, SECOND, "partly").await;
    let long = "长".repeat(1_001);
    for (field, value, words) in [
        ("unanswered", "", "没有结论。补完再结束"),
        ("signer", "", "没有写医院谁签字"),
        ("department-first-consultation-responsibility", "", "第 1 项（首诊负责制度，“"),
        ("department-first-consultation-responsibility", "", "”）没有写责任科室"),
        ("text-first-consultation-responsibility", "", "的现场发现不能空着"),
        ("text-first-consultation-responsibility", long.as_str(), "最多 1000 字"),
        ("due-first-consultation-responsibility", "2024-10-21", "的整改时限要在结束日期"),
        ("on", "2024-10-22", "结束日期要在"),
        ("on", "2024-10-20", "结束日期要在"),
        ("objection", long.as_str(), "医院异议写了 1001 字"),
    ] {
        let mut fields = ENOUGH.to_vec();
        fields.retain(|(name, _)| *name != field);
        fields.push((field, value));
        let answer = scene.close(&visit, &fields).await;
        assert_eq!(answer.status, 422, "{field}");
        assert!(answer.body.contains(words), "{field}: {}", answer.body);
    }
    let mut refusing = ENOUGH.to_vec();
    refusing.extend([("refused", "1"), ("signer", "")]);
    assert!(scene.close(&visit, &refusing).await.body.contains("拒签要写见证人"));
    refusing.push(("witness", "见证演示"));
    assert_eq!(scene.close(&visit, &refusing).await.status, 303);
    assert!(scene.staff.get(&visit).await.body.contains("拒签，见证人 见证演示"));
}

#[tokio::test]
async fn an_answer_that_came_meanwhile_stops_the_end() {
    let scene = Scene::new().await;
    let visit = answered(&scene).await;
    let page = scene.staff.get(&format!("{visit}/close")).await.body;
    let mut form = super::scene::filled(&page);
    form.retain(|(name, _)| ENOUGH.iter().all(|(other, _)| name != other));
    form.extend(ENOUGH.map(|(name, value)| (name.to_owned(), value.to_owned())));
    scene.answered(&visit, "first-consultation-traceable", "met").await;
    let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(scene.staff.post(&format!("{visit}/close"), &pairs).await.status, 409);
}

#[tokio::test]
async fn a_partly_met_point_may_be_left_out_and_a_failed_one_may_not() {
    let scene = Scene::new().await;
    let visit = answered(&scene).await;
    let mut fields = ENOUGH.to_vec();
    fields.extend([("take-first-consultation-continuity", ""), ("take-first-consultation-responsibility", "")]);
    assert_eq!(scene.close(&visit, &fields).await.status, 303);
    let findings = store::findings_of_hospital(scene.bench.db(), &Scope::Everything, scene.ours.id).await.unwrap();
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(finding.point.as_str(), FIRST);
}
