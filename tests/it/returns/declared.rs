//! Rules are data: what a file declares is checked, with its words, without a line of code.

use std::collections::BTreeSet;
use std::fs;

use zhikong::catalogue::Catalogue;
use zhikong::catalogue::model::RuleCheck;
use zhikong::returns::RULES_SPOKEN;

use crate::catalogue::copied;
use crate::returns::scene::{Scene, told};

/// The shipped catalogue with a rule more.
fn with_rule(keys: &str) -> Catalogue {
    let folder = copied();
    let file = folder.path().join("rules.toml");
    let text = fs::read_to_string(&file).expect("the rules");
    let words = "message = \"{left}{left_value}对{right}{right_value}\"\nremedy = \"演示\"\nsource = \"演示\"\n";
    fs::write(&file, format!("{text}\n[[rule]]\nid = \"demo\"\nseverity = \"explain\"\n{keys}\n{words}"))
        .expect("written");
    Catalogue::load(Some(folder.path())).expect("a catalogue")
}

#[tokio::test]
async fn a_declared_rule_is_checked_as_it_says() {
    let mut scene = Scene::new().await;
    let paper = scene.paper("A1").await;
    let sides = "check = \"elements\"\nleft = [\"reop_all\", \"level4_ops\"]\nright = [\"ops\"]\n";
    let mut blank = paper.clone();
    blank.clear(&["F65"]).put("F35", 501.0).put("F62", 500.0);
    // With reop_all missing in July, 501 operations of level four are too many already – if what is missing may count 0.
    let cases = [
        ("operator = \"at_most\"\nmissing = \"left_as_zero\"", Some(["demo", "F35", "501"])),
        ("operator = \"at_most\"\nmissing = \"skip\"", None),
    ];
    for (keys, expected) in cases {
        scene.desk.catalogue = with_rule(&format!("{sides}{keys}"));
        let report = scene.take_one(blank.bytes()).await;
        let demo: Vec<[&str; 3]> = told(&report.problems).into_iter().filter(|told| told[0] == "demo").collect();
        assert_eq!(demo, expected.into_iter().collect::<Vec<_>>(), "{keys}");
    }
    let equal = "check = \"elements\"\nleft = [\"ops\"]\noperator = \"equals\"\nright = [\"reop_all\", \"level4_ops\"]\nmissing = \"skip\"";
    scene.desk.catalogue = with_rule(equal);
    let report = scene.take_one(paper.bytes()).await;
    assert_eq!(told(&report.problems), [["demo", "F62", "500"], ["demo", "G62", "510"], ["demo", "H62", "520"]]);
}

#[test]
fn every_structural_rule_is_spoken_and_has_its_words() {
    let catalogue = Catalogue::load(None).expect("the shipped files");
    let structural = catalogue.rules().iter().filter(|rule| rule.check == RuleCheck::Structural);
    let declared: BTreeSet<&str> = structural.map(|rule| rule.id.as_str()).collect();
    assert_eq!(declared, RULES_SPOKEN.into_iter().collect());
}
