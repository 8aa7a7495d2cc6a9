//! Planning a visit, beginning it, answering, closing, giving it up: each is one transaction with its row in the journal.

mod answer;
mod begin;
mod close;
mod files;
mod plan;
mod sheet;

pub use answer::answer;
pub use begin::{begin, drop_visit, pool};
pub use close::{close, usual_closing};
pub use files::add_file;
pub use plan::{Order, Planned, give_up, plan, plan_drawn, whither};
pub use sheet::{answer_sheet, by_point};

use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::access::{Missing, Power, Viewer};
use crate::db::StoreError;
use crate::files::FileError;
use crate::inspections::model::{Number, State, Visit};
use crate::inspections::store;
use crate::web::{FieldErrors, PageError};

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum NotKept {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// There is no such thing, or the viewer does not see it, or it is somebody else's to do.
    #[error("not in scope")]
    Unknown,
    /// What was typed cannot be.
    #[error("faulty form: {0}")]
    Faulty(FieldErrors),
    /// The visit is not in a state for this; in the reader's words.
    #[error("{0}")]
    NotNow(&'static str),
    /// Somebody answered the point meanwhile: both answers are to be looked at.
    #[error("answered meanwhile")]
    Clash,
    /// Of the kept files.
    #[error(transparent)]
    File(#[from] FileError),
    /// Of the database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A checklist that cannot be written down.
    #[error(transparent)]
    Edition(#[from] serde_json::Error),
}

impl From<Vec<(String, String)>> for NotKept {
    fn from(faults: Vec<(String, String)>) -> Self {
        let mut errors = FieldErrors::default();
        for (field, text) in faults {
            errors.add(field, text);
        }
        Self::Faulty(errors)
    }
}

impl From<NotKept> for PageError {
    fn from(error: NotKept) -> Self {
        match error {
            NotKept::Missing(missing) => missing.into(),
            NotKept::Unknown => Self::NotFound,
            NotKept::NotNow(why) => Self::refused(why, "请回到这次督导的页面，看它现在到了哪一步。"),
            NotKept::Clash => Self::Stale,
            NotKept::File(error) => error.into(),
            NotKept::Store(error) => error.into(),
            NotKept::Edition(error) => Self::internal(error),
            NotKept::Faulty(faults) => {
                let said: Vec<_> = faults.0.into_iter().map(|(_, text)| text).collect();
                Self::refused(said.join(""), "请返回上一页改过再交。")
            }
        }
    }
}

/// Whether a visit is the viewer's to carry out: of the authority that goes, or of the hospital that examines itself.
#[must_use]
pub fn may_work(viewer: &Viewer, visit: &Visit) -> bool {
    match visit.authority {
        None => viewer.may(Power::ActForHospital) && viewer.hospital() == Some(visit.hospital),
        authority => viewer.may(Power::Inspect) && viewer.authority() == authority,
    }
}

/// Whether a planned visit is the viewer's to give up.
#[must_use]
pub fn may_drop(viewer: &Viewer, visit: &Visit) -> bool {
    visit.state() == State::Planned
        && may_work(viewer, visit)
        && (visit.authority.is_none() || viewer.may(Power::PlanVisits))
}

/// A visit that is the viewer's to carry out.
async fn own(db: &impl ConnectionTrait, viewer: &Viewer, number: &Number) -> Result<Visit, NotKept> {
    let visit = store::find(db, &viewer.scope(), number).await?.ok_or(NotKept::Unknown)?;
    if may_work(viewer, &visit) { Ok(visit) } else { Err(NotKept::Unknown) }
}

/// The same, while it is being carried out.
async fn begun(db: &impl ConnectionTrait, viewer: &Viewer, number: &Number) -> Result<Visit, NotKept> {
    running(own(db, viewer, number).await?)
}

/// The same, and nobody closes it or adds to it until the transaction ends.
async fn held(txn: &DatabaseTransaction, viewer: &Viewer, number: &Number) -> Result<Visit, NotKept> {
    let visit = store::hold(txn, &viewer.scope(), number).await?.ok_or(NotKept::Unknown)?;
    if may_work(viewer, &visit) { running(visit) } else { Err(NotKept::Unknown) }
}

fn running(visit: Visit) -> Result<Visit, NotKept> {
    match visit.state() {
        State::Begun => Ok(visit),
        State::Planned => Err(NotKept::NotNow("这次督导还没有开始，先填开始日期和督导组。")),
        State::Closed => Err(NotKept::NotNow("这次督导已结束，结论不再改；要改的另开一次复查。")),
        State::Dropped => Err(NotKept::NotNow("这次督导已取消。")),
    }
}
