//! 配额: how many must be visited this year so that the yearly share and the whole period both hold, and the year in which
//! that became impossible. Pure and in integers; knows neither draws nor visits.

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
