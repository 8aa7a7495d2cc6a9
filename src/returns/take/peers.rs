//! The peers of a hospital: its level in the quarter before, added up once for each level and quarter, and only where
//! a hospital's own past is too short.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::IndicatorId;
use crate::db::StoreError;
use crate::figures::model::LevelSums;
use crate::figures::{self, HospitalFigure};
use crate::hospitals::HospitalAt;
use crate::returns::check::{Peers, peers_needed};

/// The levels and quarters added up so far.
#[derive(Default)]
pub(in crate::returns) struct Levels {
    known: HashMap<(String, Period), Arc<HashMap<IndicatorId, LevelSums>>>,
    /// Under which level hospitals were counted in a quarter.
    counted: HashMap<(HospitalId, Period), String>,
}

impl Levels {
    /// Learns under which level hospitals were counted before a quarter; asked for before their peers.
    ///
    /// # Errors
    /// Of the database.
    pub(in crate::returns) async fn learn(
        &mut self,
        db: &impl ConnectionTrait,
        scope: &Scope,
        hospitals: &[HospitalId],
        quarter: Period,
    ) -> Result<(), StoreError> {
        let before = quarter.previous();
        let levels = figures::store::levels_of(db, scope, hospitals, before).await?;
        self.counted.extend(levels.into_iter().map(|(hospital, level)| ((hospital, before), level)));
        Ok(())
    }

    /// The peers of a hospital with these figures of its own past; none where its past is long enough.
    ///
    /// # Errors
    /// Of the database.
    pub(in crate::returns) async fn peers_of(
        &mut self,
        catalogue: &Catalogue,
        db: &impl ConnectionTrait,
        hospital: &HospitalAt,
        (quarter, figures): (Period, &[HospitalFigure]),
    ) -> Result<Option<Peers>, StoreError> {
        let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
        if peers_needed(catalogue, edition, figures).is_empty() {
            return Ok(None);
        }
        let before = quarter.previous();
        let key = (hospital.level.clone(), before);
        let sums = match self.known.get(&key) {
            Some(sums) => Arc::clone(sums),
            None => {
                // All that may be asked for: the next hospital of the level lacks other quarters.
                let all = peers_needed(catalogue, edition, &[]);
                let sums = figures::store::sums_of_level_everywhere(db, &hospital.level, before, &all).await?;
                let sums = Arc::new(sums);
                self.known.insert(key, Arc::clone(&sums));
                sums
            }
        };
        Ok(Some(Peers { sums, own_inside: self.counted.get(&(hospital.id, before)) == Some(&hospital.level) }))
    }

    /// Forgets a quarter: figures of it have just been accepted.
    pub(in crate::returns) fn forget(&mut self, quarter: Period) {
        self.known.retain(|(_, of), _| *of != quarter);
    }
}
