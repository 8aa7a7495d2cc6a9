//! A page that a reader keeps as a file of its own.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};

use crate::web::{Page, PageError, View, attachment};

/// The page under a file name; its template has its styles inside and needs no net.
///
/// # Errors
/// Where the name cannot stand in a header.
pub fn saved<V: View>(page: Page<V>, name: &str) -> Result<Response, PageError> {
    let mut response = page.into_response();
    let value = HeaderValue::from_str(&attachment(name)).map_err(PageError::internal)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    Ok(response)
}
