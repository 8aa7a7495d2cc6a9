//! The deeds: each is power, transaction, load, change, store, journal.

pub mod due;
pub mod loans;
pub mod people;

pub use due::take as due_taken;
pub use people::import as import_people;

use crate::access::Missing;
use crate::db::StoreError;
use crate::inspectors::workbook::Problem;
use crate::web::{FieldErrors, PageError};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such person, loan or centre, or it is not the viewer's to change.
    #[error("not in scope")]
    Unknown,
    /// What was typed cannot be.
    #[error("faulty form: {0}")]
    Faulty(FieldErrors),
    /// What the workbook wants cannot be.
    #[error("faulty workbook")]
    Problems(Vec<Problem>),
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl NotKept {
    fn one(field: &'static str, text: impl Into<String>) -> Self {
        Self::Faulty(FieldErrors::one(field, text))
    }
}

impl From<NotKept> for PageError {
    fn from(error: NotKept) -> Self {
        match error {
            NotKept::Missing(missing) => missing.into(),
            NotKept::Unknown => Self::NotFound,
            NotKept::Store(error) => error.into(),
            NotKept::Faulty(faults) => {
                let said: Vec<_> = faults.0.into_iter().map(|(_, text)| text).collect();
                Self::refused(said.join(""), "请返回上一页改过再交。")
            }
            NotKept::Problems(problems) => {
                let said: Vec<_> = problems.into_iter().take(3).map(|problem| problem.message).collect();
                Self::refused(said.join(""), "请改好工作簿再传一次。")
            }
        }
    }
}
