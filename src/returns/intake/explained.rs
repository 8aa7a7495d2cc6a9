//! What the clerk answered in the list of problems of an annotated workbook.

use std::collections::HashMap;

use crate::catalogue::model::ElementId;
use crate::returns::form;
use crate::returns::intake::recognise::Recognised;
use crate::spreadsheets::{Book, Cell};

/// The explanations by element; several of one element stand together.
///
/// They are found by the element's code in the list, so that rows may have been sorted since.
#[must_use]
pub fn explanations(book: &Book, of: &Recognised) -> HashMap<ElementId, String> {
    let mut found: HashMap<ElementId, String> = HashMap::new();
    let Some(sheet) = book.sheet(form::PROBLEM_SHEET) else { return found };
    let mut rows = sheet.rows();
    let at = |row: &[Cell], head: &str| row.iter().find(|cell| cell.found().trim() == head).map(|cell| cell.col);
    let header = rows.find_map(|row| Some((at(row, form::CODE)?, at(row, form::EXPLANATION)?)));
    let Some((code, words)) = header else { return found };
    for row in rows {
        let text = |col: u32| row.iter().find(|cell| cell.col == col).map(Cell::found).unwrap_or_default();
        let (code, words) = (text(code), text(words));
        let element = of.rows.iter().map(|row| &row.element).find(|id| id.as_str() == code.trim());
        let Some(element) = element.filter(|_| !words.trim().is_empty()) else { continue };
        let before = found.remove(element);
        found.insert(element.clone(), joined(before.as_deref(), words.trim()));
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
