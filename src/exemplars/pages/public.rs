//! 先进典型: what was chosen for everybody, without signing in, and as a file that opens without a net.

use axum::extract::State;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::chosen::{ChosenQuery, List};
use super::one::Sheet;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::exemplars::model::Exemplar;
use crate::exemplars::store::{self, Reach};
use crate::files;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, Query, View, saved};

const BASE: &str = "/published/exemplars";

/// What `templates/exemplars/public_list.html` shows.
#[derive(Serialize)]
pub struct PublicListPage {
    list: List,
}

impl View for PublicListPage {
    const TEMPLATE: &'static str = "exemplars/public_list.html";

    fn head(&self) -> Head {
        Head::titled("先进典型").crumb(Crumb::to("公开通报", "/published")).crumb(Crumb::here("先进典型"))
    }
}

/// GET `/published/exemplars`
pub async fn public_list(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Query(asked): Query<ChosenQuery>,
) -> Result<Page<PublicListPage>, PageError> {
    Ok(Page(PublicListPage { list: List::load(&app, &catalogue, Reach::Public, (asked, BASE)).await? }))
}

/// What `templates/exemplars/public_one.html` shows.
#[derive(Serialize)]
pub struct PublicPage {
    sheet: Sheet,
}

impl View for PublicPage {
    const TEMPLATE: &'static str = "exemplars/public_one.html";

    fn head(&self) -> Head {
        Head::titled(self.sheet.title().to_owned())
            .crumb(Crumb::to("先进典型", BASE))
            .crumb(Crumb::here(self.sheet.title().to_owned()))
    }
}

/// GET `/published/exemplars/{number}`
pub async fn public_one(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Path(number): Path<String>,
) -> Result<Page<PublicPage>, PageError> {
    let one = find(&app, &number).await?;
    Ok(Page(PublicPage { sheet: Sheet::load(&app, &catalogue, &one, BASE).await? }))
}

async fn find(app: &AppState, number: &str) -> Result<Exemplar, PageError> {
    let number = number.parse().map_err(|()| PageError::NotFound)?;
    store::find(&app.db, Reach::Public, number).await?.ok_or(PageError::NotFound)
}

/// What `templates/exemplars/file.html` shows.
#[derive(Serialize)]
pub struct FilePage {
    sheet: Sheet,
    /// Pictures as addresses that hold their bytes.
    inside: Vec<String>,
    made: String,
}

impl View for FilePage {
    const TEMPLATE: &'static str = "exemplars/file.html";

    fn head(&self) -> Head {
        Head::default()
    }
}

/// GET `/published/exemplars/{number}/export.html`
pub async fn public_file(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Path(number): Path<String>,
) -> Result<Response, PageError> {
    let one = find(&app, &number).await?;
    let mut inside = Vec::new();
    for (_, picture) in store::pictures(&app.db, &[&one]).await? {
        let row = files::store::find_everywhere(&app.db, picture.file).await?.ok_or(PageError::NotFound)?;
        let bytes = app.files.get(row.kept.sha256).await?;
        inside.push(format!("data:{};base64,{}", picture.kind.mime(), STANDARD.encode(bytes)));
    }
    let sheet = Sheet::load(&app, &catalogue, &one, BASE).await?;
    let made = china_minute(app.clock.now());
    saved(Page(FilePage { sheet, inside, made }), &format!("先进典型{number}.html"))
}
