//! What looking at progress needs, as a handler's argument; `app` layers it in.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::progress::desk::Desk;
use crate::web::PageError;

impl<S: Send + Sync> FromRequestParts<S> for Desk {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let desk = parts.extensions.get::<Self>().cloned();
        desk.ok_or_else(|| PageError::internal("the desk is not layered in"))
    }
}
