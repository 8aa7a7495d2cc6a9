//! GET: the pool, a person, loans, QC centres, and what workbooks would do.

mod centres;
mod import;
mod list;
mod loans;
mod one;

use serde::Serialize;

use crate::catalogue::Catalogue;

pub use centres::{CentreEditPage, centre, centre_edit, centre_new, centres, due_xlsx, kept_centre};
pub use import::{RehearsalPage, UploadPage, due_rehearsal, due_upload, rehearsal, upload};
pub use list::{list, xlsx};
pub use loans::{LoansPage, loans};
pub use one::{EditPage, OnePage, edit, new, one};

/// A choice of a form or filter.
#[derive(Clone, Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
}

impl Choice {
    fn of(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The catalogue's specialities, after the words for none of them.
fn specialities(catalogue: &Catalogue, none: &str) -> Vec<Choice> {
    let known = catalogue.specialities().iter().map(|one| Choice::of(&one.name, &one.name));
    std::iter::once(Choice::of("", none)).chain(known).collect()
}

/// A state: kind of the style sheet, and words.
#[derive(Clone, Copy, Debug, Serialize)]
struct Tag {
    kind: &'static str,
    label: &'static str,
}
