//! The whole product: every room's routes merged, and the layers around them. No room names `app`.

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderValue};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Router};
use http::HeaderName;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use crate::accounts::{self, Passwords};
use crate::annotations;
use crate::authorities;
use crate::campaign;
use crate::catalogue::{self, Catalogue, Shelf};
use crate::coverage;
use crate::disclosures;
use crate::documents;
use crate::draws;
use crate::exemplars;
use crate::goals;
use crate::home;
use crate::hospitals;
use crate::inbox;
use crate::inspections;
use crate::inspectors;
use crate::journal;
use crate::progress;
use crate::publications;
use crate::rectifications;
use crate::reports;
use crate::returns::{self, Desk};
use crate::settings;
use crate::specialty_goals;
use crate::spreadsheets::Reader;
use crate::state::AppState;
use crate::system;
use crate::web::{self, Access, PageError, Peer, Renderer, RouteRow, Routes, Site, Templates};

/// Nothing is loaded from elsewhere, nothing runs inline, no frame may hold us.
const CSP: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; \
worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What the application is made of.
#[derive(Clone)]
pub struct Parts {
    /// Handles of the spine.
    pub state: AppState,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// Reads uploads in a child process.
    pub reader: Reader,
    /// The parsed templates.
    pub templates: Templates,
    /// Hashes and compares passwords.
    pub passwords: Passwords,
    /// Whether the data is invented.
    pub demo: bool,
}

/// Every route of every room.
#[must_use]
pub fn routes() -> Routes<AppState> {
    Routes::new()
        .get("/healthz", Access::Public, async || "ok")
        .get("/assets/{*path}", Access::Public, web::asset)
        .get("/menu", Access::SignedIn, web::menu)
        .merge(journal::routes())
        .merge(catalogue::routes())
        .merge(accounts::routes())
        .merge(authorities::routes())
        .merge(hospitals::routes())
        .merge(system::routes())
        .merge(settings::routes())
        .merge(inbox::routes())
        .merge(goals::routes())
        .merge(returns::routes())
        .merge(progress::routes())
        .merge(publications::routes())
        .merge(inspectors::routes())
        .merge(inspections::routes())
        .merge(coverage::routes())
        .merge(draws::routes())
        .merge(rectifications::routes())
        .merge(disclosures::routes())
        .merge(exemplars::routes())
        .merge(campaign::routes())
        .merge(reports::routes())
        .merge(specialty_goals::routes())
        .merge(home::routes())
}

/// What the journal's page calls what the rooms write down.
#[must_use]
pub fn journal_labels() -> journal::Labels {
    let rooms = [
        authorities::JOURNAL_WORDS,
        hospitals::JOURNAL_WORDS,
        accounts::JOURNAL_WORDS,
        system::JOURNAL_WORDS,
        settings::JOURNAL_WORDS,
        goals::JOURNAL_WORDS,
        annotations::JOURNAL_WORDS,
        returns::JOURNAL_WORDS,
        returns::deadlines::JOURNAL_WORDS,
        publications::JOURNAL_WORDS,
        inspectors::JOURNAL_WORDS,
        inspections::JOURNAL_WORDS,
        coverage::JOURNAL_WORDS,
        draws::JOURNAL_WORDS,
        rectifications::JOURNAL_WORDS,
        disclosures::JOURNAL_WORDS,
        exemplars::JOURNAL_WORDS,
        campaign::JOURNAL_WORDS,
        reports::JOURNAL_WORDS,
        specialty_goals::JOURNAL_WORDS,
    ];
    journal::Labels::of(&rooms)
}

/// The list for `zhikong routes` and the access test.
#[must_use]
pub fn route_rows() -> Vec<RouteRow> {
    routes().into_parts().1
}

/// The router over a catalogue that stays as it is.
pub fn router(parts: Parts) -> Router {
    let shelf = Shelf::of(parts.catalogue.clone(), None);
    router_on(parts, shelf)
}

/// The router with all its layers, over the catalogue in use at each request; the last added runs first.
pub fn router_on(parts: Parts, shelf: Shelf) -> Router {
    let site = Site { demo: parts.demo, insecure: parts.state.transport.insecure_banner };
    let renderer = Renderer { templates: parts.templates, site };
    let desk = Desk {
        db: parts.state.db.clone(),
        files: parts.state.files.clone(),
        data_dir: parts.state.data_dir.clone(),
        clock: parts.state.clock.clone(),
        catalogue: parts.catalogue.clone(),
        reader: parts.reader.clone(),
        together: returns::take::Together::default(),
    };
    let looking = progress::Desk::new(parts.state.db.clone(), parts.state.clock.clone(), parts.catalogue.clone());
    let (router, _) = routes().into_parts();
    router
        .fallback(async || PageError::NotFound)
        .method_not_allowed_fallback(async || PageError::NotThisWay)
        .layer(from_fn_with_state(parts.state.clone(), settings::thresholds_layer))
        .layer(Extension(parts.passwords))
        .layer(Extension(system::Started(parts.state.clock.now())))
        .layer(CsrfLayer::new().with_rejection_response(cross_origin))
        .layer(from_fn(accounts::gate_layer))
        .layer(from_fn_with_state(renderer, web::render))
        .layer(from_fn_with_state(parts.state.clone(), inbox::counts_layer))
        .layer(from_fn_with_state(parts.state.clone(), accounts::viewer_layer))
        .layer(Extension(journal_labels()))
        .layer(from_fn_with_state(shelf.clone(), catalogue_in_use))
        .layer(Extension(desk))
        .layer(Extension(looking))
        .layer(Extension(documents::Invented(parts.demo)))
        .layer(Extension(shelf))
        .layer(Extension(parts.reader))
        .layer(Extension(Peer(parts.state.transport.proxy)))
        .layer(
            ServiceBuilder::new()
                .layer(TraceLayer::new_for_http())
                .layer(CompressionLayer::new())
                .layer(fixed_header(header::CONTENT_SECURITY_POLICY, CSP))
                .layer(fixed_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(fixed_header(header::REFERRER_POLICY, "same-origin"))
                .layer(SetResponseHeaderLayer::if_not_present(
                    header::CACHE_CONTROL,
                    HeaderValue::from_static("no-store"),
                ))
                .layer(CatchPanicLayer::custom(after_panic)),
        )
        .with_state(parts.state)
}

/// Gives a request the catalogue in use when it came, to the end: a change in between changes nothing for it.
async fn catalogue_in_use(State(shelf): State<Shelf>, mut request: Request, next: Next) -> Response {
    let catalogue = shelf.current();
    let extensions = request.extensions_mut();
    if let Some(desk) = extensions.get_mut::<Desk>() {
        desk.catalogue = catalogue.clone();
    }
    if let Some(looking) = extensions.get_mut::<progress::Desk>() {
        looking.catalogue = catalogue.clone();
    }
    extensions.insert(catalogue);
    next.run(request).await
}

fn fixed_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

fn cross_origin(_: tower_http::csrf::ProtectionError) -> axum::response::Response {
    PageError::Forbidden.into_response()
}

fn after_panic(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    tracing::error!(panic = text.unwrap_or_default(), "handler panicked");
    let html = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>系统出错</title>\
        <p>系统没能完成这一步，你的数据没有改变。请稍后再试。</p>";
    (http::StatusCode::INTERNAL_SERVER_ERROR, axum::response::Html(html)).into_response()
}
