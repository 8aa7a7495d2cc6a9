use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Group → numerator, denominator, expected, reported, not applicable, withheld.
type Made = BTreeMap<u8, (i64, i64, i64, i64, i64, bool)>;

fn cells(made: &Made) -> Vec<Cell> {
    let cell = |(key, made): (&u8, &(i64, i64, i64, i64, i64, bool))| Cell {
        key: key.to_string(),
        name: format!("组{key}"),
        numerator: made.0,
        denominator: made.1,
        expected: made.2,
        reported: made.3,
        not_applicable: made.4,
        withheld: made.5,
        ..Cell::default()
    };
    made.iter().map(cell).collect()
}

/// Two indicators, each by level and by city.
fn targets(made: &[Made; 4]) -> Vec<Target> {
    let indicator = |id: &str, levels: &Made, cities: &Made| Indicator {
        id: id.to_owned(),
        name: id.to_owned(),
        short_name: id.to_owned(),
        unit: "%".to_owned(),
        decimals: 1,
        better: String::new(),
        formula: String::new(),
        version: String::new(),
        greatest: None,
        never: None,
        sentence: String::new(),
        total: None,
        levels: cells(levels),
        cities: cells(cities),
    };
    let target = Target {
        numeral: "Ⅰ".to_owned(),
        title: String::new(),
        short_title: String::new(),
        note: None,
        indicators: vec![indicator("a", &made[0], &made[1]), indicator("b", &made[2], &made[3])],
        has_headline: true,
    };
    vec![target]
}

fn some() -> impl Strategy<Value = Made> {
    let cell = (0_i64..3, 0_i64..3, 0_i64..3, 0_i64..3, 0_i64..2, any::<bool>());
    prop::collection::btree_map(0_u8..5, cell, 0..5)
}

fn all() -> impl Strategy<Value = [Made; 4]> {
    [some(), some(), some(), some()]
}

proptest! {
    #[test]
    fn every_figure_that_differs_is_listed_and_no_other(then in all(), now in all()) {
        let places = [("a", "按级别"), ("a", "按地市"), ("b", "按级别"), ("b", "按地市")];
        let mut wanted = Vec::new();
        for (at, (indicator, by)) in places.iter().enumerate() {
            for key in 0_u8..5 {
                if then[at].get(&key) != now[at].get(&key) {
                    wanted.push((indicator.to_string(), by.to_string(), format!("组{key}")));
                }
            }
        }
        let found = differences(&targets(&then), &targets(&now));
        let mut listed: Vec<_> =
            found.iter().map(|d| (d.indicator.clone(), d.by.clone(), d.group.clone())).collect();
        listed.sort();
        wanted.sort();
        prop_assert_eq!(&listed, &wanted);
        let concerned: std::collections::BTreeSet<_> = wanted.iter().map(|(indicator, ..)| indicator).collect();
        prop_assert_eq!(indicators(&found), concerned.len());
        // The other way round the same places differ.
        prop_assert_eq!(differences(&targets(&now), &targets(&then)).len(), found.len());
    }

    #[test]
    fn nothing_differs_from_itself(of in all()) {
        prop_assert!(differences(&targets(&of), &targets(&of)).is_empty());
    }
}

#[test]
fn the_cause_follows_from_the_counts() {
    let was = Cell { numerator: 1, denominator: 2, expected: 9, reported: 6, ..Cell::default() };
    let cause = |is: Cell| cause(Some(&was), Some(&is));
    assert_eq!(cause(Cell { denominator: 3, ..was.clone() }), "此后接收了更正");
    assert_eq!(cause(Cell { denominator: 3, reported: 8, ..was.clone() }), "此后又接收了 2 家");
    assert_eq!(cause(Cell { not_applicable: 1, ..was.clone() }), "此后又接收了 1 家");
    assert_eq!(cause(Cell { reported: 5, not_applicable: 1, ..was.clone() }), "此后接收了更正");
    assert!(cause(Cell { reported: 5, ..was.clone() }).starts_with("此后少了 1 家"));
    assert!(cause(Cell { expected: 8, ..was.clone() }).starts_with("名录有改动"));
    assert!(cause(Cell { withheld: true, ..was.clone() }).starts_with("显示与否变了"));
    assert!(super::cause(None, Some(&was)).contains("分组变了"));
}
