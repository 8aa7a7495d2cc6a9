//! What somebody typed as a goal: a value, or in plain words what is wrong and how to mend it. Pure.

use crate::catalogue::model::{Better, Indicator, Kind, half_width};
use crate::goals::model::{SCALE, Value};
use crate::goals::words::value_typed;

/// Longest source, characters.
pub const SOURCE_MAX: usize = 200;

/// Digits after the point that a stored goal keeps.
const DECIMALS: usize = 4;

/// Largest goal of what is no share, in the unit shown; beyond it somebody typed a count.
const LARGEST: i64 = 1_000_000;

/// The value that was typed; none where nothing was.
///
/// A number, with the indicator's own unit behind it or without.
///
/// # Errors
/// What is wrong and how to mend it, without saying where.
pub fn value(indicator: &Indicator, typed: &str) -> Result<Option<Value>, String> {
    let plain: String = half_width(typed).chars().filter(|c| !c.is_whitespace() && *c != '\u{202F}').collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let shown: String = typed.trim().chars().take(20).collect();
    let unit = half_width(&indicator.unit);
    let digits = plain.strip_suffix(unit.as_str()).unwrap_or(&plain);
    if digits.starts_with(['-', '−']) {
        return Err(format!("填了“{shown}”，目标值不能是负数。{}", bounds_said(indicator)));
    }
    let Some((whole, part)) = split(digits) else {
        let unit = if ["%", "‰"].contains(&indicator.unit.as_str()) { "" } else { "、不写单位" };
        return Err(format!("填了“{shown}”，不是数字。请只填一个数，例如 75 或 1.85{unit}；≥、≤ 也不用写，由系统加。"));
    };
    if part.len() > DECIMALS {
        return Err(format!("填了“{shown}”，小数有 {} 位，最多 {DECIMALS} 位。请舍入以后再填。", part.len()));
    }
    // More digits than any goal has are too many, not a fault of ours.
    let whole: i64 = whole.parse().unwrap_or(i64::MAX);
    let part: i64 = format!("{part:0<DECIMALS$}").parse().unwrap_or(0);
    let scaled = whole.saturating_mul(SCALE).saturating_add(part);
    within(indicator, Value(scaled), &shown).map(Some)
}

/// Digits before and after the point, the needless zeros at the end left out; none for what is no plain number.
fn split(digits: &str) -> Option<(&str, &str)> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = !whole.is_empty() && plain(whole) && plain(part) && !digits.ends_with('.');
    is_number.then_some((whole, part.trim_end_matches('0')))
}

fn within(indicator: &Indicator, value: Value, shown: &str) -> Result<Value, String> {
    let share = indicator.kind == Kind::Proportion;
    let largest = if share { indicator.multiplier } else { LARGEST };
    if value.0 > largest * SCALE {
        let why = if share { "这个指标是比例，部分不会多于全体" } else { "不像是一个率" };
        return Err(format!("填了“{shown}”，超过 {largest} {}：{why}。{}", indicator.unit, bounds_said(indicator)));
    }
    let is_fraction = indicator.unit == "%" && value.0 > 0 && value.0 < SCALE;
    if is_fraction && (indicator.better == Better::Higher || indicator.decimals < 2) {
        let meant = value_typed(Value(value.0 * 100));
        return Err(format!("填了“{shown}”，这个指标的单位是 %，那就是不到百分之一。{meant} % 请填 {meant}。"));
    }
    match indicator.better {
        Better::Higher if value.0 == 0 => {
            Err(format!("填了“{shown}”，越高越好的指标以 0 为目标，谁都算达到。不设目标请留空。"))
        }
        Better::Lower if share && value.0 == largest * SCALE => Err(format!(
            "填了“{shown}”，越低越好的指标以 {largest} {} 为目标，谁都算达到。不设目标请留空。",
            indicator.unit
        )),
        _ => Ok(value),
    }
}

fn bounds_said(indicator: &Indicator) -> String {
    let largest = if indicator.kind == Kind::Proportion { indicator.multiplier } else { LARGEST };
    format!("请核对后填 0 到 {largest} 之间的数，单位 {}。", indicator.unit)
}

/// Where a goal comes from, or why it is taken back.
///
/// # Errors
/// What is wrong and how to mend it, without saying where.
pub fn source(typed: &str) -> Result<String, String> {
    let plain = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.chars().count() {
        0 => Err("没有写依据。请写明文号和条款，或为什么这样定、为什么撤销。".to_owned()),
        length if length > SOURCE_MAX => {
            Err(format!("依据有 {length} 个字，最多 {SOURCE_MAX} 个字。请只留文号、条款和一句理由。"))
        }
        _ => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::catalogue::Catalogue;

    /// Read once: a property asks hundreds of times.
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    fn of(code: &str) -> Indicator {
        CATALOGUE.indicator_coded(code).unwrap().clone()
    }

    #[test]
    fn numbers_with_or_without_the_unit_are_read_exactly() {
        let higher = of("vte_proper_prophylaxis_rate");
        for (typed, read) in [
            ("75", 750_000),
            (" 75 % ", 750_000),
            ("７５．５％", 755_000),
            ("75.1230", 751_230),
            ("75.00000", 750_000),
            ("1", 10_000),
            ("100", 1_000_000),
        ] {
            assert_eq!(value(&higher, typed), Ok(Some(Value(read))), "{typed}");
        }
        assert_eq!(value(&higher, " \u{3000}"), Ok(None));
        assert_eq!(value(&of("iv_bags_per_bed_day"), "2.5袋(瓶)/床日"), Ok(Some(Value(25_000))));
        assert_eq!(value(&of("unplanned_reop_rate"), "0.85"), Ok(Some(Value(8_500))), "a low rate lies below 1 %");
        assert_eq!(value(&of("unplanned_reop_rate"), "0"), Ok(Some(Value(0))), "none at all may be the goal");
        assert_eq!(value(&of("iv_volume_per_bed_day"), "1000000"), Ok(Some(Value(10_000_000_000))));
    }

    #[test]
    fn what_cannot_be_a_goal_is_refused_with_its_reason() {
        for (code, typed, said) in [
            ("vte_proper_prophylaxis_rate", "120", "超过 100 %：这个指标是比例"),
            ("vte_proper_prophylaxis_rate", "100.0001", "超过 100 %"),
            ("vte_proper_prophylaxis_rate", "-5", "不能是负数"),
            ("vte_proper_prophylaxis_rate", "75.12345", "小数有 5 位，最多 4 位"),
            ("vte_proper_prophylaxis_rate", "八成", "不是数字"),
            ("vte_proper_prophylaxis_rate", "≥75", "不是数字"),
            ("vte_proper_prophylaxis_rate", "75.", "不是数字"),
            ("vte_proper_prophylaxis_rate", ".5", "不是数字"),
            ("vte_proper_prophylaxis_rate", "7.5.1", "不是数字"),
            ("vte_proper_prophylaxis_rate", "75‰", "不是数字"),
            ("vte_proper_prophylaxis_rate", "0.75", "75 % 请填 75"),
            ("iv_use_rate", "0.855", "85.5 % 请填 85.5"),
            ("vte_proper_prophylaxis_rate", "0", "谁都算达到"),
            ("iv_use_rate", "100", "谁都算达到"),
            ("iv_volume_per_bed_day", "1000000.5", "不像是一个率"),
            ("iv_volume_per_bed_day", "99999999999999999999999", "不像是一个率"),
        ] {
            let fault = value(&of(code), typed).unwrap_err();
            assert!(fault.contains(said), "{typed}: {fault}");
        }
    }

    #[test]
    fn a_source_is_neither_blank_nor_a_book() {
        assert!(source(" \n\u{3000}").unwrap_err().contains("没有写依据"));
        assert_eq!(source(" 某号文 \n 第三条 "), Ok("某号文 第三条".to_owned()));
        assert_eq!(source(&"字".repeat(200)).map(|text| text.chars().count()), Ok(200));
        assert!(source(&"字".repeat(201)).unwrap_err().contains("201 个字"));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same(stored in 10_000_i64..=1_000_000) {
            let higher = of("vte_proper_prophylaxis_rate");
            prop_assert_eq!(value(&higher, &value_typed(Value(stored))), Ok(Some(Value(stored))));
        }

        #[test]
        fn nothing_typed_is_a_fault_of_ours(typed in "\\PC{0,30}") {
            let read = value(&of("vte_proper_prophylaxis_rate"), &typed);
            if let Ok(Some(Value(read))) = read {
                prop_assert!((SCALE..=100 * SCALE).contains(&read), "{}", typed);
            }
        }
    }
}
