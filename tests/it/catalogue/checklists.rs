//! The shipped checklists hold what the document holds, no more and no less, and outside programs find it.

use std::collections::HashSet;

use serde_json::Value;
use zhikong::catalogue::model::{Bound, Checklist, ExceptionKind, LimitUnit};

use super::{run, shipped};

fn shown() -> Vec<Value> {
    let done = run(&["catalogue", "show", "--json"]);
    let mut document: Value = serde_json::from_slice(&done.stdout).unwrap();
    serde_json::from_value(document["checklists"].take()).unwrap()
}

fn list<'v>(of: &'v Value, key: &str) -> &'v [Value] {
    of[key].as_array().unwrap_or_else(|| panic!("{key} in {of}"))
}

/// Systems, requirements, questions – counted as an outside program would, from the clauses of the points.
fn counted(checklist: &Value) -> (usize, usize, usize) {
    let systems = list(checklist, "systems");
    let requirements = systems.iter().map(|system| list(system, "requirements").len()).sum();
    let points = systems.iter().flat_map(|system| list(system, "check_points"));
    let questions: HashSet<&str> = points.map(|point| point["clause"].as_str().unwrap()).collect();
    (systems.len(), requirements, questions.len())
}

#[test]
fn the_document_of_both_lists_counts_as_the_notice_does() {
    let checklists = shown();
    let counts: Vec<_> = checklists.iter().map(|one| (one["id"].as_str().unwrap(), counted(one))).collect();
    assert_eq!(counts, [("core-systems", (18, 85, 55)), ("targets-2021", (10, 28, 31))]);
    for system in checklists.iter().flat_map(|one| list(one, "systems")) {
        let named: Vec<&Value> = list(system, "questions").iter().flat_map(|one| list(one, "check_points")).collect();
        let held: Vec<&Value> = list(system, "check_points").iter().map(|point| &point["id"]).collect();
        assert_eq!(named, held, "every point stands under its question");
    }
}

#[test]
fn the_document_of_a_system_holds_what_a_form_is_made_from() {
    let checklists = shown();
    let system = &list(&checklists[0], "systems")[2];
    assert_eq!((&system["ordinal"], &system["name"]), (&3.into(), &"会诊制度".into()));
    let requirement = &list(system, "requirements")[1];
    assert_eq!(requirement["clause"], "三(一)3(2)");
    assert_eq!(requirement["evidence"], "verified");
    let urgent = serde_json::json!({
        "id": "consultation-urgent", "subject": "机构内急会诊到位", "comparison": "at_most", "value": 10,
        "unit": "minute", "anchor": "会诊请求发出", "exception": null,
    });
    assert_eq!(requirement["limits"][0], urgent);
    let point = list(system, "check_points").iter().find(|point| point["id"] == "consultation-urgent-time").unwrap();
    assert_eq!(point["clause"], "三(一)3.评问1");
    assert_eq!(point["requirement_refs"], serde_json::json!(["三(一)3(2)"]));
    assert_eq!(point["limit_refs"], serde_json::json!(["consultation-urgent"]));
    assert_eq!(point["judged_by"], serde_json::json!(["documents", "records"]));
    for key in ["text", "look_at", "service", "applies", "note", "evidence"] {
        assert!(point.get(key).is_some(), "{key} in {point}");
    }
    assert!(list(requirement, "check_points").contains(&point["id"]));
}

#[test]
fn references_hold_both_ways() {
    let catalogue = shipped();
    for checklist in catalogue.checklists() {
        for system in &checklist.systems {
            for requirement in &system.requirements {
                let resting =
                    system.check_points.iter().filter(|one| one.requirement_refs.contains(&requirement.clause));
                let resting: Vec<_> = resting.map(|point| &point.id).collect();
                assert_eq!(requirement.check_points.iter().collect::<Vec<_>>(), resting, "{}", requirement.clause);
            }
            for point in &system.check_points {
                assert!(!point.requirement_refs.is_empty() || point.note.is_some(), "{}", point.id);
            }
        }
        for (_, requirement, limit) in checklist.limits() {
            let mut points = checklist.systems.iter().flat_map(|system| &system.check_points);
            assert!(points.any(|point| point.limit_refs.contains(&limit.id)), "{} is judged nowhere", limit.id);
            assert_eq!(checklist.limit(&limit.id).unwrap().0.clause, requirement.clause);
        }
    }
}

#[test]
fn targets_stand_in_national_order_with_the_documents_clauses() {
    let catalogue = shipped();
    let list = catalogue.checklist("targets-2021").unwrap();
    let clauses: Vec<&str> = list.systems.iter().map(|system| system.clause.as_str()).collect();
    let expected = [
        "三(二)1(1)",
        "三(二)1(2)",
        "三(二)1(3)",
        "三(二)2(1)",
        "三(二)2(2)",
        "三(二)3(1)",
        "三(二)3(2)",
        "三(二)2(3)",
        "三(二)2(4)",
        "三(二)2(5)",
    ];
    assert_eq!(clauses, expected);
    assert_eq!(list.system(6).unwrap().name, "提高病案首页主要诊断编码正确率");
    assert_eq!(list.system(4).unwrap().target.as_ref().unwrap().as_str(), "pathogen_test_before_abx");
}

/// Value, unit and side of a limit.
fn limit(checklist: &Checklist, id: &str) -> (Bound, u32, LimitUnit, Option<ExceptionKind>) {
    let (_, limit) = checklist.limit(&id.parse().unwrap()).unwrap_or_else(|| panic!("no limit {id}"));
    (limit.comparison, limit.value, limit.unit, limit.exception.as_ref().map(|exception| exception.kind))
}

#[test]
fn limits_are_those_of_the_document_with_their_exceptions() {
    let catalogue = shipped();
    let list = catalogue.checklist("core-systems").unwrap();
    let is = |id: &str| limit(list, id);
    assert_eq!(is("consultation-urgent"), (Bound::AtMost, 10, LimitUnit::Minute, None));
    assert_eq!(is("consultation-routine"), (Bound::AtMost, 24, LimitUnit::Hour, None));
    assert_eq!(is("rounds-workday"), (Bound::AtLeast, 2, LimitUnit::TimesPerDay, None));
    assert_eq!(is("rounds-day-off"), (Bound::AtLeast, 1, LimitUnit::TimesPerDay, None));
    assert_eq!(is("rounds-highest"), (Bound::AtLeast, 2, LimitUnit::TimesPerWeek, None));
    assert_eq!(is("rounds-middle"), (Bound::AtLeast, 3, LimitUnit::TimesPerWeek, None));
    assert_eq!(is("rescue-record"), (Bound::AtMost, 6, LimitUnit::Hour, None));
    assert_eq!(is("rescue-record-precision"), (Bound::ToThe, 1, LimitUnit::Minute, None));
    assert_eq!(is("death-discussed"), (Bound::AtMost, 1, LimitUnit::Week, Some(ExceptionKind::InPrinciple)));
    assert_eq!(is("death-rediscussed"), (Bound::AtMost, 1, LimitUnit::Week, None), "an autopsy leaves no way out");
    assert_eq!(is("difficult-attending"), (Bound::AtLeast, 2, LimitUnit::Person, None));
    assert_eq!(is("critical-checkers"), (Bound::AtLeast, 2, LimitUnit::Person, Some(ExceptionKind::Instead)));
    assert_eq!(is("identity-ways"), (Bound::AtLeast, 2, LimitUnit::Way, None));
    assert_eq!(is("nursing-grades-number"), (Bound::Exactly, 4, LimitUnit::Level, Some(ExceptionKind::InPrinciple)));
    assert_eq!(is("surgery-grades-number"), (Bound::Exactly, 4, LimitUnit::Level, None));
    assert_eq!(is("antimicrobial-grades-number"), (Bound::Exactly, 3, LimitUnit::Level, None));
    assert_eq!(is("preop-discussed").3, Some(ExceptionKind::Except));
    assert_eq!(is("consultation-accompanied").3, Some(ExceptionKind::InPrinciple));
    let critical = list.limit(&"critical-checkers".parse().unwrap()).unwrap().1.exception.clone().unwrap();
    assert_eq!((critical.when.unwrap(), critical.instead.unwrap()), ("夜间或紧急情况".into(), "单人两次核对".into()));
    let circle = limit(catalogue.checklist("targets-2021").unwrap(), "stroke-transfer-circle");
    assert_eq!(circle, (Bound::AtMost, 1, LimitUnit::Hour, Some(ExceptionKind::WherePossible)));
}

#[test]
fn a_point_applies_where_its_service_is_offered() {
    let catalogue = shipped();
    let system = |ordinal| catalogue.checklist("core-systems").unwrap().system(ordinal).unwrap();
    let point = |ordinal: u8, id: &str| {
        system(ordinal).check_points.iter().find(|point| point.id.as_str() == id).unwrap().service.clone()
    };
    assert_eq!(point(11, "safety-filed").as_deref(), Some("手术"), "its system's");
    assert_eq!(point(11, "safety-delivery").as_deref(), Some("产科"), "its own");
    assert_eq!(point(10, "verification-drugs"), None);
    let transfers = catalogue.checklist("targets-2021").unwrap().system(1).unwrap();
    assert_eq!(transfers.service, None, "who cannot treat must be able to hand on");
}
