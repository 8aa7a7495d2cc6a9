//! A quarter against the accepted quarters before it: copied, cumulated, or no longer like itself. Pure.
//!
//! Every rule here asks for an explanation, and only from the sizes on that its thresholds state, so that a small
//! hospital is not asked about chance.

use std::collections::{HashMap, HashSet};

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Element, ElementId, Indicator, IndicatorId, OverTime, PastOperator, Rule, RuleCheck};
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
    let facts = measure(given.checks.catalogue, &given.checks.edition, given.quarter, given.values);
    let judged = judged(given, past, &facts);
    let mut asked = HashSet::new();
    for rule in given.checks.catalogue.rules() {
        match rule.check {
            RuleCheck::History(PastOperator::NotIdentical) => identical(given, past, rule, faults),
            RuleCheck::History(PastOperator::NotCumulative) => cumulative(given, past, rule, faults),
            RuleCheck::History(operator) => {
                for figure in &judged {
                    let id = &figure.indicator.id;
                    if !asked.contains(id) && unlike(given, past.peers.as_ref(), rule, operator, figure, faults) {
                        asked.insert(id);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A figure of the quarter beside the hospital's own before it.
struct Judged<'a> {
    fact: &'a Fact,
    indicator: &'a Indicator,
    /// Of the same definition: another one is another figure, and nothing can be said across the break.
    before: Vec<&'a HospitalFigure>,
    /// Whether the quarter right before had the same definition.
    unbroken: bool,
}

fn judged<'a>(given: &Given<'a>, past: &'a Past, facts: &'a [Fact]) -> Vec<Judged<'a>> {
    let earlier = |figure: &&HospitalFigure| figure.state == FactState::Counted && figure.period < given.quarter;
    let mut own: HashMap<&IndicatorId, Vec<&HospitalFigure>> = HashMap::new();
    for figure in past.figures.iter().filter(earlier) {
        own.entry(&figure.indicator).or_default().push(figure);
    }
    let judge = |fact: &'a Fact| {
        let indicator = given.checks.catalogue.indicator(&fact.indicator)?;
        let version = |period| indicator.version_at(period).map(|version| version.valid_from);
        let now = version(given.quarter);
        let mut before = own.remove(&fact.indicator).unwrap_or_default();
        before.retain(|figure| version(figure.period) == now);
        Some(Judged { fact, indicator, before, unbroken: version(given.quarter.previous()) == now })
    };
    let quarterly = |fact: &&Fact| fact.period == given.quarter && fact.state == FactState::Counted;
    facts.iter().filter(quarterly).filter_map(judge).collect()
}

fn unlike(
    given: &Given<'_>,
    peers: Option<&Peers>,
    rule: &Rule,
    operator: PastOperator,
    judged: &Judged<'_>,
    faults: &mut Faults<'_>,
) -> bool {
    let Judged { fact, indicator, .. } = *judged;
    // Another rule may look back further than this one.
    let looked_at = rule.threshold("quarters").and_then(|quarters| i32::try_from(quarters).ok());
    let since = looked_at.map(|quarters| given.quarter.shifted(-quarters));
    let near = |figure: &&HospitalFigure| since.is_none_or(|since| figure.period >= since);
    let before: Vec<&HospitalFigure> = judged.before.iter().copied().filter(near).collect();
    let last = before.iter().copied().find(|figure| figure.period == given.quarter.previous());
    let found = match operator {
        PastOperator::NotExtreme => last.and_then(|last| extreme(rule, indicator, fact, last)),
        PastOperator::InsidePeers => peers
            .filter(|_| judged.unbroken)
            .and_then(|peers| unlike_peers(rule, indicator, fact, &before, peers, last)),
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
    for (target, elements) in &given.checks.groups {
        // A stock such as beds is the same for years, and so is a choice.
        let counted = |element: &&Element| element.over_time != OverTime::Last && element.choices.is_empty();
        let mine: Vec<&Element> =
            elements.iter().copied().filter(counted).filter(|element| filled(given, element)).collect();
        let same = |element: &Element| past.last.get(&element.id) == given.values.get(&element.id);
        let weight: usize = mine.iter().map(|element| given.values.get(&element.id).map_or(0, above_zero)).sum();
        let enough = i64::try_from(weight).is_ok_and(|weight| weight >= least);
        if enough && mine.iter().all(|element| same(element)) {
            let at = mine.first().and_then(|element| given.place_of(&element.id));
            faults.note(rule.id.as_str(), at, None, &[("target", &given.checks.edition.group_name(target.as_ref()))]);
        }
    }
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
    let summed = given.checks.elements.iter();
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
