use serde::{Deserialize, Serialize};

use super::{Link, aim_href, target_href};
use crate::catalogue::labels::relation_label;
use crate::catalogue::lineage::origins;
use crate::catalogue::model::{Catalogue, Edition, ElementId, Relation, Target};
use crate::web::{Crumb, Head, View};

/// Which editions; without them the latest and the one before.
#[derive(Deserialize)]
pub struct CompareQuery {
    from: Option<i32>,
    to: Option<i32>,
}

/// What `templates/catalogue/compare.html` shows.
#[derive(Serialize)]
pub struct ComparePage {
    from: Side,
    to: Side,
    froms: Vec<YearChoice>,
    tos: Vec<YearChoice>,
    kept: usize,
    changed: usize,
    fresh: usize,
    returned: usize,
    gone: usize,
    rows: Vec<Row>,
    added: Vec<Link>,
    removed: Vec<Link>,
}

#[derive(Serialize)]
struct Side {
    year: i32,
    href: String,
    document: String,
    rows: usize,
}

#[derive(Serialize)]
struct YearChoice {
    value: i32,
    label: String,
}

/// A target of one edition beside what it was or became in the other.
#[derive(Serialize)]
struct Row {
    before: Vec<Held>,
    after: Option<Held>,
    relation: String,
    breaks: bool,
    /// Held before the earlier of the two years, not in it.
    returned: bool,
    history: String,
    /// Indicators only the later year has, and only the earlier.
    added: Vec<String>,
    removed: Vec<String>,
    /// Indicators whose definition changed between the two years.
    redefined: Vec<String>,
}

#[derive(Serialize)]
struct Held {
    numeral: String,
    title: String,
    href: String,
    undefined: bool,
}

impl ComparePage {
    /// None when there is no such edition, or only one.
    pub(super) fn new(catalogue: &Catalogue, query: &CompareQuery) -> Option<Self> {
        let editions = catalogue.editions();
        let to = match query.to {
            Some(year) => catalogue.edition(year)?,
            None => editions.last()?,
        };
        let from = match query.from {
            Some(year) => catalogue.edition(year)?,
            None => editions.iter().rev().find(|edition| edition.year < to.year).or(editions.first())?,
        };
        // Asked the wrong way round, the answer is the same: history runs forward.
        let (from, to) = if from.year <= to.year { (from, to) } else { (to, from) };
        let rows = rows(catalogue, from, to);
        let kept = rows.iter().filter(|row| !row.before.is_empty() && row.after.is_some());
        let choice = |edition: &Edition| YearChoice { value: edition.year, label: format!("{} 年", edition.year) };
        Some(Self {
            changed: kept.clone().filter(|row| row.breaks).count(),
            kept: kept.count(),
            fresh: rows.iter().filter(|row| row.before.is_empty() && !row.returned).count(),
            returned: rows.iter().filter(|row| row.returned).count(),
            gone: rows.iter().filter(|row| row.after.is_none()).count(),
            rows,
            added: only_in(catalogue, to, from),
            removed: only_in(catalogue, from, to),
            froms: editions.iter().map(choice).collect(),
            tos: editions.iter().map(choice).collect(),
            from: side(from),
            to: side(to),
        })
    }
}

fn side(edition: &Edition) -> Side {
    Side {
        year: edition.year,
        href: format!("/catalogue/{}", edition.year),
        document: edition.document.clone(),
        rows: edition.elements.len(),
    }
}

/// The later year's ten in order, then what it no longer holds.
fn rows(catalogue: &Catalogue, from: &Edition, to: &Edition) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut carried: Vec<&str> = Vec::new();
    for target in &to.targets {
        let origins = if from.year == to.year { vec![(target, Vec::new())] } else { origins(catalogue, target, from) };
        carried.extend(origins.iter().map(|(origin, _)| origin.code.as_str()));
        rows.push(row(catalogue, (from, to), &origins, target));
    }
    let gone = from.targets.iter().filter(|target| !carried.contains(&target.code.as_str()));
    rows.extend(gone.map(|target| Row {
        before: vec![held(from, target)],
        after: None,
        relation: "不再列入".to_owned(),
        breaks: false,
        returned: false,
        history: aim_href(target),
        added: Vec::new(),
        removed: Vec::new(),
        redefined: Vec::new(),
    }));
    rows
}

fn row(
    catalogue: &Catalogue,
    (from, to): (&Edition, &Edition),
    origins: &[(&Target, Vec<Relation>)],
    target: &Target,
) -> Row {
    let before: Vec<_> = origins.iter().flat_map(|(origin, _)| &origin.indicators).collect();
    let name = |id| catalogue.indicator(id).map(|indicator| indicator.name.clone());
    // Steps in order of time; those that changed nothing are not worth a word unless all are such.
    let mut steps: Vec<Relation> = origins.iter().flat_map(|(_, way)| way.iter().rev().copied()).collect();
    steps.dedup();
    if steps.iter().any(|step| *step != Relation::Same) {
        steps.retain(|step| *step != Relation::Same);
    }
    let words: Vec<&str> = steps.iter().map(|step| relation_label(*step)).collect();
    let returned = origins.is_empty() && target.crosswalk.iter().any(|line| line.from.is_some());
    let relation = match (origins.is_empty(), words.is_empty()) {
        (true, _) if returned => "重新列入".to_owned(),
        (true, _) => relation_label(Relation::New).to_owned(),
        (false, true) => relation_label(Relation::Same).to_owned(),
        (false, false) => words.join("；"),
    };
    let (first, last) = (first_quarter(from), first_quarter(to));
    let redefined = |id: &&crate::catalogue::model::IndicatorId| {
        let version = |period| catalogue.indicator(id)?.version_at(period?).map(|version| version.valid_from);
        version(first).is_some() && version(first) != version(last)
    };
    let common = target.indicators.iter().filter(|id| before.contains(id));
    let only = |id: &&crate::catalogue::model::IndicatorId| !before.contains(id) && !before.is_empty();
    Row {
        relation,
        returned,
        breaks: steps.iter().any(|step| step.breaks()),
        history: aim_href(target),
        added: target.indicators.iter().filter(only).filter_map(name).collect(),
        removed: before.iter().filter(|id| !target.indicators.contains(id)).filter_map(|id| name(id)).collect(),
        redefined: common.filter(redefined).filter_map(name).collect(),
        before: origins.iter().map(|(origin, _)| held(from, origin)).collect(),
        after: Some(held(to, target)),
    }
}

fn first_quarter(edition: &Edition) -> Option<crate::calendar::Period> {
    crate::calendar::Period::quarter_of(edition.year, 1).ok()
}

fn held(edition: &Edition, target: &Target) -> Held {
    Held {
        numeral: target.numeral.clone(),
        title: target.title.clone(),
        href: target_href(edition, target),
        undefined: target.undefined.is_some(),
    }
}

/// Rows of the one year's form that the other's does not have.
fn only_in(catalogue: &Catalogue, this: &Edition, other: &Edition) -> Vec<Link> {
    let own = this.elements.iter().filter(|id: &&ElementId| !other.asks(id));
    let elements = own.filter_map(|id| catalogue.element(id));
    elements
        .map(|element| Link { label: element.name.clone(), href: format!("/catalogue/elements/{}", element.id) })
        .collect()
}

impl View for ComparePage {
    const TEMPLATE: &'static str = "catalogue/compare.html";

    fn head(&self) -> Head {
        Head::titled(format!("{} 年与 {} 年的目标对比", self.from.year, self.to.year))
            .crumb(Crumb::to("目标口径", "/catalogue"))
            .crumb(Crumb::here("年版对比"))
    }
}
