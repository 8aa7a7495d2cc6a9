//! What a summary says now, with fields for what people write; for others the last edition that was frozen.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::china_minute;
use crate::catalogue::Catalogue;
use crate::documents::Invented;
use crate::progress::Desk;
use crate::reports::check::Typed;
use crate::reports::gather::Ground;
use crate::reports::keep::{self, ground, may_write};
use crate::reports::model::Content;
use crate::reports::store;
use crate::state::AppState;
use crate::web::{Crumb, FieldErrors, Head, Page, PageError, Path, View};

/// What `templates/reports/live.html` shows.
#[derive(Serialize)]
pub struct LivePage {
    content: Content,
    href: String,
    version: i32,
    saved: Option<String>,
    /// Whether the stretch is over, so that it may be frozen.
    over: bool,
    /// The number of the edition that would be frozen.
    next: i32,
    /// The last that was: its label and where it is.
    last: Option<(i32, String)>,
    /// Headings of the sections that only people write, and nobody did.
    unwritten: Vec<String>,
    /// Words that are saved where others were typed.
    others: BTreeMap<String, String>,
    typed: Typed,
    errors: BTreeMap<String, String>,
    faults: FieldErrors,
}

impl View for LivePage {
    const TEMPLATE: &'static str = "reports/live.html";

    fn head(&self) -> Head {
        Head::titled(self.content.title.clone())
            .crumb(Crumb::to("活动总结", "/reports"))
            .crumb(Crumb::here("编写"))
            .as_of(self.content.as_of.clone())
    }
}

impl LivePage {
    /// What it says now; `typed` and `faults` are a form that was refused.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        desk: &Desk,
        viewer: &Viewer,
        ground: &Ground<'_>,
        (typed, faults): (Typed, FieldErrors),
    ) -> Result<Self, PageError> {
        let (content, texts) = keep::live(desk, viewer, ground).await?;
        let (campaign, summary) = (ground.campaign.id.as_str(), ground.plan.id.as_str());
        let last = store::lines(&desk.db, Some((campaign, summary))).await?.into_iter().next();
        let href = format!("/reports/{campaign}/{summary}");
        let saved = texts.saved.map(|(at, by)| format!("{}　{by}", china_minute(at)));
        // What was typed and refused is shown again over what was saved; a form without words leaves those as they are.
        let written = content.sections.iter().filter(|section| section.source.is_empty());
        let unwritten = written.filter(|section| !texts.of.contains_key(&section.key));
        let unwritten: Vec<String> = unwritten.map(|section| section.title.clone()).collect();
        let others =
            texts.of.iter().filter(|(key, words)| typed.get(*key).is_some_and(|own| own.trim() != words.as_str()));
        let others = others.map(|(key, words)| (key.clone(), words.clone())).collect();
        let typed = texts.of.into_iter().chain(typed).collect();
        Ok(Self {
            version: texts.version,
            saved,
            over: ground.on >= ground.plan.to,
            next: last.as_ref().map_or(1, |line| line.edition + 1),
            last: last.map(|line| (line.edition, format!("{href}/editions/{}", line.edition))),
            href,
            errors: faults.0.iter().map(|(field, text)| (field.to_string(), text.clone())).collect(),
            content,
            unwritten,
            others,
            typed,
            faults,
        })
    }
}

/// GET `/reports/{campaign}/{summary}`
pub async fn live(
    State(app): State<AppState>,
    desk: Desk,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
    Path((campaign, summary)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let ground = ground(&app, &catalogue, invented, (&campaign, &summary))?;
    if may_write(&viewer) {
        return Ok(Page(LivePage::load(&desk, &viewer, &ground, Default::default()).await?).into_response());
    }
    let last = store::lines(&app.db, Some((&campaign, &summary))).await?.into_iter().next();
    let last = last.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/reports/{campaign}/{summary}/editions/{}", last.edition)).into_response())
}
