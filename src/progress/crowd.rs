//! Hospitals of one quarter against each other: who differs by more than chance and the usual variation, of whom that
//! cannot be said, and who is not compared. Pure.

use crate::catalogue::model::{Indicator, Kind};
use crate::progress::model::Pooled;
use crate::progress::words;
use crate::statistics::funnel::{self, Basis, Dispersion, groups};
use crate::statistics::{Observed, Ranks, Standing, ranks};

/// The least denominator of a hospital that is compared, unless a reader asks for another.
pub const LEAST: i64 = 10;

/// Fewer hospitals than this cannot be held against their own pool: they are it.
pub const FEWEST: usize = 3;

/// Most hospitals that are ranked: a rank takes a thousand drawings of every hospital.
pub const MOST_RANKED: usize = 2_000;

/// Where a hospital stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// 高于: above the limits.
    Above,
    /// 无法区分: between them.
    Alike,
    /// 低于: below them.
    Below,
    /// It has a figure, but nothing is compared.
    Plain,
    /// 分母太小: below the least denominator.
    Small,
    /// 0 of 0.
    NoCases,
    /// More above the line than below it, where it is a part of that.
    Odd,
    /// 不适用
    NotApplicable,
    /// Nothing accepted.
    Missing,
}

impl Place {
    /// The order of the groups in a list; all that have no figure are one group.
    #[must_use]
    pub fn group(self) -> usize {
        match self {
            Self::Above => 0,
            Self::Alike => 1,
            Self::Below => 2,
            Self::Plain => 3,
            Self::Small => 4,
            Self::NoCases | Self::Odd | Self::NotApplicable | Self::Missing => 5,
        }
    }
}

/// Why hospitals are not put into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unable {
    /// The indicator can have no figure of a quarter; why.
    Never(&'static str),
    /// 均值 and composites: no limits are known.
    NoMethod(Kind),
    /// Nobody belongs to the group.
    Nobody,
    /// Nothing was accepted of anybody.
    Nothing,
    /// All denominators are 0.
    NoCases,
    /// All that reported lie below the least denominator.
    AllSmall,
    /// One or two are left, which are their own pool.
    Few(usize),
    /// All have none, or all have all.
    Uniform {
        /// Whether it is all.
        all: bool,
    },
}

/// What was found of those that are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// What the figures are.
    pub kind: funnel::Kind,
    /// What they are held against, per one.
    pub centre: f64,
    /// Which limits decided.
    pub basis: Basis,
    /// φ and τ²; none of a single hospital.
    pub dispersion: Option<Dispersion>,
    /// How many are compared.
    pub units: usize,
}

impl Verdict {
    /// How many would lie beyond the 95 % limits by chance alone: one in twenty.
    #[must_use]
    pub fn expected95(&self) -> f64 {
        self.units as f64 * 0.05
    }

    /// How many would lie beyond the 99.8 % limits by chance alone: two in a thousand.
    #[must_use]
    pub fn expected998(&self) -> f64 {
        self.units as f64 * 0.002
    }

    /// How far a figure lies from the centre, in standard deviations of a hospital of its size.
    #[must_use]
    pub fn distance(&self, pooled: Pooled) -> f64 {
        let root = |figure: f64| match self.kind {
            funnel::Kind::Proportion => figure.clamp(0.0, 1.0).sqrt().asin(),
            funnel::Kind::Density => figure.max(0.0).sqrt(),
        };
        let Some(rate) = Observed::of_counts(pooled.numerator, pooled.denominator).value() else { return 0.0 };
        let between = match self.basis {
            Basis::OverDispersed => self.dispersion.map_or(0.0, |found| found.tau2),
            Basis::Exact => 0.0,
        };
        (root(rate) - root(self.centre)).abs() / (0.25 / pooled.denominator as f64 + between).sqrt()
    }
}

/// The hospitals of a group, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Crowd {
    /// Where each stands, in the order given.
    pub places: Vec<Place>,
    /// What was found, or why nothing was.
    pub verdict: Result<Verdict, Unable>,
}

impl Crowd {
    /// Judges hospitals by what each counted: against `standard` (per one), or against their pool. Those with a
    /// denominator below `least` are neither compared nor part of the pool.
    #[must_use]
    pub fn of(indicator: &Indicator, counted: &[Pooled], least: i64, standard: Option<f64>) -> Self {
        let mut places: Vec<Place> = counted.iter().map(|pooled| place(indicator, *pooled, least)).collect();
        let chosen: Vec<usize> = (0..places.len()).filter(|at| places[*at] == Place::Plain).collect();
        let units: Vec<Observed> = chosen.iter().map(|at| observed(counted[*at])).collect();
        let verdict = judge(indicator, &places, &units, standard);
        if let Ok((_, standings)) = &verdict {
            for (at, standing) in chosen.iter().zip(standings) {
                places[*at] = match standing {
                    Some(Standing::Above) => Place::Above,
                    Some(Standing::Indistinct) => Place::Alike,
                    Some(Standing::Below) => Place::Below,
                    None => Place::Odd,
                };
            }
        }
        Self { places, verdict: verdict.map(|(verdict, _)| verdict) }
    }

    /// How many stand there.
    #[must_use]
    pub fn count(&self, place: Place) -> usize {
        self.places.iter().filter(|held| **held == place).count()
    }

    /// Whether a hospital takes part: it has a figure large enough to be looked at beside others.
    #[must_use]
    pub fn takes_part(place: Place) -> bool {
        matches!(place, Place::Above | Place::Alike | Place::Below | Place::Plain)
    }
}

/// Where a hospital stands before any is compared.
fn place(indicator: &Indicator, pooled: Pooled, least: i64) -> Place {
    match pooled {
        _ if pooled.not_applicable > 0 => Place::NotApplicable,
        _ if pooled.reported == 0 => Place::Missing,
        _ if pooled.denominator <= 0 => Place::NoCases,
        _ if indicator.kind == Kind::Proportion && pooled.numerator > pooled.denominator => Place::Odd,
        _ if pooled.denominator < least => Place::Small,
        _ => Place::Plain,
    }
}

type Judged = (Verdict, Vec<Option<Standing>>);

fn judge(indicator: &Indicator, places: &[Place], units: &[Observed], standard: Option<f64>) -> Result<Judged, Unable> {
    if let Some(why) = words::never(indicator) {
        return Err(Unable::Never(why));
    }
    let any = |place: Place| places.contains(&place);
    let kind = kind_of(indicator).ok_or(Unable::NoMethod(indicator.kind));
    match units.len() {
        0 if places.is_empty() => return Err(Unable::Nobody),
        0 if any(Place::Small) || any(Place::Odd) => return Err(Unable::AllSmall),
        0 if any(Place::NoCases) => return Err(Unable::NoCases),
        0 => return Err(Unable::Nothing),
        _ => {}
    }
    let kind = kind?;
    if standard.is_none() && units.len() < FEWEST {
        return Err(Unable::Few(units.len()));
    }
    let all = |full: bool| units.iter().all(|unit| unit.numerator() == if full { unit.denominator() } else { 0.0 });
    let full = kind == funnel::Kind::Proportion && all(true);
    if standard.is_none() && (full || all(false)) {
        return Err(Unable::Uniform { all: full });
    }
    let found = groups(units, kind, standard);
    let centre = found.centre.ok_or(Unable::Nothing)?;
    let verdict = Verdict { kind, centre, basis: found.basis, dispersion: found.dispersion, units: units.len() };
    Ok((verdict, found.standings))
}

/// What a funnel takes the indicator for; none where it has no limits.
#[must_use]
pub fn kind_of(indicator: &Indicator) -> Option<funnel::Kind> {
    match indicator.kind {
        Kind::Proportion => Some(funnel::Kind::Proportion),
        Kind::Density => Some(funnel::Kind::Density),
        Kind::Ratio | Kind::Composite => None,
    }
}

/// A hospital's counts.
#[must_use]
pub fn observed(pooled: Pooled) -> Observed {
    Observed::of_counts(pooled.numerator, pooled.denominator)
}

/// Ranks of hospitals that are compared, each with its 95 % interval; 1 is the highest figure.
#[must_use]
pub fn ranked(kind: funnel::Kind, units: &[Observed]) -> Ranks {
    ranks(units, kind)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::catalogue::Catalogue;

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    fn indicator(id: &str) -> Indicator {
        CATALOGUE.indicator_coded(id).unwrap().clone()
    }

    fn of(numerator: i64, denominator: i64) -> Pooled {
        Pooled { numerator, denominator, expected: 1, reported: 1, not_applicable: 0 }
    }

    fn judged(id: &str, counted: &[(i64, i64)], standard: Option<f64>) -> Crowd {
        let counted: Vec<Pooled> = counted.iter().map(|(x, n)| of(*x, *n)).collect();
        Crowd::of(&indicator(id), &counted, LEAST, standard)
    }

    #[test]
    fn each_guard_has_its_reason() {
        let why = |id: &str, counted: &[(i64, i64)]| judged(id, counted, None).verdict.unwrap_err();
        assert_eq!(why("iv_use_rate", &[]), Unable::Nobody);
        assert_eq!(why("iv_use_rate", &[(50, 100)]), Unable::Few(1));
        assert_eq!(why("iv_use_rate", &[(50, 100), (60, 100)]), Unable::Few(2));
        assert_eq!(why("iv_use_rate", &[(0, 0), (0, 0), (0, 0)]), Unable::NoCases);
        assert_eq!(why("iv_use_rate", &[(5, 9), (0, 0), (1, 1)]), Unable::AllSmall);
        assert_eq!(why("iv_use_rate", &[(90, 90), (40, 40), (30, 30)]), Unable::Uniform { all: true });
        assert_eq!(why("iv_use_rate", &[(0, 90), (0, 40), (0, 30)]), Unable::Uniform { all: false });
        assert_eq!(why("ae_per_100_discharges", &[(0, 90), (0, 40), (0, 30)]), Unable::Uniform { all: false });
        assert_eq!(why("iv_bags_per_bed_day", &[(90, 90), (40, 40), (30, 30)]), Unable::NoMethod(Kind::Ratio));
        assert!(matches!(why("ae_per_bed", &[(9, 90), (4, 40), (3, 30)]), Unable::Never(_)));
        let missing = Pooled { expected: 1, ..Pooled::default() };
        let none = Crowd::of(&indicator("iv_use_rate"), &[missing; 3], LEAST, None);
        assert_eq!(none.verdict, Err(Unable::Nothing));
        assert_eq!(none.places, [Place::Missing; 3]);
    }

    #[test]
    fn who_is_not_compared_is_no_part_of_the_pool() {
        // 9 of 9 is too small, 120 of 100 impossible: the centre is that of the three that are left.
        let found = judged("iv_use_rate", &[(9, 9), (50, 100), (120, 100), (60, 100), (55, 100), (0, 0)], None);
        let verdict = found.verdict.unwrap();
        assert_eq!((verdict.units, verdict.centre), (3, 0.55));
        use Place::{Alike, NoCases, Odd, Small};
        assert_eq!(found.places, [Small, Alike, Odd, Alike, Alike, NoCases]);
        assert!((verdict.expected95() - 0.15).abs() < 1e-12 && (verdict.expected998() - 0.006).abs() < 1e-12);
    }

    #[test]
    fn a_single_hospital_can_be_held_against_a_standard() {
        let found = judged("iv_use_rate", &[(50, 100)], Some(0.9));
        assert_eq!(found.places, [Place::Below]);
        let verdict = found.verdict.unwrap();
        assert_eq!((verdict.centre, verdict.dispersion, verdict.basis), (0.9, None, Basis::Exact));
    }

    #[test]
    fn one_far_out_is_found_and_nobody_else_accused() {
        let mut counted: Vec<(i64, i64)> = (0..40).map(|at| (700 + at % 7 * 5 - 15, 1000)).collect();
        counted.push((400, 1000));
        let found = judged("iv_use_rate", &counted, None);
        assert_eq!((found.count(Place::Below), found.count(Place::Above), found.count(Place::Alike)), (1, 0, 40));
        assert_eq!(found.places[40], Place::Below);
        let verdict = found.verdict.unwrap();
        assert!(verdict.distance(of(400, 1000)) > verdict.distance(of(700, 1000)));
    }

    proptest::proptest! {
        #[test]
        fn groups_are_those_of_the_statistics_on_the_same_counts(
            counted in proptest::collection::vec((0i64..400, 1i64..400), 3..60),
        ) {
            let counted: Vec<(i64, i64)> = counted.into_iter().map(|(x, n)| (x.min(n), n)).collect();
            let found = judged("iv_use_rate", &counted, None);
            let large: Vec<_> = counted.iter().filter(|(_, n)| *n >= LEAST).map(|(x, n)| Observed::of_counts(*x, *n)).collect();
            if let Ok(verdict) = found.verdict {
                let own = groups(&large, funnel::Kind::Proportion, None);
                proptest::prop_assert_eq!(own.centre, Some(verdict.centre));
                proptest::prop_assert_eq!(own.dispersion, verdict.dispersion);
                let of = |standing| own.standings.iter().filter(|held| **held == Some(standing)).count();
                proptest::prop_assert_eq!(found.count(Place::Above), of(Standing::Above));
                proptest::prop_assert_eq!(found.count(Place::Below), of(Standing::Below));
                proptest::prop_assert_eq!(found.count(Place::Alike), of(Standing::Indistinct));
                proptest::prop_assert_eq!(verdict.units, large.len());
            }
        }
    }
}
