//! 目录: the shipped files say what was published and decided, and the JSON is as outside programs expect.

mod campaigns;
mod checklist_faults;
mod checklist_pages;
mod checklists;
mod dictionary;
mod each_kind;
mod faults;
mod numbers;
mod pages;
mod shelf;
mod strict;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use zhikong::calendar::Period;
use zhikong::catalogue::Catalogue;
use zhikong::catalogue::model::{Better, Evidence, Kind, Operator, Relation, RuleCheck, Severity};

fn shipped() -> Catalogue {
    Catalogue::load(None).unwrap()
}

fn folder_of_targets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("targets")
}

/// A copy of the shipped files to spoil.
pub fn copied() -> tempfile::TempDir {
    fn copy(from: &Path, to: &Path) {
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                fs::create_dir(&target).unwrap();
                copy(&path, &target);
            } else {
                fs::copy(&path, &target).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy(&folder_of_targets(), folder.path());
    folder
}

/// Replaces the first `find` of a file; gives the line where it stood.
pub fn spoil(folder: &Path, file: &str, find: &str, replace: &str) -> usize {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find(find).unwrap_or_else(|| panic!("{file} holds no {find}"));
    fs::write(&path, text.replacen(find, replace, 1)).unwrap();
    text[..at].matches('\n').count() + 1
}

#[test]
fn the_ten_targets_of_each_year_are_those_published() {
    let catalogue = shipped();
    let title = |year, ordinal| catalogue.target(year, ordinal).unwrap().title.as_str();
    assert_eq!(title(2023, 4), "降低住院患者围手术期死亡率");
    assert_eq!(title(2024, 1), "提高急性脑梗死再灌注治疗率");
    assert_eq!(title(2024, 9), "降低非计划重返手术室再手术率");
    let counts: Vec<usize> =
        catalogue.edition(2024).unwrap().targets.iter().map(|target| target.strategies.len()).collect();
    assert_eq!(counts, [5, 5, 5, 4, 7, 5, 6, 5, 4, 6], "核心策略 as many as in 附件1");
    let edition = catalogue.edition(2023).unwrap();
    assert!(edition.targets.iter().all(|target| target.strategies.is_empty() && target.brief.is_none()));
}

#[test]
fn headlines_and_history_follow_the_decisions() {
    let catalogue = shipped();
    let target = |year, ordinal| catalogue.target(year, ordinal).unwrap();
    assert_eq!(target(2024, 5).headline.as_ref().unwrap().as_str(), "iv_use_rate");
    assert_eq!(target(2024, 8).headline, None, "eleven bars, no single number");
    assert_eq!(target(2024, 8).indicators.len(), 11);
    let origin =
        |year, ordinal| (target(year, ordinal).crosswalk[0].from.clone(), target(year, ordinal).crosswalk[0].relation);
    assert_eq!(origin(2024, 9), (Some("NIT-2022-Ⅷ".to_owned()), Relation::Same), "2023 did not hold it");
    assert_eq!(origin(2023, 6), (Some("NIT-2022-Ⅸ".to_owned()), Relation::Reversed));
    assert_eq!(origin(2024, 8), (None, Relation::New));
}

#[test]
fn a_series_breaks_only_where_the_indicator_changed() {
    let catalogue = shipped();
    let begins = |id: &str, period: &str| {
        let period: Period = period.parse().unwrap();
        catalogue.indicator_coded(id).unwrap().version_at(period).unwrap().valid_from.to_string()
    };
    assert_eq!(begins("vte_proper_prophylaxis_rate", "2023Q4"), "2021Q1");
    assert_eq!(begins("vte_proper_prophylaxis_rate", "2024Q1"), "2024Q1");
    assert_eq!(begins("iv_use_rate", "2022Q4"), begins("iv_use_rate", "2024Q3"), "one unbroken series");
}

#[test]
fn formulas_read_as_a_person_counts() {
    let catalogue = shipped();
    let words = |id: &str| catalogue.indicator_coded(id).unwrap().formula_in_words(&catalogue);
    assert_eq!(words("iv_use_rate"), "使用静脉输液的出院患者 ÷ 出院患者人次 × 100%");
    assert_eq!(
        words("iv_volume_per_bed_day"),
        "出院患者静脉输液总量（升） × 1000 ÷ 出院者占用总床日（床日），单位 mL/床日",
        "stored in tenths of a litre, shown in millilitres"
    );
}

#[test]
fn an_edition_serves_its_year_and_those_after_it_that_have_none() {
    let catalogue = shipped();
    let year = |period: &str| catalogue.edition_for(period.parse().unwrap()).map(|edition| edition.year);
    assert_eq!(
        [year("2020Q4"), year("2021Q1"), year("2024-07"), year("2025Q1"), year("2027Q1")],
        [None, Some(2021), Some(2024), Some(2025), Some(2026)]
    );
}

#[test]
fn comparisons_name_each_pair_once_and_only_of_proportions() {
    let catalogue = shipped();
    let comparisons = catalogue.comparisons(catalogue.edition(2024).unwrap());
    let pair = |left: &str, right: &str| {
        let same =
            |terms: &[zhikong::catalogue::model::Term], id: &str| terms.len() == 1 && terms[0].element.as_str() == id;
        let found: Vec<&str> = comparisons
            .iter()
            .filter(|comparison| comparison.operator == Operator::AtMost)
            .filter(|comparison| same(comparison.left, left) && same(comparison.right, right))
            .map(|comparison| comparison.rule.id.as_str())
            .collect();
        found
    };
    assert_eq!(pair("vte_prevented", "vte_mid_high"), ["vte-prevented-above-mid-high"], "its own words win");
    assert_eq!(pair("rec_round_ok", "rec_round_checked"), ["numerator-above-denominator"]);
    assert!(pair("ae_reports", "discharges").is_empty(), "a frequency may exceed one");
    assert!(pair("septic_6h_done", "septic_3h_done").is_empty(), "the published national figures say otherwise");
    assert!(pair("stemi_12h_reperfused", "stemi_12h").is_empty(), "2024 does not ask for it");
}

#[test]
fn rules_have_words_for_the_clerk_and_limits_have_names() {
    let catalogue = shipped();
    assert!(catalogue.rules().iter().any(|rule| matches!(rule.check, RuleCheck::Indicators { .. })));
    let cumulative = catalogue.rule_named("cumulative-quarter").unwrap();
    assert_eq!((cumulative.severity, cumulative.threshold("within_percent")), (Severity::Explain, Some(5)));
}

#[test]
fn maxima_are_each_elements_own() {
    let catalogue = shipped();
    let maxima: HashSet<Option<i64>> = catalogue.elements().iter().map(|element| element.maximum).collect();
    assert!(maxima.len() > 8, "not one ceiling: {maxima:?}");
    assert!(
        catalogue.elements().iter().all(|element| element.maximum.is_some() != element.choices.iter().any(|_| true))
    );
}

#[test]
fn the_province_is_whole() {
    let catalogue = shipped();
    assert_eq!(catalogue.regions().len(), 199);
    assert_eq!(catalogue.authorities().len(), 1 + 18 + 156, "功能区 have no commission");
    let reviewer = |code: &str| {
        catalogue.authorities().iter().find(|authority| authority.code == code).unwrap().reviewed_by.clone().unwrap()
    };
    assert_eq!(reviewer("411381"), "410000", "邓州 reports to the province");
    assert_eq!(reviewer("410102"), "410100");
    assert_eq!(catalogue.regions().iter().filter(|region| region.province_administered).count(), 10);
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_zhikong")).args(arguments).output().unwrap()
}

#[test]
fn the_command_says_what_is_wrong_and_ends_with_one() {
    let done = run(&["catalogue", "check"]);
    assert!(done.status.success());
    let folder = copied();
    let line = spoil(folder.path(), "rules.toml", "severity = \"block\"", "severity = \"stop\"");
    let targets = folder.path().to_str().unwrap();
    let done = run(&["--targets", targets, "catalogue", "check"]);
    assert_eq!(done.status.code(), Some(1));
    let said = String::from_utf8(done.stdout).unwrap();
    assert!(said.starts_with(&format!("rules.toml:{line}: 不能写 `stop`")), "{said}");
    let shown = run(&["--targets", targets, "catalogue", "show", "--json"]);
    assert_eq!((shown.status.code(), shown.stdout.len()), (Some(1), 0), "half a document is none");
}

#[test]
fn the_document_holds_what_outside_programs_expect() {
    let done = run(&["catalogue", "show", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let keys = |value: &serde_json::Value, expected: &[&str]| {
        for key in expected {
            assert!(value.get(key).is_some(), "{key} in {value}");
        }
    };
    keys(&document, &["editions", "indicators", "elements", "rules", "checklists", "regions", "authorities"]);
    let edition = document["editions"].as_array().unwrap().iter().find(|edition| edition["year"] == 2024).unwrap();
    keys(edition, &["year", "document", "status", "targets", "dropped"]);
    let target = &edition["targets"][7];
    let named =
        ["ordinal", "code", "id", "title", "direction", "brief", "strategies", "headline", "indicators", "crosswalk"];
    keys(target, &named);
    assert_eq!(target["code"], "NIT-2024-Ⅷ");
    assert!(target["headline"].is_null());
    assert_eq!(target["crosswalk"][0], serde_json::json!({ "from": null, "relation": "new" }));
    let volume =
        document["indicators"].as_array().unwrap().iter().find(|shown| shown["id"] == "iv_volume_per_bed_day").unwrap();
    assert_eq!(volume["numerator"], serde_json::json!([{ "element": "iv_volume_l_x10", "factor": 100 }]));
    let named =
        ["name", "kind", "denominator", "multiplier", "unit", "decimals", "better", "versions", "source", "evidence"];
    keys(volume, &named);
    assert_eq!(volume["versions"][0]["valid_from"], "2023Q1");
    keys(&document["elements"][0], &["id", "name", "unit", "decimals", "rhythm", "over_time", "service", "maximum"]);
    assert!(document["elements"][0]["service"].is_null());
    keys(&document["rules"][0], &["id", "severity", "message", "remedy"]);
    keys(&document["regions"][0], &["code", "name", "kind", "administrative_parent", "valid_from", "valid_to"]);
    keys(&document["authorities"][0], &["code", "name", "kind", "territory", "reviewed_by"]);
}

/// Every key of the objects in a document, but those of thresholds, which are names of the rules' own.
fn keys_of(value: &serde_json::Value, keys: &mut HashSet<String>) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                keys.insert(key.clone());
                if key != "thresholds" {
                    keys_of(value, keys);
                }
            }
        }
        serde_json::Value::Array(array) => array.iter().for_each(|value| keys_of(value, keys)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_document_is_written_down() {
    let document: serde_json::Value = serde_json::from_slice(&run(&["catalogue", "show", "--json"]).stdout).unwrap();
    let mut keys = HashSet::new();
    keys_of(&document, &mut keys);
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/cli.md")).unwrap();
    let silent: Vec<&String> = keys.iter().filter(|key| !page.contains(&format!("\"{key}\""))).collect();
    assert!(keys.len() > 90 && silent.is_empty(), "docs/cli.md does not tell of {silent:?}");
}

#[test]
fn only_what_a_national_list_names_says_so() {
    let catalogue = shipped();
    let targets: Vec<_> = catalogue.editions().iter().flat_map(|edition| &edition.targets).collect();
    for indicator in catalogue.indicators() {
        let listed = indicator
            .versions
            .iter()
            .any(|version| version.note.contains("列入国家目标") && !version.note.contains("配套"));
        let named = targets.iter().any(|target| {
            target.headline.as_ref() == Some(&indicator.id) || target.short_title.contains(&indicator.name)
        });
        assert!(!listed || named, "{} is a companion of a target, not one of the list", indicator.id);
        for version in indicator.versions.iter().filter(|_| indicator.id.as_str().starts_with("rec_")) {
            assert_eq!(version.evidence, Evidence::Secondary, "{}: who maps it is a third party", indicator.id);
        }
    }
    let prevented = catalogue.element_coded("vte_prevented").unwrap();
    assert!(prevented.definition.contains("2024年起") && prevented.definition.contains("2023年及以前"));
}

#[test]
fn figures_keep_their_kind_and_direction() {
    let catalogue = shipped();
    let facts = |id: &str| {
        let indicator = catalogue.indicator_coded(id).unwrap();
        (indicator.kind, indicator.better, indicator.multiplier)
    };
    assert_eq!(facts("ae_per_100_discharges"), (Kind::Density, Better::Higher, 100));
    assert_eq!(facts("ae_per_bed"), (Kind::Ratio, Better::Higher, 1));
    assert_eq!(facts("iv_use_rate"), (Kind::Proportion, Better::Lower, 100));
}
