use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{IndicatorId, RuleId, Term};

/// What a problem found by a rule means for the return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 必须改: the file is not taken while it stands.
    Block,
    /// 请说明: the value is taken with an explanation.
    Explain,
}

/// How a rule is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleCheck {
    /// `left` must not exceed `right`, per month and per quarter, wherever both are numbers.
    AtMost {
        /// Terms added up on the smaller side.
        left: Vec<Term>,
        /// Terms added up on the larger side.
        right: Vec<Term>,
    },
    /// The numerator must not exceed the denominator, for every indicator of kind proportion.
    Proportions,
    /// Decided by code that reads the return; here only its words, severity and thresholds.
    Structural,
}

/// 规则: one check of a return, with the words people get.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its stable name, in lower-case words joined by `-`.
    pub id: RuleId,
    /// What it means for the return.
    pub severity: Severity,
    /// What is wrong, in Chinese, with `{placeholders}`.
    pub message: String,
    /// How to mend it, in Chinese, with `{placeholders}`.
    pub remedy: String,
    /// How it is decided.
    pub check: RuleCheck,
    /// Numbers it compares with, unit in the name, such as `within_percent`; 本系统口径, settable by the province.
    pub thresholds: BTreeMap<String, i64>,
    /// Where it comes from.
    pub source: String,
}

impl Rule {
    /// A number the rule compares with; none where the files do not state it.
    pub fn threshold(&self, name: &str) -> Option<i64> {
        self.thresholds.get(name).copied()
    }
}

/// One comparison an edition's returns must pass: the sum of `left` must not exceed the sum of `right`.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The rule whose words and severity apply.
    pub rule: &'a Rule,
    /// Terms of the smaller side.
    pub left: &'a [Term],
    /// Terms of the larger side.
    pub right: &'a [Term],
    /// The proportion it comes from, where it does.
    pub indicator: Option<&'a IndicatorId>,
}

/// A template with each `{name}` replaced by its value; names without a value stay as they are.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        let Some(close) = from.find('}') else {
            rest = from;
            break;
        };
        let (placeholder, after) = from.split_at(close + 1);
        let name = &placeholder[1..close];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => text.push_str(value),
            None => text.push_str(placeholder),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_unknown_ones_stay() {
        let values = [("element", "出院{month}"), ("month", "7月")];
        assert_eq!(fill("{month}的{element}：{found}", &values), "7月的出院{month}：{found}");
        assert_eq!(fill("没有占位", &values), "没有占位");
        assert_eq!(fill("断{month", &values), "断{month");
    }
}
