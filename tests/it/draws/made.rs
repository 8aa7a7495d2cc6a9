//! Draws made by a seed: lists of every shape, records of every kind.

use std::collections::BTreeSet;

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zhikong::draws::model::{
    Candidate, Exclusion, FrozenList, Kind, Record, Relation, Revealed, Share, Stratum, TeamRules, Tie, Unit, Witness,
};
use zhikong::draws::{canonical, course, ticket};

const SKILLS: [&str; 4] = ["演示重症", "演示护理", "演示院感", "演示药学"];
const REGIONS: [&str; 3] = ["410105", "410106", "410302"];

/// A list; with an odd seed with teams.
pub fn list(seed: u64) -> FrozenList {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let strata = random.random_range(1..5_usize);
    let units: Vec<Unit> = (0..random.random_range(strata..60))
        .map(|number| Unit {
            code: format!("H{:03}", (number * 37) % 997),
            region: (*REGIONS.choose(&mut random).unwrap()).to_owned(),
            name: format!("演示第{number}医院"),
            stratum: format!("演示层{}", number % strata),
            visited: random.random_bool(0.4),
        })
        .collect();
    let of = |name: &str| i64::try_from(units.iter().filter(|unit| unit.stratum == name).count()).unwrap();
    let strata = (0..strata)
        .map(|number| {
            let name = format!("演示层{number}");
            let share = Share { numerator: random.random_range(0..4), denominator: random.random_range(3..8) };
            Stratum { quota: share.of(of(&name)), share, name }
        })
        .collect();
    let (kind, sources) = match seed % 3 {
        0 => (Kind::Witnessed, Vec::new()),
        _ => (Kind::Public, vec!["演示彩票第 7 期".to_owned(), "演示股指收盘".to_owned()]),
    };
    let team = (seed % 2 == 1).then(|| TeamRules {
        size: random.random_range(2..4),
        load_cap: random.random_range(2..9),
        certificate: random.random_bool(0.5),
        other_region: random.random_bool(0.3),
        years: 3,
        needs: SKILLS.iter().filter(|_| random.random_bool(0.4)).map(|skill| (*skill).to_owned()).collect(),
    });
    let mut candidates = Vec::new();
    let most = if seed % 11 == 1 { 4 } else { 30 };
    for number in 0..if team.is_some() { random.random_range(1..most) } else { 0 } {
        candidates.push(candidate(&mut random, number, &units));
    }
    let round = if seed.is_multiple_of(5) { 2 } else { 1 };
    FrozenList {
        number: format!("410105-2025-{round}").parse().unwrap(),
        authority_name: "演示区卫生健康委员会".to_owned(),
        reason: if round > 1 { "演示：第一次的种子两个来源都作废".to_owned() } else { String::new() },
        kind,
        committed: "2025-03-01T04:00:00Z".to_owned(),
        due: "2025-12-31".parse().unwrap(),
        sources,
        strata,
        units,
        exclusions: vec![Exclusion {
            code: "X001".to_owned(),
            name: "演示停业医院".to_owned(),
            reason: "演示：已停业".to_owned(),
        }],
        team,
        candidates,
    }
}

fn candidate(random: &mut ChaCha8Rng, number: u32, units: &[Unit]) -> Candidate {
    let hospital = |random: &mut ChaCha8Rng| units.choose(random).unwrap().code.clone();
    let mut relations = Vec::new();
    for _ in 0..random.random_range(0..4_u8) {
        let tie = *[Tie::Employed, Tie::Left, Tie::Relative, Tie::Dispute].choose(random).unwrap();
        let year = if tie == Tie::Left { random.random_range(2_019..2_026) } else { 0 };
        relations.push(Relation { hospital: hospital(random), tie, year });
    }
    Candidate {
        code: format!("D{number:03}"),
        employer: if random.random_bool(0.5) { hospital(random) } else { "演示卫生监督所".to_owned() },
        region: (*REGIONS.choose(random).unwrap()).to_owned(),
        certificate: random.random_bool(0.4),
        load: random.random_range(0..3),
        specialities: SKILLS.iter().filter(|_| random.random_bool(0.5)).map(|skill| (*skill).to_owned()).collect(),
        relations,
    }
}

/// A whole revealed draw.
pub fn revealed(seed: u64) -> Revealed {
    let list = list(seed);
    let mut random = ChaCha8Rng::seed_from_u64(seed ^ 0xd4a3);
    let salt: [u8; 32] = random.random();
    let mut records = Vec::new();
    let mut struck = BTreeSet::new();
    let strike = |code: &str, time: &str| Record::Strike {
        time: time.to_owned(),
        code: code.to_owned(),
        reason: "演示：承诺后停业".to_owned(),
    };
    if seed.is_multiple_of(4) {
        let code = &list.units[0].code;
        struck.insert(code.clone());
        records.push(strike(code, "2025-03-01T05:00:00Z"));
    }
    records.push(match list.kind {
        Kind::Public if seed.is_multiple_of(7) => Record::Seed {
            time: "2025-03-09T13:30:00Z".to_owned(),
            source: 2,
            value: "3 141.59".to_owned(),
            note: "演示：第一来源停售".to_owned(),
        },
        Kind::Public => Record::Seed {
            time: "2025-03-08T13:30:00Z".to_owned(),
            source: 1,
            value: format!("0{} 11 19 23 28 30 + 0{}", seed % 10, seed % 7),
            note: String::new(),
        },
        Kind::Witnessed => Record::Witnesses {
            time: "2025-03-01T04:05:00Z".to_owned(),
            first: Witness { name: "演示甲".to_owned(), value: format!("{seed}") },
            second: Witness { name: "演示乙".to_owned(), value: "雨过天晴".to_owned() },
            note: "演示：本县不用彩票号码".to_owned(),
        },
    });
    for turn in 0..random.random_range(0..6_u8) {
        let outcome = course::run(&list, &salt, &records).unwrap();
        let time = format!("2025-04-0{}T01:00:00Z", turn + 1);
        let drawn: Vec<_> = outcome.drawn().map(|drawn| drawn.code.clone()).collect();
        let members: Vec<_> = outcome
            .teams
            .iter()
            .flat_map(|team| team.members.iter().map(|member| (team.hospital.clone(), member.clone())))
            .collect();
        if let (true, Some((hospital, inspector))) = (turn % 2 == 1, members.choose(&mut random).cloned()) {
            let reason = "演示：自报回避".to_owned();
            records.push(Record::Recusal { time, hospital, inspector, reason });
        } else if let Some(code) = drawn.choose(&mut random).filter(|code| struck.insert((*code).clone())) {
            records.push(strike(code, &time));
        }
    }
    sealed(&list, salt, records)
}

/// The file of a list, a salt and the records.
pub fn sealed(list: &FrozenList, salt: [u8; 32], records: Vec<Record>) -> Revealed {
    let canonical = canonical::write(list);
    let commitment = canonical::commitment(&canonical, &salt);
    let head = ticket::head(&commitment, &salt, &records);
    let result = course::run(list, &salt, &records).unwrap();
    Revealed {
        format: canonical::FORMAT.to_owned(),
        version: zhikong::draws::model::ALGORITHM,
        number: list.number.to_string(),
        commitment,
        salt: hex::encode(salt),
        canonical,
        records,
        head,
        result,
    }
}
