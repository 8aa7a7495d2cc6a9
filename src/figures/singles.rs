//! The figures of single hospitals kept in the process, each quarter for one version of its figures and of the
//! register: a page over all hospitals of a province reads them once, not each time it is looked at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::model::FactState;
use crate::figures::store;

/// What one hospital counted of an indicator in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Single {
    /// The hospital.
    pub hospital: HospitalId,
    /// Whether it counts.
    pub state: FactState,
    /// Above the line.
    pub numerator: i64,
    /// Below the line.
    pub denominator: i64,
}

/// Those of a scope, by hospital.
pub type Singles = Vec<Single>;

/// Those of a period, with the version of its figures they were read at.
#[derive(Clone, Debug, Default)]
pub struct SinglesAt {
    /// Of the period's figures.
    pub version: i64,
    /// By hospital.
    pub rows: Arc<Singles>,
}

/// The hospital's among them.
#[must_use]
pub fn single_of(singles: &[Single], hospital: HospitalId) -> Option<&Single> {
    singles.binary_search_by_key(&hospital, |single| single.hospital).ok().map(|at| &singles[at])
}

/// Most rows kept, 32 bytes each; beyond it all are forgotten and read again.
const MOST: usize = 1_000_000;

/// Whose, of what, and of when.
type Key = (Option<AuthorityId>, IndicatorId, Period);

#[derive(Default)]
struct Kept {
    rows: usize,
    /// With the versions of figures and of register they hold for.
    entries: HashMap<Key, ((i64, i64), Arc<Singles>)>,
}

/// The cache; cheap to clone. One per process.
#[derive(Clone, Default)]
pub struct SinglesCache {
    kept: Arc<Mutex<Kept>>,
}

impl SinglesCache {
    /// The figures of the hospitals in scope, of each period in the order asked; who is in scope goes by the register
    /// at version `register`. Two queries at most, however many periods.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(
        &self,
        db: &DatabaseConnection,
        scope: &Scope,
        register: i64,
        indicator: &IndicatorId,
        periods: &[Period],
    ) -> Result<Vec<SinglesAt>, StoreError> {
        let versions = store::versions(db).await?;
        let version = |period: &Period| (versions.get(period).copied().unwrap_or(0), register);
        let found = |period: &Period| self.find(scope, indicator, *period, version(period));
        let mut all: HashMap<Period, Arc<Singles>> = periods.iter().filter_map(|p| Some((*p, found(p)?))).collect();
        // A period without facts costs no query.
        let wanted = |period: &&Period| !all.contains_key(*period) && version(period).0 > 0;
        let missing: Vec<Period> = periods.iter().filter(wanted).copied().collect();
        for (period, singles) in load(db, scope, indicator, &missing).await? {
            let singles = Arc::new(singles);
            self.keep(scope, indicator, period, version(&period), &singles);
            all.insert(period, singles);
        }
        let at = |period: &Period| SinglesAt {
            version: version(period).0,
            rows: all.get(period).cloned().unwrap_or_default(),
        };
        Ok(periods.iter().map(at).collect())
    }

    fn find(&self, scope: &Scope, of: &IndicatorId, period: Period, versions: (i64, i64)) -> Option<Arc<Singles>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.entries.get(&(key(scope)?, of.clone(), period));
        found.filter(|(seen, _)| *seen == versions).map(|(_, singles)| Arc::clone(singles))
    }

    fn keep(&self, scope: &Scope, of: &IndicatorId, period: Period, versions: (i64, i64), singles: &Arc<Singles>) {
        let Some(authority) = key(scope) else { return };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.rows + singles.len() > MOST {
            *kept = Kept::default();
        }
        let before = kept.entries.insert((authority, of.clone(), period), (versions, Arc::clone(singles)));
        kept.rows += singles.len();
        kept.rows -= before.map_or(0, |(_, singles)| singles.len());
    }
}

/// Whose figures are kept; those of a single hospital are not.
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
    indicator: &IndicatorId,
    periods: &[Period],
) -> Result<HashMap<Period, Singles>, StoreError> {
    let mut all: HashMap<Period, Singles> = periods.iter().map(|period| (*period, Singles::new())).collect();
    if periods.is_empty() {
        return Ok(all);
    }
    for found in store::of_indicator(db, scope, indicator, periods).await? {
        all.entry(found.period).or_default().push(Single {
            hospital: found.hospital,
            state: found.state,
            numerator: found.numerator,
            denominator: found.denominator,
        });
    }
    for singles in all.values_mut() {
        singles.sort_unstable_by_key(|single| single.hospital);
    }
    Ok(all)
}
