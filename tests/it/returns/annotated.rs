//! The workbook that comes back: every problem at its cell, the sender's entries kept, answers read, nothing decided
//! silently.

use zhikong::figures::Entry;
use zhikong::returns::model::{FileReport, Outcome};
use zhikong::spreadsheets::{Book, Limits, Sheet, read_in_process};

use crate::returns::paper::{FIRST, Paper};
use crate::returns::scene::{CELLS, Scene, told};
use crate::support::makers::{openpyxl_from, saved_by_libreoffice};

const LIST: &str = "问题清单";
const DATA: &str = "数据填报";

async fn back(scene: &Scene, sent: &[u8], report: &FileReport) -> Vec<u8> {
    scene.marked(sent, std::slice::from_ref(report)).await
}

fn book(bytes: &[u8]) -> Book {
    read_in_process(bytes, &Limits::default()).expect("a workbook")
}

fn at(sheet: &Sheet, address: &str) -> String {
    let (row, col) = zhikong::spreadsheets::parse_a1(address).expect("an address");
    sheet.cell(row, col).map(zhikong::spreadsheets::Cell::found).unwrap_or_default()
}

/// The addresses and answers of the list, from the top.
fn listed(book: &Book) -> Vec<String> {
    let rows = book.sheet(LIST).expect("the list").rows().skip(4);
    rows.map(|row| row.iter().find(|cell| cell.col == 2).map(zhikong::spreadsheets::Cell::found).unwrap_or_default())
        .collect()
}

/// A form with faults of several kinds: a numerator above its denominator, a percentage, 无, a negative, a fraction.
async fn faulty(scene: &Scene) -> Paper {
    let mut paper = scene.paper("A1").await;
    paper
        .put("G19", 1286.0)
        .put("H28", "98.5%")
        .put("F33", "无")
        .put("F6", -3.0)
        .put("H36", 12.5)
        .put("K11", "系统换了");
    paper
}

#[tokio::test]
async fn every_problem_stands_at_its_cell_and_every_entry_is_kept() {
    let scene = Scene::new().await;
    let sent = faulty(&scene).await.bytes();
    let report = scene.take_one(sent.clone()).await;
    assert_eq!(report.status, Outcome::Refused);
    let back = book(&back(&scene, &sent, &report).await);
    assert_eq!(back.sheets[0].name, LIST);
    let cells: Vec<String> = report.problems.iter().map(|problem| problem.cell.clone().unwrap()).collect();
    assert!(cells.len() >= 5, "{cells:?}");
    assert_eq!(listed(&back), cells, "our own form keeps its addresses");
    let data = back.sheet(DATA).unwrap();
    for problem in &report.problems {
        let cell = problem.cell.as_deref().unwrap();
        let found = problem.found.clone().unwrap_or_default();
        assert_eq!(at(data, cell), found, "{cell} holds what was sent");
        let row: String = cell.chars().filter(char::is_ascii_digit).collect();
        let beside = at(data, &format!("L{row}"));
        assert!(beside.contains(&problem.message) && beside.contains(cell), "{beside}");
    }
    assert_eq!(at(data, "L4"), "错误信息");
    assert_eq!(at(data, "K11"), "系统换了");
}

#[tokio::test]
async fn annotating_what_was_annotated_changes_nothing_and_mended_it_is_stored() {
    let scene = Scene::new().await;
    let sent = faulty(&scene).await.bytes();
    let report = scene.take_one(sent.clone()).await;
    let once = back(&scene, &sent, &report).await;
    let again = scene.take_one(once.clone()).await;
    assert_eq!(told(&again.problems), told(&report.problems));
    let twice = back(&scene, &once, &again).await;
    assert!(once == twice, "annotate ∘ annotate = annotate");
    let mut mended = Paper::of(&book(&twice));
    mended.put("G19", 210.0).put("H28", 640.0).put("F33", 15.0).put("F6", 1000.0).put("H36", 33.0);
    let stored = scene.take_one(mended.bytes()).await;
    assert_eq!((stored.status, stored.values.stored), (Outcome::Stored, CELLS), "{:#?}", stored.problems);
    let latest = scene.latest("A1").await;
    assert_eq!(latest[&("stroke_6h".to_owned(), 1)].note.as_deref(), Some("系统换了"));
}

#[tokio::test]
async fn an_answer_in_the_list_stays_with_the_value() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    paper.put("F29", 9000.0).put("G29", 9000.0).put("H29", 9000.0);
    let sent = paper.bytes();
    let report = scene.take_one(sent.clone()).await;
    assert_eq!(told(&report.problems), [["equal-months", "F29", "9000"]]);
    let mut answered = Paper::of(&book(&back(&scene, &sent, &report).await));
    let list = answered.pages.iter_mut().find(|page| page.name == LIST).expect("the list");
    let words = format!("=各月确实相同，{}", "已核对，".repeat(2000));
    list.cells.insert((4, 6), words.as_str().into());
    let stored = scene.take_one(answered.bytes()).await;
    assert_eq!(stored.status, Outcome::Stored);
    let latest = scene.latest("A1").await;
    let value = &latest[&("iv_bags".to_owned(), 1)];
    assert_eq!(value.entry, Entry::Number(9000));
    assert_eq!(value.note.as_deref(), Some(words.trim()), "whole, and never a formula");
}

#[tokio::test]
async fn rows_that_have_no_place_are_kept_below_and_decided_by_nobody() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let end = paper.data().cells.keys().map(|(row, _)| *row).max().unwrap() + 2;
    let data = paper.data();
    data.cells.insert((end, 0), "discharges".into());
    data.cells.insert((end, FIRST), 7.0.into());
    data.cells.insert((end + 1, 0), "ward_count".into());
    data.cells.insert((end + 1, FIRST), 8.0.into());
    let sent = paper.bytes();
    let report = scene.take_one(sent.clone()).await;
    let rules: Vec<&str> = report.problems.iter().map(|problem| problem.rule.as_str()).collect();
    assert!(rules.contains(&"doubled-row") && rules.contains(&"unknown-code"), "{rules:?}");
    let once = back(&scene, &sent, &report).await;
    let again = scene.take_one(once.clone()).await;
    let mut rules_again: Vec<&str> = again.problems.iter().map(|problem| problem.rule.as_str()).collect();
    let mut rules = rules;
    rules.sort_unstable();
    rules_again.sort_unstable();
    assert_eq!(rules_again, rules);
    assert_eq!(again.status, Outcome::Refused);
}

#[tokio::test]
async fn other_programs_open_it_with_its_links_locks_and_choices() {
    let scene = Scene::new().await;
    let sent = faulty(&scene).await.bytes();
    let report = scene.take_one(sent.clone()).await;
    let once = back(&scene, &sent, &report).await;
    let looked = once.clone();
    let said = tokio::task::spawn_blocking(move || openpyxl_from("look.py", &looked, b"{}")).await.unwrap();
    let said = String::from_utf8(said).expect("text");
    assert_eq!(
        said.trim(),
        format!("links {0} notes {0} filters 2 protected 2 choices True formulas True", report.problems.len())
    );
    let resaved = tokio::task::spawn_blocking(move || saved_by_libreoffice(&once, "xlsx")).await.unwrap();
    let again = scene.take_one(resaved).await;
    assert_eq!(told(&again.problems), told(&report.problems));
}

#[tokio::test]
async fn the_page_offers_it_and_keeps_it_from_strangers() {
    use zhikong::access::{Place, Role};
    let scene = Scene::new().await;
    for (login, code) in [("lianluo", "A1"), ("bieren", "A2")] {
        let place = Place::Hospital(scene.hospital(code).await.id);
        scene.bench.account(login).role(Role::Clerk).at(place).store().await;
    }
    let sent = faulty(&scene).await.bytes();
    let clerk = scene.bench.sign_in("lianluo").await;
    let answer = clerk.upload("/returns/upload", &[("三季度.xlsx", &sent)]).await;
    let page = clerk.get(answer.location()).await;
    let link = page.body.split('"').find(|part| part.ends_with("/annotated")).expect("a link").to_owned();
    assert!(page.body.contains("下载标好问题的工作簿"));
    let got = clerk.get(&link).await;
    assert_eq!(got.status, 200);
    assert_eq!(listed(&book(&got.bytes))[0], "F6");
    let stranger = scene.bench.sign_in("bieren").await;
    assert_eq!(stranger.get(&link).await.status, 404);
}

#[tokio::test]
async fn a_month_typed_where_the_quarter_is_asked_stays_to_be_seen() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    // Row 9 is asked for the quarter, which is filled too; 12.5 is no whole number and must not be shown as 13.
    paper.put("G9", 300.0).put("F6", 12.5);
    let sent = paper.bytes();
    let report = scene.take_one(sent.clone()).await;
    let found = [["not-whole", "F6", "12.5"], ["month-for-quarter", "G9", "300"]];
    assert_eq!(told(&report.problems), found);
    let once = back(&scene, &sent, &report).await;
    let marked = book(&once);
    let data = marked.sheet(DATA).unwrap();
    assert_eq!(
        (at(data, "F6"), at(data, "G9"), at(data, "I9")),
        ("12.5".to_owned(), "300".to_owned(), "300".to_owned())
    );
    let again = scene.take_one(once).await;
    assert_eq!(told(&again.problems), found);
}

#[tokio::test]
async fn campuses_without_a_code_stay_with_their_element() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let campus =
        |name: &str, number: f64| vec![(1, name.into()), (5, number.into()), (6, 550.0.into()), (7, 600.0.into())];
    paper.insert_row(7, &campus("演示东院区", 400.0)).insert_row(8, &campus("演示西院区", 500.0));
    let sent = paper.bytes();
    let report = scene.take_one(sent.clone()).await;
    assert_eq!(told(&report.problems), [["campus-sum-differs", "F6", "1000"]]);
    let once = back(&scene, &sent, &report).await;
    let again = scene.take_one(once.clone()).await;
    assert_eq!(told(&again.problems), told(&report.problems), "what the campuses said is not lost");
    assert!(again.problems[0].message.contains("900"), "{}", again.problems[0].message);
    assert!(back(&scene, &once, &again).await == once, "annotate ∘ annotate = annotate");
}
