//! POST: departments opened and closed.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{DepartmentId, Viewer};
use crate::hospitals::departments::form::{CloseForm, OpenForm};
use crate::hospitals::departments::keep;
use crate::hospitals::departments::pages::{DepartmentsPage, load};
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{Flash, Form, Page, PageError, Path};

/// POST `/hospitals/{code}/departments`
pub async fn open(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(code): Path<String>,
    Form(form): Form<OpenForm>,
) -> Result<Response, PageError> {
    match keep::open(&app, &viewer, &code, &form).await {
        Err(NotKept::Faulty(faults)) => Ok(again(load(&app, &viewer, &code).await?.opening(form, faults))),
        done => Ok(done.map(|()| back_to(&code, "departments-opened"))?),
    }
}

/// POST `/hospitals/{code}/departments/{id}/close`
pub async fn close(
    State(app): State<AppState>,
    viewer: Viewer,
    Path((code, id)): Path<(String, String)>,
    Form(form): Form<CloseForm>,
) -> Result<Response, PageError> {
    let id = id.parse().map(DepartmentId).map_err(|_| PageError::NotFound)?;
    match keep::close(&app, &viewer, &code, id, &form).await {
        Err(NotKept::Faulty(faults)) => {
            let page = load(&app, &viewer, &code).await?.closing(id.0, form.to, faults);
            Ok(again(page))
        }
        done => Ok(done.map(|()| back_to(&code, "department-closed"))?),
    }
}

fn again(page: DepartmentsPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}

fn back_to(code: &str, said: &'static str) -> Response {
    ([Flash::cookie(said)], Redirect::to(&format!("/hospitals/{code}/departments"))).into_response()
}
