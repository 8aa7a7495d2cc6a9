//! What looking at progress needs, together.

use sea_orm::DatabaseConnection;

use crate::calendar::{Grain, Period, china_date};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::db::StoreError;
use crate::figures::{self, LineCache, PooledCache, SinglesCache};
use crate::progress::among::AmongCache;
use crate::progress::cache::RegisterCache;
use crate::progress::crowd_cache::CrowdCache;

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
    /// Sums of single indicators kept in the process.
    pub lines: LineCache,
    /// Registers kept in the process.
    pub registers: RegisterCache,
    /// Hospitals among their peers, kept in the process.
    pub among: AmongCache,
    /// Figures of single hospitals kept in the process.
    pub singles: SinglesCache,
    /// What was found of groups of hospitals, kept in the process.
    pub crowds: CrowdCache,
}

impl Desk {
    /// A desk with nothing kept yet; one per process.
    #[must_use]
    pub fn new(db: DatabaseConnection, clock: Clock, catalogue: Catalogue) -> Self {
        Self {
            db,
            clock,
            catalogue,
            pooled: PooledCache::default(),
            lines: LineCache::default(),
            registers: RegisterCache::default(),
            among: AmongCache::default(),
            singles: SinglesCache::default(),
            crowds: CrowdCache::default(),
        }
    }

    /// The latest quarter with accepted figures; while there are none, the last that is over. Pages open there.
    ///
    /// # Errors
    /// Of the database.
    pub async fn latest_quarter(&self) -> Result<Period, StoreError> {
        let versions = figures::store::versions(&self.db).await?;
        let quarters = versions.into_keys().filter(|period| period.grain() == Grain::Quarter);
        let over = || Period::quarter_containing(china_date(self.clock.now())).previous();
        Ok(quarters.max().unwrap_or_else(over))
    }
}
