//! What was accepted of a hospital before, read once for each hospital and quarter of a batch.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, Scope};
use crate::calendar::Period;
use crate::db::StoreError;
use crate::figures;
use crate::hospitals::HospitalAt;
use crate::returns::check::{Past, quarters_needed};
use crate::returns::desk::Desk;
use crate::returns::store;
use crate::returns::take::peers::Levels;

/// The pasts that a batch has needed so far.
#[derive(Default)]
pub(super) struct Pasts {
    known: HashMap<(HospitalId, Period), Past>,
    levels: Levels,
}

impl Pasts {
    /// The past of a hospital before a quarter, read at the first call.
    ///
    /// # Errors
    /// Of the database.
    pub(super) async fn of(
        &mut self,
        desk: &Desk,
        db: &impl ConnectionTrait,
        scope: &Scope,
        hospital: &HospitalAt,
        quarter: Period,
    ) -> Result<&Past, StoreError> {
        match self.known.entry((hospital.id, quarter)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let mut past = read(desk, db, scope, hospital.id, quarter).await?;
                let own = (quarter, past.figures.as_slice());
                past.peers = self.levels.peers_of(&desk.catalogue, db, scope, hospital, own).await?;
                Ok(unknown.insert(past))
            }
        }
    }

    /// Forgets a hospital: this quarter of it has just been accepted.
    pub(super) fn forget(&mut self, hospital: HospitalId, quarter: Period) {
        self.known.retain(|(of, _), _| *of != hospital);
        self.levels.forget(quarter);
    }
}

async fn read(
    desk: &Desk,
    db: &impl ConnectionTrait,
    scope: &Scope,
    hospital: HospitalId,
    quarter: Period,
) -> Result<Past, StoreError> {
    let needed = quarters_needed(&desk.catalogue);
    if needed == 0 {
        return Ok(Past::default());
    }
    let quarters: Vec<Period> = (1..=needed).map(|back| quarter.shifted(-back)).collect();
    let figures = figures::store::of_hospital(db, scope, hospital, &quarters).await?;
    let last = store::accepted_values(db, scope, hospital, quarter.previous()).await?;
    Ok(Past { last: store::by_element(&last), figures, peers: None })
}
