//! What records prove of a duty: visits reach a quota, everybody was visited, a return was accepted. Nobody can tick it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::access::{AuthorityId, HospitalId};
use crate::campaign::model::{Bearer, Owed};
use crate::catalogue::model::{BearerKind, Campaign, Proof, QuotaBearer};
use crate::coverage::measure::{Governed, covered, year_done};
use crate::coverage::yearly;
use crate::inspections::model::Done;
use crate::specialty_goals::Standing;

/// Everything a proof is read from.
#[derive(Debug, Default)]
pub struct Records {
    /// What each commission governs.
    pub governed: HashMap<AuthorityId, Governed>,
    /// For each year the hospitals due for each QC centre.
    pub due: BTreeMap<AuthorityId, BTreeMap<i32, BTreeSet<HospitalId>>>,
    /// For each year the hospitals a sample of the top is drawn from; none where no share was set.
    pub sampled: Option<BTreeMap<i32, BTreeSet<HospitalId>>>,
    /// Closed visits, the earliest first.
    pub done: Vec<Done>,
    /// The day on which a return that was accepted came in first, by hospital and quarter.
    pub returns: HashMap<(HospitalId, String), NaiveDate>,
    /// The day on which material of an exemplar came in first, by authority and quarter.
    pub submitted: HashMap<(AuthorityId, String), NaiveDate>,
    /// The day on which something of a quarter was chosen first.
    pub chosen: HashMap<String, NaiveDate>,
    /// How a QC centre's year stands that has improvement goals.
    pub specialty_goals: HashMap<(AuthorityId, i32), Standing>,
}

/// What the records say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proven {
    /// The day on which it was complete; none while it is not.
    pub done_on: Option<NaiveDate>,
    /// The same in words.
    pub said: String,
}

/// What the records of a bearer say of what it owes.
#[must_use]
pub fn proven(campaign: &Campaign, proof: Proof, owed: &Owed, records: &Records, today: NaiveDate) -> Proven {
    match (proof, owed.bearer) {
        (Proof::Returns, Bearer::Hospital(hospital)) => returned(records, hospital, &owed.period),
        (Proof::Coverage, Bearer::Authority(id)) => everywhere(campaign, records, id, today),
        (Proof::Visits, Bearer::Authority(id)) if owed.kind == BearerKind::QcCentre => {
            by_list(campaign, QuotaBearer::QcCentre, records.due.get(&id), records, (Some(id), year_of(owed)))
        }
        (Proof::Visits, Bearer::Authority(id)) => visited(campaign, records, id, (year_of(owed), today)),
        (Proof::Sample, Bearer::Authority(id)) => match &records.sampled {
            Some(members) => by_list(campaign, QuotaBearer::Sample, Some(members), records, (Some(id), year_of(owed))),
            None => {
                Proven { done_on: None, said: "文件没有写抽查比例，还没有设，不能判断".to_owned() }
            }
        },
        (Proof::Exemplars, Bearer::Authority(id)) => {
            let day = records.submitted.get(&(id, owed.period.clone())).copied();
            told(day, "报送了典型材料", "还没有报送典型材料")
        }
        (Proof::ExemplarsChosen, Bearer::Authority(_)) => {
            let day = records.chosen.get(&owed.period).copied();
            told(day, "从这一季的材料里选用了典型", "还没有从这一季的材料里选用典型")
        }
        (Proof::SpecialtyGoals, Bearer::Authority(id)) => aimed(records, id, year_of(owed)),
        _ => Proven::default(),
    }
}

/// What happened on a day, or that it did not.
fn told(day: Option<NaiveDate>, done: &str, open: &str) -> Proven {
    match day {
        Some(day) => Proven { done_on: Some(day), said: format!("{day} {done}") },
        None => Proven { done_on: None, said: open.to_owned() },
    }
}

fn year_of(owed: &Owed) -> i32 {
    owed.period.parse().unwrap_or_default()
}

fn returned(records: &Records, hospital: HospitalId, period: &str) -> Proven {
    match records.returns.get(&(hospital, period.to_owned())) {
        Some(day) => Proven { done_on: Some(*day), said: format!("{day} 报送，已接收") },
        None => Proven { done_on: None, said: "没有已接收的报表".to_owned() },
    }
}

/// A year of a QC centre has goals since the day its first table was kept; a correction does not move it.
fn aimed(records: &Records, centre: AuthorityId, year: i32) -> Proven {
    match records.specialty_goals.get(&(centre, year)) {
        Some(Standing { since, goals, .. }) => {
            Proven { done_on: Some(*since), said: format!("已报 {goals} 项目标（{since} 首次报送）") }
        }
        None => Proven { done_on: None, said: "还没有报本年的改进目标".to_owned() },
    }
}

fn visited(campaign: &Campaign, records: &Records, id: AuthorityId, at: (i32, NaiveDate)) -> Proven {
    let governed = records.governed.get(&id);
    let Some(year) = governed.and_then(|governed| year_done(campaign, governed, &records.done, at)) else {
        return Proven::default();
    };
    if year.needed == 0 {
        return Proven { done_on: None, said: "范围内没有医院".to_owned() };
    }
    let said = format!("范围内 {} 家，应督导 {} 家，已督导 {} 家", year.open, year.needed, year.visited);
    Proven { done_on: year.reached, said }
}

fn everywhere(campaign: &Campaign, records: &Records, id: AuthorityId, today: NaiveDate) -> Proven {
    let Some(governed) = records.governed.get(&id) else { return Proven::default() };
    let (open, many, last) = covered(campaign, governed, &records.done, today);
    let said = match open {
        0 => "范围内没有医院".to_owned(),
        _ => format!("范围内 {open} 家，已督导 {many} 家"),
    };
    Proven { done_on: last.filter(|_| open > 0 && many == open), said }
}

fn by_list(
    campaign: &Campaign,
    bearer: QuotaBearer,
    members: Option<&BTreeMap<i32, BTreeSet<HospitalId>>>,
    records: &Records,
    (id, year): (Option<AuthorityId>, i32),
) -> Proven {
    let (Some(quota), Some(of_year)) = (campaign.quota(bearer), members.and_then(|members| members.get(&year))) else {
        return Proven::default();
    };
    let only = BTreeMap::from([(year, of_year.clone())]);
    let own = records.done.iter().filter(|one| one.authority == id);
    let Some(found) = yearly::years(quota, &only, own).pop() else { return Proven::default() };
    if found.members == 0 {
        return Proven { done_on: None, said: "这一年名单上没有医院".to_owned() };
    }
    let said = format!("名单上 {} 家，应去 {} 家，已去 {} 家", found.members, found.needed, found.visited);
    Proven { done_on: found.reached, said }
}

/// Whether a bearer owes nothing because there is nobody to visit.
#[must_use]
pub fn is_moot(proof: Proof, owed: &Owed, records: &Records) -> bool {
    let Bearer::Authority(id) = owed.bearer else { return false };
    match proof {
        Proof::Visits if owed.kind == BearerKind::QcCentre => false,
        Proof::Visits | Proof::Coverage => records.governed.get(&id).is_none_or(|governed| {
            let year = governed.years.get(&year_of(owed)).unwrap_or(&governed.now);
            if proof == Proof::Visits { year.is_empty() } else { governed.now.is_empty() }
        }),
        Proof::Sample | Proof::Returns | Proof::Exemplars | Proof::ExemplarsChosen | Proof::SpecialtyGoals => false,
    }
}

#[cfg(test)]
mod tests;
