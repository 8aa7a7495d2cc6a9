//! What QC centres owe by their lists, and the top by its sample: year by year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::Ground;
use crate::access::{AuthorityId, HospitalId};
use crate::authorities::Authority;
use crate::catalogue::model::{Quota, QuotaBearer};
use crate::coverage::store::due_by_year;
use crate::coverage::yearly::{Year, years};
use crate::db::StoreError;
use crate::hospitals;
use crate::inspections::model::{Done, Kind};
use crate::state::AppState;
use crate::web::{Crumb, Head, PageError, View};

#[derive(Clone, Copy, Serialize)]
struct YearRow {
    year: i32,
    members: i64,
    needed: i64,
    visited: i64,
    still: i64,
}

impl From<Year> for YearRow {
    fn from(year: Year) -> Self {
        let still = year.still();
        Self { year: year.year, members: year.members, needed: year.needed, visited: year.visited, still }
    }
}

/// What `templates/coverage/centre.html` shows.
#[derive(Serialize)]
pub struct CentrePage {
    name: String,
    own_page: bool,
    on: NaiveDate,
    campaign: String,
    document: String,
    clause: String,
    share: String,
    counts: String,
    /// The year that runs; none where the campaign asks nothing of centres.
    now: Option<YearRow>,
    /// Every year, the latest first.
    rows: Vec<YearRow>,
    /// Hospitals of the list not visited this year: name and code.
    left: Vec<(String, String)>,
    more: usize,
    list: String,
}

/// Hospitals of a list that are named, at most.
const NAMED: usize = 40;

impl View for CentrePage {
    const TEMPLATE: &'static str = "coverage/centre.html";

    fn head(&self) -> Head {
        let head = Head::titled(format!("{}　督导覆盖", self.name));
        let head = if self.own_page { head } else { head.crumb(Crumb::to("督导覆盖", "/coverage")) };
        head.crumb(Crumb::here(if self.own_page { "督导覆盖".to_owned() } else { self.name.clone() }))
    }
}

impl CentrePage {
    /// Of the QC centre a ground is of.
    ///
    /// # Errors
    /// Of the database.
    pub(super) async fn load(app: &AppState, ground: &Ground<'_>, own_page: bool) -> Result<Self, PageError> {
        let (campaign, centre) = (ground.campaign, &ground.authority);
        let mut lists = due_by_year(&app.db, &[centre.id], campaign, ground.today).await?;
        let due = lists.remove(&centre.id).unwrap_or_default();
        let own = ground.sources.done.iter().filter(|one| one.authority == Some(centre.id));
        let quota = campaign.quota(QuotaBearer::QcCentre);
        let found = quota.map(|quota| years(quota, &due, own.clone())).unwrap_or_default();
        let left = left_of(app, ground, due.get(&ground.year()), own).await?;
        Ok(Self {
            name: centre.name.clone(),
            own_page,
            on: ground.today,
            campaign: campaign.title.clone(),
            document: campaign.document.clone(),
            clause: quota.map(|quota| quota.clause.clone()).unwrap_or_default(),
            share: quota.map(share_words).unwrap_or_default(),
            counts: quota.map(counts_words).unwrap_or_default(),
            now: found.last().copied().map(YearRow::from),
            rows: found.into_iter().rev().map(YearRow::from).collect(),
            more: left.len().saturating_sub(NAMED),
            left: left.into_iter().take(NAMED).collect(),
            list: format!("/qc-centres/{}", centre.code),
        })
    }
}

/// The hospitals of a list that a centre has not visited this year, by code. A list is not a territory: its hospitals may report
/// to anybody.
async fn left_of<'a>(
    app: &AppState,
    ground: &Ground<'_>,
    members: Option<&BTreeSet<HospitalId>>,
    own: impl Iterator<Item = &'a Done>,
) -> Result<Vec<(String, String)>, StoreError> {
    let visited: BTreeSet<HospitalId> =
        own.filter(|one| one.on.year() == ground.year()).map(|one| one.hospital).collect();
    let waiting: Vec<HospitalId> = members.into_iter().flatten().filter(|id| !visited.contains(id)).copied().collect();
    let known = hospitals::store::named_everywhere(&app.db, &waiting).await?;
    let mut left: Vec<(String, String)> = known.into_values().map(|one| (one.facts.name, one.code)).collect();
    left.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(left)
}

/// What stands beside a commission's own promise.
#[derive(Default, Serialize)]
pub struct Also {
    centres: Vec<CentreRow>,
    /// Of the top: what of its sample; none for others.
    sample: Option<Sample>,
}

#[derive(Serialize)]
struct CentreRow {
    name: String,
    href: String,
    row: YearRow,
}

/// 上级抽查 of the top.
#[derive(Serialize)]
struct Sample {
    /// Hospitals visited this year by it.
    visited: i64,
    /// Share and what it asks; none where the province has not set it.
    asked: Option<(String, YearRow)>,
}

impl Also {
    /// Of the commission a ground is of.
    ///
    /// # Errors
    /// Of the database.
    pub(super) async fn load(app: &AppState, ground: &Ground<'_>) -> Result<Self, PageError> {
        let (campaign, tree) = (ground.campaign, &ground.sources.tree);
        let below: Vec<&Authority> = tree.children(ground.authority.id).filter(|one| !one.is_commission()).collect();
        let ids: Vec<AuthorityId> = below.iter().map(|centre| centre.id).collect();
        let lists = due_by_year(&app.db, &ids, campaign, ground.today).await?;
        let row = |centre: &&Authority| {
            let own = ground.sources.done.iter().filter(|one| one.authority == Some(centre.id));
            let row = years(campaign.quota(QuotaBearer::QcCentre)?, lists.get(&centre.id)?, own).pop()?;
            Some(CentreRow { name: centre.name.clone(), href: format!("/coverage/{}", centre.code), row: row.into() })
        };
        let centres = below.iter().filter_map(row).collect();
        let sample = ground.authority.reviewed_by.is_none().then(|| sample(ground));
        Ok(Self { centres, sample })
    }
}

fn sample(ground: &Ground<'_>) -> Sample {
    let year = ground.year();
    let own = ground.sources.done.iter().filter(|one| one.authority == Some(ground.authority.id));
    let of_year = |one: &&Done| one.kind == Kind::Sample && one.on.year() == year;
    let visited: BTreeSet<HospitalId> = own.clone().filter(of_year).map(|one| one.hospital).collect();
    let asked = ground.campaign.quota(QuotaBearer::Sample).and_then(|quota| {
        let levels = if quota.levels.is_empty() { &ground.campaign.levels } else { &quota.levels };
        let listed = ground.sources.hospitals.iter().filter(|one| levels.contains(&one.level));
        let members = BTreeMap::from([(year, listed.map(|one| one.hospital).collect())]);
        let row = years(quota, &members, own.clone()).pop()?;
        Some((share_words(quota), row.into()))
    });
    Sample { visited: i64::try_from(visited.len()).unwrap_or(i64::MAX), asked }
}

fn share_words(quota: &Quota) -> String {
    format!("{}/{}", quota.numerator, quota.denominator)
}

/// `行政督导、上级抽查`
pub(super) fn counts_words(quota: &Quota) -> String {
    let label = |key: &String| Kind::of_key(key).map_or_else(|| key.clone(), |kind| kind.label().to_owned());
    quota.counts.iter().map(label).collect::<Vec<_>>().join("、")
}
