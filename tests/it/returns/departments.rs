//! 分科室表: the departments of one hospital, and where what they said is found.

use zhikong::access::{Place, Role, Scope};
use zhikong::figures::Entry;
use zhikong::returns::model::Outcome;
use zhikong::returns::outgoing;
use zhikong::returns::template::write_table;

use crate::returns::explained::{People, people};
use crate::returns::paper::Paper;
use crate::returns::scene::{Scene, q3, told};
use crate::returns::table::{book, filled};

/// 分科室表 of A1, whose clerk has listed these departments, each holding these months of discharges, and the rest in
/// the whole's row.
async fn departments(scene: &Scene, names: &[(&str, [f64; 3])]) -> Paper {
    let hospital = scene.hospital("A1").await;
    scene.bench.account("keshi").role(Role::Clerk).at(Place::Hospital(hospital.id)).store().await;
    let clerk = scene.bench.sign_in("keshi").await;
    let lines: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let listed = clerk.post("/hospitals/A1/departments", &[("lines", &lines.join("\n")), ("from", "")]).await;
    assert_eq!(listed.status, 303, "{}", listed.body);
    let (db, catalogue) = (&scene.desk.db, &scene.desk.catalogue);
    let plan = outgoing::departments(db, &Scope::Everything, catalogue, &hospital, q3()).await;
    let mut plan = plan.expect("the database answers").expect("an edition");
    let clean = filled(scene).await;
    let whole = plan.lines.last_mut().expect("the whole");
    whole.cells.clone_from(&clean.lines[0].cells);
    whole.cells.retain(|(element, _), _| element.as_str() != "discharges");
    let mut paper = Paper::of(&book(&write_table(&plan, &[]).expect("a workbook")));
    for (row, (_, months)) in (7..).zip(names) {
        for (col, number) in ["D", "E", "F"].into_iter().zip(months) {
            paper.put(&format!("{col}{row}"), *number);
        }
    }
    paper
}

#[tokio::test]
async fn departments_add_up_to_the_hospital_where_it_says_nothing_itself() {
    let scene = Scene::new().await;
    let names = [("内科", [600.0, 700.0, 800.0]), ("外科", [400.0, 400.0, 400.0])];
    let report = scene.take_one(departments(&scene, &names).await.bytes()).await;
    assert_eq!(report.status, Outcome::Stored, "{:#?}", report.problems);
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
    let latest = scene.latest("A1").await;
    let of = |month: i16| latest[&("discharges".to_owned(), month)].entry;
    assert_eq!([of(1), of(2), of(3)], [1000, 1100, 1200].map(Entry::Number));
    assert_eq!(
        latest[&("beds_open".to_owned(), 0)].entry,
        Entry::Number(300),
        "what is no sum stands in the whole's row"
    );
    let round = scene.round("A1").await;
    let units = zhikong::returns::store::units_of_round(&scene.desk.db, round).await.expect("the database answers");
    let kept: Vec<_> =
        units.iter().map(|unit| (unit.unit.as_str(), unit.value.slot.number(), unit.value.entry)).collect();
    assert_eq!(kept.len(), 6);
    assert_eq!(kept[0], ("内科", 1, Entry::Number(600)));
}

/// The page 分科室 of A1 as its clerk sees it.
async fn page_of(scene: &Scene) -> String {
    let answer = scene.bench.sign_in("keshi").await.get("/returns/2024Q3/A1/departments").await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

#[tokio::test]
async fn departments_with_the_totals_of_the_round_before_are_a_round_and_stay_to_be_seen() {
    let scene = Scene::new().await;
    let first = scene.take_one(scene.clean("A1").await).await;
    assert_eq!(first.status, Outcome::Stored);
    let mut sheet = departments(&scene, &[("内科", [600.0, 700.0, 800.0]), ("外科", [400.0, 400.0, 400.0])]).await;
    assert!(page_of(&scene).await.contains("还没有分科室的数字"));
    let report = scene.take_one(sheet.bytes()).await;
    assert_eq!((report.status, report.round), (Outcome::Stored, Some(2)), "{:#?}", report.problems);
    assert_eq!((report.values.stored, report.values.adds_up()), (0, true), "{:#?}", report.values);
    let page = page_of(&scene).await;
    assert!(page.contains("这是第 2 轮（2024-10-21 12:00 收到）说的。") && page.contains("外科"), "{page}");
    assert!(!page.contains("此后"), "{page}");

    // The same again says nothing new, and neither does a form without departments.
    assert_eq!(scene.take_one(sheet.bytes()).await.status, Outcome::Unchanged);
    assert_eq!(scene.take_one(scene.clean("A1").await).await.status, Outcome::Unchanged);
    // The same sum, otherwise divided.
    sheet.put("D7", 601.0).put("D8", 399.0);
    let report = scene.take_one(sheet.bytes()).await;
    assert_eq!((report.status, report.round), (Outcome::Stored, Some(3)));

    let mut plain = scene.paper("A1").await;
    plain.put("F6", 1001.0);
    assert_eq!(scene.take_one(plain.bytes()).await.round, Some(4));
    let page = page_of(&scene).await;
    assert!(page.contains("这是第 3 轮") && page.contains("此后又入库 1 轮，都没有带科室；最近的第 4 轮"), "{page}");
    assert!(page.contains("601"), "{page}");
}

#[tokio::test]
async fn departments_are_found_from_every_page_of_the_clerks_work_and_a_page_has_one_first_thing_to_do() {
    let scene = Scene::new().await;
    let People { county, clerk, .. } = people(&scene).await;
    let (own, list) = ("/returns/2024Q3/A1/departments", "/hospitals/A1/departments");
    for page in ["/home", "/returns/upload?period=2024Q3", "/returns/2024Q3/A1"] {
        let body = clerk.get(page).await.body;
        assert!(body.contains(&format!("href=\"{own}\"")), "{page}: {body}");
    }
    let empty = clerk.get(own).await.body;
    for part in ["分科室有什么用", &format!("href=\"{list}\""), "/department-table\"", "上传分科室表"] {
        assert!(empty.contains(part), "{part}: {empty}");
    }
    for page in [own, list] {
        assert!(!clerk.get(page).await.body.contains("医院名录"), "{page}: no page of the clerk's menu");
    }
    scene.take_one(scene.clean("A1").await).await;
    for who in [&county, &clerk] {
        let body = who.get("/returns/2024Q3/A1").await.body;
        assert_eq!(body.matches("btn-primary").count(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_hospital_that_says_otherwise_than_its_departments_is_asked() {
    let scene = Scene::new().await;
    let mut sheet = departments(&scene, &[("内科", [600.0, 700.0, 800.0]), ("外科", [400.0, 400.0, 400.0])]).await;
    sheet.put("D9", 990.0);
    let report = scene.take_one(sheet.bytes()).await;
    assert_eq!(report.status, Outcome::Stored);
    assert_eq!(told(&report.problems), [["department-sum-differs", "D9", "990"]]);
    assert!(report.problems[0].message.contains("1000"), "{}", report.problems[0].message);
    assert_eq!(
        scene.latest("A1").await[&("discharges".to_owned(), 1)].entry,
        Entry::Number(990),
        "the hospital's word counts"
    );
}
