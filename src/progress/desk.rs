//! What looking at progress needs, together.

use sea_orm::DatabaseConnection;

use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::figures::PooledCache;
use crate::progress::cache::RegisterCache;

/// Handles for pages and the command line alike; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The database.
    pub db: DatabaseConnection,
    /// The time.
    pub clock: Clock,
    /// The catalogue.
    pub catalogue: Catalogue,
    /// Pooled sums kept in the process.
    pub pooled: PooledCache,
    /// Registers kept in the process.
    pub registers: RegisterCache,
}

impl Desk {
    /// A desk with nothing kept yet; one per process.
    #[must_use]
    pub fn new(db: DatabaseConnection, clock: Clock, catalogue: Catalogue) -> Self {
        Self { db, clock, catalogue, pooled: PooledCache::default(), registers: RegisterCache::default() }
    }
}
