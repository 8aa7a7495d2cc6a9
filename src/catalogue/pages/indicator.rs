use serde::Serialize;

use super::rules::RuleRow;
use super::{Link, Source};
use crate::catalogue::labels::{better_label, rhythm_label};
use crate::catalogue::model::{Catalogue, Indicator, Term};
use crate::catalogue::used::{rules_on_indicator, targets_showing};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/indicator.html` shows.
#[derive(Serialize)]
pub struct IndicatorPage {
    id: String,
    name: String,
    short_name: String,
    defined: bool,
    formula: String,
    kind: &'static str,
    better: &'static str,
    rhythm: &'static str,
    unit: String,
    decimals: u8,
    above: Vec<Part>,
    below: Vec<Part>,
    versions: Vec<Since>,
    alternatives: Vec<String>,
    source: Source,
    targets: Vec<Used>,
    rules: Vec<RuleRow>,
}

/// An element of the formula.
#[derive(Serialize)]
struct Part {
    element: Link,
    id: String,
    factor: i64,
    unit: String,
    definition: String,
}

#[derive(Serialize)]
struct Since {
    from: String,
    note: String,
    breaks: bool,
    source: Source,
}

/// A year's target that shows it: where it is defined and where it is drawn.
#[derive(Serialize)]
struct Used {
    target: Link,
    headline: bool,
    chart: String,
    /// How many of the formula's elements the year's form asks for, and how many there are.
    asked: usize,
    elements: usize,
}

impl IndicatorPage {
    pub(super) fn new(catalogue: &Catalogue, indicator: &Indicator) -> Self {
        let since = |(at, version): (usize, &crate::catalogue::model::Version)| Since {
            from: version.valid_from.label(),
            note: version.note.clone(),
            breaks: at > 0,
            source: Source::of(&version.source, version.evidence),
        };
        Self {
            id: indicator.id.to_string(),
            name: indicator.name.clone(),
            short_name: indicator.short_name.clone(),
            defined: indicator.defined,
            formula: indicator.formula_in_words(catalogue),
            kind: indicator.kind.label(),
            better: better_label(indicator.better),
            rhythm: rhythm_label(indicator.rhythm),
            unit: indicator.unit.clone(),
            decimals: indicator.decimals,
            above: parts(catalogue, &indicator.numerator),
            below: parts(catalogue, &indicator.denominator),
            versions: indicator.versions.iter().enumerate().map(since).collect(),
            alternatives: indicator.alternatives.clone(),
            source: Source::of(&indicator.source, indicator.evidence),
            targets: used(catalogue, indicator),
            rules: rules_on_indicator(catalogue, indicator).iter().map(|rule| RuleRow::of(catalogue, rule)).collect(),
        }
    }
}

fn parts(catalogue: &Catalogue, terms: &[Term]) -> Vec<Part> {
    let elements = terms.iter().filter_map(|term| Some((term, catalogue.element(&term.element)?)));
    let part = |(term, element): (&Term, &crate::catalogue::model::Element)| Part {
        element: Link { label: element.own_name().to_owned(), href: format!("/catalogue/elements/{}", element.id) },
        id: element.id.to_string(),
        factor: catalogue.factor_as_typed(term),
        unit: element.unit.clone(),
        definition: element.definition.clone(),
    };
    elements.map(part).collect()
}

fn used(catalogue: &Catalogue, indicator: &Indicator) -> Vec<Used> {
    let mut elements: Vec<_> = indicator.elements().collect();
    elements.sort();
    elements.dedup();
    let used = |(edition, target): (&crate::catalogue::model::Edition, &crate::catalogue::model::Target)| Used {
        target: Link::to_target(edition, target),
        headline: target.headline.as_ref() == Some(&indicator.id),
        chart: format!("/targets/{}/{}?indicator={}", edition.year, target.ordinal, indicator.id),
        asked: elements.iter().filter(|id| edition.asks(id)).count(),
        elements: elements.len(),
    };
    targets_showing(catalogue, indicator).into_iter().map(used).collect()
}

impl View for IndicatorPage {
    const TEMPLATE: &'static str = "catalogue/indicator.html";

    fn head(&self) -> Head {
        Head::titled(self.name.clone())
            .crumb(Crumb::to("目标口径", "/catalogue"))
            .crumb(Crumb::to("指标字典", "/catalogue/dictionary"))
            .crumb(Crumb::here(self.short_name.clone()))
    }
}
