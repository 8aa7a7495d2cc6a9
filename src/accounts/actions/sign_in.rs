//! Signing in and out.

use axum::Extension;
use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode};

use crate::access::Viewer;
use crate::accounts::actions::refusal;
use crate::accounts::cookie;
use crate::accounts::extract::Current;
use crate::accounts::form::SignInForm;
use crate::accounts::landing::landing;
use crate::accounts::pages::SignInPage;
use crate::accounts::password::Passwords;
use crate::accounts::proof::{self, Claim, Proof};
use crate::accounts::store::accounts::{self, Credentials};
use crate::accounts::store::sessions;
use crate::accounts::token::{Token, TokenHash};
use crate::db;
use crate::journal::{self, Actor, Event};
use crate::state::AppState;
use crate::web::{Address, ErrorBody, FieldErrors, Flash, Form, Page, PageError};

/// Lets in whoever proves the password, with a new session; an older one of the same browser ends.
pub async fn sign_in(
    State(app): State<AppState>,
    Extension(passwords): Extension<Passwords>,
    Address(address): Address,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    let claim = Claim { login: &form.account, password: &form.password, address: &address };
    match proof::prove(&app, &passwords, claim).await? {
        Proof::Right(held) if !held.disabled => {
            let older = cookie::read(&headers, app.transport).map(|text| TokenHash::of(&text));
            let (token, viewer) = open(&app, &held, &address, older).await?;
            let to = Redirect::to(&landing(&viewer, &form.next));
            Ok((AppendHeaders([cookie::keep(&token, app.transport)]), to).into_response())
        }
        Proof::Right(held) => {
            note_disabled(&app, &held, &address).await?;
            Ok(refused(&Proof::Right(held), form))
        }
        not_proved => Ok(refused(&not_proved, form)),
    }
}

async fn open(
    app: &AppState,
    held: &Credentials,
    address: &str,
    older: Option<TokenHash>,
) -> Result<(Token, Viewer), PageError> {
    let now = app.clock.now();
    let token = Token::random();
    let txn = db::write(&app.db).await?;
    // The password was compared before this transaction: what it was compared with must still hold.
    let still = accounts::credentials_everywhere(&*txn, &held.login).await?;
    still.filter(|still| still.hash == held.hash && !still.disabled).ok_or(PageError::Stale)?;
    proof::clear(&txn, &held.login, address, now).await?;
    if let Some(older) = older {
        sessions::end(&txn, &older).await?;
    }
    sessions::sweep(&txn, now).await?;
    sessions::open(&txn, held.id, &token.hash(), now).await?;
    accounts::set_signed_in(&txn, held.id, now).await?;
    let opened = sessions::find(&*txn, &token.hash()).await?.ok_or(PageError::Stale)?;
    let viewer = Viewer { address: address.to_owned(), ..opened.viewer };
    let event = Event::new("account.signed_in", "account", held.id);
    journal::conclude(txn, &viewer, now, event, &app.data_dir).await?;
    Ok((token, viewer))
}

async fn note_disabled(app: &AppState, held: &Credentials, address: &str) -> Result<(), PageError> {
    let txn = db::write(&app.db).await?;
    let event = Event::new("account.sign_in_failed", "account", held.id).detail("reason", "disabled").refused();
    let by = Actor::stranger(held.login.as_str(), address);
    journal::conclude(txn, by, app.clock.now(), event, &app.data_dir).await?;
    Ok(())
}

/// The page again with what is wrong; a program gets the same words as JSON.
fn refused(proof: &Proof, form: SignInForm) -> Response {
    let (message, remedy) = refusal(proof);
    let locked = matches!(proof, Proof::Locked { .. } | Proof::Wrong { left: 0 });
    let (status, code) = match locked {
        true => (StatusCode::TOO_MANY_REQUESTS, "locked"),
        false => (StatusCode::UNPROCESSABLE_ENTITY, "not_signed_in"),
    };
    let mut faults = FieldErrors::default();
    faults.add("account", format!("{message}{remedy}"));
    let mut response = (status, Page(SignInPage::new(form.account, form.next, faults, false))).into_response();
    response.extensions_mut().insert(ErrorBody { code, message, remedy: remedy.to_owned() });
    response
}

/// Ends the session on the server and in the browser; whoever has none is simply at the sign-in page.
pub async fn sign_out(
    State(app): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    current: Option<Extension<Current>>,
) -> Result<Response, PageError> {
    if let (Some(Extension(viewer)), Some(Extension(current))) = (viewer, current) {
        let txn = db::write(&app.db).await?;
        sessions::end(&txn, &current.token).await?;
        let id = viewer.account.map(|id| id.to_string()).unwrap_or_default();
        let event = Event::new("account.signed_out", "account", id);
        journal::conclude(txn, &viewer, app.clock.now(), event, &app.data_dir).await?;
    }
    let headers = AppendHeaders([cookie::forget(app.transport), Flash::cookie("signed-out")]);
    Ok((headers, Redirect::to("/sign-in")).into_response())
}
