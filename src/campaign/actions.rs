//! POST: evidence handed in or taken back, a bearer exempted or asked again.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::Viewer;
use crate::campaign::check::Typed;
use crate::campaign::keep;
use crate::campaign::pages::OnePage;
use crate::catalogue::Catalogue;
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{Flash, Form, Multipart, Page, PageError, Path, read_form};

/// POST `/duties/{id}/evidence`
pub async fn hand_in(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(id): Path<i64>,
    form: Multipart,
) -> Result<Response, PageError> {
    let (typed, uploads) = read_form(form, "file").await?;
    let kept = keep::hand_in(&app, &catalogue, &viewer, id, (&typed, &uploads)).await;
    answer(&app, &viewer, &catalogue, (id, typed), kept.map(|()| "duty-evidence")).await
}

/// POST `/duties/{id}/evidence/{number}/withdraw`
pub async fn withdraw(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((id, number)): Path<(i64, i32)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let kept = keep::withdraw(&app, &catalogue, &viewer, (id, number), &typed).await;
    answer(&app, &viewer, &catalogue, (id, typed), kept.map(|()| "duty-withdrawn")).await
}

/// POST `/duties/{id}/exempt`
pub async fn exempt(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(id): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let kept = keep::exempt(&app, &catalogue, &viewer, (id, true), &typed).await;
    answer(&app, &viewer, &catalogue, (id, typed), kept.map(|()| "duty-exempted")).await
}

/// POST `/duties/{id}/ask-again`
pub async fn ask_again(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(id): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let kept = keep::exempt(&app, &catalogue, &viewer, (id, false), &typed).await;
    answer(&app, &viewer, &catalogue, (id, typed), kept.map(|()| "duty-asked-again")).await
}

async fn answer(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (id, typed): (i64, Typed),
    kept: Result<&'static str, NotKept>,
) -> Result<Response, PageError> {
    match kept {
        Ok(flash) => Ok(([Flash::cookie(flash)], Redirect::to(&format!("/duties/{id}"))).into_response()),
        Err(NotKept::Faulty(faults)) => {
            let page = OnePage::load(app, catalogue, viewer, id, (typed, faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
