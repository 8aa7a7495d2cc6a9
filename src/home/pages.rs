//! GET: 本院任务, 待办, and a hospital's profile.

mod benchmark;
mod benchmark_rows;
mod deeds;
mod duties;
mod profile;
mod tasks;
mod todo;

use axum::Extension;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::access::Viewer;
use crate::calendar::{Period, china_date};
use crate::documents::Invented;
use crate::home::pages::profile::{Figures, ProfilePage};
use crate::home::pages::tasks::{Tasks, TasksPage};
use crate::home::pages::todo::TodoPage;
use crate::hospitals;
use crate::progress::Desk;
use crate::web::{Page, PageError, Path, Query};

pub use benchmark::{benchmark, benchmark_svg, benchmark_xlsx, own_benchmark};

/// `?period=2024Q3`
#[derive(Debug, Deserialize)]
pub struct PeriodQuery {
    period: Option<String>,
}

/// The last quarter that is over.
fn last_quarter(desk: &Desk) -> Period {
    Period::quarter_containing(china_date(desk.clock.now())).previous()
}

/// 本院任务 of a hospital, 待办 of an authority.
pub async fn home(
    desk: Desk,
    viewer: Viewer,
    Extension(Invented(invented)): Extension<Invented>,
) -> Result<Response, PageError> {
    let Some(own) = viewer.hospital() else {
        return Ok(Page(TodoPage::load(&desk, &viewer, last_quarter(&desk), invented).await?).into_response());
    };
    let quarter = last_quarter(&desk);
    let found = hospitals::store::one_on_day(&desk.db, &viewer.scope(), own, quarter.last_day()).await?;
    let hospital = found.ok_or(PageError::NotFound)?;
    let tasks = Tasks::load(&desk, &viewer, &hospital, quarter).await?;
    let pressing = (deeds::load(&desk, &viewer).await?, duties::load(&desk, &viewer, invented).await?);
    Ok(Page(TasksPage::new(&desk, &viewer, (&hospital, &tasks), pressing)).into_response())
}

/// One hospital: its ten targets beside what its level does. Where it was not open in the quarter there is nothing to
/// report, and its place in the register says why.
pub async fn hospital(
    desk: Desk,
    viewer: Viewer,
    Path(code): Path<String>,
    Query(asked): Query<PeriodQuery>,
) -> Result<Response, PageError> {
    let asked = asked.period.filter(|text| !text.is_empty()).map(|text| text.parse::<Period>());
    let quarter = asked.transpose().map_err(|_| PageError::BadRequest("季度写成 2024Q3。".into()))?;
    let quarter = match quarter {
        Some(period) => period.quarter(),
        None => desk.latest_quarter().await?,
    };
    let found = hospitals::store::by_code(&desk.db, &viewer.scope(), &code, quarter.last_day()).await?;
    let Some(hospital) = found else { return in_the_register(&desk, &viewer, &code).await };
    let figures = Figures::load(&desk, &viewer, &hospital, quarter).await?;
    Ok(Page(ProfilePage::new(&desk, &hospital, &figures)).into_response())
}

/// Leads to what the register says of a hospital in scope.
async fn in_the_register(desk: &Desk, viewer: &Viewer, code: &str) -> Result<Response, PageError> {
    let entry = hospitals::store::entry(&desk.db, &viewer.scope(), code).await?.ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/hospitals/{}/register", entry.code)).into_response())
}
