//! What the words of forms and workbooks are held against: the tree, the register of the day, the catalogue.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::access::{HospitalId, Scope};
use crate::authorities::{self, Authority, Tree};
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::hospitals;
use crate::inspectors::model::{Due, Employer, Inspector};

/// A hospital as it is named.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Words and what they mean.
pub struct Ground<'a> {
    /// Regions and specialities.
    pub catalogue: &'a Catalogue,
    /// The authorities.
    pub tree: Tree,
    /// The day of the register.
    pub today: NaiveDate,
    by_code: HashMap<String, HospitalId>,
    by_name: HashMap<String, Vec<HospitalId>>,
    named: HashMap<HospitalId, Named>,
}

impl<'a> Ground<'a> {
    /// The register as of a day. Whom somebody declares and who is due for a centre may report to anybody, and names and codes
    /// are no hospital's secret, so the register is read whole.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(
        db: &impl ConnectionTrait,
        catalogue: &'a Catalogue,
        today: NaiveDate,
    ) -> Result<Self, StoreError> {
        let tree = authorities::store::tree(db).await?;
        let (mut by_code, mut by_name) = (HashMap::new(), HashMap::<String, Vec<HospitalId>>::new());
        let mut named = HashMap::new();
        for hospital in hospitals::store::on_day(db, &Scope::Everything, today).await? {
            by_code.insert(hospital.code.clone(), hospital.id);
            by_name.entry(hospital.name.clone()).or_default().push(hospital.id);
            named.insert(hospital.id, Named { code: hospital.code, name: hospital.name });
        }
        Ok(Self { catalogue, tree, today, by_code, by_name, named })
    }

    /// Names of hospitals alone, for pages that show and change nothing.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(
        db: &impl ConnectionTrait,
        catalogue: &'a Catalogue,
        today: NaiveDate,
        ids: &[HospitalId],
    ) -> Result<Self, StoreError> {
        let tree = authorities::store::tree(db).await?;
        let (by_code, by_name, named) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut ground = Self { catalogue, tree, today, by_code, by_name, named };
        ground.know(db, ids).await?;
        Ok(ground)
    }

    /// Makes hospitals known that are closed by now: what was declared of them stays.
    ///
    /// # Errors
    /// Of the database.
    pub async fn know(&mut self, db: &impl ConnectionTrait, ids: &[HospitalId]) -> Result<(), StoreError> {
        let unknown: Vec<HospitalId> = ids.iter().copied().filter(|id| !self.named.contains_key(id)).collect();
        for (id, listed) in hospitals::store::named_everywhere(db, &unknown).await? {
            self.by_code.insert(listed.code.clone(), id);
            self.named.insert(id, Named { code: listed.code, name: listed.facts.name });
        }
        Ok(())
    }

    /// The hospital somebody means by this code.
    #[must_use]
    pub fn coded(&self, code: &str) -> Option<HospitalId> {
        self.by_code.get(code).copied()
    }

    /// The hospitals with exactly this name.
    #[must_use]
    pub fn of_name(&self, name: &str) -> &[HospitalId] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// A hospital's code and name; empty where it is unknown.
    #[must_use]
    pub fn hospital(&self, id: HospitalId) -> Named {
        let unknown = || Named { code: String::new(), name: String::new() };
        self.named.get(&id).cloned().unwrap_or_else(unknown)
    }

    /// What a region is called.
    #[must_use]
    pub fn region(&self, code: &str) -> String {
        self.catalogue.region(code).map_or_else(|| code.to_owned(), |region| region.name.clone())
    }

    /// An employer, to be read.
    #[must_use]
    pub fn employer(&self, employer: &Employer) -> String {
        match employer {
            Employer::Authority(id) => self.tree.name(*id).to_owned(),
            Employer::Hospital(id) => self.hospital(*id).name,
            Employer::Other(text) => text.clone(),
        }
    }

    /// The authority with this key.
    ///
    /// # Errors
    /// [`StoreError::Stale`] where it went away.
    pub fn authority(&self, id: crate::access::AuthorityId) -> Result<&Authority, StoreError> {
        self.tree.get(id).ok_or(StoreError::Stale)
    }
}

/// The hospitals that are named in what is known of people.
pub fn hospitals_of<'a>(people: impl IntoIterator<Item = &'a Inspector>) -> Vec<HospitalId> {
    let mut ids = Vec::new();
    for person in people {
        ids.extend(person.facts.relations.iter().map(|relation| relation.hospital));
        if let Employer::Hospital(id) = person.facts.employer {
            ids.push(id);
        }
    }
    ids
}

/// The hospitals of a list.
pub fn hospitals_due(list: &[Due]) -> Vec<HospitalId> {
    list.iter().map(|due| due.hospital).collect()
}
