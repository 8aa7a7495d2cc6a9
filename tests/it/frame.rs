//! The frame around every page: errors in the reader's words, the menu page, style sheets and scripts.

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;
use zhikong::access::Role;
use zhikong::app::{self, Parts};
use zhikong::clock::Clock;
use zhikong::config::Transport;

use crate::support::bench::Bench;
use crate::support::{TestDatabase, fresh_database};

async fn product(demo: bool, insecure: bool) -> (TestDatabase, Router) {
    let test = fresh_database().await;
    let transport = Transport { secure_cookies: !insecure, insecure_banner: insecure, proxy: None };
    let parts = test.parts(Clock::system(), transport);
    let router = app::router(Parts { demo, ..parts });
    (test, router)
}

async fn get(router: &Router, path: &str, accept: &str) -> (StatusCode, http::HeaderMap, String) {
    let request = Request::get(path).header(header::ACCEPT, accept).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn an_unknown_page_says_so_in_chinese_and_leads_on() {
    let (_test, router) = product(true, false).await;
    let (status, _, body) = get(&router, "/no-such-page", "text/html").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(body.contains("<h1>没有找到这一页</h1>"), "{body}");
    assert!(body.contains("href=\"/sign-in\""), "nobody is signed in, so the way on is to sign in");
    assert!(body.contains("演示数据"), "invented data says so on error pages too");
    assert!(!body.contains("未加密"), "this server is not on plain http");
    assert!(!body.contains("style="), "the content policy forbids styles in the page");
}

#[tokio::test]
async fn a_program_gets_the_error_as_json() {
    let (_test, router) = product(false, false).await;
    let (status, _, body) = get(&router, "/no-such-page", "application/json").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["error"]["code"], "not_found");
    assert!(body["error"]["message"].as_str().unwrap().contains("没有找到"));
}

#[tokio::test]
async fn plain_http_is_warned_about_on_every_page() {
    let (_test, router) = product(false, true).await;
    let (_, _, body) = get(&router, "/no-such-page", "text/html").await;
    assert!(body.contains("未加密的 http"), "{body}");
    assert!(!body.contains("演示数据"), "real data does not call itself invented");
}

#[tokio::test]
async fn the_menu_page_is_for_people_who_signed_in() {
    let (_test, router) = product(false, false).await;
    let (status, headers, _) = get(&router, "/menu", "text/html").await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(headers[header::LOCATION], "/sign-in?next=/menu");
}

#[tokio::test]
async fn no_menu_is_longer_than_a_reader_takes_in() {
    let bench = Bench::new().await;
    let hospital = bench.hospital("演示甲医院").store().await;
    for (login, code) in [("sheng", "410000"), ("xian", "410105")] {
        let authority = bench.authority(code).await;
        let account = bench.account(login).role(Role::AuthorityStaff).role(Role::AccountKeeper);
        account.at_authority(authority).store().await;
    }
    bench.account("wang").role(Role::Clerk).role(Role::HospitalReviewer).at_hospital(&hospital).store().await;
    for (login, own) in [("sheng", "/territories"), ("xian", "/home"), ("wang", "/goals/own")] {
        let page = bench.sign_in(login).await.get("/menu").await.body;
        let menu = page.split("aria-label=\"全部页面\"").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
        let entries = menu.matches("<a href=").count();
        assert!((5..=13).contains(&entries) && menu.contains(&format!("\"{own}\"")), "{login}: {menu}");
    }
}

#[tokio::test]
async fn our_styles_and_scripts_are_served_and_may_be_kept() {
    let (_test, router) = product(false, false).await;
    for (path, kind) in [("/assets/css/app.css", "text/css"), ("/assets/js/app.js", "text/javascript")] {
        let (status, headers, body) = get(&router, path, "*/*").await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(headers[header::CONTENT_TYPE].to_str().unwrap().starts_with(kind), "{path}");
        assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains("max-age"), "{path}");
        assert!(body.len() > 1000, "{path}");
        let again =
            Request::get(path).header(header::IF_NONE_MATCH, &headers[header::ETAG]).body(Body::empty()).unwrap();
        let again = router.clone().oneshot(again).await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        for name in [header::CACHE_CONTROL, header::ETAG] {
            assert_eq!(again.headers()[&name], headers[&name], "{path}: what is kept takes this over");
        }
    }
    let (status, _, _) = get(&router, "/assets/../Cargo.toml", "*/*").await;
    assert_eq!(status, StatusCode::NOT_FOUND, "nothing outside the folder is served");
}

#[tokio::test]
async fn a_form_that_is_none_or_too_large_is_answered_in_words() {
    let bench = Bench::new().await;
    bench.staff("yuan", "410105").await;
    let client = bench.sign_in("yuan").await;
    for (kind, body) in [("application/json", "{}"), ("multipart/form-data", "no boundary")] {
        let request = Request::post("/returns/upload").header(header::CONTENT_TYPE, kind);
        let answer = client.send(request, Body::from(body)).await;
        assert!(answer.status == 400 && answer.body.contains("multipart/form-data"), "{kind}: {}", answer.body);
        assert!(answer.body.contains("<html"), "{kind}: a page");
    }
    let long = "长".repeat(1 << 20);
    let answer = client.post("/account/email", &[("email", &long)]).await;
    assert_eq!(answer.status, 413, "{}", answer.body);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_leads_nowhere_and_a_forms_address_says_what_it_is() {
    let bench = Bench::new().await;
    bench.staff("yuan", "410105").await;
    let client = bench.sign_in("yuan").await;
    for path in
        ["/returns/uploads/x/y", "/returns/2024Q3/A1/rounds/first", "/returns/uploads/%FF", "/settings/rules/%FF"]
    {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 404, "{path} {}", answer.body);
        assert!(answer.body.contains("<h1>没有找到这一页</h1>"), "{path} {}", answer.body);
    }
    let answer = client.post("/returns/2024-13/A1/accept", &[("version", "1")]).await;
    assert!(answer.status == 404 && answer.body.contains("没有找到这一页"), "{}", answer.body);
    for path in ["/returns/2024Q3/A1/entry/check", "/returns/accept"] {
        let answer = client.get(path).await;
        assert_eq!(answer.status, 405, "{path}");
        assert!(answer.body.contains("<h1>这个网址不能这样打开</h1>"), "{path} {}", answer.body);
        assert!(answer.headers.contains_key(header::ALLOW), "{path}");
    }
}
