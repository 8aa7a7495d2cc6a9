//! The number of unread messages, for the frame of every page.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

use crate::access::{AccountId, Viewer};
use crate::inbox::store;
use crate::state::AppState;
use crate::web::{Counts, wants_html};

/// Marks a request of a script for a piece of a page, which has no frame.
const PIECE: &str = "hx-request";

/// Counts the viewer's unread messages where a page with its frame is asked for, with one query that reads at most
/// [`Counts::MOST`] entries of an index. A page that cannot have its count is shown without.
pub async fn counts_layer(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    if let Some(reader) = reader(&request) {
        match store::unread_up_to(&app.db, reader, Counts::MOST).await {
            Ok(unread) => {
                request.extensions_mut().insert(Counts { unread });
            }
            Err(error) => tracing::error!(%error, "unread messages could not be counted"),
        }
    }
    next.run(request).await
}

fn reader(request: &Request) -> Option<AccountId> {
    let framed = request.method() == Method::GET && wants_html(request.headers());
    let viewer = request.extensions().get::<Viewer>().filter(|_| framed && !request.headers().contains_key(PIECE));
    viewer?.account
}
