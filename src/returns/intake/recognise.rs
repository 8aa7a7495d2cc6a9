//! What a workbook is: recognised by its very hidden sheet, else by what a person sees, never by its file name.

use std::collections::HashMap;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::returns::intake::copies::{Copied, copied};
use crate::returns::intake::marks::{Contradiction, contradictions, read_mark, read_visible};
use crate::returns::intake::number::halfwidth;
use crate::spreadsheets::{Book, Cell, Raw, Sheet, Visibility};

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
    /// What the very hidden sheet says in place of a quarter.
    pub no_quarter: Option<Period>,
    /// Where a person reads something else than the very hidden sheet says.
    pub contradictions: Vec<Contradiction>,
    /// Other sheets of the book that hold the form with other figures.
    pub copies: Vec<Copied>,
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
    let mut forms = order.filter_map(|at| form_in(book, at, catalogue));
    let mut found = forms.next()?;
    found.copies = forms.filter(|copy| !copy.rows.is_empty()).filter_map(|copy| copied(book, &found, &copy)).collect();
    (!found.rows.is_empty()).then_some(found)
}

/// The form in one sheet, if it has a header of ours.
fn form_in(book: &Book, at: usize, catalogue: &Catalogue) -> Option<Recognised> {
    let sheet = book.sheets.get(at).filter(|sheet| sheet.visibility != Visibility::VeryHidden)?;
    let (header, columns) = header_of(sheet)?;
    let mut found = Recognised {
        sheet: at,
        header,
        columns,
        hospital: None,
        period: None,
        edition: None,
        revision: None,
        no_quarter: None,
        contradictions: Vec::new(),
        copies: Vec::new(),
        rows: Vec::new(),
        strange: Vec::new(),
    };
    let (mark, seen) = (read_mark(book, form::MARK), read_visible(sheet, found.header));
    found.contradictions = contradictions(&mark, &seen);
    let says = mark.or(seen);
    (found.hospital, found.period, found.edition) = (says.hospital, says.period, says.edition);
    (found.revision, found.no_quarter) = (says.revision, says.no_quarter);
    read_codes(sheet, catalogue, &mut found);
    Some(found)
}

pub(super) fn text_of(raw: &Raw) -> String {
    match raw {
        Raw::Text(text) => halfwidth(text).trim().to_owned(),
        Raw::Number(number) => number.to_string(),
        _ => String::new(),
    }
}

/// A head without spaces, so that `7 月` and `是否 开展` are known.
#[must_use]
pub fn head(raw: &Raw) -> String {
    text_of(raw).chars().filter(|c| !c.is_whitespace()).collect()
}

/// The column that a head names, in our words or in those that clerks put in their place.
#[must_use]
pub fn column_of(head: &str) -> Option<Column> {
    match head {
        form::CODE => Some(Column::Code),
        form::OFFERED | "开展情况" | "是否开展该项目" | "是否开展项目" | "开展与否" | "是否已开展" => {
            Some(Column::Offered)
        }
        form::TOTAL | "合计" | "季度" | "本季" | "本季合计" => Some(Column::Total),
        form::NOTE | "备注" | "情况说明" | "备注说明" | "填报说明" => Some(Column::Note),
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
        let named = || row.iter().filter_map(|cell| Some((column_of(&head(&cell.value))?, cell)));
        // A head in our own words counts before one that only means the same.
        let own = |cell: &Cell| [form::OFFERED, form::TOTAL, form::NOTE].contains(&head(&cell.value).as_str());
        for (column, cell) in named().filter(|(_, cell)| own(cell)).chain(named()) {
            columns.entry(column).or_insert(cell.col);
        }
        let figures = columns.keys().any(|column| matches!(column, Column::Month(_) | Column::Total));
        (figures && columns.contains_key(&Column::Code)).then(|| (row[0].row, columns))
    })
}

fn read_codes(sheet: &Sheet, catalogue: &Catalogue, found: &mut Recognised) {
    let Some(column) = found.columns.get(&Column::Code).copied() else { return };
    for row in sheet.rows().filter(|row| row[0].row > found.header) {
        let Some(cell) = row.iter().find(|cell| cell.col == column) else { continue };
        let code = text_of(&cell.value);
        if let Some(element) = catalogue.element_coded(&code).or_else(|| catalogue.element_coded(&as_code(&code))) {
            found.rows.push(FormRow { element: element.id.clone(), row: cell.row });
        } else if looks_like_a_code(&code) {
            found.strange.push((cell.row, code));
        }
    }
}

/// A code as ours are written: without spaces, in lower case, as a program that corrects spelling leaves none.
pub(super) fn as_code(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
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
