//! Forms of every edition: made, filled, taken, accepted, and seen as a figure; what happens when editions and
//! revisions change under them, and what a province adds.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use zhikong::access::{Scope, Viewer};
use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::catalogue::model::{Edition, ElementId, Rhythm};
use zhikong::figures::By;
use zhikong::figures::model::ValueMap;
use zhikong::hospitals::roster::Line;
use zhikong::progress::{self, Asked, Document};
use zhikong::returns::model::{FileReport, Outcome, Slot};
use zhikong::returns::outgoing;
use zhikong::returns::store;
use zhikong::returns::take::Options;
use zhikong::returns::template::{self, CellFill, Fills, PlanRow};

use crate::catalogue::{copied, spoil};
use crate::returns::command::zhikong;
use crate::returns::scene::Scene;
use crate::support::register::line;

const ALL_SERVICES: &str = "产科；ICU；手术；四级手术；脑梗救治；心梗救治；肿瘤；化疗；放疗；用血";

async fn scene() -> Scene {
    Scene::with(&[Line { services: ALL_SERVICES.to_owned(), ..line("A1") }]).await
}

fn quarter(text: &str) -> Period {
    text.parse().unwrap()
}

/// Clean fills of any edition: 100, 101, 102 a month (303 a quarter), and 10 less for each step down from a whole to
/// its part, so that a part of a whole comes to 273.
fn fills(catalogue: &Catalogue, edition: &Edition) -> Fills {
    let mut depth: HashMap<&ElementId, i32> = HashMap::new();
    let comparisons = catalogue.comparisons(edition);
    for _ in 0..comparisons.len() {
        for pair in &comparisons {
            for (left, right) in pair.left.iter().flat_map(|left| pair.right.iter().map(move |right| (left, right))) {
                let below = depth.get(&right.element).copied().unwrap_or(0) + 1;
                let own = depth.entry(&left.element).or_insert(0);
                *own = below.max(*own);
            }
        }
    }
    let mut fills = Fills::default();
    for element in edition.elements.iter().filter_map(|id| catalogue.element(id)) {
        let less = f64::from(depth.get(&element.id).copied().unwrap_or(0) * 10);
        let mut put = |slot, fill| fills.cells.insert((element.id.clone(), slot), fill);
        if let Some(word) = element.choices.last() {
            put(Slot::Quarter, CellFill::Text(word.clone()));
        } else if element.rhythm == Rhythm::Monthly {
            for month in 0..3 {
                put(Slot::Month(month), CellFill::Number(100.0 - less + f64::from(month)));
            }
        } else {
            put(Slot::Quarter, CellFill::Number(303.0 - 3.0 * less));
        }
    }
    fills
}

/// A filled form of a period in the edition the scene's catalogue has for it.
async fn filled(scene: &Scene, period: Period) -> Vec<u8> {
    let catalogue = &scene.desk.catalogue;
    scene.workbook("A1", period, &fills(catalogue, catalogue.edition_for(period).unwrap())).await
}

async fn taken(scene: &Scene, bytes: Vec<u8>, accept: bool) -> FileReport {
    let options = Options { accept, ..Options::default() };
    scene.take_as(&Viewer::operator(), &[("演示.xlsx", bytes)], options).await.reports.remove(0)
}

/// The only row of an indicator over all hospitals in one period.
async fn figure(scene: &Scene, indicator: &str, period: Period) -> Value {
    let indicator = scene.desk.catalogue.indicator_coded(indicator).unwrap();
    let looking = progress::Desk::new(scene.desk.db.clone(), scene.desk.clock.clone(), scene.desk.catalogue.clone());
    let asked = Asked { indicator, by: By::All, periods: vec![period] };
    let series = progress::series(&looking, &Scope::Everything, asked).await.unwrap();
    serde_json::to_value(Document::of(indicator, &series, scene.desk.clock.now())).unwrap()["rows"][0].clone()
}

/// Year, an indicator that only few years have, and its figure.
const SEEN: [(i32, &str, f64); 5] = [
    (2021, "pathogen_test_before_abx_rate", 27300.0 / 303.0),
    (2022, "septic_shock_1h_rate", 27300.0 / 303.0),
    (2023, "periop_mortality_rate", 24300.0 / 273.0),
    (2024, "rec_rescue_rate", 27300.0 / 303.0),
    (2025, "result_mutual_recognition_rate", 27300.0 / 303.0),
];

#[tokio::test]
async fn the_form_of_every_edition_goes_out_comes_back_and_counts() {
    let scene = scene().await;
    let folder = tempfile::tempdir().unwrap();
    for (year, indicator, expected) in SEEN {
        let period = format!("{year}Q3");
        let path = folder.path().join(format!("{year}.xlsx"));
        let path = path.to_str().unwrap();
        let template = ["returns", "template", "--hospital", "A1", "--period", &period, "-o", path];
        assert_eq!(zhikong(&scene, &template).0, Some(0), "{year}");
        let blank = scene.workbook("A1", quarter(&period), &Fills::default()).await;
        assert_eq!(fs::read(path).unwrap(), blank, "{year}");

        fs::write(path, filled(&scene, quarter(&period)).await).unwrap();
        let (code, out) = zhikong(&scene, &["returns", "ingest", "--accept", "--json", path]);
        let document: Value = serde_json::from_str(&out).unwrap();
        let file = &document["files"][0];
        assert_eq!((code, &file["status"], &file["edition"]), (Some(0), &"stored".into(), &year.into()), "{out}");
        assert_eq!(file["values"]["missing"], 0, "{out}");
        assert_eq!(file["values"]["stored"], file["values"]["expected"], "{out}");

        let series = ["progress", "--indicator", indicator, "--by", "all", "--from", &period, "--to", &period];
        let (code, out) = zhikong(&scene, &series);
        let row = &serde_json::from_str::<Value>(&out).unwrap()["rows"][0];
        assert_eq!((code, row["reported"].as_i64()), (Some(0), Some(1)), "{year} {indicator}: {out}");
        let value = row["value"].as_f64().unwrap();
        assert!((value - expected).abs() < 1e-9, "{year} {indicator} is {value}, not {expected}");
    }
}

#[tokio::test]
async fn every_defined_figure_of_a_year_is_computed_from_its_form() {
    let scene = scene().await;
    scene.desk.clock.set("2026-01-21T04:00:00Z".parse().unwrap());
    for year in 2021..=2025 {
        let period = quarter(&format!("{year}Q2"));
        assert_eq!(taken(&scene, filled(&scene, period).await, true).await.status, Outcome::Stored, "{year}");
        let edition = scene.desk.catalogue.edition(year).unwrap();
        let catalogue = &scene.desk.catalogue;
        for id in edition.indicators().filter(|id| catalogue.indicator(id).unwrap().rhythm != Rhythm::Yearly) {
            let row = figure(&scene, id.as_str(), period).await;
            assert_eq!(row["reported"], 1, "{year} {id}");
            assert!(row["value"].as_f64().unwrap() > 0.0, "{year} {id}");
        }
    }
}

#[tokio::test]
async fn a_round_stays_with_the_revision_its_form_was_made_with() {
    let scene = scene().await;
    let period = quarter("2023Q3");
    let catalogue = &scene.desk.catalogue;
    let edition = catalogue.edition(2023).unwrap();
    assert_eq!(edition.revision, "2023-2");
    let before = edition.as_of("2023-1").unwrap();
    let hospital = scene.hospital("A1").await;
    let book = |edition: &Edition, revision: &str| {
        let mut plan = template::Plan::new(catalogue, edition, &hospital, period, &ValueMap::default());
        revision.clone_into(&mut plan.revision);
        template::write(catalogue, &plan, &fills(catalogue, edition)).unwrap()
    };

    let report = taken(&scene, book(&before, "2023-1"), true).await;
    assert_eq!(report.status, Outcome::Stored, "{report:?}");
    let now = taken(&scene, book(edition, "2023-2"), false).await;
    assert_eq!(now.values.expected - report.values.expected, 3, "three months of the row that came later");
    assert_eq!((report.values.missing, now.values.missing), (0, 0));
    let missing = report.problems.iter().filter(|problem| problem.rule == "row-missing").count();
    assert_eq!(missing, 0, "nobody is asked for a row the form did not have");
    assert_eq!(figure(&scene, "periop_death_48h_rate", period).await["reported"], 1);
    assert_eq!(figure(&scene, "periop_mortality_rate", period).await["reported"], 0, "not asked, not counted");

    let of = store::find(&scene.desk.db, &Scope::Everything, hospital.id, period).await.unwrap().unwrap();
    let latest = store::round(&scene.desk.db, of.latest_round.unwrap()).await.unwrap().unwrap();
    let accepted = store::round(&scene.desk.db, of.accepted.unwrap().0).await.unwrap().unwrap();
    assert_eq!((latest.revision.as_str(), accepted.revision.as_str()), ("2023-2", "2023-1"));

    let strange = taken(&scene, book(edition, "2023-9"), false).await;
    let asked = strange.problems.iter().find(|problem| problem.rule == "unknown-revision").unwrap();
    assert_eq!((asked.found.as_deref(), asked.cell.as_deref()), (Some("2023-9"), None));
    assert!(asked.message.contains("2023-2"), "{}", asked.message);
}

/// The shipped files and an invented year 2027: the year before with one target replaced by an invented one.
fn invented(folder: &Path) {
    let year = fs::read_to_string(folder.join("2026/edition.toml")).unwrap();
    let head = year[..year.find("[[target]]").unwrap()]
        .replace("year = 2026", "year = 2027")
        .replace("revision = \"2026-1\"", "revision = \"2027-1\"")
        .replace("dropped = []", "dropped = [\"NIT-2026-Ⅰ\"]");
    let mut targets = String::new();
    for block in year.split("[[target]]").skip(1) {
        let code = block.lines().find_map(|line| line.strip_prefix("code = \"")).unwrap().trim_end_matches('"');
        let from = block.lines().find(|line| line.starts_with("crosswalk")).unwrap();
        let block = block.replace(from, &format!("crosswalk = [{{ from = \"{code}\", relation = \"same\" }}]"));
        targets.push_str("[[target]]");
        targets.push_str(
            &block.replace(&format!("code = \"{code}"), &format!("code = \"{}", code.replace("2026", "2027"))),
        );
    }
    let start = targets.find("id = \"stroke_acute_care\"").unwrap();
    let end = targets[start..].find("[[target]]").unwrap() + start;
    targets.replace_range(
        start..end,
        r#"id = "demo_handover"
title = "提高演示交接完成率"
short_title = "演示交接完成率"
direction = "raise"
headline = "demo_handover_rate"
indicators = ["demo_handover_rate"]
elements = ["demo_handovers", "demo_handovers_done"]
crosswalk = [{ relation = "new" }]

"#,
    );
    fs::create_dir(folder.join("2027")).unwrap();
    fs::write(folder.join("2027/edition.toml"), head + &targets).unwrap();
    let element = |id: &str, name: &str, target: &str| {
        format!(
            "\n[[element]]\nid = \"{id}\"\nname = \"{name}\"\ndefinition = \"演示\"\nunit = \"次\"\nrhythm = \"monthly\"\n\
             over_time = \"sum\"\nmaximum = 5000\n{target}where_found = \"演示\"\nsource = \"演示文件\"\nevidence = \"unverified\"\n"
        )
    };
    let mut elements = fs::read_to_string(folder.join("elements.toml")).unwrap();
    let target = "target = \"demo_handover\"\n";
    elements.push_str(&element("demo_handovers", "演示交接", target));
    elements.push_str(&element("demo_handovers_done", "其中完成的演示交接", target));
    fs::write(folder.join("elements.toml"), elements).unwrap();
    let mut indicators = fs::read_to_string(folder.join("indicators.toml")).unwrap();
    indicators.push_str(&indicator(
        "demo_handover_rate",
        "演示交接完成率",
        "demo_handovers_done",
        "demo_handovers",
        "2027Q1",
    ));
    fs::write(folder.join("indicators.toml"), indicators).unwrap();
}

fn indicator(id: &str, name: &str, above: &str, below: &str, from: &str) -> String {
    format!(
        "\n[[indicator]]\nid = \"{id}\"\nname = \"{name}\"\nshort_name = \"{name}\"\nkind = \"proportion\"\n\
         numerator = [\"{above}\"]\ndenominator = [\"{below}\"]\nmultiplier = 100\nunit = \"%\"\ndecimals = 1\n\
         better = \"higher\"\nrhythm = \"monthly\"\nsource = \"演示文件\"\nevidence = \"unverified\"\n\n\
         [[indicator.versions]]\nvalid_from = \"{from}\"\nnote = \"演示\"\nsource = \"演示文件\"\nevidence = \"unverified\"\n"
    )
}

fn read(folder: &Path) -> Catalogue {
    Catalogue::load(Some(folder)).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[tokio::test]
async fn a_year_added_in_a_folder_outside_takes_a_return_without_new_code() {
    let folder = copied();
    invented(folder.path());
    let mut scene = scene().await;
    let targets = folder.path().to_str().unwrap();
    let (code, out) = zhikong(&scene, &["--targets", targets, "catalogue", "check"]);
    assert_eq!((code, out.contains("年版 7")), (Some(0), true), "{out}");
    let path = folder.path().join("A1.xlsx");
    let template = ["--targets", targets, "returns", "template", "--hospital", "A1", "--period", "2027Q1", "-o"];
    assert_eq!(zhikong(&scene, &[&template[..], &[path.to_str().unwrap()]].concat()).0, Some(0));
    assert!(fs::metadata(&path).unwrap().len() > 10_000);

    scene.desk.catalogue = read(folder.path());
    scene.desk.clock.set("2027-04-21T04:00:00Z".parse().unwrap());
    let period = quarter("2027Q1");
    let report = taken(&scene, filled(&scene, period).await, true).await;
    assert_eq!((report.status, report.edition), (Outcome::Stored, Some(2027)), "{:#?}", report.problems);
    let row = figure(&scene, "demo_handover_rate", period).await;
    assert_eq!((row["numerator"].as_i64(), row["denominator"].as_i64()), (Some(273), Some(303)));
}

#[tokio::test]
async fn an_edition_that_appears_late_leaves_what_was_taken_and_serves_from_then_on() {
    let mut scene = scene().await;
    scene.desk.clock.set("2027-04-21T04:00:00Z".parse().unwrap());
    let period = quarter("2027Q1");
    let old_form = filled(&scene, period).await;
    let report = taken(&scene, old_form.clone(), true).await;
    assert_eq!((report.status, report.edition), (Outcome::Stored, Some(2026)), "the year before serves on");
    let before = figure(&scene, "iv_use_rate", period).await;
    assert_eq!(before["reported"], 1);

    let folder = copied();
    invented(folder.path());
    scene.desk.catalogue = read(folder.path());
    assert_eq!(figure(&scene, "iv_use_rate", period).await, before, "what was accepted still counts");
    let of = store::find(&scene.desk.db, &Scope::Everything, scene.hospital("A1").await.id, period).await;
    let round = of.unwrap().unwrap().latest_round.unwrap();
    let round = store::round(&scene.desk.db, round).await.unwrap().unwrap();
    assert_eq!((round.edition, round.revision.as_str()), (2026, "2026-1"), "pinned");
    let refused = taken(&scene, old_form.clone(), false).await;
    assert_eq!(refused.problems[0].rule, "wrong-edition");
    assert!(refused.problems[0].message.contains("2027"), "{}", refused.problems[0].message);
    let report = taken(&scene, filled(&scene, period).await, true).await;
    assert_eq!((report.status, report.edition, report.round), (Outcome::Stored, Some(2027), Some(2)));

    spoil(folder.path(), "2027/edition.toml", "base_elements", "applies_from = \"2027Q2\"\nbase_elements");
    scene.desk.catalogue = read(folder.path());
    let year = |text: &str| scene.desk.catalogue.edition_for(quarter(text)).unwrap().year;
    assert_eq!([year("2027Q1"), year("2027-03"), year("2027Q2"), year("2027")], [2026, 2026, 2027, 2027]);
    let report = taken(&scene, old_form, true).await;
    assert_eq!(report.edition, Some(2026), "the quarter keeps the form it began with: {:#?}", report.problems);
    assert_eq!(figure(&scene, "iv_use_rate", period).await, before);
}

#[tokio::test]
async fn rows_and_targets_of_the_province_stand_beside_the_ten() {
    let folder = copied();
    let own = r#"[[province_target]]
ordinal = 11
code = "省定-2025-1"
id = "demo_visit"
title = "提高演示随访率"
short_title = "演示随访率"
direction = "raise"
headline = "demo_visit_rate"
indicators = ["demo_visit_rate"]
elements = ["demo_visits", "demo_visits_done"]
crosswalk = [{ relation = "new" }]
source = "演示省文件"
evidence = "unverified"

[[target]]
"#;
    spoil(folder.path(), "2025/edition.toml", "[[target]]\n", own);
    spoil(folder.path(), "2025/edition.toml", "base_elements", "province_elements = [\"demo_extra\"]\nbase_elements");
    let element = |id: &str, target: &str| {
        format!(
            "\n[[element]]\nid = \"{id}\"\nname = \"{id}\"\ndefinition = \"演示\"\nunit = \"例\"\nrhythm = \"monthly\"\n\
             over_time = \"sum\"\nmaximum = 5000\n{target}where_found = \"演示\"\nsource = \"演示省文件\"\nevidence = \"unverified\"\n"
        )
    };
    let target = "target = \"demo_visit\"\n";
    let elements = [element("demo_visits", target), element("demo_visits_done", target), element("demo_extra", "")];
    let append = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::write(&path, fs::read_to_string(&path).unwrap() + text).unwrap();
    };
    append("elements.toml", &elements.concat());
    append("indicators.toml", &indicator("demo_visit_rate", "演示随访率", "demo_visits_done", "demo_visits", "2025Q1"));

    let mut scene = scene().await;
    scene.desk.catalogue = read(folder.path());
    scene.desk.clock.set("2025-07-21T04:00:00Z".parse().unwrap());
    let edition = scene.desk.catalogue.edition(2025).unwrap();
    assert_eq!((edition.targets.len(), edition.province_targets.len()), (10, 1), "the ten stay ten");
    let period = quarter("2025Q2");
    let hospital = scene.hospital("A1").await;
    let plan = outgoing::plan(&scene.desk.db, &Scope::Everything, &scene.desk.catalogue, &hospital, period).await;
    let headings: Vec<String> = plan.unwrap().unwrap().rows.iter().filter_map(heading).collect();
    assert_eq!(headings.len(), 1 + 10 + 2, "{headings:#?}");
    assert_eq!(headings[11], "省定（本省要求填报，不属于国家目标）");
    assert_eq!(headings[12], "目标省1　提高演示随访率（省定-2025-1）");

    let report = taken(&scene, filled(&scene, period).await, true).await;
    assert_eq!(report.status, Outcome::Stored, "{:#?}", report.problems);
    assert_eq!(figure(&scene, "demo_visit_rate", period).await["numerator"], 273);

    let wrong = |find: &str, replace: &str, what: &str| {
        let path = folder.path().join("2025/edition.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen(find, replace, 1)).unwrap();
        let faults = Catalogue::load(Some(folder.path())).unwrap_err();
        assert!(faults.iter().any(|fault| fault.what.contains(what)), "{what} in {faults:#?}");
        fs::write(&path, text).unwrap();
    };
    wrong("ordinal = 11", "ordinal = 12", "省定目标的 ordinal 应从 11 起");
    wrong("code = \"省定-2025-1\"", "code = \"NIT-2025-Ⅺ\"", "应为 `省定-2025-1`");
    wrong("[\"demo_extra\"]", "[\"demo_other\"]", "没有编码为 `demo_other` 的数据元");
}

fn heading(row: &PlanRow) -> Option<String> {
    match row {
        PlanRow::Heading(text) => Some(text.clone()),
        PlanRow::Element { .. } => None,
    }
}
