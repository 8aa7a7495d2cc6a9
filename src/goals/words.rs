//! Goals and how figures stand against them, in a reader's words.

use serde::Serialize;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Better, Indicator, Kind};
use crate::goals::judge::{self, State, Why};
use crate::goals::model::{Goal, Subject, Value};
use crate::web::format::scaled;

/// What a place for 对目标值 shows; `templates/parts/goals.html` draws it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// The kind of its tag: ok, bad, unsure or plain.
    pub kind: &'static str,
    /// The word in the tag.
    pub label: &'static str,
    /// `目标 ≥ 75 %`; empty where no goal is set.
    pub goal: String,
    /// What a reader should know beside it; none where the word says all.
    pub why: Option<&'static str>,
    /// Where the goal comes from; empty where no goal is set.
    pub source: String,
}

/// How a figure stands against the goal of its group. `counts` are the pooled numerator and denominator; none where
/// nothing was reported or the figure is withheld.
#[must_use]
pub fn shown(indicator: &Indicator, goal: Option<&Goal>, counts: Option<(i64, i64)>) -> Shown {
    let Some(goal) = goal else {
        let (label, why) = match judge::may_have(indicator) {
            Err(Why::NoFormula) => ("口径未发布", Some(Why::NoFormula.said())),
            Err(why) => ("未设目标值", Some(why.said())),
            Ok(()) => ("未设目标值", None),
        };
        return Shown { kind: "plain", label, goal: String::new(), why, source: String::new() };
    };
    let (kind, label, why) = match counts.map(|(above, below)| judge::state(indicator, goal.value, above, below)) {
        None => ("plain", "无数字", Some("没有可以公布的数字，不判断是否达到。")),
        Some(State::Reached) => ("ok", "达到", None),
        Some(State::Missed) => ("bad", "未达到", None),
        Some(State::Undecided) => ("unsure", "尚不能判断", Some("离目标值太近，或例数太少，差别可能只是偶然。")),
        Some(State::NotApplicable(why)) => ("plain", "不作判断", Some(why.said())),
    };
    let words = format!("目标 {}", goal_words(indicator, goal.value));
    Shown { kind, label, goal: words, why, source: goal.source.clone() }
}

/// A goal with the way it is meant and its unit: `≥ 75 %`, `≤ 1.8 %`.
#[must_use]
pub fn goal_words(indicator: &Indicator, value: Value) -> String {
    let sign = match indicator.better {
        Better::Higher => "≥\u{A0}",
        Better::Lower => "≤\u{A0}",
        Better::None => "",
    };
    // The narrow space of `scaled` before % and ‰, a wide one before units in words.
    let space = if ["%", "‰"].contains(&indicator.unit.as_str()) { '\u{202F}' } else { '\u{A0}' };
    format!("{sign}{}{space}{}", value_words(value), indicator.unit)
}

/// A value without its unit and without needless zeros: `75`, `1.85`.
#[must_use]
pub fn value_words(value: Value) -> String {
    let all = scaled(value.0, 4);
    all.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value as forms and workbooks hold it: plain digits without thousands.
#[must_use]
pub fn value_typed(value: Value) -> String {
    value_words(value).replace('\u{202F}', "").replace('−', "-")
}

/// For whom a goal holds. A hospital is not named: its own goals stand on its own pages.
#[must_use]
pub fn subject_words(subject: &Subject, catalogue: &Catalogue) -> String {
    match subject {
        Subject::All => "全部医院".to_owned(),
        Subject::Level(key) => catalogue.register().level_name(key).to_owned(),
        Subject::Hospital(_) => "本院".to_owned(),
    }
}

/// Where a goal stands in the plan of its indicator: what a value may be, for the hint of a field.
#[must_use]
pub fn hint(indicator: &Indicator) -> String {
    let way = match indicator.better {
        Better::Higher => "越高越好，填最低要达到多少",
        Better::Lower => "越低越好，填最高不超过多少",
        Better::None => "只作观察",
    };
    let bounds =
        if indicator.kind == Kind::Proportion { format!("，0 到 {}", indicator.multiplier) } else { String::new() };
    format!("单位 {}{bounds}，最多 4 位小数；{way}。空着表示不设", indicator.unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indicator(better: Better, unit: &str) -> Indicator {
        let any = Catalogue::load(None).unwrap().indicator_coded("iv_use_rate").unwrap().clone();
        Indicator { better, unit: unit.to_owned(), ..any }
    }

    fn goal(value: i64) -> Goal {
        Goal {
            indicator: "iv_use_rate".parse().unwrap(),
            year: 2024,
            subject: Subject::All,
            value: Value(value),
            source: "演示".to_owned(),
        }
    }

    #[test]
    fn a_goal_reads_with_its_way_and_unit() {
        let words = |better, unit, value| goal_words(&indicator(better, unit), Value(value)).replace('\u{A0}', " ");
        assert_eq!(words(Better::Higher, "%", 750_000), "≥ 75\u{202F}%");
        assert_eq!(words(Better::Lower, "%", 18_000), "≤ 1.8\u{202F}%");
        assert_eq!(words(Better::Lower, "袋(瓶)/床日", 23_450), "≤ 2.345 袋(瓶)/床日");
        assert_eq!(words(Better::Higher, "‰", 0), "≥ 0\u{202F}‰");
        assert_eq!(value_words(Value(1_000_000)), "100", "the zeros of the whole number stay");
        assert_eq!(value_typed(Value(12_340_500_000)), "1234050");
    }

    #[test]
    fn tags_and_words_are_those_of_the_style() {
        let higher = indicator(Better::Higher, "%");
        let of = |goal: Option<&Goal>, counts| {
            let shown = shown(&higher, goal, counts);
            (shown.kind, shown.label)
        };
        let set = goal(700_000);
        assert_eq!(of(Some(&set), Some((8_000, 10_000))), ("ok", "达到"));
        assert_eq!(of(Some(&set), Some((6_000, 10_000))), ("bad", "未达到"));
        assert_eq!(of(Some(&set), Some((7, 10))), ("unsure", "尚不能判断"));
        assert_eq!(of(Some(&set), None), ("plain", "无数字"));
        assert_eq!(of(Some(&set), Some((0, 0))), ("plain", "不作判断"));
        assert_eq!(of(None, Some((7, 10))), ("plain", "未设目标值"));
        let unpublished = Indicator { defined: false, ..higher.clone() };
        assert_eq!(shown(&unpublished, None, None).label, "口径未发布");
        assert_eq!(shown(&higher, Some(&set), None).goal, format!("目标 {}", goal_words(&higher, set.value)));
    }
}
