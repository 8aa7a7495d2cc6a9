//! Plans over simulated registers: hospitals open, close, merge and change their level over five years.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use zhikong::coverage::quota::{Stand, Why, YearOfPlan, impossible_since};
use zhikong::draws::model::{FrozenList, Kind, Record, Share, Stratum, Unit};
use zhikong::draws::{course, judge};

const SHARE: Share = Share { numerator: 1, denominator: 5 };
const YEARS: i64 = 5;

/// What happens in a year after its plan was frozen, and how many can be visited in it.
#[derive(Clone, Debug)]
struct Events {
    opened: u8,
    closed: Vec<prop::sample::Index>,
    merged: Vec<prop::sample::Index>,
    levels: Vec<prop::sample::Index>,
    capacity: Option<u8>,
}

fn events() -> impl Strategy<Value = Events> {
    let some = || prop::collection::vec(any::<prop::sample::Index>(), 0..3);
    (0..6_u8, some(), some(), some(), prop::option::weighted(0.4, 0..12_u8))
        .prop_map(|(opened, closed, merged, levels, capacity)| Events { opened, closed, merged, levels, capacity })
}

/// Open hospitals with their level.
type Register = BTreeMap<String, &'static str>;

fn after(register: &mut Register, covered: &mut BTreeSet<String>, events: &Events, next: &mut usize) {
    let pick = |register: &Register, index: &prop::sample::Index| {
        let codes: Vec<&String> = register.keys().collect();
        (!codes.is_empty()).then(|| codes[index.index(codes.len())].clone())
    };
    for index in &events.closed {
        if let Some(code) = pick(register, index) {
            register.remove(&code);
        }
    }
    for index in &events.merged {
        // The successor is another hospital of the register and counts by its own visits.
        if let Some(code) = pick(register, index).filter(|_| register.len() > 1) {
            register.remove(&code);
        }
    }
    for index in &events.levels {
        if let Some(code) = pick(register, index) {
            let level = register[&code];
            register.insert(code, if level == "二级" { "三级" } else { "二级" });
        }
    }
    for _ in 0..events.opened {
        *next += 1;
        register.insert(format!("H{next:04}"), "二级");
    }
    covered.retain(|code| register.contains_key(code));
}

/// Draws `number` of the register by the true draw, over both levels together.
fn drawn(register: &Register, covered: &BTreeSet<String>, number: i64, year: i64) -> Vec<String> {
    let open = i64::try_from(register.len()).unwrap();
    let unit = |code: &String| Unit {
        code: code.clone(),
        region: "410105".to_owned(),
        name: format!("演示{code}"),
        stratum: "全部".to_owned(),
        visited: covered.contains(code),
    };
    let list = FrozenList {
        number: format!("410105-{}-1", 2_020 + year).parse().unwrap(),
        authority_name: "演示".to_owned(),
        reason: String::new(),
        kind: Kind::Public,
        committed: "2021-01-01T00:00:00Z".to_owned(),
        due: "2021-12-31".parse().unwrap(),
        sources: vec!["演示".to_owned()],
        strata: vec![Stratum {
            name: "全部".to_owned(),
            share: Share { numerator: number, denominator: open.max(1) },
            quota: number,
        }],
        units: register.keys().map(unit).collect(),
        exclusions: Vec::new(),
        team: None,
        candidates: Vec::new(),
    };
    assert_eq!(judge::sound(&list), Vec::<String>::new());
    let seed = Record::Seed {
        time: "2021-01-02T00:00:00Z".to_owned(),
        source: 1,
        value: format!("{year}"),
        note: String::new(),
    };
    let outcome = course::run(&list, &[9; 32], &[seed]).unwrap();
    outcome
        .drawn()
        .filter(|drawn| drawn.part != zhikong::draws::model::Part::Extra)
        .map(|drawn| drawn.code.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn both_promises_hold_whenever_they_can(first in 1..60_usize, years in prop::collection::vec(events(), 5)) {
        let mut next = first;
        let mut register: Register = (1..=first).map(|number| (format!("H{number:04}"), "二级")).collect();
        let mut covered = BTreeSet::new();
        let mut plan: Vec<YearOfPlan> = Vec::new();
        for (year, events) in (1_i64..).zip(&years) {
            let open = i64::try_from(register.len()).unwrap();
            let stand = Stand {
                open,
                covered: i64::try_from(covered.len()).unwrap(),
                years_left: YEARS - year + 1,
            };
            let needed = stand.needed(SHARE);
            let share = SHARE.of(open);
            prop_assert!(needed >= share && needed <= open);
            prop_assert!(needed * stand.years_left >= stand.left(), "kept up, this year's number is enough to the end");
            let capacity = events.capacity.map(i64::from);
            // An office that lacks people visits as many as it can – and more than the plan where later years lack them.
            let ahead: Vec<Option<i64>> = years.iter().skip(plan.len() + 1).map(|later| later.capacity.map(i64::from)).collect();
            let later: Option<i64> = ahead.iter().copied().sum();
            let must = later.map_or(needed, |later| needed.max(stand.left() - later));
            let number = must.min(capacity.unwrap_or(open)).min(open);
            let visits = drawn(&register, &covered, number, year);
            prop_assert_eq!(i64::try_from(visits.len()).unwrap(), number, "the draw gives what the plan asks for");
            prop_assert_eq!(visits.iter().collect::<BTreeSet<_>>().len(), visits.len(), "each once");
            covered.extend(visits);
            plan.push(YearOfPlan { year: i32::try_from(2_020 + year).unwrap(), stand, capacity, visited: Some(number) });
            let since = impossible_since(&plan, &ahead, SHARE);
            if since.is_none() {
                prop_assert!(number >= share, "the yearly share held");
            }
            if year == YEARS {
                let all = register.keys().all(|code| covered.contains(code));
                match since {
                    None => prop_assert!(all, "nothing was impossible, so all are covered: {:?}", plan),
                    Some((named, why)) => {
                        let at = plan.iter().find(|one| one.year == named).unwrap();
                        // What is named is so, whatever anybody would have done from then on.
                        let can = at.capacity.unwrap_or(at.stand.open).min(at.stand.open);
                        match why {
                            Why::YearlyShare { needed, possible } => prop_assert!(needed > possible && possible == can),
                            Why::Coverage { left, possible } => {
                                prop_assert!(left > possible && left == at.stand.left() && possible >= can);
                            }
                            Why::YearlyMissed { .. } => prop_assert!(false, "all that could be were visited"),
                        }
                    }
                }
                // Without limits nothing is ever impossible, and five years end at 100 %.
                if years.iter().all(|year| year.capacity.is_none()) {
                    prop_assert!(all && since.is_none());
                }
            } else {
                after(&mut register, &mut covered, events, &mut next);
            }
        }
    }
}

#[test]
fn the_year_in_which_it_became_impossible_is_named() {
    let year = |year, covered, visited| YearOfPlan {
        year,
        stand: Stand { open: 20, covered, years_left: i64::from(2_026 - year) },
        capacity: Some(4),
        visited,
    };
    let four = [Some(4); 4];
    assert_eq!(impossible_since(&[year(2021, 0, None)], &four, SHARE), None);
    let lost = [year(2021, 0, Some(4)), year(2022, 4, Some(3)), year(2023, 7, None)];
    assert_eq!(
        impossible_since(&lost, &[Some(4); 2], SHARE),
        Some((2022, Why::YearlyMissed { needed: 4, visited: 3 }))
    );
    let repeated = [year(2021, 0, Some(4)), year(2022, 3, None)];
    assert_eq!(
        impossible_since(&repeated, &[Some(4); 3], SHARE),
        Some((2022, Why::Coverage { left: 17, possible: 16 })),
        "a repeat visit is paid by nobody"
    );
    assert_eq!(impossible_since(&repeated, &[Some(4), Some(5), Some(4)], SHARE), None);
    // The plan's number grows in time: 11 open, 2 covered, 3 years left.
    assert_eq!(Stand { open: 11, covered: 2, years_left: 3 }.needed(SHARE), 3);
    assert_eq!(Stand { open: 11, covered: 1, years_left: 3 }.needed(SHARE), 4);
    assert_eq!(
        Stand { open: 3, covered: 3, years_left: 1 }.needed(SHARE),
        1,
        "the yearly share holds though all are covered"
    );
    assert_eq!(Stand { open: 0, covered: 0, years_left: 1 }.needed(SHARE), 0);
}
