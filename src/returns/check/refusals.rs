//! Files of which nothing can be read: which of the catalogue's rules says so. Pure.

use crate::spreadsheets::{Kind, Refusal};

/// The rule a file breaks that no table could be read from; its words are the refusal's own, which know more.
#[must_use]
pub fn rule_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotASpreadsheet(Kind::Html | Kind::Xml) => "web-page-file",
        Refusal::NotASpreadsheet(Kind::CsvUtf8 | Kind::CsvGbk | Kind::Text) => "plain-text-file",
        Refusal::NotASpreadsheet(Kind::Scrambled) => "scrambled-file",
        Refusal::NotASpreadsheet(_) => "not-a-spreadsheet",
        Refusal::PasswordProtected => "password-protected",
        Refusal::Macros => "macros-inside",
        Refusal::TooBig { .. } => "file-too-large",
        Refusal::Damaged | Refusal::TimedOut { .. } | Refusal::ReaderDied | Refusal::ReaderUnavailable => {
            "unreadable-file"
        }
    }
}
