//! What the clerk answered in the list of problems of an annotated workbook.

use std::collections::HashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::spreadsheets::{Book, Cell};

/// One answered row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The hospital's code; empty in the list of a form, which is of one hospital.
    pub hospital: String,
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
    let header = rows.find_map(|row| {
        Some((at(row, form::CODE)?, at(row, form::EXPLANATION)?, at(row, form::PLACE), at(row, form::HOSPITAL)))
    });
    let Some((code, words, cell, hospital)) = header else { return Vec::new() };
    let answer = |row: &[Cell]| {
        let text = |col: u32| {
            let cell = row.iter().find(|cell| cell.col == col);
            cell.map(|cell| cell.found().trim().to_owned()).unwrap_or_default()
        };
        let (code, words) = (text(code), text(words));
        let (cell, hospital) = (cell.map(text).unwrap_or_default(), hospital.map(text).unwrap_or_default());
        (!words.is_empty()).then_some(Answer { hospital, code, cell, words })
    };
    rows.filter_map(answer).collect()
}

/// What was answered, by the hospital's code – empty where the list names none – and the element.
pub type Explanations = HashMap<String, HashMap<ElementId, String>>;

/// The explanations by element; several of one element stand together.
#[must_use]
pub fn explanations(answers: &[Answer], catalogue: &Catalogue) -> Explanations {
    let mut found = Explanations::new();
    for Answer { hospital, code, words, .. } in answers {
        let Some(element) = catalogue.element_coded(code) else { continue };
        let of = found.entry(hospital.clone()).or_default();
        let before = of.remove(&element.id);
        of.insert(element.id.clone(), joined(before.as_deref(), words));
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
