//! Drafts on the server: saved, found again, never replaced unseen, gone once handed in.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use zhikong::access::{Place, Role};

use crate::returns::scene::{Scene, clean_fills};
use crate::returns::typing::{Fields, fields, fields_on, form_of, post, with};
use crate::support::client::Client;

struct Two {
    scene: Scene,
    wang: Client,
    zhao: Client,
    clean: Fields,
}

/// Two clerks of one hospital.
async fn two() -> Two {
    let scene = Scene::new().await;
    let place = Place::Hospital(scene.hospital("A1").await.id);
    for login in ["wang", "zhao"] {
        scene.bench.account(login).role(Role::Clerk).at(place).store().await;
    }
    let (wang, zhao) = (scene.bench.sign_in("wang").await, scene.bench.sign_in("zhao").await);
    let clean = fields(&clean_fills(&scene.desk.catalogue));
    Two { scene, wang, zhao, clean }
}

fn draft_of(code: &str) -> String {
    format!("{}/draft", form_of(code))
}

/// How often the journal has an action.
async fn journalled(scene: &Scene, action: &str) -> usize {
    let wanted = Expr::col("action").eq(action);
    let rows = Query::select().column("seq").from("journal_event").and_where(wanted).to_owned();
    scene.desk.db.query_all(&rows).await.expect("the database answers").len()
}

#[tokio::test]
async fn a_draft_is_found_again_wherever_work_is_listed_and_is_gone_once_stored() {
    let Two { scene, wang, zhao, clean } = two().await;
    let typed = with(&clean, &[("discharges-1", "九十八%"), ("version", "0")]);
    let saved = post(&wang.clone().json(), &draft_of("A1"), &typed).await.json();
    assert_eq!(saved, serde_json::json!({ "saved": "12:00", "version": 1 }));
    for page in ["/home", "/returns"] {
        let page = zhao.get(page).await.body;
        assert!(page.contains("有草稿（演示wang 2024-10-21 12:00 存）"), "{page}");
    }
    let page = zhao.get(&form_of("A1")).await.body;
    assert!(page.contains("演示wang的草稿，12:00 存的") && page.contains("已存 12:00"), "{page}");
    assert_eq!(fields_on(&page)["discharges-1"], "九十八%", "nonsense too");

    // Refused, it stays; mended and stored, it is gone, and the form begins with the round.
    let refused = post(&zhao, &form_of("A1"), &fields_on(&page)).await;
    assert_eq!(refused.status, 422);
    assert_eq!(fields_on(&zhao.get(&form_of("A1")).await.body)["discharges-1"], "九十八%");
    let mended = with(&fields_on(&refused.body), &[("discharges-1", "1000")]);
    assert_eq!(post(&zhao, &form_of("A1"), &mended).await.status, 303);
    assert!(!zhao.get("/home").await.body.contains("有草稿"));
    let page = wang.get(&form_of("A1")).await.body;
    assert!(page.contains("已填好第 1 轮的数字") && page.contains("还没有草稿"), "{page}");
    assert_eq!(scene.rows().await[1], 1);
}

#[tokio::test]
async fn a_draft_older_than_a_round_is_not_laid_over_it_unasked() {
    let Two { scene, wang, clean, .. } = two().await;
    // Less than half an hour, so that nobody is signed out.
    let later = || scene.bench.advance(chrono::TimeDelta::minutes(10));
    let typed = with(&clean, &[("ops-1", "501"), ("version", "0")]);
    assert_eq!(post(&wang, &draft_of("A1"), &typed).await.status, 303);
    let before = wang.get(&form_of("A1")).await.body;
    assert!(!before.contains("又入库"), "{before}");
    later();
    scene.take_one(scene.clean("A1").await).await;

    let page = wang.get(&form_of("A1")).await.body;
    let told = "存这份草稿时还没有入库的轮次；此后又入库了第 1 轮（2024-10-21 12:10 收到）";
    for part in [told, "有 1 处不同", "<td>501</td><td>500</td>", "接着填草稿", "丢弃草稿，从第 1 轮开始"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(fields_on(&page)["ops-1"], "501");
    // Neither the page that tells nor the one opened before is taken without a choice; nothing typed is lost.
    for fields in [fields_on(&page), fields_on(&before)] {
        let fields = with(&fields, &[("ops-2", "511")]);
        for path in [form_of("A1"), draft_of("A1")] {
            let asked = post(&wang, &path, &fields).await;
            assert_eq!((asked.status.as_u16(), asked.body.contains(told)), (409, true), "{path}: {}", asked.body);
            assert_eq!(fields_on(&asked.body)["ops-2"], "511");
        }
        assert_ne!(post(&wang.clone().json(), &draft_of("A1"), &fields).await.status, 200);
    }
    assert_eq!(scene.rows().await[1], 1, "one round only");

    // Going on with the draft makes it younger than the round.
    assert_eq!(post(&wang, &draft_of("A1"), &with(&fields_on(&page), &[("stay", "1")])).await.status, 303);
    let page = wang.get(&form_of("A1")).await.body;
    assert!(!page.contains("又入库") && fields_on(&page)["ops-1"] == "501", "{page}");
    // Refused on sending, it stays a draft and says so.
    let refused = post(&wang, &form_of("A1"), &with(&fields_on(&page), &[("ops-1", "五百％")])).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("已存 12:10") && refused.body.contains("丢弃草稿"), "{}", refused.body);

    // The other choice: the latest round.
    later();
    let mut paper = scene.paper("A1").await;
    paper.put("F6", 1001.0);
    scene.take_one(paper.bytes()).await;
    let page = wang.get(&form_of("A1")).await.body;
    assert!(page.contains("存这份草稿时最近的是第 1 轮；此后又入库了第 2 轮（2024-10-21 12:20 收到）"), "{page}");
    assert_eq!(post(&wang, &format!("{}/discard", form_of("A1")), &fields_on(&page)).await.status, 303);
    let page = wang.get(&form_of("A1")).await.body;
    assert!(page.contains("已填好第 2 轮的数字"), "{page}");
    assert_eq!((fields_on(&page)["ops-1"].as_str(), fields_on(&page)["discharges-1"].as_str()), ("500", "1001"));
}

#[tokio::test]
async fn two_at_once_are_told_and_neither_replaces_the_other_unseen() {
    let Two { scene, wang, zhao, clean } = two().await;
    let (wang, zhao) = (wang.json(), zhao.json());
    let mine = with(&clean, &[("ops-1", "501"), ("version", "0")]);
    assert_eq!(post(&wang, &draft_of("A1"), &mine).await.json()["version"], 1);
    let theirs = with(&clean, &[("ops-1", "502"), ("ops-note", "换了系统"), ("version", "0")]);
    let clash = post(&zhao, &draft_of("A1"), &theirs).await;
    assert_eq!(clash.status, 409);
    let expected = serde_json::json!({ "clash": { "version": 1, "by": "演示wang", "at": "12:00", "emptied": false, "differences": [
        { "place": "出院患者手术　7 月", "mine": "502", "theirs": "501" },
        { "place": "出院患者手术　说明", "mine": "换了系统", "theirs": "" },
    ] } });
    assert_eq!(clash.json(), expected);
    assert_eq!(fields_on(&wang_page(&scene).await)["ops-1"], "501", "nothing was replaced");

    // Without a script both stand on a page; what was typed is kept in it.
    let zhao_page = scene.bench.sign_in("zhao").await;
    let told = post(&zhao_page, &draft_of("A1"), &theirs).await;
    assert_eq!(told.status, 409);
    for part in
        ["演示wang 12:00 存过，和你填的有 2 处不同", "<td>502</td><td>501</td>", r#"name="over" value="1""#, "用对方的"]
    {
        assert!(told.body.contains(part), "{part}: {}", told.body);
    }
    assert_eq!(fields_on(&told.body)["ops-1"], "502");
    // Handing in over somebody else's draft is held up in the same way.
    assert_eq!(post(&zhao_page, &form_of("A1"), &theirs).await.status, 409);
    assert_eq!(scene.rows().await, [0; 4]);

    // The same texts do not disagree; a choice is followed.
    let same = post(&zhao, &draft_of("A1"), &mine).await;
    assert_eq!((same.status.as_u16(), same.json()["version"].clone()), (200, 1.into()));
    let over = with(&theirs, &[("over", "1")]);
    assert_eq!(post(&zhao, &draft_of("A1"), &over).await.json()["version"], 2);
    assert_eq!(fields_on(&wang_page(&scene).await)["ops-1"], "502");
    let late = post(&wang, &draft_of("A1"), &with(&mine, &[("version", "1"), ("ops-1", "503")])).await;
    assert_eq!((late.status.as_u16(), late.json()["clash"]["by"].clone()), (409, "演示zhao".into()));
}

async fn wang_page(scene: &Scene) -> String {
    scene.bench.sign_in("wang").await.get(&form_of("A1")).await.body
}

#[tokio::test]
async fn who_types_on_after_it_was_handed_in_is_told() {
    let Two { scene, wang, zhao, clean } = two().await;
    let saved = post(&wang.clone().json(), &draft_of("A1"), &clean).await.json();
    let version = saved["version"].to_string();
    assert_eq!(post(&zhao, &form_of("A1"), &with(&clean, &[("version", &version)])).await.status, 303);
    let on = post(&wang.clone().json(), &draft_of("A1"), &with(&clean, &[("version", &version), ("ops-1", "9")])).await;
    assert_eq!(on.status, 409);
    let clash = &on.json()["clash"];
    assert_eq!((&clash["emptied"], &clash["by"]), (&true.into(), &"演示zhao".into()));
    let told = post(&wang, &draft_of("A1"), &with(&clean, &[("version", &version), ("ops-1", "9")])).await;
    assert!(told.body.contains("演示zhao 12:00 已把草稿上传或丢弃"), "{}", told.body);
    assert_eq!(scene.rows().await[1], 1);
}

#[tokio::test]
async fn the_journal_notes_who_begins_and_who_goes_on_not_every_save() {
    let Two { scene, wang, zhao, clean } = two().await;
    let (wang, zhao) = (wang.json(), zhao.json());
    for (client, at) in [(&wang, 0), (&wang, 1), (&wang, 2), (&zhao, 3), (&zhao, 4), (&wang, 5)] {
        let typed = with(&clean, &[("ops-1", &format!("50{at}")), ("version", &at.to_string())]);
        assert_eq!(post(client, &draft_of("A1"), &typed).await.json()["version"], at + 1);
    }
    assert_eq!(journalled(&scene, "returns.draft_saved").await, 3);
    let stale = zhao.post(&format!("{}/discard", form_of("A1")), &[("version", "5")]).await;
    assert_eq!(stale.status, 409);
    let gone = zhao.post(&format!("{}/discard", form_of("A1")), &[("version", "6")]).await;
    assert_eq!((gone.status.as_u16(), gone.location()), (303, "/returns/2024Q3/A1/entry"));
    assert_eq!(journalled(&scene, "returns.draft_discarded").await, 1);
    let page = wang_page(&scene).await;
    assert!(page.contains("还没有草稿") && fields_on(&page)["ops-1"].is_empty(), "{page}");
}
