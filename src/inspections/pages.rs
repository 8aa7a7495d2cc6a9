//! GET: the list of visits, one visit, its points, its end.

mod close;
mod file;
mod list;
mod new;
mod one;
mod pack;
mod paper;
mod point;
mod score;
mod sheet;

pub use close::{ClosePage, close};
pub use file::file;
pub use list::list;
pub use new::{NewPage, new};
pub use one::{OnePage, one};
pub use paper::paper;
pub use point::{PointPage, Said, next_href, point, system};
pub use score::score;
pub use sheet::{SheetPage, sheet};

use std::collections::BTreeMap;

use serde::Serialize;

use crate::access::Viewer;
use crate::authorities;
use crate::catalogue::model::CheckPointId;
use crate::hospitals::{self, Listed};
use crate::inspections::edition::Edition;
use crate::inspections::keep::may_work;
use crate::inspections::model::{Answer, Number, State, Verdict, Visit};
use crate::inspections::store;
use crate::state::AppState;
use crate::web::{Crumb, Head, PageError};

/// A visit that has begun, with its checklist and answers.
pub struct Looking {
    pub(super) visit: Visit,
    pub(super) hospital: Listed,
    pub(super) edition: Edition,
    pub(super) answers: BTreeMap<CheckPointId, Answer>,
}

impl Looking {
    /// The visit with this number.
    ///
    /// # Errors
    /// [`PageError::NotFound`] where there is none in scope, or it has not begun.
    pub async fn begun(app: &AppState, viewer: &Viewer, number: &Number) -> Result<Self, PageError> {
        let visit = found(app, viewer, number).await?;
        let edition = store::edition(&app.db, visit.edition.ok_or(PageError::NotFound)?).await?;
        let answers = store::answers(&app.db, &viewer.scope(), visit.id).await?;
        Ok(Self { hospital: hospital_of(app, &visit).await?, visit, edition, answers })
    }

    /// The same while it is being carried out, for whoever carries it out.
    ///
    /// # Errors
    /// [`PageError::NotFound`] for anybody else, and when it is not being carried out.
    async fn working(app: &AppState, viewer: &Viewer, number: &Number) -> Result<Self, PageError> {
        let looking = Self::begun(app, viewer, number).await?;
        let mine = looking.visit.state() == State::Begun && may_work(viewer, &looking.visit);
        if mine { Ok(looking) } else { Err(PageError::NotFound) }
    }

    fn head(&self, title: impl Into<String>, here: impl Into<String>) -> Head {
        Head::titled(title)
            .crumb(Crumb::to("现场督导", "/visits"))
            .crumb(Crumb::to(self.hospital.facts.name.clone(), self.visit.href()))
            .crumb(Crumb::here(here))
    }
}

async fn found(app: &AppState, viewer: &Viewer, number: &Number) -> Result<Visit, PageError> {
    store::find(&app.db, &viewer.scope(), number).await?.ok_or(PageError::NotFound)
}

async fn hospital_of(app: &AppState, visit: &Visit) -> Result<Listed, PageError> {
    let mut known = hospitals::store::named_everywhere(&app.db, &[visit.hospital]).await?;
    known.remove(&visit.hospital).ok_or(PageError::NotFound)
}

/// Who goes, as a reader names it.
async fn goer(app: &AppState, visit: &Visit, hospital: &Listed) -> Result<String, PageError> {
    match visit.authority {
        Some(id) => {
            let authority = authorities::store::by_id(&app.db, id).await?;
            Ok(authority.map(|authority| authority.name).unwrap_or_default())
        }
        None => Ok(hospital.facts.name.clone()),
    }
}

/// A tag of a state.
#[derive(Clone, Copy, Serialize)]
struct Tag {
    kind: &'static str,
    label: &'static str,
}

impl From<State> for Tag {
    fn from(state: State) -> Self {
        Self { kind: state.tag(), label: state.label() }
    }
}

/// A score with one decimal, as a reader sees it.
fn score_text(score: f64) -> String {
    crate::web::format::fixed(score, 1)
}

fn verdict_tag(verdict: Verdict) -> Tag {
    let kind = match verdict {
        Verdict::Met => "ok",
        Verdict::Partly => "wait",
        Verdict::NotMet => "bad",
        Verdict::NotApplicable => "plain",
    };
    Tag { kind, label: verdict.label() }
}
