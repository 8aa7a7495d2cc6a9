//! `zhikong returns dry-rule`: a hand-made case counted by hand, what cannot be run, nothing stored.

use std::fs;

use serde_json::{Value, json};
use zhikong::access::Viewer;
use zhikong::calendar::Period;
use zhikong::hospitals::roster::Line;
use zhikong::returns::model::{Outcome, Slot};
use zhikong::returns::take::Options;
use zhikong::returns::template::CellFill;

use crate::catalogue::copied;
use crate::returns::command::{command, zhikong};
use crate::returns::scene::{Scene, clean_fills, hospital_line, rows_of};

/// Three equal months of 不良事件 a quarter for a hospital; 0 for months that differ.
const EQUAL: [(&str, &str, f64); 5] = [
    ("A1", "2024Q1", 12.0),
    ("A1", "2024Q2", 20.0),
    ("A2", "2024Q1", 40.0),
    ("A2", "2024Q2", 0.0),
    ("C1", "2024Q2", 15.0),
];

/// Five accepted returns of two hospitals of level two and one of level one.
async fn scene() -> Scene {
    let small = Line { level: "一级".to_owned(), ..hospital_line("C1") };
    let scene = Scene::with(&[hospital_line("A1"), hospital_line("A2"), small]).await;
    for (code, period, number) in EQUAL {
        send(&scene, code, period, number, true).await;
    }
    scene
}

async fn send(scene: &Scene, code: &str, period: &str, number: f64, accept: bool) {
    let quarter: Period = period.parse().unwrap();
    let mut fills = clean_fills(&scene.desk.catalogue);
    // Every quarter of its own, or the second would be called a copy of the first.
    let shift = f64::from(quarter.number()) + f64::from(u8::from(code == "A2"));
    for fill in fills.cells.values_mut() {
        if let CellFill::Number(number) = fill {
            *number += shift;
        }
    }
    let element = scene.desk.catalogue.element_coded("ae_reports").unwrap().id.clone();
    if number > 0.0 {
        for month in 0..3 {
            fills.cells.insert((element.clone(), Slot::Month(month)), CellFill::Number(number));
        }
    }
    let book = scene.workbook(code, quarter, &fills).await;
    let options = Options { accept, ..Options::default() };
    let report = scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], options).await.reports.remove(0);
    assert_eq!(report.status, Outcome::Stored, "{:?}", report.problems);
}

fn run(scene: &Scene, more: &[&str]) -> Value {
    let arguments = [&["returns", "dry-rule", "--json"], more].concat();
    let (code, out) = zhikong(scene, &arguments);
    assert_eq!(code, Some(0), "{more:?}");
    serde_json::from_str(&out).unwrap()
}

fn counts(looked_at: u64, present: (u64, u64), changed: (u64, u64), newly: u64, no_longer: u64) -> Value {
    json!({
        "looked_at": looked_at,
        "present": {"returns": present.0, "problems": present.1},
        "changed": {"returns": changed.0, "problems": changed.1},
        "newly_caught": newly,
        "no_longer_caught": no_longer,
    })
}

fn with(mut counts: Value, more: Value) -> Value {
    counts.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
    counts
}

#[tokio::test]
async fn what_a_higher_threshold_would_have_caught_is_counted() {
    let scene = scene().await;
    let before = scene.rows().await;
    // 3 × 12, 3 × 20, 3 × 40 and 3 × 15 reach 30; with 60 the two larger ones are left.
    let document = run(&scene, &["--rule", "equal-months", "--set", "minimum_total=60", "--examples", "1"]);
    let expected = json!({
        "rule": "equal-months",
        "severity": "explain",
        "present": {"minimum_total": 30},
        "changed": {"minimum_total": 60},
        "rounds": "accepted",
        "from": "2024Q1",
        "to": "2024Q2",
        "total": counts(5, (4, 4), (2, 2), 0, 2),
        "left_out": 0,
        "by_level": [
            with(counts(4, (3, 3), (2, 2), 0, 1), json!({"level": "level2", "name": "二级"})),
            with(counts(1, (1, 1), (0, 0), 0, 1), json!({"level": "level1", "name": "一级"})),
        ],
        "by_quarter": [
            with(counts(2, (2, 2), (1, 1), 0, 1), json!({"period": "2024Q1"})),
            with(counts(3, (2, 2), (1, 1), 0, 1), json!({"period": "2024Q2"})),
        ],
        "examples": [{
            "hospital": "A2",
            "period": "2024Q1",
            "sheet": "数据填报",
            "cell": "F33",
            "element": "ae_reports",
            "found": "40",
            "message": "“医疗质量安全不良事件报告例数”三个月都是 40，像是季度数除以 3。",
            "newly_caught": false,
        }],
    });
    let mut document = document;
    // The element's name is the catalogue's.
    let name = &scene.desk.catalogue.element_coded("ae_reports").unwrap().name;
    let message = format!("“{name}”三个月都是 40，像是季度数除以 3。");
    assert_eq!(document["examples"][0]["message"], message);
    document["examples"][0]["message"] = expected["examples"][0]["message"].clone();
    assert_eq!(document, expected);
    assert_eq!(scene.rows().await, before, "nothing is stored");
    assert_eq!(rows_of(&scene.desk.db, "setting").await, 0);
}

#[tokio::test]
async fn a_range_and_the_latest_rounds_can_be_asked_for() {
    let scene = scene().await;
    let tried = ["--rule", "equal-months", "--set", "minimum_total=100"];
    let second = run(&scene, &[&tried[..], &["--from", "2024Q2", "--to", "2024Q3"]].concat());
    assert_eq!(second["total"], counts(3, (2, 2), (0, 0), 0, 2));
    assert_eq!(second["by_quarter"][1], with(counts(0, (0, 0), (0, 0), 0, 0), json!({"period": "2024Q3"})));
    // A newer round of 3 × 40 that nobody accepted.
    send(&scene, "A2", "2024Q2", 40.0, false).await;
    let narrow = [&tried[..], &["--from", "2024Q2", "--to", "2024Q2"]].concat();
    assert_eq!(run(&scene, &narrow)["total"], counts(3, (2, 2), (0, 0), 0, 2), "what counts");
    let latest = run(&scene, &[&narrow[..], &["--latest"]].concat());
    assert_eq!((&latest["rounds"], &latest["total"]), (&"latest".into(), &counts(3, (3, 3), (1, 1), 0, 2)));
}

#[tokio::test]
async fn the_present_side_is_what_the_province_has_set() {
    let scene = scene().await;
    scene.bench.staff("sheng", "410000").await;
    let keeper = scene.bench.sign_in("sheng").await;
    let form = [("t-minimum_total", "100"), ("reason", "演示"), ("version", "0")];
    assert_eq!(keeper.post("/settings/rules/equal-months", &form).await.status, 303);
    let document = run(&scene, &["--rule", "equal-months", "--set", "minimum_total=30"]);
    assert_eq!(
        (&document["present"], &document["changed"]),
        (&json!({"minimum_total": 100}), &json!({"minimum_total": 30}))
    );
    assert_eq!(document["total"], counts(5, (1, 1), (4, 4), 3, 0));
    let newly: Vec<&Value> = document["examples"].as_array().unwrap().iter().map(|e| &e["newly_caught"]).collect();
    assert_eq!(newly, [true, false, true, true], "A1 and A2 in the first quarter, A1 and C1 in the second");
}

#[tokio::test]
async fn a_new_rule_of_other_files_is_tried_against_those_in_use() {
    let scene = scene().await;
    let folder = copied();
    let file = folder.path().join("rules.toml");
    let rule = "\n[[rule]]\nid = \"demo\"\nseverity = \"explain\"\ncheck = \"elements\"\nleft = [\"ae_reports\"]\n\
                operator = \"at_most\"\nright = [\"level4_mdt\"]\nmissing = \"skip\"\nmessage = \"演示{month}\"\n\
                remedy = \"演示\"\nsource = \"演示\"\n";
    fs::write(&file, fs::read_to_string(&file).unwrap() + rule).unwrap();
    let targets = ["--targets", folder.path().to_str().unwrap(), "--rule", "demo"];
    let alone = run(&scene, &targets);
    assert_eq!(alone["present"], json!({}), "the same files decide now, unless others are named");
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/targets");
    let document = run(&scene, &[&targets[..], &["--present", shipped]].concat());
    assert_eq!((&document["present"], &document["changed"]), (&Value::Null, &json!({})));
    // Only the 40 of A2 are more than the 32 to 35 of level4_mdt, in each of three months.
    assert_eq!(document["total"], counts(5, (0, 0), (1, 3), 1, 0));
    assert_eq!(document["examples"][2]["cell"], "H33");
}

#[tokio::test]
async fn a_rule_that_looks_back_is_run_beside_the_accepted_quarters() {
    let scene = scene().await;
    let document = run(&scene, &["--rule", "identical-to-last-quarter", "--set", "minimum_values=1"]);
    assert_eq!(document["total"], counts(5, (0, 0), (0, 0), 0, 0), "nothing was copied");
    // A1 accepts in the third quarter what it said in the second.
    let report = {
        let quarter: Period = "2024Q3".parse().unwrap();
        let mut fills = clean_fills(&scene.desk.catalogue);
        for fill in fills.cells.values_mut() {
            if let CellFill::Number(number) = fill {
                *number += 2.0;
            }
        }
        let book = scene.workbook("A1", quarter, &fills).await;
        let options = Options { accept: true, ..Options::default() };
        scene.take_as(&Viewer::operator(), &[("演示.xlsx", book)], options).await.reports.remove(0)
    };
    let said: Vec<_> = report.problems.iter().filter(|problem| problem.rule == "identical-to-last-quarter").collect();
    let document =
        run(&scene, &["--rule", "identical-to-last-quarter", "--set", "minimum_values=30", "--examples", "99"]);
    assert_eq!(document["total"]["present"], json!({"returns": 1, "problems": said.len()}), "as when it came in");
    assert_eq!(document["total"]["changed"], json!({"returns": 0, "problems": 0}));
    assert_eq!(document["total"]["no_longer_caught"], 1);
    let again = run(&scene, &["--rule", "identical-to-last-quarter", "--examples", "99"]);
    let cells: Vec<&str> =
        again["examples"].as_array().unwrap().iter().map(|example| example["cell"].as_str().unwrap()).collect();
    let expected: Vec<&str> = said.iter().map(|problem| problem.cell.as_deref().unwrap()).collect();
    assert_eq!(cells, expected);
}

#[tokio::test]
async fn what_cannot_be_run_is_refused_in_words() {
    let scene = Scene::new().await;
    for (arguments, said) in [
        (&["--rule", "not-a-number"][..], "由读文件的程序判断"),
        (&["--rule", "typed-rate-wrong"], "比率不入库"),
        (&["--rule", "no-such-rule"], "没有规则 `no-such-rule`"),
        (&["--rule", "equal-months", "--set", "minimum=3"], "没有阈值 `minimum`；它有 minimum_total"),
        (&["--rule", "pe-above-vte", "--set", "minimum=3"], "它没有阈值"),
        (&["--rule", "equal-months", "--set", "minimum_total=0"], "应大于 0"),
        (&["--rule", "unlike-peers", "--set", "minimum_peers=2"], "应在 5 与 10000 之间"),
        (&["--rule", "change-beyond-limits", "--set", "minimum_quarters=9"], "至少要 9 个季度，却只看 8 个季度"),
        (&["--rule", "equal-months", "--from", "2024Q3", "--to", "2024Q1"], "在 --to 2024Q1 之后"),
        (&["--rule", "equal-months", "--from", "2024-07"], "不是季度"),
    ] {
        for json in [&[][..], &["--json"]] {
            let out = command(&scene, &[&["returns", "dry-rule"], arguments, json].concat()).output().unwrap();
            let (stdout, stderr) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
            assert_eq!((out.status.code(), stdout.as_str()), (Some(1), ""), "{arguments:?}");
            assert!(stderr.contains(said), "{arguments:?}: {stderr}");
        }
    }
    let nothing = run(&scene, &["--rule", "equal-months"]);
    assert_eq!((&nothing["from"], &nothing["total"]), (&Value::Null, &counts(0, (0, 0), (0, 0), 0, 0)));
}

#[tokio::test]
async fn a_person_reads_it_in_chinese() {
    let scene = scene().await;
    let (code, out) = zhikong(&scene, &["returns", "dry-rule", "--rule", "equal-months", "--set", "minimum_total=60"]);
    assert_eq!(code, Some(0));
    for said in [
        "规则 equal-months（请说明），试算，没有存任何东西",
        "现用：minimum_total = 30",
        "试用：minimum_total = 60",
        "看了 5 份；现用提示 4 份 4 处，试用提示 2 份 2 处；新提示 0 份，不再提示 2 份",
        "二级：看了 4 份",
        "2024Q2：看了 3 份",
        "A2 2024Q1 F33",
    ] {
        assert!(out.contains(said), "{said}: {out}");
    }
}
