//! 同质化: how far groups of hospitals lie apart in a quarter, and single hospitals beyond chance. Pure but for loading.
//!
//! The distance between the highest and the lowest of several groups is never 0, chance alone draws them apart; whether
//! it became smaller is said only where the intervals of two distances have nothing in common. A group's interval is
//! the wider of its own (Wilson, exact Poisson) and of the one that takes hospitals, not patients, for what varies
//! (ratio estimator over clusters: Cochran 1977, *Sampling Techniques*, 6.3).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::access::Scope;
use crate::calendar::Period;
use crate::catalogue::model::{Indicator, Kind};
use crate::db::StoreError;
use crate::figures::{By, FactState, Single, single_of};
use crate::progress::benchmark::Filter;
use crate::progress::crowd::{LEAST, kind_of};
use crate::progress::crowd_cache::Key;
use crate::progress::desk::Desk;
use crate::progress::measure;
use crate::progress::model::breaks_between;
use crate::progress::register::{Register, group_of};
use crate::progress::territory::{self, Territory};
use crate::statistics::funnel::{self, Dispersion, dispersion};
use crate::statistics::{Confidence, Interval, Observed, difference, pooled};

/// By what groups are told apart.
pub const BYS: [By; 4] = [By::Level, By::City, By::Category, By::Ownership];

/// The sums of a group, and what tells how much its hospitals differ.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// How many hospitals count.
    pub hospitals: i64,
    /// Σ numerators.
    pub numerator: i64,
    /// Σ denominators.
    pub denominator: i64,
    /// Σ numerator², Σ numerator × denominator, Σ denominator².
    squares: [f64; 3],
}

impl Sums {
    fn add(&mut self, single: &Single) {
        let (x, n) = (single.numerator as f64, single.denominator as f64);
        self.hospitals += 1;
        self.numerator += single.numerator;
        self.denominator += single.denominator;
        for (sum, square) in self.squares.iter_mut().zip([x * x, x * n, n * n]) {
            *sum += square;
        }
    }

    /// The figure in the unit shown with its interval, the wider of the two; none where the kind has none.
    #[must_use]
    pub fn figure(&self, indicator: &Indicator) -> Option<(f64, Option<Interval>)> {
        let figure = measure::figure(indicator, self.numerator, self.denominator);
        let value = figure.value?;
        let interval = figure.interval.map(|own| {
            let half = self.between() * Confidence::P95.z() * indicator.multiplier as f64;
            let most = if indicator.kind == Kind::Proportion { indicator.multiplier as f64 } else { f64::MAX };
            Interval { lower: own.lower.min((value - half).max(0.0)), upper: own.upper.max((value + half).min(most)) }
        });
        Some((value, interval))
    }

    /// The standard error of the pooled figure, per one, if hospitals are what varies; 0 of fewer than two.
    fn between(&self) -> f64 {
        let (count, below) = (self.hospitals as f64, self.denominator as f64);
        if count < 2.0 || below <= 0.0 {
            return 0.0;
        }
        let rate = self.numerator as f64 / below;
        let [xx, xn, nn] = self.squares;
        let left = (xx - 2.0 * rate * xn + rate * rate * nn).max(0.0);
        (left * count / (count - 1.0)).sqrt() / below
    }
}

/// A quarter: the sums of its groups, and how much its hospitals differ beyond chance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quarter {
    /// For each of [`BYS`] the groups by key.
    pub groups: [BTreeMap<String, Sums>; 4],
    /// φ and τ² of the hospitals with a large enough denominator; none where the kind has none.
    pub dispersion: Option<Dispersion>,
    /// Their pool, per one.
    pub centre: Option<f64>,
}

impl Quarter {
    /// Adds up the hospitals of a register that count in a period.
    #[must_use]
    pub fn of(indicator: &Indicator, register: &Register, period: Period, singles: &[Single]) -> Self {
        let mut quarter = Self::default();
        let mut units = Vec::new();
        for (entry, facts) in register.on(period.last_day()) {
            let counted = single_of(singles, entry.id).filter(|single| single.state == FactState::Counted);
            let Some(single) = counted else { continue };
            for (groups, by) in quarter.groups.iter_mut().zip(BYS) {
                let key = group_of(entry, facts, by);
                if !groups.contains_key(key) {
                    groups.insert(key.to_owned(), Sums::default());
                }
                if let Some(sums) = groups.get_mut(key) {
                    sums.add(single);
                }
            }
            if single.denominator >= LEAST {
                units.push(Observed::of_counts(single.numerator, single.denominator));
            }
        }
        quarter.centre = pooled(&units);
        let kind = kind_of(indicator);
        quarter.dispersion = quarter.centre.zip(kind).and_then(|(centre, kind)| dispersion(&units, kind, centre));
        quarter
    }

    /// The deviation between hospitals beyond chance, in the unit shown at the centre: τ carried back from the scale
    /// on which it is estimated.
    #[must_use]
    pub fn beyond_chance(&self, indicator: &Indicator) -> Option<f64> {
        let (found, centre) = (self.dispersion?, self.centre?);
        let slope = match kind_of(indicator)? {
            funnel::Kind::Proportion => 2.0 * (centre * (1.0 - centre)).max(0.0).sqrt(),
            funnel::Kind::Density => 2.0 * centre.sqrt(),
        };
        Some(slope * found.tau2.sqrt() * indicator.multiplier as f64)
    }
}

/// A group at one end.
#[derive(Clone, Debug, PartialEq)]
pub struct End {
    /// Its key.
    pub key: String,
    /// Its sums.
    pub sums: Sums,
    /// Its figure in the unit shown.
    pub value: f64,
}

/// How far the highest and the lowest group lie apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// The highest.
    pub high: End,
    /// The lowest.
    pub low: End,
    /// Their difference in the unit shown.
    pub apart: f64,
    /// Its interval, not below 0; none where the kind has none.
    pub interval: Option<Interval>,
    /// How many groups were looked at.
    pub groups: usize,
}

/// The distance in a quarter, and how many groups with hospitals were too small to be looked at.
///
/// A group counts with five hospitals and a denominator of [`LEAST`], where it is one of those `told` apart. For a reader who sees no small groups (`hide`) the
/// smallest that counts is left out too where what is left out could be had by subtraction.
#[must_use]
pub fn distance(
    indicator: &Indicator,
    groups: &BTreeMap<String, Sums>,
    told: &dyn Fn(&str) -> bool,
    hide: bool,
) -> (Option<Distance>, usize) {
    let large = |key: &str, sums: &Sums| told(key) && sums.hospitals >= territory::LEAST && sums.denominator >= LEAST;
    let mut shown: Vec<(&String, &Sums)> = groups.iter().filter(|(key, sums)| large(key, sums)).collect();
    let others = groups.iter().filter(|(key, sums)| !large(key, sums));
    let hidden: i64 = others.map(|(_, sums)| sums.hospitals).sum();
    if hide
        && (1..territory::LEAST).contains(&hidden)
        && let Some(smallest) = (0..shown.len()).min_by_key(|at| shown[*at].1.hospitals)
    {
        shown.remove(smallest);
    }
    let left_out = groups.keys().filter(|key| told(key)).count() - shown.len();
    let ends: Vec<(f64, Option<Interval>, &String, &Sums)> = shown
        .iter()
        .filter_map(|(key, sums)| sums.figure(indicator).map(|(value, interval)| (value, interval, *key, *sums)))
        .collect();
    let high = ends.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    let low = ends.iter().min_by(|one, other| one.0.total_cmp(&other.0));
    let (Some(high), Some(low), true) = (high, low, ends.len() > 1) else { return (None, left_out) };
    let interval = high.1.zip(low.1).map(|(upper, lower)| {
        let (_, interval) = difference((high.0, upper), (low.0, lower));
        Interval { lower: interval.lower.max(0.0), upper: interval.upper }
    });
    let end = |(value, _, key, sums): &(f64, Option<Interval>, &String, &Sums)| End {
        key: (*key).clone(),
        sums: **sums,
        value: *value,
    };
    let found = Distance { high: end(high), low: end(low), apart: high.0 - low.0, interval, groups: ends.len() };
    (Some(found), left_out)
}

/// What may be said of a distance beside that of a year before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// Smaller, and the two intervals have nothing in common.
    Narrower,
    /// Larger, and they have nothing in common.
    Wider,
    /// They overlap: nothing can be said.
    Unclear,
    /// The definition changed between the two.
    Redefined,
    /// There is none now.
    NoneNow,
    /// There was none then.
    NoneThen,
    /// The kind has no intervals.
    NoInterval,
}

/// Compares a distance with an earlier one.
#[must_use]
pub fn moved(
    indicator: &Indicator,
    (then, earlier): (Period, Option<&Distance>),
    (now, later): (Period, Option<&Distance>),
) -> Moved {
    let Some(later) = later else { return Moved::NoneNow };
    if breaks_between(indicator, then, now) {
        return Moved::Redefined;
    }
    let Some(earlier) = earlier else { return Moved::NoneThen };
    match (later.interval, earlier.interval) {
        (Some(now), Some(then)) if now.upper < then.lower => Moved::Narrower,
        (Some(now), Some(then)) if now.lower > then.upper => Moved::Wider,
        (Some(_), Some(_)) => Moved::Unclear,
        _ => Moved::NoInterval,
    }
}

/// The quarters of a territory, oldest first; each is worked out once for a version of its figures.
///
/// # Errors
/// Of the database.
pub async fn load(
    desk: &Desk,
    territory: &Territory,
    indicator: &Indicator,
    periods: &[Period],
) -> Result<Vec<Arc<Quarter>>, StoreError> {
    let scope = territory.pooled;
    let register = desk.registers.within(&desk.db, &scope).await?;
    let versions = crate::figures::store::versions(&desk.db).await?;
    let key = |period: Period| Key {
        authority: match scope {
            Scope::Authority(id) => Some(id),
            Scope::Everything | Scope::Hospital(_) | Scope::Nothing => None,
        },
        indicator: indicator.id.clone(),
        period,
        versions: (versions.get(&period).copied().unwrap_or(0), register.version()),
        filter: Filter::default(),
        least: LEAST,
        standard: None,
    };
    // What is found is held here: what is kept may be forgotten, or raised to a newer version, at any moment.
    let kept = |period: &Period| Some((*period, desk.crowds.quarter(&key(*period))?));
    let mut found: HashMap<Period, Arc<Quarter>> = periods.iter().filter_map(kept).collect();
    let missing: Vec<Period> = periods.iter().copied().filter(|period| !found.contains_key(period)).collect();
    let loaded = desk.singles.of(&desk.db, &scope, register.version(), &indicator.id, &missing).await?;
    for (period, at) in missing.iter().zip(loaded) {
        let quarter = Quarter::of(indicator, &register, *period, &at.rows);
        let versions = (at.version, register.version());
        found.insert(*period, desk.crowds.keep_quarter(Key { versions, ..key(*period) }, quarter));
    }
    Ok(periods.iter().map(|period| found.get(period).cloned().unwrap_or_default()).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::access::HospitalId;
    use crate::catalogue::Catalogue;

    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(None).unwrap());

    fn indicator(id: &str) -> Indicator {
        CATALOGUE.indicator_coded(id).unwrap().clone()
    }

    fn sums(hospitals: &[(i64, i64)]) -> Sums {
        let mut sums = Sums::default();
        for (numerator, denominator) in hospitals {
            sums.add(&Single {
                hospital: HospitalId(1),
                state: FactState::Counted,
                numerator: *numerator,
                denominator: *denominator,
            });
        }
        sums
    }

    fn groups(of: &[(&str, Sums)]) -> BTreeMap<String, Sums> {
        of.iter().map(|(key, sums)| ((*key).to_owned(), *sums)).collect()
    }

    #[test]
    fn hospitals_that_differ_make_a_groups_interval_wider() {
        let rate = indicator("iv_use_rate");
        let (even, uneven) =
            (sums(&[(50, 100); 6]), sums(&[(10, 100), (90, 100), (20, 100), (80, 100), (50, 100), (50, 100)]));
        let width = |sums: Sums| {
            let (value, interval) = sums.figure(&rate).unwrap();
            let interval = interval.unwrap();
            assert!((value - 50.0).abs() < 1e-9 && interval.lower < 50.0 && interval.upper > 50.0);
            interval.upper - interval.lower
        };
        // Six alike: Wilson alone, 4 points on either side. Unequal: se = √(0.5·6/5)/6 = 0.129, 25 points.
        assert!((width(even) - 7.98).abs() < 0.02, "{}", width(even));
        assert!((width(uneven) - 50.6).abs() < 0.1, "{}", width(uneven));
        assert_eq!(sums(&[(5, 2)]).figure(&indicator("iv_bags_per_bed_day")), Some((2.5, None)));
    }

    #[test]
    fn small_groups_are_left_out_and_counted() {
        let rate = indicator("iv_use_rate");
        let all = groups(&[
            ("a", sums(&[(90, 100); 9])),
            ("b", sums(&[(50, 100); 6])),
            ("c", sums(&[(10, 100); 4])),
            ("d", sums(&[(0, 1); 8])),
        ]);
        let (found, left_out) = distance(&rate, &all, &|_| true, false);
        let found = found.unwrap();
        assert_eq!((found.high.key.as_str(), found.low.key.as_str(), found.groups, left_out), ("a", "b", 2, 2));
        assert!((found.apart - 40.0).abs() < 1e-9);
        assert!(
            distance(&rate, &groups(&[("a", sums(&[(90, 100); 9]))]), &|_| true, false).0.is_none(),
            "one group has no distance"
        );
        // Four hospitals of c alone are hidden: with a shown they could be had by subtraction, so b goes too.
        let (found, left_out) =
            distance(&rate, &groups(&[("a", all["a"]), ("b", all["b"]), ("c", all["c"])]), &|_| true, true);
        assert!(found.is_none() && left_out == 2);
        let (found, left_out) = distance(&rate, &all, &|key| key != "b", false);
        assert!(found.is_none() && left_out == 2, "what is not told apart is neither an end nor counted");
    }

    #[test]
    fn a_gap_is_called_narrower_only_where_the_intervals_part() {
        let rate = indicator("iv_use_rate");
        let of = |high: i64, low: i64, n: i64| {
            let all = groups(&[("a", sums(&[(high * n / 100, n); 6])), ("b", sums(&[(low * n / 100, n); 6]))]);
            distance(&rate, &all, &|_| true, false).0.unwrap()
        };
        let (then, now) = ("2023Q3".parse().unwrap(), "2024Q3".parse().unwrap());
        let said = |earlier: &Distance, later: &Distance| moved(&rate, (then, Some(earlier)), (now, Some(later)));
        assert_eq!(said(&of(80, 40, 1000), &of(70, 60, 1000)), Moved::Narrower);
        assert_eq!(said(&of(70, 60, 1000), &of(80, 40, 1000)), Moved::Wider);
        assert_eq!(said(&of(70, 58, 20), &of(70, 60, 20)), Moved::Unclear);
        assert_eq!(moved(&rate, (then, None), (now, Some(&of(70, 60, 100)))), Moved::NoneThen);
        assert_eq!(moved(&rate, (then, Some(&of(70, 60, 100))), (now, None)), Moved::NoneNow);
        let redefined = indicator("vte_proper_prophylaxis_rate");
        assert_eq!(moved(&redefined, (then, Some(&of(80, 40, 100))), (now, Some(&of(70, 60, 100)))), Moved::Redefined);
    }

    #[test]
    fn the_deviation_beyond_chance_is_told_in_the_unit_shown() {
        let found = Dispersion { phi: 4.0, tau2: 0.01, units: 30 };
        let quarter = Quarter { dispersion: Some(found), centre: Some(0.5), ..Quarter::default() };
        // 2·√(½·½)·0.1 = 0.1: ten percentage points.
        assert!((quarter.beyond_chance(&indicator("iv_use_rate")).unwrap() - 10.0).abs() < 1e-9);
        assert_eq!(quarter.beyond_chance(&indicator("iv_bags_per_bed_day")), None);
    }

    proptest::proptest! {
        #[test]
        fn a_distance_lies_in_its_interval(
            high in proptest::collection::vec((0i64..100, 100i64..500), 5..9),
            low in proptest::collection::vec((0i64..100, 100i64..500), 5..9),
        ) {
            let all = groups(&[("a", sums(&high)), ("b", sums(&low))]);
            let found = distance(&indicator("iv_use_rate"), &all, &|_| true, false).0.unwrap();
            let interval = found.interval.unwrap();
            proptest::prop_assert!(found.apart >= 0.0);
            proptest::prop_assert!(interval.lower <= found.apart && found.apart <= interval.upper);
        }
    }
}
