//! The draw inside the strata: the smallest tickets, those on top from hospitals already visited, and the substitutes.

use std::collections::{BTreeMap, BTreeSet};

use crate::draws::model::{Drawn, FrozenList, Part, Stratum, StratumOutcome, Ticket, Unit};
use crate::draws::ticket::Urn;

/// How many hospitals visited already are drawn on top of a quota, so that nobody is safe: ⌊(q + 10) / 20⌋.
#[must_use]
pub fn extra(quota: i64) -> i64 {
    (quota + 10) / 20
}

/// How many hospitals of a stratum are not yet visited, and how many are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not yet visited in this period.
    pub fresh: i64,
    /// Visited already.
    pub visited: i64,
}

impl Counts {
    /// All.
    #[must_use]
    pub fn all(self) -> i64 {
        self.fresh + self.visited
    }

    /// Chance of a hospital not yet visited: (of, among).
    #[must_use]
    pub fn chance(self, quota: i64) -> (i64, i64) {
        (quota.min(self.fresh), self.fresh)
    }

    /// Chance of a hospital visited already: (of, among).
    #[must_use]
    pub fn visited_chance(self, quota: i64) -> (i64, i64) {
        let wanted = (quota - self.fresh).max(0) + extra(quota);
        (wanted.min(self.visited), self.visited)
    }
}

/// The counts of each stratum by name.
#[must_use]
pub fn counts(list: &FrozenList) -> BTreeMap<&str, Counts> {
    let mut found: BTreeMap<&str, Counts> = BTreeMap::new();
    for unit in &list.units {
        let counts = found.entry(unit.stratum.as_str()).or_default();
        if unit.visited {
            counts.visited += 1;
        } else {
            counts.fresh += 1;
        }
    }
    found
}

/// Every hospital of a list with its ticket, the smallest first; made once, whatever is struck out later.
pub struct Tickets<'a> {
    by_stratum: BTreeMap<&'a str, Vec<(String, &'a Unit)>>,
}

impl<'a> Tickets<'a> {
    /// Draws the tickets.
    #[must_use]
    pub fn of(list: &'a FrozenList, urn: &Urn) -> Self {
        let mut by_stratum: BTreeMap<&str, Vec<(String, &Unit)>> = BTreeMap::new();
        for unit in &list.units {
            by_stratum.entry(unit.stratum.as_str()).or_default().push((urn.unit(&unit.code), unit));
        }
        for tickets in by_stratum.values_mut() {
            tickets.sort_by(|a, b| (&a.0, &a.1.code).cmp(&(&b.0, &b.1.code)));
        }
        Self { by_stratum }
    }

    /// What comes out when these are struck out.
    #[must_use]
    pub fn outcome(&self, list: &FrozenList, struck: &BTreeSet<String>) -> Vec<StratumOutcome> {
        let mut strata: Vec<&Stratum> = list.strata.iter().collect();
        strata.sort_by(|a, b| a.name.cmp(&b.name));
        let counts = counts(list);
        let of = |stratum: &&Stratum| {
            let tickets = self.by_stratum.get(stratum.name.as_str()).map_or(&[][..], Vec::as_slice);
            let counts = counts.get(stratum.name.as_str()).copied().unwrap_or_default();
            one(stratum, tickets, counts, struck)
        };
        strata.iter().map(of).collect()
    }
}

fn one(stratum: &Stratum, tickets: &[(String, &Unit)], counts: Counts, struck: &BTreeSet<String>) -> StratumOutcome {
    let quota = stratum.quota;
    let left = |visited: bool| {
        let standing = move |(_, unit): &&(String, &Unit)| unit.visited == visited && !struck.contains(&unit.code);
        tickets.iter().filter(standing).map(|(ticket, unit)| (ticket.clone(), unit.code.clone()))
    };
    let (mut drawn, mut substitutes, mut visited_substitutes) = (Vec::new(), Vec::new(), Vec::new());
    for (ticket, code) in left(false) {
        if below(&drawn, quota) {
            drawn.push(Drawn { code, part: Part::Quota, ticket });
        } else {
            substitutes.push(Ticket { code, ticket });
        }
    }
    let whole = quota + extra(quota);
    for (ticket, code) in left(true) {
        if below(&drawn, quota) {
            drawn.push(Drawn { code, part: Part::Fill, ticket });
        } else if below(&drawn, whole) {
            drawn.push(Drawn { code, part: Part::Extra, ticket });
        } else {
            visited_substitutes.push(Ticket { code, ticket });
        }
    }
    StratumOutcome {
        stratum: stratum.name.clone(),
        quota,
        extra: extra(quota),
        short: (quota - count(&drawn)).max(0),
        drawn,
        substitutes,
        visited_substitutes,
        chance: counts.chance(quota),
        visited_chance: counts.visited_chance(quota),
    }
}

fn below(drawn: &[Drawn], number: i64) -> bool {
    count(drawn) < number
}

fn count(drawn: &[Drawn]) -> i64 {
    i64::try_from(drawn.len()).unwrap_or(i64::MAX)
}
