//! Where an indicator or an element is used: in which years' forms, by which rules, on which charts. Pure.

use super::model::{Catalogue, Edition, Element, ElementId, Indicator, Kind, PastOperator, Rule, RuleCheck, Target};

/// The targets that show an indicator, latest edition first.
pub fn targets_showing<'c>(catalogue: &'c Catalogue, indicator: &Indicator) -> Vec<(&'c Edition, &'c Target)> {
    let targets = |edition: &'c Edition| edition.all_targets().map(move |target| (edition, target));
    let shows = |target: &Target| target.indicators.contains(&indicator.id);
    catalogue.editions().iter().rev().flat_map(targets).filter(|(_, target)| shows(target)).collect()
}

/// The editions whose form asks for an element, latest first, with the target it stands under.
pub fn forms_asking<'c>(catalogue: &'c Catalogue, element: &Element) -> Vec<(&'c Edition, Option<&'c Target>)> {
    let asking = catalogue.editions().iter().rev().filter(|edition| edition.asks(&element.id));
    asking.map(|edition| (edition, element.target.as_ref().and_then(|id| edition.target_of(id)))).collect()
}

/// The rules that look at an indicator: at its two sides, its typed rate, its past, or that limit an element of its
/// formula by others; rules that only measure something else by a shared denominator are those of the other.
pub fn rules_on_indicator<'c>(catalogue: &'c Catalogue, indicator: &Indicator) -> Vec<&'c Rule> {
    let own = |id: &ElementId| indicator.elements().any(|own| own == id);
    let looks = |rule: &&Rule| match &rule.check {
        RuleCheck::Indicators { kinds, .. } | RuleCheck::TypedRates { kinds } => {
            indicator.defined && kinds.contains(&indicator.kind)
        }
        RuleCheck::History(PastOperator::NotExtreme) => indicator.defined && indicator.kind == Kind::Proportion,
        RuleCheck::History(PastOperator::InsideLimits | PastOperator::InsidePeers) => {
            indicator.defined && matches!(indicator.kind, Kind::Proportion | Kind::Density)
        }
        RuleCheck::Elements { left, .. } => left.iter().any(|term| own(&term.element)),
        _ => false,
    };
    catalogue.rules().iter().filter(looks).collect()
}

/// The rules that name an element.
pub fn rules_on_element<'c>(catalogue: &'c Catalogue, element: &ElementId) -> Vec<&'c Rule> {
    catalogue.rules().iter().filter(|rule| rule.check.elements().any(|id| id == element)).collect()
}
