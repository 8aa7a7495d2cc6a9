//! POST: people, loans, centres and their workbooks.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::authorities::{self, CentreNotKept};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::files::{Fingerprint, NewFile};
use crate::inspectors::check::Typed;
use crate::inspectors::form::{ActiveForm, AnswerForm, AskForm, CentreForm, ConfirmForm, WithdrawForm};
use crate::inspectors::import;
use crate::inspectors::keep::{self, NotKept, people};
use crate::inspectors::pages::{CentreEditPage, EditPage, LoansPage, OnePage, RehearsalPage, UploadPage, kept_centre};
use crate::inspectors::workbook::{DUE, PEOPLE, Shape};
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Multipart, Page, PageError, Path, form_encoded, read_uploads};

fn done(flash: &'static str, to: &str) -> Response {
    ([Flash::cookie(flash)], Redirect::to(to)).into_response()
}

fn word(changed: bool) -> &'static str {
    if changed { "inspectors-changed" } else { "nothing-changed" }
}

fn again(page: impl crate::web::View) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response()
}

/// POST `/inspectors`
pub async fn add(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    match people::add(&app, &catalogue, &viewer, &typed).await {
        Ok(code) => Ok(done(word(true), &format!("/inspectors/{code}"))),
        Err(NotKept::Faulty(faults)) => Ok(again(EditPage::new(&catalogue, None, typed, faults))),
        Err(other) => Err(other.into()),
    }
}

/// POST `/inspectors/{code}`
pub async fn change(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    match people::change(&app, &catalogue, &viewer, &code, &typed).await {
        Ok(changed) => Ok(done(word(changed), &format!("/inspectors/{code}"))),
        Err(NotKept::Faulty(faults)) => {
            let typed = Typed { code: code.clone(), ..typed };
            Ok(again(EditPage::new(&catalogue, Some(&code), typed, faults)))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/inspectors/{code}/active`
pub async fn set_active(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Form(form): Form<ActiveForm>,
) -> Result<Response, PageError> {
    let wanted = (form.version, form.active == "1");
    match people::set_active(&app, &viewer, &code, wanted, &form.reason).await {
        Ok(()) => Ok(done(word(true), &format!("/inspectors/{code}"))),
        Err(NotKept::Faulty(faults)) => {
            Ok(again(OnePage::load(&app, &viewer, &catalogue, &code, Some((form, faults))).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/inspectors/loans`
pub async fn ask(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    match keep::loans::ask(&app, &catalogue, &viewer, &form).await {
        Ok(_) => Ok(done("inspector-asked", "/inspectors/loans")),
        Err(NotKept::Faulty(faults)) => Ok(again(LoansPage::load(&app, &viewer, &catalogue, (form, faults, 0)).await?)),
        Err(other) => Err(other.into()),
    }
}

/// POST `/inspectors/loans/{id}/answer`
pub async fn answer(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(id): Path<i64>,
    Form(form): Form<AnswerForm>,
) -> Result<Response, PageError> {
    match keep::loans::answer(&app, &viewer, id, &form).await {
        Ok(()) => Ok(done("inspector-answered", "/inspectors/loans")),
        Err(NotKept::Faulty(faults)) => {
            Ok(again(LoansPage::load(&app, &viewer, &catalogue, (AskForm::default(), faults, id)).await?))
        }
        Err(other) => Err(other.into()),
    }
}

/// POST `/inspectors/loans/{id}/withdraw`
pub async fn withdraw(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Form(form): Form<WithdrawForm>,
) -> Result<Response, PageError> {
    keep::loans::withdraw(&app, &viewer, id, form.version).await?;
    Ok(done("inspector-answered", "/inspectors/loans"))
}

/// Keeps the file and leads to its rehearsal; nothing changes.
async fn kept_upload(
    app: &AppState,
    (shape, reader): (&Shape, &Reader),
    form: Multipart,
    home: &str,
) -> Result<Result<Response, Vec<crate::inspectors::Problem>>, PageError> {
    let file = read_uploads(form, "file").await?.swap_remove(0);
    if let Err(problems) = import::read(shape, reader, &file.bytes).await {
        return Ok(Err(problems));
    }
    let kept = app.files.put(file.bytes).await?;
    let name = form_encoded(&file.name);
    Ok(Ok(Redirect::to(&format!("{home}/import/{}?name={name}", kept.sha256)).into_response()))
}

/// POST `/inspectors/import`
pub async fn upload(
    State(app): State<AppState>,
    viewer: Viewer,
    Extension(reader): Extension<Reader>,
    form: Multipart,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepInspectors)?;
    let sent = kept_upload(&app, (&PEOPLE, &reader), form, "/inspectors").await?;
    Ok(sent.unwrap_or_else(|problems| again(UploadPage::people(problems))))
}

/// POST `/qc-centres/{code}/import`
pub async fn due_upload(
    State(app): State<AppState>,
    viewer: Viewer,
    Extension(reader): Extension<Reader>,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Response, PageError> {
    let centre = kept_centre(&app, &viewer, &code).await?;
    let sent = kept_upload(&app, (&DUE, &reader), form, &format!("/qc-centres/{code}")).await?;
    Ok(sent.unwrap_or_else(|problems| again(UploadPage::centre(&centre, problems))))
}

fn fingerprint(text: &str) -> Result<Fingerprint, PageError> {
    text.parse().map_err(|_| PageError::NotFound)
}

async fn as_file(
    app: &AppState,
    viewer: &Viewer,
    bytes: bytes::Bytes,
    (name, kind): (&str, &'static str),
) -> Result<NewFile, PageError> {
    let kept = app.files.put(bytes).await?;
    let (received_at, received_by) = (app.clock.now(), viewer.account);
    Ok(NewFile { kept, name: name.to_owned(), kind, received_at, received_by })
}

/// POST `/inspectors/import/{sha256}`: takes in what the rehearsal showed.
pub async fn confirm(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepInspectors)?;
    let sha256 = fingerprint(&sha256)?;
    let refused = |problems| again(RehearsalPage::people_refused(sha256, &form.name, problems));
    let table = match import::read_kept(&PEOPLE, (&app.files, &reader), sha256).await? {
        (bytes, Ok(table)) => (as_file(&app, &viewer, bytes, (&form.name, "inspectors")).await?, table),
        (_, Err(problems)) => return Ok(refused(problems)),
    };
    match keep::import_people(&app, &catalogue, &viewer, &table.1, (table.0, Some(&form.seen))).await {
        Ok(count) => Ok(done(word(count > 0), "/inspectors")),
        Err(NotKept::Problems(problems)) => Ok(refused(problems)),
        Err(other) => Err(other.into()),
    }
}

/// POST `/qc-centres/{code}/import/{sha256}`: takes in what the rehearsal showed.
pub async fn due_confirm(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path((code, sha256)): Path<(String, String)>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    let centre = kept_centre(&app, &viewer, &code).await?;
    let sha256 = fingerprint(&sha256)?;
    let refused = |problems| again(RehearsalPage::due_refused(&centre, sha256, &form.name, problems));
    let (file, table) = match import::read_kept(&DUE, (&app.files, &reader), sha256).await? {
        (bytes, Ok(table)) => (as_file(&app, &viewer, bytes, (&form.name, "qc_due")).await?, table),
        (_, Err(problems)) => return Ok(refused(problems)),
    };
    match keep::due_taken(&app, &catalogue, &viewer, (&code, &table), (file, Some(&form.seen))).await {
        Ok(count) => Ok(done(word(count > 0), &format!("/qc-centres/{code}"))),
        Err(NotKept::Problems(problems)) => Ok(refused(problems)),
        Err(other) => Err(other.into()),
    }
}

/// Why a centre was not kept, as the form shows it.
fn faults_of(error: CentreNotKept) -> Result<FieldErrors, PageError> {
    match error {
        CentreNotKept::CodeTaken => Ok(FieldErrors::one("code", "这个编码已经有机构用了。请换一个。")),
        CentreNotKept::Missing(missing) => Err(missing.into()),
        CentreNotKept::Unknown => Err(PageError::NotFound),
        CentreNotKept::Store(StoreError::Duplicate) => Err(PageError::Stale),
        CentreNotKept::Store(error) => Err(error.into()),
    }
}

/// Sets a centre up, or changes the one with this code; gives what is wrong where something is.
async fn keep_centre(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    form: &CentreForm,
    fresh: bool,
) -> Result<Option<(String, FieldErrors)>, PageError> {
    viewer.must(Power::KeepRegister)?;
    let tree = authorities::store::tree(&app.db).await?;
    let centre = match form.check(catalogue, &tree, viewer.authority()) {
        Ok(centre) => centre,
        Err(faults) => return Ok(Some((form.code.clone(), faults))),
    };
    let kept = if fresh {
        authorities::add_centre(app, viewer, &centre).await
    } else {
        authorities::change_centre(app, viewer, form.version, &centre).await
    };
    match kept {
        Ok(()) => Ok(None),
        Err(error) => Ok(Some((centre.code, faults_of(error)?))),
    }
}

/// POST `/qc-centres`
pub async fn centre_add(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Form(form): Form<CentreForm>,
) -> Result<Response, PageError> {
    match keep_centre(&app, &viewer, &catalogue, &form, true).await? {
        None => Ok(done("centre-kept", "/qc-centres")),
        Some((_, faults)) => Ok(again(CentreEditPage::load(&app, &catalogue, None, (form, faults)).await?)),
    }
}

/// POST `/qc-centres/{code}`
pub async fn centre_change(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
    Form(form): Form<CentreForm>,
) -> Result<Response, PageError> {
    let form = CentreForm { code: code.clone(), ..form };
    match keep_centre(&app, &viewer, &catalogue, &form, false).await? {
        None => Ok(done("centre-kept", &format!("/qc-centres/{code}"))),
        Some((_, faults)) => Ok(again(CentreEditPage::load(&app, &catalogue, Some(&code), (form, faults)).await?)),
    }
}
