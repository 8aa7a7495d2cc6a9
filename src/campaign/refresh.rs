//! Occurrences are kept up with the registers, the catalogue and the records: what is missing is added, what changed is changed,
//! what is no longer owed is marked so. Any process may do it, as often as it likes: a second time changes nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use crate::access::{AuthorityId, HospitalId, Scope};
use crate::authorities::{self, Tree};
use crate::calendar::{Period, china_date};
use crate::campaign::due::owed;
use crate::campaign::model::Owed;
use crate::campaign::proof::{Proven, Records, is_moot, proven};
use crate::campaign::store::{self, Change, Kept};
use crate::catalogue::model::{Campaign, Duty, Proof, QuotaBearer};
use crate::catalogue::{Catalogue, Shelf};
use crate::clock::Clock;
use crate::coverage;
use crate::db::{self, StoreError};
use crate::exemplars;
use crate::hospitals::{self, Entry};
use crate::returns::deadlines::due::InForce;
use crate::returns::deadlines::model::Stated;
use crate::returns::{self, deadlines};
use crate::specialty_goals::model::Edition;
use crate::specialty_goals::{self, Standing};

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

impl Refreshed {
    fn and(self, other: Self) -> Self {
        Self { owed: self.owed + other.owed, made: self.made + other.made, changed: self.changed + other.changed }
    }
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
    let registers = Arc::new(Registers {
        tree: authorities::store::tree(db).await?,
        register: hospitals::store::list::entries(db, &Scope::Everything).await?,
        stated: deadlines::store::stated(db).await?,
        now,
        today: china_date(now),
    });
    let mut all = Refreshed::default();
    for campaign in catalogue.campaigns().iter().filter(|one| !one.duties.is_empty() && (demo || !one.demo)) {
        let records = Arc::new(Found::load(db, campaign, &registers).await?.records(campaign, &registers));
        // A duty at a time: all of a province at once would weigh more than the rest of the server.
        for (at, duty) in campaign.duties.iter().enumerate() {
            let kept = store::kept_everywhere(db, &campaign.id, &duty.id).await?;
            let (catalogue, id) = (catalogue.clone(), campaign.id.clone());
            let (registers, records) = (registers.clone(), records.clone());
            // Arithmetic over a province: not on a thread that answers people.
            let told = tokio::task::spawn_blocking(move || {
                let campaign = catalogue.campaign(&id)?;
                let duty = campaign.duties.get(at)?;
                Some(difference(&catalogue, (campaign, duty), &registers, (&records, kept)))
            });
            let difference = told.await.map_err(|error| StoreError::Db(DbErr::Custom(error.to_string())))?;
            all = all.and(write(db, campaign, difference.unwrap_or_default()).await?);
        }
        let known: Vec<&str> = campaign.duties.iter().map(|duty| duty.id.as_str()).collect();
        let strays = store::strays_everywhere(db, &campaign.id, &known).await?;
        let changed = strays.into_iter().map(no_longer).collect();
        all = all.and(write(db, campaign, Difference { changed, ..Difference::default() }).await?);
    }
    Ok(all)
}

/// Who there is, by when returns are due, and when it is asked.
struct Registers {
    tree: Tree,
    register: Vec<Entry>,
    stated: Vec<Stated>,
    now: DateTime<Utc>,
    today: NaiveDate,
}

/// What the proofs of a campaign are read from.
struct Found {
    sources: Option<coverage::store::Sources>,
    due: BTreeMap<AuthorityId, coverage::store::DueByYear>,
    returns: HashMap<(HospitalId, String), DateTime<Utc>>,
    submitted: HashMap<(AuthorityId, String), NaiveDate>,
    chosen: HashMap<String, NaiveDate>,
    specialty_goals: HashMap<(AuthorityId, i32), Standing>,
}

impl Found {
    async fn load(db: &DatabaseConnection, campaign: &Campaign, known: &Registers) -> Result<Self, StoreError> {
        let asks = |wanted: fn(Proof) -> bool| campaign.duties.iter().filter_map(|duty| duty.proof).any(wanted);
        let returns = if asks(|proof| proof == Proof::Returns) {
            let of_returns = campaign.duties.iter().filter(|duty| duty.proof == Some(Proof::Returns));
            let first = of_returns.filter_map(|duty| duty.first).min();
            let first = first.unwrap_or_else(|| Period::quarter_containing(campaign.from));
            returns::store::accepted_since(db, &Scope::Everything, first).await?
        } else {
            HashMap::new()
        };
        let (mut sources, mut due) = (None, BTreeMap::new());
        if asks(Proof::by_visits) {
            sources = Some(coverage::store::sources(db, &Scope::Everything, campaign, known.today).await?);
            let all = known.tree.walk().into_iter().map(|(_, one)| one);
            let centres: Vec<AuthorityId> = all.filter(|one| !one.is_commission()).map(|one| one.id).collect();
            due = coverage::store::due_by_year(db, &centres, campaign, known.today).await?;
        }
        let (mut submitted, mut chosen) = (HashMap::new(), HashMap::new());
        if asks(Proof::by_exemplars) {
            let found = exemplars::store::submitted_everywhere(db, &campaign.id).await?;
            submitted = found.into_iter().map(|(id, quarter, day)| ((id, quarter), day)).collect();
            chosen = exemplars::store::chosen_everywhere(db, &campaign.id).await?.into_iter().collect();
        }
        let specialty_goals =
            if asks(|proof| proof == Proof::SpecialtyGoals) { aimed(db).await? } else { HashMap::new() };
        Ok(Self { sources, due, returns, submitted, chosen, specialty_goals })
    }

    /// The same as proofs read it.
    fn records(self, campaign: &Campaign, known: &Registers) -> Records {
        let returns = self.returns.into_iter().map(|(key, at)| (key, china_date(at))).collect();
        let sampled = campaign.quota(QuotaBearer::Sample);
        let sampled = sampled.map(|quota| sampled_of(campaign, quota, &known.register, known.today));
        let commissions = known.tree.walk().into_iter().map(|(_, one)| one).filter(|one| one.is_commission());
        let governed = |sources: &coverage::store::Sources| {
            commissions.map(|one| (one.id, sources.governed(campaign, one.id))).collect()
        };
        Records {
            governed: self.sources.as_ref().map(governed).unwrap_or_default(),
            due: self.due,
            sampled,
            done: self.sources.map(|sources| sources.done).unwrap_or_default(),
            returns,
            submitted: self.submitted,
            chosen: self.chosen,
            specialty_goals: self.specialty_goals,
        }
    }
}

/// Of each QC centre's year that has improvement goals how it stands.
async fn aimed(db: &DatabaseConnection) -> Result<HashMap<(AuthorityId, i32), Standing>, StoreError> {
    let editions = specialty_goals::store::all_editions(db).await?;
    let of_year = editions.chunk_by(|a, b| (a.authority, a.year) == (b.authority, b.year));
    let standing = |of: &[Edition]| Some(((of.first()?.authority, of.first()?.year), specialty_goals::standing(of)?));
    Ok(of_year.filter_map(standing).collect())
}

/// Of each year up to now the hospitals of the levels a sample is drawn from, by the register of its last day.
fn sampled_of(
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

/// What is to be written.
#[derive(Default)]
struct Difference {
    owed: usize,
    missing: Vec<(Owed, Proven)>,
    changed: Vec<Change>,
}

/// Holds what is owed of a duty against what is kept of it.
fn difference(
    catalogue: &Catalogue,
    (campaign, duty): (&Campaign, &Duty),
    known: &Registers,
    (records, mut kept): (&Records, HashMap<store::Key, Kept>),
) -> Difference {
    let terms = InForce::new(&known.stated, known.now);
    let due = |quarter: Period, level: &str| terms.due(catalogue.holidays(), quarter, level);
    let mut told = Difference::default();
    for mut owed in owed((campaign, duty), &known.tree, &known.register, &due, known.today) {
        if duty.proof == Some(Proof::Sample) && records.sampled.is_none() {
            // What cannot be judged is never late.
            owed.due = None;
        }
        if duty.proof.is_some_and(|proof| is_moot(proof, &owed, records)) {
            continue;
        }
        told.owed += 1;
        let found = duty.proof.map(|proof| proven(campaign, proof, &owed, records, known.today));
        match kept.remove(&(owed.bearer.key(), owed.period.clone())) {
            None => told.missing.push((owed, found.unwrap_or_default())),
            Some(was) => told.changed.extend(as_it_ought(was, &owed, found)),
        }
    }
    told.changed.extend(kept.into_values().filter(|was| was.owed).map(no_longer));
    told
}

/// What is owed by nobody any more: its evidence stays, and it comes back if it is owed again.
fn no_longer(was: Kept) -> Change {
    Change { row: Kept { owed: false, ..was }, proven: false, recount: false }
}

/// Writes it, a part at a time.
async fn write(db: &DatabaseConnection, campaign: &Campaign, what: Difference) -> Result<Refreshed, StoreError> {
    for part in what.missing.chunks(PART) {
        let txn = db::write(db).await?;
        store::insert_missing(&*txn, &campaign.id, part).await?;
        txn.commit().await?;
    }
    for part in what.changed.chunks(PART) {
        let txn = db::write(db).await?;
        store::change_derived(&*txn, part).await?;
        txn.commit().await?;
    }
    Ok(Refreshed { owed: what.owed, made: what.missing.len(), changed: what.changed.len() })
}

/// The row as it ought to be; none where it is. What was handed in is not the records' to change.
fn as_it_ought(was: Kept, owed: &Owed, found: Option<Proven>) -> Option<Change> {
    let proven = found.is_some();
    let recount = !proven && was.times != owed.times;
    let Proven { done_on, said } = found.unwrap_or(Proven { done_on: was.done_on, said: was.said.clone() });
    let is = Kept {
        id: was.id,
        kind: owed.kind,
        under: owed.under.0,
        opens: owed.opens,
        due: owed.due,
        times: owed.times,
        done_on,
        said,
        owed: true,
    };
    (is != was).then_some(Change { row: is, proven, recount })
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
