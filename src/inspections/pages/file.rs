//! A photograph or document of a visit.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::access::Viewer;
use crate::files;
use crate::inspections::pages::found;
use crate::inspections::store;
use crate::state::AppState;
use crate::web::{PageError, Path, attachment};

/// GET `/visits/{number}/files/{id}`: its bytes, of the type its content had.
pub async fn file(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((number, id)): Path<(String, i64)>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let visit = found(&app, &viewer, &number).await?;
    let kept = store::file(&app.db, &viewer.scope(), visit.id, id).await?.ok_or(PageError::NotFound)?;
    let row = files::store::find_everywhere(&app.db, kept.file).await?.ok_or(PageError::NotFound)?;
    let bytes = app.files.get(row.kept.sha256).await?;
    let name = attachment(&format!("{number}-{id}.{}", kept.kind.key())).replacen("attachment", "inline", 1);
    let headers = [(header::CONTENT_TYPE, kept.kind.mime().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}
