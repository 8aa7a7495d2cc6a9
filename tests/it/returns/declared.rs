//! Rules are data: what a file declares is checked, with its words, without a line of code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use zhikong::catalogue::Catalogue;
use zhikong::catalogue::model::{RuleCheck, SPOKEN_RULES};

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
    assert_eq!(declared, SPOKEN_RULES.into_iter().collect());
    let code = code_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/returns"));
    let silent: Vec<&str> = SPOKEN_RULES.into_iter().filter(|id| !code.contains(&format!("\"{id}\""))).collect();
    assert!(silent.is_empty(), "no line of code decides {silent:?}");
}

fn code_below(folder: &Path) -> String {
    let mut code = String::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        code += &if path.is_dir() { code_below(&path) } else { fs::read_to_string(&path).expect("text") };
    }
    code
}

#[tokio::test]
async fn of_a_file_nothing_can_be_read_from_the_catalogues_words_are_said() {
    let mut scene = Scene::new().await;
    let folder = copied();
    let file = folder.path().join("rules.toml");
    let text = fs::read_to_string(&file).expect("the rules");
    let words =
        [("这个文件设了打开密码，系统无法读取。", "演示：有密码。"), ("这是{kind}，不是工作簿", "演示：{kind}")];
    let text = words.into_iter().fold(text, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    });
    fs::write(&file, text).expect("written");
    scene.desk.catalogue = Catalogue::load(Some(folder.path())).expect("a catalogue");
    let sent = [
        ("密码.xls", crate::support::hostile::password_xls(), "演示：有密码。"),
        ("三季度.pdf", b"%PDF-1.7\n".to_vec(), "演示： PDF 文件，系统读不出里面的数字。"),
        ("半截.xlsx", scene.clean("A1").await[..3000].to_vec(), "文件打不开：文件不完整或已损坏。"),
    ];
    for (name, bytes, said) in sent {
        assert_eq!(scene.take(&[(name, bytes)]).await[0].problems[0].message, said, "{name}");
    }
}
