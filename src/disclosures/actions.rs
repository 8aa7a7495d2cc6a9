//! POST: results are published.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::access::Viewer;
use crate::disclosures::issue::{NotDisclosed, publish as issue};
use crate::inspections::model::Number;
use crate::publications::model::Audience;
use crate::state::AppState;
use crate::web::{Flash, Form, PageError};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PublishForm {
    visit: Vec<String>,
    audience: String,
    year: String,
}

/// POST `/disclosures`
pub async fn publish(
    State(app): State<AppState>,
    viewer: Viewer,
    Form(form): Form<PublishForm>,
) -> Result<Response, PageError> {
    let numbers: Result<Vec<Number>, ()> = form.visit.iter().map(|number| number.parse()).collect();
    let numbers = numbers.map_err(|()| PageError::NotFound)?;
    let audience = Audience::of(&form.audience)
        .ok_or_else(|| PageError::refused("没有选公开范围。", "选“行业内”或“社会公开”，再公开一次。"))?;
    issue(&app, &viewer, &numbers, audience).await?;
    let year: i32 = form.year.parse().unwrap_or_default();
    Ok(([Flash::cookie("disclosed")], Redirect::to(&format!("/disclosures?year={year}"))).into_response())
}

impl From<NotDisclosed> for PageError {
    fn from(error: NotDisclosed) -> Self {
        match error {
            NotDisclosed::Missing(missing) => missing.into(),
            NotDisclosed::Unknown => Self::NotFound,
            NotDisclosed::NotSo(why) => Self::refused(why, "回到督导公开一页，重新勾选。"),
            NotDisclosed::Store(error) => error.into(),
        }
    }
}
