//! The roster in and out.

use zhikong::access::Scope;
use zhikong::files::Fingerprint;
use zhikong::hospitals::export;
use zhikong::hospitals::roster::{self, Column, Line};
use zhikong::hospitals::store::{self, list};

use crate::support::register::{catalogue, day, line, line_in, reader, register, seed, take};
use crate::support::{TestDatabase, fresh_database, makers};

async fn level_on(test: &TestDatabase, on: &str) -> Option<String> {
    let found = store::by_code(&test.db, &Scope::Everything, "A1", day(on)).await.unwrap();
    found.map(|hospital| hospital.level)
}

fn written(lines: &[Line]) -> Vec<u8> {
    roster::write(lines).unwrap()
}

#[tokio::test]
async fn what_is_exported_comes_in_again_unchanged() {
    let test = fresh_database().await;
    let full = Line {
        level: "三级".to_owned(),
        registration_no: "1234567890123456789012".to_owned(),
        credit_code: "12410000MB1A2B3C4D".to_owned(),
        reviewed_by: "410100".to_owned(),
        statistical_city: "411300".to_owned(),
        closed: "2024-11-30".to_owned(),
        services: "ICU；产科；四级手术".to_owned(),
        name: "演示医院（东院区）=1+1".to_owned(),
        ..line("FULL")
    };
    let bare = Line {
        grade: String::new(),
        beds: String::new(),
        services: String::new(),
        opened: String::new(),
        ..line("BARE")
    };
    register(&test, &[full, bare, line_in("DZ", "411381")]).await;
    let version = store::version(&test.db).await.unwrap();
    let made = export(&test.db, &catalogue(), &Scope::Everything, &list::Filter::default()).await.unwrap();

    let report = take(&test, made.clone(), "2025-03-01", None).await;

    assert_eq!(report.problems, []);
    assert_eq!((report.rows.read, report.rows.unchanged), (3, 3));
    assert_eq!(store::version(&test.db).await.unwrap(), version, "no change, no new version");
    let again = export(&test.db, &catalogue(), &Scope::Everything, &list::Filter::default()).await.unwrap();
    assert_eq!(Fingerprint::of(&made), Fingerprint::of(&again));
}

#[tokio::test]
async fn a_change_holds_from_the_day_that_was_said() {
    let test = fresh_database().await;
    register(&test, &[line("A1"), line("A2")]).await;
    let changed = Line { level: "三级".to_owned(), ..line("A1") };
    let report = take(&test, written(&[changed, line("A3")]), "2024-12-31", Some("2024-07-01")).await;
    let rows = report.rows;
    assert_eq!((rows.read, rows.created, rows.changed, rows.unchanged, rows.refused), (2, 1, 1, 0, 0));
    assert_eq!(report.plan.absent, 1, "who is not named stays");
    assert_eq!(level_on(&test, "2024-06-30").await.as_deref(), Some("level2"));
    assert_eq!(level_on(&test, "2024-07-01").await.as_deref(), Some("level3"));
    assert_eq!(level_on(&test, "2024-09-30").await.as_deref(), Some("level3"));
    let a3 = |on: &str| store::by_code(&test.db, &Scope::Everything, "A3", day(on));
    assert!(a3("2024-06-30").await.unwrap().is_none() && a3("2024-07-01").await.unwrap().is_some());

    // Earlier still, as is learnt later: what is known of later days stays.
    let earlier = Line { level: "一级".to_owned(), ..line("A1") };
    assert!(take(&test, written(&[earlier]), "2024-12-31", Some("2023-01-01")).await.is_taken());
    for (on, level) in
        [("2022-12-31", "level2"), ("2023-01-01", "level1"), ("2024-06-30", "level1"), ("2024-07-01", "level3")]
    {
        assert_eq!(level_on(&test, on).await.as_deref(), Some(level), "{on}");
    }
    let entry = store::entry(&test.db, &Scope::Everything, "A1").await.unwrap().unwrap();
    let spans: Vec<_> = entry.spans.iter().map(|span| (span.from, span.to)).collect();
    for pair in spans.windows(2) {
        assert_eq!(pair[0].1.and_then(|to| to.succ_opt()), Some(pair[1].0), "no gap and no overlap: {spans:?}");
    }
    assert_eq!(spans.last().unwrap().1, None);
    assert_eq!(entry.version, 3);
}

#[tokio::test]
async fn a_hospital_is_there_from_opening_to_closing() {
    let test = fresh_database().await;
    let closed = Line { opened: "2024-02-01".to_owned(), closed: "2024-09-30".to_owned(), ..line("A1") };
    register(&test, &[closed]).await;
    for (on, there) in [("2024-01-31", false), ("2024-02-01", true), ("2024-09-30", true), ("2024-10-01", false)] {
        assert_eq!(level_on(&test, on).await.is_some(), there, "{on}");
    }
    // Opened again: the roster says nothing of a closing any more.
    let open = Line { opened: "2024-02-01".to_owned(), ..line("A1") };
    assert_eq!(take(&test, written(&[open]), "2024-12-31", None).await.rows.changed, 1);
    assert!(level_on(&test, "2024-12-31").await.is_some());
}

#[tokio::test]
async fn columns_may_stand_in_any_order_under_a_title_and_words_have_synonyms() {
    let test = fresh_database().await;
    seed(&test).await;
    let report = take(&test, makers::openpyxl("roster.py"), "2024-12-31", None).await;
    assert_eq!(report.problems, []);
    assert_eq!(report.rows.created, 4, "titles, sums and notes are no hospitals");
    let found = store::on_day(&test.db, &Scope::Everything, day("2024-09-30")).await.unwrap();
    let words: Vec<_> = found
        .iter()
        .map(|h| [&h.code, &h.level, &h.grade, &h.category, &h.ownership, &h.affiliation].map(String::as_str).join(" "))
        .collect();
    assert_eq!(
        words,
        [
            "Y1 level3 a general public city",
            "Y2 level3 a general private private",
            "Y3 level3 undetermined tcm public county",
            "Y4 ungraded undetermined primary public county",
        ]
    );
    assert_eq!(found[0].beds, Some(1_200));
    assert_eq!(found[0].services.iter().map(String::as_str).collect::<Vec<_>>(), ["ICU", "产科", "手术"]);
    let opened =
        |code: &'static str| async { store::entry(&test.db, &Scope::Everything, code).await.unwrap().unwrap().opened };
    for code in ["Y1", "Y2", "Y3", "Y4"] {
        assert_eq!(opened(code).await, Some(day("2001-03-31")), "{code}");
    }
}

#[tokio::test]
async fn a_roster_saved_by_libreoffice_is_the_same_roster() {
    let test = fresh_database().await;
    register(&test, &[line("A1"), line_in("DZ", "411381")]).await;
    let made = export(&test.db, &catalogue(), &Scope::Everything, &list::Filter::default()).await.unwrap();
    for extension in ["ods", "xls"] {
        let report = take(&test, makers::saved_by_libreoffice(&made, extension), "2024-12-31", None).await;
        assert_eq!((report.problems.as_slice(), report.rows.unchanged), (&[][..], 2), "{extension}");
    }
}

#[tokio::test]
async fn fifteen_hundred_hospitals_are_read_in_one_go() {
    let test = fresh_database().await;
    let lines: Vec<_> = (0..1_500).map(|index| line(&format!("D{index:04}"))).collect();
    register(&test, &lines).await;
    let found = store::on_day(&test.db, &Scope::Everything, day("2024-09-30")).await.unwrap();
    assert_eq!(found.len(), 1_500);
    assert!(found.windows(2).all(|pair| pair[0].code < pair[1].code), "by code");
    assert!(reader().limits().cells > 1_500 * Column::all().count() as u64);
}
