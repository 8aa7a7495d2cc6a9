//! Registers kept in the process, each valid for one version of the register.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use sea_orm::DatabaseConnection;

use crate::access::{AuthorityId, Scope};
use crate::db::StoreError;
use crate::progress::register::Register;
use crate::{authorities, hospitals};

/// By authority, `None` for everything.
type Kept = HashMap<Option<AuthorityId>, Arc<Register>>;

/// The registers of the scopes that were looked at; cheap to clone. All authorities of a province together hold each
/// hospital three times at most.
#[derive(Clone, Default)]
pub struct RegisterCache {
    kept: Arc<Mutex<Kept>>,
}

impl RegisterCache {
    /// The register of a scope as it is now.
    ///
    /// # Errors
    /// Of the database.
    pub async fn within(&self, db: &DatabaseConnection, scope: &Scope) -> Result<Arc<Register>, StoreError> {
        let key = match scope {
            Scope::Everything => None,
            Scope::Authority(id) => Some(*id),
            Scope::Hospital(_) => return Ok(Arc::new(load(db, scope, 0).await?)),
            Scope::Nothing => return Ok(Arc::default()),
        };
        let version = hospitals::store::version(db).await?;
        if let Some(register) = self.find(key, version) {
            return Ok(register);
        }
        let register = Arc::new(load(db, scope, version).await?);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(key, Arc::clone(&register));
        Ok(register)
    }

    fn find(&self, key: Option<AuthorityId>, version: i64) -> Option<Arc<Register>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&key).filter(|register| register.version() == version).map(Arc::clone)
    }
}

async fn load(db: &DatabaseConnection, scope: &Scope, version: i64) -> Result<Register, StoreError> {
    let entries = hospitals::store::list::entries(db, scope).await?;
    Ok(Register::new(version, entries, authorities::store::tree(db).await?))
}
