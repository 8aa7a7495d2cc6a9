//! What is wrong with a roster is all said at once, at its cell; and then nothing of it is taken.

use rust_xlsxwriter::{Formula, Workbook};
use zhikong::access::Scope;
use zhikong::hospitals::Problem;
use zhikong::hospitals::roster::{self, Column, Line, SHEET};
use zhikong::hospitals::store::{self, list};

use crate::support::fresh_database;
use crate::support::register::{catalogue, line, register, seed, take};

/// (rule, cell) of every problem.
fn places(problems: &[Problem]) -> Vec<(&str, &str)> {
    problems.iter().map(|problem| (problem.rule, problem.cell.as_deref().unwrap_or("-"))).collect()
}

#[tokio::test]
async fn every_fault_is_named_at_its_cell_and_nothing_is_taken() {
    let test = fresh_database().await;
    seed(&test).await;
    let with = |code: &str, change: fn(&mut Line)| {
        let mut line = line(code);
        change(&mut line);
        line
    };
    let lines = [
        line("OK"),
        with("F1", |line| line.level = "四级".to_owned()),
        with("F2", |line| line.region = "410199".to_owned()),
        with("OK", |line| line.name = "演示另一家".to_owned()),
        with("F3", |line| line.opened = "2024.2.30".to_owned()),
        with("F4", |line| line.services = "产科；飞行医学".to_owned()),
        with("F5", |line| {
            line.affiliation = "民营".to_owned();
            line.beds = "许多".to_owned();
        }),
        with("F6", |line| line.name = String::new()),
        with("F7", |line| line.closed = "1980-01-01".to_owned()),
        with("F8", |line| line.credit_code = "123".to_owned()),
        with("F9", |line| line.reviewed_by = "999999".to_owned()),
        with("F 10", |_| ()),
        with("F11", |line| {
            line.level = "三级乙等".to_owned();
            line.grade = "甲等".to_owned();
        }),
        with("F12", |line| line.region = "410000".to_owned()),
    ];

    let report = take(&test, roster::write(&lines).unwrap(), "2024-12-31", None).await;

    assert_eq!(
        places(&report.problems),
        [
            ("roster_level", "C3"),
            ("roster_region", "G4"),
            ("roster_code_doubled", "A5"),
            ("roster_date", "K6"),
            ("roster_service", "J7"),
            ("roster_word", "H8"),
            ("roster_beds", "I8"),
            ("roster_required", "B9"),
            ("roster_date", "L10"),
            ("roster_number", "N11"),
            ("roster_authority", "O12"),
            ("roster_code", "A13"),
            ("roster_level", "D14"),
            ("roster_region", "G15"),
        ]
    );
    let doubled = &report.problems[2];
    assert_eq!((doubled.sheet.as_deref(), doubled.found.as_deref()), (Some(SHEET), Some("OK")));
    assert!(doubled.message.contains("A2"), "{}", doubled.message);
    assert!(report.problems[4].message.contains("飞行医学") && report.problems[4].remedy.contains("产科"));
    let rows = report.rows;
    assert_eq!((rows.read, rows.created, rows.changed, rows.unchanged, rows.refused), (14, 0, 0, 0, 14));
    assert_eq!(list::count(&test.db, &Scope::Everything, &list::Filter::default()).await.unwrap(), 0);
}

#[tokio::test]
async fn a_refused_roster_leaves_the_register_and_its_version_alone() {
    let test = fresh_database().await;
    register(&test, &[line("A1")]).await;
    let version = store::version(&test.db).await.unwrap();
    let lines = [Line { beds: "999".to_owned(), ..line("A1") }, Line { level: "?".to_owned(), ..line("A2") }];
    let report = take(&test, roster::write(&lines).unwrap(), "2024-12-31", None).await;
    assert!(!report.is_taken());
    assert_eq!(store::version(&test.db).await.unwrap(), version);
    let held = list::all(&test.db, &Scope::Everything, &list::Filter::default()).await.unwrap();
    assert_eq!(held[0].facts.beds, Some(300));
}

#[tokio::test]
async fn headers_that_are_missing_unknown_or_doubled_are_named() {
    let test = fresh_database().await;
    seed(&test).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(SHEET).unwrap();
    let mut headers: Vec<_> = Column::all().filter(|column| column.is_required()).map(Column::header).collect();
    headers.retain(|header| *header != "床位");
    headers.extend(["名称", "床位得", "备注"]);
    for (col, header) in (0_u16..).zip(&headers) {
        sheet.write_string(0, col, *header).unwrap();
    }
    sheet.write_string(1, 0, "A1").unwrap();
    let report = take(&test, book.save_to_buffer().unwrap(), "2024-12-31", None).await;
    let header_faults: Vec<_> =
        places(&report.problems).into_iter().filter(|(rule, _)| rule.starts_with("roster_column")).collect();
    assert_eq!(
        header_faults,
        [("roster_column_doubled", "L1"), ("roster_column_unknown", "M1"), ("roster_column_missing", "-")]
    );
    assert!(report.problems[2].message.contains("床位"));
}

#[tokio::test]
async fn cells_that_hold_no_content_are_named() {
    let test = fresh_database().await;
    seed(&test).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name(SHEET).unwrap();
    for (column, col) in Column::all().zip(0_u16..) {
        sheet.write_string(0, col, column.header()).unwrap();
    }
    for (col, text) in [(0, "A1"), (2, "三甲"), (4, "综合"), (5, "公办"), (7, "市直")] {
        sheet.write_string(1, col, text).unwrap();
    }
    sheet.write_formula(1, 1, Formula::new("=#REF!").set_result("#REF!")).unwrap();
    sheet.write_number(1, 6, 410_105.0).unwrap();
    sheet.write_number(1, 12, 4.1e21).unwrap();
    let report = take(&test, book.save_to_buffer().unwrap(), "2024-12-31", None).await;
    assert_eq!(places(&report.problems).last(), Some(&("roster_cell", "M2")), "{:#?}", report.problems);
    assert!(
        report.problems.iter().all(|problem| problem.cell.as_deref() != Some("G2")),
        "a code typed as a number is one"
    );
}

#[tokio::test]
async fn what_is_no_roster_is_refused_in_words() {
    let test = fresh_database().await;
    seed(&test).await;
    for (bytes, words) in [
        (b"\xFF\xD8\xFF\xE0 a photograph".to_vec(), "图片"),
        (Workbook::new().save_to_buffer().unwrap(), "编码"),
        (Vec::new(), "空"),
    ] {
        let report = take(&test, bytes, "2024-12-31", None).await;
        assert!(report.problems[0].message.contains(words), "{}", report.problems[0].message);
        assert_eq!(report.rows.read, 0);
    }
    let empty = take(&test, roster::write(&[]).unwrap(), "2024-12-31", None).await;
    assert_eq!(places(&empty.problems), [("roster_empty", "-")]);
    assert!(catalogue().register().levels.len() > 1);
}
