//! Pooled sums of one indicator kept in the process: what a page of one series reads, months and rare groupings too.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::access::{AuthorityId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::model::{By, Cell};
use crate::figures::store;

/// Whose sums – of an authority's hospitals, `None` for everything – of which indicator, by what, from when to when.
type Key = (Option<AuthorityId>, IndicatorId, By, Period, Period);

/// For which versions of the figures and of the register they hold.
type Versions = (i64, i64);

/// The sums of the periods, in no order.
pub type Cells = Arc<Vec<(Period, Cell)>>;

/// Most sums kept, some 150 bytes each; beyond it all are forgotten and looked up again.
const MOST: usize = 200_000;

#[derive(Default)]
struct Kept {
    lines: HashMap<Key, (Versions, Cells)>,
    cells: usize,
}

/// The cache; cheap to clone. One per process.
#[derive(Clone, Default)]
pub struct LineCache {
    kept: Arc<Mutex<Kept>>,
}

impl LineCache {
    /// The sums of an indicator over some successive periods. Two queries at most, one where nothing changed; an
    /// acceptance in any of the periods makes them be looked up again.
    ///
    /// # Errors
    /// Of the database.
    pub async fn sums(
        &self,
        db: &DatabaseConnection,
        (scope, register): (&Scope, i64),
        indicator: &IndicatorId,
        by: By,
        periods: &[Period],
    ) -> Result<Cells, StoreError> {
        let (Some(first), Some(last)) = (periods.first(), periods.last()) else { return Ok(Cells::default()) };
        let authority = match scope {
            Scope::Everything => None,
            Scope::Authority(id) => Some(*id),
            Scope::Hospital(_) | Scope::Nothing => {
                return Ok(Arc::new(store::pooled_of(db, scope, indicator, periods, by).await?));
            }
        };
        let versions = store::versions(db).await?;
        let version = periods.iter().filter_map(|period| versions.get(period)).sum();
        let register = if authority.is_some() { register } else { 0 };
        let key = (authority, indicator.clone(), by, *first, *last);
        if let Some(found) = self.find(&key, (version, register)) {
            return Ok(found);
        }
        let cells = Arc::new(store::pooled_of(db, scope, indicator, periods, by).await?);
        self.keep(key, (version, register), &cells);
        Ok(cells)
    }

    fn find(&self, key: &Key, versions: Versions) -> Option<Cells> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.lines.get(key).filter(|(seen, _)| *seen == versions).map(|(_, cells)| Arc::clone(cells))
    }

    fn keep(&self, key: Key, versions: Versions, cells: &Cells) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.cells + cells.len() > MOST {
            *kept = Kept::default();
        }
        kept.cells += cells.len();
        if let Some((_, before)) = kept.lines.insert(key, (versions, Arc::clone(cells))) {
            kept.cells -= before.len();
        }
    }
}
