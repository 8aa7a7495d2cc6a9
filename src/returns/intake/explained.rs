//! What the clerk answered in the list of problems of an annotated workbook.

use std::collections::HashMap;

use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::returns::intake::recognise::Recognised;
use crate::spreadsheets::{Book, Cell};

/// One answered row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The code of the row; empty where the problem is of no single element.
    pub code: String,
    /// The address of the row, in our form.
    pub cell: String,
    /// The words.
    pub words: String,
}

/// The answered rows of the list, from the top; rows may have been sorted since.
#[must_use]
pub fn answered(book: &Book) -> Vec<Answer> {
    let Some(sheet) = book.sheet(form::PROBLEM_SHEET) else { return Vec::new() };
    let mut rows = sheet.rows();
    let at = |row: &[Cell], head: &str| row.iter().find(|cell| cell.found().trim() == head).map(|cell| cell.col);
    let header = rows.find_map(|row| Some((at(row, form::CODE)?, at(row, form::EXPLANATION)?, at(row, form::PLACE))));
    let Some((code, words, cell)) = header else { return Vec::new() };
    let answer = |row: &[Cell]| {
        let text = |col: u32| row.iter().find(|cell| cell.col == col).map(Cell::found).unwrap_or_default();
        let [code, words] = [text(code), text(words)].map(|text| text.trim().to_owned());
        let cell = cell.map(text).unwrap_or_default().trim().to_owned();
        (!words.is_empty()).then_some(Answer { code, cell, words })
    };
    rows.filter_map(answer).collect()
}

/// The explanations by element; several of one element stand together.
///
/// They are found by the element's code in the list.
#[must_use]
pub fn explanations(book: &Book, of: &Recognised) -> HashMap<ElementId, String> {
    let mut found: HashMap<ElementId, String> = HashMap::new();
    for Answer { code, words, .. } in answered(book) {
        let element = of.rows.iter().map(|row| &row.element).find(|id| id.as_str() == code);
        let Some(element) = element else { continue };
        let before = found.remove(element);
        found.insert(element.clone(), joined(before.as_deref(), &words));
    }
    found
}

/// What of a row's note was written in the row itself, when `answers` of the list were joined to it.
#[must_use]
pub fn own_note<'n>(note: &'n str, answers: &[&str]) -> Option<&'n str> {
    let listed = answers.iter().fold(None, |before: Option<String>, words| Some(joined(before.as_deref(), words)));
    let own = match listed {
        Some(listed) => note.strip_suffix(listed.as_str()).map_or(note, |own| own.trim_end_matches('；')),
        None => note,
    };
    Some(own.trim()).filter(|own| !own.is_empty())
}

/// Both, each once.
#[must_use]
pub fn joined(before: Option<&str>, words: &str) -> String {
    match before {
        Some(before) if before.contains(words) => before.to_owned(),
        Some(before) if !before.trim().is_empty() => format!("{before}；{words}"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{joined, own_note};

    #[test]
    fn an_answer_is_added_once() {
        assert_eq!(joined(None, "停机"), "停机");
        assert_eq!(joined(Some("换系统"), "停机"), "换系统；停机");
        assert_eq!(joined(Some("换系统；停机"), "停机"), "换系统；停机");
    }

    #[test]
    fn the_row_s_own_words_are_told_from_the_list_s() {
        assert_eq!(own_note("停机", &[]), Some("停机"));
        assert_eq!(own_note("停机；换系统", &["换系统"]), Some("停机"));
        assert_eq!(own_note("停机；换系统", &["停机", "换系统"]), None);
        assert_eq!(own_note("停机", &["停机"]), None);
    }
}
