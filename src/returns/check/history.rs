//! A quarter against the accepted quarters before it: copied, cumulated, or no longer like itself. Pure.
//!
//! Every rule here asks for an explanation, and only from the sizes on that its thresholds state, so that a small
//! hospital is not asked about chance.

use std::collections::HashSet;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Element, ElementId, OverTime, PastOperator, Rule, RuleCheck, TargetId};
use crate::figures::model::ValueMap;
use crate::figures::{ElementValues, Entry, Fact, FactState, HospitalFigure, measure, quarter_value};
use crate::returns::check::limits::{Found, extreme, outside};
use crate::returns::check::peers::{Peers, unlike_peers};
use crate::returns::check::{Faults, Given};

/// What was accepted of a hospital's earlier quarters.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// What the quarter right before said; empty where none was accepted.
    pub last: ValueMap,
    /// The figures that count, of as many quarters before as [`quarters_needed`] says, in any order.
    pub figures: Vec<HospitalFigure>,
    /// The hospitals of its level in the quarter right before; none where the own past is long enough.
    pub peers: Option<Peers>,
}

/// How many quarters before a return its catalogue's rules look at; 0 where none looks back.
#[must_use]
pub fn quarters_needed(catalogue: &Catalogue) -> i32 {
    let looking_back = catalogue.rules().iter().filter(|rule| matches!(rule.check, RuleCheck::History(_)));
    let needed = looking_back.map(|rule| {
        let own = rule.threshold("quarters").or_else(|| rule.threshold("own_quarters"));
        own.unwrap_or(1)
    });
    needed.max().and_then(|quarters| i32::try_from(quarters).ok()).unwrap_or(0)
}

/// Notes what the catalogue's rules find strange beside the hospital's own past, or beside its peers.
pub fn history(given: &Given<'_>, past: &Past, faults: &mut Faults<'_>) {
    let facts = measure(given.catalogue, given.edition, given.quarter, given.values);
    let quarterly = |fact: &&Fact| fact.period == given.quarter && fact.state == FactState::Counted;
    let facts: Vec<&Fact> = facts.iter().filter(quarterly).collect();
    let mut asked = HashSet::new();
    for rule in given.catalogue.rules() {
        match rule.check {
            RuleCheck::History(PastOperator::NotIdentical) => identical(given, past, rule, faults),
            RuleCheck::History(PastOperator::NotCumulative) => cumulative(given, past, rule, faults),
            RuleCheck::History(operator) => {
                for fact in &facts {
                    if !asked.contains(&fact.indicator) && unlike(given, past, rule, operator, fact, faults) {
                        asked.insert(&fact.indicator);
                    }
                }
            }
            _ => {}
        }
    }
}

fn unlike(
    given: &Given<'_>,
    past: &Past,
    rule: &Rule,
    operator: PastOperator,
    fact: &Fact,
    faults: &mut Faults<'_>,
) -> bool {
    let Some(indicator) = given.catalogue.indicator(&fact.indicator) else { return false };
    // Another definition is another figure: nothing can be said across the break.
    let version = |period| indicator.version_at(period).map(|version| version.valid_from);
    let same = |figure: &&HospitalFigure| {
        figure.indicator == fact.indicator
            && figure.state == FactState::Counted
            && figure.period < given.quarter
            && version(figure.period) == version(given.quarter)
    };
    // Another rule may look back further than this one.
    let looked_at = rule.threshold("quarters").and_then(|quarters| i32::try_from(quarters).ok());
    let since = looked_at.map(|quarters| given.quarter.shifted(-quarters));
    let near = |figure: &&HospitalFigure| since.is_none_or(|since| figure.period >= since);
    let before: Vec<&HospitalFigure> = past.figures.iter().filter(same).filter(near).collect();
    let last = before.iter().copied().find(|figure| figure.period == given.quarter.previous());
    let found = match operator {
        PastOperator::NotExtreme => last.and_then(|last| extreme(rule, indicator, fact, last)),
        PastOperator::InsidePeers if version(given.quarter.previous()) != version(given.quarter) => None,
        PastOperator::InsidePeers => {
            let peers = past.peers.as_ref();
            peers.and_then(|peers| unlike_peers(rule, indicator, fact, &before, peers, last))
        }
        _ => outside(rule, indicator, fact, &before),
    };
    let Some(Found { now, then }) = found else { return false };
    let at = indicator.numerator.first().and_then(|term| given.place_of(&term.element));
    let words = [("indicator", indicator.name.as_str()), ("last", then.as_str()), ("expected", then.as_str())];
    faults.note(rule.id.as_str(), at, Some(&now), &words);
    true
}

/// Every figure of a target is last quarter's, and enough of them are more than 0 for that to be no chance.
fn identical(given: &Given<'_>, past: &Past, rule: &Rule, faults: &mut Faults<'_>) {
    let Some(least) = rule.threshold("minimum_values") else { return };
    for target in groups(given) {
        let elements = given.edition.elements.iter().filter_map(|id| given.catalogue.element(id));
        // A stock such as beds is the same for years, and so is a choice.
        let counted = |element: &&Element| element.over_time != OverTime::Last && element.choices.is_empty();
        let mine: Vec<&Element> =
            elements.filter(|element| element.target == target).filter(counted).filter(|e| filled(given, e)).collect();
        let same = |element: &Element| past.last.get(&element.id) == given.values.get(&element.id);
        let weight: usize = mine.iter().map(|element| given.values.get(&element.id).map_or(0, above_zero)).sum();
        let enough = i64::try_from(weight).is_ok_and(|weight| weight >= least);
        if enough && mine.iter().all(|element| same(element)) {
            let at = mine.first().and_then(|element| given.place_of(&element.id));
            faults.note(rule.id.as_str(), at, None, &[("target", &given.edition.group_name(target.as_ref()))]);
        }
    }
}

/// The targets under which the form's elements stand, each once, what several share first.
fn groups(given: &Given<'_>) -> Vec<Option<TargetId>> {
    let mut groups: Vec<Option<TargetId>> = Vec::new();
    for element in given.edition.elements.iter().filter_map(|id| given.catalogue.element(id)) {
        if !groups.contains(&element.target) {
            groups.push(element.target.clone());
        }
    }
    groups
}

fn entries(values: &ElementValues) -> &[Entry] {
    match values {
        ElementValues::Monthly(months) => months,
        ElementValues::Quarter(entry) => std::slice::from_ref(entry),
    }
}

fn filled(given: &Given<'_>, element: &Element) -> bool {
    given.values.get(&element.id).is_some_and(|values| entries(values).iter().any(|entry| entry.number().is_some()))
}

fn above_zero(values: &ElementValues) -> usize {
    entries(values).iter().filter(|entry| entry.number().is_some_and(|number| number > 0)).count()
}

/// The n-th quarter is about n times the one before: the year so far instead of the quarter.
fn cumulative(given: &Given<'_>, past: &Past, rule: &Rule, faults: &mut Faults<'_>) {
    let (Some(within), Some(least)) = (rule.threshold("within_percent"), rule.threshold("minimum_last")) else {
        return;
    };
    let times = i64::from(given.quarter.number());
    if times < 2 {
        return;
    }
    let summed = given.edition.elements.iter().filter_map(|id| given.catalogue.element(id));
    for element in summed.filter(|element| element.over_time == OverTime::Sum && element.choices.is_empty()) {
        let quarter = |values: &ValueMap, id: &ElementId| quarter_value(element.over_time, values.get(id)?).number();
        let (Some(now), Some(last)) = (quarter(given.values, &element.id), quarter(&past.last, &element.id)) else {
            continue;
        };
        let expected = last.saturating_mul(times);
        let apart = now.saturating_sub(expected).saturating_abs().saturating_mul(100);
        if last >= least.saturating_mul(element.scale()) && apart <= expected.saturating_mul(within) {
            let (last, times) = (element.shown(last), times.to_string());
            let words = [("element", element.name.as_str()), ("last", &last), ("count", &times)];
            faults.note(rule.id.as_str(), given.place_of(&element.id), Some(&element.shown(now)), &words);
        }
    }
}
