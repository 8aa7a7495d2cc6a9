//! Numbers against numbers, as the rules of the catalogue say: month by month and for the quarter. Pure.

use std::collections::HashSet;

use crate::catalogue::model::{Comparison, Element, Missing, OverTime, Rule, RuleCheck, Term};
use crate::figures::{ElementValues, Entry, quarter_value};
use crate::returns::check::{Faults, Given};
use crate::returns::model::Slot;

const MONTHS: [Slot; 3] = [Slot::Month(0), Slot::Month(1), Slot::Month(2)];

/// Notes what breaks the catalogue's comparisons of elements and of indicators' two sides, and equal months.
///
/// Of several rules on the same two sides the first in the file speaks; where a month speaks, the quarter is silent.
pub fn arithmetic(given: &Given<'_>, faults: &mut Faults<'_>) {
    let mut said = HashSet::new();
    for comparison in &given.checks.comparisons {
        let sides = (comparison.left, comparison.right);
        for slot in MONTHS.into_iter().chain([Slot::Quarter]) {
            let heard = |slot: Slot| said.contains(&(sides, slot));
            let silent = heard(slot) || (slot == Slot::Quarter && MONTHS.into_iter().any(heard));
            if !silent && compare(given, comparison, slot, faults) {
                said.insert((sides, slot));
            }
        }
    }
    for rule in given.checks.catalogue.rules().iter().filter(|rule| rule.check == RuleCheck::Months) {
        for element in &given.checks.elements {
            equal_months(given, rule, element, faults);
        }
    }
}

fn compare(given: &Given<'_>, comparison: &Comparison<'_>, slot: Slot, faults: &mut Faults<'_>) -> bool {
    let left = sum(given, comparison.left, slot, comparison.missing);
    let (Some(left), Some(right)) = (left, sum(given, comparison.right, slot, Missing::Skip)) else {
        return false;
    };
    if comparison.operator.holds(left, right) {
        return false;
    }
    // Words are made only for what is broken: of the many comparisons of a return hardly one is.
    let (left, right) = (side(given, comparison.left, slot), side(given, comparison.right, slot));
    let right_cell = right.first.map(|(row, col)| crate::spreadsheets::a1(row, col)).unwrap_or_default();
    let words = [
        ("month", slot.label(given.quarter)),
        ("left", left.name),
        ("left_value", left.shown.clone()),
        ("right", right.name),
        ("right_value", right.shown),
        ("right_cell", right_cell),
        ("indicator", comparison.indicator.map(|indicator| indicator.name.clone()).unwrap_or_default()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
    faults.note(comparison.rule.id.as_str(), left.first, Some(&left.shown), &words);
    true
}

/// Σ factor × value of one side; none where a number is not there, unless what is missing counts as 0 and something
/// is there.
fn sum(given: &Given<'_>, terms: &[Term], slot: Slot, missing: Missing) -> Option<i64> {
    let mut sum: Option<i64> = None;
    for term in terms {
        let value = match (value(given, given.checks.catalogue.element(&term.element)?, slot), missing) {
            (Some(value), _) => value,
            (None, Missing::LeftAsZero) => continue,
            (None, Missing::Skip) => return None,
        };
        sum = Some(term.factor.checked_mul(value).and_then(|n| sum.unwrap_or(0).checked_add(n))?);
    }
    sum
}

/// One side of a comparison in words.
#[derive(Default)]
struct Side {
    name: String,
    shown: String,
    first: Option<(u32, u32)>,
}

/// The terms of a side that have a value.
fn side(given: &Given<'_>, terms: &[Term], slot: Slot) -> Side {
    let mut side = Side::default();
    for term in terms {
        let Some(element) = given.checks.catalogue.element(&term.element) else { continue };
        let Some(value) = value(given, element, slot) else { continue };
        if !side.name.is_empty() {
            side.name.push('＋');
            side.shown.push('＋');
        }
        side.name.push_str(&element.name);
        side.shown.push_str(&element.shown(value));
        let place = |slot| given.places.of(&element.id, slot);
        side.first = side.first.or_else(|| place(slot).or_else(|| place(Slot::Month(0))));
    }
    side
}

fn value(given: &Given<'_>, element: &Element, slot: Slot) -> Option<i64> {
    let values = given.values.get(&element.id)?;
    match (slot, values) {
        (Slot::Month(index), ElementValues::Monthly(months)) => months.get(usize::from(index))?.number(),
        (Slot::Month(_), ElementValues::Quarter(_)) => None,
        (Slot::Quarter, values) => quarter_value(element.over_time, values).number(),
    }
}

/// Three equal months that look like a quarter divided by three.
fn equal_months(given: &Given<'_>, rule: &Rule, element: &Element, faults: &mut Faults<'_>) {
    let Some(ElementValues::Monthly([Entry::Number(a), Entry::Number(b), Entry::Number(c)])) =
        given.values.get(&element.id)
    else {
        return;
    };
    // Without a threshold in the catalogue the rule is not in force.
    let Some(least) = rule.threshold("minimum_total") else { return };
    let large = a.saturating_mul(3) >= least.saturating_mul(element.scale());
    if a == b && b == c && large && element.over_time == OverTime::Sum {
        let at = given.places.of(&element.id, Slot::Month(0));
        faults.note(rule.id.as_str(), at, Some(&element.shown(*a)), &[("element", &element.name)]);
    }
}
