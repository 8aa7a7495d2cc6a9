//! POST: a visit planned, begun, answered, closed, given up.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::inspections::check::Typed;
use crate::inspections::form::{BeginForm, DropForm, PlanForm};
use crate::inspections::keep::{self, NotKept};
use crate::inspections::model::Number;
use crate::inspections::pages::{ClosePage, Looking, NewPage, OnePage, PointPage, Said, SheetPage, next_href};
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Multipart, Page, PageError, Path, read_uploads};

/// POST `/visits`
pub async fn plan(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Form(form): Form<PlanForm>,
) -> Result<Response, PageError> {
    match keep::plan(&app, &catalogue, &viewer, &form).await {
        Ok(number) => Ok(done("visit-planned", &format!("/visits/{number}"))),
        Err(NotKept::Faulty(faults)) => {
            let page = NewPage::load(&app, &catalogue, &viewer, form, faults).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/visits/{number}/begin`
pub async fn begin(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<BeginForm>,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    match keep::begin(&app, &catalogue, &viewer, &number, &form).await {
        Ok(()) => Ok(done("visit-begun", &format!("/visits/{number}"))),
        Err(NotKept::Faulty(faults)) => again(&app, &catalogue, &viewer, &number, (Some(form), faults)).await,
        Err(other) => Err(other.into()),
    }
}

/// POST `/visits/{number}/drop`
pub async fn drop_visit(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<DropForm>,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    match keep::drop_visit(&app, &viewer, &number, &form).await {
        Ok(()) => Ok(done("visit-dropped", &format!("/visits/{number}"))),
        Err(NotKept::Faulty(faults)) => again(&app, &catalogue, &viewer, &number, (None, faults)).await,
        Err(other) => Err(other.into()),
    }
}

/// POST `/visits/{number}/points/{point}`
pub async fn answer(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((number, point)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    let (status, said) = match keep::answer(&app, &viewer, &number, &point, &typed).await {
        Ok(()) => {
            let looking = Looking::begun(&app, &viewer, &number).await?;
            return Ok(Redirect::to(&next_href(&looking, &point, typed.get("go").map(String::as_str))).into_response());
        }
        Err(NotKept::Faulty(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, Said { typed, faults, clash: false }),
        Err(NotKept::Clash) => (StatusCode::CONFLICT, Said { typed, faults: FieldErrors::default(), clash: true }),
        Err(other) => return Err(other.into()),
    };
    let page = PointPage::load(&app, &viewer, &number, &point, Some(said)).await?;
    Ok((status, Page(page)).into_response())
}

/// POST `/visits/{number}/points/{point}/files`
pub async fn add_files(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((number, point)): Path<(String, String)>,
    form: Multipart,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    let uploads = read_uploads(form, "file").await?;
    match keep::add_file(&app, &viewer, &number, &point, &uploads).await {
        Ok(()) => Ok(done("visit-file-added", &format!("/visits/{number}/points/{point}"))),
        Err(NotKept::Faulty(faults)) => {
            let said = Said { typed: Typed::new(), faults, clash: false };
            let page = PointPage::load(&app, &viewer, &number, &point, Some(said)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/visits/{number}/sheet`
pub async fn answer_sheet(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    match keep::answer_sheet(&app, &viewer, &number, &typed).await {
        Ok(0) => Ok(done("nothing-changed", &format!("/visits/{number}"))),
        Ok(_) => Ok(done("visit-keyed", &format!("/visits/{number}"))),
        Err(NotKept::Faulty(faults)) => {
            let page = SheetPage::load(&app, &viewer, &number, Some((typed, faults))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/visits/{number}/close`
pub async fn close(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let number = of(&number)?;
    match keep::close(&app, &viewer, &number, &typed).await {
        Ok(()) => Ok(done("visit-closed", &format!("/visits/{number}"))),
        Err(NotKept::Faulty(faults)) => {
            let page = ClosePage::load(&app, &viewer, &number, Some((typed, faults))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    number: &Number,
    posted: (Option<BeginForm>, FieldErrors),
) -> Result<Response, PageError> {
    let page = OnePage::load(app, catalogue, viewer, number, posted).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
}

fn of(number: &str) -> Result<Number, PageError> {
    number.parse().map_err(|()| PageError::NotFound)
}

fn done(flash: &'static str, to: &str) -> Response {
    ([Flash::cookie(flash)], Redirect::to(to)).into_response()
}
