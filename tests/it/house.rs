//! The frame of the product: health, unknown pages, safety headers.

use axum::body::Body;
use http::Request;
use tower::ServiceExt;
use zhikong::app;
use zhikong::clock::Clock;
use zhikong::config::Transport;

use crate::support::fresh_database;

#[tokio::test]
async fn health_is_answered_with_the_safety_headers() {
    let test = fresh_database().await;
    let transport = Transport { secure_cookies: true, insecure_banner: false, proxy: None };
    let router = app::router(test.parts(Clock::system(), transport));
    let response = router.oneshot(Request::get("/healthz").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-security-policy"].to_str().unwrap().contains("default-src 'self'"));
    assert_eq!(response.headers()["x-content-type-options"], "nosniff");
    assert_eq!(response.headers()["cache-control"], "no-store");
}
