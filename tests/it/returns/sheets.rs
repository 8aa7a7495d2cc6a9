//! Sheets that were changed in ways a careful clerk would see: each is named where it stands, nothing is lost unsaid.

use std::collections::BTreeMap;

use zhikong::figures::Entry;
use zhikong::files::Fingerprint;
use zhikong::returns::model::Outcome;
use zhikong::returns::template::Fills;

use crate::returns::command::zhikong;
use crate::returns::paper::{FIRST, Paper, Put};
use crate::returns::scene::{Scene, clean_entries, clean_fills, told};
use crate::support::makers::saved_by_libreoffice;

/// What a clerk does to the paper, and what is said of it: rule, cell, found.
type Case = (&'static str, fn(&mut Paper), &'static [[&'static str; 3]]);

/// Takes each paper in on one scene; all are refused but those of which nothing blocks.
async fn said(cases: &[Case]) {
    let scene = Scene::new().await;
    for (what, change, expected) in cases {
        let mut paper = scene.paper("A1").await;
        change(&mut paper);
        let report = scene.take_one(paper.bytes()).await;
        assert_eq!(told(&report.problems).as_slice(), *expected, "{what}");
        assert_eq!(report.status, Outcome::Refused, "{what}");
        assert!(report.values.adds_up(), "{what}: {:?}", report.values);
        let words = report.problems.iter().any(|p| p.message.contains('{') || p.remedy.contains('{'));
        assert!(!words, "{what}: {:?}", report.problems);
    }
}

/// A mark that says this period, with the checksum that fits.
fn marked_for(paper: &mut Paper, period: &str) {
    let page = paper.pages.iter_mut().find(|page| page.name == "_zhikong").expect("the mark");
    let text = |page: &crate::returns::paper::Page, key: &str| {
        let row = page.cells.iter().find(|((_, col), what)| *col == 0 && **what == key.into()).expect(key).0.0;
        match &page.cells[&(row, 1)] {
            Put::Text(text) => (row, text.clone()),
            Put::Number(number) => (row, number.to_string()),
            other => panic!("{other:?}"),
        }
    };
    let [hospital, edition, revision] = ["hospital", "edition", "revision"].map(|key| text(page, key).1);
    let (at, sum) = (text(page, "period").0, text(page, "checksum").0);
    page.cells.insert((at, 1), period.into());
    let words = ["zhikong-return/1", hospital.as_str(), period, edition.as_str(), revision.as_str()].join("|");
    page.cells.insert((sum, 1), Fingerprint::of(words.as_bytes()).to_string()[..16].into());
}

#[tokio::test]
async fn a_workbook_of_no_quarter_is_neither_written_nor_taken() {
    let scene = Scene::new().await;
    for (period, label) in [("2024", "2024 年"), ("2024-07", "2024 年 7 月")] {
        let mut paper = scene.paper("A1").await;
        marked_for(&mut paper, period);
        let reports = scene.take(&[("年.xlsx", paper.bytes()), ("季.xlsx", scene.clean("A2").await)]).await;
        assert_eq!(told(&reports[0].problems), [["not-a-quarter", "-", label]]);
        assert_eq!((reports[0].status, reports[0].problems[0].sheet.as_deref()), (Outcome::Refused, None));
        assert_ne!(reports[1].status, Outcome::Refused, "{:?}", reports[1].problems);
        let to = scene.bench.test.folder.path().join("年.xlsx");
        let asked = ["returns", "template", "--hospital", "A1", "--period", period, "-o", to.to_str().unwrap()];
        assert_eq!(zhikong(&scene, &asked).0, Some(2));
        assert!(!to.exists());
    }
}

/// LibreOffice shares the formulas of the totals among their rows: their texts are in one of them only, and a total of
/// three blanks is saved as a number.
#[tokio::test]
async fn blank_months_of_an_xls_stay_blank() {
    let scene = Scene::new().await;
    let mut fills = clean_fills(&scene.desk.catalogue);
    let saved = |bytes: Vec<u8>| tokio::task::spawn_blocking(move || saved_by_libreoffice(&bytes, "xls"));
    let clean = saved(scene.workbook("A1", crate::returns::scene::q3(), &fills).await).await.unwrap();
    let report = scene.take_one(clean).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    let entries: BTreeMap<_, _> = scene.latest("A1").await.into_iter().map(|(key, value)| (key, value.entry)).collect();
    assert_eq!(entries, clean_entries());
    fills.cells.retain(|(element, _), _| element.as_str() != "pe_new");
    let blank = saved(scene.workbook("A2", crate::returns::scene::q3(), &fills).await).await.unwrap();
    let report = scene.take_one(blank).await;
    assert_eq!((told(&report.problems), report.status), (vec![["blank-offered", "F22", "-"]], Outcome::Stored));
    let stored = scene.latest("A2").await;
    assert_eq!(stored[&("pe_new".to_owned(), 1)].entry, Entry::Missing);
    assert!(!stored.contains_key(&("pe_new".to_owned(), 0)), "our own total is never read");
    let nothing = saved(scene.workbook("B1", crate::returns::scene::q3(), &Fills::default()).await).await.unwrap();
    let report = scene.take_one(nothing).await;
    assert!(report.problems.iter().all(|problem| problem.rule == "blank-target"), "{:?}", told(&report.problems));
    assert_eq!(report.status, Outcome::Refused);
}

#[tokio::test]
async fn a_form_pasted_into_another_workbook_is_told_from_its_own() {
    said(&[
        (
            "another hospital's code",
            |paper| {
                paper.put("B2", "B1");
            },
            &[["mark-differs", "B2", "B1"]],
        ),
        (
            "another quarter's title",
            |paper| {
                paper.put("C2", "演示A1医院　2024 年第二季度　2024 年版").put("A1", "质量安全改进目标季度报表");
            },
            &[["mark-differs", "C2", "2024 年第二季度"]],
        ),
        (
            "another edition's",
            |paper| {
                paper.put("C2", "演示A1医院　2024 年第三季度　2022 年版");
            },
            &[["mark-differs", "C2", "2022 年版"]],
        ),
    ])
    .await;
    let scene = Scene::new().await;
    let report = scene.take_one(scene.paper("A1").await.put("B2", "B1").bytes()).await;
    let words = &report.problems[0].message;
    assert!(words.contains("B1") && words.contains("A1"), "both are said: {words}");
    assert_eq!(scene.rows().await[..3], [0, 0, 0]);
}

#[tokio::test]
async fn a_changed_code_does_not_lose_its_row() {
    const MISSING: [&str; 3] = ["row-missing", "-", "-"];
    said(&[
        (
            "hyphens",
            |paper| {
                paper.put("A29", "iv-bags");
            },
            &[MISSING, ["unknown-code", "A29", "iv-bags"]],
        ),
        (
            "a number",
            |paper| {
                paper.put("A29", 29.0);
            },
            &[MISSING, ["unknown-code", "A29", "29"]],
        ),
        (
            "a name",
            |paper| {
                paper.put("A29", "输液袋数");
            },
            &[MISSING, ["unknown-code", "A29", "输液袋数"]],
        ),
        (
            "blank",
            |paper| {
                paper.clear(&["A29"]);
            },
            &[MISSING, ["unknown-code", "A29", ""]],
        ),
        (
            "an error",
            |paper| {
                paper.put("A29", "#REF!");
            },
            &[MISSING, ["unknown-code", "A29", "#REF!"]],
        ),
        (
            "the last row's",
            |paper| {
                paper.put("A68", "x");
            },
            &[MISSING, ["unknown-code", "A68", "x"]],
        ),
        (
            "another's",
            |paper| {
                paper.put("A29", "OPS");
            },
            &[MISSING, ["offered-unclear", "E29", "—"], ["doubled-row", "A62", "ops"]],
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_code_in_another_case_or_with_spaces_is_the_same() {
    let scene = Scene::new().await;
    for code in ["IV_BAGS", "Iv_bags", " iv _ bags", "ｉｖ＿ＢＡＧＳ"] {
        let report = scene.take_one(scene.paper("A1").await.put("A29", code).bytes()).await;
        assert_eq!(told(&report.problems), Vec::<[&str; 3]>::new(), "{code}");
        assert_ne!(report.status, Outcome::Refused, "{code}");
    }
    let mut paper = scene.paper("A1").await;
    paper.put("A29", "iv-bags").clear(&["F29", "G29", "H29"]);
    let report = scene.take_one(paper.bytes()).await;
    let found = [["row-missing", "-", "-"], ["unknown-code-unread", "A29", "iv-bags"]];
    assert_eq!((told(&report.problems).as_slice(), report.status), (&found[..], Outcome::Stored));
}

#[tokio::test]
async fn what_is_wrong_with_a_head_hides_no_other_fault() {
    said(&[
        (
            "a month renamed",
            |paper| {
                paper.put("G4", "月份二").put("F6", "无");
            },
            &[["column-missing", "G4", "月份二"], ["ambiguous-mark", "F6", "无"]],
        ),
        (
            "a month's head emptied",
            |paper| {
                paper.clear(&["G4"]).put("H6", "无");
            },
            &[["column-missing", "G4", "-"], ["ambiguous-mark", "H6", "无"]],
        ),
        (
            "one month of another quarter",
            |paper| {
                paper.put("F4", "6月").put("H6", "无");
            },
            &[["column-missing", "F4", "6月"], ["ambiguous-mark", "H6", "无"]],
        ),
        (
            "a month twice",
            |paper| {
                paper.data().cells.insert((3, 11), "9月".into());
            },
            &[["doubled-column", "L4", "9月"]],
        ),
        (
            "a month twice in place of another",
            |paper| {
                paper.put("H4", "7月").put("G6", "无");
            },
            &[["doubled-column", "H4", "7月"], ["column-missing", "H4", "7月"], ["ambiguous-mark", "G6", "无"]],
        ),
    ])
    .await;
}

#[tokio::test]
async fn heads_with_other_words_are_known_and_missing_ones_are_said() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.put("E4", "开展情况").put("K4", "备注").put("E11", "否").clear(&["F11", "G11", "H11"]);
    paper.put("E12", "否").clear(&["F12", "G12", "H12"]).put("F14", "").put("K12", "无此设备");
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    let stored = scene.latest("A1").await;
    let value = &stored[&("stroke_6h_reperfused".to_owned(), 1)];
    assert!(matches!(value.entry, Entry::NotApplicable(_)), "{value:?}");
    assert_eq!(value.note.as_deref(), Some("无此设备"));
    paper.put("E4", "做不做").put("E11", "是").put("F11", 20.0).put("G11", 22.0).put("H11", 24.0);
    paper.put("F12", 10.0).put("G12", 11.0).put("H12", 13.0);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["side-column-missing", "-", "-"]]);
    assert!(report.problems[0].message.contains("是否开展"), "{}", report.problems[0].message);
}

#[tokio::test]
async fn merged_months_are_no_month() {
    said(&[
        (
            "three months in one",
            |paper| {
                paper.data().merged.push((10, FIRST, 10, FIRST + 2));
                paper.put("F11", 66.0).clear(&["G11", "H11"]);
            },
            &[["merged-figures", "F11", "66"]],
        ),
        (
            "two rows in one",
            |paper| {
                paper.data().merged.push((10, FIRST, 11, FIRST));
                paper.put("F11", 20.0).clear(&["F12"]);
            },
            &[["merged-figures", "F11", "20"]],
        ),
    ])
    .await;
}

#[tokio::test]
async fn two_forms_in_a_book_must_say_the_same() {
    let scene = Scene::new().await;
    for (at, what, expected) in
        [("F6", Put::Number(1001.0), &[["second-form", "F6", "1000"]][..]), ("F6", Put::Number(1000.0), &[])]
    {
        let mut paper = scene.paper("A1").await;
        let mut copy = paper.data().clone();
        copy.name = "数据填报 (2)".to_owned();
        copy.cells.insert(zhikong::spreadsheets::parse_a1(at).unwrap(), what);
        paper.pages.push(copy);
        let report = scene.take_one(paper.bytes()).await;
        assert_eq!(told(&report.problems).as_slice(), expected);
        assert_eq!(report.status == Outcome::Refused, !expected.is_empty());
    }
}

#[tokio::test]
async fn what_stands_over_a_total_or_beside_a_quarter_is_named() {
    said(&[
        (
            "words",
            |paper| {
                paper.put("I6", "见附件");
            },
            &[["not-a-number", "I6", "见附件"]],
        ),
        (
            "a rate",
            |paper| {
                paper.put("I6", "98.5%");
            },
            &[["percent-for-count", "I6", "98.5%"]],
        ),
        (
            "below zero",
            |paper| {
                paper.put("I6", -5.0);
            },
            &[["negative", "I6", "-5"]],
        ),
        (
            "an error",
            |paper| {
                paper.put("I6", "#REF!");
            },
            &[["error-cell", "I6", "#REF!"]],
        ),
        (
            "half a case",
            |paper| {
                paper.put("I6", 125.5);
            },
            &[["not-whole", "I6", "125.5"]],
        ),
        (
            "three months",
            |paper| {
                paper.put("F9", 300.0).put("G9", 301.0).put("H9", "不适用");
            },
            &[
                ["month-for-quarter", "F9", "300"],
                ["month-for-quarter", "G9", "301"],
                ["month-for-quarter", "H9", "不适用"],
            ],
        ),
        (
            "a number for a choice",
            |paper| {
                paper.put("I60", 5.0);
            },
            &[["unknown-choice", "I60", "5"]],
        ),
        (
            "two numbers",
            |paper| {
                paper.put("F11", "20 135");
            },
            &[["not-a-number", "F11", "20 135"]],
        ),
    ])
    .await;
}

#[tokio::test]
async fn the_marked_copy_keeps_the_figures_of_a_hidden_row() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.data().hidden.push(32);
    let sent = paper.bytes();
    let report = scene.take_one(sent.clone()).await;
    assert_eq!(told(&report.problems), [["hidden-row", "A33", "-"]]);
    let back = scene.marked(&sent, std::slice::from_ref(&report)).await;
    let book = scene.desk.reader.read(back).await.unwrap();
    let sheet = book.sheet("数据填报").unwrap();
    let row = [5, 6, 7].map(|col| sheet.cell(32, col).map(zhikong::spreadsheets::Cell::found).unwrap_or_default());
    assert_eq!(row, ["15", "16", "18"]);
}

#[tokio::test]
async fn the_marked_copy_gives_a_row_its_code_back() {
    let scene = Scene::new().await;
    let sent = scene.paper("A1").await.put("A29", "iv-bags").bytes();
    let report = scene.take_one(sent.clone()).await;
    assert_eq!(report.status, Outcome::Refused);
    let again = scene.take_one(scene.marked(&sent, std::slice::from_ref(&report)).await).await;
    assert_eq!((told(&again.problems), again.status), (vec![], Outcome::Stored));
    assert_eq!(scene.latest("A1").await[&("iv_bags".to_owned(), 1)].entry, Entry::Number(9000));
}

#[tokio::test]
async fn problems_follow_the_order_of_the_tabs() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.put("F6", "无");
    let at = paper.pages.iter().position(|page| page.name == "指标预览").unwrap();
    let mut preview = paper.pages.remove(at);
    preview.cells.insert((1, 3), Put::Number(53.0));
    paper.pages.insert(0, preview);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["typed-rate-wrong", "D2", "53"], ["ambiguous-mark", "F6", "无"]]);
}
