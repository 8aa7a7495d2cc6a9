use super::*;
use crate::catalogue::Catalogue;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn stated(reach: Reach, of: &str, level: Option<&str>, term: Option<Term>, version: i32) -> Stated {
    Stated {
        key: Key { reach, period: period(of), level: level.map(str::to_owned) },
        term,
        version,
        set_at: moment("2024-01-01T00:00:00Z") + TimeDelta::days(i64::from(version)),
        set_by_name: "演示".to_owned(),
        reason: "演示".to_owned(),
    }
}

fn after(days: i32) -> Option<Term> {
    Some(Term::After { days, moves: false })
}

const LATER: &str = "2025-01-01T00:00:00Z";

#[test]
fn the_nearest_term_decides() {
    let none = Holidays::default();
    let all = [
        stated(Reach::From, "2024Q1", None, after(10), 1),
        stated(Reach::From, "2024Q3", None, after(15), 1),
        stated(Reach::From, "2024Q2", Some("a"), after(20), 1),
        stated(Reach::Only, "2024Q3", None, Some(Term::On(day("2024-10-30"))), 1),
        stated(Reach::Only, "2024Q4", Some("a"), Some(Term::On(day("2025-01-31"))), 1),
    ];
    let held = InForce::new(&all, moment(LATER));
    for (of, level, on) in [
        ("2023Q4", "a", None),
        ("2024Q1", "a", Some("2024-04-10")),
        ("2024Q2", "a", Some("2024-07-20")),
        ("2024Q2", "b", Some("2024-07-10")),
        ("2024Q3", "a", Some("2024-10-30")),
        ("2024Q3", "b", Some("2024-10-30")),
        ("2024Q4", "a", Some("2025-01-31")),
        ("2024Q4", "b", Some("2025-01-15")),
        ("2026Q1", "a", Some("2026-04-20")),
        ("2026Q1", "b", Some("2026-04-15")),
    ] {
        assert_eq!(held.due(&none, period(of), level), on.map(day), "{of} {level}");
    }
}

#[test]
fn what_was_set_later_was_not_known_before_and_what_is_taken_back_is_gone() {
    let none = Holidays::default();
    let all = [
        stated(Reach::From, "2024Q1", None, after(10), 1),
        stated(Reach::From, "2024Q1", None, after(12), 2),
        stated(Reach::From, "2024Q1", None, None, 3),
    ];
    for (at, on) in [
        ("2024-01-01T00:00:00Z", None),
        ("2024-01-02T00:00:00Z", Some("2024-04-10")),
        ("2024-01-03T12:00:00Z", Some("2024-04-12")),
        ("2024-01-04T00:00:00Z", None),
    ] {
        let held = InForce::new(&all, moment(at));
        assert_eq!(held.due(&none, period("2024Q1"), "a"), on.map(day), "{at}");
    }
}

#[test]
fn a_free_day_is_put_off_to_the_next_that_is_worked() {
    let catalogue = Catalogue::load(None).unwrap();
    let on = |of: &str, days: i32, moves: bool| {
        day_of(Term::After { days, moves }, catalogue.holidays(), period(of)).to_string()
    };
    // 2024-10-05 lies in the holiday until 10-07.
    assert_eq!((on("2024Q3", 5, true), on("2024Q3", 5, false)), ("2024-10-08".to_owned(), "2024-10-05".to_owned()));
    // 2024-10-12 is a Saturday that is worked, 10-13 a Sunday that is not.
    assert_eq!((on("2024Q3", 12, true), on("2024Q3", 13, true)), ("2024-10-12".to_owned(), "2024-10-14".to_owned()));
    // 2026-01-03 is off, 01-04 a Sunday that is worked.
    assert_eq!(on("2025Q4", 3, true), "2026-01-04");
    // Of 2031 nothing is published: only weekends are free.
    assert_eq!((on("2030Q4", 1, true), on("2030Q4", 4, true)), ("2031-01-01".to_owned(), "2031-01-06".to_owned()));
}

#[test]
fn a_day_ends_in_beijing() {
    let due = Due { on: day("2024-10-15"), extended: false };
    assert!(due.keeps(moment("2024-10-15T15:59:59Z")));
    assert!(!due.keeps(moment("2024-10-15T16:00:00Z")));
    let now = moment("2024-10-15T04:00:00Z");
    assert_eq!(moment_of(Some(day("2024-10-14")), now), moment("2024-10-14T15:59:59Z"));
    assert_eq!(moment_of(Some(day("2024-10-15")), now), now, "a day that is not over is now");
    assert_eq!(moment_of(None, now), now);
    assert_eq!([14, 15, 19].map(|on| left(day(&format!("2024-10-{on}")), now)), ["已过 1 天", "今天截止", "还有 4 天"]);
}

fn extension(number: i32, state: State, granted: &str, decided: &str) -> Extension {
    Extension {
        id: i64::from(number),
        hospital: crate::access::HospitalId(1),
        period: period("2024Q3"),
        number,
        wanted: day("2024-10-25"),
        reason: "演示".to_owned(),
        asked_at: moment("2024-10-10T00:00:00Z"),
        asked_by: None,
        asked_name: "演示".to_owned(),
        state,
        granted: Some(day(granted)).filter(|_| state == State::Granted),
        words: None,
        decided: Some((moment(decided), "演示".to_owned())).filter(|_| state != State::Open),
        version: 1,
    }
}

#[test]
fn a_grant_holds_from_when_it_was_given_and_never_makes_the_day_earlier() {
    let all = [
        extension(1, State::Granted, "2024-10-25", "2024-10-12T00:00:00Z"),
        extension(2, State::Refused, "2024-12-01", "2024-10-13T00:00:00Z"),
        extension(3, State::Granted, "2024-10-28", "2024-10-20T00:00:00Z"),
        extension(4, State::Open, "2024-12-01", "2024-10-21T00:00:00Z"),
    ];
    for (at, on) in [
        ("2024-10-11T00:00:00Z", None),
        ("2024-10-12T00:00:00Z", Some("2024-10-25")),
        ("2024-10-19T00:00:00Z", Some("2024-10-25")),
        ("2024-10-22T00:00:00Z", Some("2024-10-28")),
    ] {
        assert_eq!(granted(&all, moment(at)), on.map(day), "{at}");
    }
    let base = Some(day("2024-10-15"));
    assert_eq!(with_grant(base, Some(day("2024-10-25"))), Some(Due { on: day("2024-10-25"), extended: true }));
    assert_eq!(with_grant(base, Some(day("2024-10-10"))), Some(Due { on: day("2024-10-15"), extended: false }));
    assert_eq!(with_grant(None, Some(day("2024-10-10"))), None);
}
