//! What a form posts or a query asks: read with errors in the reader's words.

use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::web::PageError;

/// A posted form.
pub struct Form<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let unread = || PageError::BadRequest("表单没有读懂：少了一项，或有一项的格式不对。".into());
        let (parts, body) = request.into_parts();
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
            _ => unread(),
        })?;
        if holds_nul(&bytes) {
            return Err(nul_typed());
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        let read = axum_extra::extract::Form::from_request(request, state).await;
        read.map(|axum_extra::extract::Form(value)| Self(value)).map_err(|_| unread())
    }
}

/// Whether form-encoded text holds a NUL: nobody types one, and PostgreSQL takes none.
pub(super) fn holds_nul(encoded: &[u8]) -> bool {
    encoded.contains(&0) || encoded.windows(3).any(|part| part == b"%00")
}

/// What is said of a form that holds one: it comes with pasted text, and where it stood nobody sees.
pub(super) fn nul_typed() -> PageError {
    PageError::refused(
        "填写的内容里有一个看不见的空字符（NUL），没有保存。",
        "多半是从别处粘贴带来的：返回上一页，把粘贴的那一段删掉，改为手工输入或重新复制，再提交。",
    )
}

/// The query of a page.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        let unread = || PageError::BadRequest("网址里的条件没有读懂。".into());
        if parts.uri.query().is_some_and(|query| holds_nul(query.as_bytes())) {
            return Err(unread());
        }
        let read = axum_extra::extract::Query::from_request_parts(parts, state).await;
        read.map(|axum_extra::extract::Query(value)| Self(value)).map_err(|_| unread())
    }
}

/// A field as the template shows it again: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Field {
    /// What was typed; empty for passwords.
    pub value: String,
    /// What is wrong; the same words as in the summary.
    pub error: Option<String>,
}

impl Field {
    /// A field that keeps what was typed.
    #[must_use]
    pub fn of(value: impl Into<String>) -> Self {
        Self { value: value.into(), error: None }
    }
}

/// Errors of a form in the order of its fields: (field name, what is wrong).
#[derive(Clone, Debug, Default, Serialize)]
pub struct FieldErrors(pub Vec<(Cow<'static, str>, String)>);

impl FieldErrors {
    /// A single error.
    #[must_use]
    pub fn one(field: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        Self(vec![(field.into(), text.into())])
    }

    /// Notes an error.
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, text: impl Into<String>) {
        self.0.push((field.into(), text.into()));
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone())
    }
}

/// Every error with its field, for whoever meets them outside a page.
impl fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, text)) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { "；" };
            write!(f, "{between}{field}：{text}")?;
        }
        Ok(())
    }
}

/// A form checked: a typed command, or every error at once.
pub type Checked<T> = Result<T, FieldErrors>;
