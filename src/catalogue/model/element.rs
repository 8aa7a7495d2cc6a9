use serde::{Deserialize, Serialize};

use super::{ElementId, Evidence, TargetId};

/// How often an element is asked, and the shortest period an indicator is computed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Each month of the quarter; a quarter-only figure is allowed.
    Monthly,
    /// Once a quarter.
    Quarterly,
    /// Once a year.
    Yearly,
}

/// How an element's values of shorter periods make that of a longer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverTime {
    /// Counts of events: added up.
    Sum,
    /// Stocks such as beds: the last value of the period stands for it.
    Last,
    /// Persons counted once a period: the longer period cannot be had from the shorter ones.
    NotAdditive,
}

/// 数据元: one thing a hospital counts once, whichever indicators use it.
#[derive(Clone, Debug, Serialize)]
pub struct Element {
    /// Its code, also in the workbook's column 编码.
    pub id: ElementId,
    /// Official or usual Chinese name.
    pub name: String,
    /// What is counted and what is not, in one or two sentences.
    pub definition: String,
    /// Unit of the value as a person types it, such as 例 or 升; empty for a choice.
    pub unit: String,
    /// Digits after the point a person may type; the stored `i64` is the typed value × 10^decimals.
    pub decimals: u8,
    /// How often it is asked.
    pub rhythm: Rhythm,
    /// How months make the quarter and quarters the year.
    pub over_time: OverTime,
    /// Name of the service without which it is not applicable, as in [`Service::name`].
    pub service: Option<String>,
    /// Largest plausible stored value of one month (of one quarter where it is asked quarterly); 本系统口径.
    ///
    /// Scaled by 10^decimals like the value itself. A quarter-only figure of a monthly element may be three times it.
    pub maximum: Option<i64>,
    /// The target it is grouped under; none for what several targets share.
    pub target: Option<TargetId>,
    /// 取数口径: where the clerk finds the number.
    pub where_found: String,
    /// The words to choose from, stored as 1, 2, …; empty for numbers.
    pub choices: Vec<String>,
    /// Where the definition comes from.
    pub source: String,
    /// How far that may be trusted.
    pub evidence: Evidence,
}

impl Element {
    /// The name where it stands alone: without the 其中 that ties it to the row above it in the form.
    pub fn own_name(&self) -> &str {
        self.name.strip_prefix("其中").unwrap_or(&self.name)
    }

    /// 10^decimals: what a typed value is multiplied with to be stored.
    pub fn scale(&self) -> i64 {
        10_i64.pow(u32::from(self.decimals))
    }

    /// The largest plausible stored value of a whole quarter: three times a month's for what is asked monthly and added up.
    pub fn quarter_maximum(&self) -> Option<i64> {
        match (self.rhythm, self.over_time) {
            (Rhythm::Monthly, OverTime::Sum) => self.maximum.map(|most| most.saturating_mul(3)),
            _ => self.maximum,
        }
    }

    /// A stored value as a person writes it: `125` of an element with one decimal is `12.5`, a choice is its word.
    pub fn shown(&self, stored: i64) -> String {
        if let Some(word) = self.choice(stored) {
            return word.to_owned();
        }
        let (scale, places) = (self.scale().unsigned_abs(), usize::from(self.decimals));
        let (whole, rest) = (stored.unsigned_abs() / scale, stored.unsigned_abs() % scale);
        let sign = if stored < 0 { "-" } else { "" };
        if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0places$}") }
    }

    /// The word a stored choice stands for; none where the element is a number or the value no choice.
    pub fn choice(&self, stored: i64) -> Option<&str> {
        let index = usize::try_from(stored).ok()?.checked_sub(1)?;
        self.choices.get(index).map(String::as_str)
    }
}

/// 开展服务: something a hospital may or may not offer, on which elements depend.
#[derive(Clone, Debug, Serialize)]
pub struct Service {
    /// The word in the register and the roster, such as 产科.
    pub name: String,
    /// Other words people write for it.
    pub aliases: Vec<String>,
    /// What counts as offering it.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(decimals: u8, choices: &[&str]) -> Element {
        Element {
            id: "x".parse().unwrap(),
            name: String::new(),
            definition: String::new(),
            unit: String::new(),
            decimals,
            rhythm: Rhythm::Monthly,
            over_time: OverTime::Sum,
            service: None,
            maximum: Some(100),
            target: None,
            where_found: String::new(),
            choices: choices.iter().map(|word| (*word).to_owned()).collect(),
            source: String::new(),
            evidence: Evidence::Unverified,
        }
    }

    #[test]
    fn a_stored_value_is_shown_as_it_was_typed() {
        assert_eq!(element(0, &[]).shown(1234), "1234");
        assert_eq!(element(1, &[]).shown(125), "12.5");
        assert_eq!(element(1, &[]).shown(-5), "-0.5");
        assert_eq!(element(0, &["全部检查", "抽样"]).shown(2), "抽样");
    }

    #[test]
    fn a_quarter_may_hold_three_months() {
        assert_eq!(element(0, &[]).quarter_maximum(), Some(300));
    }
}
