//! A picture of an exemplar, for whoever may read it.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::access::Viewer;
use crate::exemplars::store::{self, Reach};
use crate::files;
use crate::state::AppState;
use crate::web::{PageError, Path, attachment};

/// GET `/exemplars/{number}/pictures/{place}`
pub async fn picture(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(at): Path<(String, i32)>,
) -> Result<Response, PageError> {
    shown(&app, Reach::of(&viewer), at).await
}

/// GET `/published/exemplars/{number}/pictures/{place}`
pub async fn public_picture(State(app): State<AppState>, Path(at): Path<(String, i32)>) -> Result<Response, PageError> {
    shown(&app, Reach::Public, at).await
}

async fn shown(app: &AppState, reach: Reach, (number, place): (String, i32)) -> Result<Response, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let one = store::find(&app.db, reach, number).await?.ok_or(PageError::NotFound)?;
    let pictures = store::pictures(&app.db, &[&one]).await?;
    let found = pictures.into_iter().find(|(_, picture)| picture.number == place);
    let (_, picture) = found.ok_or(PageError::NotFound)?;
    let row = files::store::find_everywhere(&app.db, picture.file).await?.ok_or(PageError::NotFound)?;
    let bytes = app.files.get(row.kept.sha256).await?;
    let name = format!("典型{number}-{place}.{}", picture.kind.key());
    let inline = attachment(&name).replacen("attachment", "inline", 1);
    let headers = [(header::CONTENT_TYPE, picture.kind.mime().to_owned()), (header::CONTENT_DISPOSITION, inline)];
    Ok((headers, bytes).into_response())
}
