//! What meets halfway: the job that keeps duties up and somebody who hands in, a duty that is no longer owed, another's piece.

use zhikong::access::Scope;
use zhikong::campaign::store::{self, Change};
use zhikong::db;

use super::{HENAN, PDF, at_version, hand_in, owed, refreshed, state};
use crate::inspections::scene::Scene;

const PLAN: [(&str, &str); 3] = [("kind", "file"), ("day", "2024-10-01"), ("title", "演示：方案")];

/// What the job read of one row of the plan that commissions owe.
async fn read(scene: &Scene, id: i64) -> store::Kept {
    let kept = store::kept_everywhere(scene.bench.db(), HENAN, "local-plan").await.unwrap();
    kept.into_values().find(|row| row.id == id).unwrap()
}

async fn written(scene: &Scene, change: Change) {
    let txn = db::write(scene.bench.db()).await.unwrap();
    store::change_derived(&*txn, &[change]).await.unwrap();
    txn.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_handed_in_while_the_job_works_stays() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    let before = read(&scene, id).await;
    assert_eq!(hand_in(&scene.staff, id, &at_version("1", &PLAN), &[("方案.pdf", PDF)]).await.status, 303);
    // The job moves a day of the row as it read it, and does not undo what came meanwhile.
    let row = store::Kept { due: "2021-09-30".parse().ok(), ..before };
    written(&scene, Change { row, proven: false, recount: false }).await;
    assert_eq!(state(&scene.staff, id).await, "已完成");
    assert!(scene.staff.get(&format!("/duties/{id}")).await.body.contains("2021-09-30"));
}

#[tokio::test]
async fn when_another_number_is_asked_the_pieces_are_counted_anew() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    assert_eq!(hand_in(&scene.staff, id, &at_version("1", &PLAN), &[("方案.pdf", PDF)]).await.status, 303);
    let before = read(&scene, id).await;
    let two = store::Kept { times: 2, ..before };
    written(&scene, Change { row: two, proven: false, recount: true }).await;
    assert_eq!(state(&scene.staff, id).await, "逾期", "one piece is not two");
    // Whoever counted by the old number looks again.
    let stale = hand_in(&scene.staff, id, &at_version("2", &PLAN), &[("方案.pdf", PDF)]).await;
    assert_eq!(stale.status, 409, "{}", stale.body);
    // The job puts it back as the catalogue has it, and one piece is enough again.
    assert_eq!(refreshed(&scene).await.changed, 1);
    assert_eq!(state(&scene.staff, id).await, "已完成");
}

#[tokio::test]
async fn what_is_no_longer_owed_takes_nothing_and_may_come_back() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let (code, title, period) = (scene.ours.code.as_str(), "十项目标按季度、分科室分析反馈", "2024 年第四季度");
    let id = owed(&scene.clerk, code, title, period).await;
    let level = async |level: &str| {
        let again = scene.bench.hospital(&scene.ours.name).code(code).in_region("410105").level(level);
        again.store().await;
        assert!(refreshed(&scene).await.changed > 0, "{level}");
    };
    level("未定级").await;
    let list = scene.clerk.get(&format!("/campaigns/{HENAN}/bearers/{code}")).await.body;
    assert!(!list.contains(&format!("/duties/{id}\"")), "it is on no list");
    let refused = hand_in(&scene.clerk, id, &at_version("1", &PLAN), &[("分析.pdf", PDF)]).await;
    assert!(refused.status == 422 && refused.body.contains("不再由这里承担"), "{}", refused.body);
    level("二级").await;
    let taken = hand_in(&scene.clerk, id, &at_version("1", &PLAN), &[("分析.pdf", PDF)]).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    assert_eq!(state(&scene.clerk, id).await, "已完成");
}

#[tokio::test]
async fn a_piece_is_taken_back_by_whoever_handed_it_in_alone() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "制订本地实施方案", "2021-08-31").await;
    let two = [("一.pdf", PDF), ("二.pdf", PDF)];
    let many = hand_in(&scene.staff, id, &at_version("1", &PLAN), &two).await;
    assert!(many.status == 422 && many.body.contains("选了 2 个"), "{}", many.body);
    assert_eq!(hand_in(&scene.staff, id, &at_version("1", &PLAN), &[("方案.pdf", PDF)]).await.status, 303);
    let back = [("version", "2"), ("reason", "演示：交错了")];
    let path = format!("/duties/{id}/evidence/1/withdraw");
    for (who, client) in [("above", &scene.city), ("beside", &scene.neighbour), ("below", &scene.clerk)] {
        assert_eq!(client.post(&path, &back).await.status, 404, "{who}");
    }
    assert_eq!(state(&scene.staff, id).await, "已完成");
    assert_eq!(scene.staff.post(&path, &back).await.status, 303);
    assert_eq!(scene.staff.post(&path, &[("version", "3"), ("reason", "演示：再撤一次")]).await.status, 404);
    // Exempted once is exempted.
    let why = |version| [("version", version), ("reason", "演示：机构改革中")];
    assert_eq!(scene.city.post(&format!("/duties/{id}/exempt"), &why("3")).await.status, 303);
    let twice = scene.city.post(&format!("/duties/{id}/exempt"), &why("4")).await;
    assert!(twice.status == 422 && twice.body.contains("已经免除了"), "{}", twice.body);
}

#[tokio::test]
async fn lists_are_narrowed_inside_the_own_territory_and_not_to_the_future() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let list = |under: &str| format!("/campaigns/{HENAN}/duties/leading-group?under={under}");
    assert!(scene.staff.get(&list("410105")).await.body.contains("演示甲医院"));
    for under in ["410102", "410100", "999999"] {
        assert_eq!(scene.staff.get(&list(under)).await.status, 404, "{under}");
    }
    let ahead = scene.staff.get(&format!("/campaigns/{HENAN}/board?kind=hospital&on=2099-01-01")).await.body;
    assert!(ahead.contains("截至 2024-10-21") && !ahead.contains("2099"), "{ahead}");
    assert_eq!(
        store::late_right_below(
            scene.bench.db(),
            (Scope::Nothing, scene.bench.authority("410105").await),
            &[HENAN],
            "2024-10-21".parse().unwrap()
        )
        .await
        .unwrap(),
        []
    );
}

#[tokio::test]
async fn a_year_is_the_same_on_new_years_day() {
    let scene = Scene::new().await;
    let bench = &scene.bench;
    for name in ["演示丙医院", "演示丁医院", "演示戊医院", "演示己医院"] {
        bench.hospital(name).in_region("410105").store().await;
    }
    // It closes in the course of the year, and another opens.
    bench.hospital("演示庚医院").in_region("410105").with(|line| line.closed = "2024-11-30".to_owned()).store().await;
    bench.hospital("演示辛医院").in_region("410105").with(|line| line.opened = "2024-10-01".to_owned()).store().await;
    refreshed(&scene).await;
    let id = owed(&scene.staff, "410105", "现场督导不少于所辖医院的五分之一", "2024 年").await;
    let said = async |client: &crate::support::client::Client| {
        let page = client.get(&format!("/duties/{id}")).await.body;
        let from = page.find("范围内").unwrap_or_else(|| panic!("{page}"));
        page[from..].split('，').take(2).collect::<Vec<_>>().join("，")
    };
    assert_eq!(said(&scene.staff).await, "范围内 7 家，应督导 2 家");
    for days in [60, 30] {
        // In December one has closed; on New Year's Day nothing is different.
        bench.advance(chrono::TimeDelta::days(days));
        refreshed(&scene).await;
        assert_eq!(said(&bench.sign_in("staff").await).await, "范围内 6 家，应督导 2 家");
    }
}

#[tokio::test]
async fn a_duty_that_left_the_catalogue_is_owed_by_nobody_and_comes_back_with_it() {
    let scene = Scene::new().await;
    refreshed(&scene).await;
    let listed = async || {
        let page = scene.staff.get(&format!("/campaigns/{HENAN}/board?kind=county")).await.body;
        page.contains("把活动纳入重点工作")
    };
    assert!(listed().await);
    let folder = crate::catalogue::copied();
    let file = folder.path().join(format!("campaigns/{HENAN}.toml"));
    let text = std::fs::read_to_string(&file).unwrap();
    let from = text.find("[[duty]]\nid = \"key-work\"").unwrap();
    let to = from + 1 + text[from + 1..].find("[[duty]]").unwrap();
    std::fs::write(&file, format!("{}{}", &text[..from], &text[to..])).unwrap();
    let shorter = zhikong::catalogue::Catalogue::load(Some(folder.path())).unwrap();
    let bench = &scene.bench;
    let done = zhikong::campaign::refresh::refresh(bench.db(), &shorter, bench.clock.now(), false).await.unwrap();
    assert!(done.made == 0 && done.changed > 100, "{done:?}");
    let again = zhikong::campaign::refresh::refresh(bench.db(), &shorter, bench.clock.now(), false).await.unwrap();
    assert_eq!((again.made, again.changed), (0, 0), "once");
    let back = refreshed(&scene).await;
    assert_eq!((back.made, back.changed), (0, done.changed));
}
