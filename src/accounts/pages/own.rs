//! One's own account.

use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::accounts::check::POLICY;
use crate::accounts::extract::Current;
use crate::accounts::model::Keeping;
use crate::accounts::store::accounts;
use crate::calendar::china_minute;
use crate::config::{IDLE_MINUTES, SESSION_HOURS};
use crate::state::AppState;
use crate::web::{Crumb, Field, FieldErrors, Head, Page, PageError, View};

/// What `templates/accounts/own.html` shows.
#[derive(Serialize)]
pub struct OwnPage {
    login: String,
    name: String,
    place: String,
    roles: Vec<&'static str>,
    signed_in: Option<String>,
    idle_minutes: i64,
    session_hours: i64,
    /// Where the daily mail goes: as stored, or as typed where it was refused.
    email: Field,
    faults: FieldErrors,
}

impl View for OwnPage {
    const TEMPLATE: &'static str = "accounts/own.html";

    fn head(&self) -> Head {
        Head::titled("我的账号").crumb(Crumb::here("我的账号"))
    }
}

impl OwnPage {
    /// The page as first shown, or again with the address that was refused and why.
    pub async fn load(
        app: &AppState,
        viewer: &Viewer,
        typed: Option<(String, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let id = viewer.account.ok_or(PageError::SignInFirst)?;
        let account = accounts::get(&app.db, Keeping::Everything, id).await?.ok_or(PageError::NotFound)?;
        let (value, faults) = typed.unwrap_or_else(|| (account.email.unwrap_or_default(), FieldErrors::default()));
        Ok(Self {
            login: account.login.to_string(),
            name: account.name,
            place: account.place_name,
            roles: viewer.roles.iter().map(|role| role.label()).collect(),
            signed_in: account.signed_in_at.map(china_minute),
            idle_minutes: IDLE_MINUTES,
            session_hours: SESSION_HOURS,
            email: Field { error: faults.of("email"), value },
            faults,
        })
    }
}

/// Shows one's own account.
pub async fn own(State(app): State<AppState>, viewer: Viewer) -> Result<Page<OwnPage>, PageError> {
    Ok(Page(OwnPage::load(&app, &viewer, None).await?))
}

/// What `templates/accounts/password.html` shows; no password is ever sent back.
#[derive(Serialize)]
pub struct PasswordPage {
    policy: &'static str,
    /// The first sign-in: nothing else is open yet.
    first: bool,
    faults: FieldErrors,
    current_error: Option<String>,
    new_error: Option<String>,
    again_error: Option<String>,
}

impl PasswordPage {
    /// The page with what is wrong, if anything.
    pub fn new(first: bool, faults: FieldErrors) -> Self {
        Self {
            policy: POLICY,
            first,
            current_error: faults.of("current"),
            new_error: faults.of("new"),
            again_error: faults.of("again"),
            faults,
        }
    }
}

impl View for PasswordPage {
    const TEMPLATE: &'static str = "accounts/password.html";

    fn head(&self) -> Head {
        Head::titled("修改密码").crumb(Crumb::to("我的账号", "/account")).crumb(Crumb::here("修改密码"))
    }
}

/// Asks for the present password and a new one.
pub async fn password(current: Current) -> Page<PasswordPage> {
    Page(PasswordPage::new(current.must_change, FieldErrors::default()))
}
