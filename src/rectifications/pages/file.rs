//! A file that came with a reply.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::access::{FindingId, Viewer};
use crate::files;
use crate::inspections::store as inspections;
use crate::rectifications::store;
use crate::state::AppState;
use crate::web::{PageError, Path, attachment};

/// GET `/rectifications/{id}/files/{file}`: its bytes, of the type its content had.
pub async fn file(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((id, file)): Path<(i64, i64)>,
) -> Result<Response, PageError> {
    let finding = inspections::finding(&app.db, &viewer.scope(), FindingId(id)).await?.ok_or(PageError::NotFound)?;
    let kept = store::files(&app.db, &finding).await?.into_iter().find(|kept| kept.id == file);
    let kept = kept.ok_or(PageError::NotFound)?;
    let row = files::store::find_everywhere(&app.db, kept.file).await?.ok_or(PageError::NotFound)?;
    let bytes = app.files.get(row.kept.sha256).await?;
    let name = attachment(&format!("整改{id}-{file}.{}", kept.kind.key())).replacen("attachment", "inline", 1);
    let headers = [(header::CONTENT_TYPE, kept.kind.mime().to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, bytes).into_response())
}
