//! What the clerk answered in the list of problems of an annotated workbook.

use std::collections::HashMap;

use crate::catalogue::Catalogue;
use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::spreadsheets::{Book, Cell};

/// What was answered, by the hospital's code – empty where the list names none – and the element.
pub type Explanations = HashMap<String, HashMap<ElementId, String>>;

/// The explanations; several of one element stand together.
///
/// They are found by the codes in the list, so that rows may have been sorted since.
#[must_use]
pub fn explanations(book: &Book, catalogue: &Catalogue) -> Explanations {
    let mut found = Explanations::new();
    let Some(sheet) = book.sheet(form::PROBLEM_SHEET) else { return found };
    let mut rows = sheet.rows();
    let at = |row: &[Cell], head: &str| row.iter().find(|cell| cell.found().trim() == head).map(|cell| cell.col);
    let header =
        rows.find_map(|row| Some((at(row, form::CODE)?, at(row, form::EXPLANATION)?, at(row, form::HOSPITAL))));
    let Some((code, words, hospital)) = header else { return found };
    for row in rows {
        let text = |col: u32| row.iter().find(|cell| cell.col == col).map(Cell::found).unwrap_or_default();
        let (code, words) = (text(code), text(words));
        let element = catalogue.element_coded(code.trim()).filter(|_| !words.trim().is_empty());
        let Some(element) = element else { continue };
        let whose = hospital.map(text).unwrap_or_default().trim().to_owned();
        let of = found.entry(whose).or_default();
        let before = of.remove(&element.id);
        of.insert(element.id.clone(), joined(before.as_deref(), words.trim()));
    }
    found
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
    use super::joined;

    #[test]
    fn an_answer_is_added_once() {
        assert_eq!(joined(None, "停机"), "停机");
        assert_eq!(joined(Some("换系统"), "停机"), "换系统；停机");
        assert_eq!(joined(Some("换系统；停机"), "停机"), "换系统；停机");
    }
}
