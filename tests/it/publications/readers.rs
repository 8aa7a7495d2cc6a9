//! Who reads what: the territory, those above and below it, and everybody what is public.

use crate::publications::scene::{Scene, correct, publish};

#[tokio::test]
async fn an_internal_publication_is_for_its_territory() {
    let scene = Scene::accepted().await;
    let (sheng, shi) = (scene.client("sheng").await, scene.client("shi").await);
    assert_eq!(publish(&sheng, "演示全省通报", "internal").await.location(), "/publications/2024Q3-1");
    assert_eq!(publish(&shi, "演示本市通报", "internal").await.location(), "/publications/2024Q3-2");
    let (inside, outside) = (scene.clerk("P1").await, scene.clerk("Q1").await);
    let (xian, elsewhere) = (scene.client("xian").await, scene.client("lingshi").await);
    let readers = [
        ("the province", &sheng, [200, 200]),
        ("the city", &shi, [200, 200]),
        ("a district of it", &xian, [200, 200]),
        ("a hospital of it", &inside, [200, 200]),
        ("another city", &elsewhere, [200, 404]),
        ("a hospital of another city", &outside, [200, 404]),
    ];
    for (who, client, expected) in readers {
        let nowhere = client.get("/publications/2024Q3-9").await.body;
        for (number, expected) in ["2024Q3-1", "2024Q3-2"].iter().zip(expected) {
            for ending in ["", "/export.html", "/export.xlsx"] {
                let answer = client.get(&format!("/publications/{number}{ending}")).await;
                assert_eq!(answer.status, expected, "{number}{ending} for {who}");
                assert!(expected == 200 || answer.body == nowhere, "{who}: the same body as for what is not there");
            }
        }
        let list = client.get("/publications").await.body;
        assert_eq!(list.contains("演示本市通报"), expected[1] == 200, "{who}: {list}");
        assert!(list.contains("演示全省通报"), "{who}");
    }
    // The city's own figures: its six hospitals, no cities.
    let content = scene.kept("2024Q3-2").await.content;
    assert_eq!(crate::publications::scene::total(&content, "iv_use_rate").reported, 6);
    assert!(content.targets.iter().flat_map(|target| &target.indicators).all(|one| one.cities.is_empty()));
    let page = shi.get("/overview?period=2024Q3").await.body;
    assert!(page.contains("/publications/of?period=2024Q3"));
    assert!(shi.get("/publications/of?period=2024Q3").await.body.contains("/publications/2024Q3-2\">2024Q3-2"));
    assert!(
        inside.get("/publications/of?period=2024Q3").await.body.contains("通报 <a href=\"/publications/2024Q3-1\"")
    );
}

#[tokio::test]
async fn nobody_corrects_what_another_published() {
    let scene = Scene::accepted().await;
    let (sheng, shi) = (scene.client("sheng").await, scene.client("shi").await);
    publish(&sheng, "演示全省通报", "internal").await;
    publish(&shi, "演示本市通报", "internal").await;
    scene.correct(500).await;
    assert!(shi.get("/publications/2024Q3-2").await.body.contains("发布更正版</button>"));
    for (client, number) in [(&shi, "2024Q3-1"), (&sheng, "2024Q3-2")] {
        assert!(!client.get(&format!("/publications/{number}")).await.body.contains("发布更正版</button>"));
        assert_eq!(correct(client, number, "演示").await.status, 404, "{number}");
    }
    let clerk = scene.clerk("P1").await;
    assert_eq!(clerk.get("/publications/new").await.status, 403);
    assert_eq!(clerk.post("/publications", &[("period", "2024Q3")]).await.status, 403);
    assert_eq!(clerk.post("/publications/2024Q3-1/correct", &[("reason", "演示")]).await.status, 403);
}

#[tokio::test]
async fn who_is_not_signed_in_sees_only_what_is_public() {
    let scene = Scene::accepted().await;
    let (sheng, shi) = (scene.client("sheng").await, scene.client("shi").await);
    let visitor = scene.filling.bench.visitor();
    let empty = visitor.get("/published").await;
    assert_eq!(empty.status, 200);
    assert!(empty.body.contains("还没有公开的通报"), "{}", empty.body);
    publish(&sheng, "演示内部通报", "internal").await;
    publish(&shi, "演示公开通报", "public").await;
    let list = visitor.get("/published").await;
    assert!(list.body.contains("演示公开通报") && !list.body.contains("演示内部通报"), "{}", list.body);
    for ending in ["", "/export.html", "/export.xlsx"] {
        let open = visitor.get(&format!("/published/2024Q3-2{ending}")).await;
        assert_eq!(open.status, 200, "{ending}");
        assert!(!open.body.contains("演示shi"), "{ending}: no account is named");
        assert!(!open.headers.contains_key("set-cookie"), "{ending}: no session is needed");
        assert_eq!(visitor.get(&format!("/published/2024Q3-1{ending}")).await.status, 404, "{ending}");
    }
    assert_eq!(visitor.get("/published/2024Q3-7").await.status, 404);
    for signed_in in ["/publications", "/publications/2024Q3-2", "/publications/2024Q3-2/export.png"] {
        assert_eq!(visitor.get(signed_in).await.status, 303, "{signed_in}");
    }
    // What is not published does not come through: neither what is there now nor a form.
    scene.correct(500).await;
    let page = visitor.get("/published/2024Q3-2").await.body;
    assert!(!page.contains("处不同") && !page.contains("<form method=\"post\" action=\"/publications"), "{page}");
    // Another city reads the public one.
    let elsewhere = scene.client("lingshi").await;
    assert_eq!(elsewhere.get("/publications/2024Q3-2").await.status, 200);
    // A 更正版 of a public one is public, and the first says so.
    assert_eq!(correct(&shi, "2024Q3-2", "演示更正").await.status, 303);
    assert!(
        visitor.get("/published/2024Q3-2").await.body.contains("已有更正版，见 <a href=\"/published/2024Q3-2-2\">")
    );
    assert_eq!(visitor.get("/published/2024Q3-2-2").await.status, 200);
}

#[tokio::test]
async fn the_journal_says_who_published_what() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    publish(&sheng, "演示通报", "public").await;
    scene.correct(500).await;
    correct(&sheng, "2024Q3-1", "演示更正").await;
    let bench = &scene.filling.bench;
    bench.account("shenji").role(zhikong::access::Role::AuditAdmin).store().await;
    let page = bench.sign_in("shenji").await.get("/journal").await.body;
    for words in ["发布通报", "发布更正版", "2024Q3-1-2", "社会公开", "演示更正"] {
        assert!(page.contains(words), "{words}: {page}");
    }
}
