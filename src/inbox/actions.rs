//! POST: opening a message, calling messages read. Neither is journalled: it changes what a reader has seen, nothing else.

use axum::extract::State;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::access::Viewer;
use crate::db;
use crate::inbox::form::{ReadForm, link};
use crate::inbox::model::way;
use crate::inbox::store;
use crate::state::AppState;
use crate::web::{Flash, Form, PageError, Path};

/// POST `/inbox/{id}/open`: marks a message as read and leads to what it is about.
pub async fn open(State(app): State<AppState>, viewer: Viewer, Path(id): Path<i64>) -> Result<Redirect, PageError> {
    let reader = viewer.account.ok_or(PageError::SignInFirst)?;
    let txn = db::write(&app.db).await?;
    let message = store::get(&*txn, reader, id).await?.ok_or(PageError::NotFound)?;
    store::mark_read(&*txn, reader, id, app.clock.now()).await?;
    txn.commit().await?;
    Ok(Redirect::to(way(&message.href)))
}

/// POST `/inbox/read`: marks as read what the reader saw, of one topic or of all.
pub async fn read_all(
    State(app): State<AppState>,
    viewer: Viewer,
    Form(form): Form<ReadForm>,
) -> Result<Response, PageError> {
    let reader = viewer.account.ok_or(PageError::SignInFirst)?;
    let (wanted, newest) = form.check();
    let txn = db::write(&app.db).await?;
    let read = store::mark_all_read(&*txn, reader, wanted.topic, newest, app.clock.now()).await?;
    txn.commit().await?;
    let said = if read > 0 { "inbox-read" } else { "nothing-changed" };
    Ok((AppendHeaders([Flash::cookie(said)]), Redirect::to(&link(wanted))).into_response())
}
