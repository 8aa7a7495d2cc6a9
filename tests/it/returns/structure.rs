//! Forms that were moved about: recognised by their codes; what is gone, doubled or added is said.

use zhikong::figures::Entry;
use zhikong::returns::model::Outcome;

use crate::returns::paper::{CODE, FIRST, NAME, Paper, Put, TOTAL};
use crate::returns::scene::{Scene, clean_entries, told};

/// What a clerk does to the paper, what is said of it (cell, rule, found), and what becomes of it.
type Case = (fn(&mut Paper), &'static [[&'static str; 3]], Outcome);

/// Changes a clean form in a way that changes nothing of what it says.
type Harmless = (&'static str, fn(&mut Paper));

/// Takes the paper in on a scene of its own and holds the values against the clean ones.
async fn says_the_same(what: &str, change: fn(&mut Paper)) {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    change(&mut paper);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored), "{what}");
    let stored = scene.latest("A1").await;
    let entries: std::collections::BTreeMap<_, _> =
        stored.iter().map(|(key, value)| (key.clone(), value.entry)).collect();
    assert_eq!(entries, clean_entries(), "{what}");
}

#[tokio::test]
async fn forms_moved_about_say_the_same() {
    let cases: &[Harmless] = &[
        ("columns moved: 说明 and 上季度 before the code", |paper| {
            paper.move_columns(|col| match col {
                9 | 10 => col - 9,
                col => col + 2,
            });
        }),
        ("a column in between", |paper| {
            paper.move_columns(|col| if col >= FIRST { col + 1 } else { col });
        }),
        ("rows from the last to the first", |paper| {
            paper.renumber(|row| Some(if (5..68).contains(&row) { 72 - row } else { row }));
        }),
        ("a changed title", |paper| {
            paper.put("A1", "演示医院 三季度报表（改过的标题）").clear(&["C2"]);
        }),
        ("no title at all", |paper| {
            paper.remove_row(1);
        }),
        ("another name on the tab", |paper| paper.data().name = "Sheet1 (2)".to_owned()),
        ("the sheet alone, in another book", |paper| {
            paper.only_data();
        }),
        ("sums and notes", |paper| {
            paper.insert_row(10, &[(NAME, "小计".into()), (FIRST, 16_900.0.into()), (TOTAL, Put::Sum)]);
            let notes = [(80, "合计"), (81, "注：以上数据由病案室提供，7 月 1 日起口径不变。"), (82, "123")];
            for (row, words) in notes {
                paper.data().cells.insert((row, CODE), words.into());
                paper.data().cells.insert((row, FIRST), Put::Number(99.0));
            }
        }),
        ("a merged heading", |paper| paper.data().merged.push((9, 0, 9, 10))),
        ("heads with spaces", |paper| {
            paper.put("F4", "7 月").put("G4", "８月").put("A4", " 编 码 ");
        }),
        ("the same row twice", |paper| {
            let row = paper.row(12);
            paper.insert_row(13, &row);
        }),
        ("campus rows that add up", |paper| {
            with_campuses(paper, [400.0, 500.0, 600.0], [600.0, 600.0, 600.0]);
        }),
        ("campus rows without a code", |paper| {
            with_campuses(paper, [400.0, 500.0, 600.0], [600.0, 600.0, 600.0]).clear(&["A7", "A8"]);
        }),
    ];
    for (what, change) in cases {
        says_the_same(what, *change).await;
    }
}

/// Two campus rows under the hospital's row of discharges.
fn with_campuses(paper: &mut Paper, east: [f64; 3], west: [f64; 3]) -> &mut Paper {
    for (name, numbers) in [("其中：东院区", east), ("其中：西院区", west)] {
        let mut cells: Vec<(u32, Put)> = vec![(CODE, "discharges".into()), (NAME, name.into()), (TOTAL, Put::Sum)];
        cells.extend((FIRST..).zip(numbers.map(Put::Number)));
        paper.insert_row(7, &cells);
    }
    paper
}

#[tokio::test]
async fn what_is_gone_doubled_or_added_is_said() {
    let cases: &[Case] = &[
        (
            |paper| {
                paper.remove_row(33);
            },
            &[["row-missing", "-", "-"]],
            Outcome::Stored,
        ),
        (|paper| paper.data().hidden.push(32), &[["hidden-row", "A33", "-"]], Outcome::Stored),
        (
            |paper| {
                let mut row = paper.row(12);
                row.retain(|(col, _)| *col != FIRST);
                row.push((FIRST, 9.0.into()));
                paper.insert_row(13, &row);
            },
            &[["doubled-row", "A13", "stroke_6h_reperfused"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                with_campuses(paper, [400.0, 500.0, 600.0], [600.0, 601.0, 600.0]);
            },
            &[["campus-sum-differs", "G6", "1100"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                with_campuses(paper, [400.0, 500.0, 600.0], [600.0, 601.0, 600.0]).clear(&["A7", "A8"]);
            },
            &[["campus-sum-differs", "G6", "1100"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                paper.put("A33", "ae_report");
            },
            &[["row-missing", "-", "-"], ["unknown-code", "A33", "ae_report"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                paper.put("A33", "stemi_12h");
            },
            &[["row-missing", "-", "-"], ["unknown-code", "A33", "stemi_12h"]],
            Outcome::Refused,
        ),
        (
            |paper| {
                paper.data().merged.push((5, FIRST, 5, FIRST + 2));
                paper.clear(&["G6", "H6"]);
            },
            &[["merged-figures", "F6", "1000"]],
            Outcome::Refused,
        ),
    ];
    for (change, expected, outcome) in cases {
        let scene = Scene::new().await;
        let mut paper = scene.paper("A1").await;
        change(&mut paper);
        let report = scene.take_one(paper.bytes()).await;
        assert_eq!((told(&report.problems).as_slice(), report.status), (*expected, *outcome));
        assert!(report.values.adds_up(), "{:?}", report.values);
        assert!(report.problems.iter().all(|problem| problem.sheet.as_deref() == Some("数据填报")));
        if *outcome == Outcome::Refused {
            assert_eq!(scene.rows().await[..3], [0, 0, 0]);
        } else {
            let stored = scene.latest("A1").await;
            assert_eq!(stored[&("ae_reports".to_owned(), 1)].entry, Entry::Missing, "not read, not zero");
        }
    }
}

/// The system adds nothing up on its own, and takes no part for the whole.
#[tokio::test]
async fn campuses_do_not_stand_in_for_the_hospital() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    with_campuses(&mut paper, [400.0, 500.0, 600.0], [600.0, 600.0, 600.0]).remove_row(6);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!((told(&report.problems), report.status), (vec![["row-missing", "-", "-"]], Outcome::Stored));
    assert!(report.problems[0].message.contains("出院患者"), "{}", report.problems[0].message);
    assert_eq!(scene.latest("A1").await[&("discharges".to_owned(), 1)].entry, Entry::Missing);
}
