//! Series as `zhikong progress` prints them, checked against figures added up by hand.

use serde_json::Value;
use zhikong::access::Scope;
use zhikong::calendar::Period;
use zhikong::figures::By;
use zhikong::progress::{self, Asked, Document};

use crate::support::bench::Bench;
use crate::support::scene::hospital;

/// Two level-3 hospitals, one of them small, a level-2 hospital that never reports, and one of another city.
async fn province() -> Bench {
    let bench = Bench::new().await;
    let hospitals = [
        hospital("D001", "三级", "410105"),
        hospital("D002", "三级", "410103"),
        hospital("D003", "二级", "410103"),
        hospital("D004", "二级", "410302"),
    ];
    bench.register(&hospitals).await;
    bench
}

async fn document(bench: &Bench, indicator: &str, by: By, from: &str, to: &str) -> (Value, String) {
    let indicator = bench.parts.catalogue.indicator_coded(indicator).unwrap().clone();
    let from: Period = from.parse().unwrap();
    let asked = Asked { indicator: &indicator, by, periods: from.through(to.parse().unwrap()) };
    let series = progress::series(&bench.desk(), &Scope::Everything, asked).await.unwrap();
    let document = Document::of(&indicator, &series, "2024-11-01T00:00:00Z".parse().unwrap());
    (serde_json::to_value(&document).unwrap(), document.csv().unwrap())
}

fn row<'a>(document: &'a Value, period: &str, group: &str) -> &'a Value {
    let rows = document["rows"].as_array().unwrap();
    rows.iter().find(|row| row["period"] == period && row["group"] == group).unwrap()
}

#[tokio::test]
async fn a_rate_pools_its_hospitals_and_counts_who_is_missing() {
    let bench = province().await;
    bench.db_facts("D001", "2024Q1", &[("iv_use_rate", Some((900, 1000)))]).await;
    bench.db_facts("D002", "2024Q1", &[("iv_use_rate", Some((10, 100)))]).await;
    bench.db_facts("D004", "2024Q1", &[("iv_use_rate", None)]).await;
    let (found, csv) = document(&bench, "iv_use_rate", By::Level, "2023Q4", "2024Q1").await;

    // (900 + 10) / (1000 + 100) = 82.727… %, not the mean of 90 % and 10 %.
    let level3 = row(&found, "2024Q1", "level3");
    assert_eq!((level3["numerator"].as_i64(), level3["denominator"].as_i64()), (Some(910), Some(1100)));
    assert!((level3["value"].as_f64().unwrap() - 910.0 / 1100.0 * 100.0).abs() < 1e-12);
    assert!(level3["lower95"].as_f64().unwrap() < 82.7 && level3["upper95"].as_f64().unwrap() > 82.8);
    assert_eq!((level3["expected"].as_i64(), level3["reported"].as_i64()), (Some(2), Some(2)));

    // Of two level-2 hospitals one never reported and to one it does not apply: no figure, and both are counted.
    let level2 = row(&found, "2024Q1", "level2");
    assert_eq!((level2["expected"].as_i64(), level2["reported"].as_i64()), (Some(2), Some(0)));
    assert_eq!(level2["not_applicable"].as_i64(), Some(1));
    assert!(level2["value"].is_null() && level2["lower95"].is_null());

    // Every combination, in time, then in the catalogue's order; unknown is null or empty.
    let keys: Vec<_> = found["rows"].as_array().unwrap().iter().map(|row| row["group"].as_str().unwrap()).collect();
    assert_eq!(keys, ["level3", "level2", "level1", "ungraded"].repeat(2));
    assert!(row(&found, "2023Q4", "level3")["value"].is_null(), "the quarter before nothing was accepted");
    assert_eq!(found["unit"], "%");
    assert!(csv.starts_with("period,group,group_name,numerator,denominator,value,lower95,upper95,"), "{csv}");
    assert!(csv.contains("2023Q4,level3,三级,0,0,,,,2,0,0\n"), "{csv}");
}

#[tokio::test]
async fn other_groupings_add_up_to_the_same() {
    let bench = province().await;
    bench.db_facts("D001", "2024Q1", &[("ae_per_100_discharges", Some((3, 200)))]).await;
    bench.db_facts("D004", "2024Q1", &[("ae_per_100_discharges", Some((5, 300)))]).await;
    for by in [By::Level, By::City, By::County, By::Ownership, By::Category, By::Hospital, By::All] {
        let (found, _) = document(&bench, "ae_per_100_discharges", by, "2024Q1", "2024Q1").await;
        let sum =
            |key: &str| found["rows"].as_array().unwrap().iter().map(|row| row[key].as_i64().unwrap()).sum::<i64>();
        let sums = (sum("numerator"), sum("denominator"), sum("expected"), sum("reported"));
        assert_eq!(sums, (8, 500, 4, 2), "{by:?}");
    }
    let (cities, _) = document(&bench, "ae_per_100_discharges", By::City, "2024Q1", "2024Q1").await;
    assert_eq!(row(&cities, "2024Q1", "410300")["group_name"], "洛阳市");
    let (hospitals, _) = document(&bench, "ae_per_100_discharges", By::Hospital, "2024Q1", "2024Q1").await;
    assert_eq!(row(&hospitals, "2024Q1", "D003")["reported"], 0);
    // 3 events of 200: exact Poisson limits of 3 events are 0.618672 and 8.767273, per 100 halved.
    let upper = row(&hospitals, "2024Q1", "D001")["upper95"].as_f64().unwrap();
    assert!((upper - 4.383_636).abs() < 1e-5, "{upper}");
}

#[tokio::test]
async fn a_scope_sees_its_own_hospitals_only() {
    let bench = province().await;
    bench.db_facts("D001", "2024Q1", &[("iv_use_rate", Some((9, 10)))]).await;
    bench.db_facts("D004", "2024Q1", &[("iv_use_rate", Some((1, 10)))]).await;
    let indicator = bench.parts.catalogue.indicator_coded("iv_use_rate").unwrap().clone();
    let scope = Scope::Authority(bench.authority("410300").await);
    let asked = Asked { indicator: &indicator, by: By::Hospital, periods: vec!["2024Q1".parse().unwrap()] };
    let series = progress::series(&bench.desk(), &scope, asked).await.unwrap();
    let keys: Vec<_> = series.groups.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(keys, ["D004"]);
    let asked = Asked { indicator: &indicator, by: By::All, periods: vec!["2024Q1".parse().unwrap()] };
    let series = progress::series(&bench.desk(), &scope, asked).await.unwrap();
    assert_eq!(series.row(0, 0).pooled.denominator, 10);
    assert_eq!(series.row(0, 0).pooled.expected, 1);
}

#[tokio::test]
async fn a_line_breaks_where_the_definition_changed_and_nowhere_else() {
    let bench = province().await;
    for quarter in ["2023Q3", "2023Q4", "2024Q1"] {
        let figures = [("vte_proper_prophylaxis_rate", Some((6, 10))), ("iv_use_rate", Some((8, 10)))];
        bench.db_facts("D001", quarter, &figures).await;
    }
    for (indicator, breaks) in [("vte_proper_prophylaxis_rate", vec![2]), ("iv_use_rate", vec![])] {
        let indicator = bench.parts.catalogue.indicator_coded(indicator).unwrap().clone();
        let from: Period = "2023Q3".parse().unwrap();
        let asked = Asked { indicator: &indicator, by: By::Level, periods: from.through("2024Q1".parse().unwrap()) };
        let series = progress::series(&bench.desk(), &Scope::Everything, asked).await.unwrap();
        assert_eq!(series.breaks(&indicator), breaks);
        let chart = progress::picture::lines(&indicator, &series, "x");
        assert_eq!(chart.breaks.len(), breaks.len());
        assert_eq!(chart.series.len(), 1, "what has no figure is no line");
    }
}
