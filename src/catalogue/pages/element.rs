use serde::Serialize;

use super::rules::RuleRow;
use super::{Link, Source};
use crate::catalogue::labels::{each_label, over_time_label, rhythm_label};
use crate::catalogue::model::{Catalogue, Element, Indicator};
use crate::catalogue::used::{forms_asking, rules_on_element};
use crate::web::format::scaled;
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/element.html` shows.
#[derive(Serialize)]
pub struct ElementPage {
    id: String,
    name: String,
    definition: String,
    where_found: String,
    unit: String,
    choices: String,
    rhythm: &'static str,
    over_time: &'static str,
    service: Option<String>,
    maximum: Option<String>,
    each: &'static str,
    source: Source,
    indicators: Vec<Used>,
    forms: Vec<Form>,
    rules: Vec<RuleRow>,
}

/// An indicator whose formula holds it.
#[derive(Serialize)]
struct Used {
    indicator: Link,
    side: &'static str,
    formula: String,
}

/// A year's form that asks for it.
#[derive(Serialize)]
struct Form {
    year: i32,
    href: String,
    group: String,
}

impl ElementPage {
    pub(super) fn new(catalogue: &Catalogue, element: &Element) -> Self {
        let form =
            |(edition, target): (&crate::catalogue::model::Edition, Option<&crate::catalogue::model::Target>)| Form {
                year: edition.year,
                href: match target {
                    Some(target) => super::target_href(edition, target),
                    None => format!("/catalogue/{}", edition.year),
                },
                group: edition.group_name(target.map(|target| &target.id)),
            };
        Self {
            id: element.id.to_string(),
            name: element.name.clone(),
            definition: element.definition.clone(),
            where_found: element.where_found.clone(),
            unit: element.unit.clone(),
            choices: element.choices.join("、"),
            rhythm: rhythm_label(element.rhythm),
            over_time: over_time_label(element.over_time),
            service: element.service.clone(),
            maximum: element.maximum.map(|most| format!("{} {}", scaled(most, element.decimals), element.unit)),
            each: each_label(element.rhythm),
            source: Source::of(&element.source, element.evidence),
            indicators: catalogue.indicators_using(&element.id).iter().map(|i| used(catalogue, i, element)).collect(),
            forms: forms_asking(catalogue, element).into_iter().map(form).collect(),
            rules: rules_on_element(catalogue, &element.id).iter().map(|rule| RuleRow::of(catalogue, rule)).collect(),
        }
    }
}

fn used(catalogue: &Catalogue, indicator: &Indicator, element: &Element) -> Used {
    let is = |terms: &[crate::catalogue::model::Term]| terms.iter().any(|term| term.element == element.id);
    Used {
        indicator: Link { label: indicator.name.clone(), href: format!("/catalogue/indicators/{}", indicator.id) },
        side: match (is(&indicator.numerator), is(&indicator.denominator)) {
            (true, true) => "分子和分母",
            (true, false) => "分子",
            _ => "分母",
        },
        formula: indicator.formula_in_words(catalogue),
    }
}

impl View for ElementPage {
    const TEMPLATE: &'static str = "catalogue/element.html";

    fn head(&self) -> Head {
        Head::titled(self.name.clone())
            .crumb(Crumb::to("目标口径", "/catalogue"))
            .crumb(Crumb::to("指标字典", "/catalogue/dictionary"))
            .crumb(Crumb::here(self.name.clone()))
    }
}
