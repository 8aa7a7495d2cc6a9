//! What taking in a workbook needs, together.

use std::path::Path;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::files::Files;
use crate::returns::take::Together;
use crate::spreadsheets::Reader;

/// Handles for pages, the command line and the demo alike; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: DatabaseConnection,
    /// The kept files.
    pub files: Files,
    /// The data folder, where the journal's outside head is.
    pub data_dir: Arc<Path>,
    /// The time.
    pub clock: Clock,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// Reads workbooks in a child process.
    pub reader: Reader,
    /// Uploads that wait to be stored.
    pub together: Together,
}
