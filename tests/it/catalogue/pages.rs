//! The pages that explain the targets, as a signed-in reader gets them.

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::response::Parts;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use zhikong::access::{AccountId, HospitalId, Place, Role, Viewer};
use zhikong::app;
use zhikong::clock::Clock;
use zhikong::config::Transport;

use crate::support::{TestDatabase, fresh_database};

pub async fn product() -> (TestDatabase, Router) {
    let test = fresh_database().await;
    let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
    let router = app::router(test.parts(Clock::system(), transport));
    (test, router)
}

/// A clerk: the least anyone who signed in may be.
fn clerk() -> Viewer {
    Viewer {
        account: Some(AccountId(1)),
        login: "clerk".to_owned(),
        name: "演示填报人".to_owned(),
        place_name: "演示医院".to_owned(),
        place: Place::Hospital(HospitalId(1)),
        roles: vec![Role::Clerk],
        top: false,
        ..Viewer::operator()
    }
}

pub async fn get(router: &Router, path: &str) -> (StatusCode, http::HeaderMap, String) {
    let (parts, body) = answer(router, path).await;
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

pub async fn get_bytes(router: &Router, path: &str) -> Bytes {
    let (parts, body) = answer(router, path).await;
    assert_eq!(parts.status, StatusCode::OK, "{path}");
    body
}

async fn answer(router: &Router, path: &str) -> (Parts, Bytes) {
    let mut request = Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    request.extensions_mut().insert(clerk());
    let (parts, body) = router.clone().oneshot(request).await.unwrap().into_parts();
    (parts, body.collect().await.unwrap().to_bytes())
}

#[tokio::test]
async fn the_catalogue_opens_at_its_latest_year() {
    let (_test, router) = product().await;
    let (status, headers, _) = get(&router, "/catalogue").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/catalogue/2026");
}

#[tokio::test]
async fn a_year_shows_its_ten_targets_and_what_became_of_the_others() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/2024").await;
    assert_eq!(status, StatusCode::OK);
    for ordinal in 1..=10 {
        assert!(body.contains(&format!("href=\"/catalogue/2024/{ordinal}\"")), "{ordinal} in {body}");
        assert!(body.contains(&format!("href=\"/targets/2024/{ordinal}\"")), "{ordinal} in {body}");
    }
    assert!(body.contains("<b>提高 8 项、降低 2 项</b>"));
    assert!(body.contains("新列入关键诊疗行为相关记录完整率。"), "{body}");
    assert!(body.contains("没有单一数字，分列 11 项"));
    assert!(body.contains("口径未发布"), "规范使用率 has no formula");
    assert!(
        body.contains("提高急性ST段抬高型心肌梗死再灌注治疗率 <span class=\"zk-n\">NIT-2023-Ⅰ"),
        "dropped, with its title"
    );
    assert!(!body.contains("正式文本未取得"));
    assert!(body.contains("待核实"), "the number of the document was not seen in print");
}

#[tokio::test]
async fn a_year_without_its_text_says_so() {
    let (_test, router) = product().await;
    let (_, _, body) = get(&router, "/catalogue/2023").await;
    assert!(body.contains("本年正式文本未取得"));
    assert!(body.contains("提高住院患者抗菌药物治疗前病原学送检率"), "known only from the crosswalk");
    let (_, _, body) = get(&router, "/catalogue/2023/1").await;
    assert!(!body.contains("核心策略</h2>"), "nothing is invented");
    assert!(body.contains("没有开展“心梗救治”的医院不适用"));
}

#[tokio::test]
async fn a_target_shows_formula_source_break_and_origin() {
    let (_test, router) = product().await;
    let (status, _, body) = get(&router, "/catalogue/2024/3").await;
    assert_eq!(status, StatusCode::OK);
    assert!(body.contains("<h1>Ⅲ　提高静脉血栓栓塞症规范预防率</h1>"));
    assert!(body.contains("采取恰当预防措施 ÷ 评估为中高危 × 100%"));
    assert!(body.contains("改口径，曲线断开"));
    assert!(body.contains("出院患者人次"), "what several targets share and this one needs");
    assert!(!body.contains("实际开放床位"), "what it does not need");
    assert!(body.contains("href=\"/catalogue/2023/9\">NIT-2023-Ⅸ</a>"));
    assert!(body.contains("NIT-2022-Ⅴ"), "as far back as is known: {body}");
    assert!(body.contains("第三方转录") && body.contains("见于正式文件"));
    assert!(!body.contains("style="), "the content policy forbids styles in the page");
}

#[tokio::test]
async fn a_target_that_came_back_skips_the_year_without_it() {
    let (_test, router) = product().await;
    let (_, _, body) = get(&router, "/catalogue/2024/9").await;
    assert!(body.contains("NIT-2022-Ⅷ") && !body.contains("NIT-2023-"), "{body}");
    let (_, _, body) = get(&router, "/catalogue/2024/8").await;
    assert!(body.contains("新列入"));
    assert!(body.contains("选 全部检查、抽样"));
}

#[tokio::test]
async fn a_figure_that_turned_is_explained() {
    let (_test, router) = product().await;
    let (_, _, body) = get(&router, "/catalogue/2024/5").await;
    assert!(body.contains("下降为改善"));
    assert!(body.contains("使用率则以下降为改善"), "the target rises while the figure falls");
    assert!(body.contains("出院患者静脉输液总量（升） × 1000"));
}

#[tokio::test]
async fn years_and_targets_that_are_not_there_are_not_found() {
    let (_test, router) = product().await;
    for path in
        ["/catalogue/2020", "/catalogue/二〇二四", "/catalogue/2024/0", "/catalogue/2024/11", "/catalogue/2024/x"]
    {
        assert_eq!(get(&router, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn nobody_reads_it_without_signing_in() {
    let (_test, router) = product().await;
    for path in ["/catalogue", "/catalogue/2024", "/catalogue/2024/1"] {
        let request = Request::get(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::SEE_OTHER, "{path}");
        assert_eq!(response.headers()[header::LOCATION], format!("/sign-in?next={path}"));
    }
}
