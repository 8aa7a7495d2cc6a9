//! A publication as files: one that opens without a net, a workbook, a picture.

use axum::Extension;
use axum::response::Response;
use serde::Serialize;

use crate::access::Viewer;
use crate::documents::{self, Invented};
use crate::progress::Desk;
use crate::publications::model::Publication;
use crate::publications::pages::sheet::Sheet;
use crate::publications::pages::{find, found};
use crate::publications::store::Reach;
use crate::publications::{poster, workbook};
use crate::web::{Download, Head, Page, PageError, Path, View, saved};

/// What `templates/publications/file.html` shows: a file of its own, without the frame of a page.
#[derive(Serialize)]
pub struct FilePage {
    sheet: Sheet,
}

impl View for FilePage {
    const TEMPLATE: &'static str = "publications/file.html";

    fn head(&self) -> Head {
        Head::default()
    }
}

fn name(publication: &Publication, ending: &str) -> String {
    format!("通报_{}.{ending}", publication.line.number)
}

/// GET `/publications/{number}/export.html`
pub async fn file(desk: Desk, viewer: Viewer, Path(number): Path<String>) -> Result<Response, PageError> {
    html(found(&desk, &viewer, &number).await?)
}

/// GET `/published/{number}/export.html`
pub async fn public_file(desk: Desk, Path(number): Path<String>) -> Result<Response, PageError> {
    html(find(&desk, &Reach::Public, &number).await?)
}

fn html(publication: Publication) -> Result<Response, PageError> {
    let name = name(&publication, "html");
    saved(Page(FilePage { sheet: Sheet::of(publication, true) }), &name)
}

/// GET `/publications/{number}/export.xlsx`
pub async fn xlsx(
    desk: Desk,
    viewer: Viewer,
    Extension(invented): Extension<Invented>,
    Path(number): Path<String>,
) -> Result<Download, PageError> {
    book(&found(&desk, &viewer, &number).await?, invented)
}

/// GET `/published/{number}/export.xlsx`
pub async fn public_xlsx(
    desk: Desk,
    Extension(invented): Extension<Invented>,
    Path(number): Path<String>,
) -> Result<Download, PageError> {
    book(&find(&desk, &Reach::Public, &number).await?, invented)
}

/// What is said where something frozen is asked for as a file and is no longer what its seal was taken of: it would leave the
/// house under a seal that says it is.
#[must_use]
pub fn altered() -> PageError {
    PageError::refused(
        "内容与发布时的指纹不符，可能在数据库里被改动过，不能导出。",
        "请系统管理员用备份核对数据库里的这一份。",
    )
}

/// What was altered does not leave under a fingerprint that says it was not.
fn sound(publication: &Publication) -> Result<(), PageError> {
    if publication.sound { Ok(()) } else { Err(altered()) }
}

fn book(publication: &Publication, Invented(demo): Invented) -> Result<Download, PageError> {
    sound(publication)?;
    let bytes = workbook::xlsx(&publication.content, &publication.hash, demo).map_err(PageError::internal)?;
    Ok(Download::xlsx(name(publication, "xlsx"), bytes))
}

/// GET `/publications/{number}/export.png`
pub async fn png(
    desk: Desk,
    viewer: Viewer,
    Extension(Invented(demo)): Extension<Invented>,
    Path(number): Path<String>,
) -> Result<Download, PageError> {
    let publication = found(&desk, &viewer, &number).await?;
    sound(&publication)?;
    let name = name(&publication, "png");
    documents::picture(name, move |font| poster::svg(&publication.content, &publication.hash, demo, font)).await
}
