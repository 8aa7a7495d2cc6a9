//! What a rule asks, as a sentence for people.

use super::indicator::side_in_words;
use super::{Catalogue, Kind, Missing, Operator, PastOperator, Rule, RuleCheck};

impl Rule {
    /// What must hold, in Chinese with the numbers it compares with, such as `四级手术 ≤ 手术`; for a structural rule
    /// what the program looks for is in its message alone.
    pub fn in_words(&self, catalogue: &Catalogue) -> String {
        let limit = |name: &str| self.threshold(name).map_or_else(|| "？".to_owned(), |limit| limit.to_string());
        let limits = || self.threshold("limits_per_mille").unwrap_or_default() as f64 / 10.0;
        match &self.check {
            RuleCheck::Elements { left, operator, right, .. } => {
                let (left, right) = (side_in_words(left, false, catalogue), side_in_words(right, false, catalogue));
                comparison(*operator, &left, &right)
            }
            RuleCheck::Indicators { kinds, operator, .. } => {
                format!("{}：{}", kinds_in_words(kinds), comparison(*operator, "分子", "分母"))
            }
            RuleCheck::Months => format!("三个月合计 {} 起，三个月不全相等", limit("minimum_total")),
            RuleCheck::TypedRates { kinds } => {
                let hundredths = self.threshold("points_x100").unwrap_or_default() as f64;
                format!("{}：填的比率与按个数计算的相差不超过 {} 个百分点", kinds_in_words(kinds), hundredths / 100.0)
            }
            RuleCheck::History(PastOperator::NotIdentical) => {
                format!("一个目标的数字不与上季度全部相同（大于 0 的数有 {} 个起）", limit("minimum_values"))
            }
            RuleCheck::History(PastOperator::NotExtreme) => format!(
                "比例不突然变为 0 或 100%（两季分母都在 {} 起，且超出上季度水平的 {}% 界限）",
                limit("minimum_denominator"),
                limits()
            ),
            RuleCheck::History(PastOperator::NotCumulative) => format!(
                "第 n 季度的数不是上季度的 n 倍左右（相差 {}% 以内；上季度 {} 起）",
                limit("within_percent"),
                limit("minimum_last")
            ),
            RuleCheck::History(PastOperator::InsideLimits) => format!(
                "比例和例次率在本院前 {} 个季度（至少 {} 个）水平的 {}% 界限之内（分母 {} 起，已计入平常的波动）",
                limit("quarters"),
                limit("minimum_quarters"),
                limits(),
                limit("minimum_denominator")
            ),
            RuleCheck::History(PastOperator::InsidePeers) => format!(
                "本院以往不足 {} 个季度的，比例和例次率在同级医院（至少 {} 家）上季度水平的 {}% 界限之内（分母 {} 起，已计入医院之间的差别）",
                limit("own_quarters"),
                limit("minimum_peers"),
                limits(),
                limit("minimum_denominator")
            ),
            RuleCheck::Structural => "由读报表的程序判断".to_owned(),
        }
    }
}

impl Missing {
    /// What happens where a number is not there, in Chinese.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Skip => "缺一个数就不比",
            Self::LeftAsZero => "左边缺的按 0 计，右边缺就不比",
        }
    }
}

fn comparison(operator: Operator, left: &str, right: &str) -> String {
    match operator {
        Operator::AtMost => format!("{left} ≤ {right}"),
        Operator::Equals => format!("{left} = {right}"),
        Operator::NoneWithout => format!("{right}为 0 时{left}也为 0"),
    }
}

fn kinds_in_words(kinds: &[Kind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.label()).collect();
    words.join("、")
}
