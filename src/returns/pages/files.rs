//! Workbooks to take away: the pre-filled form, and the kept original of an upload.

use axum::extract::{Path, State};
use axum::response::Redirect;
use bytes::Bytes;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::hospitals;
use crate::returns::desk::Desk;
use crate::returns::pages::{hospital_of, quarter_of};
use crate::returns::store::Upload;
use crate::returns::template::{self, Fills};
use crate::returns::{outgoing, store};
use crate::state::AppState;
use crate::web::{Download, PageError};

/// GET `/returns/{period}/{code}/template`
pub async fn template(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
) -> Result<Download, PageError> {
    let quarter = quarter_of(&period)?;
    let hospital = hospital_of(&app.db, &viewer, &code, quarter).await?;
    let plan = outgoing::plan(&app.db, &viewer.scope(), &catalogue, &hospital, quarter).await?;
    let plan = plan.ok_or(PageError::NotFound)?;
    let bytes = template::write(&catalogue, &plan, &Fills::default()).map_err(PageError::internal)?;
    Ok(Download::xlsx(plan.file_name(), bytes))
}

/// GET `/returns/{period}/template`: the viewer's own hospital's.
pub async fn own_template(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(period): Path<String>,
) -> Result<Redirect, PageError> {
    let quarter = quarter_of(&period)?;
    let id = viewer.hospital().ok_or(PageError::NotFound)?;
    let hospital = hospitals::store::one_on_day(&app.db, &viewer.scope(), id, quarter.last_day()).await?;
    let hospital = hospital.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/returns/{quarter}/{}/template", hospital.code)))
}

/// GET `/returns/uploads/{batch}/{id}/original`
pub async fn original(
    desk: Desk,
    viewer: Viewer,
    Path((batch, id)): Path<(String, i64)>,
) -> Result<Download, PageError> {
    let (upload, bytes) = kept(&desk, &viewer, &batch, id).await?;
    // Never shown in the browser: what came from outside is only taken away.
    Ok(Download { name: upload.name, kind: "application/octet-stream", bytes: bytes.to_vec() })
}

/// GET `/returns/uploads/{batch}/{id}/annotated`: what was sent, in our form, with every problem at its cell.
pub async fn annotated(
    desk: Desk,
    viewer: Viewer,
    Path((batch, id)): Path<(String, i64)>,
) -> Result<Download, PageError> {
    let (upload, bytes) = kept(&desk, &viewer, &batch, id).await?;
    let (whose, quarter) = upload.hospital.zip(upload.period).ok_or(PageError::NotFound)?;
    let held = hospitals::store::one_on_day(&desk.db, &viewer.scope(), whose, quarter.last_day()).await?;
    let held = held.ok_or(PageError::NotFound)?;
    let written =
        crate::returns::annotated(&desk, &viewer.scope(), bytes, (&held.code, quarter), &upload.problems).await?;
    let (name, bytes) = written.ok_or(PageError::NotFound)?;
    Ok(Download::xlsx(name, bytes))
}

/// An upload that the viewer may see, with its original.
async fn kept(desk: &Desk, viewer: &Viewer, batch: &str, id: i64) -> Result<(Upload, Bytes), PageError> {
    let uploads = store::upload_batch(&desk.db, viewer, batch).await?;
    let upload = uploads.into_iter().find(|upload| upload.id == id).ok_or(PageError::NotFound)?;
    let fingerprint = upload.sha256.parse().map_err(PageError::internal)?;
    let bytes = desk.files.get(fingerprint).await.map_err(PageError::internal)?;
    Ok((upload, bytes))
}
