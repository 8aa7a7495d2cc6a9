//! From what stands in a cell to a number, a mark, or the reason why it is neither. Pure.

use crate::spreadsheets::{Cell, Raw};

/// What a cell turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Understood {
    /// A number scaled by the element's decimals.
    Number(i64),
    /// `/`, 不适用, N/A
    NotApplicable,
    /// 未开展
    NotOffered,
    /// Nothing.
    Blank,
    /// Neither; which rule says so.
    Wrong(Wrong),
}

/// Why a cell is not a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// `98.5%` where a count is asked.
    Percent,
    /// `-`, `—`, 无: 0 or 不适用?
    Ambiguous,
    /// More decimals than the element has.
    NotWhole,
    /// Below zero.
    Negative,
    /// `#DIV/0!` and its kind.
    ErrorValue,
    /// A formula whose result was not saved.
    FormulaWithoutValue,
    /// A date where a count is asked.
    Date,
    /// Anything else.
    Unreadable,
}

/// Largest number any cell may hold before the element's own maximum is asked: keeps arithmetic far from overflow.
const CEILING: f64 = 1e13;

/// Reads a cell for an element with `decimals` decimals and this unit; `choices` are the words of a choice.
#[must_use]
pub fn understand(cell: &Cell, decimals: u8, unit: &str, choices: &[String]) -> Understood {
    match &cell.value {
        // The words of a choice are asked for; a number might be its place, a code of the clerk's or a slip.
        Raw::Number(_) if !choices.is_empty() => Understood::Wrong(Wrong::Unreadable),
        Raw::Number(_) if cell.percent => Understood::Wrong(Wrong::Percent),
        Raw::Number(number) => number_of(*number, decimals),
        Raw::Text(text) => text_of(text, decimals, unit, choices),
        Raw::Error(_) => Understood::Wrong(Wrong::ErrorValue),
        Raw::FormulaWithoutValue => Understood::Wrong(Wrong::FormulaWithoutValue),
        Raw::DateTime { .. } => Understood::Wrong(Wrong::Date),
        Raw::Bool(_) => Understood::Wrong(Wrong::Unreadable),
    }
}

fn number_of(number: f64, decimals: u8) -> Understood {
    if !number.is_finite() || number.abs() > CEILING {
        return Understood::Wrong(Wrong::Unreadable);
    }
    let scaled = number * 10_f64.powi(i32::from(decimals));
    let whole = scaled.round();
    // With decimals the binary tail of 12.3 × 10 is forgiven; a whole count must be whole to the last bit.
    let tail = if decimals == 0 { 0.0 } else { 1e-6 };
    if (scaled - whole).abs() > tail {
        return Understood::Wrong(Wrong::NotWhole);
    }
    if whole < 0.0 {
        return Understood::Wrong(Wrong::Negative);
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below the ceiling")]
    Understood::Number(whole as i64)
}

fn text_of(text: &str, decimals: u8, unit: &str, choices: &[String]) -> Understood {
    // What stands on two lines or is told apart by 、 is two things, never one number.
    let apart = |c: char| matches!(c, '\n' | '\r' | '\t' | '、');
    let plain: String = text.chars().map(|c| if apart(c) { c } else { halfwidth_of(c) }).collect();
    let plain = plain.trim();
    if plain.is_empty() {
        return Understood::Blank;
    }
    if let Some(index) = choices.iter().position(|word| word == plain) {
        return i64::try_from(index + 1).map_or(Understood::Wrong(Wrong::Unreadable), Understood::Number);
    }
    match plain.to_ascii_lowercase().as_str() {
        "/" | "\\" | "不适用" | "n/a" | "na" => return Understood::NotApplicable,
        "未开展" => return Understood::NotOffered,
        "-" | "--" | "—" | "——" | "–" | "−" | "无" => return Understood::Wrong(Wrong::Ambiguous),
        _ => {}
    }
    if plain.starts_with('#') {
        return Understood::Wrong(Wrong::ErrorValue);
    }
    if plain.ends_with('%') || plain.ends_with('‰') {
        return Understood::Wrong(Wrong::Percent);
    }
    if looks_like_a_date(plain) {
        return Understood::Wrong(Wrong::Date);
    }
    if !choices.is_empty() {
        return Understood::Wrong(Wrong::Unreadable);
    }
    let digits = without_unit(plain, unit);
    match decimal(&digits, decimals) {
        Some(understood) => understood,
        None => Understood::Wrong(Wrong::Unreadable),
    }
}

/// Full-width digits, letters and signs as half-width ones; every kind of space as a plain one.
#[must_use]
pub fn halfwidth(text: &str) -> String {
    text.chars().map(halfwidth_of).collect()
}

fn halfwidth_of(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\n' | '\r' | '\t' => ' ',
        '\u{200B}' | '\u{FEFF}' => ' ',
        '、' => ',',
        '。' => '.',
        '‐' | '‑' => '-',
        c => c,
    }
}

/// Counters of people and cases that clerks write for one another.
const CASES: [&str; 8] = ["人次", "例次", "台次", "例", "人", "次", "台", "件"];

/// The number without its unit: the element's own – one of them where it has two, as 袋(瓶) – or another counter of
/// cases. Litres of people are none.
fn without_unit(text: &str, unit: &str) -> String {
    let text = text.trim();
    let own = [unit].into_iter().chain(unit.split(['(', ')', '/'])).filter(|unit| !unit.is_empty());
    let other = CASES.into_iter().filter(|_| CASES.contains(&unit));
    let bare = own.chain(other).find_map(|unit| text.strip_suffix(unit));
    bare.unwrap_or(text).trim().to_owned()
}

/// `1,234`, `1234`, `12.5`; the first group has up to three digits, the others have three. A space does not group:
/// `120 135` is two numbers in one cell more often than a hundred thousand.
fn decimal(text: &str, decimals: u8) -> Option<Understood> {
    let (negative, text) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = ungrouped(whole)?;
    if !part.bytes().all(|b| b.is_ascii_digit()) || whole.len() > 13 || part.len() > 12 {
        return None;
    }
    let part = part.trim_end_matches('0');
    if part.len() > usize::from(decimals) {
        return Some(Understood::Wrong(Wrong::NotWhole));
    }
    let digits = format!("{whole}{part:0<width$}", width = usize::from(decimals));
    let number: i64 = digits.parse().ok()?;
    if negative && number != 0 {
        return Some(Understood::Wrong(Wrong::Negative));
    }
    Some(Understood::Number(number))
}

fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split(',').collect();
    let first = groups.first().map_or(0, |group| group.len());
    let well = groups.len() == 1 || ((1..=3).contains(&first) && groups.iter().skip(1).all(|group| group.len() == 3));
    let digits: String = groups.concat();
    let fine = well && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    fine.then_some(digits)
}

/// `2024.3.31`, `2024-3-31`, `2024/3/31`, `2024年3月31日`.
fn looks_like_a_date(text: &str) -> bool {
    if text.contains('年') && text.contains('月') {
        return true;
    }
    let parts: Vec<&str> = text.split(['.', '-', '/']).collect();
    parts.len() == 3
        && parts[0].len() == 4
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Understood {
        understand(&cell(Raw::Text(text.to_owned())), 0, "人次", &[])
    }

    fn cell(value: Raw) -> Cell {
        Cell { row: 0, col: 0, value, formula: None, percent: false }
    }

    #[test]
    fn a_count_is_understood_however_it_is_written() {
        for (written, number) in [
            ("１２３", 123),
            ("１，２３４", 1234),
            ("1,234", 1234),
            (" 12 ", 12),
            ("12例", 12),
            ("12 人次", 12),
            ("12.0", 12),
            ("0", 0),
            ("+7", 7),
            ("12\n", 12),
        ] {
            assert_eq!(text(written), Understood::Number(number), "{written}");
        }
    }

    #[test]
    fn what_is_no_count_says_why() {
        for (written, wrong) in [
            ("98.5%", Wrong::Percent),
            ("９８．５％", Wrong::Percent),
            ("-", Wrong::Ambiguous),
            ("—", Wrong::Ambiguous),
            ("无", Wrong::Ambiguous),
            ("12.5", Wrong::NotWhole),
            ("1.0000000001", Wrong::NotWhole),
            ("-3", Wrong::Negative),
            ("#DIV/0!", Wrong::ErrorValue),
            ("2024.3.31", Wrong::Date),
            ("2024年3月31日", Wrong::Date),
            ("约120", Wrong::Unreadable),
            ("1,23", Wrong::Unreadable),
            ("12,", Wrong::Unreadable),
            ("1234,567", Wrong::Unreadable),
            (",500", Wrong::Unreadable),
            ("120 135", Wrong::Unreadable),
            ("66\n000", Wrong::Unreadable),
            ("120、135", Wrong::Unreadable),
            ("1、234", Wrong::Unreadable),
            ("12升", Wrong::Unreadable),
            ("12床日", Wrong::Unreadable),
            ("99999999999999999999", Wrong::Unreadable),
        ] {
            assert_eq!(text(written), Understood::Wrong(wrong), "{written}");
        }
        assert_eq!(text("/"), Understood::NotApplicable);
        assert_eq!(text("Ｎ／Ａ"), Understood::NotApplicable);
        assert_eq!(text("未开展"), Understood::NotOffered);
        assert_eq!(text("　"), Understood::Blank);
    }

    #[test]
    fn numbers_stored_as_numbers_are_held_to_the_same_rules() {
        let number = |value, decimals| understand(&cell(Raw::Number(value)), decimals, "", &[]);
        assert_eq!(number(12.0, 0), Understood::Number(12));
        assert_eq!(number(1.000_000_000_1, 0), Understood::Wrong(Wrong::NotWhole));
        assert_eq!(number(12.3, 1), Understood::Number(123));
        assert_eq!(number(12.34, 1), Understood::Wrong(Wrong::NotWhole));
        assert_eq!(number(-1.0, 0), Understood::Wrong(Wrong::Negative));
        assert_eq!(number(f64::NAN, 0), Understood::Wrong(Wrong::Unreadable));
        assert_eq!(number(1e300, 0), Understood::Wrong(Wrong::Unreadable));
        let percent = Cell { percent: true, ..cell(Raw::Number(0.985)) };
        assert_eq!(understand(&percent, 0, "", &[]), Understood::Wrong(Wrong::Percent));
    }

    #[test]
    fn a_unit_is_the_element_s() {
        let of = |text: &str, unit| understand(&cell(Raw::Text(text.to_owned())), 0, unit, &[]);
        for (text, unit) in
            [("12 床日", "床日"), ("12袋", "袋(瓶)"), ("12瓶", "袋(瓶)"), ("12袋（瓶）", "袋(瓶)"), ("12升", "升")]
        {
            assert_eq!(of(text, unit), Understood::Number(12), "{text}");
        }
        for (text, unit) in [("12例", "床日"), ("12张", "升"), ("12袋", "例")] {
            assert_eq!(of(text, unit), Understood::Wrong(Wrong::Unreadable), "{text}");
        }
    }

    #[test]
    fn a_choice_is_stored_as_its_place() {
        let choices = ["全部检查".to_owned(), "抽样".to_owned()];
        let of = |value| understand(&cell(value), 0, "", &choices);
        assert_eq!(of(Raw::Text("抽样 ".to_owned())), Understood::Number(2));
        assert_eq!(of(Raw::Text("/".to_owned())), Understood::NotApplicable);
        for number in [Raw::Number(5.0), Raw::Number(1.0), Raw::Number(0.0), Raw::Text("7".to_owned())] {
            assert_eq!(of(number), Understood::Wrong(Wrong::Unreadable));
        }
    }
}
