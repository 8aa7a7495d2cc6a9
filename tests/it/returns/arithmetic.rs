//! Numbers against numbers: each comparison of the catalogue broken once, at its cell; and what is no fault.

use zhikong::returns::model::Outcome;

use crate::returns::scene::{Scene, told};

/// Changes of cells, and what is then said.
type Case = (&'static [(&'static str, f64)], &'static [[&'static str; 3]]);

#[tokio::test]
async fn each_comparison_is_checked_at_its_cell() {
    // The month of the larger number speaks; the quarter then keeps silent on the same pair.
    let cases: &[Case] = &[
        (&[("F17", 1001.0)], &[["vte-assessed-above-discharges", "F17", "1001"]]),
        (&[("G18", 1001.0)], &[["vte-mid-high-above-assessed", "G18", "1001"]]),
        (&[("H19", 321.0)], &[["vte-prevented-above-mid-high", "H19", "321"]]),
        (&[("F20", 301.0)], &[["vte-bleeding-above-mid-high", "F20", "301"]]),
        (&[("G22", 5.0)], &[["pe-above-vte", "G22", "5"]]),
        (&[("F63", 3.0)], &[["reop-48h-above-31d", "F63", "3"]]),
        (&[("H64", 3.0)], &[["reop-31d-above-all", "H64", "3"]]),
        (&[("F35", 501.0)], &[["level4-above-ops", "F35", "501"]]),
        (&[("H28", 1201.0)], &[["iv-patients-above-discharges", "H28", "1201"]]),
        (&[("F12", 21.0)], &[["numerator-above-denominator", "F12", "21"]]),
        (&[("I15", 91.0)], &[["numerator-above-denominator", "I15", "91"]]),
        (&[("G36", 43.0)], &[["numerator-above-denominator", "G36", "43"]]),
        (&[("I39", 101.0)], &[["numerator-above-denominator", "I39", "101"]]),
        (&[("F25", 13.0)], &[["numerator-above-denominator", "F25", "13"]]),
        (&[("H68", 91.0)], &[["numerator-above-denominator", "H68", "91"]]),
        (&[("F11", 0.0)], &[["denominator-zero", "F12", "10"]]),
        (
            &[("F11", 0.0), ("F12", 1.0), ("G12", 23.0), ("I15", 91.0)],
            &[
                ["denominator-zero", "F12", "1"],
                ["numerator-above-denominator", "G12", "23"],
                ["numerator-above-denominator", "I15", "91"],
            ],
        ),
    ];
    let scene = Scene::new().await;
    let clean = scene.paper("A1").await;
    let mut files = Vec::new();
    for (changes, _) in cases {
        let mut paper = clean.clone();
        for (cell, number) in *changes {
            paper.put(cell, *number);
        }
        files.push(("演示.xlsx", paper.bytes()));
    }
    let reports = scene.take(&files).await;
    for ((changes, expected), report) in cases.iter().zip(&reports) {
        assert_eq!(told(&report.problems), *expected, "{changes:?}");
        assert_eq!(report.status, Outcome::Refused, "{changes:?}");
    }
    assert_eq!(scene.rows().await[..3], [0, 0, 0], "nothing half-stored");
    let words = &reports[0].problems[0];
    assert!(words.message.starts_with("7 月“完成VTE风险评估”1001 大于“出院患者人次”1000（F6）"), "{}", words.message);
}

#[tokio::test]
async fn a_quarter_given_alone_is_compared_as_a_quarter() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.clear(&["F28", "G28", "H28"]).put("I28", 3301.0);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["iv-patients-above-discharges", "I28", "3301"]]);
    let words = &report.problems[0].message;
    assert!(words.starts_with("季度“") && words.contains("3300"), "{words}");
}

#[tokio::test]
async fn what_is_no_fault_is_not_said() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    // More at six hours than at three is in the clean form already; a density may pass 1; 0 of 0 is no case.
    paper.put("F33", 5000.0);
    for cell in ["F11", "G11", "H11", "F12", "G12", "H12", "I14", "I15"] {
        paper.put(cell, 0.0);
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
}

#[tokio::test]
async fn three_equal_months_are_asked_about_from_a_size_on() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    for cell in ["F29", "G29", "H29"] {
        paper.put(cell, 9000.0);
    }
    for cell in ["F65", "G65", "H65"] {
        paper.put(cell, 9.0);
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["equal-months", "F29", "9000"]]);
    assert_eq!(report.status, Outcome::Stored, "it asks, it does not block");
}
