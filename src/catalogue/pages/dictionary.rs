use serde::{Deserialize, Serialize};

use super::{Link, Source, years_in_words};
use crate::catalogue::labels::{better_label, over_time_label, rhythm_label};
use crate::catalogue::model::{Catalogue, Element, Evidence, Indicator};
use crate::catalogue::used::{forms_asking, targets_showing};
use crate::web::{Crumb, Head, View};

/// What is looked for.
#[derive(Deserialize)]
pub struct DictionaryQuery {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
}

/// How sure an entry is, as the filter asks: key and words.
const STATES: [(&str, &str); 4] =
    [("", "全部依据"), ("verified", "见于正式文件"), ("unverified", "未核实"), ("undefined", "口径未发布")];

/// What `templates/catalogue/dictionary.html` shows.
#[derive(Serialize)]
pub struct DictionaryPage {
    q: String,
    state: String,
    states: Vec<Choice>,
    filtered: bool,
    all_indicators: usize,
    all_elements: usize,
    undefined: usize,
    unverified: usize,
    indicators: Vec<IndicatorRow>,
    elements: Vec<ElementRow>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct IndicatorRow {
    id: String,
    name: String,
    href: String,
    formula: String,
    defined: bool,
    kind: &'static str,
    better: &'static str,
    rhythm: &'static str,
    /// The latest target that shows it.
    target: Option<Link>,
    years: String,
    source: Source,
}

#[derive(Serialize)]
struct ElementRow {
    id: String,
    name: String,
    href: String,
    definition: String,
    unit: String,
    rhythm: &'static str,
    over_time: &'static str,
    indicators: usize,
    years: String,
    source: Source,
}

impl DictionaryPage {
    pub(super) fn new(catalogue: &Catalogue, query: DictionaryQuery) -> Self {
        let words: Vec<String> = query.q.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let state = STATES.iter().map(|(key, _)| *key).find(|key| *key == query.state).unwrap_or_default();
        let indicators = catalogue.indicators().iter().filter(|indicator| {
            holds(&words, &indicator_text(catalogue, indicator)) && is(state, indicator.evidence, indicator.defined)
        });
        let elements = catalogue.elements().iter();
        let elements =
            elements.filter(|element| holds(&words, &element_text(element)) && is(state, element.evidence, true));
        Self {
            filtered: !words.is_empty() || !state.is_empty(),
            all_indicators: catalogue.indicators().len(),
            all_elements: catalogue.elements().len(),
            undefined: catalogue.indicators().iter().filter(|indicator| !indicator.defined).count(),
            unverified: catalogue.indicators().iter().filter(|i| i.evidence == Evidence::Unverified).count(),
            indicators: indicators.map(|indicator| indicator_row(catalogue, indicator)).collect(),
            elements: elements.map(|element| element_row(catalogue, element)).collect(),
            states: STATES.iter().map(|(value, label)| Choice { value, label }).collect(),
            state: state.to_owned(),
            q: query.q.trim().to_owned(),
        }
    }
}

/// Everything somebody may remember of an indicator: its names, its code, what it counts.
fn indicator_text(catalogue: &Catalogue, indicator: &Indicator) -> String {
    let mut text = format!("{} {} {} ", indicator.id, indicator.name, indicator.short_name);
    for element in catalogue.elements_of(&indicator.id) {
        text.push_str(&format!("{} {} ", element.id, element.name));
    }
    for (_, target) in targets_showing(catalogue, indicator) {
        text.push_str(&format!("{} {} ", target.code, target.title));
    }
    text.to_lowercase()
}

fn element_text(element: &Element) -> String {
    format!("{} {} {} {}", element.id, element.name, element.definition, element.where_found).to_lowercase()
}

/// Whether a text holds every word.
fn holds(words: &[String], text: &str) -> bool {
    words.iter().all(|word| text.contains(word.as_str()))
}

fn is(state: &str, evidence: Evidence, defined: bool) -> bool {
    match state {
        "verified" => defined && evidence == Evidence::Verified,
        "unverified" => defined && evidence == Evidence::Unverified,
        "undefined" => !defined,
        _ => true,
    }
}

fn indicator_row(catalogue: &Catalogue, indicator: &Indicator) -> IndicatorRow {
    let shown = targets_showing(catalogue, indicator);
    IndicatorRow {
        id: indicator.id.to_string(),
        name: indicator.name.clone(),
        href: format!("/catalogue/indicators/{}", indicator.id),
        formula: indicator.formula_in_words(catalogue),
        defined: indicator.defined,
        kind: indicator.kind.label(),
        better: better_label(indicator.better),
        rhythm: rhythm_label(indicator.rhythm),
        target: shown.first().map(|(edition, target)| Link::to_target(edition, target)),
        years: years_in_words(&shown.iter().rev().map(|(edition, _)| edition.year).collect::<Vec<_>>()),
        source: Source::of(&indicator.source, indicator.evidence),
    }
}

fn element_row(catalogue: &Catalogue, element: &Element) -> ElementRow {
    let asked: Vec<i32> = forms_asking(catalogue, element).iter().rev().map(|(edition, _)| edition.year).collect();
    ElementRow {
        id: element.id.to_string(),
        name: element.name.clone(),
        href: format!("/catalogue/elements/{}", element.id),
        definition: element.definition.clone(),
        unit: element.unit.clone(),
        rhythm: rhythm_label(element.rhythm),
        over_time: over_time_label(element.over_time),
        indicators: catalogue.indicators_using(&element.id).len(),
        years: years_in_words(&asked),
        source: Source::of(&element.source, element.evidence),
    }
}

impl View for DictionaryPage {
    const TEMPLATE: &'static str = "catalogue/dictionary.html";

    fn head(&self) -> Head {
        Head::titled("指标字典").crumb(Crumb::to("目标口径", "/catalogue")).crumb(Crumb::here("指标字典"))
    }
}
