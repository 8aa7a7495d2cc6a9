//! The publications of a quarter, and the line about the viewer's own that other pages include by this address.

use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, Power, Viewer};
use crate::authorities;
use crate::calendar::{Period, china_date, china_minute};
use crate::progress::{Desk, Territory};
use crate::publications::form::quarter;
use crate::publications::ground::{Ground, reach};
use crate::publications::model::Line;
use crate::publications::pages::one::Since;
use crate::publications::pages::{Chain, find};
use crate::publications::store::{self, Reach};
use crate::web::{Crumb, Head, Page, PageError, Query, View};

/// `?period=2024Q3`
#[derive(Deserialize)]
pub struct OfQuery {
    period: String,
}

/// What `templates/publications/of.html` shows.
#[derive(Serialize)]
pub struct OfPage {
    period: Period,
    period_label: String,
    chains: Vec<Chain>,
    own: Option<Own>,
    /// Whether the viewer may publish the quarter.
    publish: bool,
}

/// The latest publication of the territory the viewer's overview is about.
#[derive(Serialize)]
struct Own {
    number: String,
    as_of: String,
    /// Figures that differ since.
    differences: usize,
}

impl View for OfPage {
    const TEMPLATE: &'static str = "publications/of.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}的通报", self.period_label))
            .crumb(Crumb::to("通报", "/publications"))
            .crumb(Crumb::here(self.period_label.clone()))
            .period(self.period, |period| format!("/publications/of?period={period}"))
    }
}

/// GET `/publications/of?period=2024Q3`
pub async fn of_quarter(desk: Desk, viewer: Viewer, Query(asked): Query<OfQuery>) -> Result<Page<OfPage>, PageError> {
    let period = quarter(&asked.period)?;
    let reach = reach(&desk.db, china_date(desk.clock.now()), &viewer).await?;
    let lines = store::of_period(&desk.db, &reach, period).await?;
    let authority = looked_at(&desk, &viewer).await?;
    let latest = lines.iter().filter_map(|chain| chain.first()).find(|line| Some(line.authority) == authority);
    let publish = viewer.may(Power::Publish) && Ground::own(&desk, &viewer).await.is_ok();
    Ok(Page(OfPage {
        period,
        period_label: period.label(),
        own: own(&desk, &reach, latest).await?,
        chains: lines.iter().filter_map(|lines| Chain::of(lines, "/publications")).collect(),
        publish,
    }))
}

/// The commission whose territory the viewer's overview shows.
async fn looked_at(desk: &Desk, viewer: &Viewer) -> Result<Option<AuthorityId>, PageError> {
    match Territory::of(viewer) {
        territory if !territory.is_whole() => Ok(territory.authority),
        _ => Ok(authorities::store::top(&desk.db).await?),
    }
}

async fn own(desk: &Desk, reach: &Reach, latest: Option<&Line>) -> Result<Option<Own>, PageError> {
    let Some(line) = latest else { return Ok(None) };
    let number = line.number.to_string();
    let publication = find(desk, reach, &number).await?;
    let since = Since::of(desk, &publication).await?;
    Ok(Some(Own { number, as_of: china_minute(line.as_of), differences: since.differences.len() }))
}
