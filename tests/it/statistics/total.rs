//! Every public function answers whatever it is asked: no panic, no NaN, no endless limit.

use proptest::prelude::*;
use zhikong::statistics::control::{Better, Gap, Method, Settings, chart, chart_of_values};
use zhikong::statistics::funnel::{Kind, Method as FunnelMethod, dispersion, funnel, groups};
use zhikong::statistics::guards::{footing, small_numbers, without_limits};
use zhikong::statistics::{
    Confidence, Interval, Observed, against_goal, binomial_tails, poisson, poisson_tails, pooled, ranks, wilson_of,
};

const METHODS: [Method; 5] = [Method::P, Method::PPrime, Method::U, Method::UPrime, Method::Xmr];
const FUNNELS: [FunnelMethod; 4] =
    [FunnelMethod::Exact, FunnelMethod::Normal, FunnelMethod::Arcsine, FunnelMethod::Additive];
const KINDS: [Kind; 2] = [Kind::Proportion, Kind::Density];
const BETTERS: [Better; 3] = [Better::Higher, Better::Lower, Better::Neither];

fn sound(limits: Option<Interval>) {
    if let Some(Interval { lower, upper }) = limits {
        assert!(lower.is_finite() && upper.is_finite() && lower <= upper, "{lower} to {upper}");
    }
}

fn sound_number(number: Option<f64>) {
    assert!(number.is_none_or(f64::is_finite), "{number:?}");
}

fn every_chart(points: &[Observed]) {
    for method in METHODS {
        for screened in [false, true] {
            for gap in [Gap::Skip, Gap::Bridge] {
                for never_narrower in [false, true] {
                    let drawn = chart(points, method, Settings { screened, gap, never_narrower });
                    assert_eq!(drawn.points.len(), points.len());
                    sound_number(drawn.centre);
                    sound_number(drawn.sigma_z);
                    drawn.points.iter().flatten().for_each(|point| sound(point.limits));
                    without_limits(points, method, &drawn);
                    for better in BETTERS {
                        drawn.assurance(0.9, better);
                        drawn.assurance(f64::NAN, better);
                    }
                }
            }
        }
        small_numbers(points, method);
    }
    footing(points);
}

fn every_funnel(units: &[Observed]) {
    for kind in KINDS {
        for standard in [None, Some(0.0), Some(0.93), Some(1.0), Some(7.0), Some(-1.0), Some(f64::NAN), Some(f64::MAX)]
        {
            for method in FUNNELS {
                let drawn = funnel(units, kind, standard, method);
                assert_eq!(drawn.units.len(), units.len());
                sound_number(drawn.centre);
                for unit in drawn.units.iter().flatten() {
                    assert!(unit.rate.is_finite());
                    sound(unit.limits95);
                    sound(unit.limits998);
                }
            }
            groups(units, kind, standard);
            let found = dispersion(units, kind, standard.unwrap_or(0.5));
            sound_number(found.map(|found| found.phi));
            sound_number(found.map(|found| found.tau2));
            for (unit, better) in units.iter().zip(BETTERS.into_iter().cycle()) {
                against_goal(*unit, kind, standard.unwrap_or(0.5), better);
            }
        }
        assert_eq!(ranks(&units[..units.len().min(30)], kind).units.len(), units.len().min(30));
    }
    sound_number(pooled(units));
    for unit in units {
        sound(wilson_of(*unit, Confidence::P95));
        sound(wilson_of(*unit, Confidence::P998));
    }
}

#[test]
fn the_corners_have_answers() {
    let of = |x: f64, n: f64| Observed::new(x, n);
    let corners: Vec<Vec<Observed>> = vec![
        vec![],
        vec![Observed::GAP],
        vec![Observed::GAP; 30],
        vec![of(0.0, 1.0)],
        vec![of(1.0, 1.0)],
        vec![of(0.0, 7.0); 20],
        vec![of(7.0, 7.0); 20],
        vec![of(1e7, 2e7), of(1e7, 1e7), of(9_999_999.0, 1e7), of(0.0, 1e7), of(1.0, 1e7)],
        vec![of(1e7, 1e3), of(1e-300, 1.0), of(0.5, 1e-300), of(1.0, 1e300), of(1e300, 1e300)],
        vec![of(f64::MAX, 1.0), of(f64::MAX, f64::MAX), of(1.0, f64::MIN_POSITIVE), of(f64::MIN_POSITIVE, 1.0)],
        // Forty years of months, some of them without a case.
        (0..480).map(|at| of(f64::from(at % 7), if at % 50 == 3 { 0.0 } else { 20.0 + f64::from(at % 13) })).collect(),
    ];
    for corner in corners {
        every_chart(&corner);
        every_funnel(&corner);
    }
    for (count, exposure) in [(0, 1), (10_000_000, 1), (10_000_000, i64::MAX), (i64::MAX, 1), (-1, 5), (5, -1)] {
        sound(poisson(count, exposure, Confidence::P95));
        sound(poisson(count, exposure, Confidence::P998));
        for mean in [0.0, 1e-300, 1.0, 1e7, 1e300, f64::NAN, -1.0] {
            assert!(poisson_tails(count, mean).is_none_or(|tails| !tails.low.is_nan() && !tails.high.is_nan()));
        }
        assert!(binomial_tails(count, count, 0.5).is_none_or(|tails| !tails.low.is_nan() && !tails.high.is_nan()));
    }
    chart_of_values(&[Some(f64::NAN), Some(f64::INFINITY), Some(f64::MAX), Some(f64::MIN)], Settings::of(Method::Xmr));
}

fn anything() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0u32..50).prop_map(f64::from),
        (0u32..20_000_000).prop_map(f64::from),
        0.0f64..100.0,
        any::<f64>(),
        prop::sample::select(vec![0.0, 1.0, 1e7, -1.0, f64::NAN, f64::INFINITY]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn anything_has_an_answer(counts in prop::collection::vec((anything(), anything()), 0..40)) {
        let points: Vec<_> = counts.into_iter().map(|(x, n)| Observed::new(x, n)).collect();
        every_chart(&points);
        every_funnel(&points);
    }
}
