//! A changed threshold acts on the next upload, and on nothing that was decided before.

use std::fs;

use zhikong::app;
use zhikong::catalogue::Catalogue;
use zhikong::returns::model::FileReport;
use zhikong::settings;

use crate::catalogue::copied;
use crate::returns::scene::{Scene, told};
use crate::support::client::Client;

/// Whoever keeps the thresholds.
async fn keeper(scene: &Scene) -> Client {
    scene.bench.staff("sheng", "410000").await;
    scene.bench.sign_in("sheng").await
}

async fn set(client: &Client, rule: &str, fields: &[(&str, &str)], version: &str) {
    let mut form = fields.to_vec();
    form.extend([("reason", "演示原因"), ("version", version)]);
    let answer = client.post(&format!("/settings/rules/{rule}"), &form).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
}

/// The third quarter of A1 with three equal months of 12, of which the last digit of another cell makes a new round.
async fn upload(scene: &Scene, other: f64) -> FileReport {
    let mut paper = scene.paper("A1").await;
    paper.put("F33", 12.0).put("G33", 12.0).put("H33", 12.0).put("F6", other);
    scene.take_one(paper.bytes()).await
}

#[tokio::test]
async fn a_higher_threshold_asks_less_on_the_next_upload_and_back_it_asks_again() {
    let scene = Scene::new().await;
    let keeper = keeper(&scene).await;
    let asked = |report: &FileReport| report.problems.iter().filter(|problem| problem.rule == "equal-months").count();
    assert_eq!(asked(&upload(&scene, 1000.0).await), 1, "3 × 12 reaches 30");
    set(&keeper, "equal-months", &[("t-minimum_total", "37")], "0").await;
    assert_eq!(asked(&upload(&scene, 1001.0).await), 0, "3 × 12 does not reach 37");
    set(&keeper, "equal-months", &[("t-minimum_total", "36")], "1").await;
    assert_eq!(asked(&upload(&scene, 1002.0).await), 1, "3 × 12 reaches 36");
    set(&keeper, "equal-months", &[("t-minimum_total", "40")], "2").await;
    assert_eq!(asked(&upload(&scene, 1003.0).await), 0);
    set(&keeper, "equal-months", &[("back", "1"), ("t-minimum_total", "40")], "3").await;
    assert_eq!(asked(&upload(&scene, 1004.0).await), 1);
}

#[tokio::test]
async fn a_rehearsal_too_is_decided_by_the_thresholds_in_force() {
    let scene = Scene::new().await;
    let keeper = keeper(&scene).await;
    set(&keeper, "equal-months", &[("t-minimum_total", "37")], "0").await;
    let mut paper = scene.paper("A1").await;
    paper.put("F33", 12.0).put("G33", 12.0).put("H33", 12.0);
    let options = zhikong::returns::take::Options { dry_run: true, ..Default::default() };
    let viewer = zhikong::access::Viewer::operator();
    let taken = scene.take_as(&viewer, &[("演示.xlsx", paper.bytes())], options).await;
    assert_eq!(told(&taken.reports[0].problems), Vec::<[&str; 3]>::new());
}

#[tokio::test]
async fn the_problems_of_a_stored_round_keep_the_words_they_were_decided_with() {
    let mut scene = Scene::new().await;
    let folder = copied();
    let file = folder.path().join("rules.toml");
    let text = fs::read_to_string(&file).expect("the rules");
    let text = text.replace("像是季度数除以 3。", "合计达到 {minimum_total} 的都问。");
    fs::write(&file, text).expect("written");
    scene.desk.catalogue = Catalogue::load(Some(folder.path())).expect("a catalogue");
    scene.bench.parts.catalogue = scene.desk.catalogue.clone();
    scene.bench.router = app::router(scene.bench.parts.clone());
    let keeper = keeper(&scene).await;
    set(&keeper, "equal-months", &[("t-minimum_total", "33")], "0").await;
    let report = upload(&scene, 1000.0).await;
    let said = |report: &FileReport| report.problems[0].message.clone();
    assert!(said(&report).contains("合计达到 33 的都问"), "{}", said(&report));
    set(&keeper, "equal-months", &[("t-minimum_total", "34")], "1").await;
    let page = keeper.get("/returns/2024Q3/A1").await.body;
    assert!(page.contains("合计达到 33 的都问") && !page.contains("合计达到 34"), "{page}");
    assert!(said(&upload(&scene, 1001.0).await).contains("合计达到 34 的都问"));
    let page = keeper.get("/returns/2024Q3/A1").await.body;
    assert!(page.contains("合计达到 34 的都问"), "the new round has the new words: {page}");
}

#[tokio::test]
async fn settings_that_fit_no_rule_change_nothing() {
    let scene = Scene::new().await;
    let shipped = &scene.desk.catalogue;
    let set = |rule: &str, name: &str| (rule.parse().expect("a rule's id"), name.to_owned(), 7);
    let same =
        shipped.with_thresholds(&[set("gone", "minimum_total"), set("equal-months", "gone"), set("negative", "x")]);
    for (a, b) in shipped.rules().iter().zip(same.rules()) {
        assert_eq!((&a.thresholds, &b.stated.len()), (&b.thresholds, &0), "{}", a.id);
    }
    let changed = shipped.with_thresholds(&[set("equal-months", "minimum_total")]);
    let rule = changed.rule_named("equal-months").expect("it is there");
    assert_eq!((rule.threshold("minimum_total"), rule.default_threshold("minimum_total")), (Some(7), Some(30)));
    assert_eq!(rule.in_words(&changed), "三个月合计 7 起，三个月不全相等");
    let again = changed.with_thresholds(&[(rule.id.clone(), "minimum_total".to_owned(), 30)]);
    assert!(again.rule_named("equal-months").expect("it is there").stated.is_empty(), "back to what the files say");
    let nobody = settings::in_force(&scene.desk.db, shipped).await.expect("the database answers");
    assert!(nobody.rules().iter().all(|rule| rule.stated.is_empty()));
}
