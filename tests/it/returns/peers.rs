//! A hospital with a short past beside the hospitals of its level: who is asked, who is not, and what is said of them.

use zhikong::access::Viewer;
use zhikong::calendar::Period;
use zhikong::hospitals::roster::Line;
use zhikong::returns::model::{FileReport, Outcome, Problem, Slot};
use zhikong::returns::take::Options;
use zhikong::returns::template::{CellFill, Fills};

use crate::returns::scene::{Scene, clean_fills, hospital_line, q3, told};

const ACCEPT: Options = Options { dry_run: false, accept: true, period: None };

/// The row of tumour patients in the form: the whole in I14, the part with a stage in I15.
const RULE: &str = "unlike-peers";

fn of_level(code: &str, level: &str) -> Line {
    Line { level: level.to_owned(), ..hospital_line(code) }
}

/// A1 of this level and six others, P1 to P6, of that.
async fn scene(level: &str, others: &str) -> Scene {
    let peers = ["P1", "P2", "P3", "P4", "P5", "P6"].map(|code| of_level(code, others));
    Scene::with(&[&[of_level("A1", level)], peers.as_slice()].concat()).await
}

/// The clean form with every number larger by `by`, and this many of 90 tumour patients with a stage.
fn fills(scene: &Scene, by: f64, staged: f64) -> Fills {
    let catalogue = &scene.desk.catalogue;
    let mut fills = clean_fills(catalogue);
    for fill in fills.cells.values_mut() {
        if let CellFill::Number(number) = fill {
            *number += by;
        }
    }
    let put = [("tumor_patients", 90.0), ("tumor_tnm_done", staged)];
    for (code, number) in put {
        let element = catalogue.element_coded(code).expect("an element");
        fills.cells.insert((element.id.clone(), Slot::Quarter), CellFill::Number(number));
    }
    fills
}

/// Accepts a quarter of a hospital with so many staged.
async fn accepted(scene: &Scene, code: &str, period: &str, (by, staged): (f64, f64)) {
    let quarter: Period = period.parse().expect("a quarter");
    let book = scene.workbook(code, quarter, &fills(scene, by, staged)).await;
    let report = scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], ACCEPT).await.reports.remove(0);
    assert_eq!(report.status, Outcome::Stored, "{:?}", report.problems);
}

/// Accepts the second quarter of the first so many peers, with about 70 of 90 staged.
async fn peers(scene: &Scene, count: usize) {
    let numbers = [(1.0, 68.0), (2.0, 69.0), (3.0, 70.0), (4.0, 71.0), (5.0, 72.0), (6.0, 70.0)];
    for (code, numbers) in ["P1", "P2", "P3", "P4", "P5", "P6"].into_iter().zip(numbers).take(count) {
        accepted(scene, code, "2024Q2", numbers).await;
    }
}

/// The third quarter of A1 with so many of so many staged.
async fn third(scene: &Scene, staged: f64, of: f64) -> FileReport {
    let mut paper = scene.paper("A1").await;
    paper.put("I14", of).put("I15", staged);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(report.status, Outcome::Stored, "{:?}", report.problems);
    report
}

fn asked(report: &FileReport) -> Vec<&Problem> {
    report.problems.iter().filter(|problem| problem.rule == RULE).collect()
}

#[tokio::test]
async fn a_new_hospital_far_outside_its_peers_is_asked_and_learns_only_their_sum() {
    let scene = scene("二级", "二级").await;
    peers(&scene, 5).await;
    let report = third(&scene, 20.0, 90.0).await;
    assert_eq!(told(&report.problems), [[RULE, "I15", "22.2%（20/90）"]], "and nothing else of a clean form");
    let problem = asked(&report)[0];
    assert_eq!(problem.element.as_deref(), Some("tumor_tnm_done"));
    // 350 of 450: five hospitals together, their rate alone.
    assert!(problem.message.contains("同级医院上季度的水平（5 家合计 77.8%）"), "{}", problem.message);
    for single in ["P1", "演示P1医院", "350", "450", "68", "72", "75.6", "80.0"] {
        assert!(!problem.message.contains(single), "{single}: {}", problem.message);
    }
    assert_eq!(told(&third(&scene, 66.0, 90.0).await.problems), Vec::<[&str; 3]>::new(), "73 % beside 78 % is chance");
}

#[tokio::test]
async fn a_new_small_hospital_is_not_asked_about_chance() {
    let scene = scene("一级", "一级").await;
    peers(&scene, 6).await;
    for (staged, of) in [(0.0, 10.0), (0.0, 29.0), (20.0, 30.0)] {
        assert_eq!(asked(&third(&scene, staged, of).await).len(), 0, "{staged} of {of}");
    }
    assert_eq!(asked(&third(&scene, 1.0, 30.0).await).len(), 1, "from 30 on what no chance explains is asked about");
}

#[tokio::test]
async fn beside_an_own_past_the_peers_are_silent() {
    let mut scene = scene("二级", "二级").await;
    let two = [(RULE.parse().expect("a rule's id"), "own_quarters".to_owned(), 2)];
    scene.desk.catalogue = scene.desk.catalogue.with_thresholds(&two);
    peers(&scene, 5).await;
    // Its own quarters are about 22 % as well.
    accepted(&scene, "A1", "2024Q2", (9.0, 20.0)).await;
    assert_eq!(asked(&third(&scene, 21.0, 90.0).await).len(), 1, "one quarter is no past");
    accepted(&scene, "A1", "2024Q1", (8.0, 20.0)).await;
    let report = third(&scene, 22.0, 90.0).await;
    assert_eq!(told(&report.problems), Vec::<[&str; 3]>::new(), "two are");
}

#[tokio::test]
async fn fewer_than_five_peers_or_those_of_another_level_are_silent() {
    let few = scene("二级", "二级").await;
    peers(&few, 4).await;
    assert_eq!(asked(&third(&few, 20.0, 90.0).await).len(), 0);
    let others = scene("二级", "三级").await;
    peers(&others, 6).await;
    assert_eq!(asked(&third(&others, 20.0, 90.0).await).len(), 0);
}

#[tokio::test]
async fn nobody_is_the_own_peer() {
    let scene = scene("二级", "二级").await;
    peers(&scene, 4).await;
    accepted(&scene, "A1", "2024Q2", (7.0, 70.0)).await;
    assert_eq!(asked(&third(&scene, 20.0, 90.0).await).len(), 0, "four and itself");
    accepted(&scene, "P5", "2024Q2", (5.0, 72.0)).await;
    let report = third(&scene, 21.0, 90.0).await;
    let said: Vec<&str> = asked(&report).into_iter().map(|problem| problem.message.as_str()).collect();
    assert!(said.len() == 1 && said[0].contains("（5 家合计 77.8%）"), "{said:?}");
}

#[tokio::test]
async fn peers_that_differ_widely_widen_the_limits() {
    let scene = scene("二级", "二级").await;
    let apart = [(1.0, 58.0), (2.0, 64.0), (3.0, 70.0), (4.0, 76.0), (5.0, 80.0)];
    for (code, numbers) in ["P1", "P2", "P3", "P4", "P5"].into_iter().zip(apart) {
        accepted(&scene, code, "2024Q2", numbers).await;
    }
    // 348 of 450 are 77 %. 50 of 90 are 56 %: 3.7 standard deviations by the chance of 90 cases, 1.6 among these peers.
    assert_eq!(asked(&third(&scene, 50.0, 90.0).await).len(), 0);
    assert_eq!(asked(&third(&scene, 20.0, 90.0).await).len(), 1);
}

#[tokio::test]
async fn a_mean_is_not_judged() {
    let scene = scene("二级", "二级").await;
    peers(&scene, 5).await;
    let mut paper = scene.paper("A1").await;
    paper.put("F29", 90_000.0).put("G29", 91_000.0).put("H29", 92_000.0);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), Vec::<[&str; 3]>::new(), "ten times the bags");
    assert_eq!(report.period, Some(q3()));
}

#[tokio::test]
async fn a_quarter_accepted_in_the_same_batch_is_the_peers_too() {
    let scene = scene("二级", "二级").await;
    let mut files = Vec::new();
    for (code, by) in [("P1", 1.0), ("P2", 2.0), ("P3", 3.0), ("P4", 4.0)] {
        files.push((code, scene.workbook(code, "2024Q2".parse().expect("a quarter"), &fills(&scene, by, 70.0)).await));
    }
    let new = |staged: f64| {
        let fills = fills(&scene, 0.0, staged);
        let scene = &scene;
        async move { scene.workbook("A1", q3(), &fills).await }
    };
    files.push(("早", new(20.0).await));
    files.push(("P5", scene.workbook("P5", "2024Q2".parse().expect("a quarter"), &fills(&scene, 5.0, 70.0)).await));
    files.push(("晚", new(21.0).await));
    // The later one is of a hospital whose past was read before: it is read again because its own round was accepted.
    let reports = scene.take_as(&Viewer::operator(), &files, ACCEPT).await.reports;
    let asked: Vec<usize> = reports.iter().map(|report| asked(report).len()).collect();
    assert_eq!(asked, [0, 0, 0, 0, 0, 0, 1]);
}
