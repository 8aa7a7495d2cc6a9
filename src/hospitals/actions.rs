//! 导入名录: the file arrives, is looked at, and is taken in.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::catalogue::Catalogue;
use crate::files::Fingerprint;
use crate::hospitals::form::{ConfirmForm, day_of};
use crate::hospitals::import::{self, Import, ImportError, Report};
use crate::hospitals::pages::{RehearsalPage, UploadPage};
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::web::{Field, Flash, Form, Multipart, Page, PageError, Path, form_encoded, read_uploads};

/// Keeps the file and leads to its rehearsal; the register does not change.
pub async fn upload(
    State(app): State<AppState>,
    viewer: Viewer,
    Extension(reader): Extension<Reader>,
    form: Multipart,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepRegister)?;
    let mut files = read_uploads(form, "file").await?;
    let file = files.swap_remove(0);
    if let Err(mut problems) = import::read(&reader, file.bytes.clone(), &file.name).await {
        let page = Page(UploadPage::new(problems.pop()));
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let kept = app.files.put(file.bytes).await?;
    let name = form_encoded(&file.name);
    Ok(Redirect::to(&format!("/hospitals/import/{}?name={name}", kept.sha256)).into_response())
}

/// Takes in what the rehearsal showed.
pub async fn confirm(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(reader): Extension<Reader>,
    Path(sha256): Path<String>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::KeepRegister)?;
    let sha256: Fingerprint = sha256.parse().map_err(|_| PageError::NotFound)?;
    let from = day_of(&form.from).map_err(|error| PageError::BadRequest(error.into()))?;
    let effect =
        import::effect(from, app.clock.now()).map_err(|ahead| PageError::BadRequest(ahead.to_string().into()))?;
    let report = match import::read_kept(&app.files, &reader, sha256, &form.name).await? {
        Ok(roster) => Import::of(&app, &catalogue, &viewer).take(&roster, effect, Some(form.seen)).await?,
        Err(problems) => Report::refused(0, problems),
    };
    Ok(after(sha256, form, &report))
}

/// Back to the list with a word; or the problems, where the register has changed so that there are some.
fn after(sha256: Fingerprint, form: ConfirmForm, report: &Report) -> Response {
    if !report.is_taken() {
        let page = RehearsalPage::new(sha256, form.name, Field::of(form.from), form.seen, report);
        return (StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response();
    }
    let said = if report.changes_anything() { "register-imported" } else { "nothing-changed" };
    ([Flash::cookie(said)], Redirect::to("/hospitals")).into_response()
}

impl From<ImportError> for PageError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::Store(error) => error.into(),
            ImportError::Files(error) => error.into(),
        }
    }
}
