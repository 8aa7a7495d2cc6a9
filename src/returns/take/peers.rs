//! The peers of a hospital: its level in the quarter before, added up once for each level and quarter, and only where
//! a hospital's own past is too short.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::ConnectionTrait;

use crate::access::Scope;
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
}

impl Levels {
    /// The peers of a hospital with these figures of its own past; none where its past is long enough.
    ///
    /// # Errors
    /// Of the database.
    pub(in crate::returns) async fn peers_of(
        &mut self,
        catalogue: &Catalogue,
        db: &impl ConnectionTrait,
        scope: &Scope,
        hospital: &HospitalAt,
        (quarter, figures): (Period, &[HospitalFigure]),
    ) -> Result<Option<Peers>, StoreError> {
        let Some(edition) = catalogue.edition_for(quarter) else { return Ok(None) };
        if peers_needed(catalogue, edition, figures).is_empty() {
            return Ok(None);
        }
        let before = quarter.previous();
        let reported = figures.iter().any(|figure| figure.period == before);
        let own = if reported { figures::store::level_of(db, scope, hospital.id, before).await? } else { None };
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
        Ok(Some(Peers { sums, own_inside: own.as_ref() == Some(&hospital.level) }))
    }

    /// Forgets a quarter: figures of it have just been accepted.
    pub(in crate::returns) fn forget(&mut self, quarter: Period) {
        self.known.retain(|(_, of), _| *of != quarter);
    }
}
