//! What must hold of the methods whatever the counts.

use proptest::prelude::*;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use zhikong::statistics::control::{Better, Gap, Method, PointType, Settings, chart, chart_of_values};
use zhikong::statistics::funnel::{Basis, Kind, Method as FunnelMethod, funnel, groups};
use zhikong::statistics::{Confidence, Observed, Standing, binomial_tails, poisson, poisson_tails, ranks, wilson};

const METHODS: [Method; 5] = [Method::P, Method::PPrime, Method::U, Method::UPrime, Method::Xmr];
const FUNNELS: [FunnelMethod; 4] =
    [FunnelMethod::Exact, FunnelMethod::Normal, FunnelMethod::Arcsine, FunnelMethod::Additive];

/// How many of `of` trials of chance `p` succeed.
fn binomial(chance: &mut ChaCha8Rng, of: i64, p: f64) -> i64 {
    (0..of).filter(|_| (chance.next_u64() as f64) < p * u64::MAX as f64).count() as i64
}

/// Events before unit exponential waits add up to `mean`.
fn events(chance: &mut ChaCha8Rng, mean: f64) -> i64 {
    let mut wait = || -(1.0 - chance.next_u64() as f64 / u64::MAX as f64).max(1e-300).ln();
    let (mut count, mut time) = (0, wait());
    while time < mean {
        count += 1;
        time += wait();
    }
    count
}

#[test]
fn intervals_cover_what_they_promise() {
    let mut chance = ChaCha8Rng::seed_from_u64(2021);
    const TIMES: i64 = 4_000;
    for (n, p) in [(20, 0.5), (40, 0.9), (200, 0.95), (1_000, 0.03)] {
        let held = (0..TIMES)
            .filter(|_| {
                let interval = wilson(binomial(&mut chance, n, p), n, Confidence::P95).unwrap();
                (interval.lower..=interval.upper).contains(&p)
            })
            .count();
        let share = held as f64 / TIMES as f64;
        assert!((0.93..=0.975).contains(&share), "Wilson, {n} at {p}: {share}");
    }
    for mean in [0.5, 3.0, 12.0, 80.0] {
        let held = (0..TIMES)
            .filter(|_| {
                let interval = poisson(events(&mut chance, mean), 1, Confidence::P95).unwrap();
                (interval.lower..=interval.upper).contains(&mean)
            })
            .count();
        let share = held as f64 / TIMES as f64;
        assert!(share >= 0.945, "exact Poisson at {mean} holds too seldom: {share}");
    }
}

/// The figures of `statistics.md`: a stable process of ten cases at 95 % over twelve periods.
#[test]
fn false_signals_are_as_rare_as_known() {
    let mut chance = ChaCha8Rng::seed_from_u64(12);
    let (mut xmr, mut p, mut exact) = (0, 0, 0);
    const TIMES: usize = 3_000;
    for _ in 0..TIMES {
        let points: Vec<_> = (0..12).map(|_| Observed::of_counts(binomial(&mut chance, 10, 0.95), 10)).collect();
        let outside = |method| {
            let drawn = chart(&points, method, Settings::of(method));
            drawn.points.iter().flatten().any(|point| point.signals.outside.is_some())
        };
        xmr += usize::from(outside(Method::Xmr));
        p += usize::from(outside(Method::P));
        exact += usize::from(points.iter().any(|point| {
            let (x, n) = point.counts().unwrap();
            binomial_tails(x, n, 0.95).unwrap().standing(Confidence::P998) != Standing::Indistinct
        }));
    }
    let share = |count| count as f64 / TIMES as f64;
    println!("false signals: XmR {:.3}, p {:.3}, exact tails {:.3}", share(xmr), share(p), share(exact));
    assert!(share(xmr) > share(p) && share(p) > share(exact));
    assert!((0.24..0.34).contains(&share(xmr)) && (0.06..0.13).contains(&share(p)) && share(exact) < 0.03);
}

fn counts() -> impl Strategy<Value = (i64, i64)> {
    (1i64..3_000, 0.0f64..=1.0).prop_map(|(n, share)| ((n as f64 * share) as i64, n))
}

fn observed(counts: &[(i64, i64)]) -> Vec<Observed> {
    counts.iter().map(|&(x, n)| Observed::of_counts(x, n)).collect()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e-3)
}

proptest! {
    #[test]
    fn the_order_of_units_does_not_matter(counts in prop::collection::vec(counts(), 2..40), seed in any::<u64>()) {
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|&at| (at as u64 + 1).wrapping_mul(seed | 1));
        let units = observed(&counts);
        let shuffled: Vec<_> = order.iter().map(|&at| units[at]).collect();
        for method in FUNNELS {
            let (one, other) = (funnel(&units, Kind::Proportion, None, method), funnel(&shuffled, Kind::Proportion, None, method));
            for (to, &from) in order.iter().enumerate() {
                let (one, other) = (one.units[from].unwrap(), other.units[to].unwrap());
                prop_assert_eq!(one.limits998.is_some(), other.limits998.is_some());
                if let (Some(one), Some(other)) = (one.limits998, other.limits998) {
                    prop_assert!(close(one.lower, other.lower) && close(one.upper, other.upper), "{method:?}");
                }
            }
        }
    }

    #[test]
    fn exact_flags_are_the_exact_tails(
        counts in prop::collection::vec(counts(), 1..30), standard in prop::option::of(0.0f64..=1.0)
    ) {
        for kind in [Kind::Proportion, Kind::Density] {
            let drawn = funnel(&observed(&counts), kind, standard, FunnelMethod::Exact);
            let centre = drawn.centre.unwrap();
            for (placed, &(x, n)) in drawn.units.iter().flatten().zip(&counts) {
                let tails = match kind {
                    Kind::Proportion => binomial_tails(x, n, centre),
                    Kind::Density => poisson_tails(x, centre * n as f64),
                }.unwrap();
                for (confidence, standing, limits) in [
                    (Confidence::P95, placed.at95, placed.limits95.unwrap()),
                    (Confidence::P998, placed.at998, placed.limits998.unwrap()),
                ] {
                    prop_assert_eq!(standing, tails.standing(confidence));
                    // The drawn limits say the same, but for a tail that is the level itself to the last digits.
                    let side = confidence.each_side();
                    if (tails.low - side).abs() > 1e-9 && (tails.high - side).abs() > 1e-9 {
                        prop_assert_eq!(placed.rate < limits.lower - 1e-12, standing == Standing::Below, "{}/{} {:?}", x, n, limits);
                        prop_assert_eq!(placed.rate > limits.upper + 1e-12, standing == Standing::Above, "{}/{} {:?}", x, n, limits);
                    }
                }
            }
        }
    }

    #[test]
    fn limits_widen_with_confidence_and_narrow_with_size(centre in 0.001f64..0.999, n in 1i64..20_000) {
        // One unit each, so that the additive method adds nothing.
        for method in [FunnelMethod::Exact, FunnelMethod::Normal, FunnelMethod::Arcsine] {
            for kind in [Kind::Proportion, Kind::Density] {
                let of = |n| funnel(&[Observed::of_counts(0, n)], kind, Some(centre), method).units[0].unwrap();
                let (small, large) = (of(n), of(4 * n));
                let (inner, outer) = (small.limits95.unwrap(), small.limits998.unwrap());
                prop_assert!(outer.lower <= inner.lower && inner.lower <= centre + 1e-12, "{:?}", method);
                prop_assert!(outer.upper >= inner.upper && inner.upper >= centre - 1e-12, "{:?}", method);
                let width = |limits: zhikong::statistics::Interval| limits.upper - limits.lower;
                prop_assert!(width(large.limits998.unwrap()) <= width(outer) + 1e-12, "{:?} {:?}", method, kind);
            }
        }
    }

    #[test]
    fn wilson_rises_with_the_count_and_mirrors((x, n) in counts()) {
        let of = |x| wilson(x, n, Confidence::P95).unwrap();
        let mirrored = of(n - x);
        prop_assert!(close(of(x).lower, 1.0 - mirrored.upper) && close(of(x).upper, 1.0 - mirrored.lower));
        if x < n {
            prop_assert!(of(x).lower < of(x + 1).lower && of(x).upper < of(x + 1).upper);
        }
    }

    #[test]
    fn a_constant_series_has_no_signals((x, n) in counts(), points in 1usize..160) {
        for method in METHODS {
            for settings in [Settings::of(method), Settings { screened: true, ..Settings::for_pages(method) }, Settings { screened: false, ..Settings::of(method) }] {
                let drawn = chart(&vec![Observed::of_counts(x, n); points], method, settings);
                for point in drawn.points.iter().flatten() {
                    prop_assert_eq!(point.signals.point_type(Better::Higher), PointType::CommonCause, "{:?}", method);
                }
            }
        }
    }

    #[test]
    fn scaling_scales(values in prop::collection::vec(0u32..10_000, 2..60), factor in prop::sample::select(vec![0.25, 2.0, 1024.0])) {
        let of = |factor: f64| {
            let values: Vec<_> = values.iter().map(|value| Some(f64::from(*value) * factor)).collect();
            chart_of_values(&values, Settings::of(Method::Xmr))
        };
        let (one, scaled) = (of(1.0), of(factor));
        for (one, scaled) in one.points.iter().flatten().zip(scaled.points.iter().flatten()) {
            prop_assert_eq!(one.signals, scaled.signals);
            if let (Some(one), Some(scaled)) = (one.limits, scaled.limits) {
                prop_assert!(close(one.lower * factor, scaled.lower) && close(one.upper * factor, scaled.upper));
            }
        }
        // Ten times the cases of the same rates: p limits narrow by √10, those of p′ stay.
        let points = |times: i64| observed(&values.iter().map(|x| (i64::from(*x) * times, 10_000 * times)).collect::<Vec<_>>());
        let of = |times, method| chart(&points(times), method, Settings::of(method));
        let (few, many) = (of(1, Method::PPrime), of(10, Method::PPrime));
        for (few, many) in few.points.iter().flatten().zip(many.points.iter().flatten()) {
            if let (Some(few), Some(many)) = (few.limits, many.limits) {
                prop_assert!(close(few.lower, many.lower) && close(few.upper, many.upper));
            }
        }
    }

    #[test]
    fn mirrored_series_have_mirrored_signals(counts in prop::collection::vec(counts(), 2..60)) {
        let mirrored: Vec<_> = counts.iter().map(|&(x, n)| (n - x, n)).collect();
        for method in [Method::P, Method::PPrime] {
            let of = |counts: &[(i64, i64)]| chart(&observed(counts), method, Settings::of(method));
            for (one, other) in of(&counts).points.iter().flatten().zip(of(&mirrored).points.iter().flatten()) {
                let types = (one.signals.point_type(Better::Higher), other.signals.point_type(Better::Lower));
                prop_assert_eq!(types.0, types.1);
            }
        }
    }

    #[test]
    fn a_bridged_gap_is_as_if_it_were_not_there(counts in prop::collection::vec(counts(), 3..40), at in 0usize..40) {
        let points = observed(&counts);
        let mut gapped = points.clone();
        gapped.insert(at.min(points.len()), Observed::GAP);
        for method in METHODS {
            let settings = Settings { gap: Gap::Bridge, ..Settings::of(method) };
            let (plain, gapped) = (chart(&points, method, settings), chart(&gapped, method, settings));
            let plain: Vec<_> = plain.points.into_iter().flatten().collect();
            let gapped: Vec<_> = gapped.points.into_iter().flatten().collect();
            prop_assert_eq!(plain, gapped);
        }
    }
}

#[test]
fn ranks_keep_to_their_units_and_groups_choose_their_limits() {
    let mut chance = ChaCha8Rng::seed_from_u64(5);
    let counts: Vec<_> = (0..60).map(|at| (binomial(&mut chance, 100 + at, 0.8), 100 + at)).collect();
    let units = observed(&counts);
    let backwards: Vec<_> = units.iter().rev().copied().collect();
    let (one, mut other) = (ranks(&units, Kind::Proportion), ranks(&backwards, Kind::Proportion));
    other.units.reverse();
    assert_eq!(one, other);
    assert!(one.noise, "one process, sixty units: a table of it is noise");
    assert!(
        one.units
            .iter()
            .flatten()
            .all(|rank| 1 <= rank.from && rank.from <= rank.middle && rank.middle <= rank.to && rank.to <= 60)
    );

    let even = groups(&units, Kind::Proportion, None);
    assert_eq!(even.standings.iter().flatten().filter(|standing| **standing != Standing::Indistinct).count(), 0);
    let spread: Vec<_> = (0..60).map(|at| Observed::of_counts(5_000 + 60 * at, 10_000)).collect();
    assert_eq!(groups(&spread, Kind::Proportion, None).basis, Basis::OverDispersed);
    assert_eq!(groups(&[Observed::of_counts(1, 2); 9], Kind::Proportion, None).basis, Basis::Exact);
}
