//! Opening and closing departments: each is one transaction with its row in the journal, all or nothing.

use crate::access::{DepartmentId, Power, Viewer};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::hospitals::departments::form::{CloseForm, OpenForm};
use crate::hospitals::departments::store;
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::state::AppState;

/// Opens every department of the form.
///
/// # Errors
/// [`NotKept`]; then none was opened.
pub async fn open(app: &AppState, viewer: &Viewer, code: &str, form: &OpenForm) -> Result<(), NotKept> {
    viewer.must(Power::ActForHospital)?;
    let (at, scope) = (app.clock.now(), viewer.scope());
    let txn = db::write(&app.db).await?;
    let hospital = store::hold(&txn, &scope, code).await?.ok_or(NotKept::Unknown)?;
    let held = store::departments(&*txn, &scope, hospital).await?;
    let openings = form.check(&held, china_date(at)).map_err(NotKept::Faulty)?;
    store::insert(&txn, hospital, &openings).await?;
    let names: Vec<_> = openings.iter().map(|opening| opening.name.as_str()).collect();
    let event = Event::new("departments.opened", "hospital", code)
        .detail("opened", openings.len())
        .detail("departments", names.join("、"))
        .detail("from", form.from.trim());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Gives a department its last day.
///
/// # Errors
/// [`NotKept`], stale when somebody closed it meanwhile.
pub async fn close(
    app: &AppState,
    viewer: &Viewer,
    code: &str,
    id: DepartmentId,
    form: &CloseForm,
) -> Result<(), NotKept> {
    viewer.must(Power::ActForHospital)?;
    let (at, scope) = (app.clock.now(), viewer.scope());
    let txn = db::write(&app.db).await?;
    let hospital = store::hold(&txn, &scope, code).await?.ok_or(NotKept::Unknown)?;
    let held = store::department(&*txn, &scope, hospital, id).await?.ok_or(NotKept::Unknown)?;
    if held.version != form.version {
        return Err(StoreError::Stale.into());
    }
    let closed = form.check(held, china_date(at)).map_err(NotKept::Faulty)?;
    store::close(&txn, &closed, form.version).await?;
    let event = Event::new("departments.closed", "department", id)
        .detail("hospital", code)
        .detail("departments", &closed.name)
        .detail("to", form.to.trim());
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
