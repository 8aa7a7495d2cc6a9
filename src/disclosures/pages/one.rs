//! The published result of one visit: for the trade, for everybody, as files.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_date;
use crate::disclosures::pages::Found;
use crate::disclosures::pages::sheet::Sheet;
use crate::documents::{self, Invented, Notice};
use crate::publications;
use crate::publications::store::Reach;
use crate::state::AppState;
use crate::web::{Crumb, Download, Head, Page, PageError, Path, View, saved};

/// What `templates/disclosures/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    sheet: Sheet,
    /// Whether everybody may read it, so that there are files of it.
    public: bool,
    #[serde(skip)]
    head: Head,
}

impl View for OnePage {
    const TEMPLATE: &'static str = "disclosures/one.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

impl OnePage {
    fn new(found: &Found, public: bool, above: Crumb) -> Result<Self, PageError> {
        let sheet = Sheet::of(&found.editions, Some(found.now)).ok_or(PageError::NotFound)?;
        let head = Head::titled(sheet.title()).crumb(above).crumb(Crumb::here(sheet.number()));
        Ok(Self { sheet, public, head })
    }
}

/// GET `/disclosures/{number}`
pub async fn one(
    State(app): State<AppState>,
    viewer: Viewer,
    Path(number): Path<String>,
) -> Result<Page<OnePage>, PageError> {
    let reach = publications::reach(&app.db, china_date(app.clock.now()), &viewer).await?;
    let found = Found::load(&app, &reach, &number).await?;
    let public = found.editions.iter().any(|one| one.audience == publications::model::Audience::Public);
    Ok(Page(OnePage::new(&found, public, Crumb::to("督导公开", "/disclosures"))?))
}

/// GET `/published/visits/{number}`
pub async fn public_one(State(app): State<AppState>, Path(number): Path<String>) -> Result<Page<OnePage>, PageError> {
    let found = Found::load(&app, &Reach::Public, &number).await?;
    Ok(Page(OnePage::new(&found, true, Crumb::to("督导结果公开", "/published/visits"))?))
}

/// What `templates/disclosures/file.html` shows: a file of its own, without the frame of a page.
#[derive(Serialize)]
pub struct FilePage {
    sheet: Sheet,
}

impl View for FilePage {
    const TEMPLATE: &'static str = "disclosures/file.html";

    fn head(&self) -> Head {
        Head::default()
    }
}

async fn sheet(app: &AppState, number: &str) -> Result<Sheet, PageError> {
    let found = Found::load(app, &Reach::Public, number).await?;
    Sheet::of(&found.editions, None).ok_or(PageError::NotFound)
}

/// GET `/published/visits/{number}/export.html`
pub async fn public_file(State(app): State<AppState>, Path(number): Path<String>) -> Result<Response, PageError> {
    let sheet = sheet(&app, &number).await?;
    let name = format!("督导结果_{}.html", sheet.number());
    saved(Page(FilePage { sheet }), &name)
}

/// GET `/published/visits/{number}/export.png`: for a chat group.
pub async fn public_png(
    State(app): State<AppState>,
    Extension(Invented(demo)): Extension<Invented>,
    Path(number): Path<String>,
) -> Result<Download, PageError> {
    let sheet = sheet(&app, &number).await?;
    if !sheet.is_sound() {
        return Err(publications::altered());
    }
    let mark = if demo { "（演示数据）" } else { "" };
    let notice = Notice { title: format!("{}{mark}", sheet.title()), lines: sheet.lines() };
    documents::picture(format!("督导结果_{}.png", sheet.number()), move |font| notice.svg(font)).await
}
