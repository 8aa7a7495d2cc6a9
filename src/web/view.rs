//! Page structs, and the one layer that renders them.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use std::sync::Arc;

use crate::access::Viewer;
use crate::web::counts::Counts;
use crate::web::error::ErrorBody;
use crate::web::layout::{Head, Layout, Site};
use crate::web::templates::Templates;

/// A page's data, tied to the one template that shows it as `page`.
pub trait View: Serialize {
    /// The template's path under `templates/`.
    const TEMPLATE: &'static str;

    /// Title, crumbs and the other things around the page.
    fn head(&self) -> Head;
}

/// A page to be rendered by the layer.
pub struct Page<V>(pub V);

#[derive(Clone)]
struct Unrendered {
    template: &'static str,
    head: Head,
    context: Arc<tera::Context>,
}

impl<V: View> IntoResponse for Page<V> {
    fn into_response(self) -> Response {
        let head = self.0.head();
        let mut context = tera::Context::new();
        context.insert("page", &self.0);
        let mut response = ().into_response();
        response.extensions_mut().insert(Unrendered { template: V::TEMPLATE, head, context: Arc::new(context) });
        response
    }
}

/// What the rendering layer needs.
#[derive(Clone)]
pub struct Renderer {
    /// The parsed templates.
    pub templates: Templates,
    /// What is the same on every page.
    pub site: Site,
}

/// Said when even the error page cannot be rendered.
const PLAIN_ERROR: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>系统出错</title>\
<p>系统没能显示这一页，你的数据没有改变。请稍后再试。</p>";

/// Renders the parked page, or says an error as JSON to a program that asked for it.
pub async fn render(State(renderer): State<Renderer>, request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Viewer>().cloned();
    let counts = request.extensions().get::<Counts>().copied().unwrap_or_default();
    let path = request.uri().path().to_owned();
    let json = wants_json(request.headers());
    let dark = prefers_dark(request.headers());
    let flash = crate::web::layout::flash_of(&CookieJar::from_headers(request.headers()));
    let mut response = next.run(request).await;
    if json && let Some(body) = response.extensions_mut().remove::<ErrorBody>() {
        let status = response.status();
        return (status, axum::Json(serde_json::json!({ "error": body }))).into_response();
    }
    let Some(page) = response.extensions_mut().remove::<Unrendered>() else { return response };
    let shown = flash.is_some();
    let layout =
        Layout::new(&renderer.site, page.head, viewer.as_ref().map(|viewer| (viewer, counts)), &path, dark, flash);
    let mut context = Arc::unwrap_or_clone(page.context);
    context.insert("layout", &layout);
    match renderer.templates.render(page.template, &context) {
        Ok(html) => {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            headers.append("accept-ch", HeaderValue::from_static("Sec-CH-Prefers-Color-Scheme"));
            headers.append(header::VARY, HeaderValue::from_static("Sec-CH-Prefers-Color-Scheme"));
            if shown {
                crate::web::layout::forget_flash(headers);
            }
            headers.remove(header::CONTENT_LENGTH);
            *response.body_mut() = html.into();
            response
        }
        Err(error) => {
            tracing::error!(error = %crate::web::templates::causes(&error), template = page.template, "template failed");
            (StatusCode::INTERNAL_SERVER_ERROR, Html(PLAIN_ERROR)).into_response()
        }
    }
}

/// Whether the caller asked for JSON.
#[must_use]
pub fn wants_json(headers: &HeaderMap) -> bool {
    accept(headers).contains("application/json")
}

/// Whether the caller is a browser that wants a page.
#[must_use]
pub fn wants_html(headers: &HeaderMap) -> bool {
    let accept = accept(headers);
    accept.is_empty() || accept.contains("text/html") || accept == "*/*"
}

fn accept(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn prefers_dark(headers: &HeaderMap) -> bool {
    headers.get("sec-ch-prefers-color-scheme").is_some_and(|value| value.as_bytes() == b"dark")
}
