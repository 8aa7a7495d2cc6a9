//! 同类: the hospitals one hospital is held against, from the register on the quarter's last day. Pure.
//!
//! The narrowest of level × category × ownership × beds that still has enough members, loosened step by step: beds go
//! first, then ownership, then category; the level stays. Peers are anonymous: a group says how many it has, not who.

use std::ops::RangeInclusive;

use crate::access::HospitalId;
use crate::catalogue::model::RegisterTerms;
use crate::hospitals::Facts;
use crate::progress::territory::LEAST;
use crate::web::format;

/// A narrower group has at least so many others with figures (本系统口径).
///
/// Below ten the middle half of a group is three or four hospitals, and a funnel's φ is estimated from next to nothing.
pub const ENOUGH: usize = 10;

/// With fewer others there is no comparison: the rule of five, as everywhere.
pub const FEWEST: usize = LEAST as usize;

/// What the members of a group share with the hospital, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Width {
    /// Level, category, ownership, and half to twice its beds.
    Beds,
    /// Level, category and ownership.
    Ownership,
    /// Level and category.
    Category,
    /// The level alone.
    Level,
}

/// From the closest to the widest.
const WIDTHS: [Width; 4] = [Width::Beds, Width::Ownership, Width::Category, Width::Level];

/// The peers of one hospital in one quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peers {
    /// What they share with it.
    pub width: Width,
    level: String,
    category: String,
    ownership: String,
    beds: Option<RangeInclusive<i64>>,
    /// Who they are: for the one function that adds them up, and for nobody else.
    pub(super) ids: Vec<HospitalId>,
}

/// Half to twice as many beds, both ends inside; none where the register does not say how many.
#[must_use]
pub fn near(beds: Option<i64>) -> Option<RangeInclusive<i64>> {
    let beds = beds.filter(|beds| *beds > 0)?;
    Some((beds + 1) / 2..=beds.saturating_mul(2))
}

impl Peers {
    /// The peers of a hospital among those that offer figures; itself is never one of them.
    ///
    /// A narrower group is taken only where [`ENOUGH`] others are in it, and where it leaves out none or [`FEWEST`] of
    /// its level: otherwise what one or two hospitals gave could be had by taking the group from the level.
    #[must_use]
    pub fn choose<'a>(own: (HospitalId, &Facts), offering: impl Iterator<Item = (HospitalId, &'a Facts)>) -> Self {
        let (id, facts) = own;
        let level: Vec<(HospitalId, &Facts)> =
            offering.filter(|(other, of)| *other != id && of.level == facts.level).collect();
        let beds = near(facts.beds);
        let within = |width: Width, of: &Facts| {
            (width > Width::Beds || beds.as_ref().zip(of.beds).is_some_and(|(range, beds)| range.contains(&beds)))
                && (width > Width::Ownership || of.ownership == facts.ownership)
                && (width > Width::Category || of.category == facts.category)
        };
        let members = |width| -> Vec<HospitalId> {
            level.iter().filter(|(_, of)| within(width, of)).map(|(other, _)| *other).collect()
        };
        let sound = |ids: &Vec<HospitalId>| {
            let rest = level.len() - ids.len();
            ids.len() >= ENOUGH && (rest == 0 || rest >= FEWEST)
        };
        let narrow = WIDTHS.into_iter().filter(|width| *width != Width::Level);
        let found = narrow.map(|width| (width, members(width))).find(|(_, ids)| sound(ids));
        let (width, ids) = found.unwrap_or_else(|| (Width::Level, members(Width::Level)));
        Self {
            width,
            level: facts.level.clone(),
            category: facts.category.clone(),
            ownership: facts.ownership.clone(),
            beds: beds.filter(|_| width == Width::Beds),
            ids,
        }
    }

    /// How many others there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are enough for anything of them to be shown.
    #[must_use]
    pub fn comparable(&self) -> bool {
        self.ids.len() >= FEWEST
    }

    /// What they share: `同为二级公立综合医院、床位 150–600 张`.
    #[must_use]
    pub fn kind(&self, terms: &RegisterTerms) -> String {
        let level = terms.level_name(&self.level);
        let category = terms.category_name(&self.category);
        let ownership = terms.ownership_name(&self.ownership);
        let beds = self
            .beds
            .as_ref()
            .map(|range| format!("、床位 {}–{} 张", format::count(*range.start()), format::count(*range.end())));
        match self.width {
            Width::Level => format!("同为{level}医院"),
            Width::Category => format!("同为{level}{category}"),
            Width::Ownership | Width::Beds => {
                format!("同为{level}{ownership}{category}{}", beds.unwrap_or_default())
            }
        }
    }

    /// Who they are, without saying who: `同为二级公立综合医院、床位 150–600 张的 23 家`; below five, that there are too few.
    #[must_use]
    pub fn told(&self, terms: &RegisterTerms) -> String {
        if self.comparable() {
            format!("{}的 {} 家", self.kind(terms), self.count())
        } else {
            format!("{}且有数字的不足 {FEWEST} 家", self.kind(terms))
        }
    }

    /// Why the group is wider than the closest there could be; none where it is the closest.
    #[must_use]
    pub fn loosened(&self) -> Option<&'static str> {
        match self.width {
            Width::Beds => None,
            Width::Ownership => Some("床位相近的太少，放宽到不分床位"),
            Width::Category => Some("同一举办性质的太少，放宽到不分床位和举办性质"),
            Width::Level => Some("同一类别的太少，放宽到同级别的全部医院"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::access::AuthorityId;
    use crate::catalogue::Catalogue;

    fn facts(level: &str, category: &str, ownership: &str, beds: Option<i64>) -> Facts {
        Facts {
            name: "演示医院".to_owned(),
            level: level.to_owned(),
            grade: String::new(),
            category: category.to_owned(),
            ownership: ownership.to_owned(),
            affiliation: String::new(),
            region: String::new(),
            beds,
            services: BTreeSet::new(),
            reports_to: AuthorityId(1),
            supervised_by: AuthorityId(1),
            statistical_city: String::new(),
            county: None,
            registration_no: None,
            credit_code: None,
        }
    }

    /// The hospital itself as number 0, and so many of each kind after it.
    fn choose(own: &Facts, kinds: &[(usize, Facts)]) -> Peers {
        let others = kinds.iter().flat_map(|(count, facts)| std::iter::repeat_n(facts, *count));
        let all = std::iter::once(own).chain(others).enumerate();
        let all = all.map(|(at, facts)| (HospitalId(i64::try_from(at).unwrap()), facts));
        Peers::choose((HospitalId(0), own), all)
    }

    #[test]
    fn the_group_is_loosened_one_step_at_a_time() {
        let own = facts("level2", "general", "public", Some(300));
        let near = || facts("level2", "general", "public", Some(600));
        let far = || facts("level2", "general", "public", Some(601));
        let private = || facts("level2", "general", "private", Some(300));
        let other = || facts("level2", "tcm", "public", Some(300));
        let width = |kinds: &[(usize, Facts)]| {
            let peers = choose(&own, kinds);
            (peers.width, peers.count())
        };
        assert_eq!(width(&[(10, near()), (5, far())]), (Width::Beds, 10));
        assert_eq!(width(&[(9, near()), (5, far())]), (Width::Ownership, 14), "nine are too few");
        assert_eq!(width(&[(9, near()), (1, far()), (5, private())]), (Width::Ownership, 10));
        assert_eq!(width(&[(9, near()), (6, private()), (5, other())]), (Width::Category, 15));
        assert_eq!(width(&[(9, near()), (6, other())]), (Width::Level, 15));
        assert_eq!(width(&[(10, near())]), (Width::Beds, 10), "nobody is left out");
        assert_eq!(width(&[(12, near()), (4, far())]).1, 16, "four left out could be had by subtraction");
        assert_eq!(width(&[(9, facts("level3", "general", "public", Some(300)))]), (Width::Level, 0));
    }

    #[test]
    fn beds_reach_from_half_to_twice_and_unknown_beds_are_near_nobody() {
        assert_eq!(near(Some(300)), Some(150..=600));
        assert_eq!(near(Some(301)), Some(151..=602));
        assert_eq!((near(None), near(Some(0))), (None, None));
        let own = facts("level2", "general", "public", None);
        let others = facts("level2", "general", "public", None);
        assert_eq!(choose(&own, &[(12, others)]).width, Width::Ownership);
    }

    #[test]
    fn peers_are_told_in_words_and_too_few_are_not_counted() {
        let catalogue = Catalogue::load(None).unwrap();
        let terms = catalogue.register();
        let general = terms.read_category("综合医院").unwrap().key.clone();
        let own = facts("level2", &general, "public", Some(300));
        let peers = choose(&own, &[(23, own.clone())]);
        assert_eq!(peers.told(terms), "同为二级公立综合医院、床位 150–600 张的 23 家");
        assert_eq!(peers.loosened(), None);
        let few = choose(&own, &[(4, own.clone())]);
        assert_eq!(few.told(terms), "同为二级医院且有数字的不足 5 家");
        assert!(!few.comparable() && few.loosened().is_some());
        assert!(choose(&own, &[(5, own.clone())]).comparable());
    }

    proptest! {
        #[test]
        fn a_group_is_large_or_level_wide_and_never_holds_its_own(
            kinds in prop::collection::vec((0usize..3, 0usize..3, 0usize..2, prop::option::of(1i64..2_000)), 1..60)
        ) {
            let made = |(level, category, ownership, beds): &(usize, usize, usize, Option<i64>)| {
                facts(["a", "b", "c"][*level], ["x", "y", "z"][*category], ["p", "q"][*ownership], *beds)
            };
            let all: Vec<Facts> = kinds.iter().map(made).collect();
            let numbered = || all.iter().enumerate().map(|(at, of)| (HospitalId(at as i64), of));
            let peers = Peers::choose((HospitalId(0), &all[0]), numbered());
            let level: Vec<HospitalId> =
                numbered().filter(|(id, of)| id.0 != 0 && of.level == all[0].level).map(|(id, _)| id).collect();
            prop_assert!(!peers.ids.contains(&HospitalId(0)));
            prop_assert!(peers.ids.iter().all(|id| level.contains(id)));
            if peers.width == Width::Level {
                prop_assert_eq!(&peers.ids, &level);
            } else {
                prop_assert!(peers.count() >= ENOUGH);
                let rest = level.len() - peers.count();
                prop_assert!(rest == 0 || rest >= FEWEST);
            }
        }
    }
}
