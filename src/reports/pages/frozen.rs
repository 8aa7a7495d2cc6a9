//! A frozen edition, as it was.

use axum::Extension;
use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::publications::seal_shown;
use crate::reports::keep::ground;
use crate::reports::model::{Content, Line};
use crate::reports::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// What `templates/reports/frozen.html` shows.
#[derive(Serialize)]
pub struct FrozenPage {
    content: Content,
    href: String,
    edition: i32,
    at: String,
    by: String,
    reason: String,
    seal: String,
    /// Whether it is still what was frozen.
    whole: bool,
    /// A later edition, if there is one.
    superseded: Option<(i32, String)>,
}

impl View for FrozenPage {
    const TEMPLATE: &'static str = "reports/frozen.html";

    fn head(&self) -> Head {
        Head::titled(self.content.title.clone())
            .crumb(Crumb::to("活动总结", "/reports"))
            .crumb(Crumb::here(format!("第 {} 版", self.edition)))
            .as_of(self.content.as_of.clone())
    }
}

/// An edition of a summary that the reader's installation shows.
///
/// # Errors
/// [`PageError::NotFound`], and of the database.
pub async fn find(
    app: &AppState,
    catalogue: &Catalogue,
    invented: bool,
    (campaign, summary, edition): (&str, &str, i32),
) -> Result<(Line, Content, bool), PageError> {
    ground(app, catalogue, invented, (campaign, summary))?;
    store::edition(&app.db, (campaign, summary), edition).await?.ok_or(PageError::NotFound)
}

/// The same where it is still what was frozen: nothing else leaves as a file.
///
/// # Errors
/// A refusal where it was altered; else those of [`find`].
pub async fn find_whole(
    app: &AppState,
    catalogue: &Catalogue,
    invented: bool,
    of: (&str, &str, i32),
) -> Result<(Line, Content), PageError> {
    match find(app, catalogue, invented, of).await? {
        (line, content, true) => Ok((line, content)),
        _ => Err(PageError::refused(
            "这一版与定稿时的校验码不符，不能导出。",
            "请系统管理员用备份核对数据库里的这一版。",
        )),
    }
}

/// GET `/reports/{campaign}/{summary}/editions/{edition}`
pub async fn frozen(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary, edition)): Path<(String, String, i32)>,
) -> Result<Page<FrozenPage>, PageError> {
    let (line, content, whole) = find(&app, &catalogue, invented, (&campaign, &summary, edition)).await?;
    let last = store::lines(&app.db, Some((&campaign, &summary))).await?.into_iter().next();
    let href = |edition: i32| format!("/reports/{campaign}/{summary}/editions/{edition}");
    Ok(Page(FrozenPage {
        href: href(edition),
        edition,
        at: china_minute(line.at),
        // Persons of authorities are not named to hospitals.
        by: match viewer.hospital() {
            Some(_) => line.by_place.clone(),
            None => format!("{} {}", line.by_place, line.by_name),
        },
        superseded: last.filter(|last| last.edition > edition).map(|last| (last.edition, href(last.edition))),
        reason: line.reason,
        seal: seal_shown(&line.seal),
        content,
        whole,
    }))
}
