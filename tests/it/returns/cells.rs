//! What stands in single cells: understood with its raw text kept, or said at its cell with what was found.

use zhikong::figures::{Entry, Reason};
use zhikong::returns::model::{Counts, Outcome};

use crate::returns::paper::{Paper, Put};
use crate::returns::scene::{CELLS, Scene, clean_entries, told};
use crate::support::makers::saved_by_libreoffice;

/// What a clerk does to the paper, what is said of it (cell, rule, found), and what becomes of it.
type Case = (fn(&mut Paper), &'static [[&'static str; 3]], Outcome);

#[tokio::test]
async fn numbers_are_understood_however_they_are_written() {
    let written: &[(&str, &str, i16, &str)] = &[
        ("F6", "discharges", 1, "１０００"),
        ("G6", "discharges", 2, "１，１００"),
        ("H6", "discharges", 3, " 1200 "),
        ("F7", "bed_days_occupied", 1, "8,000"),
        ("G7", "bed_days_occupied", 2, "8100床日"),
        ("H7", "bed_days_occupied", 3, "8200 床日"),
        ("I9", "beds_open", 0, "300张"),
        ("F11", "stroke_6h", 1, "20例"),
        ("F17", "vte_assessed", 1, "900 人次"),
        ("F30", "iv_volume_l_x10", 1, "6,000.5升"),
    ];
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    for (cell, _, _, text) in written {
        paper.put(cell, *text);
    }
    paper.put("F8", "7900").put("G8", Put::Formula("8000".to_owned()));
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    let stored = scene.latest("A1").await;
    let entries: std::collections::BTreeMap<_, _> =
        stored.iter().map(|(key, value)| (key.clone(), value.entry)).collect();
    assert_eq!(entries, clean_entries());
    for (cell, element, month, text) in written {
        let value = &stored[&((*element).to_owned(), *month)];
        assert_eq!((value.raw.as_deref(), value.cell.as_deref()), (Some(*text), Some(*cell)), "{element}");
    }
    for month in [1, 2] {
        assert_eq!(stored[&("bed_days_discharged".to_owned(), month)].raw, None, "nothing more than the number");
    }
}

#[tokio::test]
async fn what_is_no_number_is_said_at_its_cell() {
    let wrong: &[(&str, Put, &str, &str)] = &[
        ("F6", "98.5%".into(), "percent-for-count", "98.5%"),
        ("F6", Put::Percent(0.985), "percent-for-count", "98.5%"),
        ("F6", "-".into(), "ambiguous-mark", "-"),
        ("F6", "—".into(), "ambiguous-mark", "—"),
        ("F6", "无".into(), "ambiguous-mark", "无"),
        ("F6", 1.000_000_000_1.into(), "not-whole", "1.0000000001"),
        ("F6", 12.5.into(), "not-whole", "12.5"),
        ("F6", "12.5".into(), "not-whole", "12.5"),
        ("F30", 6000.55.into(), "too-many-decimals", "6000.55"),
        ("F6", (-3.0).into(), "negative", "-3"),
        ("F6", "－３".into(), "negative", "－３"),
        ("F6", 100_001.0.into(), "above-maximum", "100001"),
        ("I9", 20_001.0.into(), "above-maximum", "20001"),
        ("F6", Put::Day(2024, 3, 31), "date-for-count", "2024-03-31"),
        ("F6", "2024.3.31".into(), "date-for-count", "2024.3.31"),
        ("F6", "2024年3月31日".into(), "date-for-count", "2024年3月31日"),
        ("F6", Put::Formula("#DIV/0!".to_owned()), "error-cell", "#DIV/0!"),
        ("I9", Put::Formula("#REF!".to_owned()), "error-cell", "#REF!"),
        ("F6", "#REF!".into(), "error-cell", "#REF!"),
        ("F6", "约120".into(), "not-a-number", "约120"),
        ("I60", "大概".into(), "unknown-choice", "大概"),
        ("E11", "也许".into(), "offered-unclear", "也许"),
    ];
    let scene = Scene::new().await;
    let clean = scene.paper("A1").await;
    let files: Vec<_> =
        wrong.iter().map(|(cell, what, ..)| ("演示.xlsx", clean.clone().put(cell, what.clone()).bytes())).collect();
    let reports = scene.take(&files).await;
    for ((cell, what, rule, found), report) in wrong.iter().zip(&reports) {
        assert_eq!(told(&report.problems), [[*rule, *cell, *found]], "{what:?}");
        let problem = &report.problems[0];
        assert_eq!(problem.sheet.as_deref(), Some("数据填报"));
        assert!(!problem.message.contains('{') && !problem.remedy.contains('{'), "{problem:?}");
        assert_eq!(report.status, Outcome::Refused);
        assert_eq!(report.values, Counts { expected: CELLS, refused: CELLS, ..Counts::default() }, "{what:?}");
        assert_eq!((report.round, &report.receipt), (None, &None));
    }
    assert_eq!(scene.rows().await, [0, 0, 0, i64::try_from(wrong.len()).unwrap()], "kept as uploads, nothing else");
}

#[tokio::test]
async fn marks_of_not_applicable_ask_for_one_reason_a_target() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let marks = [("F11", "/"), ("G11", "\\"), ("H11", "不适用"), ("F12", "N/A"), ("G12", "／"), ("H12", "n/a")];
    for (cell, mark) in marks {
        paper.put(cell, mark);
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["not-applicable-reason", "F11", "/"]]);
    assert_eq!(report.status, Outcome::Stored);
    let stored = scene.latest("A1").await;
    for element in ["stroke_6h", "stroke_6h_reperfused"] {
        for month in 1..=3 {
            let entry = stored[&(element.to_owned(), month)].entry;
            assert_eq!(entry, Entry::NotApplicable(Reason::Stated), "{element} {month}");
        }
    }
    paper.put("K12", "卒中中心改建，本季度停诊");
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status, report.round), (vec![], Outcome::Stored, Some(2)));
    assert_eq!(report.values.stored, 0, "the words are new, no number is");
}

#[tokio::test]
async fn a_service_that_is_not_offered_is_not_a_number() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    for row in 24..=26 {
        for column in ["F", "G", "H"] {
            paper.put(&format!("{column}{row}"), "未开展");
        }
    }
    paper.put("E67", "否").put("E68", "否").clear(&["F67", "G67", "H67", "F68", "G68", "H68"]);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    let stored = scene.latest("A1").await;
    for element in ["septic_shock_icu", "septic_6h_done", "vaginal_births", "vaginal_complications"] {
        assert_eq!(stored[&(element.to_owned(), 2)].entry, Entry::NotApplicable(Reason::NotOffered), "{element}");
    }

    let mut paper = scene.paper("A2").await;
    paper.put("E11", "否");
    let report = scene.take_one(paper.bytes()).await;
    let expected =
        [["value-not-offered", "F11", "20"], ["value-not-offered", "G11", "22"], ["value-not-offered", "H11", "24"]];
    assert_eq!(told(&report.problems), expected);

    let mut paper = scene.paper("A2").await;
    for (cell, number) in [("I48", 10.0), ("I49", 9.0)] {
        paper.put(&cell.replace('I', "E"), "是").put(cell, number);
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["service-differs-from-register", "E48", "-"]], "asked once a service");
    assert_eq!(report.status, Outcome::Stored);
}

#[tokio::test]
async fn blank_is_not_zero() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.clear(&["G33"]).put("F33", 0.0);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["blank-offered", "G33", "-"]]);
    assert_eq!(report.values, Counts { expected: CELLS, stored: CELLS - 1, missing: 1, ..Counts::default() });
    let stored = scene.latest("A1").await;
    let entry = |month| stored[&("ae_reports".to_owned(), month)].entry;
    assert_eq!((entry(1), entry(2), entry(3)), (Entry::Number(0), Entry::Missing, Entry::Number(18)));

    paper.clear(&["F33", "H33"]);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["blank-target", "F33", "-"]]);
    let refused = CELLS - 3;
    assert_eq!(report.values, Counts { expected: CELLS, refused, missing: 3, ..Counts::default() });

    // A program that does not recompute leaves our total at what it once was: still blank, neither 49 nor 0.
    for stale in ["49", "0"] {
        let report = scene.take_one(paper.put("I33", Put::Formula(stale.to_owned())).bytes()).await;
        assert_eq!(told(&report.problems), [["blank-target", "F33", "-"]], "{stale}");
    }
}

#[tokio::test]
async fn a_blank_form_says_nothing_at_all() {
    let scene = Scene::new().await;
    let blank = scene.workbook("A1", crate::returns::scene::q3(), &Default::default()).await;
    let report = scene.take_one(blank).await;
    let cells = ["F6", "F11", "I14", "F17", "F24", "F28", "F33", "F35", "I38", "F62", "F67"];
    assert_eq!(told(&report.problems), cells.map(|cell| ["blank-target", cell, "-"]));
    assert_eq!((report.values.missing, report.values.refused), (CELLS - 4, 4), "what does not apply is no blank");
}

/// Everything that can be said of totals, on one workbook each.
#[tokio::test]
async fn totals_are_recomputed_and_typed_ones_are_weighed() {
    let cases: &[Case] = &[
        (
            |paper| {
                paper.put("I6", Put::Formula("3301".to_owned()));
            },
            &[["typed-total-differs", "I6", "3301"]],
            Outcome::Stored,
        ),
        (
            |paper| {
                paper.put("I6", 3299.0);
            },
            &[["typed-total-differs", "I6", "3299"]],
            Outcome::Stored,
        ),
        (
            |paper| {
                paper.clear(&["H6"]).put("I6", 3300.0);
            },
            &[["blank-offered", "H6", "-"], ["mixed-grain", "I6", "3300"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                paper.put("F9", 300.0).clear(&["I9"]);
            },
            &[["month-for-quarter", "F9", "300"], ["blank-offered", "I9", "-"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                paper.clear(&["I6"]);
            },
            &[],
            Outcome::Stored,
        ),
        (
            |paper| {
                paper.put("I6", "三千三百");
            },
            &[["not-a-number", "I6", "三千三百"]],
            Outcome::Refused,
        ),
    ];
    for (change, expected, outcome) in cases {
        let scene = Scene::new().await;
        let mut paper = scene.paper("A1").await;
        change(&mut paper);
        let report = scene.take_one(paper.bytes()).await;
        assert_eq!((told(&report.problems).as_slice(), report.status), (*expected, *outcome));
        if report.status == Outcome::Stored {
            let stored = scene.latest("A1").await;
            assert_eq!(stored[&("discharges".to_owned(), 3)].entry, Entry::Number(1200));
        }
    }
}

#[tokio::test]
async fn a_number_typed_over_the_total_is_the_quarter_alone() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.clear(&["F33", "G33", "H33"]).put("I33", 49.0);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!((report.values.expected, report.values.stored), (CELLS - 2, CELLS - 2));
    let stored = scene.latest("A1").await;
    assert_eq!(stored[&("ae_reports".to_owned(), 0)].entry, Entry::Number(49));
    assert!((1..=3).all(|month| !stored.contains_key(&("ae_reports".to_owned(), month))));
}

#[tokio::test]
async fn a_formula_of_the_clerks_own_over_the_total_is_the_quarter_too() {
    for extension in ["xlsx", "xls", "ods"] {
        let scene = Scene::new().await;
        let mut paper = scene.paper("A1").await;
        paper.clear(&["F33", "G33", "H33"]).put("I33", Put::Own("=20+29", "49"));
        let mut bytes = paper.bytes();
        if extension != "xlsx" {
            bytes = saved_by_libreoffice(&bytes, extension);
        }
        let report = scene.take_one(bytes).await;
        assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored), "{extension}");
        let stored = scene.latest("A1").await;
        assert_eq!(stored[&("ae_reports".to_owned(), 0)].entry, Entry::Number(49), "{extension}");
    }

    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let report = scene.take_one(paper.clear(&["H33"]).put("I33", Put::Own("=20+29", "49")).bytes()).await;
    assert_eq!(told(&report.problems), [["blank-offered", "H33", "-"], ["mixed-grain", "I33", "49"]]);
}

#[tokio::test]
async fn every_fault_of_a_workbook_is_said_at_once_in_order() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.put("I60", "大概").put("H6", 12.5).put("F6", "-").put("F12", 99.0).put("I9", "9成");
    paper.put("F65", "98%").clear(&["G33"]).remove_row(24);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(
        told(&report.problems),
        [
            ["row-missing", "-", "-"],
            ["ambiguous-mark", "F6", "-"],
            ["not-whole", "H6", "12.5"],
            ["not-a-number", "I9", "9成"],
            ["numerator-above-denominator", "F12", "99"],
            ["blank-offered", "G32", "-"],
            ["unknown-choice", "I59", "大概"],
            ["percent-for-count", "F64", "98%"],
        ]
    );
    assert_eq!(report.values, Counts { expected: CELLS, refused: CELLS - 4, missing: 4, ..Counts::default() });
    assert!(report.values.adds_up());
    assert_eq!(scene.rows().await, [0, 0, 0, 1]);
}
