//! What the statistics cost: 1,500 series with all rules, a funnel of 2,000 units with all four methods.
//!
//! Prints a table and fails above the limits. `vectorised.py` does the same with numpy and scipy; run both one after
//! the other: `cargo bench --bench statistics && python3 benches/vectorised.py`.

use std::hint::black_box;
use std::time::Instant;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use zhikong::statistics::control::{Method, Settings, chart};
use zhikong::statistics::funnel::{Kind, Method as FunnelMethod, funnel};
use zhikong::statistics::{Observed, ranks};

/// What each of the two may take.
const LIMIT_MS: f64 = 50.0;

/// The median of some runs, in ms.
fn median<T>(run: impl Fn() -> T) -> f64 {
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Counts of hospitals of all sizes: 30 to 6,000 cases, 80 to 99 %.
fn counts(chance: &mut ChaCha8Rng, many: usize) -> Vec<Observed> {
    let mut even = || chance.next_u64() as f64 / u64::MAX as f64;
    let one = |_| {
        let n = 30.0 * 200f64.powf(even());
        let share = 0.80 + 0.19 * even();
        Observed::of_counts((n * share) as i64, n as i64)
    };
    (0..many).map(one).collect()
}

fn main() {
    let mut chance = ChaCha8Rng::seed_from_u64(1);
    let series: Vec<Vec<Observed>> = (0..1500).map(|_| counts(&mut chance, 36)).collect();
    let units = counts(&mut chance, 2000);
    let control = |method| {
        let settings = Settings::of(method);
        median(|| series.iter().map(|points| chart(points, method, settings)).collect::<Vec<_>>())
    };
    let drawn = |method| median(|| funnel(&units, Kind::Proportion, None, method));
    let methods = [FunnelMethod::Exact, FunnelMethod::Normal, FunnelMethod::Arcsine, FunnelMethod::Additive];

    println!("| what | median ms |");
    println!("| --- | --- |");
    let (prime, xmr) = (control(Method::PPrime), control(Method::Xmr));
    println!("| 1,500 series × 36 points, p′ and the four rules | {prime:.2} |");
    println!("| 1,500 series × 36 points, XmR and the four rules | {xmr:.2} |");
    let each = methods.map(drawn);
    println!("| funnel of 2,000 units, exact | {:.2} |", each[0]);
    println!("| funnel of 2,000 units, normal, arcsine, additive | {:.2} |", each[1..].iter().sum::<f64>());
    let all: f64 = each.iter().sum();
    println!("| funnel of 2,000 units, all four | {all:.2} |");
    let hundred = &units[..160];
    println!("| rank intervals of 160 units | {:.2} |", median(|| ranks(hundred, Kind::Proportion)));
    for (name, took) in [("the charts", prime.max(xmr)), ("the funnel", all)] {
        assert!(took <= LIMIT_MS, "{name} took {took:.1} ms, the limit is {LIMIT_MS} ms");
    }
}
