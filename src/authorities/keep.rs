//! 质控中心 added and changed by hand: the commissions come with the list an installation starts from, QC centres are set up
//! later.

use crate::access::{AuthorityId, Missing, Power, Viewer};
use crate::authorities::model::Authority;
use crate::authorities::store::{self, Draft};
use crate::catalogue::model::AuthorityKind;
use crate::db::{self, StoreError};
use crate::journal::{self, Event};
use crate::state::AppState;

/// A QC centre as it shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    /// Its code; stays as it is once given.
    pub code: String,
    /// Official name.
    pub name: String,
    /// What it is for.
    pub speciality: String,
    /// The commission it works under, whose territory is its own.
    pub reviewed_by: AuthorityId,
    /// Last day it exists; none while it does.
    pub valid_to: Option<chrono::NaiveDate>,
}

/// Why no centre was kept.
#[derive(Debug, thiserror::Error)]
pub enum CentreNotKept {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// An authority has this code already.
    #[error("the code is taken")]
    CodeTaken,
    /// There is no such commission, or no such centre.
    #[error("unknown authority")]
    Unknown,
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sets up a QC centre.
///
/// # Errors
/// [`CentreNotKept`]; then nothing was written.
pub async fn add_centre(app: &AppState, viewer: &Viewer, centre: &Centre) -> Result<(), CentreNotKept> {
    viewer.must(Power::KeepRegister)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    // This row is the lock that lets one change of the register go before the next.
    store::raise_register_version(&*txn).await?;
    if store::by_code(&*txn, &centre.code).await?.is_some() {
        return Err(CentreNotKept::CodeTaken);
    }
    let above = commission(&*txn, centre.reviewed_by).await?;
    store::insert(&*txn, &[draft(centre, &above)]).await?;
    store::rebuild_closure(&*txn).await?;
    journal::conclude(txn, viewer, at, event("authority.centre_added", centre, &above), &app.data_dir).await?;
    Ok(())
}

/// Changes a QC centre that was read at version `seen`.
///
/// # Errors
/// [`CentreNotKept`], stale when somebody changed it meanwhile; then nothing was written.
pub async fn change_centre(app: &AppState, viewer: &Viewer, seen: i32, centre: &Centre) -> Result<(), CentreNotKept> {
    viewer.must(Power::KeepRegister)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    store::raise_register_version(&*txn).await?;
    let held = store::by_code(&*txn, &centre.code).await?.filter(|held| !held.is_commission());
    let held = held.ok_or(CentreNotKept::Unknown)?;
    let above = commission(&*txn, centre.reviewed_by).await?;
    let draft = Draft { valid_from: held.valid_from, ..draft(centre, &above) };
    store::update(&*txn, held.id, seen, &draft).await?;
    store::rebuild_closure(&*txn).await?;
    journal::conclude(txn, viewer, at, event("authority.centre_changed", centre, &above), &app.data_dir).await?;
    Ok(())
}

async fn commission(db: &impl sea_orm::ConnectionTrait, id: AuthorityId) -> Result<Authority, CentreNotKept> {
    store::by_id(db, id).await?.filter(Authority::is_commission).ok_or(CentreNotKept::Unknown)
}

fn draft<'a>(centre: &'a Centre, above: &'a Authority) -> Draft<'a> {
    Draft {
        code: &centre.code,
        name: &centre.name,
        kind: AuthorityKind::QcCentre,
        territory: &above.territory,
        reviewed_by: Some(above.id),
        valid_from: None,
        valid_to: centre.valid_to,
        speciality: Some(&centre.speciality),
    }
}

fn event(action: &'static str, centre: &Centre, above: &Authority) -> Event {
    let event = Event::new(action, "authority", &centre.code)
        .detail("centre_name", &centre.name)
        .detail("speciality", &centre.speciality)
        .detail("centre_under", &above.name);
    match centre.valid_to {
        Some(day) => event.detail("centre_until", day),
        None => event,
    }
}
