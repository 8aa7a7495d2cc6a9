//! What the forms post, and what they mean: every fault at once, each beside its field.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalogue::model::{Meaning, Rule, half_width, threshold_fault, thresholds_clash};
use crate::settings::choice::{Answer, Choice};

/// The longest reason, characters.
const REASON_MAX: usize = 200;

/// What is wrong: (field, words); fields of thresholds are named as the files name them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Faults(pub Vec<(String, String)>);

impl Faults {
    fn add(&mut self, field: &str, text: impl Into<String>) {
        self.0.push((field.to_owned(), text.into()));
    }

    /// What is wrong with one field.
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone())
    }
}

/// The name of a threshold's field.
pub fn field_of(threshold: &str) -> String {
    format!("t-{threshold}")
}

/// The form of a rule's thresholds, as posted or as first shown.
#[derive(Clone, Debug, Default)]
pub struct RuleForm {
    /// What stands in each threshold's field, by its name in the files.
    pub typed: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
    /// The versions of the rule's thresholds that were seen, added up: it rises with every change.
    pub seen: i32,
    /// All of them back to their defaults, whatever the fields say.
    pub back: bool,
}

/// What a form means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The value of every threshold of the rule.
    pub values: BTreeMap<String, i64>,
    /// Why.
    pub reason: String,
}

impl RuleForm {
    /// What was posted; fields that are no threshold of the rule are nobody's.
    pub fn of(rule: &Rule, posted: &BTreeMap<String, String>) -> Self {
        let field = |name: &str| posted.get(name).cloned().unwrap_or_default();
        Self {
            typed: rule.thresholds.keys().map(|name| (name.clone(), field(&field_of(name)))).collect(),
            reason: field("reason"),
            seen: field("version").parse().unwrap_or(0),
            back: posted.contains_key("back"),
        }
    }

    /// The fields before anybody typed: the values in force.
    pub fn fresh(rule: &Rule, seen: i32) -> Self {
        let typed = rule.thresholds.iter().map(|(name, value)| (name.clone(), value.to_string())).collect();
        Self { typed, seen, ..Self::default() }
    }

    /// What it means.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, rule: &Rule) -> Result<Wanted, Faults> {
        let mut faults = Faults::default();
        let mut values = BTreeMap::new();
        for (name, typed) in &self.typed {
            let default = rule.default_threshold(name).unwrap_or_default();
            match if self.back { Ok(default) } else { number(name, typed) } {
                Ok(value) => {
                    values.insert(name.clone(), value);
                }
                Err(fault) => faults.add(&field_of(name), fault),
            }
        }
        if let Some((name, clash)) = thresholds_clash(&values) {
            faults.add(&field_of(name), format!("“{}”：{clash}。请改小这个数，或改大另一个。", label(name)));
        }
        let reason = reason(&self.reason, &mut faults);
        if faults.0.is_empty() { Ok(Wanted { values, reason }) } else { Err(faults) }
    }
}

/// What a reader calls a threshold.
pub fn label(name: &str) -> &str {
    Meaning::of(name).map_or(name, |meaning| meaning.label)
}

fn number(name: &str, typed: &str) -> Result<i64, String> {
    let plain = half_width(typed.trim());
    let label = label(name);
    if plain.is_empty() {
        return Err(format!("“{label}”没有填。请填一个整数。"));
    }
    let digits = plain.strip_prefix('-').unwrap_or(&plain);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let shown: String = typed.trim().chars().take(20).collect();
        return Err(format!("“{label}”填的是“{shown}”，不是整数。请只填数字，不带单位和小数。"));
    }
    // More digits than any limit has.
    let value = plain.parse().unwrap_or(i64::MAX);
    match threshold_fault(name, value) {
        Some(fault) => {
            Err(format!("“{label}”{fault}，填的是 {digits}。", digits = if value < 0 { &plain } else { digits }))
        }
        None => Ok(value),
    }
}

fn reason(typed: &str, faults: &mut Faults) -> String {
    let reason = typed.trim();
    let length = reason.chars().count();
    if length == 0 {
        faults.add("reason", "没有写原因。请写明为什么改，例如依据哪次会议、哪份通知。");
    } else if length > REASON_MAX {
        faults.add("reason", format!("原因有 {length} 个字，最多 {REASON_MAX} 个字。请写短一些。"));
    }
    reason.to_owned()
}

/// The form of a choice.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ChoiceForm {
    /// The key of an answer.
    #[serde(default)]
    pub answer: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The version that was seen; 0 before anybody said anything.
    #[serde(default)]
    pub version: i32,
}

impl ChoiceForm {
    /// What is chosen, and why.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, choice: Choice) -> Result<(Answer, String), Faults> {
        let mut faults = Faults::default();
        let answer = choice.answers().iter().find(|answer| answer.key == self.answer);
        if answer.is_none() {
            faults.add("answer", format!("没有选{}。请选一项。", choice.question()));
        }
        let reason = reason(&self.reason, &mut faults);
        match answer {
            Some(answer) if faults.0.is_empty() => Ok((*answer, reason)),
            _ => Err(faults),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_a_whole_number_within_its_bounds() {
        assert_eq!(number("minimum_total", " ６０ "), Ok(60));
        for (typed, said) in [
            ("", "没有填"),
            ("三十", "不是整数"),
            ("30.5", "不是整数"),
            ("-", "不是整数"),
            ("30例", "不是整数"),
            ("-5", "应大于 0，填的是 -5"),
            ("0", "应大于 0"),
            ("1000001", "应在 1 与 1000000 之间"),
            ("99999999999999999999999", "应在 1 与 1000000 之间，填的是 99999999999999999999999"),
        ] {
            let fault = number("minimum_total", typed).unwrap_err();
            assert!(fault.contains(said), "{typed}: {fault}");
        }
    }

    #[test]
    fn a_reason_is_neither_blank_nor_a_book() {
        let said = |typed: &str| {
            let mut faults = Faults::default();
            reason(typed, &mut faults);
            faults.of("reason")
        };
        assert!(said(" \u{3000}\n").unwrap().contains("没有写原因"));
        assert!(said(&"字".repeat(201)).unwrap().contains("201 个字"));
        assert_eq!(said(&"字".repeat(200)), None);
    }
}
