//! One answer: merged point by point, so that two people may work at once, and nothing is overwritten silently.

use crate::access::{Power, Viewer};
use crate::db::{self, StoreError};
use crate::inspections::check::{self, Typed};
use crate::inspections::edition::Edition;
use crate::inspections::keep::{NotKept, held};
use crate::inspections::model::{Number, Said};
use crate::inspections::store::{self, NewAnswer};
use crate::journal::{self, Event};
use crate::state::AppState;

/// Answers a point; `typed` also holds `seen`, the number of the answer that stood there, 0 for none.
///
/// The same answer as stands there already is not written again.
///
/// # Errors
/// [`NotKept::Clash`] where somebody answered the point after `seen`; [`NotKept::Unknown`] for a point that this visit's
/// checklist does not hold.
pub async fn answer(
    app: &AppState,
    viewer: &Viewer,
    number: &Number,
    point: &str,
    typed: &Typed,
) -> Result<(), NotKept> {
    viewer.must(if viewer.hospital().is_some() { Power::ActForHospital } else { Power::Inspect })?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let visit = held(&txn, viewer, number).await?;
    let edition: Edition = store::edition(&*txn, visit.edition.ok_or(NotKept::Unknown)?).await?;
    let (_, point) = edition.point(point).ok_or(NotKept::Unknown)?;
    let said: Said = check::answer(&edition.checklist, point, typed)?;
    let before = store::said_before(&*txn, &viewer.scope(), visit.id, &point.id).await?.pop();
    let last = before.as_ref().map_or(0, |answer| answer.number);
    if before.is_some_and(|answer| answer.said == said) {
        return Ok(());
    }
    let seen: i32 = typed.get("seen").and_then(|text| text.parse().ok()).unwrap_or_default();
    if seen != last {
        return Err(NotKept::Clash);
    }
    let new = NewAnswer { visit: visit.id, point: &point.id, number: last + 1, said: &said };
    match store::insert_answers(&*txn, viewer, at, &[new]).await {
        Err(StoreError::Duplicate) => return Err(NotKept::Clash),
        stored => stored?,
    }
    let event = Event::new("visit.answered", "visit", number)
        .detail("visit_point", &point.id)
        .detail("visit_verdict", said.verdict.key())
        .detail("visit_answer", last + 1);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}
