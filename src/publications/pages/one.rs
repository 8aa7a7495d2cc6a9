//! One edition: what was published, and what has changed since.

use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::china_minute;
use crate::progress::Desk;
use crate::publications::form::{CorrectForm, REASON_MAX};
use crate::publications::freeze::freeze;
use crate::publications::ground::Ground;
use crate::publications::measure::{differences, indicators};
use crate::publications::model::{Audience, Difference, Publication};
use crate::publications::pages::found;
use crate::publications::pages::sheet::Sheet;
use crate::publications::store;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// 发布之后: the figures as they are now against those that were published.
#[derive(Serialize)]
pub struct Since {
    /// When it was compared.
    pub at: String,
    /// What differs.
    pub differences: Vec<Difference>,
    /// How many indicators that concerns.
    pub indicators: usize,
    /// The stamp of the figures now.
    pub seen: String,
}

impl Since {
    /// Compares.
    ///
    /// # Errors
    /// Of the database, and where the authority is gone.
    pub async fn of(desk: &Desk, publication: &Publication) -> Result<Self, PageError> {
        let ground = Ground::of(&desk.db, &desk.catalogue, publication.line.authority).await?;
        let ground = ground.ok_or(PageError::NotFound)?;
        let frozen = freeze(desk, &ground, publication.line.number.period).await?;
        let differences = differences(&publication.content.targets, &frozen.targets);
        let at = china_minute(desk.clock.now());
        Ok(Self { at, indicators: indicators(&differences), differences, seen: frozen.stamp })
    }
}

/// What `templates/publications/one.html` shows.
#[derive(Serialize)]
pub struct OnePage {
    number: String,
    /// By whom it was published.
    by: String,
    sheet: Sheet,
    /// The latest edition, where this is not it.
    superseded: Option<String>,
    since: Option<Since>,
    /// Whether the viewer may publish a 更正版.
    may_correct: bool,
    /// Whether it can be read without signing in.
    public: bool,
    reason: String,
    reason_most: usize,
    reason_error: Option<String>,
    faults: FieldErrors,
    #[serde(skip)]
    head: Head,
}

impl OnePage {
    /// The page as first shown, or again with what was typed and what is wrong with it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        publication: Publication,
        posted: Option<(CorrectForm, FieldErrors)>,
    ) -> Result<Self, PageError> {
        let number = publication.line.number;
        let latest = store::latest(&desk.db, number).await?.filter(|latest| *latest != number);
        let since = if latest.is_none() { Some(Since::of(desk, &publication).await?) } else { None };
        let own = viewer.may(Power::Publish) && viewer.authority() == Some(publication.line.authority);
        let (form, faults) = posted.unwrap_or_default();
        Ok(Self {
            number: number.to_string(),
            by: publication.line.published_name.clone(),
            superseded: latest.map(|latest| latest.to_string()),
            since,
            may_correct: own,
            public: publication.line.audience == Audience::Public,
            reason: form.reason,
            reason_most: REASON_MAX,
            reason_error: faults.of("reason"),
            faults,
            head: Head::titled(publication.line.title.clone())
                .crumb(Crumb::to("通报", "/publications"))
                .crumb(Crumb::here(number.to_string()))
                .as_of(publication.content.as_of.clone()),
            sheet: Sheet::of(publication, false),
        })
    }
}

impl View for OnePage {
    const TEMPLATE: &'static str = "publications/one.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/publications/{number}`
pub async fn one(desk: Desk, viewer: Viewer, Path(number): Path<String>) -> Result<Page<OnePage>, PageError> {
    let publication = found(&desk, &viewer, &number).await?;
    Ok(Page(OnePage::load(&desk, &viewer, publication, None).await?))
}
