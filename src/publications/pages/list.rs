//! 通报: a line for each publication, the latest quarter first.

use serde::Serialize;

use crate::access::{Power, Viewer};
use crate::calendar::{china_date, china_minute};
use crate::progress::Desk;
use crate::publications::ground::{Ground, reach};
use crate::publications::model::Line;
use crate::publications::pages::PAGE;
use crate::publications::store::{self, Reach};
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Query, View};

/// A publication with its editions.
#[derive(Serialize)]
pub struct Chain {
    number: String,
    href: String,
    title: String,
    period: String,
    audience: &'static str,
    public: bool,
    as_of: String,
    published_at: String,
    edition: i32,
    /// The editions before, the latest first: what they are called, and where.
    before: Vec<(String, String)>,
}

impl Chain {
    /// Of the editions of a publication, the latest first; `base` is where editions are shown. None of none.
    #[must_use]
    pub fn of(lines: &[Line], base: &str) -> Option<Self> {
        let (latest, before) = lines.split_first()?;
        let called = |line: &Line| match line.number.edition {
            1 => "第一版".to_owned(),
            edition => format!("第 {edition} 版"),
        };
        Some(Self {
            number: latest.number.to_string(),
            href: format!("{base}/{}", latest.number),
            title: latest.title.clone(),
            period: latest.number.period.label(),
            audience: latest.audience.label(),
            public: latest.audience == crate::publications::model::Audience::Public,
            as_of: china_minute(latest.as_of),
            published_at: china_minute(latest.published_at),
            edition: latest.number.edition,
            before: before.iter().map(|line| (called(line), format!("{base}/{}", line.number))).collect(),
        })
    }
}

/// The chains of a page of a list.
///
/// # Errors
/// Of the database.
pub async fn chains(
    desk: &Desk,
    reach: &Reach,
    asked: &PagingQuery,
    base: &str,
) -> Result<(Vec<Chain>, Paging), PageError> {
    let total = store::count(&desk.db, reach).await?;
    let paging = Paging::new(asked.number(), PAGE, total, |page| format!("{base}?page={page}"));
    let lines = store::page(&desk.db, reach, paging.offset(), PAGE).await?;
    Ok((lines.iter().filter_map(|lines| Chain::of(lines, base)).collect(), paging))
}

/// What `templates/publications/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    chains: Vec<Chain>,
    paging: Paging,
    /// Whether the viewer publishes, and the quarter that is at hand.
    publish: Option<String>,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "publications/list.html";

    fn head(&self) -> Head {
        Head::titled("通报").crumb(Crumb::here("通报"))
    }
}

/// GET `/publications`
pub async fn list(desk: Desk, viewer: Viewer, Query(asked): Query<PagingQuery>) -> Result<Page<ListPage>, PageError> {
    let (chains, paging) =
        chains(&desk, &reach(&desk.db, china_date(desk.clock.now()), &viewer).await?, &asked, "/publications").await?;
    let own = viewer.may(Power::Publish) && Ground::own(&desk, &viewer).await.is_ok();
    let publish = if own { Some(desk.latest_quarter().await?.to_string()) } else { None };
    Ok(Page(ListPage { chains, paging, publish }))
}
