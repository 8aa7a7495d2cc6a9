//! Planning and beginning: nobody hears of a visit before it has begun.

use super::scene::Scene;

#[tokio::test]
async fn a_planned_visit_is_seen_by_who_goes_and_those_above_and_by_nobody_else() {
    let scene = Scene::new().await;
    let visit = scene.planned().await;
    assert_eq!(visit, "/visits/410105-2024-001");
    for (who, client, status) in [
        ("staff", &scene.staff, 200),
        ("inspector", &scene.inspector, 200),
        ("city", &scene.city, 200),
        ("clerk", &scene.clerk, 404),
        ("neighbour", &scene.neighbour, 404),
    ] {
        assert_eq!(client.get(&visit).await.status, status, "{who}");
        let listed = client.get("/visits").await.body.contains("410105-2024-001");
        assert_eq!(listed, status == 200, "{who}");
    }
    assert_eq!(scene.begin(&visit, &[]).await.status, 303);
    assert_eq!(scene.clerk.get(&visit).await.status, 200, "the hospital sees what has begun");
    assert_eq!(scene.neighbour.get(&visit).await.status, 404);
}

#[tokio::test]
async fn a_planned_visit_stays_hidden_from_whoever_only_reviews_the_hospital() {
    let scene = Scene::new().await;
    scene.bench.staff("sheng", "410000").await;
    let province = scene.bench.sign_in("sheng").await;
    let form = [
        ("hospital", scene.ours.code.as_str()),
        ("kind", "sample"),
        ("reason", "演示：年度抽查"),
        ("checklist", "core-systems"),
    ];
    let visit = province.post("/visits", &form).await.location().to_owned();
    assert_eq!(visit, "/visits/410000-2024-001");
    assert_eq!(scene.staff.get(&visit).await.status, 404, "the county would tell");
    assert_eq!(scene.city.get(&visit).await.status, 404);
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused_with_its_reason() {
    let scene = Scene::new().await;
    let other = scene.bench.hospital("演示丙医院").in_region("410102").store().await;
    let long = "长".repeat(301);
    for (fields, words) in [
        ([("reason", "")], "指定督导和复查要写理由"),
        ([("reason", long.as_str())], "最多 300 字"),
        ([("kind", "sample")], "没有选督导种类"),
        ([("checklist", "none")], "没有选检查表"),
        ([("hospital", other.code.as_str())], "辖区内没有这个编码的医院"),
        ([("planned_for", "2024-10-20")], "不能早于今天"),
        ([("planned_for", "明天")], "不是日期"),
        ([("kind", "follow_up")], "复查要写上一次督导的编号"),
    ] {
        let answer = scene.plan(&fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.contains(words), "{fields:?}: {}", answer.body);
    }
    // An inspector carries out, and does not plan.
    let form =
        [("hospital", scene.ours.code.as_str()), ("kind", "named"), ("reason", "演示"), ("checklist", "core-systems")];
    assert_eq!(scene.inspector.post("/visits", &form).await.status, 403);
}

#[tokio::test]
async fn a_visit_begins_once_with_a_team_and_not_in_the_future() {
    let scene = Scene::new().await;
    let visit = scene.planned().await;
    for (fields, words) in [
        ([("on", "2024-10-22")], "不能晚于今天"),
        ([("on", "")], "没有填开始日期"),
        ([("members", "")], "督导组至少 2 人"),
        ([("leader", "")], "组长要写一个人的姓名"),
        ([("members", "组长演示")], "写了两次"),
    ] {
        let answer = scene.begin(&visit, &fields).await;
        assert_eq!(answer.status, 422, "{fields:?}");
        assert!(answer.body.contains(words), "{fields:?}: {}", answer.body);
    }
    assert_eq!(scene.begin(&visit, &[("version", "7")]).await.status, 409);
    let form = [("on", "2024-10-21"), ("leader", "甲演示"), ("members", "乙演示"), ("version", "1")];
    assert_eq!(scene.city.post(&format!("{visit}/begin"), &form).await.status, 404, "it is the county's to carry out");
    assert_eq!(scene.begin(&visit, &[]).await.status, 303);
    assert_eq!(scene.begin(&visit, &[]).await.status, 422);
    // What the hospital does not offer need not be asked.
    let page = scene.inspector.get(&visit).await.body;
    assert!(page.contains("核心制度"), "{page}");
}

#[tokio::test]
async fn a_visit_is_given_up_with_a_reason_and_its_number_stays() {
    let scene = Scene::new().await;
    let visit = scene.planned().await;
    let drop = |reason: &'static str| {
        let (client, path) = (&scene.staff, format!("{visit}/drop"));
        async move { client.post(&path, &[("reason", reason), ("version", "1")]).await }
    };
    assert!(drop("").await.body.contains("没有写取消原因"));
    let form = [("reason", "演示"), ("version", "1")];
    assert_eq!(scene.inspector.post(&format!("{visit}/drop"), &form).await.status, 403);
    assert_eq!(drop("演示：医院停业").await.status, 303);
    assert!(scene.staff.get(&visit).await.body.contains("演示：医院停业"));
    assert_eq!(scene.begin(&visit, &[("version", "2")]).await.status, 422);
    let begun = scene.begun().await;
    assert_eq!(begun, "/visits/410105-2024-002");
    let late = scene.staff.post(&format!("{begun}/drop"), &[("reason", "演示"), ("version", "2")]).await;
    assert_eq!(late.status, 422);
    assert!(late.body.contains("已经开始的督导不能取消"), "{}", late.body);
}

#[tokio::test]
async fn a_hospital_of_the_province_is_visited_by_the_territory_it_stands_in() {
    let scene = Scene::new().await;
    let provincial = |line: &mut zhikong::hospitals::roster::Line| line.affiliation = "省直".to_owned();
    let theirs = scene.bench.hospital("演示省医院").in_region("410105").with(provincial).store().await;
    let planned = scene.plan(&[("hospital", theirs.code.as_str())]).await;
    assert_eq!(planned.status, 303, "{}", planned.body);
    let visit = planned.location().to_owned();
    assert_eq!(scene.begin(&visit, &[]).await.status, 303);
    // It reports to the province, which sees the visit though the county carries it out.
    scene.bench.staff("sheng", "410000").await;
    assert_eq!(scene.bench.sign_in("sheng").await.get(&visit).await.status, 200);
    assert_eq!(scene.neighbour.get(&visit).await.status, 404);
}

#[tokio::test]
async fn a_hospital_examines_itself_and_its_county_sees_what_has_begun() {
    let scene = Scene::new().await;
    let form = [("kind", "self_exam"), ("checklist", "core-systems")];
    let answer = scene.clerk.post("/visits", &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let visit = answer.location().to_owned();
    assert_eq!(scene.staff.get(&visit).await.status, 404);
    let begin = [("on", "2024-10-21"), ("leader", "自查演示"), ("members", ""), ("version", "1")];
    assert_eq!(scene.clerk.post(&format!("{visit}/begin"), &begin).await.status, 303);
    assert_eq!(scene.staff.get(&visit).await.status, 200);
    let answered = [("verdict", "met"), ("seen", "0")];
    let point = format!("{visit}/points/{}", super::scene::FIRST);
    assert_eq!(scene.staff.post(&point, &answered).await.status, 404, "it is the hospital's own");
    assert_eq!(scene.clerk.post(&point, &answered).await.status, 303);
}

#[tokio::test]
async fn a_team_comes_from_the_pool_and_nobody_goes_to_a_hospital_of_theirs() {
    let scene = Scene::new().await;
    let own = scene.ours.code.clone();
    for (name, employer) in
        [("督查员演示甲", "演示卫生监督机构"), ("督查员演示乙", "演示卫生监督机构"), ("督查员演示丙", &*own)]
    {
        let fields = [("name", name), ("employer", employer), ("specialities", ""), ("relations", "")];
        let added = scene.staff.post("/inspectors", &fields).await;
        assert_eq!(added.status, 303, "{}", added.body);
    }
    let visit = scene.planned().await;
    let page = scene.inspector.get(&visit).await.body;
    for words in ["从督查员库选成员", "督查员演示甲", "今年去过 0 次", "是该院职工，应回避"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let tied = scene.begin(&visit, &[("leader", "督查员演示甲"), ("members", "督查员演示丙")]).await;
    assert!(tied.status == 422 && tied.body.contains("督查员演示丙是该院职工，应当回避"), "{}", tied.body);
    let code = page.split("name=\"pool\" value=\"").nth(2).unwrap().split('"').next().unwrap().to_owned();
    let begun = scene.begin(&visit, &[("leader", "督查员演示甲"), ("members", ""), ("pool", &code)]).await;
    assert_eq!(begun.status, 303, "{}", begun.body);
    let page = scene.inspector.get(&visit).await.body;
    assert!(page.contains("督查员演示甲") && page.contains("督查员演示乙"), "{page}");
    // The next visit knows who has been out, and so does the form of a draw.
    let next = scene.planned().await;
    let page = scene.inspector.get(&next).await.body;
    assert!(page.matches("今年去过 1 次").count() == 2, "{page}");
    let draw = scene.staff.get("/draws/new").await.body;
    assert!(draw.contains("410105-01") || draw.contains("，否，1，"), "{draw}");
}

#[tokio::test]
async fn before_a_visit_the_quarters_that_were_not_reported_are_told_too() {
    let scene = Scene::new().await;
    let visit = scene.planned().await;
    let page = scene.staff.get(&visit).await.body;
    for quarter in ["2024 年第三季度", "2024 年第二季度", "2024 年第一季度", "2023 年第四季度"] {
        assert!(page.contains(&format!("{quarter}</a>（未上报）")), "{quarter}: {page}");
    }
    assert!(!page.contains("2023 年第三季度</a>") && !page.contains("2024 年第四季度</a>"), "{page}");
    assert!(!page.contains("没有要核对的"), "nothing was reported that could have been looked at: {page}");
}
