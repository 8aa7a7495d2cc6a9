use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

/// The end of 2024-10-15 in 北京时间.
const END: &str = "2024-10-15T16:00:00Z";

fn due() -> Option<Due> {
    Some(Due { on: "2024-10-15".parse().unwrap(), extended: false })
}

/// So many hours after the end of the due date.
fn hour(after: i64) -> DateTime<Utc> {
    END.parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(after)
}

fn round(number: i32, received: i64, accepted: Option<i64>) -> Seen {
    Seen { number, received: hour(received), accepted: accepted.map(hour), closed: None }
}

fn timing(rounds: &[Seen], at: i64) -> Timing {
    course(rounds, due(), hour(at)).timing
}

#[test]
fn what_counts_is_when_the_accepted_content_came_in() {
    use Timing::{Late, Missing, NotDue, OnTime, Pending, Unset};
    for (what, rounds, at, expected) in [
        ("nothing, the day not over", vec![], -1, NotDue),
        ("nothing, the day over", vec![], 0, Missing),
        ("in time, accepted late", vec![round(1, -5, Some(90))], 100, OnTime),
        (
            "the last second of the day is not tested here, its first moment after is late",
            vec![round(1, 0, None)],
            1,
            Late,
        ),
        ("in time, not accepted yet", vec![round(1, -5, None)], 100, Pending),
        ("in time, accepted after the moment asked about", vec![round(1, -5, Some(90))], 80, Pending),
        ("late, not accepted", vec![round(1, 5, None)], 100, Late),
        ("late, and not there at the moment asked about", vec![round(1, 5, Some(6))], 4, Missing),
        ("late, accepted", vec![round(1, 5, Some(6))], 100, Late),
        (
            "corrected after the day: the first counts",
            vec![round(1, -5, Some(-4)), round(2, 50, Some(60))],
            100,
            OnTime,
        ),
        (
            "a first that was never accepted, a second that was, late",
            vec![round(1, -5, None), round(2, 5, Some(6))],
            100,
            Late,
        ),
        ("a second in time that was accepted", vec![round(1, -5, None), round(2, -2, Some(6))], 100, OnTime),
        ("both open, the latest late", vec![round(1, -5, None), round(2, 5, None)], 100, Late),
        ("both open, the latest not there yet", vec![round(1, -5, None), round(2, 5, None)], 3, Pending),
    ] {
        assert_eq!(timing(&rounds, at), expected, "{what}");
    }
    assert_eq!(course(&[round(1, 5, Some(6))], None, hour(100)).timing, Unset);
}

#[test]
fn an_extension_moves_the_day() {
    let later = Some(Due { on: "2024-10-25".parse().unwrap(), extended: true });
    assert_eq!(course(&[round(1, 5, Some(6))], later, hour(100)).timing, Timing::OnTime);
    assert_eq!(course(&[], later, hour(100)).timing, Timing::NotDue);
    assert_eq!(course(&[], later, hour(240)).timing, Timing::Missing);
}

#[test]
fn the_rate_is_of_those_whose_day_is_over() {
    let sum = |courses: &[Course]| courses.iter().fold(Sums::default(), |sum, one| sum.and(one));
    let early = course(&[round(1, -50, Some(-40))], due(), hour(-20));
    assert_eq!(sum(&[early]).rate(), None, "before the day nothing is decided");
    let courses = [
        course(&[round(1, -5, Some(6))], due(), hour(100)),
        course(&[round(1, -5, None)], due(), hour(100)),
        course(&[round(1, 5, Some(6))], due(), hour(100)),
        course(&[], due(), hour(100)),
        course(&[], None, hour(100)),
    ];
    let sums = sum(&courses);
    assert_eq!(sums.rate(), Some((1, 3)), "one in time of in time, late and missing");
    assert_eq!((sums.expected, sums.received, sums.accepted), (5, 3, 2));
}

/// A return with up to four rounds that follow each other, some of them accepted.
fn history() -> impl Strategy<Value = Vec<Seen>> {
    prop::collection::vec((1_i64..200, prop::option::of(0_i64..200)), 0..4).prop_map(|steps| {
        let mut at = -400;
        (1..)
            .zip(steps)
            .map(|(number, (wait, accepted))| {
                at += wait;
                round(number, at, accepted.map(|after| at + after))
            })
            .collect()
    })
}

fn day_due() -> impl Strategy<Value = Option<Due>> {
    prop::option::of((1_u32..29, any::<bool>())).prop_map(|found| {
        found.map(|(day, extended)| Due { on: chrono::NaiveDate::from_ymd_opt(2024, 10, day).unwrap(), extended })
    })
}

proptest! {
    #[test]
    fn everybody_is_in_one_group_and_the_sums_add_up(
        hospitals in prop::collection::vec((history(), day_due()), 0..40),
        at in -500_i64..500,
    ) {
        let courses: Vec<Course> = hospitals.iter().map(|(rounds, due)| course(rounds, *due, hour(at))).collect();
        let sums = courses.iter().fold(Sums::default(), |sum, one| sum.and(one));
        prop_assert_eq!(sums.expected, hospitals.len() as i64);
        prop_assert_eq!(TIMINGS.into_iter().map(|timing| sums.of(timing)).sum::<i64>(), sums.expected);
        prop_assert!(sums.accepted <= sums.received && sums.received <= sums.expected);
        if let Some((kept, decided)) = sums.rate() {
            prop_assert!(kept <= decided && decided <= sums.expected);
        }
        for one in &courses {
            let nothing = matches!(one.timing, Timing::Missing | Timing::NotDue);
            prop_assert!(!nothing || one.received.is_none(), "{:?}", one);
            prop_assert!(one.timing != Timing::OnTime || one.accepted.is_some());
            prop_assert!(one.received.is_none_or(|when| when <= hour(at)));
        }
    }

    #[test]
    fn later_rounds_never_undo_what_was_in_time(rounds in history(), due in day_due(), at in -500_i64..500, more in 0_i64..300) {
        let before = course(&rounds, due, hour(at));
        let after = course(&rounds, due, hour(at + more));
        if before.timing == Timing::OnTime {
            prop_assert_eq!(after.timing, Timing::OnTime);
        }
        if before.timing == Timing::Missing {
            prop_assert!(matches!(after.timing, Timing::Missing | Timing::Late), "{:?}", after);
        }
    }
}

#[test]
fn a_round_that_went_back_is_as_good_as_none_until_the_next() {
    let back = Seen { closed: Some(hour(-10)), ..round(1, -50, None) };
    let at = |rounds: &[Seen], when: i64| course(rounds, due(), hour(when));
    assert_eq!(
        (timing(&[back], -20), timing(&[back], -5), timing(&[back], 5)),
        (Timing::Pending, Timing::NotDue, Timing::Missing)
    );
    let (before, after) = (at(&[back], -20), at(&[back], -5));
    assert_eq!((before.awaited, after.awaited), (false, true), "it waited until it went back");
    assert!(after.received.is_some(), "that something came in stays true");
    assert!(!at(&[back, round(2, -2, None)], 5).awaited);
    // What counts is not touched by a later correction that goes back.
    let counts = [round(1, -50, Some(-40)), Seen { closed: Some(hour(-10)), ..round(2, -20, None) }];
    assert_eq!((timing(&counts, 5), at(&counts, 5).awaited), (Timing::OnTime, false));
}
