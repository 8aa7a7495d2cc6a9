//! The same workbook as our writer, openpyxl and LibreOffice save it: the same values, the same problems.

use std::collections::BTreeMap;

use zhikong::figures::Entry;
use zhikong::returns::model::Outcome;
use zhikong::returns::template::Fills;

use crate::returns::scene::{CLEAN, Scene, clean_entries, q3, slots, told};
use crate::support::makers::{openpyxl_from, saved_by_libreoffice};

/// What [`CLEAN`] puts into which cell of the form, as `filled.py` reads it: a JSON object by address.
fn by_cell(scene_paper: &mut crate::returns::paper::Paper) -> serde_json::Map<String, serde_json::Value> {
    let mut rows = BTreeMap::new();
    for ((row, col), what) in &scene_paper.data().cells {
        if *col == 0
            && let crate::returns::paper::Put::Text(code) = what
        {
            rows.insert(code.clone(), row + 1);
        }
    }
    let mut cells = serde_json::Map::new();
    for (code, stored) in CLEAN {
        for (slot, number) in slots(stored).zip(*stored) {
            let column = ["I", "F", "G", "H"][usize::try_from(slot.number()).unwrap()];
            let typed = match *code {
                "rec_mode" => "抽样".into(),
                "iv_volume_l_x10" => serde_json::json!(*number as f64 / 10.0),
                _ => serde_json::json!(number),
            };
            cells.insert(format!("{column}{}", rows[*code]), typed);
        }
    }
    cells
}

/// The blank form of a hospital, filled by openpyxl with these cells.
async fn by_openpyxl(scene: &Scene, cells: &serde_json::Map<String, serde_json::Value>) -> Vec<u8> {
    let blank = scene.workbook("A1", q3(), &Fills::default()).await;
    let fills = serde_json::to_vec(cells).unwrap();
    tokio::task::spawn_blocking(move || openpyxl_from("filled.py", &blank, &fills)).await.unwrap()
}

async fn by_libreoffice(xlsx: &[u8], extension: &'static str) -> Vec<u8> {
    let xlsx = xlsx.to_vec();
    tokio::task::spawn_blocking(move || saved_by_libreoffice(&xlsx, extension)).await.unwrap()
}

/// The workbook as each program saves it.
async fn all_ways(ours: Vec<u8>, openpyxl: Vec<u8>) -> Vec<(&'static str, Vec<u8>)> {
    let ods = by_libreoffice(&ours, "ods").await;
    let xls = by_libreoffice(&ours, "xls").await;
    let resaved = by_libreoffice(&openpyxl, "xlsx").await;
    vec![
        ("our writer", ours),
        ("openpyxl", openpyxl),
        ("LibreOffice, ods", ods),
        ("LibreOffice, xls", xls),
        ("openpyxl, then LibreOffice, xlsx", resaved),
    ]
}

#[tokio::test]
async fn a_clean_workbook_says_the_same_whoever_saved_it() {
    let scene = Scene::new().await;
    let cells = by_cell(&mut scene.paper("A1").await);
    let files = all_ways(scene.clean("A1").await, by_openpyxl(&scene, &cells).await).await;
    for (index, (program, bytes)) in files.into_iter().enumerate() {
        let report = scene.take_one(bytes).await;
        assert_eq!(told(&report.problems), Vec::<[&str; 3]>::new(), "{program}");
        let expected = if index == 0 { Outcome::Stored } else { Outcome::Unchanged };
        assert_eq!(report.status, expected, "{program}: {:?}", report.values);
        let stored = scene.latest("A1").await;
        let entries: BTreeMap<_, Entry> = stored.iter().map(|(key, value)| (key.clone(), value.entry)).collect();
        assert_eq!(entries, clean_entries(), "{program}");
    }
}

#[tokio::test]
async fn a_faulty_workbook_has_the_same_problem_cells_whoever_saved_it() {
    let scene = Scene::new().await;
    let mut paper = scene.paper("A1").await;
    let faults: &[(&str, serde_json::Value)] = &[
        ("F6", "无".into()),
        ("G6", 12.5.into()),
        ("H6", "１２００".into()),
        ("F11", (-3).into()),
        ("G17", "98.5%".into()),
        ("H19", 321.into()),
        ("I60", "大概".into()),
    ];
    let mut cells = by_cell(&mut paper);
    for (cell, typed) in faults {
        cells.insert((*cell).to_owned(), typed.clone());
        match typed {
            serde_json::Value::String(text) => paper.put(cell, text.as_str()),
            number => paper.put(cell, number.as_f64().unwrap()),
        };
    }
    for (program, bytes) in all_ways(paper.bytes(), by_openpyxl(&scene, &cells).await).await {
        let report = scene.take_one(bytes).await;
        assert_eq!(
            told(&report.problems),
            [
                ["ambiguous-mark", "F6", "无"],
                ["not-whole", "G6", "12.5"],
                ["negative", "F11", "-3"],
                ["percent-for-count", "G17", "98.5%"],
                ["vte-prevented-above-mid-high", "H19", "321"],
                ["unknown-choice", "I60", "大概"],
            ],
            "{program}"
        );
        assert_eq!(report.status, Outcome::Refused, "{program}");
    }
    assert_eq!(scene.rows().await[..3], [0, 0, 0]);
}

#[tokio::test]
async fn an_input_formula_needs_its_saved_value() {
    let scene = Scene::new().await;
    let mut cells = by_cell(&mut scene.paper("A1").await);
    cells.insert("F6".to_owned(), "=400+600".into());
    let made = by_openpyxl(&scene, &cells).await;
    let report = scene.take_one(made.clone()).await;
    assert_eq!(told(&report.problems), [["formula-without-value", "F6", "=400+600"]]);
    assert!(report.problems[0].remedy.contains("重新计算"));
    let report = scene.take_one(by_libreoffice(&made, "xlsx").await).await;
    assert_eq!((told(&report.problems), report.status), (vec![], Outcome::Stored), "computed by LibreOffice");
    assert_eq!(scene.latest("A1").await[&("discharges".to_owned(), 1)].entry, Entry::Number(1000));
}
