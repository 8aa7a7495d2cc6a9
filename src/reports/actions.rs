//! POST: words are saved, a summary is frozen.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::StatusCode;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::documents::Invented;
use crate::kept::NotKept;
use crate::progress::Desk;
use crate::reports::check::Typed;
use crate::reports::keep::{self, ground, live};
use crate::reports::pages::LivePage;
use crate::state::AppState;
use crate::web::{FieldErrors, Flash, Form, Page, PageError, Path};

/// Said where somebody else was faster; the fields keep what was typed.
const CLASH: &str = "刚有别人保存过评述，你的还没有存，也没有定稿。框里是你写的，和已保存的不一样时下面列出已保存的；合并以后再保存一次。";

/// POST `/reports/{campaign}/{summary}/texts`
pub async fn write(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let ground = ground(&app, &catalogue, invented, (&campaign, &summary))?;
    if !keep::may_write(&viewer) {
        return Err(PageError::NotFound);
    }
    let (content, _) = live(&desk, &viewer, &ground).await?;
    let kept = keep::write(&app, &viewer, (&ground, &content), &typed).await;
    let to = format!("/reports/{campaign}/{summary}");
    answer((&desk, &viewer, &ground), typed, kept.map(|()| ("summary-written", to))).await
}

/// POST `/reports/{campaign}/{summary}/freeze`
pub async fn freeze(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let ground = ground(&app, &catalogue, invented, (&campaign, &summary))?;
    let kept = keep::freeze(&app, &desk, &viewer, &ground, &typed).await;
    let to = kept.map(|edition| ("summary-frozen", format!("/reports/{campaign}/{summary}/editions/{edition}")));
    answer((&desk, &viewer, &ground), typed, to).await
}

async fn answer(
    (desk, viewer, ground): (&Desk, &Viewer, &crate::reports::gather::Ground<'_>),
    typed: Typed,
    kept: Result<(&'static str, String), NotKept>,
) -> Result<Response, PageError> {
    match kept {
        Ok((flash, to)) => Ok(([Flash::cookie(flash)], Redirect::to(&to)).into_response()),
        Err(NotKept::Faulty(faults)) => {
            let page = LivePage::load(desk, viewer, ground, (typed, faults)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
        Err(NotKept::Store(StoreError::Stale)) => {
            let page = LivePage::load(desk, viewer, ground, (typed, FieldErrors::one("", CLASH))).await?;
            Ok((StatusCode::CONFLICT, Page(page)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
