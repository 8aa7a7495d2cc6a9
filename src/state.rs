//! Handles of the spine that every handler gets. Feature rooms add their own by extractors layered in `app`.

use sea_orm::DatabaseConnection;

use crate::clock::Clock;
use crate::config::Transport;

/// What handlers share; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    /// The database.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Clock,
    /// How the outside reaches us.
    pub transport: Transport,
}
