use proptest::prelude::*;

use super::*;
use crate::progress::model::Pooled;

fn row(indicator: &Indicator, numerator: i64, denominator: i64) -> Row {
    let pooled = Pooled { numerator, denominator, expected: 1, reported: 1, not_applicable: 0 };
    with_interval(indicator, Row { pooled, ..Row::default() })
}

proptest! {
    /// Better lies on the good side of the whole, worse on the bad one; a group alone is never judged.
    #[test]
    fn marks_agree_with_the_figures(
        groups in proptest::collection::vec((0_i64..2_000, 0_i64..1_000), 1..20),
        lower in any::<bool>(),
    ) {
        let catalogue = Catalogue::load(None).unwrap();
        let code = if lower { "iv_use_rate" } else { "vte_proper_prophylaxis_rate" };
        let indicator = catalogue.indicator_coded(code).unwrap();
        let counts: Vec<(i64, i64)> = groups.iter().map(|(of, share)| (of * share / 1_000, *of)).collect();
        let rows: Vec<Row> = counts.iter().map(|(count, of)| row(indicator, *count, *of)).collect();
        let sum = counts.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        let whole = row(indicator, sum.0, sum.1);
        let (marked, limits) = standings(indicator, &rows, whole);
        prop_assert_eq!(marked.len(), rows.len());
        let counted = rows.iter().filter(|row| row.figure.value.is_some()).count();
        prop_assert_eq!(limits.map_or(0, |limits| limits.units), if counted < 2 { 0 } else { counted });
        for ((mark, word), row) in marked.iter().zip(&rows) {
            prop_assert_eq!(word.contains("好于"), *mark == Mark::Better);
            prop_assert_eq!(word.contains("差于"), *mark == Mark::Worse);
            let Some((value, whole)) = row.figure.value.zip(whole.figure.value) else { continue };
            match mark {
                Mark::Better => prop_assert_eq!(value < whole, lower, "{} and {}", value, whole),
                Mark::Worse => prop_assert_eq!(value > whole, lower, "{} and {}", value, whole),
                _ => {}
            }
        }
    }
}

#[test]
fn few_groups_are_compared_exactly_and_none_by_rank() {
    let catalogue = Catalogue::load(None).unwrap();
    let indicator = catalogue.indicator_coded("iv_use_rate").unwrap();
    let marks = |counts: &[(i64, i64)]| {
        let rows: Vec<Row> = counts.iter().map(|(count, of)| row(indicator, *count, *of)).collect();
        let sum = counts.iter().fold((0, 0), |sum, own| (sum.0 + own.0, sum.1 + own.1));
        let (marked, limits) = standings(indicator, &rows, row(indicator, sum.0, sum.1));
        (marked.into_iter().map(|(mark, _)| mark).collect::<Vec<_>>(), limits)
    };
    let (apart, limits) = marks(&[(700, 1_000), (800, 1_000), (900, 1_000)]);
    assert_eq!(apart, [Mark::Better, Mark::Common, Mark::Worse]);
    assert_eq!(limits.map(|limits| (limits.basis, limits.dispersion)), Some((Basis::Exact, None)));
    // Six that differ as much as ten patients do: the first is no better than the last.
    let (alike, _) = marks(&[(5, 10), (6, 10), (7, 10), (7, 10), (8, 10), (9, 10)]);
    assert!(alike.iter().all(|mark| *mark == Mark::Common), "{alike:?}");
    assert_eq!(marks(&[(5, 10)]).0, [Mark::Unsure]);
}
