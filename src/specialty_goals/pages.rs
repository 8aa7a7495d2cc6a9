//! GET: the tables of a year, of one centre, the workbook, and what an import would do.

mod import;
mod list;
mod one;

use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

pub use import::{RehearsalPage, UploadPage, rehearsal, upload};
pub use list::list;
pub use one::{one, xlsx};

use crate::access::{Power, Viewer};
use crate::authorities::{self, Authority, Tree};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::specialty_goals::judge::may_keep;
use crate::state::AppState;
use crate::web::PageError;

/// A year to choose.
#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

/// The years there can be a table of: from the first the catalogue knows anything of to the one that is being prepared.
fn years(catalogue: &Catalogue, today: NaiveDate) -> RangeInclusive<i32> {
    let campaigns = catalogue.campaigns().iter().filter(|one| !one.demo).map(|one| one.from.year());
    let first = campaigns.chain(catalogue.editions().iter().map(|one| one.year)).min();
    first.unwrap_or(today.year())..=today.year() + 1
}

/// Every year, the latest first.
fn tabs(app: &AppState, catalogue: &Catalogue, address: &str, current: i32) -> Vec<Tab> {
    let of =
        |year| Tab { label: format!("{year} 年"), href: format!("{address}?year={year}"), current: year == current };
    years(catalogue, china_date(app.clock.now())).rev().map(of).collect()
}

/// The year asked for; where none is, that of today.
fn asked_year(app: &AppState, catalogue: &Catalogue, asked: Option<i32>) -> Result<i32, PageError> {
    let today = china_date(app.clock.now());
    let year = asked.unwrap_or(today.year());
    if years(catalogue, today).contains(&year) { Ok(year) } else { Err(PageError::NotFound) }
}

/// The centre with this code; everybody reads its goals.
async fn centre_of(app: &AppState, code: &str) -> Result<(Tree, Authority), PageError> {
    let tree = authorities::store::tree(&app.db).await?;
    let centre = tree.coded(code).filter(|one| !one.is_commission()).cloned();
    Ok((tree, centre.ok_or(PageError::NotFound)?))
}

/// The centre with this code and a year, for who keeps its table.
///
/// # Errors
/// [`PageError::NotFound`] for anybody else, and for a year there can be no table of.
pub async fn kept_centre(
    app: &AppState,
    viewer: &Viewer,
    catalogue: &Catalogue,
    (code, year): (&str, i32),
) -> Result<Authority, PageError> {
    viewer.must(Power::KeepDuties)?;
    asked_year(app, catalogue, Some(year))?;
    let (_, centre) = centre_of(app, code).await?;
    if may_keep(viewer, &centre) { Ok(centre) } else { Err(PageError::NotFound) }
}
