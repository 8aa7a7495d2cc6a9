//! Making and changing the accounts one keeps.

use axum::Extension;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{AccountId, Place, Viewer};
use crate::accounts::form::{NewForm, RolesForm, SeenForm, roles_of};
use crate::accounts::keep::{self, NotKept, Order};
use crate::accounts::model::{Grants, Keeping};
use crate::accounts::pages::{OneTimePage, account_page, new_page};
use crate::accounts::password::Passwords;
use crate::accounts::place::{self, NamedPlace};
use crate::accounts::store::accounts;
use crate::calendar::china_date;
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Page, PageError, Path};

/// Makes an account and shows its one-time password.
///
/// The page is the answer to the POST itself: a redirect would have to keep the password somewhere.
pub async fn create(
    State(app): State<AppState>,
    Extension(passwords): Extension<Passwords>,
    viewer: Viewer,
    Form(form): Form<NewForm>,
) -> Result<Response, PageError> {
    let keeping = Keeping::of(&viewer)?;
    let places = place::places(&app.db, keeping, china_date(app.clock.now())).await?;
    let (order, place) = match read(keeping, &places, &form) {
        Ok(read) => read,
        Err(faults) => return Ok(new_again(keeping, &places, form, faults)),
    };
    let (login, name) = (order.login.to_string(), order.name.clone());
    match keep::create(&app, &passwords, &viewer, order).await {
        Ok((id, password)) => {
            Ok(Page(OneTimePage { created: true, id: id.0, login, name, place, password }).into_response())
        }
        Err(taken @ NotKept::Taken(_)) => {
            Ok(new_again(keeping, &places, form, FieldErrors::one("login", taken.to_string())))
        }
        Err(other) => Err(other.into()),
    }
}

/// What a form orders, and the name of the place; or every fault at once.
fn read(keeping: Keeping, places: &[NamedPlace], form: &NewForm) -> Result<(Order, String), FieldErrors> {
    let (wanted, mut faults) = match form.check() {
        Ok(wanted) => (Some(wanted), FieldErrors::default()),
        Err(faults) => (None, faults),
    };
    let at = match keeping {
        Keeping::Administrators => Some((Place::System, String::new())),
        _ => place::pick(places, &form.place)
            .map_err(|hint| faults.add("place", hint))
            .ok()
            .map(|found| (found.place, found.name.clone())),
    };
    let (Some(wanted), Some((place, name))) = (wanted, at) else { return Err(faults) };
    match Grants::new(place, wanted.roles) {
        Ok(grants) => {
            Ok((Order { login: wanted.login, name: wanted.name, grants, password: None, must_change: true }, name))
        }
        Err(bad) => Err(FieldErrors::one("roles", bad.to_string())),
    }
}

fn new_again(keeping: Keeping, places: &[NamedPlace], form: NewForm, faults: FieldErrors) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(new_page(keeping, places, form, faults))).into_response()
}

/// Replaces the roles of an account.
pub async fn set_roles(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(form): Form<RolesForm>,
) -> Result<Response, PageError> {
    let id = key_of(&id)?;
    let roles = roles_of(&form.roles);
    match keep::set_roles(&app, &viewer, id, form.version, roles.clone()).await {
        Err(NotKept::Grants(bad)) => {
            let held = accounts::get(&app.db, Keeping::of(&viewer)?, id).await?.ok_or(PageError::NotFound)?;
            let faults = FieldErrors::one("roles", bad.to_string());
            let page = account_page(&viewer, &held, &roles, faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        done => Ok(done.map(|()| back_to(id))?),
    }
}

/// 停用
pub async fn disable(
    state: State<AppState>,
    viewer: Viewer,
    id: Path<String>,
    seen: Form<SeenForm>,
) -> Result<Response, PageError> {
    switch(state, viewer, id, seen, true).await
}

/// 启用
pub async fn enable(
    state: State<AppState>,
    viewer: Viewer,
    id: Path<String>,
    seen: Form<SeenForm>,
) -> Result<Response, PageError> {
    switch(state, viewer, id, seen, false).await
}

async fn switch(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(id): Path<String>,
    Form(seen): Form<SeenForm>,
    disabled: bool,
) -> Result<Response, PageError> {
    let id = key_of(&id)?;
    keep::set_disabled(&app, &viewer, id, seen.version, disabled).await?;
    Ok(back_to(id))
}

/// Gives a one-time password and shows it; as with a new account, the answer to the POST itself.
pub async fn reset(
    State(app): State<AppState>,
    Extension(passwords): Extension<Passwords>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Page<OneTimePage>, PageError> {
    let (held, password) = keep::reset(&app, &passwords, &viewer, key_of(&id)?).await?;
    let (id, login) = (held.id.0, held.login.to_string());
    Ok(Page(OneTimePage { created: false, id, login, name: held.name, place: held.place_name, password }))
}

fn key_of(text: &str) -> Result<AccountId, PageError> {
    text.parse().map(AccountId).map_err(|_| PageError::NotFound)
}

fn back_to(id: AccountId) -> Response {
    (AppendHeaders([Flash::cookie("account-changed")]), Redirect::to(&format!("/accounts/{id}"))).into_response()
}

impl From<NotKept> for PageError {
    fn from(error: NotKept) -> Self {
        match error {
            NotKept::Missing(missing) => missing.into(),
            NotKept::Unknown => Self::NotFound,
            NotKept::Store(error) => error.into(),
            NotKept::Hash(fault) => Self::internal(fault),
            NotKept::Own => Self::refused(error.to_string(), "请另一位账号管理员来做；改自己的密码请到“我的账号”。"),
            NotKept::Taken(_) | NotKept::Grants(_) | NotKept::BadName | NotKept::Weak(_) => {
                Self::refused(error.to_string(), "请返回上一页改过再交。")
            }
        }
    }
}
