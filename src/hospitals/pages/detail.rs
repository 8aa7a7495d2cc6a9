//! What the register ever said of one hospital.

use axum::extract::State;
use serde::Serialize;

use super::words::{Words, since};
use crate::access::Viewer;
use crate::authorities::{self, Tree};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::hospitals::model::{Entry, Span};
use crate::hospitals::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, Path, View};

/// A hospital's facts now, and its spans.
pub async fn detail(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Path(code): Path<String>,
) -> Result<Page<DetailPage>, PageError> {
    let entry = store::entry(&app.db, &viewer.scope(), &code).await?.ok_or(PageError::NotFound)?;
    let tree = authorities::store::tree(&app.db).await?;
    let closed = entry.closed.filter(|closed| *closed < china_date(app.clock.now()));
    let page = DetailPage::new(&entry, closed.is_some(), &catalogue, &tree).ok_or(PageError::NotFound)?;
    Ok(Page(page))
}

/// What `templates/hospitals/detail.html` shows.
#[derive(Serialize)]
pub struct DetailPage {
    code: String,
    opened: Option<String>,
    closed: Option<String>,
    is_closed: bool,
    now: Words,
    /// The newest first.
    spans: Vec<SpanRow>,
}

#[derive(Serialize)]
struct SpanRow {
    /// None for what has always been so.
    from: Option<String>,
    to: Option<String>,
    words: Words,
    /// Headers of what differs from the span before.
    changed: Vec<&'static str>,
}

impl DetailPage {
    fn new(entry: &Entry, is_closed: bool, catalogue: &Catalogue, tree: &Tree) -> Option<Self> {
        let now = Words::of(&entry.spans.last()?.facts, catalogue, tree);
        let before = std::iter::once(None).chain(entry.spans.iter().map(Some));
        let mut spans: Vec<_> = entry.spans.iter().zip(before).map(|pair| span_row(pair, catalogue, tree)).collect();
        spans.reverse();
        let text = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string());
        Some(Self {
            code: entry.code.clone(),
            opened: text(entry.opened),
            closed: text(entry.closed),
            is_closed,
            now,
            spans,
        })
    }
}

fn span_row((span, before): (&Span, Option<&Span>), catalogue: &Catalogue, tree: &Tree) -> SpanRow {
    SpanRow {
        from: since(span.from),
        to: span.to.map(|to| to.to_string()),
        words: Words::of(&span.facts, catalogue, tree),
        changed: before.map_or_else(Vec::new, |before| before.facts.differences(&span.facts)),
    }
}

impl View for DetailPage {
    const TEMPLATE: &'static str = "hospitals/detail.html";

    fn head(&self) -> Head {
        Head::titled(self.now.name()).crumb(Crumb::to("医院名录", "/hospitals")).crumb(Crumb::here(self.now.name()))
    }
}
