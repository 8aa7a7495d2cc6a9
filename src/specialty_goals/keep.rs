//! Keeping a table: the one door of the pages and the demo.

use crate::access::{Missing, Power, Viewer};
use crate::authorities::{self, Authority};
use crate::db::{self, StoreError};
use crate::files::{self, NewFile};
use crate::journal::{self, Event};
use crate::specialty_goals::check;
use crate::specialty_goals::import::rehearse;
use crate::specialty_goals::judge::may_keep;
use crate::specialty_goals::store::{self, New};
use crate::specialty_goals::workbook::{Problem, RawTable};
use crate::state::AppState;
use crate::web::{FieldErrors, PageError};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such centre, or its table is not the viewer's to keep.
    #[error("not in scope")]
    Unknown,
    /// What was typed cannot be.
    #[error("faulty form: {0}")]
    Faulty(FieldErrors),
    /// What the workbook wants cannot be.
    #[error("faulty workbook")]
    Problems(Vec<Problem>),
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<NotKept> for PageError {
    fn from(error: NotKept) -> Self {
        match error {
            NotKept::Missing(missing) => missing.into(),
            NotKept::Unknown => Self::NotFound,
            NotKept::Store(error) => error.into(),
            NotKept::Faulty(faults) => {
                let said: Vec<_> = faults.0.into_iter().map(|(_, text)| text).collect();
                Self::refused(said.join(""), "请返回上一页改过再交。")
            }
            NotKept::Problems(problems) => {
                let said: Vec<_> = problems.into_iter().take(3).map(|problem| problem.message).collect();
                Self::refused(said.join(""), "请改好工作簿再传一次。")
            }
        }
    }
}

/// What is to be kept: of which centre by its code, and of which year, from which rows.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Code of the centre.
    pub centre: &'a str,
    /// The year.
    pub year: i32,
    /// What the workbook holds.
    pub table: &'a RawTable,
    /// How many editions there were when it was rehearsed.
    pub seen: i32,
    /// Why the table is corrected; of a first edition it is not asked.
    pub reason: &'a str,
}

/// Takes a workbook in as the next edition of a centre's year; gives how many goals became otherwise.
///
/// # Errors
/// [`NotKept`], stale when somebody kept an edition since; then nothing was written.
pub async fn take(app: &AppState, viewer: &Viewer, wanted: Wanted<'_>, file: &NewFile) -> Result<usize, NotKept> {
    viewer.must(Power::KeepDuties)?;
    let first = wanted.seen == 0;
    let reason = match first {
        true => String::new(),
        false => check::reason(wanted.reason).map_err(|fault| NotKept::Faulty(FieldErrors::one("reason", fault)))?,
    };
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let centre: Option<Authority> = authorities::store::by_code(&*txn, wanted.centre).await?;
    let centre = centre.filter(|one| may_keep(viewer, one)).ok_or(NotKept::Unknown)?;
    let plan = rehearse(&*txn, (&centre, wanted.year), wanted.table).await?;
    if !plan.problems.is_empty() {
        return Err(NotKept::Problems(plan.problems));
    }
    if plan.seen != wanted.seen {
        return Err(StoreError::Stale.into());
    }
    let changes = plan.difference.changes();
    if changes == 0 {
        txn.rollback().await?;
        return Ok(0);
    }
    let (goals, said) = (plan.goals(), if first { String::new() } else { plan.said() });
    let stored = files::store::insert(&txn, file).await?;
    let number = plan.seen + 1;
    let new = New {
        authority: centre.id,
        year: wanted.year,
        number,
        reason: &reason,
        said: &said,
        file: stored,
        goals: &goals,
    };
    store::add(&*txn, (viewer, at), &new).await?;
    let action = if first { "specialty_goals.kept" } else { "specialty_goals.corrected" };
    let table = format!("{}/{}", centre.code, wanted.year);
    let mut event = Event::new(action, "specialty_goals", table)
        .detail("specialty_edition", number)
        .detail("specialty_count", goals.len())
        .detail("stored_file", stored)
        .detail("sha256", file.kept.sha256);
    if !first {
        event = event.detail("reason", &reason).detail("specialty_said", &said);
    }
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(changes)
}
