//! `catalogue show --json` counted against what was published and decided.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::run;

fn document() -> Value {
    serde_json::from_slice(&run(&["catalogue", "show", "--json"]).stdout).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// The aims of each year in national order.
const AIMS: [(i64, [&str; 10]); 6] = [
    (
        2021,
        [
            "stemi_reperfusion",
            "stroke_reperfusion",
            "tumor_tnm_staging",
            "pathogen_test_before_abx",
            "vte_prevention",
            "principal_dx_coding",
            "adverse_event_report",
            "iv_infusion",
            "clabsi",
            "vaginal_delivery_complication",
        ],
    ),
    (
        2022,
        [
            "stemi_reperfusion",
            "stroke_reperfusion",
            "tumor_tnm_staging",
            "pathogen_test_before_abx",
            "vte_prevention",
            "septic_shock_bundle",
            "adverse_event_report",
            "unplanned_reoperation",
            "iv_infusion",
            "vaginal_delivery_complication",
        ],
    ),
    (
        2023,
        [
            "stemi_reperfusion",
            "stroke_reperfusion",
            "tumor_tnm_staging",
            "periop_mortality",
            "adverse_event_report",
            "iv_infusion",
            "level4_mdt",
            "septic_shock_bundle",
            "vte_prevention",
            "vaginal_delivery_complication",
        ],
    ),
    (
        2024,
        [
            "stroke_reperfusion",
            "tumor_tnm_staging",
            "vte_prevention",
            "septic_shock_bundle",
            "iv_infusion",
            "adverse_event_report",
            "level4_mdt",
            "key_record_completeness",
            "unplanned_reoperation",
            "vaginal_delivery_complication",
        ],
    ),
    (
        2025,
        [
            "stroke_reperfusion",
            "tumor_tnm_staging",
            "vte_prevention",
            "septic_shock_bundle",
            "iv_infusion",
            "adverse_event_report",
            "level4_mdt",
            "key_record_completeness",
            "unplanned_reoperation",
            "result_mutual_recognition",
        ],
    ),
    (
        2026,
        [
            "stroke_acute_care",
            "tumor_clinical_staging",
            "vte_prevention",
            "septic_shock_bundle",
            "iv_infusion",
            "adverse_event_report",
            "level4_mdt",
            "key_record_completeness",
            "unplanned_reoperation",
            "result_mutual_recognition",
        ],
    ),
];

const DOCUMENTS: [(&str, &str); 6] = [
    ("国卫办医函〔2021〕76号", "unverified"),
    ("国卫办医函〔2022〕58号", "secondary"),
    ("国卫办医政函〔2023〕45号", "secondary"),
    ("国卫办医政函〔2024〕40号", "unverified"),
    ("国卫办医政函〔2025〕106号", "secondary"),
    ("国卫办医政函〔2026〕63号", "secondary"),
];

#[test]
fn six_editions_hold_their_ten_in_national_order() {
    let document = document();
    let editions = list(&document, "editions");
    assert_eq!(editions.len(), 6);
    for ((edition, (year, aims)), (number, evidence)) in editions.iter().zip(AIMS).zip(DOCUMENTS) {
        assert_eq!((edition["year"].as_i64(), text(edition, "document")), (Some(year), number));
        assert_eq!(text(edition, "document_evidence"), evidence, "{year}");
        let targets = list(edition, "targets");
        let ids: Vec<&str> = targets.iter().map(|target| text(target, "id")).collect();
        assert_eq!(ids, aims, "{year}");
        for (numeral, target) in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".chars().zip(targets) {
            assert_eq!(text(target, "code"), format!("NIT-{year}-{numeral}"));
            let verb = if target["direction"] == "raise" { "提高" } else { "降低" };
            assert!(text(target, "title").starts_with(verb), "{target}");
            let strategies = if year == 2024 { [5, 5, 5, 4, 7, 5, 6, 5, 4, 6] } else { [0; 10] };
            let at = target["ordinal"].as_u64().unwrap() as usize - 1;
            assert_eq!(list(target, "strategies").len(), strategies[at], "{}", target["code"]);
            assert_eq!(target["brief"].is_null(), year != 2024, "{}", target["code"]);
        }
        assert_eq!(text(edition, "status"), if year == 2024 { "published" } else { "not_available" });
        assert_eq!(list(edition, "province_targets").len(), 0, "no document of the province names one");
    }
    let dropped: Vec<Vec<&str>> =
        editions.iter().map(|edition| list(edition, "dropped").iter().filter_map(Value::as_str).collect()).collect();
    let expected: [&[&str]; 6] = [
        &[],
        &["NIT-2021-Ⅵ", "NIT-2021-Ⅸ"],
        &["NIT-2022-Ⅳ", "NIT-2022-Ⅷ"],
        &["NIT-2023-Ⅰ", "NIT-2023-Ⅳ"],
        &["NIT-2024-Ⅹ"],
        &[],
    ];
    assert_eq!(dropped, expected);
}

#[test]
fn each_target_comes_from_the_latest_edition_that_held_it() {
    let document = document();
    let mut latest: BTreeMap<&str, &str> = BTreeMap::new();
    let mut turned = BTreeMap::new();
    for edition in list(&document, "editions") {
        for target in list(edition, "targets") {
            let [line] = list(target, "crosswalk").as_slice() else { panic!("one line in {target}") };
            let relation = text(line, "relation");
            match latest.get(text(target, "id")) {
                Some(code) => assert_eq!(line["from"], **code, "{target}"),
                None => assert!(line["from"].is_null() == (relation == "new"), "{target}"),
            }
            if !["same", "new"].contains(&relation) {
                turned.insert(text(target, "code"), (relation, line["from"].as_str().unwrap()));
            }
        }
        latest.extend(list(edition, "targets").iter().map(|target| (text(target, "id"), text(target, "code"))));
    }
    let expected = [
        ("NIT-2023-Ⅵ", ("reversed", "NIT-2022-Ⅸ")),
        ("NIT-2024-Ⅲ", ("redefined", "NIT-2023-Ⅸ")),
        ("NIT-2024-Ⅳ", ("redefined", "NIT-2023-Ⅷ")),
        ("NIT-2026-Ⅰ", ("redefined", "NIT-2025-Ⅰ")),
        ("NIT-2026-Ⅱ", ("redefined", "NIT-2025-Ⅱ")),
    ];
    assert_eq!(turned, BTreeMap::from(expected));
}

/// Indicators and the first and last year with a national target that shows them.
const SHOWN: [(&str, &str, i64, i64, i64); 26] = [
    ("stemi_reperfusion_rate", "proportion", 100, 2021, 2023),
    ("stroke_reperfusion_rate", "proportion", 100, 2021, 2025),
    ("stroke_acute_care_rate", "composite", 100, 2026, 2026),
    ("tumor_tnm_staging_rate", "proportion", 100, 2021, 2025),
    ("tumor_clinical_staging_rate", "proportion", 100, 2026, 2026),
    ("pathogen_test_before_abx_rate", "proportion", 100, 2021, 2022),
    ("vte_risk_assess_rate", "proportion", 100, 2021, 2026),
    ("vte_proper_prophylaxis_rate", "proportion", 100, 2021, 2026),
    ("principal_dx_coding_rate", "proportion", 100, 2021, 2021),
    ("ae_per_100_discharges", "density", 100, 2021, 2026),
    ("ae_per_bed", "ratio", 1, 2021, 2026),
    ("iv_use_rate", "proportion", 100, 2021, 2026),
    ("iv_bags_per_bed_day", "ratio", 1, 2023, 2026),
    ("iv_volume_per_bed_day", "ratio", 1, 2023, 2026),
    ("iv_drug_kinds_per_patient", "ratio", 1, 2023, 2026),
    ("crbsi_per_1000_catheter_days", "density", 1000, 2021, 2021),
    ("vaginal_delivery_complication_rate", "proportion", 100, 2021, 2024),
    ("septic_shock_1h_rate", "proportion", 100, 2022, 2023),
    ("septic_shock_3h_rate", "proportion", 100, 2022, 2026),
    ("septic_shock_6h_rate", "proportion", 100, 2024, 2026),
    ("unplanned_reop_48h_rate", "proportion", 100, 2022, 2026),
    ("periop_death_day0_rate", "proportion", 100, 2023, 2023),
    ("periop_mortality_rate", "proportion", 100, 2023, 2023),
    ("level4_mdt_rate", "proportion", 100, 2023, 2026),
    ("rec_rescue_rate", "proportion", 100, 2024, 2026),
    ("result_mutual_recognition_rate", "proportion", 100, 2025, 2026),
];

#[test]
fn indicators_have_their_kind_their_years_and_their_elements() {
    let document = document();
    let indicators = list(&document, "indicators");
    assert_eq!(indicators.len(), 46);
    assert_eq!(indicators.iter().filter(|one| text(one, "id").starts_with("rec_")).count(), 11);
    let elements: BTreeSet<&str> = list(&document, "elements").iter().map(|element| text(element, "id")).collect();
    for (id, kind, multiplier, first, last) in SHOWN {
        let found = indicators.iter().find(|one| one["id"] == id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!((text(found, "kind"), found["multiplier"].as_i64()), (kind, Some(multiplier)), "{id}");
        let shows = |edition: &&Value| {
            list(edition, "targets").iter().any(|target| list(target, "indicators").iter().any(|shown| shown == id))
        };
        let editions = list(&document, "editions").iter();
        let years: Vec<i64> = editions.filter(shows).filter_map(|edition| edition["year"].as_i64()).collect();
        assert_eq!((years.first(), years.last()), (Some(&first), Some(&last)), "{id}");
    }
    for one in indicators {
        let terms: Vec<&Value> = list(one, "numerator").iter().chain(list(one, "denominator")).collect();
        let undefined = one["id"] == "stroke_acute_care_rate";
        assert_eq!(terms.is_empty(), undefined, "{one}");
        assert_eq!(text(one, "formula") == "口径未发布", undefined, "{one}");
        assert!(terms.iter().all(|term| elements.contains(text(term, "element"))), "{one}");
        assert!(!text(one, "source").is_empty() && !list(one, "versions").is_empty(), "{one}");
    }
    let chosen = [
        "stemi_reperfusion_rate",
        "tumor_tnm_staging_rate",
        "iv_bags_per_bed_day",
        "iv_volume_per_bed_day",
        "vaginal_delivery_complication_rate",
        "ae_per_bed",
    ];
    for id in chosen {
        let found = indicators.iter().find(|one| one["id"] == id).unwrap();
        assert!(!list(found, "alternatives").is_empty(), "{id}: what was not chosen is recorded");
    }
}
