//! What a chart costs, against building as many bytes of text from as many pieces. Prints a table.

#[path = "../tests/it/charts/samples.rs"]
mod samples;

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use zhikong::charts::{self, Movement, Size};

/// The median of many runs, in µs.
fn median(run: impl Fn() -> String) -> f64 {
    let mut times: Vec<f64> = (0..400)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// As many bytes, written shape by shape with numbers in them, as any writer of SVG must.
fn floor(bytes: usize) -> String {
    let mut text = String::new();
    while text.len() < bytes {
        let at = text.len() as f64;
        let _ = write!(text, "<line x1=\"{at:.1}\" y1=\"{at:.1}\" x2=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#DDE3E9\"/>");
    }
    text
}

fn main() {
    let (funnel_province, funnel_land) = (samples::funnel(1_500, 25), samples::funnel(37_000, 400));
    let followed = samples::control();
    let cases: [(&str, &dyn Fn() -> String); 18] = [
        ("lines, 3 × 11, 690 px", &|| charts::lines(&samples::levels(), Size::Wide)),
        ("lines, 3 × 11, 340 px", &|| charts::lines(&samples::levels(), Size::Narrow)),
        ("control, 14, 690 px", &|| charts::control(&followed, Size::Wide)),
        ("small control, 14", &|| charts::multiple(&followed)),
        ("tiles, 19", &|| charts::tiles(&samples::tiles(), Size::Wide)),
        ("heat, 10 × 19", &|| charts::heat(&samples::heat(19), Size::Wide)),
        ("heat of shares, 10 × 19", &|| charts::heat(&samples::shades(19), Size::Wide)),
        ("timeline, 4", &|| charts::timeline(&samples::timeline(), Size::Wide)),
        ("key marks, 6", &|| samples::MARKS.map(charts::key_grid).concat()),
        ("funnel, 1 500, 690 px", &|| charts::funnel(&funnel_province, Size::Wide)),
        ("funnel, 37 000, 690 px", &|| charts::funnel(&funnel_land, Size::Wide)),
        ("distribution, 4", &|| charts::distribution(&samples::distribution(), Size::Wide)),
        ("bars, 3", &|| charts::bars(&samples::bars())),
        ("spark, 11", &|| charts::spark(&samples::spark("spark", Movement::Better))),
        ("mini bars, 3", &|| charts::mini_bars(&samples::mini())),
        ("composite bars, 11", &|| charts::composite_bars(&samples::composite())),
        ("stacked, 4", &|| charts::stacked(&samples::stacked())),
        ("interval strip", &|| charts::interval_strip(&samples::strip("strip", 71.3, 1.7))),
    ];
    println!("| chart | bytes | median µs | the same bytes as plain text, µs | ratio |");
    println!("| --- | --- | --- | --- | --- |");
    for (name, draw) in cases {
        let bytes = draw().len();
        let (drawn, plain) = (median(draw), median(|| floor(bytes)));
        println!("| {name} | {bytes} | {drawn:.1} | {plain:.1} | {:.1} |", drawn / plain);
        assert!(drawn <= 2_000.0, "{name} took {drawn:.0} µs, the limit is 2 ms");
    }
}
