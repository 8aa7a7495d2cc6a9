//! 汇总: what visits asked, what failed and what was mended, added up by system, level and city, and the points that fail most.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::HospitalId;
use crate::catalogue::model::CheckPointId;
use crate::inspections::measure::{Found, Tally};
use crate::inspections::store::{Mending, Visited};

/// What was asked, and what of it failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Answered 符合, 部分符合 or 不符合; what does not apply is not asked.
    pub asked: usize,
    /// 部分符合
    pub partly: usize,
    /// 不符合
    pub not_met: usize,
}

impl Sum {
    /// 部分符合 and 不符合.
    #[must_use]
    pub fn failed(self) -> usize {
        self.partly + self.not_met
    }

    /// The share that failed, percent; none where nothing was asked.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.asked > 0).then(|| self.failed() as f64 * 100.0 / self.asked as f64)
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            asked: self.asked + other.asked,
            partly: self.partly + other.partly,
            not_met: self.not_met + other.not_met,
        }
    }

    fn add(&mut self, tally: &Tally) {
        self.asked += tally.scored();
        self.partly += tally.partly;
        self.not_met += tally.not_met;
    }
}

/// Sums by some key of level, city, system and point.
#[must_use]
pub fn by<K: Ord>(found: &[Found], key: impl Fn(&Found) -> Option<K>) -> BTreeMap<K, Sum> {
    let mut sums: BTreeMap<K, Sum> = BTreeMap::new();
    for one in found {
        if let Some(key) = key(one) {
            sums.entry(key).or_default().add(&one.tally);
        }
    }
    sums
}

/// How many findings by a key there are, and how many of them are mended.
#[must_use]
pub fn mended<K: Ord>(found: &[Mending], key: impl Fn(&Mending) -> K) -> BTreeMap<K, (usize, usize)> {
    let mut counts: BTreeMap<K, (usize, usize)> = BTreeMap::new();
    for one in found {
        let count = counts.entry(key(one)).or_default();
        count.0 += one.findings;
        count.1 += one.mended;
    }
    counts
}

/// The points by how often they failed, the most often first; ties in order of their ids.
#[must_use]
pub fn points(sums: &BTreeMap<CheckPointId, Sum>) -> Vec<(CheckPointId, Sum)> {
    let mut points: Vec<(CheckPointId, Sum)> = sums.iter().map(|(point, sum)| (point.clone(), *sum)).collect();
    points.retain(|(_, sum)| sum.failed() > 0);
    points.sort_by_key(|(point, sum)| (std::cmp::Reverse(sum.failed()), point.clone()));
    points
}

/// How many hospitals were visited in each group; one that moved between two visits counts in both.
#[must_use]
pub fn hospitals<K: Ord>(visited: &[Visited], key: impl Fn(&Visited) -> Option<K>) -> BTreeMap<K, usize> {
    let mut groups: BTreeMap<K, BTreeSet<HospitalId>> = BTreeMap::new();
    for one in visited {
        if let Some(key) = key(one) {
            groups.entry(key).or_default().insert(one.hospital);
        }
    }
    groups.into_iter().map(|(key, hospitals)| (key, hospitals.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(level: &str, (system, point): (u8, &str), (met, partly, not_met): (usize, usize, usize)) -> Found {
        Found {
            level: Some(level.to_owned()),
            city: None,
            system,
            point: point.parse().unwrap(),
            tally: Tally { met, partly, not_met, not_applicable: 90, open: 5 },
        }
    }

    #[test]
    fn what_does_not_apply_was_not_asked() {
        let id = |text: &str| text.parse::<CheckPointId>().unwrap();
        let all = [
            found("x", (1, "a"), (4, 0, 1)),
            found("y", (1, "a"), (2, 0, 2)),
            found("x", (1, "b"), (0, 4, 0)),
            found("x", (2, "c"), (9, 0, 0)),
        ];
        let points = points(&by(&all, |one| Some(one.point.clone())));
        assert_eq!(points[0], (id("b"), Sum { asked: 4, partly: 4, not_met: 0 }));
        assert_eq!(points[1], (id("a"), Sum { asked: 9, partly: 0, not_met: 3 }));
        assert_eq!(points.len(), 2, "what never failed is not listed");
        assert_eq!(points[1].1.share().map(f64::round), Some(33.0));
    }

    #[test]
    fn groups_add_up_what_their_hospitals_have() {
        let all = [found("x", (1, "a"), (2, 0, 1)), found("y", (1, "a"), (3, 0, 0)), found("y", (2, "b"), (0, 0, 1))];
        let systems = by(&all, |one| Some(one.system));
        assert_eq!(systems[&1], Sum { asked: 6, partly: 0, not_met: 1 });
        assert_eq!(systems[&2], Sum { asked: 1, partly: 0, not_met: 1 });
        assert_eq!(by(&all, |one| one.level.clone())["y"], Sum { asked: 4, partly: 0, not_met: 1 });
        assert_eq!(by(&all, |one| one.city.clone()), BTreeMap::new(), "what is in no group is in none");
    }

    #[test]
    fn a_hospital_counts_once_a_group() {
        let visited = |hospital, level: &str| Visited {
            hospital: HospitalId(hospital),
            level: Some(level.to_owned()),
            city: Some("z".to_owned()),
        };
        let all = [visited(1, "x"), visited(2, "y"), visited(1, "y")];
        let level = |key: &str| Some(key.to_owned());
        let levels = hospitals(&all, |one| one.level.clone());
        assert_eq!((levels.get("x"), levels.get("y")), (Some(&1), Some(&2)));
        assert_eq!(hospitals(&all, |one| one.city.clone()).remove("z"), Some(2));
        assert_eq!(hospitals(&all, |one| level("all").filter(|_| one.city.is_some())).remove("all"), Some(2));
    }
}
