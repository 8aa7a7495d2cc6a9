//! Handles of the spine that every handler gets. Feature rooms add their own by extractors layered in `app`.

use std::path::Path;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::clock::Clock;
use crate::config::Transport;
use crate::files::Files;

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
