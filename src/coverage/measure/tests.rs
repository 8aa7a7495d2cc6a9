use super::*;
use crate::access::VisitId;
use crate::catalogue::model::{CampaignEnd, Evidence, Quota};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn campaign() -> Campaign {
    let end = |name: &str, on: &str| CampaignEnd { name: name.to_owned(), day: day(on), clause: "演示".to_owned() };
    Campaign {
        id: "demo".to_owned(),
        title: "演示".to_owned(),
        document: "演示".to_owned(),
        source: "演示".to_owned(),
        evidence: Evidence::Unverified,
        levels: vec!["level2".to_owned()],
        from: day("2021-01-01"),
        ends: vec![end("甲", "2025-05-31"), end("乙", "2025-12-31")],
        quotas: vec![Quota {
            bearer: QuotaBearer::Commission,
            numerator: 1,
            denominator: 5,
            clause: "演示".to_owned(),
        }],
    }
}

fn hospital(id: i64) -> HospitalAt {
    HospitalAt {
        id: HospitalId(id),
        code: format!("D{id}"),
        name: format!("演示{id}"),
        level: "level2".to_owned(),
        grade: String::new(),
        category: String::new(),
        ownership: String::new(),
        affiliation: String::new(),
        region: String::new(),
        statistical_city: String::new(),
        county: None,
        beds: None,
        services: BTreeSet::new(),
        reports_to: AuthorityId(1),
        supervised_by: AuthorityId(1),
    }
}

fn visit(number: i64, hospital: i64, kind: Kind, on: &str) -> Done {
    let authority = (kind != Kind::SelfExam).then_some(AuthorityId(if kind == Kind::Sample { 9 } else { 1 }));
    Done { visit: VisitId(number), hospital: HospitalId(hospital), authority, kind, on: day(on) }
}

fn of(whose: Whose, hospitals: i64, done: &[Done], on: &str) -> Progress {
    let all: Vec<HospitalAt> = (1..=hospitals).map(hospital).collect();
    progress(&campaign(), (AuthorityId(1), whose), &all.iter().collect::<Vec<_>>(), done, day(on))
}

#[test]
fn what_is_named_is_counted_apart_and_what_one_does_oneself_not_at_all() {
    let done = [
        visit(1, 1, Kind::Commission, "2021-03-01"),
        visit(2, 2, Kind::Named, "2021-04-01"),
        visit(3, 3, Kind::SelfExam, "2021-05-01"),
        visit(4, 4, Kind::QcCentre, "2021-05-02"),
        visit(5, 5, Kind::Sample, "2021-05-03"),
    ];
    let area = of(Whose::Anybodys, 10, &done, "2021-12-31");
    assert_eq!((area.covered, area.only_named, area.this_year, area.apart), (3, 1, 2, 1));
    let own = of(Whose::Own, 10, &done, "2021-12-31");
    assert_eq!((own.covered, own.this_year), (2, 1), "the sample was another's");
}

#[test]
fn a_hospital_that_left_the_register_leaves_both_sides() {
    let done = [visit(1, 1, Kind::Commission, "2021-03-01"), visit(2, 99, Kind::Commission, "2021-03-02")];
    let area = of(Whose::Anybodys, 4, &done, "2021-12-31");
    assert_eq!((area.open, area.covered, area.this_year), (4, 1, 1));
}

#[test]
fn what_a_year_asks_grows_with_what_was_left_undone() {
    // Ten hospitals, none visited in the first three years: five a year in the last two.
    let idle = of(Whose::Anybodys, 10, &[], "2024-06-30");
    assert_eq!((idle.needed, idle.still), (5, 5));
    assert!(matches!(idle.impossible, Some((2021, Why::YearlyMissed { needed: 2, visited: 0 }))));
    // One to four hospitals: at least one a year.
    assert_eq!(of(Whose::Anybodys, 3, &[], "2021-01-01").needed, 1);
    let two = [visit(1, 1, Kind::Commission, "2021-02-01"), visit(2, 2, Kind::Commission, "2021-03-01")];
    let kept = of(Whose::Anybodys, 10, &two, "2022-06-30");
    assert_eq!((kept.needed, kept.still, kept.impossible), (2, 2, None));
}

#[test]
fn a_second_visit_is_a_repeat_and_covers_nobody_new() {
    let done = [
        visit(1, 1, Kind::Commission, "2021-02-01"),
        visit(2, 1, Kind::Commission, "2022-02-01"),
        visit(3, 2, Kind::Commission, "2022-03-01"),
    ];
    let area = of(Whose::Anybodys, 10, &done, "2022-12-31");
    assert_eq!((area.covered, area.this_year, area.repeats), (2, 2, 1));
    assert_eq!(area.course.first(), Some(&(day("2021-03-31"), 1)));
    assert_eq!(area.course.last(), Some(&(day("2022-12-31"), 2)));
}

#[test]
fn both_ends_have_their_forecast_and_neither_goes_beyond_everybody() {
    let done: Vec<Done> = (1..=4).map(|n| visit(n, n, Kind::Commission, "2024-10-01")).collect();
    let area = of(Whose::Anybodys, 10, &done, "2024-12-31");
    // Four new ones in the last year; 151 days to the first end, 365 to the second.
    assert_eq!(area.forecast, [4 + 4 * 151 / 365, 8]);
    let after = of(Whose::Anybodys, 10, &done, "2026-06-30");
    assert_eq!((after.forecast, after.covered), (vec![4, 4], 4));
}
