//! The catalogue as a handler's argument; `app` layers it in.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::catalogue::Catalogue;
use crate::web::PageError;

impl<S: Send + Sync> FromRequestParts<S> for Catalogue {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let catalogue = parts.extensions.get::<Self>().cloned();
        catalogue.ok_or_else(|| PageError::internal("the catalogue is not layered in"))
    }
}
