//! What is refused, and what happens at the same moment.

use crate::publications::scene::{Scene, publish};

#[tokio::test]
async fn a_quarter_without_accepted_figures_is_not_published() {
    let scene = Scene::sent().await;
    let sheng = scene.client("sheng").await;
    let page = sheng.get("/publications/new?period=2024Q3").await.body;
    assert!(page.contains("没有数字可以发布") && !page.contains("通报</button>"), "{page}");
    let refused = publish(&sheng, "演示", "internal").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("没有数字可以发布"), "{}", refused.body);
    assert!(refused.body.contains("还没有接收的报表，没有数字可以发布。先在“接收进度”里接收报表"), "{}", refused.body);
    assert_eq!(sheng.get("/publications/2024Q3-1").await.status, 404, "nothing was kept");
}

#[tokio::test]
async fn the_page_before_says_what_is_missing() {
    let scene = Scene::sent().await;
    let reviewer = zhikong::access::Viewer { name: "演示审核".to_owned(), ..zhikong::access::Viewer::operator() };
    let some: Vec<String> = (1..=5).map(|number| format!("P{number}")).collect();
    let quarter = crate::returns::scene::q3();
    zhikong::returns::accept_many(&scene.filling.desk, &reviewer, quarter, Some(&some)).await.unwrap();
    let sheng = scene.client("sheng").await;
    let page = sheng.get("/publications/new?period=2024Q3").await.body;
    assert!(page.contains("已接收 5 家，7 家没有接收的报表") && page.contains("7 份报表待审"), "{page}");
    assert!(page.contains("发布 2024 年第三季度通报"), "{page}");
    assert_eq!(publish(&sheng, "演示", "internal").await.status, 303);
    let standing = scene.kept("2024Q3-1").await.content.standing;
    assert_eq!((standing.expected, standing.accepted, standing.waiting, standing.missing), (12, 5, 7, 7));
    scene.accept().await;
    let page = sheng.get("/publications/2024Q3-1").await.body;
    assert!(page.contains("此后又接收了 7 家"), "{page}");
}

#[tokio::test]
async fn a_title_is_neither_empty_nor_endless_and_what_was_typed_stays() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    let empty = publish(&sheng, "  ", "internal").await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("标题没有填"), "{}", empty.body);
    let long = publish(&sheng, &"通".repeat(300), "public").await;
    assert_eq!(long.status, 422);
    assert!(
        long.body.contains("标题有 300 个字，最多 100 个") && long.body.contains(&"通".repeat(300)),
        "{}",
        long.body
    );
    assert!(long.body.contains("value=\"public\" checked"), "{}", long.body);
    let nobody = publish(&sheng, "演示", "everybody").await;
    assert_eq!(nobody.status, 422);
    assert!(nobody.body.contains("没有选发布范围"), "{}", nobody.body);
    let bad = [("period", "2024-07"), ("title", "演示"), ("audience", "internal")];
    assert_eq!(sheng.post("/publications", &bad).await.status, 400);
    assert_eq!(sheng.get("/publications/2024Q3-1").await.status, 404, "nothing was kept");
}

#[tokio::test]
async fn what_moved_since_it_was_looked_at_is_not_published() {
    let scene = Scene::accepted().await;
    let sheng = scene.client("sheng").await;
    let page = sheng.get("/publications/new?period=2024Q3").await.body;
    let seen = crate::publications::scene::seen(&page);
    scene.correct(500).await;
    let form = [("period", "2024Q3"), ("title", "演示我的标题"), ("audience", "internal"), ("seen", seen.as_str())];
    let refused = sheng.post("/publications", &form).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    assert!(
        refused.body.contains("看过之后又有报表被接收") && refused.body.contains("演示我的标题"),
        "{}",
        refused.body
    );
    assert_eq!(sheng.get("/publications/2024Q3-1").await.status, 404, "nothing was kept");
    assert_eq!(publish(&sheng, "演示我的标题", "internal").await.status, 303);
}

#[tokio::test]
async fn two_at_the_same_moment_get_a_number_each_and_one_twice_only_one() {
    let scene = Scene::accepted().await;
    let (sheng, shi) = (scene.client("sheng").await, scene.client("shi").await);
    let (of_province, of_city, again) = tokio::join!(
        publish(&sheng, "演示全省", "internal"),
        publish(&shi, "演示本市", "internal"),
        publish(&sheng, "演示全省又一次", "internal"),
    );
    let mut places = vec![of_province.location(), of_city.location(), again.location()];
    places.sort_unstable();
    assert_eq!(
        places,
        ["", "/publications/2024Q3-1", "/publications/2024Q3-2"],
        "{}\n{}",
        of_province.body,
        again.body
    );
    let refused = if of_province.status == 303 { again } else { of_province };
    assert_eq!((of_city.status.as_u16(), refused.status.as_u16()), (303, 422));
    assert!(refused.body.contains("已经发布过，通报号 2024Q3-"), "{}", refused.body);
    // For another audience it is another publication.
    assert_eq!(publish(&sheng, "演示全省公开", "public").await.location(), "/publications/2024Q3-3");
}
