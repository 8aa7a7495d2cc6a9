//! What is said of a frozen figure, and what may not be said. Pure.

use crate::calendar::Period;
use crate::catalogue::model::Indicator;
use crate::progress::judge::change;
use crate::progress::model::Row;
use crate::progress::picture::why_none;
use crate::progress::words;

/// What may not be concluded from any figure of a publication.
const NOT: &str = "这是合并值，没有判断是否在平常波动之内，不能说已经改善或变差，也不能用来评价单家医院";

/// The sentence of an indicator: figure, counts and interval, what it is compared with, what cannot be said. `rows` are all
/// hospitals together, oldest first, the last of them `period`; five quarters reach back a year.
#[must_use]
pub fn sentence(indicator: &Indicator, period: Period, rows: &[Row]) -> String {
    let now = rows.last().copied().unwrap_or_default();
    let counts = counts(now);
    let Some(value) = now.figure.value else {
        return format!("{}：{}。{counts}。", indicator.name, why_none(now));
    };
    let interval = now
        .figure
        .interval
        .map_or_else(String::new, |interval| format!("，95 % 区间 {}", words::interval(indicator, interval)));
    let back = |quarters: usize| rows.len().checked_sub(quarters + 1).and_then(|at| rows.get(at)).copied();
    let against = |quarters, then: Period, name: &str| {
        let row = back(quarters).unwrap_or_default();
        change(indicator, (then, row), (period, now)).told(indicator, name)
    };
    format!(
        "{}为 {}（{}{interval}），{}，{}。{counts}。{NOT}。",
        indicator.name,
        words::with_unit(indicator, value),
        words::fraction(now.pooled),
        against(1, period.previous(), "上季"),
        against(4, period.last_year(), "去年同期"),
    )
}

fn counts(row: Row) -> String {
    let pooled = row.pooled;
    let mut text =
        format!("应报 {} 家，计入 {} 家，未接收或缺报 {} 家", pooled.expected, pooled.reported, pooled.missing());
    if pooled.not_applicable > 0 {
        text.push_str(&format!("，不适用 {} 家", pooled.not_applicable));
    }
    text
}
