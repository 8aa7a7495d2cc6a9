//! Whether something may be said of a series: a day that exists and is past, limits that have something to start anew from.

use chrono::NaiveDate;

use crate::annotations::model::{Annotation, Kind, first_of, rebases};
use crate::calendar::{Grain, Period};

/// The shortest and the longest text, characters.
const LEAST: usize = 2;
const MOST: usize = 200;

/// No figure of this system is older.
const EARLIEST: NaiveDate = match NaiveDate::from_ymd_opt(2015, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// What a rebase is held against: the series it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Oldest first; the grain of the chart.
    pub periods: Vec<Period>,
    /// Whether there is a figure in each of them.
    pub figures: Vec<bool>,
    /// Periods that are the first under another definition.
    pub redefined: Vec<Period>,
}

/// A text without what no page can show.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.trim().to_owned()
}

/// What is said, or why.
///
/// # Errors
/// In a reader's words.
pub fn text(typed: &str, what: &str) -> Result<String, String> {
    let text = cleaned(typed);
    match text.chars().count() {
        0 => Err(format!("没有写{what}。请写明发生了什么、依据什么。")),
        1 => Err(format!("{what}只有 1 个字，至少写 {LEAST} 个字。")),
        length if length > MOST => Err(format!("{what}有 {length} 个字，最多 {MOST} 个字。请写短一些。")),
        _ => Ok(text),
    }
}

/// The day something happened.
///
/// # Errors
/// In a reader's words.
pub fn day(typed: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let typed = typed.trim();
    let shown: String = typed.chars().take(20).collect();
    if typed.is_empty() {
        return Err("没有填日期。请填那件事发生的日子，写成 2024-07-01。".to_owned());
    }
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .map_err(|_| format!("日历上没有“{shown}”这一天，或写法不对。请写成 2024-07-01。"))?;
    if day > today {
        return Err(format!("{day} 还没有到（今天是 {today}）。标注只记已经发生的事。"));
    }
    if day < EARLIEST {
        return Err(format!("{day} 太早，这里没有 {EARLIEST} 以前的数字。请核对年份。"));
    }
    Ok(day)
}

/// The first period under new limits.
///
/// # Errors
/// In a reader's words.
pub fn rebase(typed: &str, ground: &Ground, known: &[Annotation], today: NaiveDate) -> Result<Period, String> {
    let typed = typed.trim();
    let shown: String = typed.chars().take(20).collect();
    let period: Period = typed
        .parse()
        .ok()
        .filter(|period: &Period| period.grain() != Grain::Year)
        .ok_or_else(|| format!("“{shown}”不是季度也不是月份。请从列表里选一期，写法是 2024Q1 或 2024-01。"))?;
    let grain = ground.periods.first().map_or(period.grain(), |first| first.grain());
    let first = first_of(period, grain);
    if first.first_day() > today {
        return Err(format!("{}还没有开始，不能从那时起重算控制限。", first.label()));
    }
    if rebases(known, grain).contains(&first) {
        return Err(format!("{}已经重算过控制限。要改原因，请先撤回原来那一条，再重新写。", first.label()));
    }
    if ground.redefined.contains(&first) {
        return Err(format!("{}起改了口径，控制限已经从那里重新计算，不用再写一次。", first.label()));
    }
    let figure = |wanted: &dyn Fn(Period) -> bool| {
        ground.periods.iter().zip(&ground.figures).any(|(period, figure)| *figure && wanted(*period))
    };
    if !figure(&|period| period < first) {
        return Err(format!("{}以前没有一个点，没有旧的控制限可以重算。请选第一个点之后的一期。", first.label()));
    }
    if !figure(&|period| period >= first) {
        return Err(format!("{}起还没有数字，等有了数字再重算控制限。", first.label()));
    }
    Ok(period)
}

/// What kind of thing is said.
///
/// # Errors
/// In a reader's words.
pub fn kind(typed: &str) -> Result<Kind, String> {
    Kind::of_key(typed).ok_or_else(|| "没有选种类。请选“措施”或“口径”。".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2024-10-21".parse().unwrap()
    }

    fn ground() -> Ground {
        let first: Period = "2023Q3".parse().unwrap();
        Ground {
            periods: first.through("2024Q4".parse().unwrap()),
            figures: vec![false, true, true, true, true, false],
            redefined: vec!["2024Q1".parse().unwrap()],
        }
    }

    #[test]
    fn a_day_exists_and_is_past() {
        assert_eq!(day(" 2024-10-21 ", today()).unwrap(), today());
        for (typed, said) in [
            ("", "没有填日期"),
            ("2024-02-30", "没有“2024-02-30”这一天"),
            ("昨天", "没有“昨天”"),
            ("2024-10-22", "还没有到"),
            ("2014-12-31", "太早"),
        ] {
            let fault = day(typed, today()).unwrap_err();
            assert!(fault.contains(said), "{typed}: {fault}");
        }
    }

    #[test]
    fn limits_start_anew_only_where_there_is_something_on_both_sides() {
        assert_eq!(rebase("2024Q2", &ground(), &[], today()).unwrap().to_string(), "2024Q2");
        for (typed, said) in [
            ("", "不是季度也不是月份"),
            ("2024", "不是季度也不是月份"),
            ("2023Q4", "以前没有一个点"),
            ("2023Q1", "以前没有一个点"),
            ("2024Q1", "改了口径"),
            ("2024Q4", "起还没有数字"),
            ("2025Q1", "还没有开始"),
        ] {
            let fault = rebase(typed, &ground(), &[], today()).unwrap_err();
            assert!(fault.contains(said), "{typed}: {fault}");
        }
    }

    #[test]
    fn a_text_is_neither_blank_nor_a_book() {
        assert!(text(" \u{3000}\n", "原因").unwrap_err().contains("没有写原因"));
        assert!(text("字", "原因").unwrap_err().contains("至少写 2 个字"));
        assert!(text(&"字".repeat(201), "原因").unwrap_err().contains("201 个字"));
        assert_eq!(text("全省\0培训", "内容").unwrap(), "全省 培训");
        assert!(text(&"字".repeat(200), "原因").is_ok());
        assert!(kind("other").is_err() && kind("intervention").is_ok());
    }
}
