//! 总结: which the campaigns ask for, and which are frozen.

use axum::Extension;
use axum::extract::State;
use serde::Serialize;

use crate::access::Viewer;
use crate::calendar::{china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Campaign, SummaryPlan};
use crate::documents::Invented;
use crate::reports::keep::may_write;
use crate::reports::model::Line;
use crate::reports::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, Page, PageError, View};

/// What `templates/reports/list.html` shows.
#[derive(Serialize)]
pub struct ListPage {
    rows: Vec<Row>,
    may_write: bool,
}

#[derive(Serialize)]
struct Row {
    title: String,
    campaign: String,
    clause: String,
    span: String,
    /// Where it is written, for whoever writes it.
    live: Option<String>,
    /// Whether its stretch is over.
    over: bool,
    editions: Vec<Edition>,
}

#[derive(Serialize)]
struct Edition {
    label: String,
    href: String,
    at: String,
}

impl View for ListPage {
    const TEMPLATE: &'static str = "reports/list.html";

    fn head(&self) -> Head {
        Head::titled("活动总结").crumb(Crumb::to("活动总览", "/campaigns")).crumb(Crumb::here("活动总结"))
    }
}

/// GET `/reports`
pub async fn list(
    State(app): State<AppState>,
    viewer: Viewer,
    catalogue: Catalogue,
    Extension(Invented(invented)): Extension<Invented>,
) -> Result<Page<ListPage>, PageError> {
    let lines = store::lines(&app.db, None).await?;
    let (today, may_write) = (china_date(app.clock.now()), may_write(&viewer));
    let shown = catalogue.campaigns().iter().filter(|one| invented || !one.demo);
    let of = |campaign: &Campaign, plan: &SummaryPlan| {
        let own = lines.iter().filter(|line| line.campaign == campaign.id && line.summary == plan.id);
        let editions: Vec<Edition> = own.map(edition).collect();
        Row {
            title: plan.title.clone(),
            campaign: campaign.title.clone(),
            clause: format!("{} {}", campaign.document, plan.clause),
            span: format!("{} 至 {}", plan.from, plan.to),
            live: may_write.then(|| format!("/reports/{}/{}", campaign.id, plan.id)),
            over: plan.to <= today,
            editions,
        }
    };
    let mut campaigns: Vec<&Campaign> = shown.collect();
    campaigns.sort_by_key(|campaign| campaign.demo);
    let rows = campaigns.iter().flat_map(|campaign| campaign.summaries.iter().map(move |plan| (*campaign, plan)));
    Ok(Page(ListPage { rows: rows.map(|(campaign, plan)| of(campaign, plan)).collect(), may_write }))
}

fn edition(line: &Line) -> Edition {
    Edition {
        label: if line.edition > 1 {
            format!("第 {} 版（更正版）", line.edition)
        } else {
            "第 1 版".to_owned()
        },
        href: format!("/reports/{}/{}/editions/{}", line.campaign, line.summary, line.edition),
        at: china_minute(line.at),
    }
}
