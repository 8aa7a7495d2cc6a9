//! Saying something of a series, and taking it back: each is one transaction with its row in the journal.

use crate::access::{Power, Viewer};
use crate::annotations::check::Ground;
use crate::annotations::form::{AddForm, WithdrawForm};
use crate::annotations::model::{Annotation, Subject};
use crate::annotations::store::{self, New};
use crate::calendar::china_date;
use crate::db::{self, StoreError};
use crate::figures::By;
use crate::journal::{self, Event};
use crate::kept::NotKept;
use crate::state::AppState;

/// Whether a reader may say something of this series: a commission of what its own territory adds up to and of the
/// hospitals in its scope, a hospital of itself.
#[must_use]
pub fn may_write(viewer: &Viewer, subject: &Subject) -> bool {
    if !viewer.may(Power::Annotate) {
        return false;
    }
    match (subject.by, viewer.hospital()) {
        // Whoever got hold of the hospital had it in scope.
        (By::Hospital, None) => viewer.authority().is_some() && subject.hospital.is_some(),
        (By::Hospital, own) => own.is_some() && own == subject.hospital,
        (_, own) => own.is_none() && subject.authority.is_some() && subject.authority == viewer.authority(),
    }
}

/// Whether a reader may take this back: whoever may say something of the series; a hospital only what was said at
/// the hospital.
#[must_use]
pub fn may_withdraw(viewer: &Viewer, note: &Annotation) -> bool {
    note.withdrawn.is_none() && may_write(viewer, &note.subject) && (viewer.hospital().is_none() || note.by_hospital)
}

/// Says something of a series; `ground` is what a rebase is held against.
///
/// # Errors
/// [`NotKept`]; then nothing was written.
pub async fn add(
    app: &AppState,
    viewer: &Viewer,
    subject: &Subject,
    ground: &Ground,
    form: &AddForm,
) -> Result<(), NotKept> {
    viewer.must(Power::Annotate)?;
    if !may_write(viewer, subject) {
        return Err(NotKept::Unknown);
    }
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let known = store::of(&*txn, &viewer.scope(), subject).await?;
    let wanted = form.check(ground, &known, china_date(at)).map_err(NotKept::Faulty)?;
    let (period, slot) = wanted.start.unzip();
    let new = New { subject, kind: wanted.kind, day: wanted.day, period, slot, text: &wanted.text };
    let id = match store::insert(&*txn, viewer, at, new).await {
        Err(StoreError::Duplicate) => return Err(StoreError::Stale.into()),
        stored => stored?,
    };
    let event = Event::new("annotation.added", "annotation", id)
        .detail("annotated", &subject.indicator)
        .detail("annotation_group", format!("{} {}", subject.by.key(), subject.group))
        .detail("annotation_kind", wanted.kind.key())
        .detail("annotation_day", period.map_or_else(|| wanted.day.to_string(), |period| period.to_string()))
        .detail("annotation_text", &wanted.text);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(())
}

/// Takes an annotation back; gives it as it was.
///
/// # Errors
/// [`NotKept`], stale when somebody did so meanwhile.
pub async fn withdraw(app: &AppState, viewer: &Viewer, id: i64, form: &WithdrawForm) -> Result<Annotation, NotKept> {
    viewer.must(Power::Annotate)?;
    let at = app.clock.now();
    let txn = db::write(&app.db).await?;
    let note = store::one(&*txn, &viewer.scope(), id).await?.ok_or(NotKept::Unknown)?;
    if note.withdrawn.is_some() {
        return Err(StoreError::Stale.into());
    }
    if !may_withdraw(viewer, &note) {
        return Err(NotKept::Unknown);
    }
    let reason = form.check().map_err(NotKept::Faulty)?;
    store::withdraw(&*txn, viewer, at, (id, form.version), &reason).await?;
    let event = Event::new("annotation.withdrawn", "annotation", id)
        .detail("annotated", &note.subject.indicator)
        .detail("annotation_group", format!("{} {}", note.subject.by.key(), note.subject.group))
        .detail("annotation_kind", note.kind.key())
        .detail("withdrawn_reason", &reason);
    journal::conclude(txn, viewer, at, event, &app.data_dir).await?;
    Ok(note)
}
