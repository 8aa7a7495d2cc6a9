//! A file that was handed in.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::access::Viewer;
use crate::campaign::keep::Ground;
use crate::campaign::store;
use crate::catalogue::Catalogue;
use crate::files;
use crate::state::AppState;
use crate::web::{PageError, Path, attachment};

/// GET `/duties/{id}/files/{number}`: its bytes, of the type its content had.
pub async fn file(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((id, number)): Path<(i64, i32)>,
) -> Result<Response, PageError> {
    let ground = Ground::find(&app.db, &catalogue, &viewer, id).await?.ok_or(PageError::NotFound)?;
    let pieces = store::pieces(&app.db, &ground.occurrence).await?;
    let found = pieces.into_iter().find(|piece| piece.number == number).and_then(|piece| piece.file);
    let (file, kind, _) = found.ok_or(PageError::NotFound)?;
    let row = files::store::find_everywhere(&app.db, file).await?.ok_or(PageError::NotFound)?;
    let bytes = app.files.get(row.kept.sha256).await?;
    let name = attachment(&format!("任务佐证{id}-{number}.{}", kind.key())).replacen("attachment", "inline", 1);
    let headers = [(header::CONTENT_TYPE, kind.mime().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}
