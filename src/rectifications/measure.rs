//! 汇总: what visits asked, what failed and what was mended, added up by system, level and city, and the points that fail most.

use std::collections::{BTreeMap, HashMap};

use crate::access::HospitalId;
use crate::catalogue::model::CheckPointId;
use crate::inspections::measure::Tally;
use crate::inspections::model::Verdict;
use crate::inspections::store::{Found, Mending};

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

/// Sums by some key of hospital and system.
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

/// What each point was asked.
#[must_use]
pub fn of_points(asked: &[(CheckPointId, Verdict, i64)]) -> BTreeMap<CheckPointId, Sum> {
    let mut sums: BTreeMap<CheckPointId, Sum> = BTreeMap::new();
    for (point, verdict, many) in asked {
        let many = usize::try_from(*many).unwrap_or_default();
        let sum = sums.entry(point.clone()).or_default();
        match verdict {
            Verdict::NotApplicable => continue,
            Verdict::Partly => sum.partly += many,
            Verdict::NotMet => sum.not_met += many,
            Verdict::Met => {}
        }
        sum.asked += many;
    }
    sums
}

/// The points by how often they failed, the most often first; ties in order of their ids.
#[must_use]
pub fn points(asked: &[(CheckPointId, Verdict, i64)]) -> Vec<(CheckPointId, Sum)> {
    let mut points: Vec<(CheckPointId, Sum)> = of_points(asked).into_iter().collect();
    points.retain(|(_, sum)| sum.failed() > 0);
    points.sort_by_key(|(point, sum)| (std::cmp::Reverse(sum.failed()), point.clone()));
    points
}

/// How many hospitals each group of a map of hospitals has among what was found.
#[must_use]
pub fn hospitals<'k>(found: &[Found], group: &'k HashMap<HospitalId, String>) -> BTreeMap<&'k str, usize> {
    let mut seen: std::collections::BTreeSet<HospitalId> = std::collections::BTreeSet::new();
    let mut counts = BTreeMap::new();
    for one in found {
        if seen.insert(one.hospital)
            && let Some(key) = group.get(&one.hospital)
        {
            *counts.entry(key.as_str()).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_apply_was_not_asked() {
        let id = |text: &str| text.parse::<CheckPointId>().unwrap();
        let asked = [
            (id("a"), Verdict::Met, 6),
            (id("a"), Verdict::NotMet, 3),
            (id("a"), Verdict::NotApplicable, 90),
            (id("b"), Verdict::Partly, 4),
            (id("c"), Verdict::Met, 9),
        ];
        let points = points(&asked);
        assert_eq!(points[0], (id("b"), Sum { asked: 4, partly: 4, not_met: 0 }));
        assert_eq!(points[1], (id("a"), Sum { asked: 9, partly: 0, not_met: 3 }));
        assert_eq!(points.len(), 2, "what never failed is not listed");
        assert_eq!(points[1].1.share().map(f64::round), Some(33.0));
    }

    #[test]
    fn groups_add_up_what_their_hospitals_have() {
        let found = |hospital, system, met, not_met| Found {
            hospital: HospitalId(hospital),
            system,
            system_name: String::new(),
            tally: Tally { met, not_met, open: 5, ..Tally::default() },
        };
        let all = [found(1, 1, 2, 1), found(2, 1, 3, 0), found(2, 2, 0, 1)];
        let systems = by(&all, |one| Some(one.system));
        assert_eq!(systems[&1], Sum { asked: 6, partly: 0, not_met: 1 });
        assert_eq!(systems[&2], Sum { asked: 1, partly: 0, not_met: 1 });
        let levels = HashMap::from([(HospitalId(1), "x".to_owned()), (HospitalId(2), "y".to_owned())]);
        assert_eq!(hospitals(&all, &levels), BTreeMap::from([("x", 1), ("y", 1)]));
    }
}
