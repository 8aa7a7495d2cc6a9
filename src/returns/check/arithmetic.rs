//! Numbers against numbers: what may not exceed what, month by month and for the quarter. Pure.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Comparison, Edition, Element, ElementId, Term};
use crate::figures::{ElementValues, Entry, quarter_value};
use crate::returns::check::Faults;
use crate::returns::model::Slot;

/// Where an element's value of a slot stands, 0-based.
pub type Places = HashMap<(ElementId, Slot), (u32, u32)>;

/// One side of a comparison.
struct Side {
    value: i64,
    name: String,
    shown: String,
    first: Option<(u32, u32)>,
}

struct Sums<'a> {
    catalogue: &'a Catalogue,
    values: &'a HashMap<ElementId, ElementValues>,
    places: &'a Places,
}

/// Notes what breaks the catalogue's comparisons, a numerator over a denominator of 0, and three equal months.
///
/// A rule speaks where both sides are numbers. Where a month speaks, the quarter keeps silent on the same rule.
pub fn arithmetic(
    catalogue: &Catalogue,
    edition: &Edition,
    quarter: Period,
    values: &HashMap<ElementId, ElementValues>,
    places: &Places,
    faults: &mut Faults<'_>,
) {
    let sums = Sums { catalogue, values, places };
    for comparison in catalogue.comparisons(edition) {
        let mut said = false;
        for slot in [Slot::Month(0), Slot::Month(1), Slot::Month(2)] {
            said |= compare(&sums, &comparison, slot, quarter, faults);
        }
        if !said {
            compare(&sums, &comparison, Slot::Quarter, quarter, faults);
        }
    }
    for (id, values) in values {
        if let Some(element) = catalogue.element(id) {
            equal_months(catalogue, element, values, places, faults);
        }
    }
}

fn compare(sums: &Sums<'_>, comparison: &Comparison<'_>, slot: Slot, quarter: Period, faults: &mut Faults<'_>) -> bool {
    let (Some(left), Some(right)) = (sums.side(comparison.left, slot), sums.side(comparison.right, slot)) else {
        return false;
    };
    if left.value <= right.value {
        return false;
    }
    let indicator = comparison.indicator.and_then(|id| sums.catalogue.indicator(id));
    let zero = right.value == 0 && indicator.is_some();
    let rule = if zero { "denominator-zero" } else { comparison.rule.id.as_str() };
    let right_cell = right.first.map(|(row, col)| crate::spreadsheets::a1(row, col)).unwrap_or_default();
    let words = [
        ("month", slot.label(quarter)),
        ("left", left.name),
        ("left_value", left.shown.clone()),
        ("right", right.name),
        ("right_value", right.shown),
        ("right_cell", right_cell),
        ("indicator", indicator.map(|i| i.name.clone()).unwrap_or_default()),
    ];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
    faults.note(rule, left.first, Some(&left.shown), &words);
    true
}

impl Sums<'_> {
    fn side(&self, terms: &[Term], slot: Slot) -> Option<Side> {
        let mut side = Side { value: 0, name: String::new(), shown: String::new(), first: None };
        for term in terms {
            let element = self.catalogue.element(&term.element)?;
            let value = self.value(element, slot)?;
            side.value = term.factor.checked_mul(value).and_then(|n| side.value.checked_add(n))?;
            if !side.name.is_empty() {
                side.name.push('＋');
                side.shown.push('＋');
            }
            side.name.push_str(&element.name);
            side.shown.push_str(&element.shown(value));
            let place = |slot| self.places.get(&(element.id.clone(), slot)).copied();
            side.first = side.first.or_else(|| place(slot).or_else(|| place(Slot::Month(0))));
        }
        Some(side)
    }

    fn value(&self, element: &Element, slot: Slot) -> Option<i64> {
        let values = self.values.get(&element.id)?;
        match (slot, values) {
            (Slot::Month(index), ElementValues::Monthly(months)) => months.get(usize::from(index))?.number(),
            (Slot::Month(_), ElementValues::Quarter(_)) => None,
            (Slot::Quarter, values) => quarter_value(element.over_time, values).number(),
        }
    }
}

/// Three equal months that look like a quarter divided by three.
fn equal_months(
    catalogue: &Catalogue,
    element: &Element,
    values: &ElementValues,
    places: &Places,
    faults: &mut Faults<'_>,
) {
    let ElementValues::Monthly([Entry::Number(a), Entry::Number(b), Entry::Number(c)]) = values else { return };
    let least = catalogue.rule_named("equal-months").and_then(|rule| rule.threshold("minimum_total"));
    // Without a threshold in the catalogue the rule is not in force.
    let Some(least) = least else { return };
    if a == b && b == c && a.saturating_mul(3) >= least.saturating_mul(element.scale()) {
        let at = places.get(&(element.id.clone(), Slot::Month(0))).copied();
        faults.note("equal-months", at, Some(&element.shown(*a)), &[("element", &element.name)]);
    }
}
