//! What really arrives and is easily got wrong: one test each.

use std::collections::BTreeMap;

use zhikong::access::Viewer;
use zhikong::figures::Entry;
use zhikong::hospitals::roster::{self, Line};
use zhikong::returns::model::Outcome;
use zhikong::returns::take::Options;

use crate::returns::paper::{CODE, FIRST, NAME, Paper, Put, TOTAL};
use crate::returns::scene::{CELLS, Scene, clean_entries, clean_fills, hospital_line, told};
use crate::support::makers::{openpyxl_from, saved_as_xlsb};
use crate::support::register;

async fn entries(scene: &Scene, code: &str) -> BTreeMap<(String, i16), Entry> {
    scene.latest(code).await.into_iter().map(|(key, value)| (key, value.entry)).collect()
}

/// A campus row under the hospital's row of discharges.
fn campus(paper: &mut Paper, name: &str, numbers: [f64; 3]) {
    let mut cells: Vec<(u32, Put)> = vec![(CODE, "discharges".into()), (NAME, name.into()), (TOTAL, Put::Sum)];
    cells.extend((FIRST..).zip(numbers.map(Put::Number)));
    paper.insert_row(7, &cells);
}

#[tokio::test]
async fn campuses_add_up_to_the_hospital_or_the_month_that_does_not_is_named() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    campus(&mut paper, "东院区", [400.0, 500.0, 600.0]);
    campus(&mut paper, "西院区", [600.0, 600.0, 600.0]);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(entries(&scene, "A1").await, clean_entries(), "the hospital counts once");

    let mut paper = scene.paper("A1").await;
    campus(&mut paper, "东院区", [400.0, 500.0, 600.0]);
    campus(&mut paper, "西院区", [600.0, 600.0, 601.0]);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![["campus-sum-differs", "H6", "1200"]], Outcome::Refused));
}

/// A1 closes in the middle of August and becomes part of A2; both did send their second quarter.
#[tokio::test]
async fn after_a_merger_inside_the_year_the_quarter_is_owed_by_who_is_there_on_its_last_day() {
    let scene = Scene::new().await;
    let q2 = "2024Q2".parse().expect("a quarter");
    let fills = clean_fills(&scene.desk.catalogue);
    let accept = Options { accept: true, ..Options::default() };
    let (second_a1, third_a1) = (scene.workbook("A1", q2, &fills).await, scene.clean("A1").await);
    let closed = Line { closed: "2024-08-15".to_owned(), ..hospital_line("A1") };
    let grown = Line { beds: "600".to_owned(), ..hospital_line("A2") };
    let roster = roster::write(&[closed, grown]).expect("a roster");
    let report = register::take(&scene.bench.test, roster, "2024-10-21", Some("2024-08-16")).await;
    assert!(report.is_taken(), "{:#?}", report.problems);

    let late = scene.take_as(&Viewer::operator(), &[("二季度.xlsx", second_a1)], accept).await.reports.remove(0);
    assert_eq!((late.status, late.hospital.as_deref()), (Outcome::Stored, Some("A1")), "{:?}", late.problems);
    let gone = scene.take_one(third_a1).await;
    assert_eq!(told(&gone.problems), [["unknown-hospital", "-", "A1"]]);
    assert!(gone.problems[0].message.contains("已不填报"), "{}", gone.problems[0].message);

    // The quarter of A2 holds what was A1's since August: twice as much as its form of before.
    let mut paper = scene.paper("A2").await;
    for (cell, number) in [("F6", 2000.0), ("G6", 2200.0), ("H6", 2400.0)] {
        paper.put(cell, number);
    }
    let whole = scene.take_as(&Viewer::operator(), &[("三季度.xlsx", paper.bytes())], accept).await.reports.remove(0);
    assert_eq!((whole.status, told(&whole.problems)), (Outcome::Stored, vec![]));
    assert_eq!(entries(&scene, "A2").await[&("discharges".to_owned(), 1)], Entry::Number(2000));

    let county = scene.bench.authority("410105").await;
    scene.bench.account("jinshui").role(zhikong::access::Role::AuthorityStaff).at_authority(county).store().await;
    let county = scene.bench.sign_in("jinshui").await;
    let second = county.get("/returns?period=2024Q2").await.body;
    let third = county.get("/returns?period=2024Q3").await.body;
    assert!(second.contains("演示A1医院") && second.contains("演示A2医院"), "both owed the second quarter");
    assert!(!third.contains("演示A1医院") && third.contains("演示A2医院"), "only A2 owes the third");
}

#[tokio::test]
async fn figures_of_the_quarter_alone_are_kept_as_such() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.clear(&["F6", "G6", "H6", "F28", "G28", "H28"]).put("I6", 3300.0).put("I28", "1,860 人次");
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(report.values.expected, CELLS - 4);
    let stored = entries(&scene, "A1").await;
    assert_eq!(stored[&("discharges".to_owned(), 0)], Entry::Number(3300));
    assert_eq!(stored[&("iv_patients".to_owned(), 0)], Entry::Number(1860));
    assert!(!stored.contains_key(&("discharges".to_owned(), 1)));
}

#[tokio::test]
async fn none_among_adverse_events_is_asked_about_and_zero_is_taken() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let report = scene.take_one(paper.put("F33", "无").bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![["ambiguous-mark", "F33", "无"]], Outcome::Refused));
    assert!(report.problems[0].message.contains("看不出是 0 还是不适用"), "{}", report.problems[0].message);
    assert!(report.problems[0].remedy.contains("没有发生请填 0"), "{}", report.problems[0].remedy);
    let report = scene.take_one(paper.put("F33", 0.0).bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(entries(&scene, "A1").await[&("ae_reports".to_owned(), 1)], Entry::Number(0));
}

#[tokio::test]
async fn two_files_with_each_others_names_go_to_the_hospitals_they_are_of() {
    let scene = Scene::new().await;
    let mut second = scene.paper("A2").await;
    let files =
        [("A2-演示A2医院.xlsx", scene.clean("A1").await), ("新建文件 (1).xls", second.put("F6", 1001.0).bytes())];
    let reports = scene.take(&files).await;
    let told: Vec<_> = reports.iter().map(|report| (report.hospital.as_deref(), report.receipt.as_deref())).collect();
    assert_eq!(told, [(Some("A1"), Some("2024Q3-A1-01")), (Some("A2"), Some("2024Q3-A2-01"))]);
    assert_eq!(entries(&scene, "A1").await[&("discharges".to_owned(), 1)], Entry::Number(1000));
    assert_eq!(entries(&scene, "A2").await[&("discharges".to_owned(), 1)], Entry::Number(1001));
}

#[tokio::test]
async fn two_files_whose_columns_were_moved_differently_are_read_alike_and_named_at_their_own_cells() {
    let scene = Scene::new().await;
    let back = |col: u32| if col >= 9 { col - 9 } else { col + 2 };
    let apart = |col: u32| if col >= FIRST { col + 3 } else { col };
    let mut files = Vec::new();
    for (code, to) in [("A1", &back as &dyn Fn(u32) -> u32), ("A2", &apart)] {
        let mut clean = scene.paper(code).await;
        let mut faulty = clean.clone();
        faulty.put("G33", "无");
        for paper in [&mut faulty, &mut clean] {
            paper.move_columns(to);
            files.push(("演示.xlsx", paper.bytes()));
        }
    }
    let reports = scene.take(&files).await;
    assert_eq!(told(&reports[0].problems), [["ambiguous-mark", "I33", "无"]]);
    assert_eq!(told(&reports[2].problems), [["ambiguous-mark", "J33", "无"]]);
    for (at, code) in [(1, "A1"), (3, "A2")] {
        assert_eq!((told(&reports[at].problems), reports[at].status), (vec![], Outcome::Stored));
        assert_eq!(entries(&scene, code).await, clean_entries());
    }
}

#[tokio::test]
async fn sums_between_the_rows_are_no_data_and_faults_below_them_keep_their_cells() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.put("F33", "无").insert_row(10, &[(NAME, "小计".into()), (FIRST, 99_999_999.0.into()), (TOTAL, Put::Sum)]);
    paper.insert_row(30, &[(CODE, "合计".into()), (FIRST, "见上".into())]);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["ambiguous-mark", "F35", "无"]]);
}

#[tokio::test]
async fn notes_under_the_table_are_no_data() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let notes = ["注：1. 数据由病案室提供。", "2. discharges 按结算口径。", "填表人：演示", "2024.10.11", "12345"];
    for (row, words) in (71..).zip(notes) {
        paper.data().cells.insert((row, CODE), words.into());
        paper.data().cells.insert((row, FIRST), "7月起".into());
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(entries(&scene, "A1").await, clean_entries());
}

/// openpyxl keeps no results: our own totals and preview do not matter, a formula of the clerk's in a month does.
#[tokio::test]
async fn a_file_saved_without_results_lacks_only_the_clerks_own_formulas() {
    let scene = Scene::new().await;
    let clean = scene.clean("A1").await;
    let saved = |cells: &'static str| {
        let clean = clean.clone();
        tokio::task::spawn_blocking(move || openpyxl_from("filled.py", &clean, cells.as_bytes()))
    };
    let report = scene.take_one(saved("{}").await.unwrap()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(entries(&scene, "A1").await, clean_entries());
    let report = scene.take_one(saved(r#"{"F6": "=400+600"}"#).await.unwrap()).await;
    assert_eq!(told(&report.problems), [["formula-without-value", "F6", "=400+600"]]);
}

#[tokio::test]
async fn an_explanation_of_ten_thousand_characters_is_kept_whole() {
    let scene = Scene::new().await;
    let words = "本季度系统切换，数据由人工统计。".repeat(625);
    assert_eq!(words.chars().count(), 10_000);
    let mut paper = scene.paper("A1").await;
    paper.clear(&["G33"]).put("K33", words.as_str());
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![["blank-offered", "G33", "-"]], Outcome::Stored));
    let stored = scene.latest("A1").await;
    assert_eq!(stored[&("ae_reports".to_owned(), 2)].note.as_deref(), Some(words.as_str()));
}

#[tokio::test]
async fn an_explanation_that_begins_like_a_formula_stays_words() {
    let scene = Scene::new().await;
    let words = r#"=HYPERLINK("http://192.0.2.9/","点我")"#;
    let mut paper = scene.paper("A1").await;
    paper.put("F33", "无").put("K33", words);
    let sent = paper.bytes();
    let report = scene.take_one(sent).await;
    assert_eq!(told(&report.problems), [["ambiguous-mark", "F33", "无"]]);
    let back = scene.marked(&paper.bytes(), std::slice::from_ref(&report)).await;
    let book = scene.desk.reader.read(back).await.expect("a workbook");
    let cell = book.sheet("数据填报").expect("the data").cell(32, 10).expect("the words").clone();
    assert_eq!((cell.found().as_str(), cell.formula.is_none()), (words, true));
    let report = scene.take_one(paper.put("F33", 15.0).bytes()).await;
    assert_eq!(report.status, Outcome::Stored);
    let stored = scene.latest("A1").await;
    assert_eq!(stored[&("ae_reports".to_owned(), 1)].note.as_deref(), Some(words));
}

/// The list and the column of an earlier round do not stay when the marked workbook is mended and sent with one new fault.
#[tokio::test]
async fn marks_of_an_earlier_round_are_gone_from_the_next() {
    let scene = Scene::new().await;
    let mark = async |bytes: Vec<u8>, report: &zhikong::returns::model::FileReport| {
        scene.marked(&bytes, std::slice::from_ref(report)).await
    };
    let mut paper = scene.paper("A1").await;
    let sent = paper.put("F33", "无").put("F6", -3.0).bytes();
    let report = scene.take_one(sent.clone()).await;
    let back = scene.desk.reader.read(mark(sent, &report).await).await.expect("a workbook");
    let mended = Paper::of(&back).put("F33", 15.0).put("F6", 1000.0).put("G33", "—").bytes();
    let report = scene.take_one(mended.clone()).await;
    assert_eq!(told(&report.problems), [["ambiguous-mark", "G33", "—"]]);
    let back = scene.desk.reader.read(mark(mended, &report).await).await.expect("a workbook");
    let list = back.sheet("问题清单").expect("the list");
    assert_eq!(list.cells.iter().filter(|cell| cell.row > 3 && cell.col == 2).count(), 1, "one line");
    let column: Vec<u32> =
        back.sheet("数据填报").unwrap().cells.iter().filter(|c| c.col == 11 && c.row > 3).map(|c| c.row + 1).collect();
    assert_eq!(column, [33], "one row has words beside it");
    let report = scene.take_one(scene.clean("A1").await).await;
    let clean = mark(scene.clean("A1").await, &report).await;
    assert_eq!(clean, scene.clean("A1").await, "nothing to say leaves the plain form");
}

/// A month whose head was changed is not found, and its figures must not be dropped without a word.
#[tokio::test]
async fn a_month_whose_head_is_written_otherwise_is_known_and_one_that_is_lost_is_named() {
    for (cell, head) in [("F4", "7月份"), ("F4", "七月"), ("F4", "2024年7月"), ("I4", "合计")] {
        let scene = Scene::new().await;
        let report = scene.take_one(scene.paper("A1").await.put(cell, head).bytes()).await;
        assert_eq!((report.status, told(&report.problems)), (Outcome::Stored, vec![]), "{head}");
        assert_eq!(entries(&scene, "A1").await, clean_entries(), "{head}");
    }
    let scene = Scene::new().await;
    for (cell, head, lost) in [("F4", "本月", "“7月”"), ("I4", "总数", "“季度合计”")] {
        let report = scene.take_one(scene.paper("A1").await.put(cell, head).bytes()).await;
        assert_eq!(
            (report.status, told(&report.problems)),
            (Outcome::Refused, vec![["column-missing", cell, head]]),
            "{head}"
        );
        assert!(report.problems[0].message.contains(lost), "{}", report.problems[0].message);
    }
}

/// Rewritten by npm's `xlsx` in the binary format of Excel: the same values, the same problems.
#[tokio::test]
async fn a_form_in_the_binary_format_is_read_like_any_other() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let clean = paper.bytes();
    let faulty =
        paper.put("F33", "无").put("H19", 321.0).put("G6", Put::Percent(0.985)).put("F7", "８，０００").bytes();
    let binary = move || [clean, faulty].map(|book| saved_as_xlsb(&book));
    let [clean, faulty] = tokio::task::spawn_blocking(binary).await.unwrap();
    let report = scene.take_one(clean).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored));
    assert_eq!(entries(&scene, "A1").await, clean_entries());
    let report = scene.take_one(faulty).await;
    let expected = [
        ["percent-for-count", "G6", "98.5%"],
        ["vte-prevented-above-mid-high", "H19", "321"],
        ["ambiguous-mark", "F33", "无"],
    ];
    assert_eq!((told(&report.problems).as_slice(), report.status), (expected.as_slice(), Outcome::Refused));
}
