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
        phases: Vec::new(),
        duties: Vec::new(),
        exemplars: Vec::new(),
        summaries: Vec::new(),
        demo: false,
    }
}

fn visit(number: i64, hospital: i64, kind: Kind, on: &str) -> Done {
    let authority = (kind != Kind::SelfExam).then_some(AuthorityId(if kind == Kind::Sample { 9 } else { 1 }));
    Done { visit: VisitId(number), hospital: HospitalId(hospital), authority, kind, on: day(on) }
}

/// Hospitals 1 to `hospitals`, all the time.
fn always(hospitals: i64) -> Governed {
    let all: BTreeSet<HospitalId> = (1..=hospitals).map(HospitalId).collect();
    Governed { years: (2021..=2026).map(|year| (year, all.clone())).collect(), now: all, ..Governed::default() }
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
fn a_year_is_held_against_its_own_register() {
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

#[test]
fn a_committed_plan_freezes_over_which_hospitals_a_year_is_counted() {
    // Eleven hospitals when the plan was committed, of which 9, 10 and 11 closed since; 12 opened and was visited.
    let register = |ids: std::ops::RangeInclusive<i64>| ids.map(HospitalId).collect::<BTreeSet<_>>();
    let mut now = register(1..=8);
    now.insert(HospitalId(12));
    let governed = |frozen: &[i32]| Governed {
        years: BTreeMap::from([(2021, register(1..=11))]),
        now: now.clone(),
        frozen: frozen.iter().copied().collect(),
        ..Governed::default()
    };
    let done = [
        visit(1, 9, Kind::Commission, "2021-03-01"),
        visit(2, 12, Kind::Commission, "2021-04-01"),
        visit(3, 10, Kind::Commission, "2021-05-01"),
        visit(4, 1, Kind::Commission, "2021-06-01"),
    ];
    let frozen = at(Whose::Anybodys, &governed(&[2021]), &done, "2021-12-01");
    assert_eq!((frozen.needed, frozen.this_year), (3, 3), "9, 10 and 1, of eleven");
    assert_eq!((frozen.open, frozen.covered), (9, 2), "all five years count what is open: 12 and 1");
    let moving = at(Whose::Anybodys, &governed(&[]), &done, "2021-12-01");
    assert_eq!((moving.needed, moving.this_year, moving.open), (2, 2, 9), "12 and 1, of nine");
}

#[test]
fn what_can_be_visited_at_most_names_the_year_ahead_in_which_it_is_too_little() {
    let limited = |limits: &[(i32, i64)]| Governed {
        limits: limits.iter().map(|(year, limit)| (*year, Some(*limit))).collect(),
        ..always(20)
    };
    let said = |limits: &[(i32, i64)], on: &str| at(Whose::Anybodys, &limited(limits), &[], on).impossible;
    let enough = [(2021, 4), (2022, 4), (2023, 4), (2024, 4), (2025, 4)];
    assert_eq!(said(&enough, "2021-02-01"), None);
    let late = [(2021, 20), (2022, 20), (2023, 20), (2024, 3), (2025, 20)];
    assert_eq!(said(&late, "2021-02-01"), Some((2024, Why::YearlyShare { needed: 4, possible: 3 })));
    let few = [(2021, 4), (2022, 4), (2023, 4), (2024, 4), (2025, 3)];
    assert_eq!(said(&few, "2021-02-01"), Some((2021, Why::Coverage { left: 20, possible: 19 })));
    // Of a year for which nobody said anything nothing is foreseen.
    assert_eq!(said(&[(2021, 4), (2023, 4), (2024, 4), (2025, 4)], "2021-02-01"), None);
    // What was missed is named first, and what will be beside it.
    let both = at(Whose::Anybodys, &limited(&[(2022, 20), (2023, 1)]), &[], "2022-02-01");
    assert_eq!(both.impossible, Some((2021, Why::YearlyMissed { needed: 4, visited: 0 })));
    assert_eq!(both.ahead, Some((2023, Why::YearlyShare { needed: 4, possible: 1 })));
    let unlimited = at(Whose::Anybodys, &limited(&late).without_limits(), &[], "2021-02-01");
    assert_eq!((unlimited.impossible, unlimited.ahead), (None, None));
}

#[test]
fn a_year_is_done_on_the_day_of_the_visit_that_was_enough() {
    let governed = always(10);
    let done = [
        visit(1, 1, Kind::Commission, "2021-03-01"),
        visit(2, 1, Kind::Commission, "2021-04-01"),
        visit(3, 2, Kind::Named, "2021-05-01"),
        visit(4, 3, Kind::Sample, "2021-06-01"),
        visit(5, 4, Kind::Commission, "2021-07-01"),
        visit(6, 1, Kind::Commission, "2022-02-01"),
        visit(7, 5, Kind::Commission, "2022-03-01"),
    ];
    let of = |year, on: &str| year_done(&campaign(), &governed, &done, (year, day(on)));
    let first = of(2021, "2023-01-01").unwrap();
    assert_eq!((first.needed, first.visited, first.reached), (2, 3, Some(day("2021-06-01"))), "the named one is apart");
    assert_eq!(of(2021, "2021-05-31").unwrap().reached, None, "as of the day before");
    let second = of(2022, "2023-01-01").unwrap();
    assert_eq!((second.needed, second.visited, second.reached), (2, 1, None), "who was visited before comes on top");
    assert_eq!(of(2027, "2023-01-01"), None);
    assert_eq!(covered(&campaign(), &governed, &done, day("2022-12-31")), (10, 5, Some(day("2022-03-01"))));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, ..Default::default() })]

    /// A commission that commits its plan every January and visits what the year then asks, those not visited before first, has
    /// been everywhere when the campaign ends, whatever opened and closed in between, and is never told that it cannot.
    #[test]
    fn who_does_what_each_year_asks_has_been_everywhere(
        first in 1..50_i64,
        events in proptest::collection::vec((0..6_i64, proptest::collection::vec(0..50_usize, 0..4)), 5),
    ) {
        let mut register: BTreeSet<HospitalId> = (1..=first).map(HospitalId).collect();
        let (mut done, mut next, mut governed) = (Vec::new(), first, Governed::default());
        for (year, (opened, closed)) in (2021..=2025).zip(&events) {
            governed.now = register.clone();
            governed.years.insert(year, register.clone());
            governed.frozen.insert(year);
            let january = at(Whose::Anybodys, &governed, &done, &format!("{year}-01-02"));
            proptest::prop_assert_eq!(january.impossible, None);
            let been: BTreeSet<HospitalId> = done.iter().map(|one: &Done| one.hospital).collect();
            let (old, new): (Vec<&HospitalId>, Vec<&HospitalId>) = register.iter().partition(|id| been.contains(id));
            for hospital in new.into_iter().chain(old).take(usize::try_from(january.needed).unwrap()) {
                let number = i64::try_from(done.len()).unwrap();
                done.push(visit(number, hospital.0, Kind::Commission, &format!("{year}-06-01")));
            }
            let december = at(Whose::Anybodys, &governed, &done, &format!("{year}-12-31"));
            proptest::prop_assert_eq!((december.still, december.this_year), (0, january.needed));
            if year < 2025 {
                closed.iter().for_each(|at| {
                    if let Some(id) = register.iter().nth(*at).copied() {
                        register.remove(&id);
                    }
                });
                register.extend((next + 1..=next + opened).map(HospitalId));
                next += opened;
            }
        }
        let end = at(Whose::Anybodys, &governed, &done, "2025-12-31");
        proptest::prop_assert_eq!((end.covered, end.impossible), (end.open, None));
    }
}
