//! 按年的比例: what a QC centre, or the top with its sample, owes each year and has done. Unlike a commission's, such a promise
//! does not add up to everybody (豫卫医〔2021〕26号 五(二)1, 2). Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use crate::access::HospitalId;
use crate::catalogue::model::Quota;
use crate::coverage::quota::Share;
use crate::inspections::model::Done;

/// One year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year {
    /// Which.
    pub year: i32,
    /// Hospitals the promise is about.
    pub members: i64,
    /// What the share asks of it.
    pub needed: i64,
    /// Those of them that were visited, each counted once.
    pub visited: i64,
    /// The day on which that was enough; none while it is not.
    pub reached: Option<NaiveDate>,
}

impl Year {
    /// What it still asks.
    #[must_use]
    pub fn still(self) -> i64 {
        (self.needed - self.visited).max(0)
    }
}

/// The years of a promise, the earliest first: `members` of each year, and the visits of whoever gave it.
#[must_use]
pub fn years<'a>(
    quota: &Quota,
    members: &BTreeMap<i32, BTreeSet<HospitalId>>,
    done: impl Iterator<Item = &'a Done> + Clone,
) -> Vec<Year> {
    let share = Share { numerator: quota.numerator, denominator: quota.denominator };
    let counts = |one: &&Done| quota.counts.iter().any(|kind| kind == one.kind.key());
    let year = |(year, members): (&i32, &BTreeSet<HospitalId>)| {
        let of_year = done.clone().filter(counts).filter(|one| one.on.year() == *year);
        let mut first: BTreeMap<HospitalId, NaiveDate> = BTreeMap::new();
        for one in of_year.filter(|one| members.contains(&one.hospital)) {
            let on = first.entry(one.hospital).or_insert(one.on);
            *on = one.on.min(*on);
        }
        let count = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let (needed, visited) = (share.of(count(members.len())), count(first.len()));
        let mut days: Vec<NaiveDate> = first.into_values().collect();
        days.sort_unstable();
        let reached = usize::try_from(needed - 1).ok().and_then(|at| days.get(at)).copied();
        Year { year: *year, members: count(members.len()), needed, visited, reached }
    };
    members.iter().map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::VisitId;
    use crate::catalogue::model::QuotaBearer;
    use crate::inspections::model::{KINDS, Kind};

    fn quota(counts: &[&str]) -> Quota {
        Quota {
            bearer: QuotaBearer::QcCentre,
            numerator: 1,
            denominator: 5,
            clause: "五(二)2".to_owned(),
            counts: counts.iter().map(|kind| (*kind).to_owned()).collect(),
            levels: Vec::new(),
        }
    }

    fn done(visit: i64, hospital: i64, kind: Kind, on: &str) -> Done {
        Done { visit: VisitId(visit), hospital: HospitalId(hospital), authority: None, kind, on: on.parse().unwrap() }
    }

    #[test]
    fn a_year_counts_its_own_members_once_and_rounds_up() {
        let members = BTreeMap::from([
            (2023, (1..=6).map(HospitalId).collect::<BTreeSet<_>>()),
            (2024, BTreeSet::from([HospitalId(1)])),
            (2025, BTreeSet::new()),
        ]);
        let visits = [
            done(1, 1, Kind::QcCentre, "2023-03-01"),
            done(2, 1, Kind::QcCentre, "2023-09-01"),
            done(3, 9, Kind::QcCentre, "2023-09-02"),
            done(4, 2, Kind::Commission, "2023-09-03"),
            done(5, 2, Kind::QcCentre, "2024-01-01"),
        ];
        let found = years(&quota(&["qc_centre"]), &members, visits.iter());
        let year = |year, members, needed, visited| Year { year, members, needed, visited, reached: None };
        assert_eq!(found, [year(2023, 6, 2, 1), year(2024, 1, 1, 0), year(2025, 0, 0, 0)]);
        assert_eq!(found.iter().map(|year| year.still()).collect::<Vec<_>>(), [1, 1, 0]);
        let wider = years(&quota(&["qc_centre", "commission"]), &members, visits.iter());
        assert_eq!(wider[0], Year { reached: "2023-09-03".parse().ok(), ..year(2023, 6, 2, 2) });
    }

    #[test]
    fn the_catalogue_knows_every_kind_that_may_count() {
        let known: BTreeSet<&str> = crate::catalogue::model::VISIT_KINDS.into();
        let kinds = KINDS.into_iter().filter(|kind| *kind != Kind::SelfExam).map(Kind::key);
        assert_eq!(known, kinds.collect());
    }
}
