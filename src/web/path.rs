//! The parameters of an address. One that cannot be read is an address that leads nowhere, and is answered as such.

use axum::extract::FromRequestParts;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::web::PageError;
use crate::web::form::holds_nul;

/// Whether a browser would stay here: browsers drop tabs and line ends and read `\` as `/`, so `/\t/host` leaves.
#[must_use]
pub fn stays_here(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}

/// Parameters of an address, or not found.
pub struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, PageError> {
        if holds_nul(parts.uri.path().as_bytes()) {
            return Err(PageError::NotFound);
        }
        #[expect(clippy::disallowed_types, reason = "this is the one place that gives its rejection our words")]
        let read = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        read.map(|path| Self(path.0)).map_err(|_| PageError::NotFound)
    }
}
