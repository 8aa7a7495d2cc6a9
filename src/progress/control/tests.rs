use super::*;
use crate::catalogue::Catalogue;
use crate::progress::measure;
use crate::progress::model::Pooled;

fn indicator(id: &str) -> Indicator {
    Catalogue::load(None).unwrap().indicator_coded(id).unwrap().clone()
}

fn quarters(first: &str, count: i32) -> Vec<Period> {
    let first: Period = first.parse().unwrap();
    first.through(first.shifted(count - 1))
}

fn rows(indicator: &Indicator, counts: &[(i64, i64)]) -> Vec<Row> {
    let row = |&(numerator, denominator): &(i64, i64)| Row {
        pooled: Pooled { numerator, denominator, expected: 9, reported: 9, not_applicable: 0 },
        figure: measure::figure(indicator, numerator, denominator),
        withheld: false,
    };
    counts.iter().map(row).collect()
}

fn steady(count: usize) -> Vec<(i64, i64)> {
    [800, 812, 805, 796, 803].into_iter().cycle().map(|n| (n, 1000)).take(count).collect()
}

#[test]
fn limits_restart_at_a_redefinition_and_at_a_rebase() {
    let vte = indicator("vte_proper_prophylaxis_rate");
    let periods = quarters("2023Q1", 8);
    let control = Control::of(&vte, &periods, &rows(&vte, &steady(8)), &["2024Q3".parse().unwrap()]);
    let starts: Vec<(usize, Start)> = control.stretches.iter().map(|stretch| (stretch.from, stretch.start)).collect();
    assert_eq!(starts, [(0, Start::First), (4, Start::Redefined), (6, Start::Rebased)]);
    assert_eq!(control.verdict(), Verdict::TooFew(2));
    assert_eq!(control.spots().count(), 8);
}

#[test]
fn a_jump_is_a_signal_with_its_meaning_and_its_beginning() {
    let use_rate = indicator("iv_use_rate");
    let mut counts = steady(12);
    counts[11] = (600, 1000);
    let control = Control::of(&use_rate, &quarters("2022Q1", 12), &rows(&use_rate, &counts), &[]);
    let Verdict::Signal { kind, rule, side, since, trial, .. } = control.verdict() else { panic!("a signal") };
    assert_eq!((kind, rule, side, since, trial), (PointType::Improvement, Rule::Outside, Side::Low, 11, false));
    assert_eq!(control.verdict().shown(), ("down", "改善"), "the arrow says where, the word whether it is good");
    assert_eq!(control.assurance(50.0), Assurance::ConsistentFail);
}

#[test]
fn what_bears_no_limits_has_no_signal_and_no_assurance() {
    let use_rate = indicator("iv_use_rate");
    let small: Vec<(i64, i64)> = (0..12).map(|at| (if at == 11 { 9 } else { 1 }, 9)).collect();
    let control = Control::of(&use_rate, &quarters("2022Q1", 12), &rows(&use_rate, &small), &[]);
    assert_eq!(control.verdict(), Verdict::Without(WithoutLimits::SmallNumbers));
    assert!(control.spots().all(|(_, spot)| spot.limits.is_none() && spot.kind == PointType::CommonCause));
    assert_eq!(control.assurance(50.0), Assurance::NotAssessable);
    let trial = Control::of(&use_rate, &quarters("2022Q1", 8), &rows(&use_rate, &steady(8)), &[]);
    assert_eq!(trial.verdict(), Verdict::Steady { trial: true });
    assert_eq!(trial.assurance(50.0), Assurance::NotAssessable);
}

#[test]
fn limits_on_trial_call_nothing_an_improvement() {
    let use_rate = indicator("iv_use_rate");
    let mut counts = steady(8);
    counts[7] = (600, 1000);
    let control = Control::of(&use_rate, &quarters("2022Q1", 8), &rows(&use_rate, &counts), &[]);
    let verdict = control.verdict();
    assert!(matches!(verdict, Verdict::Signal { kind: PointType::Improvement, trial: true, .. }), "{verdict:?}");
    assert_eq!((verdict.shown(), verdict.kind()), (("down", "有变化"), None));
}

#[test]
fn a_first_quarter_alone_is_called_neither_good_nor_bad() {
    let use_rate = indicator("iv_use_rate");
    let mut counts = steady(13);
    counts[12] = (600, 1000);
    let control = |first: &str| Control::of(&use_rate, &quarters(first, 13), &rows(&use_rate, &counts), &[]).verdict();
    assert_eq!((control("2021Q1").shown().1, control("2021Q1").kind()), ("有变化", None), "it ends with 2024Q1");
    assert_eq!(control("2021Q2").shown().1, "改善");
    counts[11] = (600, 1000);
    let lasts = Control::of(&use_rate, &quarters("2021Q1", 13), &rows(&use_rate, &counts), &[]).verdict();
    assert_eq!(lasts.shown().1, "改善", "it began before the first quarter");
}

#[test]
fn a_gap_at_the_end_says_nothing_of_the_quarter() {
    let use_rate = indicator("iv_use_rate");
    let mut counts = steady(13);
    counts[12] = (0, 0);
    let control = Control::of(&use_rate, &quarters("2021Q1", 13), &rows(&use_rate, &counts), &[]);
    assert_eq!(control.verdict(), Verdict::Nothing);
}
