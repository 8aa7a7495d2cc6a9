//! Whose a workbook is and which quarter's: by its very hidden sheet, by what a person reads above the header, and where
//! the two contradict each other. Pure.

use crate::calendar::{Grain, Period};
use crate::returns::form;
use crate::returns::intake::recognise::text_of;
use crate::spreadsheets::{Book, Sheet};

/// Where a person reads something else than the very hidden sheet says: a form that was pasted into another's workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// 0-based address.
    pub at: (u32, u32),
    /// What it is about, such as 医院编码.
    pub about: &'static str,
    /// What a person reads.
    pub seen: String,
    /// What the very hidden sheet says.
    pub marked: String,
}

/// What says whose a workbook is and which quarter's.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// The hospital's code.
    pub hospital: Option<String>,
    /// The quarter.
    pub period: Option<Period>,
    /// What stands in place of a quarter.
    pub no_quarter: Option<Period>,
    /// The edition.
    pub edition: Option<i32>,
    /// Its revision.
    pub revision: Option<String>,
    /// 0-based addresses of hospital, quarter and edition where a person reads them.
    places: [Option<(u32, u32)>; 3],
}

impl Marks {
    /// What these say, and where they say nothing, what others do.
    pub fn or(self, others: Self) -> Self {
        Self {
            hospital: self.hospital.or(others.hospital),
            period: self.period.or(others.period.filter(|_| self.no_quarter.is_none())),
            no_quarter: self.no_quarter,
            edition: self.edition.or(others.edition),
            revision: self.revision.or(others.revision),
            places: others.places,
        }
    }
}

/// Where what a person reads is not what the very hidden sheet says.
pub(super) fn contradictions(mark: &Marks, seen: &Marks) -> Vec<Contradiction> {
    let quarter = |marks: &Marks| marks.period.map(Period::label);
    let edition = |marks: &Marks| marks.edition.map(|year| format!("{year} 年版"));
    let said = [
        ("医院编码", mark.hospital.clone(), seen.hospital.clone()),
        ("季度", quarter(mark), quarter(seen)),
        ("年版", edition(mark), edition(seen)),
    ];
    let both = said.into_iter().zip(seen.places).filter_map(|((about, marked, seen), at)| {
        let (marked, seen) = marked.zip(seen)?;
        (!marked.eq_ignore_ascii_case(&seen)).then_some(Contradiction { at: at?, about, seen, marked })
    });
    both.collect()
}

/// Key and value in the first two columns of the very hidden sheet, where it begins with `mark` and its checksum fits.
pub(super) fn read_mark(book: &Book, mark: &str) -> Marks {
    let nothing = Marks::default();
    let Some(sheet) = book.sheet(form::MARK_SHEET) else { return nothing };
    if sheet.cell(0, 0).is_none_or(|cell| text_of(&cell.value) != mark) {
        return nothing;
    }
    let value = |key: &str| {
        let row = sheet.rows().find(|row| row[0].col == 0 && text_of(&row[0].value) == key)?;
        row.iter().find(|cell| cell.col == 1).map(|cell| text_of(&cell.value))
    };
    let hospital = value("hospital").unwrap_or_default();
    let all = [value("period"), value("edition"), value("revision")];
    let [Some(period), Some(edition), Some(revision)] = all else { return nothing };
    if value("checksum") != Some(form::checksum(&hospital, &period, &edition, &revision)) {
        return nothing;
    }
    let period: Option<Period> = period.parse().ok();
    let is_quarter = |period: &Period| period.grain() == Grain::Quarter;
    Marks {
        hospital: Some(hospital).filter(|code| !code.is_empty()),
        period: period.filter(is_quarter),
        no_quarter: period.filter(|period| !is_quarter(period)),
        edition: edition.parse().ok(),
        revision: Some(revision),
        ..nothing
    }
}

/// What a person sees above the header: 医院编码 and its neighbour, the quarter, the edition.
pub(super) fn read_visible(sheet: &Sheet, header: u32) -> Marks {
    let mut found = Marks::default();
    for row in sheet.rows().take_while(|row| row[0].row < header) {
        for (at, cell) in row.iter().enumerate() {
            let (text, place) = (text_of(&cell.value), Some((cell.row, cell.col)));
            if found.hospital.is_none() && text.starts_with(form::HOSPITAL) {
                let same = text.trim_start_matches(form::HOSPITAL).trim_start_matches([':', ' ']).to_owned();
                let next = row.get(at + 1);
                let beside = next.map(|cell| text_of(&cell.value)).unwrap_or_default();
                let here = !same.is_empty();
                found.hospital = [same, beside].into_iter().find(|code| !code.is_empty());
                found.places[0] = if here { place } else { next.map(|cell| (cell.row, cell.col)) };
            }
            if found.period.is_none() {
                (found.period, found.places[1]) = (quarter_in(&text), place);
            }
            if found.edition.is_none() {
                (found.edition, found.places[2]) = (edition_in(&text), place);
            }
        }
    }
    found
}

/// `2024年第三季度`, `2024 年 3 季度`, `2024Q3` anywhere in a text.
pub(super) fn quarter_in(text: &str) -> Option<Period> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let chars: Vec<char> = squeezed.chars().collect();
    for at in 0..chars.len().saturating_sub(5) {
        let year: Option<i32> = chars[at..at + 4].iter().collect::<String>().parse().ok();
        let Some(year) = year else { continue };
        let rest: String = chars[at + 4..].iter().collect();
        let number = if let Some(rest) = rest.strip_prefix('Q') {
            rest.chars().next()
        } else {
            let rest = rest.strip_prefix('年').unwrap_or_default();
            let rest = rest.strip_prefix('第').unwrap_or(rest);
            let mut digits = rest.chars();
            digits.next().filter(|_| digits.as_str().starts_with("季度"))
        };
        let quarter = match number {
            Some('1' | '一') => 1,
            Some('2' | '二') => 2,
            Some('3' | '三') => 3,
            Some('4' | '四') => 4,
            _ => continue,
        };
        if let Ok(period) = Period::quarter_of(year, quarter) {
            return Some(period);
        }
    }
    None
}

/// `2024 年版` anywhere in a text.
fn edition_in(text: &str) -> Option<i32> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let before = squeezed.split_once("年版")?.0;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().ok().filter(|year| (2000..3000).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quarter_is_found_in_a_title() {
        let quarter = |text| quarter_in(text).map(|period| period.to_string());
        assert_eq!(quarter("演示医院 2024 年第三季度 数据").as_deref(), Some("2024Q3"));
        assert_eq!(quarter("2024年3季度").as_deref(), Some("2024Q3"));
        assert_eq!(quarter("期：2024Q3").as_deref(), Some("2024Q3"));
        assert_eq!(quarter("2024年度"), None);
        assert_eq!(edition_in("2024 年版"), Some(2024));
        assert_eq!(edition_in("第2版"), None);
    }

    #[test]
    fn what_a_person_reads_is_held_against_the_mark() {
        let marks = |hospital: &str, period: &str, edition| Marks {
            hospital: Some(hospital.to_owned()),
            period: period.parse().ok(),
            edition: Some(edition),
            places: [Some((1, 1)), Some((0, 0)), Some((1, 2))],
            ..Marks::default()
        };
        let mark = marks("A1", "2024Q3", 2024);
        assert_eq!(contradictions(&mark, &marks("a1", "2024Q3", 2024)), []);
        assert_eq!(contradictions(&mark, &Marks::default()), []);
        let about = |seen: &Marks| contradictions(&mark, seen).iter().map(|said| said.about).collect::<Vec<_>>();
        assert_eq!(about(&marks("A2", "2024Q2", 2022)), ["医院编码", "季度", "年版"]);
    }
}
