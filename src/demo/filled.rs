//! From invented numbers to a filled workbook. Pure.

use crate::catalogue::Catalogue;
use crate::catalogue::model::Rhythm;
use crate::demo::numbers::Numbers;
use crate::returns::model::Slot;
use crate::returns::template::{CellFill, Fills};

/// The fills of these numbers: three months, or the quarter; a choice in its words.
pub fn fills(catalogue: &Catalogue, numbers: &Numbers) -> Fills {
    let mut fills = Fills::default();
    for (id, values) in numbers {
        let Some(element) = catalogue.element(id) else { continue };
        let fill = |stored: i64| match element.choice(stored) {
            Some(word) => CellFill::Text(word.to_owned()),
            None => CellFill::Number(stored as f64 / element.scale() as f64),
        };
        let slots: &[Slot] = match element.rhythm {
            Rhythm::Monthly => &[Slot::Month(0), Slot::Month(1), Slot::Month(2)],
            Rhythm::Quarterly | Rhythm::Yearly => &[Slot::Quarter],
        };
        for (slot, stored) in slots.iter().zip(values) {
            fills.cells.insert((id.clone(), *slot), fill(*stored));
        }
    }
    fills
}

/// The values that the next quarter's form shows as last quarter's.
pub fn as_values(catalogue: &Catalogue, numbers: &Numbers) -> crate::figures::model::ValueMap {
    use crate::figures::{ElementValues, Entry};
    let values = |values: &Vec<i64>| match values.as_slice() {
        [a, b, c] => ElementValues::Monthly([Entry::Number(*a), Entry::Number(*b), Entry::Number(*c)]),
        [quarter] => ElementValues::Quarter(Entry::Number(*quarter)),
        _ => ElementValues::Quarter(Entry::Missing),
    };
    let known = numbers.iter().filter(|(id, _)| catalogue.element(id).is_some());
    known.map(|(id, numbers)| (id.clone(), values(numbers))).collect()
}
