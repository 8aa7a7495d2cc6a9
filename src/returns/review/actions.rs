//! POST: sending back, opening again, taking back, the hospital's own check.

use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use serde::Deserialize;

use crate::access::{Power, Viewer};
use crate::calendar::{Period, china_date};
use crate::db::{self, StoreError};
use crate::inbox;
use crate::journal::{self, Event};
use crate::returns::actions::refused_on_return;
use crate::returns::desk::Desk;
use crate::returns::model::Closing;
use crate::returns::pages::quarter_of;
use crate::returns::review::form::{ReviewForm, Wanted};
use crate::returns::review::judge::{may_check, may_withdraw};
use crate::returns::review::letters::{self, About};
use crate::returns::review::model::CannotReview;
use crate::returns::review::pages::{Open, ReviewPage, verb};
use crate::returns::review::store::{NewReview, close, set_checked};
use crate::settings;
use crate::web::{FieldErrors, Flash, Form, Page, PageError, Path};

/// Said where somebody else was faster; the fields keep what was typed.
const CLASH: &str = "你打开这一页以后，这份报表变了（有了新的一轮，或者刚被处理），没有照做。请回到报表页看清现在的状态；你写的还在下面。";

/// POST `/returns/{period}/{code}/send-back`
pub async fn send_back(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    give_back(&desk, &viewer, (quarter_of(&period)?, &code), Closing::SentBack, &fields).await
}

/// POST `/returns/{period}/{code}/reopen`
pub async fn reopen(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    give_back(&desk, &viewer, (quarter_of(&period)?, &code), Closing::Reopened, &fields).await
}

/// Gives the round back, or shows the form again with what is wrong and all that was typed.
async fn give_back(
    desk: &Desk,
    viewer: &Viewer,
    (period, code): (Period, &str),
    how: Closing,
    fields: &[(String, String)],
) -> Result<Response, PageError> {
    let form = ReviewForm::of(fields);
    let at = desk.clock.now();
    let txn = db::write(&desk.db).await?;
    let open = Open::load(&*txn, viewer, period, code).await?;
    if let Err(reason) = open.may(viewer, how) {
        drop(txn);
        return refused_on_return(desk, viewer, (period, code), cannot(how, &reason)).await;
    }
    let wanted = match form.check(china_date(at), &open.values) {
        Ok(wanted) => wanted,
        Err(faults) => return Ok(again(&open, how, form, faults, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    if open.of.version != form.version {
        return Ok(again(&open, how, form, FieldErrors::one("", CLASH), StatusCode::CONFLICT));
    }
    let Wanted { reason, answer_by, remarks } = &wanted;
    let new = NewReview { how, reason, answer_by: Some(*answer_by), remarks };
    close(&*txn, viewer, at, &open.of, &new).await?;
    let by = format!("{}{}", viewer.place_name, viewer.name);
    let letters = letters::given_back(About::of(&open.hospital, period, open.of.latest), how, &by, &wanted);
    inbox::post(&*txn, at, &letters).await?;
    let event = told(how, &open).detail("reason", reason).detail("answer_by", answer_by);
    let recorded = journal::record(&txn, viewer, at, event.detail("count_remarks", remarks.len())).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    let flash = if how == Closing::Reopened { "reopened" } else { "sent-back" };
    Ok(done(flash, &open))
}

fn again(open: &Open, how: Closing, form: ReviewForm, faults: FieldErrors, status: StatusCode) -> Response {
    (status, Page(ReviewPage::new(open, how, form, faults))).into_response()
}

fn cannot(how: Closing, reason: &CannotReview) -> PageError {
    PageError::refused(format!("没有{}：{reason}。", verb(how)), "请看清现在的状态。")
}

fn told(how: Closing, open: &Open) -> Event {
    let action = match how {
        Closing::SentBack => "returns.sent_back",
        Closing::Reopened => "returns.reopened",
        Closing::Withdrawn => "returns.withdrawn",
    };
    Event::new(action, "quarterly_return", open.of.id)
        .detail("round", open.round.number)
        .detail("period", open.of.period)
        .detail("hospital", &open.hospital.code)
}

fn done(flash: &'static str, open: &Open) -> Response {
    let to = format!("/returns/{}/{}", open.of.period, open.hospital.code);
    ([Flash::cookie(flash)], Redirect::to(&to)).into_response()
}

/// What the small forms of the return's page post.
#[derive(Deserialize)]
pub struct SeenForm {
    version: i32,
}

/// POST `/returns/{period}/{code}/withdraw`
pub async fn withdraw(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Form(form): Form<SeenForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::ActForHospital)?;
    let place = (quarter_of(&period)?, code.as_str());
    match take_back(&desk, &viewer, place, form.version).await {
        Ok(open) => Ok(done("withdrawn", &open)),
        Err(why) => refused_on_return(&desk, &viewer, place, why).await,
    }
}

async fn take_back(
    desk: &Desk,
    viewer: &Viewer,
    (period, code): (Period, &str),
    version: i32,
) -> Result<Open, PageError> {
    let at = desk.clock.now();
    let txn = db::write(&desk.db).await?;
    let open = Open::load(&*txn, viewer, period, code).await?;
    may_withdraw(&open.of).map_err(|reason| cannot(Closing::Withdrawn, &reason))?;
    if open.of.version != version {
        return Err(StoreError::Stale.into());
    }
    let new = NewReview { how: Closing::Withdrawn, reason: "", answer_by: None, remarks: &[] };
    close(&*txn, viewer, at, &open.of, &new).await?;
    let recorded = journal::record(&txn, viewer, at, told(Closing::Withdrawn, &open)).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(open)
}

/// POST `/returns/{period}/{code}/check`: the hospital's own reviewer has looked at the round.
pub async fn check(
    desk: Desk,
    viewer: Viewer,
    Path((period, code)): Path<(String, String)>,
    Form(form): Form<SeenForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::CheckReturns)?;
    let place = (quarter_of(&period)?, code.as_str());
    match check_it(&desk, &viewer, place, form.version).await {
        Ok(open) => Ok(done("checked", &open)),
        Err(why) => refused_on_return(&desk, &viewer, place, why).await,
    }
}

async fn check_it(
    desk: &Desk,
    viewer: &Viewer,
    (period, code): (Period, &str),
    version: i32,
) -> Result<Open, PageError> {
    let at = desk.clock.now();
    let txn = db::write(&desk.db).await?;
    let open = Open::load(&*txn, viewer, period, code).await?;
    let apart = !settings::store::demands(&*txn, open.hospital.reports_to).await?.check.one_person;
    may_check(viewer, &open.of, &open.round, apart)
        .map_err(|reason| PageError::refused(format!("没有记下：{reason}。"), "请看清现在的状态。"))?;
    if open.of.version != version {
        return Err(StoreError::Stale.into());
    }
    set_checked(&*txn, viewer, at, open.round.id, apart).await?;
    let event = Event::new("returns.checked", "quarterly_return", open.of.id)
        .detail("round", open.round.number)
        .detail("period", open.of.period)
        .detail("hospital", &open.hospital.code);
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(open)
}
