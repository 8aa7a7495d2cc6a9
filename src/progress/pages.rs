//! Pages of progress: the overview, a target, where a figure comes from, and the same as files.

mod control;
mod control_boxes;
mod control_files;
mod control_routes;
mod control_words;
mod crowd;
mod crowd_export;
mod crowd_figures;
mod crowd_own;
mod crowd_routes;
mod crowd_words;
mod export;
mod hospital_filters;
mod hospital_rows;
mod hospitals;
mod multiples;
mod overview;
mod overview_boxes;
mod overview_rows;
mod overview_told;
mod regions;
mod regions_boxes;
mod regions_changes;
mod regions_files;
mod rebase;
mod regions_words;
mod sentence;
mod spread;
mod spread_lines;
mod spread_sheet;
mod target;
mod target_boxes;
mod value;
mod view_frame;
mod withdrawal;

use axum::response::Redirect;
use serde::Deserialize;

use crate::access::{Scope, Viewer};
use crate::calendar::{Grain, Period};
use crate::progress::desk::Desk;
use crate::progress::drawing::Taken;
use crate::progress::hospitals_ask::HospitalsAsk;
use crate::progress::look::{Look, TargetQuery};
use crate::progress::panel::Panel;
use crate::progress::sheets;
use crate::progress::territory::Territory;
use crate::web::{Download, Page, PageError, Path, Query};
use crate::{goals, returns};

pub use control::ControlPage;
pub use control_routes::{control, control_png, control_svg, control_xlsx, rebase, sight};
pub use crowd_routes::{
    hospitals, hospitals_csv, hospitals_png, hospitals_svg, hospitals_xlsx, spread, spread_png, spread_svg, spread_xlsx,
};
pub use hospitals::Hospitals;
pub use overview::OverviewPage;
pub use regions::{regions, regions_png, regions_svg, regions_xlsx};
pub use sentence::Sentence;
pub use target::TargetPage;
pub use value::{Trail, ValuePage};
pub use withdrawal::{Preview, WithdrawalPage};

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
    let Some(text) = asked.filter(|text| !text.is_empty()) else {
        return Ok(desk.latest_quarter().await?);
    };
    let period: Period =
        text.parse().map_err(|_| PageError::BadRequest("网址里的季度没有读懂，季度写成 2024Q3。".into()))?;
    match period.grain() {
        Grain::Quarter | Grain::Month => Ok(period.quarter()),
        Grain::Year => Err(PageError::BadRequest("这一页按季度看，季度写成 2024Q3。".into())),
    }
}

/// 全省总览, or that of the reader's own territory.
pub async fn overview(
    desk: Desk,
    viewer: Viewer,
    Query(asked): Query<PeriodQuery>,
) -> Result<Page<OverviewPage>, PageError> {
    let period = asked.quarter(&desk).await?;
    let territory = Territory::of(&viewer);
    let panel = Panel::load(&desk, &territory, period).await?;
    let goals = goals::store::in_force(&desk.db, period.year()).await?;
    let board = returns::store::board(&desk.db, &territory.pooled, period).await?;
    Ok(Page(OverviewPage::new(&desk, &territory, &panel, &goals, &board)))
}

/// 十项目标: the first of the latest year that has figures.
pub async fn targets(desk: Desk, Query(asked): Query<PeriodQuery>) -> Result<Redirect, PageError> {
    let period = asked.quarter(&desk).await?;
    let edition = desk.catalogue.edition_for(period).ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/targets/{}/1?period={period}", edition.year)))
}

/// What is asked to be looked at, in the quarter asked for or the latest.
pub async fn look_at(desk: &Desk, place: (i32, u8), query: TargetQuery) -> Result<Look<'_>, PageError> {
    let period = quarter(desk, query.period.as_deref()).await?;
    Look::of(&desk.catalogue, place, period, query)
}

/// One target.
pub async fn target(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Page<TargetPage>, PageError> {
    let look = look_at(&desk, place, query).await?;
    let territory = Territory::of(&viewer);
    let course = target::course(&desk, &territory, &look).await?;
    let hospitals = match territory.singles {
        Scope::Nothing => None,
        _ => Some(Hospitals::load(&desk, &territory, &look).await?),
    };
    let behind = target::Behind::load(&desk, &viewer, &territory, &look, &course).await?;
    Ok(Page(TargetPage::new(&desk, &territory, &look, &course, &behind, hospitals)))
}

/// What a target page shows, as a workbook: the series, and the hospitals where the reader may see them.
pub async fn target_xlsx(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query).await?;
    let territory = Territory::of(&viewer);
    let course = target::course(&desk, &territory, &look).await?;
    let mut tables = vec![export::series_table(&desk, &look, &course)];
    tables.extend(hospitals_table(&desk, &territory, &look).await?);
    let bytes = sheets::xlsx(&look.indicator.name, &tables).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}.xlsx", export::file_name(&look)), bytes))
}

/// The series as CSV, or with `part=hospitals` the hospitals.
pub async fn target_csv(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query).await?;
    let territory = Territory::of(&viewer);
    let table = if look.query.part.as_deref() == Some("hospitals") {
        hospitals_table(&desk, &territory, &look).await?.ok_or(PageError::NotFound)?
    } else {
        let course = target::course(&desk, &territory, &look).await?;
        export::series_table(&desk, &look, &course)
    };
    let text = sheets::csv(&table).map_err(PageError::internal)?;
    Ok(Download::csv(format!("{}_{}.csv", export::file_name(&look), table.name), &text))
}

async fn hospitals_table(
    desk: &Desk,
    territory: &Territory,
    look: &Look<'_>,
) -> Result<Option<sheets::Table>, PageError> {
    crowd_export::table(desk, territory, look, &HospitalsAsk::on(look)).await
}

/// The line chart as a drawing.
pub async fn target_svg(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    Ok(trend(&desk, &viewer, &look_at(&desk, place, query).await?).await?.svg())
}

/// The line chart as a picture that a chat group shows.
pub async fn target_png(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    trend(&desk, &viewer, &look_at(&desk, place, query).await?).await?.png().await
}

async fn trend(desk: &Desk, viewer: &Viewer, look: &Look<'_>) -> Result<Taken, PageError> {
    let territory = Territory::of(viewer);
    let course = target::course(desk, &territory, look).await?;
    let behind = target::Behind::load(desk, viewer, &territory, look, &course).await?;
    let nothing = || PageError::refused("这里没有图可以取走。", "回到“走势”一页，上面写着为什么没有画。");
    Ok(target_boxes::Trend::of(&course, look, &behind).ok_or_else(nothing)?.taken(desk, look))
}

/// Where a hospital's figure comes from.
pub async fn value(
    desk: Desk,
    viewer: Viewer,
    Path((code, period, indicator)): Path<(String, String, String)>,
) -> Result<Page<ValuePage>, PageError> {
    let period = value::period_of(&period)?;
    let indicator = desk.catalogue.indicator_coded(&indicator).ok_or(PageError::NotFound)?;
    let trail = Trail::load(&desk, &viewer, &code, period, indicator).await?;
    Ok(Page(ValuePage::new(&desk, &trail, period, indicator)))
}

/// What would change if a round were withdrawn.
pub async fn withdrawal(
    desk: Desk,
    viewer: Viewer,
    Path((period, code, number)): Path<(String, String, i32)>,
) -> Result<Page<WithdrawalPage>, PageError> {
    let quarter = withdrawal::quarter_of(&period)?;
    let preview = Preview::load(&desk, &viewer, quarter, &code, number).await?;
    Ok(Page(WithdrawalPage::new(&desk, &preview)))
}
