//! The sign-in page, and the way from `/` to where one's work begins.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};

use crate::access::Viewer;
use crate::accounts::landing::{landing, start_of};
use crate::accounts::store::accounts;
use crate::state::AppState;
use crate::web::{Field, FieldErrors, Head, Page, PageError, Query, View};

/// What `templates/accounts/sign_in.html` shows.
#[derive(Serialize)]
pub struct SignInPage {
    account: Field,
    next: String,
    faults: FieldErrors,
    /// A fresh installation, where nobody can sign in yet.
    no_accounts: bool,
}

impl SignInPage {
    /// The page as it first appears, or with why nobody came in.
    pub fn new(account: String, next: String, faults: FieldErrors, no_accounts: bool) -> Self {
        let account = Field { error: faults.of("account"), value: account };
        Self { account, next, faults, no_accounts }
    }
}

impl View for SignInPage {
    const TEMPLATE: &'static str = "accounts/sign_in.html";

    fn head(&self) -> Head {
        Head::titled("登录")
    }
}

/// Where to go after signing in.
#[derive(Deserialize)]
pub struct NextQuery {
    #[serde(default)]
    next: String,
}

/// Asks for login and password; whoever is signed in goes on.
pub async fn sign_in(
    State(app): State<AppState>,
    viewer: Option<Extension<Viewer>>,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    if let Some(Extension(viewer)) = viewer {
        return Ok(Redirect::to(&landing(&viewer, &query.next)).into_response());
    }
    let no_accounts = !accounts::any_everywhere(&app.db).await?;
    Ok(Page(SignInPage::new(String::new(), query.next, FieldErrors::default(), no_accounts)).into_response())
}

/// Leads to the page the viewer's work begins on.
pub async fn start(viewer: Viewer) -> Redirect {
    Redirect::to(start_of(&viewer))
}
