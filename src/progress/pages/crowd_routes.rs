//! GET of the views 医院 and 差距 and of their files.

use crate::access::Viewer;
use crate::progress::desk::Desk;
use crate::progress::hospitals_ask::{HospitalsAsk, HospitalsQuery};
use crate::progress::look::TargetQuery;
use crate::progress::pages::crowd::HospitalsPage;
use crate::progress::pages::spread::{self, SpreadPage};
use crate::progress::pages::{crowd_export, export, look_at, spread_sheet};
use crate::progress::sheets;
use crate::progress::territory::Territory;
use crate::web::{Download, Page, PageError, Path, Query};

/// All hospitals of a target, one by one.
pub async fn hospitals(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<HospitalsQuery>,
) -> Result<Page<HospitalsPage>, PageError> {
    let look = look_at(&desk, place, query.target()).await?;
    let ask = HospitalsAsk::of(&desk.catalogue, &query);
    Ok(Page(HospitalsPage::load(&desk, &Territory::of(&viewer), &look, &ask).await?))
}

/// The same as a workbook.
pub async fn hospitals_xlsx(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<HospitalsQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query.target()).await?;
    let ask = HospitalsAsk::of(&desk.catalogue, &query);
    let table = crowd_export::table(&desk, &Territory::of(&viewer), &look, &ask).await?.ok_or(PageError::NotFound)?;
    let bytes = sheets::xlsx(&look.indicator.name, &[table]).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}_医院.xlsx", export::file_name(&look)), bytes))
}

/// The same as CSV.
pub async fn hospitals_csv(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<HospitalsQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query.target()).await?;
    let ask = HospitalsAsk::of(&desk.catalogue, &query);
    let table = crowd_export::table(&desk, &Territory::of(&viewer), &look, &ask).await?.ok_or(PageError::NotFound)?;
    let text = sheets::csv(&table).map_err(PageError::internal)?;
    Ok(Download::csv(format!("{}_医院.csv", export::file_name(&look)), &text))
}

/// The funnel, or with `part=distribution` the distribution by level, as a drawing.
pub async fn hospitals_svg(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<HospitalsQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query.target()).await?;
    let ask = HospitalsAsk::of(&desk.catalogue, &query);
    let part = query.part.as_deref();
    Ok(crowd_export::chart(&desk, &Territory::of(&viewer), &look, (&ask, part)).await?.svg())
}

/// The same as a picture.
pub async fn hospitals_png(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<HospitalsQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query.target()).await?;
    let ask = HospitalsAsk::of(&desk.catalogue, &query);
    let part = query.part.as_deref();
    crowd_export::chart(&desk, &Territory::of(&viewer), &look, (&ask, part)).await?.png().await
}

/// How far groups of hospitals lie apart, over time.
pub async fn spread(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Page<SpreadPage>, PageError> {
    let look = look_at(&desk, place, query).await?;
    let course = spread::Course::load(&desk, &Territory::of(&viewer), &look).await?;
    Ok(Page(SpreadPage::new(&desk, &look, &course)))
}

/// The same as a workbook.
pub async fn spread_xlsx(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query).await?;
    let course = spread::Course::load(&desk, &Territory::of(&viewer), &look).await?;
    let tables = spread_sheet::tables(&desk, &look, &course);
    let bytes = sheets::xlsx(&look.indicator.name, &tables).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}_差距.xlsx", export::file_name(&look)), bytes))
}

/// Its lines as a drawing.
pub async fn spread_svg(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query).await?;
    let course = spread::Course::load(&desk, &Territory::of(&viewer), &look).await?;
    Ok(spread::taken(&desk, &look, &course)?.svg())
}

/// Its lines as a picture.
pub async fn spread_png(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(query): Query<TargetQuery>,
) -> Result<Download, PageError> {
    let look = look_at(&desk, place, query).await?;
    let course = spread::Course::load(&desk, &Territory::of(&viewer), &look).await?;
    spread::taken(&desk, &look, &course)?.png().await
}
