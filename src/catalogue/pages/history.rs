use serde::Serialize;

use super::{target_href, years_in_words};
use crate::catalogue::labels::relation_label;
use crate::catalogue::lineage::{Aim, aims};
use crate::catalogue::model::{Catalogue, Edition, EditionStatus, Target};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/history.html` shows.
#[derive(Serialize)]
pub struct HistoryPage {
    first: i32,
    last: i32,
    aims: usize,
    always: usize,
    /// Years whose official text was not at hand; empty where all were.
    unseen: String,
    years: Vec<Year>,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Year {
    year: i32,
    href: String,
    /// The difference from the edition before it; none for the first.
    compare: Option<String>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    href: String,
    boxes: Vec<Option<Held>>,
    held: usize,
}

#[derive(Serialize)]
struct Held {
    numeral: String,
    title: String,
    href: String,
    relation: &'static str,
    breaks: bool,
    undefined: bool,
}

impl HistoryPage {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let editions = catalogue.editions();
        let aims = aims(catalogue);
        let everywhere = |aim: &&Aim<'_>| aim.years.iter().all(|(_, target)| target.is_some());
        let unseen = editions.iter().filter(|edition| edition.status != EditionStatus::Published);
        let before = std::iter::once(None).chain(editions.iter().map(Some));
        Self {
            first: editions.first().map_or(0, |edition| edition.year),
            last: editions.last().map_or(0, |edition| edition.year),
            unseen: years_in_words(&unseen.map(|edition| edition.year).collect::<Vec<_>>()),
            always: aims.iter().filter(everywhere).count(),
            aims: aims.len(),
            years: editions.iter().zip(before).map(|(edition, before)| year(edition, before)).collect(),
            rows: aims.iter().map(row).collect(),
        }
    }
}

fn year(edition: &Edition, before: Option<&Edition>) -> Year {
    Year {
        year: edition.year,
        href: format!("/catalogue/{}", edition.year),
        compare: before.map(|before| format!("/catalogue/compare?from={}&to={}", before.year, edition.year)),
    }
}

fn row(aim: &Aim<'_>) -> Row {
    Row {
        title: aim.title.to_owned(),
        href: format!("/catalogue/history/{}", aim.id),
        boxes: aim.years.iter().map(|(edition, target)| target.map(|target| held(edition, target))).collect(),
        held: aim.years.iter().filter(|(_, target)| target.is_some()).count(),
    }
}

fn held(edition: &Edition, target: &Target) -> Held {
    let line = target.crosswalk.first();
    Held {
        numeral: target.numeral.clone(),
        title: target.title.clone(),
        href: target_href(edition, target),
        relation: line.map(|line| relation_label(line.relation)).unwrap_or_default(),
        breaks: target.crosswalk.iter().any(|line| line.relation.breaks()),
        undefined: target.undefined.is_some(),
    }
}

impl View for HistoryPage {
    const TEMPLATE: &'static str = "catalogue/history.html";

    fn head(&self) -> Head {
        Head::titled("十项目标历年沿革").crumb(Crumb::to("目标口径", "/catalogue")).crumb(Crumb::here("历年沿革"))
    }
}
