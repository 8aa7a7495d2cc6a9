//! Handles of the spine that every handler gets. Feature rooms add their own by extractors layered in `app`.

use std::path::Path;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::clock::Clock;
use crate::config::Transport;
use crate::db::StoreError;
use crate::files::{FileError, Files};
use crate::web::PageError;

/// What handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: DatabaseConnection,
    /// The kept files.
    pub files: Files,
    /// The data folder, where the journal's outside head is.
    pub data_dir: Arc<Path>,
    /// The time.
    pub clock: Clock,
    /// How the outside reaches us.
    pub transport: Transport,
}

impl From<StoreError> for PageError {
    /// A clash of writers is the reader's to mend; anything else is our fault.
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            StoreError::Duplicate => {
                Self::refused("这一条刚被他人建好，没有再建一次。", "请刷新列表，看看它是否就是你要建的那一条。")
            }
            full @ StoreError::NoRoom(_) => Self::no_room(full),
            other => Self::internal(other),
        }
    }
}

impl From<FileError> for PageError {
    fn from(error: FileError) -> Self {
        if error.is_full() { Self::no_room(error) } else { Self::internal(error) }
    }
}
