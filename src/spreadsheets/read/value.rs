//! Values of whatever reader as ours.

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, SheetVisible};

use super::number_format::NumberFormat;
use crate::spreadsheets::formula::Formula;
use crate::spreadsheets::model::{Cell, Raw, Visibility};

/// The cell at an address for a value of calamine, if it holds anything.
pub(super) fn cell(address: (u32, u32), data: Data, formula: Option<Formula>, percent: bool) -> Option<Cell> {
    holding(address, raw(data), formula, percent)
}

/// The cell at an address, if it holds anything: a formula without a stored result does, a cell
/// that only has a format does not.
pub(super) fn holding(
    (row, col): (u32, u32),
    value: Option<Raw>,
    formula: Option<Formula>,
    percent: bool,
) -> Option<Cell> {
    let value = match value {
        None if formula.is_some() => Raw::FormulaWithoutValue,
        None => return None,
        Some(Raw::Text(text)) if text.is_empty() && formula.is_none() => return None,
        Some(value) => value,
    };
    let percent = percent && matches!(value, Raw::Number(_));
    Some(Cell { row, col, value, formula, percent })
}

/// A number as its format shows it.
pub(super) fn number(number: f64, format: NumberFormat, since_1904: bool) -> Raw {
    let kind = match format {
        NumberFormat::Plain | NumberFormat::Percent => return Raw::Number(number),
        NumberFormat::Date => ExcelDateTimeType::DateTime,
        NumberFormat::Duration => ExcelDateTimeType::TimeDelta,
    };
    Raw::DateTime { iso: iso(ExcelDateTime::new(number, kind, since_1904)), serial: Some(number) }
}

pub(super) fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

fn raw(data: Data) -> Option<Raw> {
    Some(match data {
        Data::Empty => return None,
        // xls alone keeps whole numbers apart, and only those of 30 bits.
        Data::Int(whole) => Raw::Number(whole as f64),
        Data::Float(number) => Raw::Number(number),
        Data::String(text) => Raw::Text(text),
        Data::Bool(truth) => Raw::Bool(truth),
        Data::DateTime(moment) => Raw::DateTime { iso: iso(moment), serial: Some(moment.as_f64()) },
        Data::DateTimeIso(iso) => Raw::DateTime { iso: without_midnight(iso), serial: None },
        Data::DurationIso(iso) => Raw::DateTime { iso, serial: None },
        Data::Error(error) => Raw::Error(error.to_string()),
    })
}

/// A serial number as the date, time or duration its cell shows.
fn iso(moment: ExcelDateTime) -> String {
    let serial = moment.as_f64();
    if moment.is_duration() {
        let seconds = (serial * 86_400.0).round();
        let sign = if seconds < 0.0 { "-" } else { "" };
        let seconds = seconds.abs();
        let (hours, rest) = ((seconds / 3_600.0).floor(), seconds % 3_600.0);
        return format!("{sign}{hours}:{:02}:{:02}", (rest / 60.0).floor(), rest % 60.0);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if (0.0..1.0).contains(&serial) {
        return time;
    }
    without_midnight(format!("{year:04}-{month:02}-{day:02}T{time}"))
}

/// A moment at midnight is a date somebody typed.
pub(super) fn without_midnight(mut iso: String) -> String {
    if let Some(date) = iso.strip_suffix("T00:00:00") {
        iso.truncate(date.len());
    }
    iso
}

#[cfg(test)]
mod tests {
    use super::NumberFormat::{Date, Duration};
    use super::*;

    fn shown(serial: f64, format: NumberFormat, since_1904: bool) -> String {
        match number(serial, format, since_1904) {
            Raw::DateTime { iso, .. } => iso,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn serial_numbers_become_what_the_cell_shows() {
        assert_eq!(shown(45_382.0, Date, false), "2024-03-31");
        assert_eq!(shown(43_920.0, Date, true), "2024-03-31");
        assert_eq!(shown(45_382.5, Date, false), "2024-03-31T12:00:00");
        assert_eq!(shown(0.25, Date, false), "06:00:00");
        assert_eq!(shown(1.5, Duration, false), "36:00:00");
    }

    #[test]
    fn a_cell_holds_something_or_is_none() {
        assert_eq!(cell((0, 0), Data::Empty, None, true), None);
        assert_eq!(cell((0, 0), Data::String(String::new()), None, false), None);
        let formula = cell((0, 0), Data::Empty, Some(Formula::default()), true).unwrap();
        assert_eq!((formula.value, formula.percent), (Raw::FormulaWithoutValue, false));
        let percent = cell((0, 0), Data::Float(0.985), None, true).unwrap();
        assert_eq!(percent.found(), "98.5%");
    }
}
