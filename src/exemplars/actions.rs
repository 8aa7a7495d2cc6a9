//! POST: something is submitted, chosen or not, taken back.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::exemplars::check::Typed;
use crate::exemplars::keep;
use crate::exemplars::model::{Number, State as Standing};
use crate::exemplars::pages::{Ground, NewPage, OnePage};
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{Flash, Form, Multipart, Page, PageError, Path, read_form};

/// POST `/exemplars`
pub async fn submit(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    form: Multipart,
) -> Result<Response, PageError> {
    let (typed, uploads) = read_form(form, "file").await?;
    let ground = Ground::on(&app, &catalogue, invented);
    let calling = ground.calling()?;
    match keep::submit(&app, (&catalogue, calling), &viewer, (&typed, &uploads)).await {
        Ok(number) => Ok(done("exemplar-submitted", number)),
        Err(NotKept::Faulty(faults)) => {
            let page = NewPage::load(&ground, typed, faults)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/exemplars/{number}/decide`
pub async fn decide(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let chosen = typed.get("decision").is_some_and(|to| to == Standing::Chosen.key());
    let flash = if chosen { "exemplar-chosen" } else { "exemplar-declined" };
    let kept = keep::decide(&app, &viewer, number, &typed).await;
    answer(&app, &viewer, &catalogue, (number, typed), kept.map(|()| flash)).await
}

/// POST `/exemplars/{number}/withdraw`
pub async fn take_back(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    let kept = keep::take_back(&app, &viewer, number, &typed).await;
    answer(&app, &viewer, &catalogue, (number, typed), kept.map(|()| "exemplar-withdrawn")).await
}

fn done(flash: &'static str, number: Number) -> Response {
    ([Flash::cookie(flash)], Redirect::to(&format!("/exemplars/{number}"))).into_response()
}

async fn answer(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (number, typed): (Number, Typed),
    kept: Result<&'static str, NotKept>,
) -> Result<Response, PageError> {
    match kept {
        Ok(flash) => Ok(done(flash, number)),
        Err(NotKept::Faulty(faults)) => {
            let page = OnePage::load(app, catalogue, viewer, number, (typed, faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
