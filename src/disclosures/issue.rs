//! 公开: freezing the results of closed visits, and later how mending went on.

use crate::access::{Missing, Power, Scope, Viewer};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::disclosures::freeze::{Named, freeze};
use crate::disclosures::model::{Content, Disclosure};
use crate::disclosures::store::{self, NewDisclosure};
use crate::inspections::model::{Kind, Number, Visit};
use crate::journal::{self, Event};
use crate::publications::model::Audience;
use crate::state::AppState;
use crate::{authorities, hospitals, inspections};

/// Visits published by one form, at most.
pub const MOST: usize = 200;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum NotDisclosed {
    /// The viewer may not.
    #[error(transparent)]
    Missing(#[from] Missing),
    /// One of the visits is not the viewer's own, or does not exist.
    #[error("not in scope")]
    Unknown,
    /// Nothing was chosen, or too much; in the reader's words.
    #[error("{0}")]
    NotSo(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Publishes the results of these visits, all or none; those that are published already get another edition where mending
/// went on or the audience is wider. Gives how many editions were added.
///
/// # Errors
/// [`NotDisclosed`]; then nothing was published.
pub async fn publish(
    app: &AppState,
    viewer: &Viewer,
    numbers: &[Number],
    audience: Audience,
) -> Result<usize, NotDisclosed> {
    viewer.must(Power::Publish)?;
    if numbers.is_empty() || numbers.len() > MOST {
        return Err(NotDisclosed::NotSo(format!("一次选 1 到 {MOST} 次督导，这次选了 {} 次。", numbers.len())));
    }
    let now = app.clock.now();
    let txn = db::write(&app.db).await?;
    let (mut added, mut last) = (0, None);
    for number in numbers {
        let visit = own(&*txn, viewer, number).await?;
        let before = store::latest_of(&*txn, &[visit.id]).await?.remove(&visit.id);
        let content = content(&*txn, viewer, &visit, china_date(now)).await?;
        let Some(edition) = next(before.as_ref(), &content, audience) else { continue };
        let new = NewDisclosure {
            visit: visit.id,
            edition,
            authority: visit.authority.ok_or(NotDisclosed::Unknown)?,
            hospital: visit.hospital,
            audience,
            year: visit.number.year,
            content: &content,
            at: now,
        };
        let hash = store::add(&*txn, viewer, new).await?;
        let event = Event::new("disclosures.published", "disclosure", number)
            .detail("audience", audience.key())
            .detail("fingerprint", &hash);
        last = Some(journal::record(&txn, viewer, now, event).await?);
        added += 1;
    }
    let Some(last) = last else {
        txn.rollback().await?;
        return Err(NotDisclosed::NotSo("选中的督导都已公开，整改情况也没有变化。".to_owned()));
    };
    txn.commit().await?;
    journal::publish_head(&app.data_dir, &last);
    Ok(added)
}

/// A closed visit of the viewer's own authority, to a hospital by somebody else than itself.
async fn own(db: &impl sea_orm::ConnectionTrait, viewer: &Viewer, number: &Number) -> Result<Visit, NotDisclosed> {
    let visit = inspections::store::find(db, &viewer.scope(), number).await?.ok_or(NotDisclosed::Unknown)?;
    if visit.authority.is_none() || visit.authority != viewer.authority() || visit.kind == Kind::SelfExam {
        return Err(NotDisclosed::Unknown);
    }
    if visit.closing.is_none() {
        return Err(NotDisclosed::NotSo(format!("{number} 还没有结束，没有结果可以公开。")));
    }
    Ok(visit)
}

/// The result as it stands on a day.
async fn content(
    db: &impl sea_orm::ConnectionTrait,
    viewer: &Viewer,
    visit: &Visit,
    today: chrono::NaiveDate,
) -> Result<Content, NotDisclosed> {
    let scope = viewer.scope();
    let (Some(edition), Some(day), Some(authority)) = (visit.edition, visit.begun_on, visit.authority) else {
        return Err(NotDisclosed::Unknown);
    };
    let edition = inspections::store::edition(db, edition).await?;
    let answers = inspections::store::answers(db, &scope, visit.id).await?;
    let findings = inspections::store::findings_of(db, &scope, visit.id).await?;
    let hospital = hospitals::store::one_on_day(db, &Scope::Everything, visit.hospital, day).await?;
    let hospital = hospital.ok_or(NotDisclosed::Unknown)?;
    let authority = authorities::store::by_id(db, authority).await?.ok_or(NotDisclosed::Unknown)?;
    let named = Named { hospital: hospital.name, code: hospital.code, authority: authority.name };
    freeze(visit, named, &edition, &answers, (&findings, today)).ok_or(NotDisclosed::Unknown)
}

/// The number of the next edition; none where it would say nothing new.
fn next(before: Option<&Disclosure>, content: &Content, audience: Audience) -> Option<i32> {
    let Some(before) = before else { return Some(1) };
    let (was, is) = (before.content.mending, content.mending);
    let wider = before.audience == Audience::Internal && audience == Audience::Public;
    (wider || (was.findings, was.mended) != (is.findings, is.mended)).then_some(before.edition + 1)
}
