//! From the elements of a quarter to the facts of its months and the quarter. Pure.

use std::collections::HashSet;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, ElementId, Indicator, OverTime, Rhythm, Term};
use crate::figures::model::{ElementValues, Entry, Fact, FactState, Reason, ValueMap};

/// The facts of one hospital's quarter: every indicator of the edition, by month where all its elements are given
/// by month, and for the quarter. What is missing gives no fact; a yearly indicator gives none here.
#[must_use]
pub fn measure(catalogue: &Catalogue, edition: &Edition, quarter: Period, values: &ValueMap) -> Vec<Fact> {
    let months = quarter.months();
    let mut facts = Vec::new();
    let mut seen = HashSet::new();
    for id in edition.indicators() {
        let Some(indicator) = catalogue.indicator(id) else { continue };
        if !indicator.defined || indicator.rhythm == Rhythm::Yearly || !seen.insert(id) {
            continue;
        }
        if indicator.rhythm == Rhythm::Monthly {
            for (index, month) in months.iter().enumerate() {
                facts.extend(fact(indicator, *month, |element| month_value(values, element, index)));
            }
        }
        facts.extend(fact(indicator, quarter, |element| quarter_of(catalogue, values, element)));
    }
    facts
}

fn fact(indicator: &Indicator, period: Period, value: impl Fn(&ElementId) -> Entry) -> Option<Fact> {
    let numerator = side(&indicator.numerator, &value)?;
    let denominator = side(&indicator.denominator, &value)?;
    let (state, numerator, denominator) = match (numerator, denominator) {
        (Some(above), Some(below)) => (FactState::Counted, above, below),
        _ => (FactState::NotApplicable, 0, 0),
    };
    Some(Fact { indicator: indicator.id.clone(), period, state, numerator, denominator })
}

/// Σ factor × value: outer `None` when something is missing, inner `None` when something does not apply.
fn side(terms: &[Term], value: &impl Fn(&ElementId) -> Entry) -> Option<Option<i64>> {
    let mut sum = Some(0_i64);
    for term in terms {
        match value(&term.element) {
            Entry::Missing => return None,
            Entry::NotApplicable(_) => sum = None,
            Entry::Number(number) => {
                sum = match sum {
                    Some(so_far) => Some(number.checked_mul(term.factor).and_then(|n| so_far.checked_add(n))?),
                    None => None,
                };
            }
        }
    }
    Some(sum)
}

fn month_value(values: &ValueMap, element: &ElementId, index: usize) -> Entry {
    match values.get(element) {
        Some(ElementValues::Monthly(months)) => months.get(index).copied().unwrap_or(Entry::Missing),
        // Given for the quarter only: the month is not known, unless it does not apply at all.
        Some(ElementValues::Quarter(entry @ Entry::NotApplicable(_))) => *entry,
        _ => Entry::Missing,
    }
}

fn quarter_of(catalogue: &Catalogue, values: &ValueMap, element: &ElementId) -> Entry {
    match (values.get(element), catalogue.element(element)) {
        (Some(values), Some(element)) => quarter_value(element.over_time, values),
        _ => Entry::Missing,
    }
}

/// The quarter of an element: as given, or from its three months the way the element declares.
///
/// A quarter with a missing month is missing; a month that does not apply adds nothing; three months that do not
/// apply make a quarter that does not.
#[must_use]
pub fn quarter_value(over_time: OverTime, values: &ElementValues) -> Entry {
    let months = match values {
        ElementValues::Quarter(entry) => return *entry,
        ElementValues::Monthly(months) => months,
    };
    if months.contains(&Entry::Missing) {
        return Entry::Missing;
    }
    let numbers = || months.iter().filter_map(|entry| entry.number());
    if numbers().next().is_none() {
        return months.first().copied().unwrap_or(Entry::NotApplicable(Reason::Stated));
    }
    match over_time {
        OverTime::Sum => numbers().try_fold(0_i64, i64::checked_add).map_or(Entry::Missing, Entry::Number),
        OverTime::Last => numbers().next_back().map_or(Entry::Missing, Entry::Number),
        OverTime::NotAdditive => Entry::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: fn(i64) -> Entry = Entry::Number;

    #[test]
    fn a_quarter_follows_what_the_element_declares() {
        let months = |a, b, c| ElementValues::Monthly([a, b, c]);
        let none = Entry::NotApplicable(Reason::Stated);
        assert_eq!(quarter_value(OverTime::Sum, &months(N(1), N(2), N(3))), N(6));
        assert_eq!(quarter_value(OverTime::Last, &months(N(1), N(2), N(3))), N(3));
        assert_eq!(quarter_value(OverTime::NotAdditive, &months(N(1), N(2), N(3))), Entry::Missing);
        assert_eq!(quarter_value(OverTime::Sum, &months(N(1), Entry::Missing, N(3))), Entry::Missing);
        assert_eq!(quarter_value(OverTime::Sum, &months(none, N(0), N(4))), N(4));
        assert_eq!(quarter_value(OverTime::Sum, &months(none, none, none)), none);
        assert_eq!(quarter_value(OverTime::Sum, &ElementValues::Quarter(N(9))), N(9));
        assert_eq!(quarter_value(OverTime::Sum, &months(N(i64::MAX), N(1), N(0))), Entry::Missing);
    }
}
