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
        disclose_within: None,
        quotas: vec![Quota {
            bearer: QuotaBearer::Commission,
            numerator: 1,
            denominator: 5,
            clause: "演示".to_owned(),
            counts: vec!["commission".to_owned(), "sample".to_owned()],
            levels: Vec::new(),
        }],
    }
}

fn visit(number: i64, hospital: i64, kind: Kind, on: &str) -> Done {
    let authority = (kind != Kind::SelfExam).then_some(AuthorityId(if kind == Kind::Sample { 9 } else { 1 }));
    Done { visit: VisitId(number), hospital: HospitalId(hospital), authority, kind, on: day(on) }
}

/// Hospitals 1 to `hospitals`, all the time.
fn always(hospitals: i64) -> Governed {
    let all: BTreeSet<HospitalId> = (1..=hospitals).map(HospitalId).collect();
    Governed { years: (2021..=2026).map(|year| (year, all.clone())).collect(), now: all }
}

fn at(whose: Whose, hospitals: &Governed, done: &[Done], on: &str) -> Progress {
    progress(&campaign(), (AuthorityId(1), whose), hospitals, done, day(on))
}

fn of(whose: Whose, hospitals: i64, done: &[Done], on: &str) -> Progress {
    at(whose, &always(hospitals), done, on)
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
    // Going to the same two again is not another year's share.
    let again =
        [two[0], two[1], visit(3, 1, Kind::Commission, "2022-02-01"), visit(4, 2, Kind::Commission, "2022-03-01")];
    let repeated = of(Whose::Anybodys, 10, &again, "2022-12-31");
    assert_eq!((repeated.this_year, repeated.still, repeated.repeats), (0, 2, 2));
    assert!(matches!(
        of(Whose::Anybodys, 10, &again, "2023-01-01").impossible,
        Some((2022, Why::YearlyMissed { needed: 2, visited: 0 }))
    ));
}

#[test]
fn a_second_visit_is_a_repeat_and_covers_nobody_new() {
    let done = [
        visit(1, 1, Kind::Commission, "2021-02-01"),
        visit(2, 1, Kind::Commission, "2022-02-01"),
        visit(3, 2, Kind::Commission, "2022-03-01"),
    ];
    let area = of(Whose::Anybodys, 10, &done, "2022-12-31");
    assert_eq!((area.covered, area.this_year, area.repeats), (2, 1, 1), "who was there before does not count again");
    assert_eq!((area.needed, area.still), (3, 2), "nine left in four years");
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

#[test]
fn a_year_is_held_against_the_register_of_its_own_first_day() {
    let two = [visit(1, 1, Kind::Commission, "2021-02-01"), visit(2, 2, Kind::Commission, "2021-03-01")];
    // Five opened in 2022: 2021 owed two of ten, not three of fifteen.
    let mut grown = always(10);
    grown.now.extend((11..=15).map(HospitalId));
    assert_eq!(at(Whose::Anybodys, &grown, &two, "2022-06-30").impossible, None);
    // The two that were visited closed afterwards: the year stays met, and they leave the five years.
    let mut shrunk = always(10);
    shrunk.now.remove(&HospitalId(1));
    shrunk.now.remove(&HospitalId(2));
    let after = at(Whose::Anybodys, &shrunk, &two, "2022-06-30");
    assert_eq!((after.impossible, after.open, after.covered), (None, 8, 0));
    // Nobody was there to be visited: nothing was owed.
    let mut young = always(10);
    young.years.insert(2021, BTreeSet::new());
    assert_eq!(at(Whose::Anybodys, &young, &[], "2022-06-30").impossible, None);
}

#[test]
fn the_last_year_is_over_when_the_campaign_is() {
    let done: Vec<Done> =
        (1..=8).map(|n| visit(n, n, Kind::Commission, &format!("{}-03-01", 2021 + (n - 1) / 2))).collect();
    let during = of(Whose::Anybodys, 10, &done, "2025-06-30");
    assert_eq!((during.impossible, during.needed, during.still), (None, 2, 2));
    let after = of(Whose::Anybodys, 10, &done, "2026-06-30");
    assert!(matches!(after.impossible, Some((2025, Why::YearlyMissed { needed: 2, visited: 0 }))));
    // Every year's share was met by going round, and still two were never seen.
    let mut round = done.clone();
    round.push(visit(9, 9, Kind::Named, "2025-04-01"));
    round.push(visit(10, 1, Kind::Commission, "2025-05-01"));
    assert!(of(Whose::Anybodys, 9, &round, "2026-06-30").impossible.is_some());
}

#[test]
fn repeats_count_where_there_are_too_few_unvisited() {
    // Three of four were visited in 2021; a year owes one, and the last one is left: 2022 is met by it, 2023 by a repeat.
    let done = [
        visit(1, 1, Kind::Commission, "2021-02-01"),
        visit(2, 2, Kind::Commission, "2021-02-02"),
        visit(3, 3, Kind::Commission, "2021-02-03"),
        visit(4, 4, Kind::Commission, "2022-02-01"),
        visit(5, 1, Kind::Commission, "2023-02-01"),
    ];
    let third = of(Whose::Anybodys, 4, &done, "2023-12-31");
    assert_eq!((third.needed, third.this_year, third.still, third.impossible), (1, 1, 0, None));
}
