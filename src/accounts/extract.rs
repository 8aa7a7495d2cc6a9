//! Who asks: the session behind the cookie, once a request, for guards, handlers and the frame of the page.

use std::time::Duration;

use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use crate::access::Viewer;
use crate::accounts::cookie;
use crate::accounts::model::Life;
use crate::accounts::store::sessions::{self, Session};
use crate::accounts::token::TokenHash;
use crate::db::{self, StoreError};
use crate::state::AppState;
use crate::web::{Flash, PageError, address_of};

/// Marks a request that a script repeats by itself: it does not keep a session alive.
const POLL: &str = "x-zhikong-poll";

/// How long a page waits for its reader's use to be written down; a long import may hold the writer.
const TOUCH_PATIENCE: Duration = Duration::from_secs(2);

/// The session of this request, for what changes sessions.
#[derive(Clone, Debug)]
pub struct Current {
    /// Its key.
    pub token: TokenHash,
    /// Whether only the change of the password is open to it.
    pub must_change: bool,
}

/// The session could not be read; the gate says so, inside of the layer that renders.
#[derive(Clone, Copy)]
struct Unreadable;

impl<S: Send + Sync> FromRequestParts<S> for Viewer {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::SignInFirst)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Current {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::SignInFirst)
    }
}

/// Puts the [`Viewer`] behind the cookie into the request, with one query; outside of the layer that renders.
pub async fn viewer_layer(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let Some(text) = cookie::read(request.headers(), app.transport).filter(|_| !is_static(request.uri().path())) else {
        return next.run(request).await;
    };
    let token = TokenHash::of(&text);
    let mut ended = None;
    match sessions::find(&app.db, &token).await {
        Ok(Some(session)) => match session.times.life(app.clock.now()) {
            Life::Alive => enter(&app, token, session, &mut request).await,
            life => ended = Some(life),
        },
        Ok(None) => ended = Some(Life::Over),
        Err(error) => {
            tracing::error!(%error, "session could not be read");
            request.extensions_mut().insert(Unreadable);
        }
    }
    let mut response = next.run(request).await;
    if let Some(life) = ended.filter(|_| leads_to_sign_in(&response)) {
        append(response.headers_mut(), cookie::forget(app.transport));
        if life == Life::Idle {
            append(response.headers_mut(), Flash::cookie("session-ended"));
        }
    }
    response
}

async fn enter(app: &AppState, token: TokenHash, session: Session, request: &mut Request) {
    if session.times.wants_touch(app.clock.now()) && !request.headers().contains_key(POLL) {
        touch(app, token.clone()).await;
    }
    let address = address_of(request.headers(), request.extensions());
    request.extensions_mut().insert(Current { token, must_change: session.must_change });
    request.extensions_mut().insert(Viewer { address, ..session.viewer });
}

/// Writes the use down. Where the writer is busy the page does not wait for it, and the use is written later.
async fn touch(app: &AppState, token: TokenHash) {
    let app = app.clone();
    let writing = tokio::spawn(async move {
        let written: Result<(), StoreError> = async {
            let txn = db::write(&app.db).await?;
            sessions::touch(&txn, &token, app.clock.now()).await?;
            txn.commit().await
        }
        .await;
        if let Err(error) = written {
            tracing::warn!(%error, "the use of a session was not written down");
        }
    });
    let _ = tokio::time::timeout(TOUCH_PATIENCE, writing).await;
}

/// Stops whoever must change the password from doing anything else; inside of the layer that renders.
pub async fn gate_layer(request: Request, next: Next) -> Response {
    if request.extensions().get::<Unreadable>().is_some() {
        return PageError::internal("the session could not be read").into_response();
    }
    let must_change = request.extensions().get::<Current>().is_some_and(|current| current.must_change);
    if must_change && !["/account/password", "/sign-out"].contains(&request.uri().path()) {
        return Redirect::to("/account/password").into_response();
    }
    next.run(request).await
}

fn is_static(path: &str) -> bool {
    path.starts_with("/assets/") || path == "/healthz"
}

fn leads_to_sign_in(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION);
    response.status() == StatusCode::SEE_OTHER && location.is_some_and(|to| to.as_bytes().starts_with(b"/sign-in?"))
}

fn append(headers: &mut HeaderMap, (name, value): (HeaderName, String)) {
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.append(name, value);
    }
}
