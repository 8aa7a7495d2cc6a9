//! What a draw costs: 2,200 hospitals in 30 strata, from the list's bytes to who is drawn, and its verification.
//!
//! Prints a table and fails above the limit: `cargo bench --bench draw`.

use std::hint::black_box;
use std::time::Instant;

use zhikong::draws::model::{FrozenList, Kind, Record, Share, Stratum, Unit};
use zhikong::draws::{canonical, course};

/// What a draw may take.
const LIMIT_MS: f64 = 50.0;

fn list() -> FrozenList {
    let units: Vec<Unit> = (0..2_200)
        .map(|number| Unit {
            code: format!("H{number:05}"),
            region: "410105".to_owned(),
            name: format!("演示第{number}医院"),
            stratum: format!("第{:02}层", number % 30),
            visited: number % 7 == 0,
        })
        .collect();
    let stratum = |number: usize| {
        let count = units.iter().filter(|unit| unit.stratum == format!("第{number:02}层")).count();
        let share = Share { numerator: 1, denominator: 5 };
        let quota = share.of(i64::try_from(count).unwrap_or_default());
        Stratum { name: format!("第{number:02}层"), share, quota }
    };
    FrozenList {
        number: "410000-2025-1".parse().expect("a number"),
        authority_name: "演示省卫生健康委员会".to_owned(),
        reason: String::new(),
        kind: Kind::Public,
        committed: "2025-03-01T04:00:00Z".to_owned(),
        due: "2025-12-31".parse().expect("a day"),
        sources: vec!["演示彩票".to_owned()],
        strata: (0..30).map(stratum).collect(),
        units,
        exclusions: Vec::new(),
        team: None,
        candidates: Vec::new(),
    }
}

fn main() {
    let (list, salt) = (list(), [7; 32]);
    let seed = Record::Seed {
        time: "2025-03-02T04:00:00Z".to_owned(),
        source: 1,
        value: "01 02 03".to_owned(),
        note: String::new(),
    };
    let mut times: Vec<f64> = (0..51)
        .map(|_| {
            let start = Instant::now();
            let text = canonical::write(&list);
            black_box(canonical::commitment(&text, &salt));
            let read = canonical::read(&text).expect("a list");
            black_box(course::run(&read, &salt, std::slice::from_ref(&seed)).expect("a draw"));
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (median, worst) = (times[25], times[50]);
    println!("a draw of 2,200: median {median:.2} ms, worst {worst:.2} ms (limit {LIMIT_MS} ms)");
    assert!(worst <= LIMIT_MS, "a draw takes {worst:.2} ms");
}
