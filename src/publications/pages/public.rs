//! 公开通报: what everybody may read without signing in. Nothing but what was published stands here.

use serde::Serialize;

use crate::progress::Desk;
use crate::publications::pages::list::chains;
use crate::publications::pages::sheet::Sheet;
use crate::publications::pages::{Chain, find};
use crate::publications::store::{self, Reach};
use crate::web::{Crumb, Head, Page, PageError, Paging, PagingQuery, Path, Query, View};

/// What `templates/publications/public_list.html` shows.
#[derive(Serialize)]
pub struct PublicListPage {
    chains: Vec<Chain>,
    paging: Paging,
}

impl View for PublicListPage {
    const TEMPLATE: &'static str = "publications/public_list.html";

    fn head(&self) -> Head {
        Head::titled("公开通报").crumb(Crumb::here("公开通报"))
    }
}

/// GET `/published`
pub async fn public_list(desk: Desk, Query(asked): Query<PagingQuery>) -> Result<Page<PublicListPage>, PageError> {
    let (chains, paging) = chains(&desk, &Reach::Public, &asked, "/published").await?;
    Ok(Page(PublicListPage { chains, paging }))
}

/// What `templates/publications/public_one.html` shows.
#[derive(Serialize)]
pub struct PublicPage {
    number: String,
    sheet: Sheet,
    superseded: Option<String>,
    #[serde(skip)]
    head: Head,
}

impl View for PublicPage {
    const TEMPLATE: &'static str = "publications/public_one.html";

    fn head(&self) -> Head {
        self.head.clone()
    }
}

/// GET `/published/{number}`
pub async fn public_one(desk: Desk, Path(number): Path<String>) -> Result<Page<PublicPage>, PageError> {
    let publication = find(&desk, &Reach::Public, &number).await?;
    let number = publication.line.number;
    let latest = store::latest(&desk.db, number).await?.filter(|latest| *latest != number);
    let head = Head::titled(publication.line.title.clone())
        .crumb(Crumb::to("公开通报", "/published"))
        .crumb(Crumb::here(number.to_string()))
        .as_of(publication.content.as_of.clone());
    Ok(Page(PublicPage {
        number: number.to_string(),
        superseded: latest.map(|latest| latest.to_string()),
        sheet: Sheet::of(publication, false),
        head,
    }))
}
