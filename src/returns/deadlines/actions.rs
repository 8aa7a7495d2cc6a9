//! POST: a term, a request, a decision.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;
use sea_orm::ConnectionTrait;

use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::inbox::{self, Letter, Recipient, Topic};
use crate::journal::{self, Event};
use crate::returns::deadlines::due::InForce;
use crate::returns::deadlines::form::{AskForm, DecideForm, TermForm};
use crate::returns::deadlines::keep::{self, Keeping};
use crate::returns::deadlines::model::{Decision, Extension};
use crate::returns::deadlines::pages::{ExtensionPage, Shown, TermsPage};
use crate::returns::deadlines::store::{self, NewExtension};
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Page, PageError, Path};

/// Said where somebody else was faster; the fields keep what was typed.
const CLASH: &str = "刚有别人改过上报期限，你的改动没有保存。下面是现在的期限和经过，看清后再交一次；你填的还在。";

/// POST `/settings/deadlines`
pub async fn set_term(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(form): Form<TermForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let (status, faults) = match keep_term(&app, &viewer, &catalogue, &form).await {
        Ok(true) => return Ok(done("deadline-set", "/settings/deadlines")),
        Ok(false) => return Ok(done("nothing-changed", "/settings/deadlines")),
        Err(NotKept::Faults(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults),
        Err(NotKept::Store(StoreError::Stale)) => (StatusCode::CONFLICT, FieldErrors::one("", CLASH)),
        Err(NotKept::Store(error)) => return Err(error.into()),
    };
    let page = TermsPage::load(&app, &viewer, &catalogue, Some((form, faults))).await?;
    Ok((status, Page(page)).into_response())
}

/// Why a term was not kept.
enum NotKept {
    Faults(FieldErrors),
    Store(StoreError),
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn keep_term(app: &AppState, viewer: &Viewer, catalogue: &Catalogue, form: &TermForm) -> Result<bool, NotKept> {
    let now = app.clock.now();
    let stated = store::stated(&app.db).await?;
    let held = InForce::new(&stated, now);
    let change = form.check(catalogue.register(), held.terms()).map_err(NotKept::Faults)?;
    let at = Keeping { db: &app.db, data_dir: &app.data_dir, catalogue };
    Ok(keep::set(at, viewer, now, form.seen(), &change).await?)
}

fn done(flash: &'static str, to: &str) -> Response {
    ([Flash::cookie(flash)], Redirect::to(to)).into_response()
}

/// POST `/returns/{period}/{code}/extension`
pub async fn ask(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((period, code)): Path<(String, String)>,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::ActForHospital)?;
    let txn = crate::db::write(&app.db).await?;
    let shown = Shown::load(&*txn, &catalogue, &viewer, (&period, &code), app.clock.now()).await?;
    let (wanted, reason) = match form.check(shown.asked(), shown.now) {
        Ok(wanted) => wanted,
        Err(faults) => {
            drop(txn);
            return Ok(again(ExtensionPage::new(&viewer, &shown, Some(form), None, faults)));
        }
    };
    let (hospital, period) = (shown.hospital.id, shown.quarter);
    let number = i32::try_from(shown.one.asked.len()).unwrap_or(i32::MAX - 1) + 1;
    let new = NewExtension { hospital, period, number, wanted, reason: &reason };
    store::insert_extension(&*txn, &viewer, shown.now, &new).await?;
    inbox::post(&*txn, shown.now, &[asked_letter(&shown, wanted, &reason)]).await?;
    let event = about("deadlines.extension_asked", &shown).detail("wanted", wanted).detail("reason", &reason);
    let recorded = journal::record(&txn, &viewer, shown.now, event).await?;
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &recorded);
    Ok(done("extension-asked", &format!("/returns/{period}/{code}/extension")))
}

fn again(page: ExtensionPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}

fn about(action: &'static str, shown: &Shown) -> Event {
    let id = format!("{}/{}", shown.quarter, shown.hospital.code);
    Event::new(action, "return_extension", id).detail("period", shown.quarter).detail("hospital", &shown.hospital.code)
}

/// POST `/returns/{period}/{code}/extension/{id}/decide`
pub async fn decide(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((period, code, id)): Path<(String, String, i64)>,
    Form(form): Form<DecideForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::AcceptReturns)?;
    let txn = crate::db::write(&app.db).await?;
    let shown = Shown::load(&*txn, &catalogue, &viewer, (&period, &code), app.clock.now()).await?;
    let of = decidable(&shown, &viewer, id, form.seen())?;
    let decision = match form.check(shown.one.due) {
        Ok(decision) => decision,
        Err(faults) => {
            drop(txn);
            return Ok(again(ExtensionPage::new(&viewer, &shown, None, Some(form), faults)));
        }
    };
    let event = write_down(&*txn, &viewer, &shown, of, &decision).await?;
    let recorded = journal::record(&txn, &viewer, shown.now, event).await?;
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &recorded);
    Ok(done("extension-decided", &format!("/returns/{period}/{code}/extension")))
}

/// The request as it was shown, still open, by somebody who did not ask for it.
fn decidable<'a>(shown: &'a Shown, viewer: &Viewer, id: i64, seen: i32) -> Result<&'a Extension, PageError> {
    let of = shown.one.asked.iter().find(|one| one.id == id).ok_or(PageError::NotFound)?;
    if shown.one.open() != Some(of) || of.version != seen {
        return Err(PageError::Stale);
    }
    if !of.may_be_decided_by(viewer.account) {
        return Err(PageError::refused("没有记下：这份申请是你自己交的。", "请审核机构的另一个人来批。"));
    }
    Ok(of)
}

async fn write_down(
    txn: &impl ConnectionTrait,
    viewer: &Viewer,
    shown: &Shown,
    of: &Extension,
    decision: &Decision,
) -> Result<Event, StoreError> {
    store::set_decided(txn, viewer, shown.now, of, decision).await?;
    inbox::post(txn, shown.now, &[decided_letter(shown, decision)]).await?;
    Ok(match decision {
        Decision::Grant(day, words) => about("deadlines.extension_granted", shown)
            .detail("wanted", of.wanted)
            .detail("granted", day)
            .detail("reason", words),
        Decision::Refuse(words) => {
            about("deadlines.extension_refused", shown).detail("wanted", of.wanted).detail("reason", words)
        }
    })
}

/// The reviewer is told that its hospital asks for more time.
fn asked_letter(shown: &Shown, wanted: chrono::NaiveDate, reason: &str) -> Letter {
    let title = format!("{}申请把{}报表延到 {wanted}", shown.hospital.name, shown.quarter.label());
    letter(shown, Recipient::Authority(shown.hospital.reports_to), title, reason)
}

/// The hospital is told what became of its request.
fn decided_letter(shown: &Shown, decision: &Decision) -> Letter {
    let label = shown.quarter.label();
    let (title, words) = match decision {
        Decision::Grant(day, words) => (format!("{label}报表可以延到 {day}"), words),
        Decision::Refuse(words) => (format!("{label}报表没有同意延期"), words),
    };
    letter(shown, Recipient::Hospital(shown.hospital.id), title, words)
}

fn letter(shown: &Shown, to: Recipient, title: String, text: &str) -> Letter {
    let href = format!("/returns/{}/{}/extension", shown.quarter, shown.hospital.code);
    Letter { to, topic: Topic::Extension, title, text: text.to_owned(), href, once: None }
}
