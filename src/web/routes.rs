//! Registering routes: the only way to add one, so that each has an [`Access`] and can be listed.

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
use http::Method;

use crate::access::{Power, ROLES, Role, Viewer};
use crate::web::PageError;

/// Who may call a route; checked before the handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Public,
    /// Any account that signed in.
    SignedIn,
    /// Accounts that hold this power.
    Power(Power),
    /// Accounts that hold at least one of these powers; what each sees there is up to its power.
    AnyOf(&'static [Power]),
}

impl Access {
    /// Its name in `zhikong routes --json`; of several powers, their names with `|` between.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::SignedIn => "signed_in".to_owned(),
            Self::Power(power) => power.key().to_owned(),
            Self::AnyOf(powers) => powers.iter().map(|power| power.key()).collect::<Vec<_>>().join("|"),
        }
    }

    fn check(self, viewer: Option<&Viewer>) -> Result<(), PageError> {
        match (self, viewer) {
            (Self::Public, _) | (Self::SignedIn, Some(_)) => Ok(()),
            (Self::Power(power), Some(viewer)) => viewer.must(power).map_err(PageError::from),
            (Self::AnyOf(powers), Some(viewer)) if powers.iter().any(|power| viewer.may(*power)) => Ok(()),
            (Self::AnyOf(_), Some(_)) => Err(PageError::Forbidden),
            (Self::SignedIn | Self::Power(_) | Self::AnyOf(_), None) => Err(PageError::SignInFirst),
        }
    }
}

/// One row of the route list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RouteRow {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path with its parameters in braces.
    pub path: String,
    /// `public`, `signed_in` or the power it asks for; `|` between powers of which one is enough.
    pub access: String,
    /// The roles that hold it.
    pub roles: Vec<&'static str>,
}

/// The routes of a room, and later of the whole product.
pub struct Routes<S> {
    router: Router<S>,
    rows: Vec<RouteRow>,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self { router: Router::new(), rows: Vec::new() }
    }

    /// A page.
    #[must_use]
    pub fn get<H, T>(self, path: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::GET, path, access, get(handler))
    }

    /// Something that changes.
    #[must_use]
    pub fn post<H, T>(self, path: &str, access: Access, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add(Method::POST, path, access, post(handler))
    }

    /// An upload: like [`Routes::post`], with room for `bytes` instead of axum's 2 MB.
    #[must_use]
    pub fn post_upload<H, T>(self, path: &str, access: Access, bytes: usize, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let limit = axum::extract::DefaultBodyLimit::max(bytes);
        self.add(Method::POST, path, access, post(handler).layer(limit))
    }

    /// Joins another room's routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.rows.extend(other.rows);
        self
    }

    /// The axum router and the list of what is in it.
    pub fn into_parts(self) -> (Router<S>, Vec<RouteRow>) {
        (self.router, self.rows)
    }

    fn add(mut self, method: Method, path: &str, access: Access, route: MethodRouter<S>) -> Self {
        let guarded = route.route_layer(from_fn(move |request: Request, next: Next| guard(access, request, next)));
        #[expect(clippy::disallowed_methods, reason = "this is the one place that registers")]
        {
            self.router = self.router.route(path, guarded);
        }
        self.rows.push(RouteRow {
            method: if method == Method::GET { "GET" } else { "POST" },
            path: path.to_owned(),
            access: access.key(),
            roles: roles(access),
        });
        self
    }
}

fn roles(access: Access) -> Vec<&'static str> {
    let holders = |powers: &[Power]| {
        let holds = |role: &&Role| powers.iter().any(|power| role.powers().contains(power));
        ROLES.iter().filter(holds).map(|role| role.key()).collect()
    };
    match access {
        Access::Public => Vec::new(),
        Access::SignedIn => ROLES.iter().map(|role| role.key()).collect(),
        Access::Power(power) => holders(&[power]),
        Access::AnyOf(powers) => holders(powers),
    }
}

async fn guard(access: Access, request: Request, next: Next) -> Response {
    match access.check(request.extensions().get::<Viewer>()) {
        Ok(()) => next.run(request).await,
        Err(PageError::SignInFirst) => sign_in_first(&request),
        Err(error) => error.into_response(),
    }
}

/// Sends a reader to the sign-in page and back; a program or a lost POST gets 401.
#[must_use]
pub fn sign_in_first(request: &Request) -> Response {
    let wants_page = crate::web::view::wants_html(request.headers());
    if request.method() == Method::GET && wants_page {
        let back = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let query: String = form_encoded(back);
        return Redirect::to(&format!("/sign-in?next={query}")).into_response();
    }
    PageError::SignInFirst.into_response()
}

/// Percent-encodes everything but unreserved characters and `/`, for a value in a query.
#[must_use]
pub fn form_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
