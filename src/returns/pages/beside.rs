//! What stands beside a round's figure: another round or quarter, how the figure differs, or why that is not said.

use std::collections::HashMap;

use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Element;
use crate::figures::{ElementValues, Entry, quarter_value};
use crate::returns::compare::{Difference, difference, redefined};
use crate::returns::model::{Slot, Value};
use crate::returns::pages::shown::said;
use crate::returns::store;
use crate::web::format;

/// A figure with the columns beside it.
#[derive(Serialize)]
pub(super) struct Line {
    pub label: String,
    pub text: String,
    pub cell: Option<String>,
    pub others: Vec<Beside>,
}

/// A column of a line.
#[derive(Serialize, Default)]
pub(super) struct Beside {
    pub text: String,
    /// `+60 例`, or how it differs otherwise; none where nothing does.
    pub difference: Option<String>,
    /// Differs from another round of the same return.
    pub changed: bool,
    /// Why the two are not compared.
    pub why: Option<String>,
}

/// What stands in a column beside the round that is looked at.
pub(super) struct Other {
    /// What the column is for: 上一轮, 上季度 …
    pub what: Option<&'static str>,
    pub label: String,
    pub period: Period,
    /// Whether it is a round of the same return.
    pub same_return: bool,
    pub values: Result<Values, String>,
}

/// A round's values, found by element.
#[derive(Default)]
pub(super) struct Values {
    pub cells: HashMap<(String, Slot), Value>,
    pub by_element: HashMap<String, ElementValues>,
    pub all: Vec<Value>,
}

impl Values {
    pub fn new(all: Vec<Value>) -> Self {
        let by_element = store::by_element(&all).into_iter().map(|(id, values)| (id.to_string(), values)).collect();
        let cells = all.iter().map(|value| ((value.element.to_string(), value.slot), value.clone())).collect();
        Self { cells, by_element, all }
    }

    /// The quarter as it is counted; none where the element was not asked.
    pub fn quarter(&self, element: &Element) -> Option<Entry> {
        self.by_element.get(element.id.as_str()).map(|values| quarter_value(element.over_time, values))
    }

    pub fn cell(&self, element: &Element, slot: Slot) -> Option<&Value> {
        self.cells.get(&(element.id.to_string(), slot))
    }
}

/// One column of one element.
pub(super) struct Side<'v> {
    pub same_return: bool,
    pub values: Option<&'v Values>,
    pub why: Option<String>,
}

/// The column of an element, or why the two are not compared.
pub(super) fn side<'v>(catalogue: &Catalogue, quarter: Period, element: &Element, other: &'v Other) -> Side<'v> {
    let (same_return, values) = (other.same_return, other.values.as_ref());
    match values {
        Err(why) => Side { same_return, values: None, why: Some(why.clone()) },
        Ok(values) if !values.by_element.contains_key(element.id.as_str()) => {
            Side { same_return, values: None, why: Some("当时的表没有这一行".to_owned()) }
        }
        Ok(values) => {
            let since = redefined(catalogue, &element.id, other.period, quarter);
            let why = since.map(|since| format!("不可比：{}起改口径", since.label()));
            Side { same_return, values: Some(values), why }
        }
    }
}

/// One line of a comparison: what stands there, and beside it each column.
pub(super) fn line(
    element: &Element,
    label: String,
    now: Option<Entry>,
    cell: Option<String>,
    sides: &[Side<'_>],
    then: impl Fn(&Values) -> Option<Entry>,
) -> Line {
    let beside = |side: &Side<'_>| {
        let entry = side.values.and_then(&then);
        let how = now.zip(entry).map(|(now, then)| difference(element, now, then));
        let how = how.filter(|how| how.is_change() && side.why.is_none());
        Beside {
            text: entry.map(|entry| said(element, entry).0).unwrap_or_default(),
            difference: how.map(|how| in_words(element, how)),
            changed: how.is_some() && side.same_return,
            why: side.why.clone(),
        }
    };
    Line {
        label,
        text: now.map(|entry| said(element, entry).0).unwrap_or_default(),
        cell,
        others: sides.iter().map(beside).collect(),
    }
}

/// `+60 例`
fn in_words(element: &Element, how: Difference) -> String {
    match how {
        Difference::By(by) => {
            let sign = if by > 0 { "+" } else { "" };
            format!("{sign}{} {}", format::scaled(by, element.decimals), element.unit).trim_end().to_owned()
        }
        Difference::Same | Difference::Otherwise => "写法不同".to_owned(),
    }
}
