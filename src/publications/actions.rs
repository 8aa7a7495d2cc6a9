//! POST: a publication, a 更正版 of it.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::db::StoreError;
use crate::progress::Desk;
use crate::publications::form::{CorrectForm, NewForm};
use crate::publications::ground::Ground;
use crate::publications::issue::{NotPublished, Publishing};
use crate::publications::model::{Number, Publication};
use crate::publications::pages::{NewPage, OnePage, found};
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Page, PageError, Path};

/// What became of a form: a number, or the status and the words of a refusal.
type Outcome = Result<Number, (StatusCode, FieldErrors)>;

/// POST `/publications`
pub async fn publish(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Form(form): Form<NewForm>,
) -> Result<Response, PageError> {
    let ground = Ground::own(&desk, &viewer).await?;
    let period = form.quarter()?;
    let at = Publishing { desk: &desk, data_dir: &app.data_dir };
    let outcome = match form.check(period) {
        Ok(order) => told(at.publish(&viewer, &ground, &order).await)?,
        Err(faults) => Err((StatusCode::UNPROCESSABLE_ENTITY, faults)),
    };
    let (status, faults) = match outcome {
        Ok(number) => return Ok(done("published", number)),
        Err(refused) => refused,
    };
    let page = NewPage::load(&desk, &ground, period, Some((form, faults))).await?;
    Ok((status, Page(page)).into_response())
}

/// POST `/publications/{number}/correct`
pub async fn correct(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    Path(number): Path<String>,
    Form(form): Form<CorrectForm>,
) -> Result<Response, PageError> {
    let (ground, before) = own(&desk, &viewer, &number).await?;
    let at = Publishing { desk: &desk, data_dir: &app.data_dir };
    let outcome = match form.check() {
        Ok(reason) => told(at.correct(&viewer, &ground, &before, (&reason, &form.seen)).await)?,
        Err(faults) => Err((StatusCode::UNPROCESSABLE_ENTITY, faults)),
    };
    let (status, faults) = match outcome {
        Ok(number) => return Ok(done("published-again", number)),
        Err(refused) => refused,
    };
    let page = OnePage::load(&desk, &viewer, before, Some((form, faults))).await?;
    Ok((status, Page(page)).into_response())
}

/// A publication of the viewer's own commission; another's, though readable, is not found here.
async fn own(desk: &Desk, viewer: &Viewer, number: &str) -> Result<(Ground, Publication), PageError> {
    viewer.must(Power::Publish)?;
    let ground = Ground::own(desk, viewer).await?;
    let found = found(desk, viewer, number).await?;
    if found.line.authority == ground.authority { Ok((ground, found)) } else { Err(PageError::NotFound) }
}

fn done(flash: &'static str, number: Number) -> Response {
    ([Flash::cookie(flash)], Redirect::to(&format!("/publications/{number}"))).into_response()
}

/// A refusal in the reader's words; what is nobody's fault goes on as an error.
fn told(done: Result<Number, NotPublished>) -> Result<Outcome, PageError> {
    let why = match done {
        Ok(number) => return Ok(Ok(number)),
        Err(why) => why,
    };
    let (status, words) = match why {
        NotPublished::NoFigures => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "没有发布：这个季度还没有接收的报表，没有数字可以发布。先在“接收进度”里接收报表，再来发布。".to_owned(),
        ),
        NotPublished::Already(number) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("没有发布：这个季度对这一范围已经发布过，通报号 {number}。数字有变化时，到那一页发布更正版。"),
        ),
        NotPublished::Moved | NotPublished::Store(StoreError::Stale) => (
            StatusCode::CONFLICT,
            "没有发布：看过之后又有报表被接收，或名录有改动。下面是现在的数字，看清后再发布；填的还在。".to_owned(),
        ),
        NotPublished::NoDifference => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "没有发布更正版：现在的数字和已发布的完全一样，没有要更正的。".to_owned(),
        ),
        NotPublished::Superseded(number) => (
            StatusCode::CONFLICT,
            format!("没有发布更正版：这已经不是最新的一版。请到 {number} 那一页看是否还要更正。"),
        ),
        NotPublished::Altered => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "没有发布更正版：这份通报的内容与发布时的指纹不符。请先告诉系统管理员，查清后再更正。".to_owned(),
        ),
        NotPublished::Store(error) => return Err(error.into()),
    };
    Ok(Err((status, FieldErrors::one("", words))))
}
