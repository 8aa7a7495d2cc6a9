//! The pages that explain rules show the thresholds in force, not only those of the files.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::catalogue::Catalogue;
use crate::settings::store;
use crate::state::AppState;
use crate::web::PageError;

/// Gives pages of the catalogue the thresholds in force, with one query; other requests pass as they came.
pub async fn thresholds_layer(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let shown = request.uri().path().starts_with("/catalogue/");
    let stated = request.extensions().get::<Catalogue>().filter(|_| shown).cloned();
    if let Some(stated) = stated {
        match store::in_force(&app.db, &stated).await {
            Ok(catalogue) => request.extensions_mut().insert(catalogue),
            Err(error) => return PageError::from(error).into_response(),
        };
    }
    next.run(request).await
}
