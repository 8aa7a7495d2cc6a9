//! Who stands behind a recipient: the accounts, all letters' at once.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::access::Role;
use crate::accounts::entity::{account, grant};
use crate::db::StoreError;
use crate::inbox::model::{Letter, Recipient};

/// Databases limit the parameters of a statement.
const CHUNK: usize = 1_000;

/// The accounts behind the recipients of some letters; disabled ones are not among them.
#[derive(Debug, Default)]
pub struct Readers {
    hospitals: BTreeMap<i64, BTreeSet<i64>>,
    authorities: BTreeMap<i64, BTreeSet<i64>>,
    accounts: BTreeSet<i64>,
}

impl Readers {
    /// Finds them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(db: &impl ConnectionTrait, letters: &[Letter]) -> Result<Self, StoreError> {
        let named = |pick: fn(Recipient) -> Option<i64>| -> Vec<i64> {
            letters.iter().filter_map(|letter| pick(letter.to)).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let hospitals = named(|to| if let Recipient::Hospital(id) = to { Some(id.0) } else { None });
        let authorities = named(|to| if let Recipient::Authority(id) = to { Some(id.0) } else { None });
        let accounts = named(|to| if let Recipient::Account(id) = to { Some(id.0) } else { None });
        let at_hospital = &[Role::Clerk, Role::HospitalReviewer];
        Ok(Self {
            hospitals: holders(db, grant::Column::HospitalId, &hospitals, at_hospital).await?,
            authorities: holders(db, grant::Column::AuthorityId, &authorities, &[Role::AuthorityStaff]).await?,
            accounts: in_use(db, &accounts).await?,
        })
    }

    /// The accounts a recipient stands for, each once.
    pub fn behind(&self, to: Recipient) -> Vec<i64> {
        let of = |places: &BTreeMap<i64, BTreeSet<i64>>, id| places.get(&id).into_iter().flatten().copied().collect();
        match to {
            Recipient::Hospital(id) => of(&self.hospitals, id.0),
            Recipient::Authority(id) => of(&self.authorities, id.0),
            Recipient::Account(id) => self.accounts.get(&id.0).copied().into_iter().collect(),
        }
    }
}

/// Accounts that can sign in.
fn enabled() -> SelectStatement {
    let mut accounts = Query::select();
    accounts.column(account::Column::Id).from(account::Entity).and_where(account::Column::Disabled.eq(false));
    accounts
}

/// Accounts by the place at which they hold one of the roles.
async fn holders(
    db: &impl ConnectionTrait,
    place: grant::Column,
    places: &[i64],
    roles: &[Role],
) -> Result<BTreeMap<i64, BTreeSet<i64>>, StoreError> {
    let mut found: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for part in places.chunks(CHUNK) {
        let held: Vec<(i64, i64)> = grant::Entity::find()
            .select_only()
            .columns([place, grant::Column::AccountId])
            .filter(place.is_in(part.iter().copied()))
            .filter(grant::Column::Role.is_in(roles.iter().map(|role| role.key())))
            .filter(grant::Column::AccountId.in_subquery(enabled()))
            .into_tuple()
            .all(db)
            .await?;
        for (at, account) in held {
            found.entry(at).or_default().insert(account);
        }
    }
    Ok(found)
}

async fn in_use(db: &impl ConnectionTrait, accounts: &[i64]) -> Result<BTreeSet<i64>, StoreError> {
    let mut found = BTreeSet::new();
    for part in accounts.chunks(CHUNK) {
        let known: Vec<i64> = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Id.is_in(part.iter().copied()))
            .filter(account::Column::Disabled.eq(false))
            .into_tuple()
            .all(db)
            .await?;
        found.extend(known);
    }
    Ok(found)
}
