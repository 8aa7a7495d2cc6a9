//! A summary to be given out as a file, as a handler's argument: what it says now, or a frozen edition, by the address.

use axum::Extension;
use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::access::Viewer;
use crate::catalogue::Catalogue;
use crate::documents::{Document, Invented};
use crate::progress::Desk;
use crate::publications::seal_shown;
use crate::reports::document::document;
use crate::reports::keep::{ground, live, may_write};
use crate::reports::model::{Content, Line};
use crate::reports::pages::find_whole;
use crate::state::AppState;
use crate::web::{PageError, Path};

/// A summary, and how it stands.
pub struct Issue {
    /// What it says.
    pub content: Content,
    /// Which frozen edition it is; none of a draft.
    frozen: Option<Line>,
    invented: bool,
    /// The page it is a file of.
    pub page: String,
}

impl Issue {
    /// It as an official document.
    #[must_use]
    pub fn document(&self) -> Document {
        let seal = self.frozen.as_ref().map(|line| seal_shown(&line.seal));
        document(&self.content, self.frozen.as_ref().zip(seal.as_deref()), self.invented)
    }

    /// Which edition it is, in words.
    #[must_use]
    pub fn state(&self) -> String {
        self.frozen.as_ref().map_or_else(|| "未定稿".to_owned(), |line| format!("第 {} 版", line.edition))
    }

    /// The name of a file of it.
    #[must_use]
    pub fn name(&self, what: &str, ending: &str) -> String {
        let edition = self.frozen.as_ref().map(|line| line.edition);
        let state = edition.map_or_else(|| "（未定稿）".to_owned(), |edition| format!("第{edition}版"));
        format!("{}{what}{state}.{ending}", self.content.title)
    }

    /// What it says now, for whoever writes it.
    async fn draft(
        (app, desk, viewer): (&AppState, &Desk, &Viewer),
        (catalogue, invented): (&Catalogue, bool),
        (campaign, summary): (&str, &str),
    ) -> Result<Self, PageError> {
        let ground = ground(app, catalogue, invented, (campaign, summary))?;
        if !may_write(viewer) {
            return Err(PageError::NotFound);
        }
        let (content, _) = live(desk, viewer, &ground).await?;
        Ok(Self { content, frozen: None, invented, page: format!("/reports/{campaign}/{summary}") })
    }

    /// An edition that is still what was frozen.
    async fn edition(
        app: &AppState,
        (catalogue, invented): (&Catalogue, bool),
        (campaign, summary, edition): (&str, &str, i32),
    ) -> Result<Self, PageError> {
        let (line, content) = find_whole(app, catalogue, invented, (campaign, summary, edition)).await?;
        let page = format!("/reports/{campaign}/{summary}/editions/{edition}");
        Ok(Self { content, frozen: Some(line), invented, page })
    }
}

/// What the address names; an edition has its number.
#[derive(serde::Deserialize)]
struct Named {
    campaign: String,
    summary: String,
    edition: Option<i32>,
}

impl FromRequestParts<AppState> for Issue {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, PageError> {
        let Path(Named { campaign, summary, edition }) = Path::from_request_parts(parts, app).await?;
        let viewer = Viewer::from_request_parts(parts, app).await?;
        let catalogue = Catalogue::from_request_parts(parts, app).await?;
        let invented = Extension::<Invented>::from_request_parts(parts, app).await;
        let Extension(Invented(invented)) = invented.map_err(PageError::internal)?;
        let of = (&catalogue, invented);
        match edition {
            Some(edition) => Self::edition(app, of, (&campaign, &summary, edition)).await,
            None => {
                let desk = Desk::from_request_parts(parts, app).await?;
                Self::draft((app, &desk, &viewer), of, (&campaign, &summary)).await
            }
        }
    }
}
