//! GET: the goals of a year, of one indicator, of a hospital, and the workbook.

mod import;
mod indicator;
mod own;
mod year;

use chrono::Datelike;
use serde::Serialize;

pub use import::{RehearsalPage, UploadPage, rehearsal, upload};
pub use indicator::{IndicatorPage, one};
pub use own::{OwnGoalPage, in_scope, own, own_goal, own_hospital, why_not};
pub use year::{list, xlsx};

use crate::calendar::{china_date, china_minute};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Indicator};
use crate::goals::model::Stated;
use crate::goals::words::{goal_words, subject_words};
use crate::state::AppState;
use crate::web::PageError;

/// A year to choose.
#[derive(Serialize)]
struct Tab {
    label: String,
    href: String,
    current: bool,
}

/// Every year the catalogue has, the latest first.
fn tabs(catalogue: &Catalogue, address: &str, current: i32) -> Vec<Tab> {
    let tab = |edition: &Edition| Tab {
        label: format!("{} 年", edition.year),
        href: format!("{address}?year={}", edition.year),
        current: edition.year == current,
    };
    catalogue.editions().iter().rev().map(tab).collect()
}

/// The edition asked for; where none is, that of today, or the last one there is.
fn edition_of<'c>(app: &AppState, catalogue: &'c Catalogue, asked: Option<i32>) -> Result<&'c Edition, PageError> {
    let today = china_date(app.clock.now()).year();
    let found = match asked {
        Some(year) => catalogue.edition(year),
        None => catalogue.edition(today).or_else(|| catalogue.editions().last()),
    };
    found.ok_or(PageError::NotFound)
}

/// An indicator of a year's targets.
///
/// # Errors
/// [`PageError::NotFound`] where the year has no edition, or none of its targets has the indicator.
pub fn found<'c>(catalogue: &'c Catalogue, year: i32, code: &str) -> Result<(&'c Edition, &'c Indicator), PageError> {
    let edition = catalogue.edition(year).ok_or(PageError::NotFound)?;
    let indicator = catalogue.indicator_coded(code).ok_or(PageError::NotFound)?;
    if edition.indicators().any(|id| *id == indicator.id) { Ok((edition, indicator)) } else { Err(PageError::NotFound) }
}

/// One step of how a goal came to be.
#[derive(Serialize)]
struct Step {
    at: String,
    /// Who; empty where the reader is a hospital: persons of commissions are not named to it.
    by: String,
    what: String,
    source: String,
    /// Whether it was taken back.
    back: bool,
}

/// The history, the latest first; what was set by one deed stands as one step.
fn steps(catalogue: &Catalogue, indicator: &Indicator, history: &[Stated], named: bool) -> Vec<Step> {
    let same = |a: &Stated, b: &Stated| (a.set_at, &a.set_by_name, &a.source) == (b.set_at, &b.set_by_name, &b.source);
    let step = |deed: &[Stated]| {
        let first = deed.first()?;
        // Within a deed in the order the subjects stand in.
        let what = deed.iter().rev().map(|stated| said(catalogue, indicator, stated));
        Some(Step {
            at: china_minute(first.set_at),
            by: if named { first.set_by_name.clone() } else { String::new() },
            what: what.collect::<Vec<_>>().join("；"),
            source: first.source.clone(),
            back: deed.iter().all(|stated| stated.value.is_none()),
        })
    };
    history.chunk_by(same).filter_map(step).collect()
}

fn said(catalogue: &Catalogue, indicator: &Indicator, stated: &Stated) -> String {
    let subject = subject_words(&stated.key.subject, catalogue);
    match stated.value {
        Some(value) => format!("{subject} {}", goal_words(indicator, value)),
        None => format!("{subject}撤销"),
    }
}
