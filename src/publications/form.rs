//! What the forms post, and what they mean: every fault at once, each beside its field.

use serde::{Deserialize, Serialize};

use crate::calendar::{Grain, Period};
use crate::publications::issue::Order;
use crate::publications::model::Audience;
use crate::web::{Checked, FieldErrors, PageError};

/// The longest title, characters.
pub const TITLE_MAX: usize = 100;
/// The longest reason, characters.
pub const REASON_MAX: usize = 200;

/// The form of a new publication, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct NewForm {
    /// `2024Q3`
    pub period: String,
    /// The title.
    pub title: String,
    /// For whom.
    pub audience: String,
    /// The stamp of the figures that were looked at.
    pub seen: String,
}

impl NewForm {
    /// The quarter, which the page itself wrote.
    ///
    /// # Errors
    /// [`PageError::BadRequest`] where it is none.
    pub fn quarter(&self) -> Result<Period, PageError> {
        quarter(&self.period)
    }

    /// What it means.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, period: Period) -> Checked<Order> {
        let mut faults = FieldErrors::default();
        let title = line(&self.title, "title", "标题", TITLE_MAX, &mut faults);
        let audience = Audience::of(&self.audience);
        if audience.is_none() {
            faults.add("audience", "没有选发布范围。请选行业内或社会公开。");
        }
        match audience.filter(|_| faults.is_empty()) {
            Some(audience) => Ok(Order { period, title, audience, seen: Some(self.seen.clone()) }),
            None => Err(faults),
        }
    }
}

/// The form of a 更正版, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct CorrectForm {
    /// Why.
    pub reason: String,
    /// The stamp of the figures that were looked at.
    pub seen: String,
}

impl CorrectForm {
    /// The reason.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Checked<String> {
        let mut faults = FieldErrors::default();
        let reason = line(&self.reason, "reason", "更正原因", REASON_MAX, &mut faults);
        if faults.is_empty() { Ok(reason) } else { Err(faults) }
    }
}

/// A quarter in an address or a hidden field.
///
/// # Errors
/// [`PageError::BadRequest`] where it is none.
pub fn quarter(text: &str) -> Result<Period, PageError> {
    let period: Option<Period> = text.parse().ok();
    let bad = || PageError::BadRequest("网址里的季度没有读懂，季度写成 2024Q3。".into());
    period.filter(|period| period.grain() == Grain::Quarter).ok_or_else(bad)
}

/// A line of text: something, not too much, nothing that cannot be seen.
fn line(typed: &str, field: &'static str, name: &str, most: usize, faults: &mut FieldErrors) -> String {
    let text = typed.replace("\r\n", "\n").replace('\n', " ").trim().to_owned();
    let length = text.chars().count();
    if length == 0 {
        faults.add(field, format!("{name}没有填。请写一句话。"));
    } else if length > most {
        faults.add(field, format!("{name}有 {length} 个字，最多 {most} 个。请写短一些。"));
    } else if text.chars().any(char::is_control) {
        faults.add(field, format!("{name}里有看不见的控制字符。请删掉重打。"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> NewForm {
        NewForm { title: title.to_owned(), audience: "public".to_owned(), ..NewForm::default() }
    }

    #[test]
    fn a_title_has_something_and_not_too_much() {
        let period = "2024Q3".parse().unwrap();
        let order = titled("  演示通报 ").check(period).unwrap();
        assert_eq!((order.title.as_str(), order.audience), ("演示通报", Audience::Public));
        assert!(titled(&"字".repeat(TITLE_MAX)).check(period).is_ok());
        for title in ["", " \n ", &"字".repeat(TITLE_MAX + 1), "一\u{0}二"] {
            assert!(titled(title).check(period).unwrap_err().of("title").is_some(), "{title:?}");
        }
        let both = NewForm::default().check(period).unwrap_err();
        assert!(both.of("title").is_some() && both.of("audience").is_some(), "every fault at once");
    }

    #[test]
    fn a_correction_says_why() {
        let reason = |text: &str| CorrectForm { reason: text.to_owned(), ..CorrectForm::default() }.check();
        assert_eq!(reason("演示\r\n更正").unwrap(), "演示 更正");
        assert!(reason("").is_err() && reason(&"字".repeat(REASON_MAX + 1)).is_err());
        assert!(reason(&"字".repeat(REASON_MAX)).is_ok());
    }

    #[test]
    fn only_a_quarter_is_a_quarter() {
        assert!(quarter("2024Q3").is_ok());
        assert!(["2024", "2024-07", "", "2024Q5"].iter().all(|text| quarter(text).is_err()));
    }
}
