//! Cell by cell: the same, larger or smaller by how much, something else altogether, or not to be compared.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Element, ElementId, Indicator};
use crate::figures::Entry;
use crate::returns::model::{Slot, Value};

/// How one entry differs from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It says the same.
    Same,
    /// Now minus then, scaled by the element's decimals.
    By(i64),
    /// One of them is no number: 缺报 became a number, a number became 不适用.
    Otherwise,
}

impl Difference {
    /// Whether anything differs.
    #[must_use]
    pub fn is_change(self) -> bool {
        self != Self::Same
    }
}

/// How `now` differs from `then`. Choices are stored as numbers, but their difference means nothing.
#[must_use]
pub fn difference(element: &Element, now: Entry, then: Entry) -> Difference {
    match (now, then) {
        _ if now == then => Difference::Same,
        (Entry::Number(now), Entry::Number(then)) if element.choices.is_empty() => {
            now.checked_sub(then).map_or(Difference::Otherwise, Difference::By)
        }
        _ => Difference::Otherwise,
    }
}

/// The input cells of which two rounds say different things. A cell that one of them does not have is 缺报 there.
#[must_use]
pub fn cells_changed<'v>(now: &'v [Value], then: &'v [Value]) -> Vec<(&'v ElementId, Slot)> {
    let index = |values: &'v [Value]| -> HashMap<(&'v ElementId, Slot), Entry> {
        values.iter().map(|value| ((&value.element, value.slot), value.entry)).collect()
    };
    let (new, old) = (index(now), index(then));
    let entry = |of: &HashMap<_, Entry>, key| of.get(&key).copied().unwrap_or(Entry::Missing);
    let gone = then.iter().map(|value| (&value.element, value.slot)).filter(|key| !new.contains_key(key));
    let keys = now.iter().map(|value| (&value.element, value.slot)).chain(gone);
    keys.filter(|key| entry(&new, *key) != entry(&old, *key)).collect()
}

/// How many they are.
#[must_use]
pub fn changed(now: &[Value], then: &[Value]) -> usize {
    cells_changed(now, then).len()
}

/// The quarter from which an element is counted otherwise than in `earlier`; none where both are alike.
///
/// Elements have no versions, indicators have: what only feeds indicators whose definition changed in between was
/// redefined with them, and what also feeds one that did not is still the same count.
#[must_use]
pub fn redefined(catalogue: &Catalogue, element: &ElementId, earlier: Period, later: Period) -> Option<Period> {
    let (earlier, later) = if earlier <= later { (earlier, later) } else { (later, earlier) };
    let begun = |indicator: &Indicator, period| indicator.version_at(period).map(|version| version.valid_from);
    let both = |indicator: &&Indicator| begun(indicator, earlier).is_some() && begun(indicator, later).is_some();
    let mut fed = catalogue.indicators_using(element).into_iter().filter(both).peekable();
    fed.peek()?;
    let breaks = fed.map(|indicator| begun(indicator, later).filter(|from| begun(indicator, earlier) != Some(*from)));
    breaks.collect::<Option<Vec<Period>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Reason;

    fn value(slot: Slot, entry: Entry) -> Value {
        let element = "discharges".parse().unwrap();
        Value { element, slot, entry, raw: None, note: None, cell: None }
    }

    #[test]
    fn cells_differ_by_what_they_say() {
        let none = Entry::NotApplicable(Reason::Stated);
        let then = [value(Slot::Month(0), Entry::Number(1)), value(Slot::Month(1), none)];
        assert_eq!(changed(&then, &then), 0);
        let now = [value(Slot::Month(0), Entry::Number(2)), value(Slot::Month(1), none)];
        assert_eq!(changed(&now, &then), 1);
        let shorter = [value(Slot::Month(0), Entry::Number(1))];
        assert_eq!((changed(&shorter, &then), changed(&then, &shorter)), (1, 1), "what is not there is 缺报");
        let blank = [value(Slot::Month(0), Entry::Number(1)), value(Slot::Month(1), Entry::Missing)];
        assert_eq!(changed(&blank, &shorter), 0);
    }
}
