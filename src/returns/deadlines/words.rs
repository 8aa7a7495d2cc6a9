//! Due dates as readers see them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::calendar::china_date;
use crate::catalogue::model::RegisterTerms;
use crate::returns::deadlines::due::{Due, left};
use crate::returns::deadlines::model::{Key, Reach, Term};

/// `10 月 15 日`, with the year where it is not that of `now`.
#[must_use]
pub fn day_said(day: NaiveDate, now: DateTime<Utc>) -> String {
    let year = if day.year() == china_date(now).year() { String::new() } else { format!("{} 年 ", day.year()) };
    format!("{year}{} 月 {} 日", day.month(), day.day())
}

/// 周一 … 周日
#[must_use]
pub fn weekday(day: NaiveDate) -> &'static str {
    ["周一", "周二", "周三", "周四", "周五", "周六", "周日"][day.weekday().num_days_from_monday() as usize]
}

/// `期限 10 月 15 日（还有 4 天）`, `延至 10 月 25 日（…）`; `settled` leaves out what is left, because everything is in.
#[must_use]
pub fn due_said(due: Due, now: DateTime<Utc>, settled: bool) -> String {
    let word = if due.extended { "延至" } else { "期限" };
    let day = day_said(due.on, now);
    let over = china_date(now) > due.on;
    match (settled, over) {
        (true, _) => format!("{word} {day}"),
        (false, true) => format!("{word} {day}，已逾期 {} 天", (china_date(now) - due.on).num_days()),
        (false, false) => format!("{word} {day}（{}）", left(due.on, now)),
    }
}

/// What a term is set for: `2024 年第三季度起，三级`.
#[must_use]
pub fn key_said(key: &Key, terms: &RegisterTerms) -> String {
    let reach = match key.reach {
        Reach::From => "起",
        Reach::Only => "单独",
    };
    let level = key.level.as_deref().map_or("全部级别", |level| terms.level_name(level));
    format!("{}{reach}，{level}", key.period.label())
}

/// What a term says: `季度结束后 15 天，遇休息日顺延`.
#[must_use]
pub fn term_said(term: Option<Term>) -> String {
    match term {
        Some(Term::After { days, moves: true }) => format!("季度结束后 {days} 天，遇休息日顺延到下一个工作日"),
        Some(Term::After { days, moves: false }) => format!("季度结束后 {days} 天，遇休息日不顺延"),
        Some(Term::On(day)) => format!("{day}（{}）", weekday(day)),
        None => "撤销".to_owned(),
    }
}
