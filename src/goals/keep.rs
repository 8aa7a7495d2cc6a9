//! Setting goals: the one door of the pages, the workbook and the demo.

use std::path::Path;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction};

use crate::access::{HospitalId, Scope, Viewer};
use crate::catalogue::Catalogue;
use crate::catalogue::model::IndicatorId;
use crate::db::{self, StoreError};
use crate::files::{self, NewFile};
use crate::goals::model::{Change, Stated, Subject, Value};
use crate::goals::store;
use crate::goals::words::{goal_words, subject_words};
use crate::journal::{self, Event};

/// Where goals are set.
#[derive(Clone, Copy)]
pub struct Keeping<'a> {
    /// The database.
    pub db: &'a DatabaseConnection,
    /// The data folder, where the journal's outside head is.
    pub data_dir: &'a Path,
    /// For the names of indicators and levels.
    pub catalogue: &'a Catalogue,
}

/// What whoever sets goals has seen of them.
#[derive(Clone, Copy, Debug)]
pub enum Seen<'a> {
    /// It does not matter.
    Any,
    /// How often the province had set goals, of whatever.
    Province(u64),
    /// How often it had set those of an indicator and year.
    Indicator(i32, &'a IndicatorId, usize),
}

/// What brings goals about.
#[derive(Clone, Debug)]
pub enum Cause {
    /// Somebody typed them.
    Typed,
    /// Those of the year before go on.
    CarriedOver,
    /// A workbook, already kept.
    Workbook(Box<NewFile>),
}

/// Sets goals of the province, all or none; how many changed. The caller has checked the power and every change.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set one meanwhile; then nothing changed.
pub async fn set(
    at: Keeping<'_>,
    viewer: &Viewer,
    now: DateTime<Utc>,
    (cause, seen): (Cause, Seen<'_>),
    changes: &[Change],
) -> Result<usize, StoreError> {
    let txn = db::write(at.db).await?;
    if !is_as_seen(&*txn, seen).await? {
        return Err(StoreError::Stale);
    }
    let mut held = Vec::new();
    for year in years_of(changes) {
        held.extend(store::latest(&*txn, year).await?);
    }
    let said = write_down(&*txn, at.catalogue, (viewer, now), &held, changes).await?;
    if said.is_empty() {
        txn.rollback().await?;
        return Ok(0);
    }
    let event = event_of(&txn, cause, changes).await?.detail("goals", said.len()).detail("changes", said.join("；"));
    journal::conclude(txn, viewer, now, event, at.data_dir).await?;
    Ok(said.len())
}

/// Sets a goal of a hospital's own; whether anything changed. The caller has checked the power and the change. `seen` is
/// how often it had been set when the viewer looked.
///
/// # Errors
/// [`StoreError::Stale`] when somebody set it meanwhile.
pub async fn set_own(
    at: Keeping<'_>,
    viewer: &Viewer,
    now: DateTime<Utc>,
    (hospital, seen): (HospitalId, usize),
    change: &Change,
) -> Result<bool, StoreError> {
    let txn = db::write(at.db).await?;
    let (year, indicator) = (change.key.year, &change.key.indicator);
    let held = store::own_history(&*txn, &Scope::Hospital(hospital), hospital, year, indicator).await?;
    if held.len() != seen || change.key.subject != Subject::Hospital(hospital) {
        return Err(StoreError::Stale);
    }
    // Of the history the first is the latest.
    let held = held.get(..1).unwrap_or_default();
    let said = write_down(&*txn, at.catalogue, (viewer, now), held, std::slice::from_ref(change)).await?;
    if said.is_empty() {
        txn.rollback().await?;
        return Ok(false);
    }
    let event = Event::new("goals.own_set", "goal", format!("{year}/{indicator}"));
    let event = event.detail("changes", said.join("；")).detail("reason", &change.source);
    journal::conclude(txn, viewer, now, event, at.data_dir).await?;
    Ok(true)
}

async fn is_as_seen(db: &impl ConnectionTrait, seen: Seen<'_>) -> Result<bool, StoreError> {
    Ok(match seen {
        Seen::Any => true,
        Seen::Province(count) => store::seen(db).await? == count,
        Seen::Indicator(year, indicator, count) => store::history(db, year, indicator).await?.len() == count,
    })
}

fn years_of(changes: &[Change]) -> Vec<i32> {
    let mut years: Vec<i32> = changes.iter().map(|change| change.key.year).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// Adds what changes; each change in words.
async fn write_down(
    txn: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (viewer, now): (&Viewer, DateTime<Utc>),
    held: &[Stated],
    changes: &[Change],
) -> Result<Vec<String>, StoreError> {
    let mut said = Vec::new();
    for change in changes {
        let last = held.iter().find(|held| held.key == change.key);
        if !change.alters(last) {
            continue;
        }
        store::add(txn, viewer, now, last.map_or(0, |last| last.version), change).await?;
        said.push(in_words(catalogue, last.and_then(|last| last.value), change));
    }
    Ok(said)
}

fn in_words(catalogue: &Catalogue, before: Option<Value>, change: &Change) -> String {
    let indicator = catalogue.indicator(&change.key.indicator);
    let worded = |value: Option<Value>| match (value, indicator) {
        (Some(value), Some(indicator)) => goal_words(indicator, value),
        (Some(value), None) => value.shown().to_string(),
        (None, _) => "未设".to_owned(),
    };
    let name = indicator.map_or(change.key.indicator.as_str(), |indicator| indicator.name.as_str());
    let subject = subject_words(&change.key.subject, catalogue);
    format!("{} 年{name}，{subject}：{} → {}", change.key.year, worded(before), worded(change.value))
}

/// What is journalled; a workbook is kept with the change it brings about.
async fn event_of(txn: &DatabaseTransaction, cause: Cause, changes: &[Change]) -> Result<Event, StoreError> {
    let years: Vec<String> = years_of(changes).iter().map(i32::to_string).collect();
    let years = years.join(",");
    let of_years = |action| Event::new(action, "goal", &years);
    Ok(match cause {
        Cause::Typed => {
            let event = match one_indicator(changes) {
                Some(id) => Event::new("goals.set", "goal", format!("{years}/{id}")),
                None => of_years("goals.set"),
            };
            event.detail("reason", changes.first().map_or("", |change| change.source.as_str()))
        }
        Cause::CarriedOver => of_years("goals.carried_over"),
        Cause::Workbook(file) => {
            let id = files::store::insert(txn, &file).await?;
            Event::new("goals.imported", "stored_file", id).detail("sha256", file.kept.sha256)
        }
    })
}

/// The indicator that all changes are about; none where they are about several.
fn one_indicator(changes: &[Change]) -> Option<&IndicatorId> {
    let first = &changes.first()?.key.indicator;
    changes.iter().all(|change| change.key.indicator == *first).then_some(first)
}
