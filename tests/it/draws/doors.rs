//! From the commitment to the reveal, through the doors of users; and who sees what on the way.

use chrono::TimeDelta;
use zhikong::access::{AccountId, Viewer};
use zhikong::draws::judge;
use zhikong::draws::model::{Number, Revealed};

use crate::draws::scene::{DISTRICT, PEOPLE, SEED, Scene, drawn, form, post};

const NUMBER: &str = "410105-2024-1";

#[tokio::test]
async fn a_draw_from_the_commitment_to_the_reveal() {
    let scene = Scene::new().await;
    let xian = &scene.xian;
    assert_eq!(xian.get("/draws/new").await.status, 200);
    let teams = form(&[("team", "1"), ("certificate", "1"), ("needs", "护理；院感"), ("inspectors", PEOPLE)]);
    let answer = xian.post("/draws", &teams).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/draws/410105-2024-1"), "{}", answer.body);

    // At once public, and silent.
    let list = scene.visitor.get("/published/draws").await.body;
    assert!(list.contains(NUMBER) && list.contains("等种子"), "{list}");
    silent(&scene, false).await;
    let page = xian.get("/draws/410105-2024-1").await.body;
    assert_eq!(drawn(&page), Vec::<String>::new());

    // A seed as old as the commitment is refused, one of the future too, and a fallback needs its note.
    let old = post(xian, NUMBER, "seed", &[("source", "1"), ("time", "2024-10-21 12:00"), ("value", "1")]).await;
    assert_eq!(old.status, 422);
    assert!(old.body.contains("种子不晚于承诺"), "{}", old.body);
    let ahead = post(xian, NUMBER, "seed", &SEED).await;
    assert!(ahead.status == 422 && ahead.body.contains("公布时间在现在之后"), "{}", ahead.body);
    scene.bench.advance(TimeDelta::minutes(10));
    let bare = post(xian, NUMBER, "seed", &[("source", "2"), ("time", "2024-10-21 12:05"), ("value", "1")]).await;
    assert!(bare.status == 422 && bare.body.contains("说明没有填"), "{}", bare.body);
    let done = post(xian, NUMBER, "seed", &SEED).await;
    assert_eq!(done.status, 303, "{}", done.body);
    silent(&scene, true).await;

    // Nine of level 2: P03 and P04 visited, seven not; ⌈2/5 · 9⌉ = 4.
    let page = xian.get("/draws/410105-2024-1").await.body;
    let first = drawn(&page);
    assert!(page.contains("2024-10-21 12:05:00 公布"), "{page}");
    assert_eq!(first.len(), 4, "{page}");
    assert!(page.contains("没查过的 4/7，查过的 0/2"), "{page}");
    assert!(first.iter().all(|code| !["P03", "P04", "P10", "P11", "P12"].contains(&code.as_str())), "{first:?}");

    // Struck out, the first substitute follows; once only, and only of the list.
    let struck = post(xian, NUMBER, "strike", &[("code", &first[0]), ("reason", "演示：停业")]).await;
    assert_eq!(struck.status, 303, "{}", struck.body);
    let page = xian.get("/draws/410105-2024-1").await.body;
    let second = drawn(&page);
    assert_eq!((second.len(), &second[..3]), (4, &first[1..]), "{page}");
    for (code, told) in [(first[0].as_str(), "已经划除过"), ("P99", "清单里没有"), ("P10", "清单里没有")]
    {
        let refused = post(xian, NUMBER, "strike", &[("code", code), ("reason", "演示")]).await;
        assert!(refused.status == 422 && refused.body.contains(told), "{code}: {}", refused.body);
    }
    let why = post(xian, NUMBER, "strike", &[("code", &second[0]), ("reason", " ")]).await;
    assert!(why.status == 422 && why.body.contains("原因没有填"), "{}", why.body);

    // What planning takes over.
    let viewer = Viewer {
        account: Some(AccountId(1)),
        place: zhikong::access::Place::Authority(scene.bench.authority(DISTRICT).await),
        ..Viewer::stranger("")
    };
    let number: Number = NUMBER.parse().unwrap();
    let to_visit = zhikong::draws::drawn(scene.bench.db(), &viewer, &number).await.unwrap().unwrap();
    assert_eq!(to_visit.hospitals.iter().map(|one| one.code.clone()).collect::<Vec<_>>(), second);
    assert!(to_visit.hospitals.iter().all(|one| one.team.len() == 2), "{to_visit:?}");
    assert_eq!(zhikong::draws::drawn(scene.bench.db(), &Viewer::stranger(""), &number).await.unwrap(), None);

    // Somebody declares a reason; the other stays.
    let (hospital, members) = (to_visit.hospitals[0].code.clone(), to_visit.hospitals[0].team.clone());
    let fields = [("code", hospital.as_str()), ("inspector", members[0].as_str()), ("reason", "演示：同学在那里")];
    assert_eq!(post(xian, NUMBER, "recuse", &fields).await.status, 303);
    let to_visit = zhikong::draws::drawn(scene.bench.db(), &viewer, &number).await.unwrap().unwrap();
    let now = &to_visit.hospitals[0].team;
    assert!(now.len() == 2 && now[0] == members[1] && now[1] != members[0], "{members:?} {now:?}");
    let again = post(xian, NUMBER, "recuse", &fields).await;
    assert!(again.status == 422 && again.body.contains("督导组里没有"), "{}", again.body);
    silent(&scene, true).await;

    // Revealed before it is due only with a reason; then everything is there.
    let early = post(xian, NUMBER, "reveal", &[("reason", "")]).await;
    assert!(early.status == 422 && early.body.contains("提前揭示要写原因"), "{}", early.body);
    silent(&scene, true).await;
    assert_eq!(post(xian, NUMBER, "reveal", &[("reason", "演示：都已查完")]).await.status, 303);
    let public = scene.visitor.get("/published/draws/410105-2024-1").await.body;
    assert_eq!(drawn(&public), second, "{public}");
    assert!(public.contains("演示：都已查完") && public.contains("演示：停业") && public.contains("规则"), "{public}");
    let file = scene.visitor.get("/published/draws/410105-2024-1/draw.json").await;
    let revealed: Revealed = serde_json::from_slice(&file.bytes).unwrap();
    assert_eq!(judge::verify(&revealed), []);
    assert!(list.contains(&revealed.commitment), "what was published at once");
    let export = scene.visitor.get("/published/draws/410105-2024-1/export.html").await;
    assert!(export.body.contains(&revealed.salt) && !export.body.contains("<script"), "{}", export.body);
    let page = xian.get("/draws/410105-2024-1").await.body;
    assert!(!page.contains("name=\"version\""), "nothing more is written down: {page}");
}

/// Nobody outside the authority and those above it learns who is drawn, or who may be.
async fn silent(scene: &Scene, seeded: bool) {
    for path in ["/published/draws", "/published/draws/410105-2024-1", "/published/draws/410105-2024-1/export.html"] {
        for client in [&scene.visitor, &scene.clerk, &scene.ling] {
            let page = client.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            // The frame around a page names the clerk's own hospital.
            let main = page.body.split("<main").nth(1).unwrap_or(&page.body);
            for code in (1..=12).map(|number| format!("P{number:02}")) {
                assert!(!main.contains(&code), "{path} names {code}: {main}");
            }
            assert!(!main.contains("D1"), "{path} names an inspector");
        }
    }
    assert_eq!(scene.visitor.get("/published/draws/410105-2024-1/draw.json").await.status, 404);
    for (client, status) in [(&scene.visitor, 303), (&scene.clerk, 403), (&scene.ling, 404)] {
        assert_eq!(client.get("/draws/410105-2024-1").await.status, status);
    }
    assert!(!scene.ling.get("/draws").await.body.contains("410105-2024-1"));
    for client in [&scene.xian, &scene.sheng, &scene.inspector] {
        let page = client.get("/draws/410105-2024-1").await;
        assert_eq!((page.status.as_u16(), drawn(&page.body).is_empty()), (200, !seeded), "{}", page.body);
    }
    // Those above read; only the authority itself writes.
    let form = [("version", "1"), ("code", "P01"), ("reason", "演示"), ("time", "2024-10-21 12:30"), ("value", "1")];
    for verb in ["seed", "strike", "recuse", "reveal"] {
        let path = format!("/draws/410105-2024-1/{verb}");
        for (client, status) in [(&scene.sheng, 404), (&scene.ling, 404), (&scene.inspector, 403), (&scene.clerk, 403)]
        {
            assert_eq!(client.post(&path, &form).await.status, status, "{verb}");
        }
    }
}

#[tokio::test]
async fn two_witnesses_on_one_screen() {
    let scene = Scene::new().await;
    let answer = scene.xian.post("/draws", &form(&[("kind", "witnessed"), ("sources", "")])).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    scene.bench.advance(TimeDelta::minutes(1));
    let fields = |second| {
        let note = ("note", "演示：本区不用彩票号码");
        [("first", "演示甲"), ("first_value", "一"), ("second", second), ("second_value", "二"), note]
    };
    let one = post(&scene.xian, NUMBER, "seed", &fields("演示甲")).await;
    assert!(one.status == 422 && one.body.contains("同一个人"), "{}", one.body);
    assert_eq!(post(&scene.xian, NUMBER, "seed", &fields("演示乙")).await.status, 303);
    let page = scene.xian.get("/draws/410105-2024-1").await.body;
    assert!(drawn(&page).len() == 4 && page.contains("演示乙") && page.contains("较弱"), "{page}");
    let twice =
        scene.xian.post("/draws/410105-2024-1/seed", &[&[("version", "2")], &fields("演示乙")[..]].concat()).await;
    assert!(twice.status == 422 && twice.body.contains("已经有种子"), "{}", twice.body);
    scene.bench.advance(TimeDelta::days(90));
    let public = scene.visitor.get("/published/draws/410105-2024-1").await.body;
    assert!(public.contains("按失败的抽取列示") && public.contains("失败：到期没有揭示"), "{public}");
}

#[tokio::test]
async fn the_numbered_list_keeps_every_commitment() {
    let scene = Scene::new().await;
    assert_eq!(scene.xian.post("/draws", &form(&[])).await.location(), "/draws/410105-2024-1");
    let again = scene.xian.post("/draws", &form(&[])).await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("要写明为什么再抽"), "{}", again.body);
    let second = scene.xian.post("/draws", &form(&[("reason", "演示：第一次没有种子")])).await;
    assert_eq!(second.location(), "/draws/410105-2024-2");
    assert_eq!(
        scene.ling.post("/draws", &form(&[("excluded", ""), ("visited", "")])).await.location(),
        "/draws/410102-2024-1"
    );
    let list = scene.visitor.get("/published/draws").await.body;
    for number in ["410105-2024-1", "410105-2024-2", "410102-2024-1"] {
        assert!(list.contains(number), "{list}");
    }
    let public = scene.visitor.get("/published/draws/410105-2024-2").await.body;
    assert!(public.contains("演示：第一次没有种子"), "{public}");
    // Seen at an older version: nothing is written.
    post(&scene.xian, NUMBER, "strike", &[("code", "P01"), ("reason", "演示：停业")]).await;
    let stale =
        scene.xian.post("/draws/410105-2024-1/strike", &[("version", "1"), ("code", "P02"), ("reason", "演示")]).await;
    assert_eq!(stale.status, 409);
}
