//! Figures as readers see them: rounded once, with their unit. Pure.

use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Indicator, Rhythm};
use crate::progress::model::{Figure, Pooled};
use crate::statistics::Interval;
use crate::web::format;

/// U+202F, between a figure and % or ‰.
const NARROW: char = '\u{202F}';

/// A value without its unit: `68.9`.
#[must_use]
pub fn plain(indicator: &Indicator, value: f64) -> String {
    format::fixed(value, indicator.decimals)
}

/// A value with its unit: `68.9 %`, `1.88 例次/百出院人次`.
#[must_use]
pub fn with_unit(indicator: &Indicator, value: f64) -> String {
    let space = if is_percent(indicator) || indicator.unit == "‰" { NARROW } else { ' ' };
    format!("{}{space}{}", plain(indicator, value), indicator.unit)
}

/// A figure with its unit, or why there is none.
#[must_use]
pub fn figure(indicator: &Indicator, figure: Figure) -> String {
    figure.value.map_or_else(|| "无数字".to_owned(), |value| with_unit(indicator, value))
}

/// Why an indicator has no figure of a quarter, whatever is reported; none where it can have one.
#[must_use]
pub fn never(indicator: &Indicator) -> Option<&'static str> {
    if !indicator.defined {
        return Some("这一项的计算口径没有公布，不能计算。");
    }
    (indicator.rhythm == Rhythm::Yearly).then_some("这一指标按年计算，系统现在只算到季度，所以没有数字。")
}

/// `213 456 / 309 812`.
#[must_use]
pub fn fraction(pooled: Pooled) -> String {
    format!("{} / {}", format::count(pooled.numerator), format::count(pooled.denominator))
}

/// `68.7–69.1`, without unit.
#[must_use]
pub fn interval(indicator: &Indicator, interval: Interval) -> String {
    format!("{}–{}", plain(indicator, interval.lower), plain(indicator, interval.upper))
}

/// Whether differences are 百分点.
#[must_use]
pub fn is_percent(indicator: &Indicator) -> bool {
    indicator.unit == "%"
}

/// The short label of a period on an axis, and the label below the first of its year.
#[must_use]
pub fn tick(period: Period) -> (String, String) {
    let label = match period.grain() {
        Grain::Year => period.year().to_string(),
        Grain::Quarter => format!("Q{}", period.number()),
        Grain::Month => format!("{} 月", period.number()),
    };
    let year = if period.grain() == Grain::Year { String::new() } else { format!("{} 年", period.year()) };
    (label, year)
}
