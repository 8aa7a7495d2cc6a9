//! Bringing the register of authorities to what the catalogue's list says.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection};

use crate::access::{AuthorityId, Viewer};
use crate::authorities::model::Authority;
use crate::authorities::store::{self, Draft};
use crate::catalogue::Catalogue;
use crate::catalogue::model::AuthoritySeed;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};

/// What bringing in the list did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Seeded {
    /// Authorities that were not there.
    pub created: usize,
    /// Authorities of which something differed.
    pub changed: usize,
    /// Authorities that were already as the list says.
    pub unchanged: usize,
}

impl Seeded {
    /// Whether anything was written.
    #[must_use]
    pub fn wrote(self) -> bool {
        self.created + self.changed > 0
    }
}

/// Makes the stored authorities what the catalogue's list says; those it does not name stay as they are.
///
/// Journalled where anything changes. The catalogue's check has seen to it that every `reviewed_by` names a line of
/// the list.
///
/// # Errors
/// Of the database; then nothing changed.
pub async fn seed(
    db: &DatabaseConnection,
    catalogue: &Catalogue,
    viewer: &Viewer,
    at: DateTime<Utc>,
    data_dir: &Path,
) -> Result<Seeded, StoreError> {
    let txn = db::write(db).await?;
    // First of all: this row is the lock that lets one change of the register go before the next.
    store::raise_register_version(&*txn).await?;
    let done = write(&*txn, catalogue).await?;
    if !done.wrote() {
        txn.rollback().await?;
        return Ok(done);
    }
    let event = Event::new("authority.imported", "authority", "")
        .detail("created", done.created)
        .detail("changed", done.changed)
        .detail("unchanged", done.unchanged);
    journal::conclude(txn, viewer, at, event, data_dir).await?;
    Ok(done)
}

/// Brings in the catalogue's list where no authority is stored yet: what an installation starts from.
///
/// # Errors
/// Of the database.
pub async fn seed_first(
    db: &DatabaseConnection,
    catalogue: &Catalogue,
    at: DateTime<Utc>,
    data_dir: &Path,
) -> Result<(), StoreError> {
    if store::none(db).await? && !catalogue.authorities().is_empty() {
        seed(db, catalogue, &Viewer::operator(), at, data_dir).await?;
    }
    Ok(())
}

async fn write(txn: &impl ConnectionTrait, catalogue: &Catalogue) -> Result<Seeded, StoreError> {
    let mut done = Seeded::default();
    for rank in ranks(catalogue.authorities()) {
        let stored = by_code(store::all(txn).await?);
        let mut fresh = Vec::new();
        for seed in rank {
            let reviewer = seed.reviewed_by.as_ref().and_then(|code| stored.get(code)).map(|above| above.id);
            let draft = draft_of(seed, reviewer);
            match stored.get(&seed.code) {
                None => fresh.push(draft),
                Some(held) if says_the_same(held, &draft) => done.unchanged += 1,
                Some(held) => {
                    done.changed += 1;
                    store::update(txn, held.id, held.version, &draft).await?;
                }
            }
        }
        done.created += fresh.len();
        store::insert(txn, &fresh).await?;
    }
    if done.wrote() {
        store::rebuild_closure(txn).await?;
    }
    Ok(done)
}

fn by_code(stored: Vec<Authority>) -> HashMap<String, Authority> {
    stored.into_iter().map(|authority| (authority.code.clone(), authority)).collect()
}

/// The list by ranks, the topmost first, so that every reviewer is stored before those it reviews.
fn ranks(seeds: &[AuthoritySeed]) -> Vec<Vec<&AuthoritySeed>> {
    let mut ranks: Vec<Vec<&AuthoritySeed>> = Vec::new();
    let mut above: Vec<Option<&str>> = vec![None];
    loop {
        let rank: Vec<_> = seeds.iter().filter(|seed| above.contains(&seed.reviewed_by.as_deref())).collect();
        if rank.is_empty() || ranks.len() > seeds.len() {
            return ranks;
        }
        above = rank.iter().map(|seed| Some(seed.code.as_str())).collect();
        ranks.push(rank);
    }
}

fn draft_of(seed: &AuthoritySeed, reviewed_by: Option<AuthorityId>) -> Draft<'_> {
    Draft {
        code: &seed.code,
        name: &seed.name,
        kind: seed.kind,
        territory: &seed.territory,
        reviewed_by,
        valid_from: seed.valid_from,
        valid_to: seed.valid_to,
        speciality: seed.speciality.as_deref(),
    }
}

fn says_the_same(held: &Authority, draft: &Draft<'_>) -> bool {
    held.name == draft.name
        && held.kind == draft.kind
        && held.territory == draft.territory
        && held.reviewed_by == draft.reviewed_by
        && held.valid_from == draft.valid_from
        && held.valid_to == draft.valid_to
        && held.speciality.as_deref() == draft.speciality
}
