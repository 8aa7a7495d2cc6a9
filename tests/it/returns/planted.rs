//! Two hundred faults that a script planted without knowing our rules, each named at its cell in one pass; and a
//! hundred clean files of which nothing is said.
//!
//! `tests/makers/planted.py` fills blank forms as clerks do, lays them out in thirteen ways and writes down what it
//! did and where. What the product calls each kind of fault stands here, written by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use zhikong::access::{AccountId, Place, Viewer};
use zhikong::hospitals::roster::Line;
use zhikong::returns::model::{FileReport, Outcome};
use zhikong::returns::take::Options;
use zhikong::returns::template::Fills;

use crate::returns::scene::Scene;
use crate::support::register::line;

/// What the script did, and the rule that must name it.
const KINDS: &[(&str, &str)] = &[
    ("a percentage as text", "percent-for-count"),
    ("a percentage as a number", "percent-for-count"),
    ("a rate per mille", "percent-for-count"),
    ("the word for none", "ambiguous-mark"),
    ("a dash", "ambiguous-mark"),
    ("a date in the cell", "date-for-count"),
    ("a date as text", "date-for-count"),
    ("words", "not-a-number"),
    ("a range", "not-a-number"),
    ("a fraction of two counts", "not-a-number"),
    ("a sum as text", "not-a-number"),
    ("a letter for zero", "not-a-number"),
    ("a number in words", "not-a-number"),
    ("a question mark", "not-a-number"),
    ("a comma in the wrong place", "not-a-number"),
    ("yes or no in the cell", "not-a-number"),
    ("half a case", "not-whole"),
    ("a whole number with a tail", "not-whole"),
    ("litres with two decimals", "too-many-decimals"),
    ("a negative number", "negative"),
    ("a number with digits too many", "above-maximum"),
    ("beds with digits too many", "above-maximum"),
    ("a formula whose result is not saved", "formula-without-value"),
    ("divided by zero", "error-cell"),
    ("a reference gone", "error-cell"),
    ("a word that is no choice", "unknown-choice"),
    ("two months and a total typed", "mixed-grain"),
    ("a month's cell for what is asked once a quarter", "month-for-quarter"),
    ("a month beside the quarter that is asked", "month-for-quarter"),
    ("the same row twice, differing", "doubled-row"),
    ("a row deleted", "row-missing"),
    ("a row hidden", "hidden-row"),
    ("a code mistyped", "unknown-code"),
    ("a code with hyphens", "unknown-code"),
    ("a row of the clerk's own", "unknown-code"),
    ("a target left blank", "blank-target"),
    ("a month left blank", "blank-offered"),
    ("not applicable without a reason", "not-applicable-reason"),
    ("offered or not is not clear", "offered-unclear"),
    ("a figure though it is not offered", "value-not-offered"),
    ("offered, but not so in the register", "service-differs-from-register"),
    ("a quarter divided by three", "equal-months"),
    ("a total typed that is not the sum", "typed-total-differs"),
    ("a typed rate that is far off", "typed-rate-wrong"),
    ("a typed rate that is a little off", "typed-rate-differs"),
    ("campuses that do not add up", "campus-sum-differs"),
    ("words for a campus", "not-a-number"),
    ("cases of nothing", "denominator-zero"),
    ("more assessed than discharged", "vte-assessed-above-discharges"),
    ("more at risk than assessed", "vte-mid-high-above-assessed"),
    ("more prevented than at risk", "vte-prevented-above-mid-high"),
    ("more asked about bleeding than at risk", "vte-bleeding-above-mid-high"),
    ("more emboli than thromboses", "pe-above-vte"),
    ("more returns in 48 hours than in 31 days", "reop-48h-above-31d"),
    ("more returns in 31 days than at all", "reop-31d-above-all"),
    ("more of level four than operations", "level4-above-ops"),
    ("more infused than discharged", "iv-patients-above-discharges"),
    ("more deaths on the day than in 24 hours", "death-day0-above-24h"),
    ("more deaths in 24 hours than in 48", "death-24h-above-48h"),
    ("more operated than discharged", "surgical-above-discharges"),
    ("a part above its whole in a month", "numerator-above-denominator"),
    ("a part above its whole in a quarter", "numerator-above-denominator"),
    ("a target copied from last quarter", "identical-to-last-quarter"),
    ("the year so far", "cumulative-quarter"),
    ("none at once", "sudden-extreme"),
    ("all at once", "sudden-extreme"),
    ("beyond its own past", "change-beyond-limits"),
    ("another year's form", "wrong-edition"),
    ("another quarter's months", "wrong-period"),
    ("a file on another quarter's page", "wrong-period"),
    ("another hospital's file", "wrong-hospital"),
    ("a hospital that is not in the register", "unknown-hospital"),
    ("a quarter that is not over", "period-not-over"),
    ("a photograph", "not-a-spreadsheet"),
    ("a scan", "not-a-spreadsheet"),
    ("a web page", "web-page-file"),
    ("a text file", "plain-text-file"),
    ("half a file", "unreadable-file"),
    ("a form without its codes", "not-our-workbook"),
];

/// What follows from a planted fault and is rightly said too: what, by which rule, and why.
const FOLLOWS: &[(&str, &str, &str)] = &[
    ("the month that is left blank then", "blank-offered", "the month is blank, whatever stands in the total"),
    ("the quarter that is left blank then", "blank-offered", "the quarter's cell is blank, whatever a month says"),
    ("the element that has no row then", "row-missing", "no row carries the element's code any more"),
    (
        "copied figures beside this quarter's discharges",
        "change-beyond-limits",
        "last quarter's assessments over this quarter's discharges are another rate",
    ),
];

/// Planted faults that are not yet named at their cell: file, kind, and the rules said instead. Mending one turns the
/// test red until it is taken out.
///
/// - A campus whose name stands right of the figures is not known for one and called a doubled row.
/// - A month typed beside the quarter that is asked is dropped without a word.
const KNOWN_MISSES: &[(&str, &str, &str)] = &[];

/// What is no longer said when the marked workbook is sent again as it is, and what is said instead.
///
/// A row that was deleted stands in the marked form, blank; one that was hidden or whose code was changed stands there
/// with its figures and its code; a formula without a result has become words; the
/// preview is computed anew.
const GONE_ONCE_MARKED: &[&str] =
    &["formula-without-value", "hidden-row", "row-missing", "typed-rate-differs", "typed-rate-wrong", "unknown-code"];
/// See [`GONE_ONCE_MARKED`].
const COME_ONCE_MARKED: &[&str] = &["blank-offered", "not-a-number"];

#[derive(Deserialize)]
struct Manifest {
    past: Vec<String>,
    planted: Vec<Planted>,
    clean: Vec<Clean>,
}

#[derive(Deserialize)]
struct Planted {
    file: String,
    shape: String,
    /// Whose clerk sends it; none for the operator.
    sender: Option<String>,
    /// The quarter whose page it is sent to.
    page: Option<String>,
    faults: Vec<Fault>,
    also: Vec<Fault>,
}

#[derive(Clone, Deserialize)]
struct Fault {
    kind: String,
    sheet: Option<String>,
    cell: Option<String>,
}

#[derive(Deserialize)]
struct Clean {
    file: String,
    shape: String,
    done: Vec<String>,
}

/// Ids of rules.
type Rules = BTreeSet<String>;

/// Rule, sheet and cell; `-` where there is none.
type Said = (String, String, String);

fn said(rule: &str, sheet: Option<&str>, cell: Option<&str>) -> Said {
    (rule.to_owned(), sheet.unwrap_or("-").to_owned(), cell.unwrap_or("-").to_owned())
}

/// The rule of a kind; a kind nobody wrote down fails the test.
fn rule_of(kind: &str) -> &'static str {
    let rules = KINDS.iter().copied().chain(FOLLOWS.iter().map(|(kind, rule, _)| (*kind, *rule)));
    rules.into_iter().find(|(name, _)| *name == kind).unwrap_or_else(|| panic!("no rule for {kind}")).1
}

/// The hospitals of the script: levels and services differ; `H1` has a past.
fn hospitals() -> Vec<Line> {
    let all = "产科；ICU；手术；四级手术；脑梗救治；心梗救治；肿瘤；化疗；放疗；用血";
    let hospital = |code: &str, level: &str, services: &str| Line {
        level: level.to_owned(),
        services: services.to_owned(),
        ..line(code)
    };
    vec![
        hospital("P1", "三级", all),
        hospital("P2", "三级", "产科；ICU；手术；四级手术；脑梗救治；心梗救治；肿瘤；用血"),
        hospital("P3", "二级", "ICU；手术；四级手术；脑梗救治；肿瘤；用血"),
        hospital("P4", "二级", "产科；手术；脑梗救治；肿瘤；用血"),
        hospital("P5", "一级", "产科"),
        hospital("P6", "一级", ""),
        hospital("P7", "二级", "产科；手术；四级手术；脑梗救治；肿瘤；用血"),
        hospital("P8", "三级", all),
        hospital("H1", "三级", all),
    ]
}

/// The forms of every hospital and quarter the script fills.
async fn blank_forms(scene: &Scene, folder: &Path) {
    let mut wanted: Vec<(String, &str)> = hospitals().into_iter().map(|line| (line.code, "2024Q3")).collect();
    wanted.extend([("P1", "2024Q4"), ("P1", "2023Q4")].map(|(code, quarter)| (code.to_owned(), quarter)));
    wanted.extend(["2023Q3", "2023Q4", "2024Q1", "2024Q2"].map(|quarter| ("H1".to_owned(), quarter)));
    for (code, quarter) in wanted {
        let bytes = scene.workbook(&code, quarter.parse().expect("a quarter"), &Fills::default()).await;
        std::fs::write(folder.join(format!("{code}-{quarter}.xlsx")), bytes).expect("written");
    }
}

/// Lets the script fill the forms.
fn made(forms: &Path, out: &Path) -> Manifest {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/makers/planted.py");
    let run =
        crate::support::makers::python().arg(script).arg(forms).arg(out).arg("2024").output().expect("python runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let manifest = std::fs::read(out.join("planted.json")).expect("the script's list");
    serde_json::from_slice(&manifest).expect("the script's list")
}

async fn taken(scene: &Scene, viewer: &Viewer, options: Options, folder: &Path, files: &[&str]) -> Vec<FileReport> {
    let mut reports = Vec::new();
    for batch in files.chunks(zhikong::returns::take::BATCH) {
        let read = |name: &&str| (name.rsplit('/').next().unwrap_or(name).to_owned(), std::fs::read(folder.join(name)));
        let read: Vec<(String, Vec<u8>)> =
            batch.iter().map(read).map(|(name, bytes)| (name, bytes.expect("a file of the script"))).collect();
        let sent: Vec<(&str, Vec<u8>)> = read.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        reports.extend(scene.take_as(viewer, &sent, options).await.reports);
    }
    reports
}

/// Sends a planted file as it is said to be sent.
async fn sent(scene: &Scene, folder: &Path, file: &Planted) -> FileReport {
    let options =
        Options { period: file.page.as_ref().map(|page| page.parse().expect("a quarter")), ..Options::default() };
    let viewer = match &file.sender {
        Some(code) => Viewer {
            place: Place::Hospital(scene.hospital(code).await.id),
            account: Some(AccountId(5)),
            ..Viewer::operator()
        },
        None => Viewer::operator(),
    };
    taken(scene, &viewer, options, folder, &[&file.file]).await.remove(0)
}

/// What is said and was neither planted nor follows, and what was planted and is not said.
fn differences(file: &Planted, report: &FileReport) -> (Vec<Fault>, Vec<Said>) {
    let mut told: Vec<Said> = report
        .problems
        .iter()
        .map(|problem| said(&problem.rule, problem.sheet.as_deref(), problem.cell.as_deref()))
        .collect();
    let mut missed = Vec::new();
    for fault in file.faults.iter().chain(&file.also) {
        let wanted = said(rule_of(&fault.kind), fault.sheet.as_deref(), fault.cell.as_deref());
        match told.iter().position(|one| *one == wanted) {
            Some(at) => drop(told.swap_remove(at)),
            None => missed.push(fault.clone()),
        }
    }
    (missed, told)
}

/// Marks every file, and what came back twice more: rules that are no longer said of the marked file, rules that are
/// said of it only, and the files that still change from the second time on. Nothing is stored by looking.
async fn marked_again(scene: &Scene, folder: &Path, files: &[Planted]) -> (Rules, Rules, Vec<String>) {
    let (mut gone, mut come, mut unsteady) = (Rules::new(), Rules::new(), Vec::new());
    for file in files {
        let mut bytes = std::fs::read(folder.join(&file.file)).expect("a file of the script");
        let mut rounds: Vec<(BTreeSet<String>, Vec<u8>)> = Vec::new();
        for _ in 0..3 {
            let dry = Options { dry_run: true, ..Options::default() };
            let sent = [("演示.xlsx", bytes.clone())];
            let report = scene.take_as(&Viewer::operator(), &sent, dry).await.reports.remove(0);
            let known = report.hospital.is_some() && report.period.is_some();
            if !known || report.problems.iter().all(|problem| problem.sheet.is_none()) {
                break;
            }
            bytes = scene.marked(&bytes, std::slice::from_ref(&report)).await;
            rounds.push((report.problems.into_iter().map(|problem| problem.rule).collect(), bytes.clone()));
        }
        if let [(sent, _), (marked, once), (_, twice)] = rounds.as_slice() {
            gone.extend(sent.difference(marked).cloned());
            come.extend(marked.difference(sent).cloned());
            if once != twice {
                unsteady.push(file.file.clone());
            }
        }
    }
    (gone, come, unsteady)
}

#[tokio::test]
async fn two_hundred_planted_faults_are_named_at_their_cells_and_a_hundred_clean_files_are_not_troubled() {
    let scene = Scene::with(&hospitals()).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (forms, out) = (folder.path().join("forms"), folder.path().join("out"));
    for path in [&forms, &out] {
        std::fs::create_dir(path).expect("a folder");
    }
    blank_forms(&scene, &forms).await;
    let manifest = {
        let (forms, out) = (forms.clone(), out.clone());
        tokio::task::spawn_blocking(move || made(&forms, &out)).await.expect("the script runs")
    };

    let planted: usize = manifest.planted.iter().map(|file| file.faults.len()).sum();
    let mut kinds: BTreeMap<&str, usize> = KINDS.iter().map(|(kind, _)| (*kind, 0)).collect();
    for fault in manifest.planted.iter().flat_map(|file| &file.faults) {
        *kinds.get_mut(fault.kind.as_str()).unwrap_or_else(|| panic!("no rule for {}", fault.kind)) += 1;
    }
    let never: Vec<&&str> = kinds.iter().filter(|(_, count)| **count == 0).map(|(kind, _)| kind).collect();
    assert_eq!((planted, never), (200, vec![]), "every kind is planted");
    assert!(kinds.len() >= 40 && manifest.clean.len() == 100);

    let accept = Options { accept: true, ..Options::default() };
    let past: Vec<&str> = manifest.past.iter().map(String::as_str).collect();
    for report in taken(&scene, &Viewer::operator(), accept, &out, &past).await {
        assert_eq!((report.status, report.problems), (Outcome::Stored, vec![]), "{}", report.file);
    }

    let (mut misses, mut wrong) = (Vec::new(), Vec::new());
    for file in &manifest.planted {
        let report = sent(&scene, &out, file).await;
        let (missed, more) = differences(file, &report);
        let instead = more.iter().map(|(rule, ..)| rule.as_str()).collect::<Vec<_>>().join(" ");
        for fault in &missed {
            let (rule, at) = (rule_of(&fault.kind), fault.cell.as_deref().unwrap_or("-"));
            println!("not named: {} ({}): {} at {at} by {rule}", file.file, file.shape, fault.kind);
            misses.push((file.file.clone(), fault.kind.clone(), instead.clone()));
        }
        if missed.is_empty() && !more.is_empty() {
            wrong.push(format!("{} ({}): {more:?}", file.file, file.shape));
        }
    }
    let (gone, come, unsteady) = marked_again(&scene, &out, &manifest.planted).await;
    let clean: Vec<&str> = manifest.clean.iter().map(|file| file.file.as_str()).collect();
    let reports = taken(&scene, &Viewer::operator(), Options::default(), &out, &clean).await;
    let mut troubled = Vec::new();
    for (file, report) in manifest.clean.iter().zip(&reports) {
        if !report.problems.is_empty() || report.status == Outcome::Refused {
            troubled.push(format!("{} ({}, {:?}): {:#?}", file.file, file.shape, file.done, report.problems));
        }
    }
    let misses: Vec<(&str, &str, &str)> = misses.iter().map(|(a, b, c)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(misses, KNOWN_MISSES, "planted faults that are not named");
    assert_eq!(wrong, Vec::<String>::new(), "said of nothing that was planted");
    assert_eq!(troubled, Vec::<String>::new(), "said of a clean file");
    assert_eq!(unsteady, Vec::<String>::new(), "what was marked changes when it is marked again");
    assert_eq!(gone.iter().map(String::as_str).collect::<Vec<_>>(), GONE_ONCE_MARKED);
    assert_eq!(come.iter().map(String::as_str).collect::<Vec<_>>(), COME_ONCE_MARKED);
    println!(
        "{planted} faults of {} kinds in {} files named; {} clean files",
        kinds.len(),
        manifest.planted.len(),
        clean.len()
    );
}
