//! Occurrences are kept up with the registers, the catalogue and the records: what is missing is added, what changed is changed,
//! what is no longer owed is marked so. Any process may do it, as often as it likes: a second time changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::DatabaseConnection;

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date};
use crate::campaign::due::owed;
use crate::campaign::model::Owed;
use crate::campaign::proof::{Proven, Records, is_moot, proven};
use crate::campaign::store::{self, Kept};
use crate::catalogue::model::{Campaign, Proof, QuotaBearer};
use crate::catalogue::{Catalogue, Shelf};
use crate::clock::Clock;
use crate::coverage;
use crate::db::{self, StoreError};
use crate::hospitals::{self, Entry};
use crate::returns::deadlines::due::InForce;
use crate::returns::{self, deadlines};

/// How often the server looks.
const LOOK_AGAIN: Duration = Duration::from_secs(300);
/// Rows written in one transaction, so that nobody waits long.
const PART: usize = 4_000;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Occurrences owed now.
    pub owed: usize,
    /// Added.
    pub made: usize,
    /// Changed, those no longer owed too.
    pub changed: usize,
}

/// Brings the occurrences of every campaign up to date; of invented campaigns only where everything is (`demo`).
///
/// # Errors
/// Of the database; what was written until then stays and is right.
pub async fn refresh(
    db: &DatabaseConnection,
    catalogue: &Catalogue,
    now: DateTime<Utc>,
    demo: bool,
) -> Result<Refreshed, StoreError> {
    let today = china_date(now);
    let tree = authorities::store::tree(db).await?;
    let register = hospitals::store::list::entries(db, &Scope::Everything).await?;
    let stated = deadlines::store::stated(db).await?;
    let terms = InForce::new(&stated, now);
    let due = |quarter: Period, level: &str| terms.due(catalogue.holidays(), quarter, level);
    let mut all = Refreshed::default();
    for campaign in catalogue.campaigns().iter().filter(|one| !one.duties.is_empty() && (demo || !one.demo)) {
        let wanted = owed(campaign, &tree, &register, &due, today);
        let records = records(db, campaign, (&tree, &register), today).await?;
        let one = keep(db, campaign, wanted, &records, today).await?;
        all = Refreshed { owed: all.owed + one.owed, made: all.made + one.made, changed: all.changed + one.changed };
    }
    Ok(all)
}

/// What the proofs of a campaign are read from.
async fn records(
    db: &DatabaseConnection,
    campaign: &Campaign,
    (tree, register): (&Tree, &[Entry]),
    today: NaiveDate,
) -> Result<Records, StoreError> {
    let proofs: BTreeSet<&str> = campaign.duties.iter().filter_map(|duty| duty.proof).map(Proof::key).collect();
    let mut records = Records::default();
    if proofs.contains(Proof::Returns.key()) {
        let first = campaign.duties.iter().filter(|duty| duty.proof == Some(Proof::Returns)).filter_map(|d| d.first);
        let first = first.min().unwrap_or_else(|| Period::quarter_containing(campaign.from));
        let accepted = returns::store::accepted_since(db, &Scope::Everything, first).await?;
        records.returns = accepted.into_iter().map(|(key, at)| (key, china_date(at))).collect();
    }
    if !proofs.iter().any(|proof| *proof != Proof::Returns.key()) {
        return Ok(records);
    }
    let sources = coverage::store::sources(db, &Scope::Everything, campaign, today).await?;
    let (commissions, centres): (Vec<_>, Vec<_>) =
        tree.walk().into_iter().map(|(_, one)| one).partition(|one| one.is_commission());
    records.governed = commissions.iter().map(|one| (one.id, sources.governed(campaign, one.id))).collect();
    let centres: Vec<AuthorityId> = centres.iter().map(|one| one.id).collect();
    records.due = coverage::store::due_by_year(db, &centres, campaign, today).await?;
    records.sampled = campaign.quota(QuotaBearer::Sample).map(|quota| sampled(campaign, quota, register, today));
    records.done = sources.done;
    Ok(records)
}

/// Of each year up to now the hospitals of the levels a sample is drawn from, by the register of its last day.
fn sampled(
    campaign: &Campaign,
    quota: &crate::catalogue::model::Quota,
    register: &[Entry],
    today: NaiveDate,
) -> BTreeMap<i32, BTreeSet<HospitalId>> {
    let levels = if quota.levels.is_empty() { &campaign.levels } else { &quota.levels };
    let of = |year: i32| {
        let day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today).min(today);
        let inside = |entry: &&Entry| entry.on(day).is_some_and(|facts| levels.contains(&facts.level));
        (year, register.iter().filter(inside).map(|entry| entry.id).collect())
    };
    (campaign.from.year()..=today.min(campaign.to()).year()).map(of).collect()
}

/// Holds what is owed against what is kept, and writes the difference.
async fn keep(
    db: &DatabaseConnection,
    campaign: &Campaign,
    wanted: Vec<Owed>,
    records: &Records,
    today: NaiveDate,
) -> Result<Refreshed, StoreError> {
    let mut kept = store::kept(db, &campaign.id).await?;
    let proofs: HashMap<&str, Proof> =
        campaign.duties.iter().filter_map(|duty| Some((duty.id.as_str(), duty.proof?))).collect();
    let (mut missing, mut changed, mut many) = (Vec::new(), Vec::new(), 0);
    for mut owed in wanted {
        let proof = proofs.get(owed.duty.as_str()).copied();
        if proof == Some(Proof::Sample) && records.sampled.is_none() {
            // What cannot be judged is never late.
            owed.due = None;
        }
        if proof.is_some_and(|proof| is_moot(proof, &owed, records)) {
            continue;
        }
        many += 1;
        let found = proof.map(|proof| proven(campaign, proof, &owed, records, today));
        match kept.remove(&(owed.duty.clone(), owed.bearer.key(), owed.period.clone())) {
            None => missing.push((owed, found.unwrap_or_default())),
            Some(was) => changed.extend(difference(was, &owed, found)),
        }
    }
    // What is left is owed by nobody any more: its evidence stays, and it comes back if it is owed again.
    changed.extend(kept.into_values().filter(|was| was.owed).map(|was| Kept { owed: false, ..was }));
    let refreshed = Refreshed { owed: many, made: missing.len(), changed: changed.len() };
    for part in missing.chunks(PART) {
        let txn = db::write(db).await?;
        store::insert_missing(&*txn, &campaign.id, part).await?;
        txn.commit().await?;
    }
    for part in changed.chunks(PART) {
        let txn = db::write(db).await?;
        store::change_derived(&*txn, part).await?;
        txn.commit().await?;
    }
    Ok(refreshed)
}

/// The row as it ought to be; none where it is. What was handed in is not the records' to change.
fn difference(was: Kept, owed: &Owed, found: Option<Proven>) -> Option<Kept> {
    let Proven { done_on, said } = found.unwrap_or(Proven { done_on: was.done_on, said: was.said.clone() });
    let is = Kept {
        id: was.id,
        kind: owed.kind.key().to_owned(),
        under: owed.under.0,
        opens: owed.opens,
        due: owed.due,
        times: owed.times,
        done_on,
        said,
        owed: true,
    };
    (is != was).then_some(is)
}

/// Keeps occurrences up, for as long as the server runs.
pub async fn keep_refreshing(db: DatabaseConnection, shelf: Shelf, clock: Clock, demo: bool) {
    let mut ticks = tokio::time::interval(LOOK_AGAIN);
    loop {
        ticks.tick().await;
        match refresh(&db, &shelf.current(), clock.now(), demo).await {
            Ok(Refreshed { made: 0, changed: 0, .. }) => (),
            Ok(done) => tracing::info!(made = done.made, changed = done.changed, "duties were brought up to date"),
            Err(error) => tracing::warn!(%error, "duties were not brought up to date"),
        }
    }
}
