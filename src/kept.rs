//! Why something was not written: the one answer that writes of every room give, and what a reader is told of it.

use crate::access::Missing;
use crate::db::StoreError;
use crate::files::FileError;
use crate::web::{FieldErrors, PageError};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such thing, or it is somebody else's to do.
    #[error("not in scope")]
    Unknown,
    /// What was typed cannot be.
    #[error("faulty form: {0}")]
    Faulty(FieldErrors),
    /// It cannot be done now: why, and what to do instead, in the reader's words.
    #[error("{0}")]
    NotNow(&'static str, &'static str),
    /// Of the kept files.
    #[error(transparent)]
    File(#[from] FileError),
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotKept> for PageError {
    fn from(error: NotKept) -> Self {
        match error {
            NotKept::Missing(missing) => missing.into(),
            NotKept::Unknown => Self::NotFound,
            NotKept::NotNow(why, remedy) => Self::refused(why, remedy),
            NotKept::File(error) => error.into(),
            NotKept::Store(error) => error.into(),
            NotKept::Faulty(faults) => {
                let said: Vec<_> = faults.0.into_iter().map(|(_, text)| text).collect();
                Self::refused(said.join(""), "请返回上一页改过再交。")
            }
        }
    }
}
