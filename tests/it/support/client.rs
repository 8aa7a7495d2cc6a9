//! A browser, as far as page tests need one: it keeps cookies and follows nothing by itself.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use bytes::Bytes;
use http::request::Builder;
use http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// Somebody at a browser; clones share their cookies.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    address: SocketAddr,
    accept: &'static str,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status; compares with numbers.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text; nonsense for a workbook.
    pub body: String,
    /// The body as it is.
    pub bytes: Bytes,
}

impl Answer {
    /// Where a redirect leads; empty when it is none.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|to| to.to_str().ok()).unwrap_or_default()
    }

    /// The body read as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Client {
    /// A browser without cookies at 192.0.2.1.
    pub fn new(router: Router) -> Self {
        let address = SocketAddr::from(([192, 0, 2, 1], 50_000));
        Self { router, cookies: Arc::default(), address, accept: "text/html,application/xhtml+xml,*/*;q=0.8" }
    }

    /// The same browser at another address.
    pub fn from(mut self, address: &str) -> Self {
        self.address.set_ip(address.parse().expect("an address"));
        self
    }

    /// A program instead of a person: asks for JSON.
    pub fn json(mut self) -> Self {
        self.accept = "application/json";
        self
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let fields: Vec<_> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send(request, Body::from(fields.join("&"))).await
    }

    /// Sends files under the field `file`: (name, bytes) each.
    pub async fn upload(&self, path: &str, files: &[(&str, &[u8])]) -> Answer {
        self.send_form(path, &[], files).await
    }

    /// Sends fields and, under the field `file`, files: (name, bytes) each.
    pub async fn send_form(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        const LINE: &str = "zhikong-test-boundary";
        let mut body = Vec::new();
        for (name, value) in fields {
            let field = format!("--{LINE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(field.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--{LINE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{LINE}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={LINE}");
        self.send(Request::post(path).header(header::CONTENT_TYPE, kind), Body::from(body)).await
    }

    /// Sends anything; what the test does not say is as a browser of the same origin says it.
    pub async fn send(&self, request: Builder, body: Body) -> Answer {
        let mut request = request.body(body).expect("a request");
        let headers = request.headers_mut();
        headers.entry(header::HOST).or_insert("zhikong.test".parse().expect("a header"));
        headers.entry(header::ACCEPT).or_insert(self.accept.parse().expect("a header"));
        if !headers.contains_key("sec-fetch-site") && !headers.contains_key(header::ORIGIN) {
            headers.insert("sec-fetch-site", "same-origin".parse().expect("a header"));
        }
        let cookies: Vec<_> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            headers.insert(header::COOKIE, cookies.join("; ").parse().expect("a header"));
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let bytes = body.collect().await.expect("a body").to_bytes();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes }
    }

    /// Opens or sends by method name, as the list of routes says it.
    pub async fn call(&self, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        if method == Method::GET.as_str() { self.get(path).await } else { self.post(path, form).await }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut cookies = self.cookies.lock().unwrap();
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let (pair, rest) = line.split_once(';').unwrap_or((line, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if rest.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

fn encoded(text: &str) -> String {
    zhikong::web::form_encoded(text)
}
