//! Pages of progress: the overview, a target, and where a figure comes from.

mod overview;
mod overview_boxes;
mod overview_rows;
mod sentence;

use serde::Deserialize;

use crate::access::Viewer;
use crate::calendar::{Grain, Period, china_date};
use crate::progress::desk::Desk;
use crate::progress::levels::Levels;
use crate::progress::territory::Territory;
use crate::web::{Page, PageError, Query};
use crate::{figures, returns};

pub use overview::OverviewPage;
pub use sentence::{Sentence, Words};

/// Quarters a small line of the overview shows.
const SPARK_QUARTERS: i32 = 12;

/// `?period=2024Q3`
#[derive(Debug, Deserialize)]
pub struct PeriodQuery {
    period: Option<String>,
}

impl PeriodQuery {
    /// The quarter asked for; else the latest with accepted figures, else the last that is over.
    async fn quarter(&self, desk: &Desk) -> Result<Period, PageError> {
        quarter(desk, self.period.as_deref()).await
    }
}

async fn quarter(desk: &Desk, asked: Option<&str>) -> Result<Period, PageError> {
    let Some(text) = asked.filter(|text| !text.is_empty()) else { return latest(desk).await };
    let period: Period = text.parse().map_err(|_| PageError::BadRequest("网址里的季度没有读懂，季度写成 2024Q3。".into()))?;
    match period.grain() {
        Grain::Quarter | Grain::Month => Ok(period.quarter()),
        Grain::Year => Err(PageError::BadRequest("这一页按季度看，季度写成 2024Q3。".into())),
    }
}

async fn latest(desk: &Desk) -> Result<Period, PageError> {
    let versions = figures::store::versions(&desk.db).await?;
    let quarters = versions.into_keys().filter(|period| period.grain() == Grain::Quarter);
    let over = || Period::quarter_containing(china_date(desk.clock.now())).previous();
    Ok(quarters.max().unwrap_or_else(over))
}

/// 全省总览, or that of the reader's own territory.
pub async fn overview(
    desk: Desk,
    viewer: Viewer,
    Query(asked): Query<PeriodQuery>,
) -> Result<Page<OverviewPage>, PageError> {
    let period = asked.quarter(&desk).await?;
    let territory = Territory::of(&viewer);
    let periods = period.shifted(1 - SPARK_QUARTERS).through(period);
    let levels = Levels::load(&desk, &territory, periods).await?;
    let board = returns::store::board(&desk.db, &territory.pooled, period).await?;
    Ok(Page(OverviewPage::new(&desk, &territory, period, &levels, &board)))
}
