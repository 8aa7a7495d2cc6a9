//! Changing one's own password, and where the daily mail goes.

use axum::Extension;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::{AccountId, Viewer};
use crate::accounts::actions::refusal;
use crate::accounts::check::Weakness;
use crate::accounts::cookie;
use crate::accounts::extract::Current;
use crate::accounts::form::{EmailForm, PasswordForm};
use crate::accounts::landing::start_of;
use crate::accounts::model::{EmailAddress, Keeping, Login};
use crate::accounts::pages::{OwnPage, PasswordPage};
use crate::accounts::password::Passwords;
use crate::accounts::proof::{self, Claim, Proof};
use crate::accounts::store::accounts::{self, Credentials};
use crate::accounts::store::sessions;
use crate::accounts::token::Token;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Page, PageError};

/// Takes a new password: all sessions of the account end, and this browser gets a new one.
pub async fn change_password(
    State(app): State<AppState>,
    Extension(passwords): Extension<Passwords>,
    viewer: Viewer,
    current: Current,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    let held = match provable(&app, &passwords, &viewer, &form).await? {
        Ok(held) => held,
        Err(faults) => return Ok(again(current.must_change, faults)),
    };
    let hash = passwords.hash(&form.new).await.map_err(PageError::internal)?;
    let token = replace(&app, &viewer, &held, &hash).await?;
    let to = if current.must_change { start_of(&viewer) } else { "/account" };
    let cookies = AppendHeaders([cookie::keep(&token, app.transport), Flash::cookie("password-changed")]);
    Ok((cookies, Redirect::to(to)).into_response())
}

/// The account, once its present password is proved and the new one may be taken; else every fault.
async fn provable(
    app: &AppState,
    passwords: &Passwords,
    viewer: &Viewer,
    form: &PasswordForm,
) -> Result<Result<Credentials, FieldErrors>, PageError> {
    let login: Login = viewer.login.parse().map_err(PageError::internal)?;
    let mut faults = form.faults(&login);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let claim = Claim { login: &viewer.login, password: &form.current, address: &viewer.address };
    let held = match proof::prove(app, passwords, claim).await? {
        Proof::Right(held) => held,
        not_proved => {
            let (message, remedy) = refusal(&not_proved);
            faults.add("current", format!("{}{remedy}", message.replace("账号或密码不对", "现在的密码不对")));
            return Ok(Err(faults));
        }
    };
    let used = std::iter::once(&held.hash).chain(&held.previous).cloned().collect();
    if passwords.is_among(&form.new, used).await.map_err(PageError::internal)? {
        faults.add("new", Weakness::Used.to_string());
        return Ok(Err(faults));
    }
    Ok(Ok(held))
}

async fn replace(app: &AppState, viewer: &Viewer, held: &Credentials, hash: &str) -> Result<Token, PageError> {
    let now = app.clock.now();
    let token = Token::random();
    let txn = db::write(&app.db).await?;
    accounts::set_password(&txn, held, hash, false).await?;
    proof::clear(&txn, &held.login, &viewer.address, now).await?;
    sessions::end_all(&txn, held.id).await?;
    sessions::open(&txn, held.id, &token.hash(), now).await?;
    let event = Event::new("account.password_changed", "account", held.id);
    journal::conclude(txn, viewer, now, event, &app.data_dir).await?;
    Ok(token)
}

fn again(first: bool, faults: FieldErrors) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Page(PasswordPage::new(first, faults))).into_response()
}

/// Sets or removes the address the daily mail goes to.
pub async fn change_email(
    State(app): State<AppState>,
    viewer: Viewer,
    Form(form): Form<EmailForm>,
) -> Result<Response, PageError> {
    let id = viewer.account.ok_or(PageError::SignInFirst)?;
    let email = match form.check() {
        Ok(email) => email,
        Err(faults) => {
            let page = OwnPage::load(&app, &viewer, Some((form.email, faults))).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response());
        }
    };
    let changed = keep_email(&app, &viewer, id, email.as_ref()).await?;
    let said = if changed { "email-changed" } else { "nothing-changed" };
    Ok((AppendHeaders([Flash::cookie(said)]), Redirect::to("/account")).into_response())
}

/// Whether the address was another one. The journal says that it changed, not what it is: that is personal.
async fn keep_email(
    app: &AppState,
    viewer: &Viewer,
    id: AccountId,
    email: Option<&EmailAddress>,
) -> Result<bool, StoreError> {
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let held = accounts::get(&*txn, Keeping::Everything, id).await?.ok_or(StoreError::Stale)?;
    if held.email.as_deref() == email.map(EmailAddress::as_str) {
        txn.rollback().await?;
        return Ok(false);
    }
    accounts::set_email(&txn, id, email).await?;
    let event = Event::new("account.email_changed", "account", id);
    let event = event.detail("email", if email.is_some() { "set" } else { "removed" });
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(true)
}
