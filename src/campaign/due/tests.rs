use std::collections::BTreeSet;

use super::*;

/// Of every duty.
fn owed(campaign: &Campaign, tree: &Tree, register: &[Entry], returns: ReturnDue<'_>, today: NaiveDate) -> Vec<Owed> {
    let of = |duty| super::owed((campaign, duty), tree, register, returns, today);
    campaign.duties.iter().flat_map(of).collect()
}
use crate::access::HospitalId;
use crate::catalogue::Catalogue;
use crate::hospitals::Span;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn authority(id: i64, kind: AuthorityKind, above: Option<i64>) -> Authority {
    Authority {
        id: AuthorityId(id),
        code: format!("{id:06}"),
        name: format!("演示机构{id}"),
        kind,
        territory: format!("{id:06}"),
        reviewed_by: above.map(AuthorityId),
        valid_from: None,
        valid_to: None,
        speciality: None,
        version: 1,
    }
}

/// The top, a city, a county, a QC centre under the top and one under the city.
fn tree() -> Tree {
    Tree::new(vec![
        authority(1, AuthorityKind::Province, None),
        authority(2, AuthorityKind::City, Some(1)),
        authority(3, AuthorityKind::County, Some(2)),
        authority(4, AuthorityKind::QcCentre, Some(1)),
        authority(5, AuthorityKind::QcCentre, Some(2)),
    ])
}

fn hospital(id: i64, level: &str, opened: Option<&str>, known: &str) -> Entry {
    let facts = Facts {
        name: format!("演示医院{id}"),
        level: level.to_owned(),
        grade: String::new(),
        category: String::new(),
        ownership: String::new(),
        affiliation: String::new(),
        region: "000003".to_owned(),
        beds: None,
        services: BTreeSet::new(),
        reports_to: AuthorityId(3),
        supervised_by: AuthorityId(3),
        statistical_city: String::new(),
        county: None,
        registration_no: None,
        credit_code: None,
    };
    Entry {
        id: HospitalId(id),
        code: format!("000003-{id}"),
        opened: opened.map(day),
        closed: None,
        version: 1,
        spans: vec![Span { from: day(known), to: None, facts }],
    }
}

fn henan(catalogue: &Catalogue) -> &Campaign {
    catalogue.campaign("henan-2021-2025").unwrap()
}

fn of<'a>(all: &'a [Owed], duty: &str, bearer: Bearer) -> Vec<&'a Owed> {
    all.iter().filter(|one| one.duty == duty && one.bearer == bearer).collect()
}

#[test]
fn each_kind_owes_its_own_and_every_period_once() {
    let catalogue = Catalogue::load(None).unwrap();
    let register = [hospital(1, "level2", None, "2020-01-01")];
    let all = owed(henan(&catalogue), &tree(), &register, &|_, _| None, day("2024-06-30"));
    let one = |id| Bearer::Authority(AuthorityId(id));
    assert_eq!(of(&all, "province-plan", one(1)).len(), 1);
    assert!(of(&all, "province-plan", one(2)).is_empty());
    let trainings = of(&all, "trainings", one(3));
    assert_eq!(trainings.len(), 5, "2021 to 2025, what lies ahead too");
    assert_eq!((trainings[3].period.as_str(), trainings[3].times), ("2024", 2));
    assert_eq!((trainings[3].opens, trainings[3].due), (day("2024-01-01"), Some(day("2024-12-31"))));
    assert_eq!(of(&all, "qc-visits", one(4)).len(), 5);
    assert!(of(&all, "qc-visits", one(5)).is_empty() && of(&all, "local-qc", one(5)).len() == 5);
    let summaries = of(&all, "summary", one(1));
    let days: Vec<(&str, NaiveDate)> = summaries.iter().map(|one| (one.period.as_str(), one.opens)).collect();
    assert_eq!(
        days,
        [("2023-06-30", day("2023-06-01")), ("2025-06-30", day("2025-06-01"))],
        "with the phase they lie in"
    );
    let hospital = Bearer::Hospital(HospitalId(1));
    assert_eq!(of(&all, "target-analysis", hospital).len(), 18, "2021Q3 to 2025Q4");
    assert_eq!(of(&all, "target-analysis", hospital)[0].due, Some(day("2021-10-30")));
    assert_eq!(of(&all, "quality-committee", hospital)[0].due, None);
    let keys: BTreeSet<(String, String, String)> =
        all.iter().map(|one| (one.duty.clone(), one.bearer.key(), one.period.clone())).collect();
    assert_eq!(keys.len(), all.len(), "nothing is owed twice");
}

#[test]
fn who_opened_later_or_is_of_another_level_does_not_owe_it() {
    let catalogue = Catalogue::load(None).unwrap();
    let register = [
        hospital(1, "level1", Some("2019-05-01"), "2023-01-01"),
        hospital(2, "level2", Some("2022-02-01"), "2022-02-01"),
        hospital(3, "ungraded", None, "2020-01-01"),
        hospital(4, "level2", None, "2023-01-01"),
    ];
    let all = owed(henan(&catalogue), &tree(), &register, &|_, _| None, day("2024-06-30"));
    let owes = |duty: &str, id| of(&all, duty, Bearer::Hospital(HospitalId(id))).len();
    assert_eq!(owes("self-examination", 1), 1, "it was open before the register knew it");
    assert_eq!(owes("self-examination", 2), 0, "it opened after the day");
    assert_eq!(owes("self-examination", 4), 0, "nobody knows whether it was open then");
    assert_eq!(owes("quality-committee", 1), 0, "of level 2 and above only");
    assert_eq!(owes("quality-department", 1), 1);
    assert!(all.iter().all(|one| one.bearer != Bearer::Hospital(HospitalId(3))), "without a level nothing is owed");
    assert_eq!(of(&all, "target-analysis", Bearer::Hospital(HospitalId(2)))[0].period, "2022Q1");
}

#[test]
fn a_second_campaign_has_its_own_rhythms_and_its_own_days() {
    let catalogue = Catalogue::load(None).unwrap();
    let campaign = catalogue.campaign("demo-2024").unwrap();
    let register = [
        hospital(1, "level2", Some("2024-05-31"), "2024-05-31"),
        hospital(2, "level2", Some("2020-01-01"), "2020-01-01"),
        hospital(3, "level1", Some("2024-05-31"), "2024-05-31"),
    ];
    let all = owed(campaign, &tree(), &register, &|_, _| None, day("2024-12-31"));
    let first = Bearer::Hospital(HospitalId(1));
    let report = of(&all, "opened-later", first);
    assert_eq!((report.len(), report[0].opens, report[0].due), (1, day("2024-05-31"), Some(day("2024-08-31"))));
    assert!(of(&all, "opened-later", Bearer::Hospital(HospitalId(2))).is_empty(), "it was open before");
    assert!(all.iter().all(|one| one.bearer != Bearer::Hospital(HospitalId(3))), "its level is not in scope");
    let months = of(&all, "walk-round", first);
    assert_eq!((months.len(), months[0].period.as_str()), (8, "2024-05"));
    assert_eq!(months[0].due, Some(day("2024-06-10")));
    assert_eq!(of(&all, "city-training", Bearer::Authority(AuthorityId(2))).len(), 3);
}

#[test]
fn what_is_due_with_the_return_is_due_when_the_return_is() {
    let catalogue = Catalogue::load(None).unwrap();
    let register = [hospital(1, "level3", None, "2020-01-01")];
    let returns = |quarter: Period, level: &str| {
        (level == "level3" && quarter.to_string() == "2024Q1").then(|| day("2024-04-20"))
    };
    let all = owed(henan(&catalogue), &tree(), &register, &returns, day("2024-06-30"));
    let due: Vec<(String, Option<NaiveDate>)> =
        of(&all, "returns", Bearer::Hospital(HospitalId(1))).iter().map(|one| (one.period.clone(), one.due)).collect();
    assert!(due.contains(&("2024Q1".to_owned(), Some(day("2024-04-20")))));
    assert!(due.contains(&("2024Q2".to_owned(), None)), "where nothing is set, nothing is late");
}

#[test]
fn an_authority_that_ended_owes_nothing_after() {
    let catalogue = Catalogue::load(None).unwrap();
    let mut county = authority(3, AuthorityKind::County, Some(2));
    county.valid_to = Some(day("2023-06-30"));
    let tree = Tree::new(vec![
        authority(1, AuthorityKind::Province, None),
        authority(2, AuthorityKind::City, Some(1)),
        county,
    ]);
    let all = owed(henan(&catalogue), &tree, &[], &|_, _| None, day("2024-06-30"));
    let periods: Vec<&str> =
        of(&all, "trainings", Bearer::Authority(AuthorityId(3))).iter().map(|one| one.period.as_str()).collect();
    assert_eq!(periods, ["2021", "2022"]);
}
