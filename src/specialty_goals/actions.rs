//! POST: a workbook sent, and its rehearsal confirmed.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;
use http::StatusCode;

use crate::access::Viewer;
use crate::authorities::Authority;
use crate::catalogue::Catalogue;
use crate::files::{Fingerprint, NewFile};
use crate::specialty_goals::form::ConfirmForm;
use crate::specialty_goals::import::{self, Plan};
use crate::specialty_goals::keep::{NotKept, Wanted, take};
use crate::specialty_goals::pages::{RehearsalPage, UploadPage, kept_centre};
use crate::specialty_goals::workbook::RawTable;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Multipart, Page, PageError, Path, form_encoded, read_uploads};

fn again(page: impl crate::web::View) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}

/// POST `/specialty-goals/{centre}/{year}/import`: keeps the file and leads to its rehearsal; nothing changes.
pub async fn upload(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path((code, year)): Path<(String, i32)>,
    form: Multipart,
) -> Result<Response, PageError> {
    let centre = kept_centre(&app, &viewer, &catalogue, (&code, year)).await?;
    let file = read_uploads(form, "file").await?.swap_remove(0);
    if let Err(problems) = import::read(&reader, &file.bytes).await {
        return Ok(again(UploadPage::new(&centre, year, problems)));
    }
    let kept = app.files.put(file.bytes).await?;
    let to = format!("/specialty-goals/{code}/{year}/import/{}?name={}", kept.sha256, form_encoded(&file.name));
    Ok(Redirect::to(&to).into_response())
}

/// POST `/specialty-goals/{centre}/{year}/import/{sha256}`: takes in what the rehearsal showed.
pub async fn confirm(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path((code, year, sha256)): Path<(String, i32, String)>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    let centre = kept_centre(&app, &viewer, &catalogue, (&code, year)).await?;
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    match import::read_kept((&app.files, &reader), sha256).await? {
        (bytes, Ok(table)) => taken(&app, &viewer, (&centre, year), (sha256, bytes, &table), form).await,
        (_, Err(problems)) => Ok(again(refused((&centre, year), (sha256, &form), &Plan::refused(problems), None))),
    }
}

fn refused(
    of: (&Authority, i32),
    (sha256, form): (Fingerprint, &ConfirmForm),
    plan: &Plan,
    faults: Option<FieldErrors>,
) -> RehearsalPage {
    RehearsalPage::new(of, (sha256, &form.name), plan, (form.reason.clone(), faults.unwrap_or_default()))
}

async fn taken(
    app: &AppState,
    viewer: &Viewer,
    (centre, year): (&Authority, i32),
    (sha256, bytes, table): (Fingerprint, Bytes, &RawTable),
    form: ConfirmForm,
) -> Result<Response, PageError> {
    let kept = app.files.put(bytes).await?;
    let (received_at, received_by) = (app.clock.now(), viewer.account);
    let file = NewFile { kept, name: form.name.clone(), kind: "specialty_goals", received_at, received_by };
    let wanted = Wanted { centre: &centre.code, year, table, seen: form.seen, reason: &form.reason };
    match take(app, viewer, wanted, &file).await {
        Ok(changes) => {
            let flash = if changes > 0 { "specialty-goals-kept" } else { "nothing-changed" };
            let to = format!("/specialty-goals/{}?year={year}", centre.code);
            Ok(([Flash::cookie(flash)], Redirect::to(&to)).into_response())
        }
        Err(NotKept::Problems(problems)) => {
            Ok(again(refused((centre, year), (sha256, &form), &Plan::refused(problems), None)))
        }
        Err(NotKept::Faulty(faults)) => {
            let plan = import::rehearse(&app.db, (centre, year), table).await?;
            Ok(again(refused((centre, year), (sha256, &form), &plan, Some(faults))))
        }
        Err(other) => Err(other.into()),
    }
}
