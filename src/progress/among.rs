//! A hospital among its peers in one quarter, kept in the process: the one place where figures of hospitals outside
//! a reader's scope are read one by one, and what leaves it is pooled.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::model::{Indicator, IndicatorId};
use crate::db::StoreError;
use crate::figures;
use crate::hospitals::Facts;
use crate::progress::desk::Desk;
use crate::progress::peers::Peers;
use crate::progress::placing::Placing;

/// Most hospitals kept, some 3 kB each; beyond it all are forgotten and looked up again.
const MOST: usize = 2_000;

/// For which versions of the period's figures and of the register something holds.
type Versions = (i64, i64);

/// What a hospital's peers are to it in one quarter.
#[derive(Debug)]
pub struct Among {
    /// Who they are, in words and numbers.
    pub peers: Peers,
    /// How many hospitals of the register share the level, with figures or without, itself left out.
    pub of_level: usize,
    placings: HashMap<IndicatorId, Placing>,
}

impl Among {
    /// What was found of a hospital and its peers.
    #[must_use]
    pub fn new(peers: Peers, of_level: usize, placings: HashMap<IndicatorId, Placing>) -> Self {
        Self { peers, of_level, placings }
    }

    /// Where it stands in one indicator.
    #[must_use]
    pub fn placing(&self, indicator: &Indicator) -> Placing {
        self.placings.get(&indicator.id).copied().unwrap_or_default()
    }
}

/// Who offers figures of a period, and what was found for single hospitals.
#[derive(Default)]
struct Kept {
    offering: HashMap<Period, (i64, Arc<HashSet<HospitalId>>)>,
    found: HashMap<(HospitalId, Period), (Versions, Arc<Among>)>,
}

/// What was found, each valid for one version of its period and of the register; cheap to clone. One per process.
#[derive(Clone, Default)]
pub struct AmongCache {
    kept: Arc<Mutex<Kept>>,
}

impl AmongCache {
    fn offering(&self, period: Period, version: i64) -> Option<Arc<HashSet<HospitalId>>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.offering.get(&period).filter(|(seen, _)| *seen == version).map(|(_, found)| Arc::clone(found))
    }

    fn keep_offering(&self, period: Period, version: i64, found: &Arc<HashSet<HospitalId>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.offering.insert(period, (version, Arc::clone(found)));
    }

    fn find(&self, hospital: HospitalId, period: Period, versions: Versions) -> Option<Arc<Among>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.found.get(&(hospital, period)).filter(|(seen, _)| *seen == versions).map(|(_, found)| Arc::clone(found))
    }

    fn keep(&self, hospital: HospitalId, period: Period, versions: Versions, found: &Arc<Among>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.found.len() >= MOST {
            kept.found.clear();
        }
        kept.found.insert((hospital, period), (versions, Arc::clone(found)));
    }
}

/// A hospital among its peers; the caller found the hospital in its reader's scope.
///
/// # Errors
/// Of the database.
pub async fn among(
    desk: &Desk,
    (hospital, facts): (HospitalId, &Facts),
    period: Period,
    indicators: &[&Indicator],
) -> Result<Arc<Among>, StoreError> {
    let register = desk.registers.within(&desk.db, &Scope::Everything).await?;
    let version = figures::store::versions(&desk.db).await?.get(&period).copied().unwrap_or(0);
    let versions = (version, register.version());
    if let Some(found) = desk.among.find(hospital, period, versions) {
        return Ok(found);
    }
    let ids: Vec<&IndicatorId> = indicators.iter().map(|indicator| &indicator.id).collect();
    let offering = match desk.among.offering(period, version) {
        Some(found) => found,
        None => Arc::new(figures::store::offering_everywhere(&desk.db, period, &ids).await?),
    };
    desk.among.keep_offering(period, version, &offering);
    let on = || register.on(period.last_day());
    let others = on().filter(|(entry, _)| offering.contains(&entry.id)).map(|(entry, facts)| (entry.id, facts));
    let peers = Peers::choose((hospital, facts), others);
    let of_level = on().filter(|(entry, of)| entry.id != hospital && of.level == facts.level).count();
    let placings = placings(&desk.db, hospital, &peers, period, indicators).await?;
    let found = Arc::new(Among::new(peers, of_level, placings));
    desk.among.keep(hospital, period, versions, &found);
    Ok(found)
}

/// **The boundary.** Reads the counts of each peer, wherever it stands, and lets nothing out but what
/// [`Placing`] holds: sums, quartiles, counts of five and more, and the hospital's own standing. No other function
/// reads hospitals outside its reader's scope one by one.
async fn placings(
    db: &DatabaseConnection,
    hospital: HospitalId,
    peers: &Peers,
    period: Period,
    indicators: &[&Indicator],
) -> Result<HashMap<IndicatorId, Placing>, StoreError> {
    if !peers.comparable() {
        return Ok(HashMap::new());
    }
    let ids: Vec<&IndicatorId> = indicators.iter().map(|indicator| &indicator.id).collect();
    let own = figures::store::counts_of(db, &Scope::Hospital(hospital), &[hospital], period, &ids).await?;
    let mut others: HashMap<IndicatorId, Vec<(i64, i64)>> = HashMap::new();
    for (id, above, below) in figures::store::counts_of(db, &Scope::Everything, &peers.ids, period, &ids).await? {
        others.entry(id).or_default().push((above, below));
    }
    let place = |indicator: &&Indicator| {
        let own = own.iter().find(|(id, ..)| *id == indicator.id).map(|(_, above, below)| (*above, *below));
        let others = others.get(&indicator.id).map_or(&[][..], Vec::as_slice);
        (indicator.id.clone(), Placing::of(indicator, own, others))
    };
    Ok(indicators.iter().map(place).collect())
}
