//! Bringing the register of authorities to what the catalogue's list says.

use std::collections::HashMap;

use sea_orm::ConnectionTrait;

use crate::access::AuthorityId;
use crate::authorities::model::Authority;
use crate::authorities::store::{self, Draft};
use crate::catalogue::Catalogue;
use crate::catalogue::model::AuthoritySeed;
use crate::db::StoreError;

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
/// # Errors
/// Of the database, or when the list makes a ring of reviewers. The catalogue's check has seen to it that every
/// `reviewed_by` names a line of the list.
pub async fn seed(txn: &impl ConnectionTrait, catalogue: &Catalogue) -> Result<Seeded, StoreError> {
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
        store::raise_register_version(txn).await?;
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
    }
}

fn says_the_same(held: &Authority, draft: &Draft<'_>) -> bool {
    held.name == draft.name
        && held.kind == draft.kind
        && held.territory == draft.territory
        && held.reviewed_by == draft.reviewed_by
        && held.valid_from == draft.valid_from
        && held.valid_to == draft.valid_to
}
