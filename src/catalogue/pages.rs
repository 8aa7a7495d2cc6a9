//! 目标口径: the ten targets of a year, and what each asks, counts and computes.

mod target;
mod year;

use axum::extract::Path;
use axum::response::Redirect;
use serde::Serialize;

use super::labels::evidence_label;
use super::model::{Catalogue, Evidence};
use crate::web::{Page, PageError};

pub use target::TargetPage;
pub use year::YearPage;

/// The latest year.
pub async fn latest(catalogue: Catalogue) -> Result<Redirect, PageError> {
    let edition = catalogue.editions().last().ok_or(PageError::NotFound)?;
    Ok(Redirect::to(&format!("/catalogue/{}", edition.year)))
}

/// The ten targets of a year.
pub async fn year(catalogue: Catalogue, Path(year): Path<String>) -> Result<Page<YearPage>, PageError> {
    let edition = year.parse().ok().and_then(|year| catalogue.edition(year)).ok_or(PageError::NotFound)?;
    Ok(Page(YearPage::new(&catalogue, edition)))
}

/// One target: what it means, which figures stand for it, what hospitals count.
pub async fn target(
    catalogue: Catalogue,
    Path((year, ordinal)): Path<(String, String)>,
) -> Result<Page<TargetPage>, PageError> {
    let edition = year.parse().ok().and_then(|year| catalogue.edition(year)).ok_or(PageError::NotFound)?;
    let target = ordinal.parse().ok().and_then(|ordinal| edition.target(ordinal)).ok_or(PageError::NotFound)?;
    Ok(Page(TargetPage::new(&catalogue, edition, target)))
}

/// A statement's source with the tag of its evidence.
#[derive(Serialize)]
struct Source {
    text: String,
    kind: &'static str,
    label: &'static str,
}

impl Source {
    fn of(text: &str, evidence: Evidence) -> Self {
        let (kind, label) = evidence_label(evidence);
        Self { text: text.to_owned(), kind, label }
    }
}
