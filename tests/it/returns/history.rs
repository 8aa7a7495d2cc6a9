//! A quarter against the accepted ones before it: copied, cumulated, turned to none or all, beyond the own past; and
//! from which size on anybody asks.

use std::fs;

use zhikong::access::Viewer;
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::returns::model::{FileReport, Outcome, Slot};
use zhikong::returns::take::Options;
use zhikong::returns::template::{CellFill, Fills};

use crate::catalogue::copied;
use crate::returns::paper::Paper;
use crate::returns::scene::{Scene, clean_fills};

fn quarter(text: &str) -> Period {
    text.parse().expect("a quarter")
}

/// The clean form with every number larger by `by`: nothing is above what it is part of, nothing is the same.
fn shifted(catalogue: &Catalogue, by: f64) -> Fills {
    let mut fills = clean_fills(catalogue);
    for fill in fills.cells.values_mut() {
        if let CellFill::Number(number) = fill {
            *number += by;
        }
    }
    fills
}

const ACCEPT: Options = Options { dry_run: false, accept: true, period: None };

/// Takes in an earlier quarter of A1, and accepts it where asked.
async fn earlier(scene: &Scene, period: &str, by: f64, options: Options) {
    let book = scene.workbook("A1", quarter(period), &shifted(&scene.desk.catalogue, by)).await;
    let taken = scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], options).await;
    assert_eq!(taken.reports[0].status, Outcome::Stored, "{:?}", taken.reports[0].problems);
}

/// Takes in the third quarter of A1 with some cells changed.
async fn third(scene: &Scene, cells: &[(&str, f64)]) -> FileReport {
    let mut paper: Paper = scene.paper("A1").await;
    for (cell, number) in cells {
        paper.put(cell, *number);
    }
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(report.status, Outcome::Stored, "these rules ask, they do not block: {:?}", report.problems);
    report
}

/// Cell and found of what one rule says.
fn said<'r>(report: &'r FileReport, rule: &str) -> Vec<(&'r str, &'r str)> {
    let mine = report.problems.iter().filter(|problem| problem.rule == rule);
    mine.map(|p| (p.cell.as_deref().unwrap_or("-"), p.found.as_deref().unwrap_or("-"))).collect()
}

#[tokio::test]
async fn a_target_copied_from_the_accepted_quarter_before_is_asked_about() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q2", 0.0, ACCEPT).await;
    let report = third(&scene, &[("F17", 901.0)]).await;
    let cells: Vec<&str> = said(&report, "identical-to-last-quarter").into_iter().map(|(cell, _)| cell).collect();
    // Not Ⅲ, where a number differs; not Ⅱ and Ⅵ, which are too few numbers.
    assert_eq!(cells, ["F6", "F11", "F24", "F28", "F35", "I38", "F62", "F67"]);
    let first = report.problems.iter().find(|problem| problem.cell.as_deref() == Some("F11")).expect("Ⅰ");
    assert_eq!(first.message, "目标Ⅰ“急性脑梗死再灌注治疗率”的数字与上季度完全相同。");
}

#[tokio::test]
async fn what_nobody_accepted_is_no_past() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q2", 0.0, Options::default()).await;
    assert_eq!(third(&scene, &[]).await.problems, []);
}

#[tokio::test]
async fn a_quarter_accepted_earlier_in_the_same_batch_is_past() {
    let scene = Scene::new().await;
    let fills = clean_fills(&scene.desk.catalogue);
    let mut files = Vec::new();
    for period in ["2024Q3", "2024Q2", "2024Q3"] {
        files.push(("演示.xlsx", scene.workbook("A1", quarter(period), &fills).await));
    }
    let reports = scene.take_as(&Viewer::operator(), &files, ACCEPT).await.reports;
    let asked: Vec<usize> = reports.iter().map(|r| said(r, "identical-to-last-quarter").len()).collect();
    assert_eq!(asked, [0, 0, 9]);
}

#[tokio::test]
async fn the_year_so_far_instead_of_the_quarter_is_asked_about() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q2", 1.0, ACCEPT).await;
    // ops: 1 533 in the second quarter, three times that in the third; vte_new: 15 and 45, too few to say.
    let cells = [("F62", 1500.0), ("G62", 1533.0), ("H62", 1566.0), ("F21", 14.0), ("G21", 15.0), ("H21", 16.0)];
    let report = third(&scene, &cells).await;
    assert_eq!(said(&report, "cumulative-quarter"), [("F62", "4599")]);
    let problem = report.problems.iter().find(|problem| problem.rule == "cumulative-quarter").expect("it is there");
    assert!(problem.message.contains("约为上季度 1533 的 3 倍"), "{}", problem.message);

    let beyond = third(&scene, &[("F62", 1500.0), ("G62", 1533.0), ("H62", 1842.0)]).await;
    assert_eq!(said(&beyond, "cumulative-quarter"), [], "6 % more is not about three times");
}

#[tokio::test]
async fn half_a_year_instead_of_the_second_quarter_is_asked_about() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q1", 0.0, ACCEPT).await;
    let mut fills = shifted(&scene.desk.catalogue, 1.0);
    let ops = scene.desk.catalogue.element_coded("ops").expect("an element").id.clone();
    for (index, number) in (0_u8..).zip([1000.0, 1020.0, 1040.0]) {
        fills.cells.insert((ops.clone(), Slot::Month(index)), CellFill::Number(number));
    }
    let report = scene.take_one(scene.workbook("A1", quarter("2024Q2"), &fills).await).await;
    assert_eq!(said(&report, "cumulative-quarter"), [("F62", "3060")], "twice 1530");
}

#[tokio::test]
async fn nothing_is_said_across_a_change_of_definition() {
    let mut scene = Scene::new().await;
    earlier(&scene, "2024Q2", 1.0, ACCEPT).await;
    let none = [("F12", 0.0), ("G12", 0.0), ("H12", 0.0)];
    let folder = copied();
    let file = folder.path().join("indicators.toml");
    let text = fs::read_to_string(&file).expect("the indicators");
    let (before, after) = text.split_once("id = \"stroke_reperfusion_rate\"").expect("the indicator");
    let first = "valid_from = \"2021Q1\"\n";
    let broken = format!(
        "{first}valid_to = \"2024Q2\"\nnote = \"演示\"\nsource = \"演示\"\nevidence = \"unverified\"\n\n\
         [[indicator.versions]]\nvalid_from = \"2024Q3\"\n"
    );
    let after = after.replacen(first, &broken, 1);
    fs::write(&file, format!("{before}id = \"stroke_reperfusion_rate\"{after}")).expect("written");
    scene.desk.catalogue = Catalogue::load(Some(folder.path())).expect("a catalogue");
    assert_eq!(said(&third(&scene, &none).await, "sudden-extreme"), []);
}

#[tokio::test]
async fn a_proportion_that_turns_to_none_or_all_is_asked_about() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q2", 1.0, ACCEPT).await;
    let none = third(&scene, &[("F12", 0.0), ("G12", 0.0), ("H12", 0.0)]).await;
    assert_eq!(said(&none, "sudden-extreme"), [("F12", "0.0%（0/66）")]);
    let problem = none.problems.iter().find(|problem| problem.rule == "sudden-extreme").expect("it is there");
    assert!(problem.message.contains("由上季度的 53.6%（37/69） 变为 0.0%"), "{}", problem.message);
    let all = third(&scene, &[("F12", 20.0), ("G12", 22.0), ("H12", 24.0)]).await;
    assert_eq!(said(&all, "sudden-extreme"), [("F12", "100.0%（66/66）")]);
}

#[tokio::test]
async fn small_hospitals_are_not_asked_about_chance() {
    let scene = Scene::new().await;
    earlier(&scene, "2024Q2", 1.0, ACCEPT).await;
    let few = [("F11", 9.0), ("G11", 10.0), ("H11", 10.0), ("F12", 0.0), ("G12", 0.0), ("H12", 0.0)];
    assert_eq!(third(&scene, &few).await.problems, [], "none of 29");
    // 3 of 1 530 operations before; none of 1 530 is no surprise though the denominator is large.
    let rare = [("F63", 0.0), ("G63", 0.0), ("H63", 0.0), ("F64", 0.0), ("G64", 0.0), ("H64", 0.0)];
    let report = third(&scene, &rare).await;
    assert_eq!(said(&report, "sudden-extreme"), []);
}

#[tokio::test]
async fn a_figure_beyond_the_own_past_is_asked_about_once_there_are_quarters_enough() {
    let mut scene = Scene::new().await;
    earlier(&scene, "2024Q1", 1.0, ACCEPT).await;
    earlier(&scene, "2024Q2", 2.0, ACCEPT).await;
    let cells = [("I15", 40.0)];
    assert_eq!(said(&third(&scene, &cells).await, "change-beyond-limits"), [], "two quarters are no past");

    let folder = copied();
    let file = folder.path().join("rules.toml");
    let text = fs::read_to_string(&file).expect("the rules");
    fs::write(&file, text.replace("minimum_quarters = 4", "minimum_quarters = 2")).expect("written");
    scene.desk.catalogue = Catalogue::load(Some(folder.path())).expect("a catalogue");
    let report = third(&scene, &[("I15", 41.0)]).await;
    assert_eq!(said(&report, "change-beyond-limits"), [("I15", "45.6%（41/90）")]);
    let problem = report.problems.iter().find(|problem| problem.rule == "change-beyond-limits").expect("it is there");
    assert!(problem.message.contains("（前 2 个季度合计 78.1%（143/183））"), "{}", problem.message);
    assert_eq!(said(&third(&scene, &[("I15", 62.0)]).await, "change-beyond-limits"), [], "69 % after 78 % is chance");
    let few = [("I14", 29.0), ("I15", 3.0)];
    assert_eq!(said(&third(&scene, &few).await, "change-beyond-limits"), [], "29 are too few to say");
    let more = [("I14", 30.0), ("I15", 3.0)];
    assert_eq!(said(&third(&scene, &more).await, "change-beyond-limits"), [("I15", "10.0%（3/30）")]);
}

#[tokio::test]
async fn a_rule_looks_back_no_further_than_it_says_though_another_does() {
    let mut scene = Scene::new().await;
    let rule = |name: &str, value| ("change-beyond-limits".parse().expect("a rule's id"), name.to_owned(), value);
    scene.desk.catalogue = scene.desk.catalogue.with_thresholds(&[rule("quarters", 1), rule("minimum_quarters", 1)]);
    // `unlike-peers` still wants four quarters to be read.
    for (period, by, staged) in [("2024Q1", 1.0, 21.0), ("2024Q2", 2.0, 72.0)] {
        let mut fills = shifted(&scene.desk.catalogue, by);
        let element = scene.desk.catalogue.element_coded("tumor_tnm_done").expect("an element").id.clone();
        fills.cells.insert((element, Slot::Quarter), CellFill::Number(staged));
        let book = scene.workbook("A1", quarter(period), &fills).await;
        let taken = scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], ACCEPT).await;
        assert_eq!(taken.reports[0].status, Outcome::Stored, "{:?}", taken.reports[0].problems);
    }
    let report = third(&scene, &[("I15", 40.0)]).await;
    let problem = report.problems.iter().find(|problem| problem.rule == "change-beyond-limits").expect("it is there");
    assert!(problem.message.contains("（前 1 个季度合计 78.3%（72/92））"), "{}", problem.message);
}
