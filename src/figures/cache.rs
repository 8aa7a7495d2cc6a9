//! Pooled sums kept in the process, each valid for one version of its period: an acceptance in one quarter leaves
//! the others' sums as they are, and another process's acceptance is seen by its version. What the process does not
//! hold yet it takes from the sums that `summing` stored, and adds up only what those lack.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::access::{AuthorityId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::model::{By, Cell, Group};
use crate::figures::store;
use crate::figures::summing::KEPT;

/// The sums of one period by one grouping: (indicator, group) → sums.
pub type Sums = HashMap<(IndicatorId, Group), Cell>;

/// Whose sums: of an authority's hospitals, `None` for everything.
type Key = (Option<AuthorityId>, Period, By);

/// For which versions of the period's figures and of the register sums hold.
type Versions = (i64, i64);

/// Most entries of single authorities; beyond it they are forgotten and looked up again. A page of movements keeps 96 of
/// them – three years of quarters and months by level and by region –, a city's some 10 kB each, a county's 2 kB.
const MOST: usize = 3_000;

/// What is kept.
type Kept = HashMap<Key, (Versions, Arc<Sums>)>;

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
        // Facts carry the register's words of their period, so that sums over everything do not follow its changes.
        self.pooled_within(db, &Scope::Everything, 0, periods, by).await
    }

    /// The pooled sums over the hospitals in scope, in the order asked; who is in scope goes by the register at
    /// version `register`. Three queries at most, however many periods.
    ///
    /// # Errors
    /// Of the database.
    pub async fn pooled_within(
        &self,
        db: &DatabaseConnection,
        scope: &Scope,
        register: i64,
        periods: &[Period],
        by: By,
    ) -> Result<Vec<Arc<Sums>>, StoreError> {
        let versions = store::versions(db).await?;
        let version = |period: &Period| versions.get(period).copied().unwrap_or(0);
        let known = |period: &Period| self.find(scope, *period, by, (version(period), register));
        let mut all: HashMap<Period, Arc<Sums>> = periods.iter().filter_map(|p| Some((*p, known(p)?))).collect();
        // A period without facts costs no query.
        let wanted = |period: &&Period| !all.contains_key(*period) && version(period) > 0;
        let mut missing: Vec<Period> = periods.iter().filter(wanted).copied().collect();
        let mut found = stored(db, scope, &missing, by, version).await?;
        missing.retain(|period| !found.contains_key(period));
        found.extend(load(db, scope, &missing, by).await?);
        for (period, sums) in found {
            let sums = Arc::new(sums);
            self.keep(scope, period, by, (version(&period), register), &sums);
            all.insert(period, sums);
        }
        Ok(periods.iter().map(|period| all.get(period).cloned().unwrap_or_default()).collect())
    }

    fn find(&self, scope: &Scope, period: Period, by: By, versions: Versions) -> Option<Arc<Sums>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(&(key(scope)?, period, by));
        found.filter(|(seen, _)| *seen == versions).map(|(_, sums)| Arc::clone(sums))
    }

    fn keep(&self, scope: &Scope, period: Period, by: By, versions: Versions, sums: &Arc<Sums>) {
        let Some(authority) = key(scope) else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.retain(|(authority, ..), _| authority.is_none());
        }
        kept.insert((authority, period, by), (versions, Arc::clone(sums)));
    }
}

/// Whose sums are kept; those of a single hospital are not.
fn key(scope: &Scope) -> Option<Option<AuthorityId>> {
    match scope {
        Scope::Everything => Some(None),
        Scope::Authority(id) => Some(Some(*id)),
        Scope::Hospital(_) | Scope::Nothing => None,
    }
}

async fn load(
    db: &DatabaseConnection,
    scope: &Scope,
    periods: &[Period],
    by: By,
) -> Result<HashMap<Period, Sums>, StoreError> {
    let mut all: HashMap<Period, Sums> = periods.iter().map(|period| (*period, Sums::new())).collect();
    if periods.is_empty() {
        return Ok(all);
    }
    for (period, cell) in store::pooled_over(db, scope, periods, by).await? {
        put(all.entry(period).or_default(), cell);
    }
    Ok(all)
}

/// Sums that were stored when their period had the version it has now; of everything, and by few groupings, only.
async fn stored(
    db: &DatabaseConnection,
    scope: &Scope,
    periods: &[Period],
    by: By,
    version: impl Fn(&Period) -> i64,
) -> Result<HashMap<Period, Sums>, StoreError> {
    let mut all = HashMap::new();
    if periods.is_empty() || *scope != Scope::Everything || !KEPT.contains(&by) {
        return Ok(all);
    }
    for (period, at, cell) in store::kept(db, periods, by).await? {
        if at == version(&period) {
            put(all.entry(period).or_default(), cell);
        }
    }
    Ok(all)
}

fn put(sums: &mut Sums, cell: Cell) {
    sums.insert((cell.indicator.clone(), cell.group.clone()), cell);
}
