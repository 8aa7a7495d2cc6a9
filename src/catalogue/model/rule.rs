use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ElementId, Indicator, Kind, RuleId, Term};

/// What a problem found by a rule means for the return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// 必须改: the file is not taken while it stands.
    Block,
    /// 请说明: the value is taken with an explanation.
    Explain,
}

/// What two sides of numbers must be to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// left ≤ right
    AtMost,
    /// left = right
    Equals,
    /// Where right is 0, left is 0 too.
    NoneWithout,
}

impl Operator {
    /// Its word in the files.
    pub fn key(self) -> &'static str {
        match self {
            Self::AtMost => "at_most",
            Self::Equals => "equals",
            Self::NoneWithout => "none_without",
        }
    }

    /// Whether two sums are as they must be.
    pub fn holds(self, left: i64, right: i64) -> bool {
        match self {
            Self::AtMost => left <= right,
            Self::Equals => left == right,
            Self::NoneWithout => right != 0 || left == 0,
        }
    }
}

/// What a quarter must be to the accepted quarters before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PastOperator {
    /// Not every figure of a target is that of last quarter.
    NotIdentical,
    /// A proportion does not turn to none or all.
    NotExtreme,
    /// A sum is not that of the year so far.
    NotCumulative,
    /// A figure lies within the limits of the hospital's own past.
    InsideLimits,
    /// Where the own past is short, a figure lies within the limits of the hospitals of the same level.
    InsidePeers,
}

impl PastOperator {
    /// Its word in the files.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotIdentical => "not_identical",
            Self::NotExtreme => "not_extreme",
            Self::NotCumulative => "not_cumulative",
            Self::InsideLimits => "inside_limits",
            Self::InsidePeers => "inside_peers",
        }
    }

    /// The thresholds it cannot do without.
    pub fn thresholds(self) -> &'static [&'static str] {
        match self {
            Self::NotIdentical => &["minimum_values"],
            Self::NotExtreme => &["minimum_denominator", "limits_per_mille"],
            Self::NotCumulative => &["within_percent", "minimum_last"],
            Self::InsideLimits => &["minimum_denominator", "limits_per_mille", "quarters", "minimum_quarters"],
            Self::InsidePeers => &["minimum_denominator", "limits_per_mille", "minimum_peers", "own_quarters"],
        }
    }
}

/// What a rule does where a number is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// It keeps silent unless every number is there.
    Skip,
    /// What is missing on the left counts as 0, so that what is there may already be too much; on the right it is
    /// silent.
    LeftAsZero,
}

/// How a rule is decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleCheck {
    /// Sums of elements against each other, per month and per quarter.
    Elements {
        /// Terms added up on one side.
        left: Vec<Term>,
        /// What must hold.
        operator: Operator,
        /// Terms added up on the other side.
        right: Vec<Term>,
        /// Where numbers are not there.
        missing: Missing,
    },
    /// The numerator against the denominator of every indicator of these kinds, per month and per quarter.
    Indicators {
        /// Of which kinds.
        kinds: Vec<Kind>,
        /// What must hold.
        operator: Operator,
        /// Where numbers are not there.
        missing: Missing,
    },
    /// The three months of an element that is added up must not all be equal, from `minimum_total` of its unit on.
    Months,
    /// A rate that somebody typed lies within `points_x100` hundredths of a percentage point of the computed one.
    TypedRates {
        /// Of which kinds.
        kinds: Vec<Kind>,
    },
    /// The quarter against the accepted quarters before it.
    History(PastOperator),
    /// Decided by code that reads the return; here only its words and severity.
    Structural,
}

impl RuleCheck {
    /// Its word in the files.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Elements { .. } => "elements",
            Self::Indicators { .. } => "indicators",
            Self::Months => "months",
            Self::TypedRates { .. } => "typed_rates",
            Self::History(_) => "history",
            Self::Structural => "structural",
        }
    }

    /// The word of what must hold; none where code decides.
    pub fn operator_key(&self) -> Option<&'static str> {
        match self {
            Self::Elements { operator, .. } | Self::Indicators { operator, .. } => Some(operator.key()),
            Self::Months => Some("not_all_equal"),
            Self::TypedRates { .. } => Some("within"),
            Self::History(operator) => Some(operator.key()),
            Self::Structural => None,
        }
    }

    /// What happens where numbers are not there; none where code decides.
    pub fn missing(&self) -> Option<Missing> {
        match self {
            Self::Elements { missing, .. } | Self::Indicators { missing, .. } => Some(*missing),
            Self::Months | Self::TypedRates { .. } | Self::History(_) => Some(Missing::Skip),
            Self::Structural => None,
        }
    }

    /// The kinds of indicators it looks at; empty where it looks at no indicator by its kind.
    pub fn kinds(&self) -> &[Kind] {
        match self {
            Self::Indicators { kinds, .. } | Self::TypedRates { kinds } => kinds,
            _ => &[],
        }
    }

    /// The elements it names, left before right.
    pub fn elements(&self) -> impl Iterator<Item = &ElementId> {
        let sides: [&[Term]; 2] = match self {
            Self::Elements { left, right, .. } => [left, right],
            _ => [&[], &[]],
        };
        sides.into_iter().flatten().map(|term| &term.element)
    }
}

/// 规则: one check of a return, with the words people get.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its stable name, in lower-case words joined by `-`.
    pub id: RuleId,
    /// What people call it, in a few words; no two rules share it. Of a file that gives it no name, its message.
    pub name: String,
    /// What it means for the return.
    pub severity: Severity,
    /// What is wrong, in Chinese, with `{placeholders}`.
    pub message: String,
    /// How to mend it, in Chinese, with `{placeholders}`.
    pub remedy: String,
    /// How it is decided.
    pub check: RuleCheck,
    /// Numbers it compares with, unit in the name, such as `within_percent`: those in force.
    pub thresholds: BTreeMap<String, i64>,
    /// What the files state for those of them that a setting (本省设置) replaced; empty where the files are in force.
    pub stated: BTreeMap<String, i64>,
    /// Where it comes from.
    pub source: String,
}

impl Rule {
    /// A number the rule compares with; none where the files do not state it.
    pub fn threshold(&self, name: &str) -> Option<i64> {
        self.thresholds.get(name).copied()
    }

    /// What the files state of a threshold, whatever a setting made of it.
    pub fn default_threshold(&self, name: &str) -> Option<i64> {
        self.stated.get(name).copied().or_else(|| self.threshold(name))
    }

    /// Puts another value in force; a name the files do not state is left alone.
    pub(super) fn set(&mut self, name: &str, value: i64) {
        let default = self.default_threshold(name);
        let Some(in_force) = self.thresholds.get_mut(name) else { return };
        *in_force = value;
        match default {
            Some(default) if default != value => self.stated.insert(name.to_owned(), default),
            _ => self.stated.remove(name),
        };
    }
}

/// One comparison an edition's returns must pass.
#[derive(Clone, Debug)]
pub struct Comparison<'a> {
    /// The rule whose words and severity apply.
    pub rule: &'a Rule,
    /// Terms of one side.
    pub left: &'a [Term],
    /// What must hold.
    pub operator: Operator,
    /// Terms of the other side.
    pub right: &'a [Term],
    /// Where numbers are not there.
    pub missing: Missing,
    /// The indicator it comes from, where it does.
    pub indicator: Option<&'a Indicator>,
}

/// Names a message or remedy may hold in braces, besides the rule's own thresholds, each with its word for readers of
/// the rule; the format's readme explains them.
pub const PLACEHOLDERS: [(&str, &str); 29] = [
    ("element", "数据元"),
    ("indicator", "指标"),
    ("target", "目标"),
    ("service", "服务"),
    ("hospital", "医院"),
    ("edition", "年版"),
    ("period", "季度"),
    ("month", "月份"),
    ("code", "编码"),
    ("unit", "单位"),
    ("choices", "可选的项"),
    ("found", "填的内容"),
    ("expected", "应有的内容"),
    ("last", "上季度的数"),
    ("maximum", "上限"),
    ("limit", "上限"),
    ("reason", "原因"),
    ("kind", "文件的种类"),
    ("also", "视情况另加的话"),
    ("sheet", "工作表"),
    ("cell", "单元格"),
    ("other_cell", "另一个单元格"),
    ("left", "前一项"),
    ("left_value", "前一项的数"),
    ("left_cell", "前一项的单元格"),
    ("right", "后一项"),
    ("right_value", "后一项的数"),
    ("right_cell", "后一项的单元格"),
    ("count", "倍数"),
];

/// A template for somebody who reads the rule, not one case of it: `“〔数据元〕”三个月都是 〔填的内容〕`.
pub fn spoken(template: &str) -> String {
    let words: Vec<(&str, String)> = PLACEHOLDERS.iter().map(|(name, word)| (*name, format!("〔{word}〕"))).collect();
    let words: Vec<(&str, &str)> = words.iter().map(|(name, word)| (*name, word.as_str())).collect();
    fill(template, &words)
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
        assert_eq!(spoken("“{element}”填的是 {found}。"), "“〔数据元〕”填的是 〔填的内容〕。");
    }
}
