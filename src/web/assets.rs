//! Style sheets and scripts, embedded: our own under `css/` and `js/`, the packages' under `vendor/`.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use rust_embed::RustEmbed;

use crate::web::Path;

#[derive(RustEmbed)]
#[folder = "assets"]
#[allow_missing = true]
struct Files;

/// Serves one file of `assets/`; the content hash is its entity tag.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = Files::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let etag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..8]));
    let cache = "public, max-age=600, must-revalidate".to_owned();
    if headers.get(header::IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        // What a browser keeps takes over these headers: without them it would be told not to keep it at all.
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag), (header::CACHE_CONTROL, cache)]).into_response();
    }
    let kind = file.metadata.mimetype().to_owned();
    let kind = if kind.starts_with("text/") { format!("{kind}; charset=utf-8") } else { kind };
    ([(header::CONTENT_TYPE, kind), (header::ETAG, etag), (header::CACHE_CONTROL, cache)], file.data.into_owned())
        .into_response()
}
