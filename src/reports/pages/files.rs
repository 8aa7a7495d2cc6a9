//! A summary to print, as a Word file and as a workbook: what it says now, or a frozen edition.

use axum::Extension;
use axum::extract::State;

use super::frozen::find_whole;
use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::documents::{self, DOCX, Document, Invented, PaperPage};
use crate::progress::Desk;
use crate::publications::seal_shown;
use crate::reports::document::document;
use crate::reports::keep::{ground, live, may_write};
use crate::reports::model::{Content, Line};
use crate::reports::workbook;
use crate::state::AppState;
use crate::web::{Download, Page, PageError, Path};

/// The MIME type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Campaign and summary.
type Draft = Path<(String, String)>;
/// Campaign, summary, edition.
type Edition = Path<(String, String, i32)>;

/// What a summary says now, for whoever writes it.
async fn now(
    (app, desk, viewer): (&AppState, &Desk, &Viewer),
    catalogue: &Catalogue,
    invented: bool,
    (campaign, summary): (&str, &str),
) -> Result<Content, PageError> {
    let ground = ground(app, catalogue, invented, (campaign, summary))?;
    if !may_write(viewer) {
        return Err(PageError::NotFound);
    }
    Ok(live(desk, viewer, &ground).await?.0)
}

fn word(name: String, document: &Document) -> Result<Download, PageError> {
    let bytes = documents::docx(document).map_err(PageError::internal)?;
    Ok(Download { name, kind: DOCX, bytes })
}

fn book(name: String, content: &Content, state: &str) -> Result<Download, PageError> {
    let bytes = workbook::write(content, state).map_err(PageError::internal)?;
    Ok(Download { name, kind: XLSX, bytes })
}

fn sheet(document: Document, back: String) -> Page<PaperPage> {
    Page(PaperPage { document, word: format!("{back}/export.docx"), back, back_label: "总结".to_owned() })
}

fn of_edition(line: &Line, content: &Content, invented: bool) -> Document {
    document(content, Some((line, &seal_shown(&line.seal))), invented)
}

/// GET `/reports/{campaign}/{summary}/paper`
pub async fn draft_paper(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Draft,
) -> Result<Page<PaperPage>, PageError> {
    let content = now((&app, &desk, &viewer), &catalogue, invented, (&campaign, &summary)).await?;
    Ok(sheet(document(&content, None, invented), format!("/reports/{campaign}/{summary}")))
}

/// GET `/reports/{campaign}/{summary}/export.docx`
pub async fn draft_docx(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Draft,
) -> Result<Download, PageError> {
    let content = now((&app, &desk, &viewer), &catalogue, invented, (&campaign, &summary)).await?;
    word(format!("{}（未定稿）.docx", content.title), &document(&content, None, invented))
}

/// GET `/reports/{campaign}/{summary}/export.xlsx`
pub async fn draft_xlsx(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Draft,
) -> Result<Download, PageError> {
    let content = now((&app, &desk, &viewer), &catalogue, invented, (&campaign, &summary)).await?;
    book(format!("{}附表（未定稿）.xlsx", content.title), &content, "未定稿")
}

/// GET `/reports/{campaign}/{summary}/editions/{edition}/paper`
pub async fn paper(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary, edition)): Edition,
) -> Result<Page<PaperPage>, PageError> {
    let (line, content) = find_whole(&app, &catalogue, invented, (&campaign, &summary, edition)).await?;
    let back = format!("/reports/{campaign}/{summary}/editions/{edition}");
    Ok(sheet(of_edition(&line, &content, invented), back))
}

/// GET `/reports/{campaign}/{summary}/editions/{edition}/export.docx`
pub async fn docx(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary, edition)): Edition,
) -> Result<Download, PageError> {
    let (line, content) = find_whole(&app, &catalogue, invented, (&campaign, &summary, edition)).await?;
    word(format!("{}第{edition}版.docx", content.title), &of_edition(&line, &content, invented))
}

/// GET `/reports/{campaign}/{summary}/editions/{edition}/export.xlsx`
pub async fn xlsx(
    State(app): State<AppState>,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary, edition)): Edition,
) -> Result<Download, PageError> {
    let (_, content) = find_whole(&app, &catalogue, invented, (&campaign, &summary, edition)).await?;
    book(format!("{}附表第{edition}版.xlsx", content.title), &content, &format!("第 {edition} 版"))
}
