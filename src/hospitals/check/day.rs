//! Days as people write them.

use chrono::{Days, NaiveDate};

use super::cell;
use crate::spreadsheets::{Cell, Raw};

/// Serial number 1 of a spreadsheet is 1900-01-01, counted with a 29 February 1900 that never was.
const SERIAL_ZERO: NaiveDate = match NaiveDate::from_ymd_opt(1899, 12, 30) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Bare numbers taken as years rather than as serial numbers.
const YEARS: std::ops::RangeInclusive<i64> = 1840..=2200;

/// Earliest and latest year a hospital can open or close in.
const PLAUSIBLE: std::ops::RangeInclusive<i32> = 1840..=2199;

/// The day a cell names: a date cell, `2024-03-31`, `2024.3.31`, `2024/3/31`, `2024年3月31日`, `20240331` or a
/// serial number; none for anything else, also for a year or month alone.
pub(crate) fn read(cell: &Cell) -> Option<NaiveDate> {
    let day = match &cell.value {
        Raw::DateTime { iso, .. } => iso.get(..10)?.parse().ok(),
        Raw::Number(number) => of_number(*number),
        Raw::Text(_) => of_text(&cell::text(cell).ok()?),
        _ => None,
    };
    day.filter(|day| PLAUSIBLE.contains(&chrono::Datelike::year(day)))
}

fn of_number(number: f64) -> Option<NaiveDate> {
    if number.fract() != 0.0 || !(1.0..1e8).contains(&number) {
        return None;
    }
    let digits = format!("{number:.0}");
    if digits.len() == 8 {
        return NaiveDate::parse_from_str(&digits, "%Y%m%d").ok();
    }
    let serial: u64 = digits.parse().ok()?;
    let is_year = i64::try_from(serial).is_ok_and(|year| YEARS.contains(&year));
    if is_year { None } else { SERIAL_ZERO.checked_add_days(Days::new(serial)) }
}

fn of_text(text: &str) -> Option<NaiveDate> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return of_number(text.parse().ok()?);
    }
    let day = text.split_once(['T', '日']).map_or(text, |(day, _)| day);
    let mut parts = day.split(['-', '.', '/', '年', '月', '。', '、']).map(str::trim).filter(|part| !part.is_empty());
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    // A time may stand behind the day.
    let day = rest.split_whitespace().next()?;
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || year.len() != 4 || ![year, month, day].into_iter().all(all_digits) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_value(value: Raw) -> Option<String> {
        read(&Cell { row: 0, col: 0, value, formula: None, percent: false }).map(|day| day.to_string())
    }

    #[test]
    fn every_form_of_a_day_is_the_day() {
        for text in [
            "2024-03-31",
            "2024.3.31",
            "2024/3/31",
            "2024年3月31日",
            "２０２４．３．３１",
            "20240331",
            "45382",
            "2024-03-31 00:00:00",
            "2024-03-31T08:00:00",
            " 2024 年 3 月 31 日 ",
        ] {
            assert_eq!(read_value(Raw::Text(text.to_owned())).as_deref(), Some("2024-03-31"), "{text}");
        }
        assert_eq!(read_value(Raw::Number(45_382.0)).as_deref(), Some("2024-03-31"));
        assert_eq!(read_value(Raw::Number(20_240_331.0)).as_deref(), Some("2024-03-31"));
        let iso = "2024-03-31T00:00:00".to_owned();
        assert_eq!(read_value(Raw::DateTime { iso, serial: None }).as_deref(), Some("2024-03-31"));
    }

    #[test]
    fn what_is_no_whole_day_is_none() {
        for text in
            ["1985", "1985年", "1985.6", "2024.2.30", "24.3.31", "2024-13-01", "去年", "2024-3-31-1", "12:30", ""]
        {
            assert_eq!(read_value(Raw::Text(text.to_owned())), None, "{text}");
        }
        assert_eq!(read_value(Raw::Number(1985.0)), None);
        assert_eq!(read_value(Raw::Number(1985.6)), None);
    }
}
