//! Values of a round as the pages of a return say them.

use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, Element};
use crate::figures::{Entry, Reason};
use crate::returns::model::{Slot, Value};
use crate::returns::store::{self, RoundRow};
use crate::web::format;

/// A value and the cell it stands in.
#[derive(Serialize, Clone)]
pub(super) struct ShownValue {
    pub text: String,
    pub cell: Option<String>,
    pub missing: bool,
    pub raw: Option<String>,
}

/// The edition in the revision a round was made with.
pub(super) fn edition_of(catalogue: &Catalogue, round: &RoundRow) -> Option<Edition> {
    let edition = catalogue.edition(round.edition)?;
    Some(edition.as_of(&round.revision).unwrap_or_else(|| edition.clone()))
}

/// What stands over the numbers of a return: the three months, then the quarter.
pub(super) fn columns(quarter: Period) -> Vec<String> {
    let slots = [Slot::Month(0), Slot::Month(1), Slot::Month(2), Slot::Quarter];
    slots.into_iter().map(|slot| slot.label(quarter)).collect()
}

/// The heading that an element stands under.
pub(super) fn group_title(edition: &Edition, element: &Element) -> String {
    let target = element.target.as_ref().and_then(|id| edition.target_of(id));
    target.map_or_else(|| shared_title(edition, element), |t| format!("{}　{}", t.numeral, t.title))
}

fn shared_title(edition: &Edition, element: &Element) -> String {
    let own = edition.province_elements.contains(&element.id);
    if own { "省定" } else { "基础数据" }.to_owned()
}

/// A number as readers see it, a choice in its words.
pub(super) fn figure(element: &Element, number: i64) -> String {
    match element.choice(number) {
        Some(word) => word.to_owned(),
        None => format::scaled(number, element.decimals),
    }
}

/// Nothing is asked there.
pub(super) fn blank() -> ShownValue {
    ShownValue { text: String::new(), cell: None, missing: false, raw: None }
}

/// The quarter as the months make it.
pub(super) fn sum_of(element: &Element, mine: &[&Value]) -> ShownValue {
    let values = store::by_element(&mine.iter().map(|value| (*value).clone()).collect::<Vec<_>>());
    let entry = values.get(&element.id).map(|values| crate::figures::quarter_value(element.over_time, values));
    let text = match entry {
        Some(Entry::Number(number)) => figure(element, number),
        Some(Entry::NotApplicable(_)) => "不适用".to_owned(),
        _ => String::new(),
    };
    ShownValue { text, ..blank() }
}

/// A stored value with its cell.
pub(super) fn shown(element: &Element, value: &Value) -> ShownValue {
    let (text, missing) = said(element, value.entry);
    ShownValue { text, cell: value.cell.clone(), missing, raw: value.raw.clone() }
}

/// An entry in words, and whether it is 缺报.
pub(super) fn said(element: &Element, entry: Entry) -> (String, bool) {
    match entry {
        Entry::Number(number) => (figure(element, number), false),
        Entry::NotApplicable(Reason::Stated) => ("不适用".to_owned(), false),
        Entry::NotApplicable(Reason::NotOffered | Reason::Service) => ("未开展".to_owned(), false),
        Entry::Missing => ("缺报".to_owned(), true),
    }
}
