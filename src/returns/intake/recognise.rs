//! What a workbook is: recognised by its very hidden sheet, else by what a person sees, never by its file name.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::returns::intake::number::halfwidth;
use crate::spreadsheets::{Book, Raw, Sheet, Visibility};

/// Where the header may stand at the latest: titles and notes above it are few.
const HEADER_WITHIN: u32 = 60;

/// One row of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormRow {
    /// The element its code names.
    pub element: ElementId,
    /// 0-based row.
    pub row: u32,
}

/// A workbook whose form was found.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// Place of the sheet among the book's.
    pub sheet: usize,
    /// 0-based header row.
    pub header: u32,
    /// 0-based column of each head that was found.
    pub columns: HashMap<Column, u32>,
    /// The hospital's code, if anything says it.
    pub hospital: Option<String>,
    /// The quarter, if anything says it.
    pub period: Option<Period>,
    /// The form's edition, if anything says it.
    pub edition: Option<i32>,
    /// Revision of the edition, from the very hidden sheet.
    pub revision: Option<String>,
    /// Rows with a known element's code, from the top.
    pub rows: Vec<FormRow>,
    /// Rows whose code looks like one of ours but is not known: (row, code).
    pub strange: Vec<(u32, String)>,
}

impl Recognised {
    /// The leftmost column of figures.
    #[must_use]
    pub fn first_figures(&self) -> u32 {
        let figures = |column: &Column| matches!(column, Column::Month(_) | Column::Total);
        self.columns.iter().filter(|(column, _)| figures(column)).map(|(_, at)| *at).min().unwrap_or(u32::MAX)
    }
}

/// A column of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// 编码
    Code,
    /// 是否开展
    Offered,
    /// The month with this number, 1–12.
    Month(u8),
    /// 季度合计
    Total,
    /// 说明
    Note,
}

impl Column {
    /// The month's number, if it is one.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        match self {
            Self::Month(number) => Some(number),
            Self::Code | Self::Offered | Self::Total | Self::Note => None,
        }
    }
}

/// Finds the form in a book; `None` when no sheet has a header with 编码 and at least one column of figures.
#[must_use]
pub fn recognise(book: &Book, catalogue: &Catalogue) -> Option<Recognised> {
    let named = book.sheets.iter().position(|sheet| sheet.name == form::DATA_SHEET);
    let order = named.into_iter().chain((0..book.sheets.len()).filter(|at| Some(*at) != named));
    let (at, header, columns) = order
        .filter(|at| book.sheets[*at].visibility != Visibility::VeryHidden)
        .find_map(|at| header_of(&book.sheets[at]).map(|(header, columns)| (at, header, columns)))?;
    let sheet = &book.sheets[at];
    let mut found = Recognised {
        sheet: at,
        header,
        columns,
        hospital: None,
        period: None,
        edition: None,
        revision: None,
        rows: Vec::new(),
        strange: Vec::new(),
    };
    let (mark, seen) = (read_mark(book, form::MARK), read_visible(sheet, found.header));
    found.hospital = mark.hospital.or(seen.hospital);
    found.period = mark.period.or(seen.period);
    found.edition = mark.edition.or(seen.edition);
    found.revision = mark.revision;
    read_codes(sheet, catalogue, &mut found);
    (!found.rows.is_empty()).then_some(found)
}

pub(super) fn text_of(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => halfwidth(text).trim().to_owned(),
        Raw::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A head without spaces, so that `7 月` and `是否 开展` are known.
pub(super) fn head(raw: &Raw) -> String {
    text_of(raw).chars().filter(|c| !c.is_whitespace()).collect()
}

pub(super) fn column_of(head: &str) -> Option<Column> {
    match head {
        form::CODE => Some(Column::Code),
        form::OFFERED => Some(Column::Offered),
        form::TOTAL | "合计" | "季度" | "本季" | "本季合计" => Some(Column::Total),
        form::NOTE => Some(Column::Note),
        _ => month_in(head).map(Column::Month),
    }
}

/// `7月`, `07月`, `7月份`, `七月`, `2024年7月`; not a date and not a quarter.
fn month_in(head: &str) -> Option<u8> {
    let head = head.strip_suffix('份').unwrap_or(head).strip_suffix('月')?;
    let month = head.rsplit('年').next()?;
    const NAMED: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let named = NAMED.iter().position(|name| *name == month).and_then(|at| u8::try_from(at + 1).ok());
    named.or_else(|| month.parse().ok()).filter(|month| (1..=12).contains(month))
}

fn header_of(sheet: &Sheet) -> Option<(u32, HashMap<Column, u32>)> {
    sheet.rows().take_while(|row| row[0].row <= HEADER_WITHIN).find_map(|row| {
        let mut columns = HashMap::new();
        for cell in row {
            if let Some(column) = column_of(&head(&cell.value)) {
                columns.entry(column).or_insert(cell.col);
            }
        }
        let figures = columns.keys().any(|column| matches!(column, Column::Month(_) | Column::Total));
        (figures && columns.contains_key(&Column::Code)).then(|| (row[0].row, columns))
    })
}

/// What says whose a workbook is and which quarter's.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks {
    /// The hospital's code.
    pub hospital: Option<String>,
    /// The quarter.
    pub period: Option<Period>,
    /// The edition.
    pub edition: Option<i32>,
    /// Its revision.
    pub revision: Option<String>,
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
    Marks {
        hospital: Some(hospital).filter(|code| !code.is_empty()),
        period: period.parse().ok(),
        edition: edition.parse().ok(),
        revision: Some(revision),
    }
}

/// What a person sees above the header: 医院编码 and its neighbour, the quarter, the edition.
pub(super) fn read_visible(sheet: &Sheet, header: u32) -> Marks {
    let mut found = Marks::default();
    for row in sheet.rows().take_while(|row| row[0].row < header) {
        for (at, cell) in row.iter().enumerate() {
            let text = text_of(&cell.value);
            if found.hospital.is_none() && text.starts_with(form::HOSPITAL) {
                let same = text.trim_start_matches(form::HOSPITAL).trim_start_matches([':', ' ']).to_owned();
                let next = row.get(at + 1).map(|cell| text_of(&cell.value)).unwrap_or_default();
                found.hospital = [same, next].into_iter().find(|code| !code.is_empty());
            }
            found.period = found.period.or_else(|| quarter_in(&text));
            found.edition = found.edition.or_else(|| edition_in(&text));
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

fn read_codes(sheet: &Sheet, catalogue: &Catalogue, found: &mut Recognised) {
    let Some(column) = found.columns.get(&Column::Code).copied() else { return };
    for row in sheet.rows().filter(|row| row[0].row > found.header) {
        let Some(cell) = row.iter().find(|cell| cell.col == column) else { continue };
        let code = text_of(&cell.value);
        if let Some(element) = catalogue.element_coded(&code) {
            found.rows.push(FormRow { element: element.id.clone(), row: cell.row });
        } else if looks_like_a_code(&code) {
            found.strange.push((cell.row, code));
        }
    }
}

/// Ours are lower-case words joined by underscores; notes and 合计 rows are not.
pub(super) fn looks_like_a_code(text: &str) -> bool {
    // A program that corrects spelling makes the first letter large.
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let small = |c: char| c.is_ascii_lowercase();
    text.len() >= 3
        && text.chars().all(word)
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.contains(small)
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
    fn a_month_is_known_however_it_is_written() {
        for head in ["7月", "07月", "7月份", "七月", "2024年7月"] {
            assert_eq!(column_of(head), Some(Column::Month(7)), "{head}");
        }
        for head in ["13月", "本月", "月", "上月份", "3月31日"] {
            assert_eq!(column_of(head), None, "{head}");
        }
        assert_eq!(column_of("合计"), Some(Column::Total));
    }

    #[test]
    fn a_code_is_told_from_a_note() {
        assert!(looks_like_a_code("iv_bags") && looks_like_a_code("Iv_bags"));
        assert!(!looks_like_a_code("合计"));
        assert!(!looks_like_a_code("12"));
    }
}
