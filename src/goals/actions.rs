//! POST: goals typed, taken over, brought by a workbook, and a hospital's own.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::files::{Fingerprint, Kept, NewFile};
use crate::goals::carry::carry_over;
use crate::goals::form::{CarryForm, ConfirmForm, GoalForm};
use crate::goals::import::{self, Plan};
use crate::goals::keep::{self, Cause, Keeping, Seen};
use crate::goals::pages::{IndicatorPage, OwnGoalPage, RehearsalPage, UploadPage, found, own_hospital, why_not};
use crate::goals::store;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Multipart, Page, PageError, Path, form_encoded, read_uploads};

/// Said where somebody else was faster; the fields keep what was typed.
const CLASH: &str = "刚有别人改过这些目标值，你的改动没有保存。下面的经过是最新的，看清后再交一次；你填的还在。";

fn keeping<'a>(app: &'a AppState, catalogue: &'a Catalogue) -> Keeping<'a> {
    Keeping { db: &app.db, data_dir: &app.data_dir, catalogue }
}

fn done(flash: &'static str, to: &str) -> Response {
    ([Flash::cookie(flash)], Redirect::to(to)).into_response()
}

/// Which sentence the next page shows.
fn word(changed: bool) -> &'static str {
    if changed { "goals-set" } else { "nothing-changed" }
}

/// Why goals were not set.
enum NotSet {
    Faults(FieldErrors),
    Store(StoreError),
}

impl From<StoreError> for NotSet {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl NotSet {
    /// The status of the form shown again and what it says; an error that is nobody's fault goes on.
    fn shown(self) -> Result<(StatusCode, FieldErrors), PageError> {
        match self {
            Self::Faults(faults) => Ok((StatusCode::UNPROCESSABLE_ENTITY, faults)),
            Self::Store(StoreError::Stale) => Ok((StatusCode::CONFLICT, FieldErrors::one("", CLASH))),
            Self::Store(error) => Err(error.into()),
        }
    }
}

/// POST `/goals/{year}/{indicator}`
pub async fn set(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((year, code)): Path<(i32, String)>,
    Form(posted): Form<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let form = GoalForm::of(posted);
    let (status, faults) = match keep_typed(&app, &viewer, &catalogue, (year, &code), &form).await? {
        Ok(changed) => return Ok(done(word(changed), &format!("/goals/{year}/{code}"))),
        Err(not_set) => not_set.shown()?,
    };
    let page = IndicatorPage::load(&app, &viewer, &catalogue, (year, &code), Some((form, faults))).await?;
    Ok((status, Page(page)).into_response())
}

async fn keep_typed(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (year, code): (i32, &str),
    form: &GoalForm,
) -> Result<Result<bool, NotSet>, PageError> {
    let (_, indicator) = found(catalogue, year, code)?;
    if let Err(why) = crate::goals::may_have(indicator) {
        return Err(PageError::refused("没有设目标值。", why.said()));
    }
    let latest = store::latest(&app.db, year).await?;
    let changes = match form.check(catalogue, (indicator, year), &latest) {
        Ok(changes) => changes,
        Err(faults) => return Ok(Err(NotSet::Faults(faults))),
    };
    let seen = Seen::Indicator(year, &indicator.id, form.seen);
    let set = keep::set(keeping(app, catalogue), viewer, app.clock.now(), (Cause::Typed, seen), &changes).await;
    Ok(set.map(|changed| changed > 0).map_err(NotSet::Store))
}

/// POST `/goals/carry-over`
pub async fn carry(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(form): Form<CarryForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let edition = catalogue.edition(form.year).ok_or(PageError::NotFound)?;
    if store::latest(&app.db, form.year).await?.iter().any(|stated| stated.value.is_some()) {
        return Err(PageError::refused(
            "没有沿用：这一年已经设过目标值。",
            "沿用只在一个也没有设的时候用；请逐个改，或用工作簿批量改。",
        ));
    }
    let carried = carry_over(&catalogue, edition, &store::latest(&app.db, form.year - 1).await?);
    let how = (Cause::CarriedOver, Seen::Province(form.seen));
    let set = keep::set(keeping(&app, &catalogue), &viewer, app.clock.now(), how, &carried.changes).await?;
    Ok(done(word(set > 0), &format!("/goals?year={}", form.year)))
}

/// POST `/goals/import`: keeps the file and leads to its rehearsal; no goal changes.
pub async fn upload(
    State(app): State<AppState>,
    viewer: Viewer,
    Extension(reader): Extension<Reader>,
    form: Multipart,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let file = read_uploads(form, "file").await?.swap_remove(0);
    if let Err(problems) = import::read(&reader, &file.bytes).await {
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(UploadPage { problems })).into_response());
    }
    let kept = app.files.put(file.bytes).await?;
    let name = form_encoded(&file.name);
    Ok(Redirect::to(&format!("/goals/import/{}?name={name}", kept.sha256)).into_response())
}

/// POST `/goals/import/{sha256}`: takes in what the rehearsal showed.
pub async fn confirm(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepThresholds)?;
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    let (bytes, plan) = import::rehearse_kept(&app.db, &catalogue, (&app.files, &reader), sha256).await?;
    if !plan.problems.is_empty() {
        let page = RehearsalPage::new(&catalogue, sha256, &form.name, form.seen, &plan);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
    }
    let kept = app.files.put(bytes).await?;
    let set = take(&app, &viewer, &catalogue, (kept, form), &plan).await?;
    Ok(done(word(set > 0), &listed(&plan)))
}

async fn take(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (kept, form): (Kept, ConfirmForm),
    plan: &Plan,
) -> Result<usize, StoreError> {
    let now = app.clock.now();
    let file = NewFile { kept, name: form.name, kind: "goals", received_at: now, received_by: viewer.account };
    let how = (Cause::Workbook(Box::new(file)), Seen::Province(form.seen));
    keep::set(keeping(app, catalogue), viewer, now, how, &plan.changes()).await
}

/// The list of the first year that changes.
fn listed(plan: &Plan) -> String {
    let year = plan.changes().iter().map(|change| change.key.year).min();
    year.map_or_else(|| "/goals".to_owned(), |year| format!("/goals?year={year}"))
}

/// POST `/goals/own/{year}/{indicator}`
pub async fn set_own(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path((year, code)): Path<(i32, String)>,
    Form(posted): Form<BTreeMap<String, String>>,
) -> Result<Response, PageError> {
    viewer.must(Power::ActForHospital)?;
    let form = GoalForm::of(posted);
    let (status, faults) = match keep_own(&app, &viewer, &catalogue, (year, &code), &form).await? {
        Ok(changed) => return Ok(done(word(changed), &format!("/goals/own?year={year}"))),
        Err(not_set) => not_set.shown()?,
    };
    let page = OwnGoalPage::load(&app, &viewer, &catalogue, (year, &code), Some((form, faults))).await?;
    Ok((status, Page(page)).into_response())
}

async fn keep_own(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (year, code): (i32, &str),
    form: &GoalForm,
) -> Result<Result<bool, NotSet>, PageError> {
    let (_, indicator) = found(catalogue, year, code)?;
    let hospital = own_hospital(app, viewer, year).await?;
    if let Some(why) = why_not(catalogue, &hospital, indicator) {
        return Err(PageError::refused("没有设本院目标值。", why));
    }
    let latest = store::own_latest(&app.db, &viewer.scope(), hospital.id, year).await?;
    let change = match form.check_own(catalogue, (indicator, year), hospital.id, &latest) {
        Ok(Some(change)) => change,
        Ok(None) => return Ok(Ok(false)),
        Err(faults) => return Ok(Err(NotSet::Faults(faults))),
    };
    let now = app.clock.now();
    let set = keep::set_own(keeping(app, catalogue), viewer, now, (hospital.id, form.seen), &change).await;
    Ok(set.map_err(NotSet::Store))
}
