//! 年度督导计划: the year's N is frozen when it is committed, so that nobody's share shrinks or grows by what opens and closes
//! later; what a later edition says of numbers never changes which hospitals the year is counted over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AuthorityId, HospitalId};

/// One edition of the plan of one commission for one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearPlan {
    /// Whose.
    pub authority: AuthorityId,
    /// For which year.
    pub year: i32,
    /// From 1.
    pub edition: i32,
    /// The hospitals the year is counted over, as they were when the first edition was committed.
    pub hospitals: BTreeSet<HospitalId>,
    /// What the year asked when this edition was committed.
    pub needed: i64,
    /// Hospitals to be visited.
    pub planned: i64,
    /// Most that can be visited in the year; none where nobody said.
    pub capacity: Option<i64>,
    /// The same of each later year.
    pub ahead: Option<i64>,
    /// Why less than asked is planned, or why there is another edition.
    pub reason: Option<String>,
    /// The day it was committed.
    pub committed_on: NaiveDate,
    /// The moment.
    pub committed_at: DateTime<Utc>,
    /// By whom.
    pub committed_name: String,
}

/// What a commission wants to commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// For which year.
    pub year: i32,
    /// Edition that was seen; 0 where there was none.
    pub seen: i32,
    /// Hospitals to be visited.
    pub planned: i64,
    /// Most that can be visited in the year.
    pub capacity: Option<i64>,
    /// The same of each later year.
    pub ahead: Option<i64>,
    /// Why.
    pub reason: Option<String>,
}

/// The most that can be visited in each year of a period, as the plans of a commission say: of a year with a plan what that
/// plan says, of another what the latest plan before it says of later years. `plans` holds the last edition of each year.
#[must_use]
pub fn limits(plans: &BTreeMap<i32, YearPlan>, years: std::ops::RangeInclusive<i32>) -> BTreeMap<i32, Option<i64>> {
    let of = |year: i32| match plans.get(&year) {
        Some(plan) => plan.capacity,
        None => plans.range(..year).next_back().and_then(|(_, plan)| plan.ahead),
    };
    years.map(|year| (year, of(year))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(year: i32, capacity: Option<i64>, ahead: Option<i64>) -> (i32, YearPlan) {
        let plan = YearPlan {
            authority: AuthorityId(1),
            year,
            edition: 1,
            hospitals: BTreeSet::new(),
            needed: 0,
            planned: 0,
            capacity,
            ahead,
            reason: None,
            committed_on: NaiveDate::MIN,
            committed_at: DateTime::UNIX_EPOCH,
            committed_name: String::new(),
        };
        (year, plan)
    }

    #[test]
    fn a_plan_speaks_for_its_year_and_for_those_after_it() {
        let plans = BTreeMap::from([plan(2022, Some(8), Some(6)), plan(2024, None, Some(5))]);
        let limits: Vec<Option<i64>> = limits(&plans, 2021..=2026).into_values().collect();
        assert_eq!(limits, [None, Some(8), Some(6), None, Some(5), Some(5)]);
    }
}
