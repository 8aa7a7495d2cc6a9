//! The list of a centre: a workbook is taken whole or not at all.

use crate::access::{Power, Viewer};
use crate::authorities::{self, Authority};
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::files::{self, NewFile};
use crate::inspectors::ground::Ground;
use crate::inspectors::import::rehearse_due;
use crate::inspectors::judge::may_keep_due;
use crate::inspectors::keep::NotKept;
use crate::inspectors::store;
use crate::inspectors::workbook::Table;
use crate::journal::{self, Event};
use crate::state::AppState;

/// Takes a workbook into a centre's list, if nothing changed since the rehearsal `seen`; gives how many spans are new or
/// otherwise.
///
/// # Errors
/// [`NotKept`], stale when the list changed since; then nothing was written.
pub async fn take(
    app: &AppState,
    catalogue: &Catalogue,
    viewer: &Viewer,
    (code, table): (&str, &Table),
    (file, seen): (NewFile, Option<&str>),
) -> Result<usize, NotKept> {
    viewer.must(Power::KeepInspectors)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let centre = authorities::store::by_code(&*txn, code).await?;
    let centre: Authority = centre.filter(|one| !one.is_commission()).ok_or(NotKept::Unknown)?;
    if !may_keep_due(viewer, &centre) {
        return Err(NotKept::Unknown);
    }
    let mut ground = Ground::load(&*txn, catalogue, china_date(at)).await?;
    let plan = rehearse_due(&*txn, &mut ground, &centre, table).await?;
    if !plan.problems.is_empty() {
        return Err(NotKept::Problems(plan.problems));
    }
    if seen.is_some_and(|seen| seen != plan.seen) {
        return Err(StoreError::Stale.into());
    }
    for step in plan.fresh.iter().chain(&plan.changed) {
        match &step.wanted.held {
            None => store::add_due(&*txn, (viewer, at), centre.id, &step.wanted.new).await?,
            Some(held) => store::end_due(&*txn, (viewer, at), held, &step.wanted.new).await?,
        }
    }
    let done = plan.fresh.len() + plan.changed.len();
    if done == 0 {
        txn.rollback().await?;
        return Ok(0);
    }
    let id = files::store::insert(&txn, &file).await?;
    let event = Event::new("qc_due.imported", "authority", &centre.code)
        .detail("stored_file", id)
        .detail("sha256", file.kept.sha256)
        .detail("created", plan.fresh.len())
        .detail("changed", plan.changed.len())
        .detail("unchanged", plan.unchanged);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(done)
}
