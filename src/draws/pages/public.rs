//! 随机抽取公示: what everybody may read without signing in – before the reveal no hospital by name.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::draws::judge::misfit_label;
use crate::draws::kept::Draw;
use crate::draws::pages::find;
use crate::draws::pages::shown::{Inside, Open, today};
use crate::draws::store::Reach;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Path, View, saved};

/// What of a draw everybody may read now.
#[derive(Serialize)]
struct Sheet {
    open: Open,
    /// Once it is revealed.
    inside: Option<Inside>,
    salt: Option<String>,
}

impl Sheet {
    fn of(app: &AppState, draw: &Draw) -> Result<Self, PageError> {
        let file = draw.file().map_err(|misfit| PageError::internal(misfit_label(&misfit)))?;
        let inside = file.as_ref().map(|file| Inside::of(draw, &file.result));
        Ok(Self { open: Open::of(draw, today(app)), inside, salt: file.map(|file| file.salt) })
    }
}

/// What `templates/draws/public_one.html` shows.
#[derive(Serialize)]
pub struct PublicPage {
    sheet: Sheet,
}

impl View for PublicPage {
    const TEMPLATE: &'static str = "draws/public_one.html";

    fn head(&self) -> Head {
        let number = self.sheet.open.number();
        Head::titled(format!("随机抽取公示 {number}"))
            .crumb(Crumb::to("随机抽取公示", "/published/draws"))
            .crumb(Crumb::here(number))
    }
}

/// What `templates/draws/file.html` shows: a file of its own, without the frame of a page.
#[derive(Serialize)]
pub struct FilePage {
    sheet: Sheet,
}

impl View for FilePage {
    const TEMPLATE: &'static str = "draws/file.html";

    fn head(&self) -> Head {
        Head::default()
    }
}

/// GET `/published/draws/{number}`
pub async fn public_one(
    State(app): State<AppState>,
    Path(number): Path<String>,
) -> Result<Page<PublicPage>, PageError> {
    let draw = find(&app, Reach::Everybody, &number).await?;
    Ok(Page(PublicPage { sheet: Sheet::of(&app, &draw)? }))
}

/// GET `/published/draws/{number}/export.html`
pub async fn public_file(State(app): State<AppState>, Path(number): Path<String>) -> Result<Response, PageError> {
    let draw = find(&app, Reach::Everybody, &number).await?;
    saved(Page(FilePage { sheet: Sheet::of(&app, &draw)? }), &format!("抽取_{}.html", draw.list.number))
}

/// GET `/published/draws/{number}/draw.json`: the file for the verifiers; none before the reveal.
pub async fn public_json(State(app): State<AppState>, Path(number): Path<String>) -> Result<Download, PageError> {
    let draw = find(&app, Reach::Everybody, &number).await?;
    let file = draw.file().map_err(|misfit| PageError::internal(misfit_label(&misfit)))?.ok_or(PageError::NotFound)?;
    let bytes = serde_json::to_vec_pretty(&file).map_err(PageError::internal)?;
    Ok(Download { name: format!("draw_{}.json", draw.list.number), kind: "application/json", bytes })
}
