//! Pooled sums kept in the process, each valid for one version of its period: an acceptance in one quarter leaves
//! the others' sums as they are, and another process's acceptance is seen by its version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::model::{By, Cell, Group};
use crate::figures::store;

/// The sums of one period by one grouping: (indicator, group) → sums.
pub type Sums = HashMap<(IndicatorId, Group), Cell>;

/// What is kept: by period and grouping, the version and its sums.
type Kept = HashMap<(Period, By), (i64, Arc<Sums>)>;

/// The cache; cheap to clone. One per process.
#[derive(Clone, Default)]
pub struct PooledCache {
    kept: Arc<Mutex<Kept>>,
}

impl PooledCache {
    /// The pooled sums over all hospitals of each period, in the order asked.
    ///
    /// # Errors
    /// Of the database.
    pub async fn pooled(
        &self,
        db: &DatabaseConnection,
        periods: &[Period],
        by: By,
    ) -> Result<Vec<Arc<Sums>>, StoreError> {
        let versions = store::versions(db).await?;
        let mut all = Vec::with_capacity(periods.len());
        for period in periods {
            let version = versions.get(period).copied().unwrap_or(0);
            all.push(match self.find(*period, by, version) {
                Some(sums) => sums,
                None => self.load(db, *period, by, version).await?,
            });
        }
        Ok(all)
    }

    fn find(&self, period: Period, by: By, version: i64) -> Option<Arc<Sums>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&(period, by)).filter(|(seen, _)| *seen == version).map(|(_, sums)| Arc::clone(sums))
    }

    async fn load(
        &self,
        db: &DatabaseConnection,
        period: Period,
        by: By,
        version: i64,
    ) -> Result<Arc<Sums>, StoreError> {
        // A period without facts costs no query.
        let cells = if version == 0 { Vec::new() } else { store::pooled_everywhere(db, period, by).await? };
        let sums: Sums = cells.into_iter().map(|cell| ((cell.indicator.clone(), cell.group.clone()), cell)).collect();
        let sums = Arc::new(sums);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert((period, by), (version, Arc::clone(&sums)));
        Ok(sums)
    }
}
