//! POST: a reply, and what becomes of it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{FindingId, Viewer};
use crate::kept::NotKept;
use crate::rectifications::check::Typed;
use crate::rectifications::keep::{Deed, step};
use crate::rectifications::pages::OnePage;
use crate::state::AppState;
use crate::web::{Flash, Form, Multipart, Page, PageError, Path, read_form};

/// POST `/rectifications/{id}/reply`
pub async fn reply(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    form: Multipart,
) -> Result<Response, PageError> {
    let (typed, uploads) = read_form(form, "file").await?;
    take(&app, &viewer, id, (Deed::Reply(&uploads), "rectification-replied"), typed).await
}

/// POST `/rectifications/{id}/send-back`
pub async fn send_back(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    take(&app, &viewer, id, (Deed::SendBack, "rectification-sent-back"), typed).await
}

/// POST `/rectifications/{id}/verify`
pub async fn verify(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    take(&app, &viewer, id, (Deed::Verify, "rectification-verified"), typed).await
}

/// POST `/rectifications/{id}/prolong`
pub async fn prolong(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    take(&app, &viewer, id, (Deed::Prolong, "rectification-prolonged"), typed).await
}

async fn take(
    app: &AppState,
    viewer: &Viewer,
    id: i64,
    (deed, flash): (Deed<'_>, &'static str),
    typed: Typed,
) -> Result<Response, PageError> {
    let kind = deed.kind();
    match step(app, viewer, FindingId(id), deed, &typed).await {
        Ok(()) => Ok(([Flash::cookie(flash)], Redirect::to(&format!("/rectifications/{id}"))).into_response()),
        Err(NotKept::Faulty(faults)) => {
            let page = OnePage::load(app, viewer, FindingId(id), Some((kind, typed, faults))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
