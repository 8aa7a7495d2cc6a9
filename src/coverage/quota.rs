//! 配额: how many must be visited this year so that the yearly share and the whole period both hold, and the year in which
//! that became impossible. Pure and in integers; knows neither draws nor visits.

use std::collections::BTreeMap;

/// A share in integers: 1/5, never 0.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Above the line.
    pub numerator: i64,
    /// Below it, at least 1.
    pub denominator: i64,
}

impl Share {
    /// ⌈share · count⌉; 0 of nothing and of a share that is none.
    #[must_use]
    pub fn of(self, count: i64) -> i64 {
        if self.denominator < 1 || self.numerator < 0 || count < 0 {
            return 0;
        }
        let whole = i128::from(self.numerator) * i128::from(count);
        let number = (whole + i128::from(self.denominator) - 1) / i128::from(self.denominator);
        i64::try_from(number).unwrap_or(i64::MAX)
    }
}

/// ⌈a / b⌉ for a ≥ 0; a itself where b is less than 1.
#[must_use]
pub fn divided_up(a: i64, b: i64) -> i64 {
    if b < 1 { a } else { a.max(0).saturating_add(b - 1) / b }
}

/// Where a period stands at the beginning of one of its years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// Hospitals open now: N.
    pub open: i64,
    /// Those of them that were visited in this period.
    pub covered: i64,
    /// Years left, this one included, from 1.
    pub years_left: i64,
}

impl Stand {
    /// Hospitals open now and not yet visited.
    #[must_use]
    pub fn left(self) -> i64 {
        (self.open - self.covered).max(0)
    }

    /// This year's number: max(⌈share · N⌉, ⌈(N − covered) / years left⌉), never more than there are hospitals.
    #[must_use]
    pub fn needed(self, share: Share) -> i64 {
        share.of(self.open).max(divided_up(self.left(), self.years_left)).min(self.open)
    }
}

/// What one year asked and gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearOfPlan {
    /// The year.
    pub year: i32,
    /// Where the period stood when the year's plan was frozen.
    pub stand: Stand,
    /// Hospitals that can be visited in this year at most; none where nothing limits it but their number.
    pub capacity: Option<i64>,
    /// Hospitals visited in this year, each once, whether visited before or not; none for a year not yet over.
    pub visited: Option<i64>,
}

/// Why a promise can no longer be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The share of this year is more than can be visited in it.
    YearlyShare {
        /// Must be visited.
        needed: i64,
        /// Can be visited.
        possible: i64,
    },
    /// The year is over, and fewer were visited than its share.
    YearlyMissed {
        /// Must have been visited.
        needed: i64,
        /// Were visited.
        visited: i64,
    },
    /// More hospitals are left than can be visited to the end of the period.
    Coverage {
        /// Not yet visited.
        left: i64,
        /// Can be visited to the end.
        possible: i64,
    },
}

/// The first year in which a promise became impossible, and why; none while both can be kept.
///
/// `years` are consecutive and end with the year for which the question is asked; `ahead` is the capacity of each later year
/// of the period, none for a year without a limit.
#[must_use]
pub fn impossible_since(years: &[YearOfPlan], ahead: &[Option<i64>], share: Share) -> Option<(i32, Why)> {
    years.iter().enumerate().find_map(|(at, year)| {
        let later = years[at + 1..].iter().map(|later| later.capacity).chain(ahead.iter().copied());
        impossible_in(year, later, share).map(|why| (year.year, why))
    })
}

/// The first later year whose share is more than can be visited in it, with `open` hospitals as now; none where nobody said how
/// many can be. `ahead` is each later year of the period with what can be visited in it at most.
#[must_use]
pub fn share_impossible_in(open: i64, ahead: &[(i32, Option<i64>)], share: Share) -> Option<(i32, Why)> {
    let needed = share.of(open).min(open);
    let short = |(year, capacity): &(i32, Option<i64>)| {
        let possible = capacity.filter(|possible| *possible < needed)?;
        Some((*year, Why::YearlyShare { needed, possible }))
    };
    ahead.iter().find_map(short)
}

/// One year as it will be if everything goes as planned and no hospital opens or closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Which.
    pub year: i32,
    /// Not yet visited when it begins.
    pub left: i64,
    /// What it asks.
    pub needed: i64,
    /// Most that can be visited; none where nobody said.
    pub capacity: Option<i64>,
    /// What is visited: in the first year what is planned, later what is asked, never more than can be.
    pub visits: i64,
    /// Not yet visited when it ends.
    pub after: i64,
}

/// The years left of a period from `first` on: `stand` is that of the beginning of the first, `limits` the most that can be
/// visited by year, `planned` what the first year's plan says; none where it has none, so that what is asked is visited.
#[must_use]
pub fn outlook(
    stand: Stand,
    first: i32,
    planned: Option<i64>,
    limits: &BTreeMap<i32, Option<i64>>,
    share: Share,
) -> Vec<Outlook> {
    let mut covered = stand.covered;
    let mut years = Vec::new();
    for (year, years_left) in (first..).zip((1..=stand.years_left).rev()) {
        let now = Stand { covered, years_left, ..stand };
        let needed = now.needed(share);
        let capacity = limits.get(&year).copied().flatten();
        let wanted = planned.filter(|_| year == first).unwrap_or(needed);
        let visits = wanted.min(capacity.unwrap_or(wanted)).min(stand.open);
        covered += visits.min(now.left());
        years.push(Outlook { year, left: now.left(), needed, capacity, visits, after: stand.open - covered });
    }
    years
}

fn impossible_in(year: &YearOfPlan, later: impl Iterator<Item = Option<i64>>, share: Share) -> Option<Why> {
    let stand = year.stand;
    let possible = year.capacity.unwrap_or(stand.open).min(stand.open);
    let needed = share.of(stand.open).min(stand.open);
    if needed > possible {
        return Some(Why::YearlyShare { needed, possible });
    }
    let years = usize::try_from(stand.years_left - 1).unwrap_or_default();
    let rest: i64 = later.take(years).map(|capacity| capacity.unwrap_or(stand.open)).fold(0, i64::saturating_add);
    let to_the_end = possible.saturating_add(rest);
    if stand.left() > to_the_end {
        return Some(Why::Coverage { left: stand.left(), possible: to_the_end });
    }
    match year.visited {
        Some(visited) if visited < needed => Some(Why::YearlyMissed { needed, visited }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SHARE: Share = Share { numerator: 1, denominator: 5 };

    fn limits(of: &[Option<i64>]) -> BTreeMap<i32, Option<i64>> {
        (2021..).zip(of.iter().copied()).collect()
    }

    #[test]
    fn an_outlook_follows_the_plan_and_then_what_is_asked() {
        let stand = Stand { open: 20, covered: 0, years_left: 5 };
        let years = outlook(stand, 2021, Some(2), &limits(&[None, None, Some(4), None, None]), SHARE);
        let said: Vec<_> = years.iter().map(|one| (one.year, one.left, one.needed, one.visits, one.after)).collect();
        let wanted =
            [(2021, 20, 4, 2, 18), (2022, 18, 5, 5, 13), (2023, 13, 5, 4, 9), (2024, 9, 5, 5, 4), (2025, 4, 4, 4, 0)];
        assert_eq!(said, wanted);
        let repeats = outlook(Stand { covered: 20, ..stand }, 2021, None, &limits(&[]), SHARE);
        assert_eq!(repeats[0].visits, 4, "the yearly share holds though all were visited");
        assert_eq!(repeats[0].after, 0);
    }

    proptest! {
        #[test]
        fn an_outlook_never_promises_what_is_impossible(
            open in 0..60_i64,
            part in 0..=100_i64,
            of in prop::collection::vec(prop::option::of(0..30_i64), 1..6),
        ) {
            let covered = open * part / 100;
            let years_left = i64::try_from(of.len()).unwrap();
            let stand = Stand { open, covered, years_left };
            let years = outlook(stand, 2021, None, &limits(&of), SHARE);
            prop_assert_eq!(years.len(), of.len());
            let this = YearOfPlan { year: 2021, stand, capacity: of[0], visited: None };
            let since = impossible_since(&[this], &of[1..], SHARE);
            if let Some((_, Why::Coverage { .. })) = since {
                prop_assert!(years.last().unwrap().after > 0);
            }
            for (year, limit) in years.iter().zip(&of) {
                prop_assert!(limit.is_none_or(|limit| year.visits <= limit) && year.visits <= open);
                prop_assert!(year.after >= 0 && year.left - year.after <= year.visits);
            }
            if of.iter().all(Option::is_none) {
                prop_assert_eq!((years.last().unwrap().after, since), (0, None));
            }
        }

        #[test]
        fn a_later_year_is_named_only_where_its_share_is_too_much(
            open in 0..60_i64,
            of in prop::collection::vec(prop::option::of(0..20_i64), 0..5),
        ) {
            let ahead: Vec<(i32, Option<i64>)> = (2022..).zip(of).collect();
            let short = |limit: &Option<i64>| limit.is_some_and(|limit| limit < SHARE.of(open));
            let first = ahead.iter().find(|(_, limit)| short(limit)).map(|(year, _)| *year);
            prop_assert_eq!(share_impossible_in(open, &ahead, SHARE).map(|(year, _)| year), first);
        }
    }
}
