//! GET of control charts: the page, its files, what a rebase would change.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::access::{Power, Viewer};
use crate::annotations::{AddForm, Kind, may_write};
use crate::calendar::{Grain, china_date};
use crate::progress::desk::Desk;
use crate::progress::look::TargetQuery;
use crate::progress::pages::control::ControlPage;
use crate::progress::pages::rebase::RebasePage;
use crate::progress::pages::{control_files, look_at};
use crate::progress::pick::{Pick, PickQuery};
use crate::progress::sheets;
use crate::progress::sight::Sight;
use crate::progress::territory::Territory;
use crate::web::{Download, Page, PageError, Path, Query};

/// What is asked for.
///
/// # Errors
/// [`PageError`]: not found where target, group or hospital is none of the reader's.
pub async fn sight<'a>(
    desk: &'a Desk,
    viewer: &Viewer,
    place: (i32, u8),
    (target, pick): (TargetQuery, PickQuery),
) -> Result<Sight<'a>, PageError> {
    let look = look_at(desk, place, target).await?;
    let territory = Territory::of(viewer);
    let picked = Pick::resolve(desk, &territory, &pick, look.period).await?;
    let grain = match pick.grain.as_deref() {
        Some("quarter") => Some(Grain::Quarter),
        Some("month") => Some(Grain::Month),
        _ => None,
    };
    Ok(Sight::load(desk, viewer, look, (territory, picked), grain).await?)
}

/// GET `/targets/{year}/{ordinal}/control`
pub async fn control(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(target): Query<TargetQuery>,
    Query(pick): Query<PickQuery>,
) -> Result<Page<ControlPage>, PageError> {
    let sight = sight(&desk, &viewer, place, (target, pick)).await?;
    Ok(Page(ControlPage::load(&desk, &viewer, &sight).await?))
}

/// GET `/targets/{year}/{ordinal}/control.svg`
pub async fn control_svg(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(target): Query<TargetQuery>,
    Query(pick): Query<PickQuery>,
) -> Result<Download, PageError> {
    let sight = sight(&desk, &viewer, place, (target, pick)).await?;
    Ok(control_files::taken(&desk, &sight)?.svg())
}

/// GET `/targets/{year}/{ordinal}/control.png`
pub async fn control_png(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(target): Query<TargetQuery>,
    Query(pick): Query<PickQuery>,
) -> Result<Download, PageError> {
    let sight = sight(&desk, &viewer, place, (target, pick)).await?;
    control_files::taken(&desk, &sight)?.png().await
}

/// GET `/targets/{year}/{ordinal}/control.xlsx`
pub async fn control_xlsx(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(target): Query<TargetQuery>,
    Query(pick): Query<PickQuery>,
) -> Result<Download, PageError> {
    let sight = sight(&desk, &viewer, place, (target, pick)).await?;
    let table = control_files::table(&desk, &sight);
    let bytes = sheets::xlsx(&sight.look.indicator.name, &[table]).map_err(PageError::internal)?;
    Ok(Download::xlsx(format!("{}.xlsx", control_files::file_name(&sight)), bytes))
}

/// GET `/targets/{year}/{ordinal}/rebase`: what would change, with the form that does it.
pub async fn rebase(
    desk: Desk,
    viewer: Viewer,
    Path(place): Path<(i32, u8)>,
    Query(target): Query<TargetQuery>,
    Query(pick): Query<PickQuery>,
    Query(asked): Query<AddForm>,
) -> Result<Response, PageError> {
    viewer.must(Power::Annotate)?;
    let sight = sight(&desk, &viewer, place, (target, pick)).await?;
    if !may_write(&viewer, &sight.subject()) {
        return Err(PageError::NotFound);
    }
    let form = AddForm { kind: Kind::Rebase.key().to_owned(), ..asked };
    match form.check(&sight.ground(), &sight.notes, china_date(desk.clock.now())) {
        Ok(wanted) => {
            let start = wanted.start.map_or(sight.look.period, |(_, first)| first);
            Ok(Page(RebasePage::new(&desk, &sight, &form, start)).into_response())
        }
        Err(faults) => {
            let page = ControlPage::load(&desk, &viewer, &sight).await?.refusing(&form, faults);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Page(page)).into_response())
        }
    }
}
