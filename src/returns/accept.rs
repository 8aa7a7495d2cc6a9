//! 接收: a round begins to count. Its facts are written in the same transaction.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::access::{RoundId, Viewer};
use crate::authorities;
use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::figures;
use crate::hospitals::HospitalAt;
use crate::inbox;
use crate::journal::{self, Event};
use crate::returns::desk::Desk;
use crate::returns::model::{CannotAccept, Return, Value};
use crate::returns::review::judge::{Terms, may_accept, reviews};
use crate::returns::review::letters::{self, About};
use crate::returns::review::waiting::{self, Waiting};
use crate::returns::store;
use crate::settings;

/// Why an acceptance did not happen.
#[derive(Debug, thiserror::Error)]
pub enum NotAccepted {
    /// As things stand it cannot.
    #[error(transparent)]
    Cannot(#[from] CannotAccept),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes the waiting round of a return count: facts in place of the old ones, the return marked.
///
/// The caller has loaded `of` and `hospital` in scope inside this transaction, with what is known of the rounds that wait,
/// checked the power, and journals.
///
/// # Errors
/// [`NotAccepted::Cannot`] when nothing waits, somebody else reviews the hospital, the viewer sent the round, or the round
/// lacks what its review authority asks for; else of the database.
pub async fn accept(
    txn: &impl ConnectionTrait,
    catalogue: &Catalogue,
    viewer: &Viewer,
    at: DateTime<Utc>,
    (hospital, of): (&HospitalAt, &Return),
    waiting: &HashMap<RoundId, Waiting>,
    terms: Terms<'_>,
) -> Result<RoundId, NotAccepted> {
    let waiting = of.latest_round.and_then(|round| waiting.get(&round));
    let id = may_accept(viewer, (hospital, of), waiting, terms)?;
    let edition = waiting.map_or(0, |waiting| waiting.round.edition);
    let values = store::of_round(txn, id).await?;
    count(txn, catalogue, hospital, of, edition, &values).await?;
    store::set_accepted(txn, of, id, at, viewer).await?;
    Ok(id)
}

/// Writes the facts of a round's values.
///
/// # Errors
/// Of the database.
pub async fn count(
    txn: &impl ConnectionTrait,
    catalogue: &Catalogue,
    hospital: &HospitalAt,
    of: &Return,
    edition: i32,
    values: &[Value],
) -> Result<(), StoreError> {
    let Some(edition) = catalogue.edition(edition) else {
        return Err(StoreError::BadRow { table: "return_round", id: of.id.0, column: "edition" });
    };
    let facts = figures::measure(catalogue, edition, of.period, &store::by_element(values));
    figures::store::replace_quarter(txn, hospital, of.period, &facts).await
}

/// A return that could not be accepted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// The hospital's code.
    pub hospital: String,
    /// Why.
    pub reason: String,
}

/// What a bulk acceptance did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AcceptedMany {
    /// The quarter.
    pub period: Period,
    /// Codes of the hospitals accepted.
    pub accepted: Vec<String>,
    /// Those that were not, with the reason.
    pub skipped: Vec<Skipped>,
}

/// Accepts what waits in a quarter and is the viewer's to review, or some hospitals of it, in one transaction.
///
/// The caller has checked the power.
///
/// # Errors
/// Of the database; then nothing was accepted.
pub async fn accept_many(
    desk: &Desk,
    viewer: &Viewer,
    period: Period,
    only: Option<&[String]>,
) -> Result<AcceptedMany, StoreError> {
    accept_listed(desk, viewer, period, only, false).await
}

/// The same for hospitals ticked on a list: a round stays out whose explanations nobody has looked at.
///
/// # Errors
/// As [`accept_many`].
pub async fn accept_clean(
    desk: &Desk,
    viewer: &Viewer,
    period: Period,
    only: &[String],
) -> Result<AcceptedMany, StoreError> {
    accept_listed(desk, viewer, period, Some(only), true).await
}

async fn accept_listed(
    desk: &Desk,
    viewer: &Viewer,
    period: Period,
    only: Option<&[String]>,
    unread_wait: bool,
) -> Result<AcceptedMany, StoreError> {
    let at = desk.clock.now();
    let txn = crate::db::write(&desk.db).await?;
    let hospitals = crate::hospitals::store::on_day(&*txn, &viewer.scope(), period.last_day()).await?;
    let returns = store::of_period(&*txn, &viewer.scope(), period).await?;
    let demands = settings::store::all_demands(&*txn).await?;
    let tree = authorities::store::tree(&*txn).await?;
    let open = hospitals.iter().filter(|hospital| only.is_none_or(|codes| codes.contains(&hospital.code)));
    let open = open.filter_map(|hospital| returns.get(&hospital.id)).filter(|of| of.waiting().is_ok());
    let waiting = waiting::load(&*txn, open).await?;
    let mut letters = Vec::new();
    let mut done = AcceptedMany { period, accepted: Vec::new(), skipped: Vec::new() };
    let absent = |code: &&String| !hospitals.iter().any(|hospital| hospital.code == **code);
    for code in only.unwrap_or_default().iter().filter(absent) {
        let reason = format!("名录中没有这家医院，或它在{}已不填报", period.label());
        done.skipped.push(Skipped { hospital: code.clone(), reason });
    }
    for hospital in hospitals.iter().filter(|hospital| only.is_none_or(|codes| codes.contains(&hospital.code))) {
        let of = returns.get(&hospital.id);
        let skip = !reviews(viewer, hospital) || of.is_none_or(|of| of.waiting().is_err());
        if only.is_none() && skip {
            continue;
        }
        let Some(of) = of else {
            let reason = CannotAccept::NothingWaiting.to_string();
            done.skipped.push(Skipped { hospital: hospital.code.clone(), reason });
            continue;
        };
        let demands = demands.get(&hospital.reports_to).copied().unwrap_or_default();
        let terms = Terms { tree: &tree, demands, unread_wait };
        match accept(&*txn, &desk.catalogue, viewer, at, (hospital, of), &waiting, terms).await {
            Ok(_) => {
                letters.push(letters::accepted(About::of(hospital, period, of.latest)));
                done.accepted.push(hospital.code.clone());
            }
            Err(NotAccepted::Cannot(reason)) => {
                done.skipped.push(Skipped { hospital: hospital.code.clone(), reason: reason.to_string() });
            }
            Err(NotAccepted::Store(error)) => return Err(error),
        }
    }
    if done.accepted.is_empty() {
        txn.rollback().await?;
        return Ok(done);
    }
    inbox::post(&*txn, at, &letters).await?;
    let event = Event::new("returns.accepted", "quarterly_return", period)
        .detail("count", done.accepted.len())
        .detail("hospitals", done.accepted.join(" "));
    let recorded = journal::record(&txn, viewer, at, event).await?;
    txn.commit().await?;
    journal::publish_head(&desk.data_dir, &recorded);
    Ok(done)
}
