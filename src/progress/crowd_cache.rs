//! What was found of groups of hospitals, kept in the process: statistics over a whole province are worked out once for
//! a version of its figures.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::access::AuthorityId;
use crate::calendar::Period;
use crate::catalogue::model::IndicatorId;
use crate::progress::apart::Quarter;
use crate::progress::benchmark::Filter;
use crate::progress::crowd::Crowd;
use crate::statistics::Ranks;

/// Most entries of each kind; beyond it all are forgotten. The largest, a province's, takes a byte a hospital.
const MOST: usize = 200;

/// Of which hospitals and figures something was found.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// Whose hospitals, `None` for everybody's.
    pub authority: Option<AuthorityId>,
    /// Of what.
    pub indicator: IndicatorId,
    /// Of when.
    pub period: Period,
    /// Versions of the figures and of the register.
    pub versions: (i64, i64),
    /// The group.
    pub filter: Filter,
    /// The least denominator.
    pub least: i64,
    /// Bits of the standard, if they are held against one.
    pub standard: Option<u64>,
}

/// Something kept by its key.
struct Kept<V>(Mutex<HashMap<Key, Arc<V>>>);

impl<V> Default for Kept<V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<V> Kept<V> {
    fn find(&self, key: &Key) -> Option<Arc<V>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).map(Arc::clone)
    }

    fn keep(&self, key: Key, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, Arc::clone(&value));
        value
    }
}

/// The cache; cheap to clone. One per process.
#[derive(Clone, Default)]
pub struct CrowdCache {
    crowds: Arc<Kept<Crowd>>,
    ranks: Arc<Kept<Ranks>>,
    quarters: Arc<Kept<Quarter>>,
}

impl CrowdCache {
    /// The crowd of a key, worked out where it is not known.
    pub fn crowd(&self, key: Key, work: impl FnOnce() -> Crowd) -> Arc<Crowd> {
        self.crowds.find(&key).unwrap_or_else(|| self.crowds.keep(key, work()))
    }

    /// The ranks of a key, where they are known.
    #[must_use]
    pub fn ranks(&self, key: &Key) -> Option<Arc<Ranks>> {
        self.ranks.find(key)
    }

    /// Keeps ranks.
    pub fn keep_ranks(&self, key: Key, ranks: Ranks) -> Arc<Ranks> {
        self.ranks.keep(key, ranks)
    }

    /// The spread of a quarter, where it is known.
    #[must_use]
    pub fn quarter(&self, key: &Key) -> Option<Arc<Quarter>> {
        self.quarters.find(key)
    }

    /// Keeps the spread of a quarter.
    pub fn keep_quarter(&self, key: Key, quarter: Quarter) -> Arc<Quarter> {
        self.quarters.keep(key, quarter)
    }
}
