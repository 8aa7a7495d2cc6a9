use serde::Serialize;

use super::Source;
use crate::catalogue::labels::relation_label;
use crate::catalogue::model::{Catalogue, Direction, Edition, EditionStatus, Relation, Target};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/year.html` shows.
#[derive(Serialize)]
pub struct YearPage {
    year: i32,
    years: Vec<YearTab>,
    raised: usize,
    lowered: usize,
    fresh: Vec<String>,
    dropped: Vec<Dropped>,
    available: bool,
    rows: Vec<Row>,
    document: String,
    document_date: Option<String>,
    document_source: Source,
    source: Source,
}

#[derive(Serialize)]
struct YearTab {
    label: String,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Dropped {
    code: String,
    title: Option<String>,
}

#[derive(Serialize)]
struct Row {
    numeral: String,
    code: String,
    title: String,
    href: String,
    progress: String,
    headline: Option<String>,
    undefined: Option<String>,
    figures: usize,
    relation: &'static str,
    from: Option<String>,
}

impl YearPage {
    pub(super) fn new(catalogue: &Catalogue, edition: &Edition) -> Self {
        let towards = |direction| edition.targets.iter().filter(|target| target.direction == direction).count();
        let is_new = |target: &&Target| target.crosswalk.iter().any(|line| line.relation == Relation::New);
        Self {
            year: edition.year,
            years: catalogue.editions().iter().rev().map(|other| tab(other.year, edition.year)).collect(),
            raised: towards(Direction::Raise),
            lowered: towards(Direction::Lower),
            fresh: edition.targets.iter().filter(is_new).map(|target| target.short_title.clone()).collect(),
            dropped: edition.dropped.iter().map(|code| dropped(catalogue, edition, code)).collect(),
            available: edition.status == EditionStatus::Published,
            rows: edition.all_targets().map(|target| row(catalogue, edition, target)).collect(),
            document: edition.document.clone(),
            document_date: edition.document_date.clone(),
            document_source: Source::of(&edition.document, edition.document_evidence),
            source: Source::of(&edition.source, edition.evidence),
        }
    }
}

fn tab(year: i32, current: i32) -> YearTab {
    YearTab { label: format!("{year} 年"), href: format!("/catalogue/{year}"), current: year == current }
}

fn dropped(catalogue: &Catalogue, edition: &Edition, code: &str) -> Dropped {
    Dropped { code: code.to_owned(), title: title_of(catalogue, edition, code) }
}

/// The title behind a code of an earlier year, wherever it is known from.
pub(super) fn title_of(catalogue: &Catalogue, edition: &Edition, code: &str) -> Option<String> {
    let shipped = catalogue.editions().iter().flat_map(|edition| edition.all_targets());
    let shipped = shipped.filter(|target| target.code == code).map(|target| target.title.clone());
    let listed = edition.earlier.iter().filter(|target| target.code == code).map(|target| target.title.clone());
    shipped.chain(listed).next()
}

fn row(catalogue: &Catalogue, edition: &Edition, target: &Target) -> Row {
    let headline = target.headline.as_ref().and_then(|id| catalogue.indicator(id));
    let line = target.crosswalk.first();
    Row {
        numeral: target.numeral.clone(),
        code: target.code.clone(),
        title: target.title.clone(),
        href: format!("/catalogue/{}/{}", edition.year, target.ordinal),
        progress: format!("/targets/{}/{}", edition.year, target.ordinal),
        headline: headline.map(|indicator| indicator.name.clone()),
        undefined: target.undefined.clone(),
        figures: target.indicators.len(),
        relation: line.map(|line| relation_label(line.relation)).unwrap_or_default(),
        from: line.and_then(|line| line.from.clone()),
    }
}

impl View for YearPage {
    const TEMPLATE: &'static str = "catalogue/year.html";

    fn head(&self) -> Head {
        Head::titled(format!("{} 年十项目标口径", self.year)).crumb(Crumb::here("目标口径"))
    }
}
