//! Numbers and days as official Chinese writes them; pure.

use chrono::{Datelike, NaiveDate};

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A counting number in Chinese numerals, as headings are numbered: 一, 十, 十八, 二十. From 100 on in digits, which no
/// heading reaches.
#[must_use]
pub fn numeral(number: usize) -> String {
    let digit = |n: usize| DIGITS.get(n).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones).to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, 0) => format!("{}十", digit(tens)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

/// A day in full: `2024年10月21日`.
#[must_use]
pub fn date(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A span of days without what the first day has said already: `2024年10月21日`, `2024年10月21日至23日`,
/// `2024年10月30日至11月2日`, `2024年12月30日至2025年1月2日`.
#[must_use]
pub fn days(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { date(first) } else { format!("{}至{}", date(first), after(first, last)) }
}

/// A day by whose end something is due, beside a year that is known: `11月20日前`, in another year `2025年1月20日前`.
#[must_use]
pub fn deadline(day: NaiveDate, year: i32) -> String {
    if day.year() == year { format!("{}月{}日前", day.month(), day.day()) } else { format!("{}前", date(day)) }
}

/// Deadlines in a sentence, each once and in order: `2024年11月20日前`, or
/// `2024年11月20日前、12月20日前和2025年1月20日前`. Empty when there is none.
#[must_use]
pub fn deadlines(of: &[NaiveDate]) -> String {
    let mut sorted = of.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut said = Vec::new();
    let mut year = None;
    for day in sorted {
        said.push(year.map_or_else(|| format!("{}前", date(day)), |year| deadline(day, year)));
        year = Some(day.year());
    }
    match said.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{}和{last}", rest.join("、")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// The later of two days, without what they share.
fn after(first: NaiveDate, last: NaiveDate) -> String {
    if last.year() != first.year() {
        date(last)
    } else if last.month() != first.month() {
        format!("{}月{}日", last.month(), last.day())
    } else {
        format!("{}日", last.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn numerals_are_those_of_headings() {
        let said: Vec<String> = [1, 9, 10, 11, 18, 20, 31, 99, 100].into_iter().map(numeral).collect();
        assert_eq!(said, ["一", "九", "十", "十一", "十八", "二十", "三十一", "九十九", "100"]);
    }

    #[test]
    fn spans_leave_out_what_was_said() {
        let first = day(2024, 10, 21);
        assert_eq!(days(first, first), "2024年10月21日");
        assert_eq!(days(first, day(2024, 10, 23)), "2024年10月21日至23日");
        assert_eq!(days(first, day(2024, 11, 2)), "2024年10月21日至11月2日");
        assert_eq!(days(first, day(2025, 1, 2)), "2024年10月21日至2025年1月2日");
    }

    #[test]
    fn deadlines_are_named_once_and_in_order() {
        let (a, b, c) = (day(2024, 11, 20), day(2024, 12, 20), day(2025, 1, 20));
        assert_eq!(deadlines(&[]), "");
        assert_eq!(deadlines(&[a, a]), "2024年11月20日前");
        assert_eq!(deadlines(&[b, a, b]), "2024年11月20日前和12月20日前");
        assert_eq!(deadlines(&[c, b, a]), "2024年11月20日前、12月20日前和2025年1月20日前");
    }
}
