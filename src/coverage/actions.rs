//! POST: a plan of a year is committed.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::coverage::form::PlanForm;
use crate::coverage::keep;
use crate::coverage::pages::PlanPage;
use crate::kept::NotKept;
use crate::state::AppState;
use crate::web::{Flash, Form, Page, PageError};

/// POST `/coverage/plan`
pub async fn commit(
    State(app): State<AppState>,
    catalogue: Catalogue,
    viewer: Viewer,
    Form(form): Form<PlanForm>,
) -> Result<Response, PageError> {
    match keep::commit(&app, &catalogue, &viewer, &form).await {
        Ok(year) => {
            let to = format!("/coverage/plan?year={year}");
            Ok(([Flash::cookie("year-planned")], Redirect::to(&to)).into_response())
        }
        Err(NotKept::Faulty(faults)) => {
            let page = PlanPage::load(&app, &viewer, &catalogue, None, (form, faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
