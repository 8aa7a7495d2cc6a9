//! Sentences held against the figures they are about.

use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::catalogue::Catalogue;
use crate::progress::control::seasonal;
use crate::progress::judge;
use crate::progress::measure;
use crate::progress::model::Pooled;

fn indicator(id: &str) -> Indicator {
    Catalogue::load(None).unwrap().indicator_coded(id).unwrap().clone()
}

fn rows(indicator: &Indicator, counts: &[(i64, i64)]) -> Vec<Row> {
    let row = |&(numerator, denominator): &(i64, i64)| Row {
        pooled: Pooled { numerator, denominator, expected: 9, reported: 8, not_applicable: 0 },
        figure: measure::figure(indicator, numerator, denominator),
        withheld: false,
    };
    counts.iter().map(row).collect()
}

fn until(last: &str, count: usize) -> Vec<Period> {
    let last: Period = last.parse().unwrap();
    last.shifted(1 - i32::try_from(count).unwrap()).through(last)
}

/// The sentence of a series of quarters that ends in `last`, narrow spaces as plain ones.
fn said(id: &str, last: &str, counts: &[(i64, i64)], rebases: &[&str]) -> String {
    let indicator = indicator(id);
    let (periods, rows) = (until(last, counts.len()), rows(&indicator, counts));
    let rebases: Vec<Period> = rebases.iter().map(|text| text.parse().unwrap()).collect();
    let control = Control::of(&indicator, &periods, &rows, &rebases);
    let then = periods.len().checked_sub(5).map(|at| (periods[at], rows[at]));
    let now = (*periods.last().unwrap(), *rows.last().unwrap());
    let to_year = then.map_or(Change::NothingThen, |then| judge::change(&indicator, then, now));
    let told =
        Told { indicator: &indicator, periods: &periods, rows: &rows, control: &control, quarter: now.0, to_year };
    told.said().text().replace(['\u{202F}', '\u{A0}'], " ")
}

fn steady(count: usize) -> Vec<(i64, i64)> {
    [800, 812, 805, 796, 803].into_iter().cycle().map(|n| (n, 1000)).take(count).collect()
}

#[test]
fn a_steady_series_is_neither_better_nor_worse() {
    let text = said("iv_use_rate", "2024Q3", &steady(12), &[]);
    assert!(text.starts_with("2024 年第三季度 81.2 %（812 / 1 000，95 % 区间 "), "{text}");
    assert!(text.contains("在平常波动之内，未见变化，不能说已经改善或变差。"), "{text}");
    assert!(text.contains("本季比去年同期高 0.7 个百分点。"), "{text}");
    assert!(text.ends_with("还有 1 家未上报、未接收或缺报，不在其中。"), "{text}");
    let trial = said("iv_use_rate", "2024Q3", &steady(8), &[]);
    assert!(trial.contains("（试算：8 点，满 12 点才下结论）"), "{trial}");
}

#[test]
fn a_signal_names_its_rule_its_way_and_its_beginning() {
    let mut counts = steady(12);
    counts[11] = (600, 1000);
    let text = said("iv_use_rate", "2024Q3", &counts, &[]);
    assert!(
        text.contains("有改善的信号（超出控制限，偏低或下降，仅末点）；信号只说明不像偶然，不说明原因。"),
        "{text}"
    );
    let trial = said("iv_use_rate", "2024Q3", &counts[4..], &[]);
    let words =
        "试算的控制限下有信号（超出控制限，偏低或下降，仅末点），但只有 8 点，满 12 点才判断，不能说已经改善或变差。";
    assert!(trial.contains(words), "{trial}");
    let falling: Vec<(i64, i64)> = (0..12).map(|at| (820 - 5 * at, 1000)).collect();
    let text = said("iv_use_rate", "2024Q3", &falling, &[]);
    assert!(text.contains("有改善的信号（") && text.contains("起）"), "{text}");
}

#[test]
fn a_first_quarter_is_never_an_improvement_over_the_fourth() {
    let mut counts = steady(12);
    counts[11] = (600, 1000);
    let text = said("iv_use_rate", "2024Q1", &counts, &[]);
    assert!(text.contains("可能是季节波动，应与去年同期比") && !text.contains("改善"), "{text}");
    let last: Period = "2024Q1".parse().unwrap();
    let second: Period = "2024Q2".parse().unwrap();
    assert!(seasonal(last, last) && !seasonal(last, second) && !seasonal("2023Q1".parse().unwrap(), last));
    assert!(seasonal("2024-01".parse().unwrap(), "2024-03".parse().unwrap()));
    assert!(!seasonal("2024-03".parse().unwrap(), "2024-04".parse().unwrap()));
}

#[test]
fn each_guard_has_its_words() {
    assert!(said("iv_use_rate", "2024Q3", &steady(5), &[]).contains("到现在只有 5 个季度的点，点数不足，暂不判断"));
    let vte = said("vte_proper_prophylaxis_rate", "2024Q3", &steady(11), &[]);
    assert!(vte.contains("现口径下只有 3 个季度的点") && vte.contains("本季与去年同期之间改过口径，不可比"), "{vte}");
    let rebased = said("iv_use_rate", "2024Q3", &steady(12), &["2024Q2"]);
    assert!(rebased.contains("重算控制限以来只有 2 个季度的点"), "{rebased}");
    assert!(said("iv_use_rate", "2024Q3", &[(1, 9); 12], &[]).contains("例数太少，不画控制限，不能说已经改善或变差"));
    assert!(said("iv_bags_per_bed_day", "2024Q3", &[(300, 100); 12], &[]).contains("没有波动可算"));
    let mut gap = steady(12);
    gap[11] = (0, 0);
    let text = said("iv_use_rate", "2024Q3", &gap, &[]);
    assert!(text.starts_with("2024 年第三季度没有数字：没有病例。没有末点，不作判断"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_sentence_says_what_the_series_holds_and_no_more(
        counts in proptest::collection::vec((0i64..400, 400i64..3000), 1..20),
        gap in 0usize..40,
        ends in 1u8..5,
    ) {
        let mut counts = counts;
        if let Some(hole) = counts.get_mut(gap) {
            *hole = (0, 0);
        }
        let last = format!("2024Q{ends}");
        let indicator = indicator("iv_use_rate");
        let (periods, rows) = (until(&last, counts.len()), rows(&indicator, &counts));
        let control = Control::of(&indicator, &periods, &rows, &[]);
        let text = said("iv_use_rate", &last, &counts, &[]);
        let (numerator, denominator) = counts[counts.len() - 1];
        if denominator > 0 {
            let value = numerator as f64 / denominator as f64 * 100.0;
            prop_assert!(text.contains(&format!("{value:.1} %（")), "{} in {}", value, text);
            let spaced = |n: i64| if n >= 1000 { format!("{} {:03}", n / 1000, n % 1000) } else { n.to_string() };
            prop_assert!(text.contains(&format!("（{} / {}，", spaced(numerator), spaced(denominator))), "{}", text);
        } else {
            prop_assert!(text.contains("没有数字"), "{}", text);
        }
        let good = text.contains("有改善的信号");
        let bad = text.contains("有变差的信号");
        match control.verdict() {
            Verdict::Signal { kind, trial: false, season: false, .. } => {
                prop_assert_eq!((good, bad), (kind == PointType::Improvement, kind == PointType::Concern), "{}", text);
            }
            _ => prop_assert!(!good && !bad, "no signal, yet: {}", text),
        }
        // Without a signal the word stands only where it is denied.
        let denied = text.matches("不能说已经改善或变差").count();
        prop_assert_eq!(text.matches("改善").count(), denied + usize::from(good), "{}", text);
    }
}
