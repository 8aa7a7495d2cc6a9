//! Rates that somebody typed, in rows of their own or over the preview's formulas, against those of the counts.

use zhikong::returns::model::Outcome;

use crate::returns::paper::{CODE, Paper, Put, TOTAL};
use crate::returns::scene::{Scene, told};

/// The clean form (34 of 66, 51.515 %) with a row for the rate below the counts.
async fn with_rate(scene: &Scene, code: &str, rate: Put) -> Vec<u8> {
    let mut paper: Paper = scene.paper("A1").await;
    paper.insert_row(13, &[(CODE, code.into()), (TOTAL, rate)]).bytes()
}

#[tokio::test]
async fn a_typed_rate_is_compared_and_never_stored() {
    let scene = Scene::new().await;
    let cases: [(Put, &[[&str; 3]], Outcome); 5] = [
        (Put::Percent(0.515), &[], Outcome::Stored),
        ("51.5%".into(), &[], Outcome::Unchanged),
        (Put::Number(51.6), &[["typed-rate-differs", "I13", "51.6"]], Outcome::Unchanged),
        (Put::Percent(0.53), &[["typed-rate-wrong", "I13", "53%"]], Outcome::Refused),
        ("约一半".into(), &[], Outcome::Unchanged),
    ];
    for (rate, expected, outcome) in cases {
        let report = scene.take_one(with_rate(&scene, "stroke_reperfusion_rate", rate.clone()).await).await;
        assert_eq!((told(&report.problems).as_slice(), report.status), (expected, outcome), "{rate:?}");
    }
    let report = scene.take_one(with_rate(&scene, "stroke_reperfusion_rate", Put::Number(51.6)).await).await;
    assert_eq!(report.problems[0].message, "“急性脑梗死再灌注治疗率”填的是 51.6，按个数计算是 51.52%。");
}

#[tokio::test]
async fn a_rate_of_another_edition_is_an_unknown_row() {
    let scene = Scene::new().await;
    let report = scene.take_one(with_rate(&scene, "stemi_reperfusion_rate", Put::Number(51.5)).await).await;
    assert_eq!(told(&report.problems), [["unknown-code-unread", "A13", "stemi_reperfusion_rate"]]);
}

#[tokio::test]
async fn a_number_over_the_previews_formula_is_compared() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let preview = paper.pages.iter_mut().find(|page| page.name == "指标预览").expect("the preview");
    assert_eq!(preview.cells[&(1, 0)], "急性脑梗死再灌注治疗率".into());
    preview.cells.insert((1, 3), Put::Number(53.0));
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["typed-rate-wrong", "D2", "53"]]);
    assert_eq!((report.problems[0].sheet.as_deref(), report.status), (Some("指标预览"), Outcome::Refused));
}
