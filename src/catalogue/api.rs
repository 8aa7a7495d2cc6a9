//! The catalogue as one JSON document for outside programs.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{
    AuthoritySeed, Campaign, Catalogue, Checklist, Edition, Element, Holidays, Indicator, Kind, Missing, Region,
    RegisterTerms, Rule, RuleCheck, RuleId, Service, Severity, Speciality, Term,
};

/// What `zhikong catalogue show --json` prints; unknown is `null`, keys are never absent.
#[derive(Serialize)]
pub struct Document<'a> {
    editions: &'a [Edition],
    indicators: Vec<IndicatorShown<'a>>,
    elements: &'a [Element],
    services: &'a [Service],
    specialities: &'a [Speciality],
    register: &'a RegisterTerms,
    rules: Vec<RuleShown<'a>>,
    checklists: &'a [Checklist],
    regions: &'a [Region],
    authorities: &'a [AuthoritySeed],
    holidays: &'a Holidays,
    campaigns: &'a [Campaign],
}

#[derive(Serialize)]
struct IndicatorShown<'a> {
    #[serde(flatten)]
    indicator: &'a Indicator,
    formula: String,
}

#[derive(Serialize)]
struct RuleShown<'a> {
    id: &'a RuleId,
    name: &'a str,
    severity: Severity,
    message: &'a str,
    remedy: &'a str,
    check: &'static str,
    left: &'a [Term],
    operator: Option<&'static str>,
    right: &'a [Term],
    kinds: &'a [Kind],
    missing: Option<Missing>,
    thresholds: &'a BTreeMap<String, i64>,
    source: &'a str,
}

impl<'a> Document<'a> {
    /// Everything the catalogue states, in file order.
    pub fn of(catalogue: &'a Catalogue) -> Self {
        let with_formula =
            |indicator: &'a Indicator| IndicatorShown { indicator, formula: indicator.formula_in_words(catalogue) };
        Self {
            editions: catalogue.editions(),
            indicators: catalogue.indicators().iter().map(with_formula).collect(),
            elements: catalogue.elements(),
            services: catalogue.services(),
            specialities: catalogue.specialities(),
            register: catalogue.register(),
            rules: catalogue.rules().iter().map(rule).collect(),
            checklists: catalogue.checklists(),
            regions: catalogue.regions(),
            authorities: catalogue.authorities(),
            holidays: catalogue.holidays(),
            campaigns: catalogue.campaigns(),
        }
    }
}

fn rule(rule: &Rule) -> RuleShown<'_> {
    let (left, right): (&[Term], &[Term]) = match &rule.check {
        RuleCheck::Elements { left, right, .. } => (left, right),
        _ => (&[], &[]),
    };
    RuleShown {
        id: &rule.id,
        name: &rule.name,
        severity: rule.severity,
        message: &rule.message,
        remedy: &rule.remedy,
        check: rule.check.key(),
        left,
        operator: rule.check.operator_key(),
        right,
        kinds: rule.check.kinds(),
        missing: rule.check.missing(),
        thresholds: &rule.thresholds,
        source: &rule.source,
    }
}
