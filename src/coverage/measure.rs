//! How far visits have come, in integers, so that a fifth of six is two (豫卫医〔2021〕26号 五(二)).
//!
//! The N of the five years is what is open on the day asked; the N of a year is frozen when its plan is committed, and where none
//! was, it is the register of its last day, while it runs that of the day asked. A year's share counts visits of the kinds the
//! campaign names, and a hospital visited before counts only where there are too few unvisited ones: repeats come on top. That a hospital was visited at all counts for the five years whoever of the
//! commissions went and for whatever reason but its own; where only a 指定督导 has been there, that is said.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{Datelike, NaiveDate};

use crate::access::{AuthorityId, HospitalId};
use crate::authorities::Tree;
use crate::catalogue::model::{Campaign, QuotaBearer};
use crate::coverage::quota::{Share, Stand, Why, YearOfPlan, impossible_since, share_impossible_in};
use crate::hospitals::store::Supervised;
use crate::inspections::model::{Done, Kind};

/// Whose visits count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// 本级: those of the authority itself.
    Own,
    /// 辖区: anybody's.
    Anybodys,
}

/// How far an authority has come, by one reading of whose visits count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Hospitals in scope and open on the day asked.
    pub open: i64,
    /// Those of them visited since the campaign began, for whatever reason.
    pub covered: i64,
    /// Those of them of which only a 指定督导 or 复查 is known.
    pub only_named: i64,
    /// Hospitals visited this year by draw or plan that count for its need: those not visited before, and others only where
    /// there were too few of them.
    pub this_year: i64,
    /// Visits of this year to hospitals that had been visited before in the campaign.
    pub repeats: i64,
    /// 指定督导 and 复查 of this year, counted apart.
    pub apart: i64,
    /// What this year asks.
    pub needed: i64,
    /// What it still asks.
    pub still: i64,
    /// The year in which a promise became impossible, and why.
    pub impossible: Option<(i32, Why)>,
    /// This year or a later one in which a promise will be, where an earlier one was named already.
    pub ahead: Option<(i32, Why)>,
    /// For each end of the campaign the hospitals that will have been visited if it goes on as in the year before the day asked.
    pub forecast: Vec<i64>,
    /// Hospitals covered at the end of each quarter from the beginning to the day asked.
    pub course: Vec<(NaiveDate, i64)>,
}

/// Whether a kind of visit counts for the yearly share of a commission, as the campaign says.
#[must_use]
pub fn counts_for_share(campaign: &Campaign, kind: Kind) -> bool {
    campaign.quota(QuotaBearer::Commission).is_some_and(|quota| quota.counts.iter().any(|one| one == kind.key()))
}

/// Whether a kind of visit shows that somebody of a commission was there.
#[must_use]
pub fn counts_for_coverage(campaign: &Campaign, kind: Kind) -> bool {
    counts_for_share(campaign, kind) || matches!(kind, Kind::Named | Kind::FollowUp)
}

/// The hospitals that are an authority's own to count: those it or one below it supervises, in scope of the campaign.
pub fn governed<'a>(
    campaign: &'a Campaign,
    tree: &'a Tree,
    authority: AuthorityId,
    hospitals: &'a [Supervised],
) -> impl Iterator<Item = HospitalId> + 'a {
    // Who stands below is asked once and not of every hospital.
    let below = tree.walk().into_iter().map(|(_, one)| one.id).filter(|id| tree.is_under(authority, *id));
    let below: HashSet<AuthorityId> = below.collect();
    let own = move |one: &&Supervised| below.contains(&one.by) && campaign.levels.contains(&one.level);
    hospitals.iter().filter(own).map(|one| one.hospital)
}

/// The hospitals an authority governs, on the day asked and by the end of each year of the campaign up to then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Governed {
    /// On the day asked.
    pub now: BTreeSet<HospitalId>,
    /// Those each year is counted over: frozen by its plan, else those of its last day.
    pub years: BTreeMap<i32, BTreeSet<HospitalId>>,
    /// The years with a committed plan.
    pub frozen: BTreeSet<i32>,
    /// Most that can be visited in each year of the campaign; none where nobody said.
    pub limits: BTreeMap<i32, Option<i64>>,
}

impl Governed {
    /// The hospitals a year is counted over that runs on the day asked.
    #[must_use]
    pub fn of_year(&self, year: i32) -> &BTreeSet<HospitalId> {
        let frozen = self.years.get(&year).filter(|_| self.frozen.contains(&year));
        frozen.unwrap_or(&self.now)
    }

    /// The same where nobody said how many can be visited.
    #[must_use]
    pub fn without_limits(&self) -> Self {
        Self { limits: BTreeMap::new(), ..self.clone() }
    }
}

/// How far an authority has come by `today`; `done` is every closed visit it may see.
#[must_use]
pub fn progress(
    campaign: &Campaign,
    (authority, whose): (AuthorityId, Whose),
    hospitals: &Governed,
    done: &[Done],
    today: NaiveDate,
) -> Progress {
    let day = today.min(campaign.to());
    let mut visits: Vec<&Done> = done
        .iter()
        .filter(|one| (campaign.from..=day).contains(&one.on))
        .filter(|one| {
            counts_for_coverage(campaign, one.kind) && (whose == Whose::Anybodys || one.authority == Some(authority))
        })
        .collect();
    visits.sort_by_key(|one| (one.on, one.visit));
    let share = share_of(campaign);
    let years = years(campaign, &visits, hospitals, today);
    let register = hospitals.of_year(day.year());
    let asked = Asked::of(campaign, &visits, register, day.year());
    let last = campaign.to().year();
    let stand =
        Stand { open: count(register.len()), covered: asked.before, years_left: i64::from(last - day.year() + 1) };
    let needed = stand.needed(share);
    let this_year = asked.counted(needed);

    visits.retain(|one| hospitals.now.contains(&one.hospital));
    let first = first_visits(&visits);
    let of_year: Vec<&&Done> = visits.iter().filter(|one| one.on.year() == day.year()).collect();
    let planned: BTreeSet<HospitalId> =
        visits.iter().filter(|one| counts_for_share(campaign, one.kind)).map(|one| one.hospital).collect();
    let (open, covered) = (count(hospitals.now.len()), count(first.len()));
    // After the last day nobody can be visited any more.
    let over = (today > campaign.to() && covered < open)
        .then_some((last, Why::Coverage { left: open - covered, possible: 0 }));
    let ahead = ahead(hospitals, today.year(), last);
    let limits: Vec<Option<i64>> = ahead.iter().map(|(_, limit)| *limit).collect();
    let coming = years.last().and_then(|this| impossible_since(std::slice::from_ref(this), &limits, share));
    let coming = coming.or_else(|| share_impossible_in(open, &ahead, share));
    let impossible = impossible_since(&years, &limits, share).or(coming);
    Progress {
        open,
        covered,
        only_named: count(first.keys().filter(|id| !planned.contains(id)).count()),
        this_year,
        repeats: count(of_year.iter().filter(|one| first.get(&one.hospital) != Some(&(one.on, one.visit))).count()),
        apart: count(of_year.iter().filter(|one| !counts_for_share(campaign, one.kind)).count()),
        needed,
        still: (needed - this_year).max(0),
        impossible: impossible.or(over),
        ahead: coming.filter(|_| coming != impossible),
        forecast: campaign.ends.iter().map(|end| forecast(&first, open, day, end.day)).collect(),
        course: course(campaign, &first, day),
    }
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

/// Each year of the campaign after this one, with the most that can be visited in it.
#[must_use]
pub fn ahead(hospitals: &Governed, this: i32, last: i32) -> Vec<(i32, Option<i64>)> {
    (this + 1..=last).map(|year| (year, hospitals.limits.get(&year).copied().flatten())).collect()
}

/// Where the campaign stands at the beginning of a year, over these hospitals and by anybody's visits.
#[must_use]
pub fn stand_of(campaign: &Campaign, hospitals: &BTreeSet<HospitalId>, done: &[Done], year: i32) -> Stand {
    let before =
        |one: &&Done| one.on >= campaign.from && one.on.year() < year && counts_for_coverage(campaign, one.kind);
    let covered: BTreeSet<HospitalId> =
        done.iter().filter(before).map(|one| one.hospital).filter(|id| hospitals.contains(id)).collect();
    Stand {
        open: count(hospitals.len()),
        covered: count(covered.len()),
        years_left: i64::from(campaign.to().year() - year + 1),
    }
}

/// What visits of one year did for the hospitals of one register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asked {
    /// Hospitals visited in an earlier year.
    before: i64,
    /// Those not visited then.
    unvisited: i64,
    /// Of the unvisited, those visited this year by draw or plan.
    fresh: i64,
    /// Of the visited, those visited again this year by draw or plan.
    again: i64,
}

impl Asked {
    fn of(campaign: &Campaign, visits: &[&Done], register: &BTreeSet<HospitalId>, year: i32) -> Self {
        let known = |one: &&&Done| register.contains(&one.hospital);
        let before: BTreeSet<HospitalId> =
            visits.iter().filter(known).filter(|one| one.on.year() < year).map(|one| one.hospital).collect();
        let this: BTreeSet<HospitalId> = visits
            .iter()
            .filter(known)
            .filter(|one| one.on.year() == year && counts_for_share(campaign, one.kind))
            .map(|one| one.hospital)
            .collect();
        Self {
            before: count(before.len()),
            unvisited: count(register.len() - before.len()),
            fresh: count(this.difference(&before).count()),
            again: count(this.intersection(&before).count()),
        }
    }

    /// What counts for a need: repeats only for what the unvisited could not have met.
    fn counted(self, needed: i64) -> i64 {
        self.fresh + self.again.min((needed - self.unvisited).max(0))
    }
}

/// How a commission stands with one year's share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearDone {
    /// Hospitals the year is counted over.
    pub open: i64,
    /// What the share asks of it.
    pub needed: i64,
    /// What counts of its visits.
    pub visited: i64,
    /// The day on which that was enough; none while it is not.
    pub reached: Option<NaiveDate>,
}

/// How the share of one year stands on a day, by anybody's visits; none for a year that has not begun.
#[must_use]
pub fn year_done(
    campaign: &Campaign,
    hospitals: &Governed,
    done: &[Done],
    (year, today): (i32, NaiveDate),
) -> Option<YearDone> {
    let day = today.min(campaign.to());
    let register = match hospitals.years.get(&year)? {
        _ if year == day.year() => hospitals.of_year(year),
        register => register,
    };
    let mut visits: Vec<&Done> = done
        .iter()
        .filter(|one| (campaign.from..=day).contains(&one.on) && one.on.year() <= year)
        .filter(|one| counts_for_coverage(campaign, one.kind) && register.contains(&one.hospital))
        .collect();
    visits.sort_by_key(|one| (one.on, one.visit));
    let open = count(register.len());
    let needed = share_of(campaign).of(open).min(open);
    let asked = |visits: &[&Done]| Asked::of(campaign, visits, register, year).counted(needed);
    let visited = asked(&visits);
    // The first visit with which it was enough: more visits never count for less.
    let enough = |seen: &usize| asked(&visits[..*seen]) >= needed;
    let reached = (visited >= needed && needed > 0).then(|| {
        let first = visits.partition_point(|one| one.on.year() < year);
        let (mut low, mut high) = (first, visits.len());
        while low < high {
            let middle = low.midpoint(high);
            if enough(&middle) { high = middle } else { low = middle + 1 }
        }
        low.checked_sub(1).and_then(|at| visits.get(at)).map(|one| one.on)
    });
    Some(YearDone { open, needed, visited, reached: reached.flatten() })
}

/// Hospitals open on a day and visited in the campaign by then, and the day on which the last of them was visited first.
#[must_use]
pub fn covered(
    campaign: &Campaign,
    hospitals: &Governed,
    done: &[Done],
    today: NaiveDate,
) -> (i64, i64, Option<NaiveDate>) {
    let day = today.min(campaign.to());
    let mut first: BTreeMap<HospitalId, NaiveDate> = BTreeMap::new();
    let counted = done.iter().filter(|one| (campaign.from..=day).contains(&one.on));
    for one in counted.filter(|one| counts_for_coverage(campaign, one.kind) && hospitals.now.contains(&one.hospital)) {
        let on = first.entry(one.hospital).or_insert(one.on);
        *on = one.on.min(*on);
    }
    (count(hospitals.now.len()), count(first.len()), first.into_values().max())
}

/// The share a commission owes; nothing where the campaign says none.
#[must_use]
pub fn share_of(campaign: &Campaign) -> Share {
    let quota = campaign.quota(QuotaBearer::Commission);
    quota.map_or(Share { numerator: 0, denominator: 1 }, |quota| Share {
        numerator: quota.numerator,
        denominator: quota.denominator,
    })
}

/// The first visit to each hospital: its day and its key.
fn first_visits(visits: &[&Done]) -> BTreeMap<HospitalId, (NaiveDate, crate::access::VisitId)> {
    let mut first = BTreeMap::new();
    for visit in visits {
        first.entry(visit.hospital).or_insert((visit.on, visit.visit));
    }
    first
}

/// Each year of the campaign up to the day asked, over the hospitals it is counted over; over once the day asked lies behind it.
fn years(campaign: &Campaign, visits: &[&Done], hospitals: &Governed, today: NaiveDate) -> Vec<YearOfPlan> {
    let (last, share) = (campaign.to().year(), share_of(campaign));
    let nobody = BTreeSet::new();
    (campaign.from.year()..=today.year().min(last))
        .map(|year| {
            let register = hospitals.years.get(&year).unwrap_or(&nobody);
            let capacity = hospitals.limits.get(&year).copied().flatten();
            let asked = Asked::of(campaign, visits, register, year);
            let stand =
                Stand { open: count(register.len()), covered: asked.before, years_left: i64::from(last - year + 1) };
            // What a past year owed is its share: what later years must add for it is theirs to show.
            let owed = share.of(stand.open).min(stand.open);
            YearOfPlan { year, stand, capacity, visited: (year < today.year()).then(|| asked.counted(owed)) }
        })
        .collect()
}

/// How many will have been visited on `end` if new hospitals are visited as fast as in the 365 days before `day`.
fn forecast(
    first: &BTreeMap<HospitalId, (NaiveDate, crate::access::VisitId)>,
    open: i64,
    day: NaiveDate,
    end: NaiveDate,
) -> i64 {
    const YEAR: i64 = 365;
    let by_end = count(first.values().filter(|(on, _)| *on <= end).count());
    let ahead = (end - day).num_days();
    if ahead <= 0 {
        return by_end;
    }
    let recent = count(first.values().filter(|(on, _)| (day - *on).num_days() < YEAR).count());
    (count(first.len()) + recent * ahead / YEAR).min(open)
}

/// The hospitals covered at the end of each quarter, the last point on the day asked.
fn course(
    campaign: &Campaign,
    first: &BTreeMap<HospitalId, (NaiveDate, crate::access::VisitId)>,
    day: NaiveDate,
) -> Vec<(NaiveDate, i64)> {
    let covered = |until: NaiveDate| (until, count(first.values().filter(|(on, _)| *on <= until).count()));
    let mut course = Vec::new();
    let mut quarter = crate::calendar::Period::quarter_containing(campaign.from);
    while quarter.last_day() < day {
        course.push(covered(quarter.last_day()));
        quarter = quarter.next();
    }
    course.push(covered(day));
    course
}

#[cfg(test)]
mod tests;
