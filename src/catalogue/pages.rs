//! 目标口径: the ten targets of a year, and what each asks, counts and computes. 检查表: what is looked at on site.

mod aim;
mod compare;
mod dictionary;
mod element;
mod history;
mod indicator;
mod rules;
mod checklist;
mod checklists;
mod system;
mod target;
mod year;

use axum::response::Redirect;
use serde::Serialize;

use super::labels::evidence_label;
use super::model::{Catalogue, Edition, Evidence, Target};
use super::workbook;
use crate::web::{Download, Page, PageError, Path, Query};

pub use aim::AimPage;
pub use checklist::ChecklistPage;
pub use checklists::ChecklistsPage;
pub use compare::{ComparePage, CompareQuery};
pub use dictionary::{DictionaryPage, DictionaryQuery};
pub use element::ElementPage;
pub use history::HistoryPage;
pub use indicator::IndicatorPage;
pub use rules::RulesPage;
pub use system::SystemPage;
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

/// Two editions side by side.
pub async fn compare(catalogue: Catalogue, Query(query): Query<CompareQuery>) -> Result<Page<ComparePage>, PageError> {
    ComparePage::new(&catalogue, &query).map(Page).ok_or(PageError::NotFound)
}

/// Every aim in every edition.
pub async fn history(catalogue: Catalogue) -> Page<HistoryPage> {
    Page(HistoryPage::new(&catalogue))
}

/// One aim through the years.
pub async fn aim(catalogue: Catalogue, Path(aim): Path<String>) -> Result<Page<AimPage>, PageError> {
    AimPage::new(&catalogue, &aim).map(Page).ok_or(PageError::NotFound)
}

/// The dictionary of indicators and elements, searched.
pub async fn dictionary(catalogue: Catalogue, Query(query): Query<DictionaryQuery>) -> Page<DictionaryPage> {
    Page(DictionaryPage::new(&catalogue, query))
}

/// The whole dictionary as a workbook.
pub async fn dictionary_xlsx(catalogue: Catalogue) -> Result<Download, PageError> {
    let bytes = workbook::write(&catalogue).map_err(PageError::internal)?;
    Ok(Download::xlsx("指标字典.xlsx", bytes))
}

/// One indicator: what it is and where it is used.
pub async fn indicator(catalogue: Catalogue, Path(id): Path<String>) -> Result<Page<IndicatorPage>, PageError> {
    let indicator = catalogue.indicator_coded(&id).ok_or(PageError::NotFound)?;
    Ok(Page(IndicatorPage::new(&catalogue, indicator)))
}

/// One element: what hospitals count and where it is used.
pub async fn element(catalogue: Catalogue, Path(id): Path<String>) -> Result<Page<ElementPage>, PageError> {
    let element = catalogue.element_coded(&id).ok_or(PageError::NotFound)?;
    Ok(Page(ElementPage::new(&catalogue, element)))
}

/// The checks of returns.
pub async fn rules(catalogue: Catalogue) -> Page<RulesPage> {
    Page(RulesPage::new(&catalogue))
}

/// Every checklist.
pub async fn checklists(catalogue: Catalogue) -> Page<ChecklistsPage> {
    Page(ChecklistsPage::new(&catalogue))
}

/// One checklist: its parts, its limits, how it is answered.
pub async fn checklist(catalogue: Catalogue, Path(id): Path<String>) -> Result<Page<ChecklistPage>, PageError> {
    let checklist = catalogue.checklist(&id).ok_or(PageError::NotFound)?;
    Ok(Page(ChecklistPage::new(&catalogue, checklist)))
}

/// One part of a checklist: what is required and what is asked.
pub async fn system(
    catalogue: Catalogue,
    Path((id, ordinal)): Path<(String, String)>,
) -> Result<Page<SystemPage>, PageError> {
    let checklist = catalogue.checklist(&id).ok_or(PageError::NotFound)?;
    let system = ordinal.parse().ok().and_then(|ordinal| checklist.system(ordinal)).ok_or(PageError::NotFound)?;
    Ok(Page(SystemPage::new(&catalogue, checklist, system)))
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

/// A link with its words.
#[derive(Serialize)]
struct Link {
    label: String,
    href: String,
}

impl Link {
    /// To the page of a target's definition, such as `2024 年 Ⅲ 静脉血栓栓塞症规范预防率`.
    fn to_target(edition: &Edition, target: &Target) -> Self {
        let label = format!("{} 年 {} {}", edition.year, target.numeral, target.short_title);
        Self { label, href: target_href(edition, target) }
    }
}

fn target_href(edition: &Edition, target: &Target) -> String {
    format!("/catalogue/{}/{}", edition.year, target.ordinal)
}

fn aim_href(target: &Target) -> String {
    format!("/catalogue/history/{}", target.id)
}

/// Years as a reader counts them: `2021–2023、2026`.
fn years_in_words(years: &[i32]) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => spans.push((*year, *year)),
        }
    }
    let words = spans.iter().map(|(first, last)| match last - first {
        0 => first.to_string(),
        _ => format!("{first}–{last}"),
    });
    words.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::years_in_words;

    #[test]
    fn years_in_a_row_are_a_span() {
        assert_eq!(years_in_words(&[2021, 2022, 2023, 2026]), "2021–2023、2026");
        assert_eq!(years_in_words(&[]), "");
    }
}
