//! Small control charts, and strips over the middle half of the others.

use proptest::prelude::{prop, prop_assert, proptest};
use zhikong::charts::{self, Caption, Estimate, IntervalStrip, Movement, Multiple, MultipleSpot, Reach};

use crate::charts::is_sound;

fn spot(value: f64) -> Option<MultipleSpot> {
    Some(MultipleSpot {
        value,
        limits: Some((value - 5.0, value + 5.0)),
        interval: None,
        movement: Movement::Common,
        title: format!("{value}"),
    })
}

fn chart(values: &[Option<f64>], breaks: &[usize]) -> Multiple {
    Multiple {
        caption: Caption::new("past", "本院", "末点 70"),
        spots: values.iter().map(|value| value.and_then(spot)).collect(),
        centres: vec![(0, values.len().saturating_sub(1), 70.0)],
        breaks: breaks.to_vec(),
        goal: Some(75.0),
        reach: Reach::PERCENT,
        years: vec![(0, "2023 年".to_owned()), (1, "2024 年".to_owned())],
        last: "70.0".to_owned(),
    }
}

#[test]
fn a_break_and_a_gap_cut_line_and_band() {
    let values: Vec<Option<f64>> = (0..12).map(|at| Some(68.0 + f64::from(at % 3))).collect();
    let bands = |svg: &str| svg.matches("<polygon").count();
    let rules = |svg: &str| svg.matches("stroke-dasharray=\"2 2\"").count();
    let whole = charts::small(&chart(&values, &[]));
    assert_eq!((bands(&whole), rules(&whole)), (1, 0));
    let broken = charts::small(&chart(&values, &[6]));
    assert_eq!((bands(&broken), rules(&broken)), (2, 1));
    let mut gap = values.clone();
    gap[3] = None;
    assert_eq!(bands(&charts::small(&chart(&gap, &[6]))), 3);
    assert!(whole.contains("stroke-dasharray=\"8 4\"") && whole.contains(">70.0<") && whole.contains(">2023 年<"));
    assert!(!whole.contains(">2024 年<"), "a year that would lie over another is left out");
    assert_eq!(rules(&charts::small(&chart(&values, &[0, 12, 99]))), 0, "nothing lies on the other side");
}

#[test]
fn what_a_rule_says_is_told_by_shape_and_colour() {
    let mut chart = chart(&[Some(70.0), Some(71.0), Some(69.0), Some(70.0)], &[]);
    for (at, movement) in [(0, Movement::Worse), (1, Movement::Better)] {
        if let Some(spot) = &mut chart.spots[at] {
            spot.movement = movement;
        }
    }
    let svg = charts::small(&chart);
    assert_eq!(svg.matches("<polygon").count(), 2, "a triangle besides the band");
    assert!(svg.contains("fill=\"#C65A00\"") && svg.contains("fill=\"#0F76C9\""));
    assert_eq!(svg.matches("opacity=\"0\"><title>").count(), 4, "every point can be pointed at");
}

#[test]
fn a_strip_shows_the_middle_half_under_the_own_interval() {
    let strip = |middle| {
        let chart = IntervalStrip {
            caption: Caption::new("strip", "本院与同类", ""),
            scale: (0.0, 100.0),
            estimate: Some(Estimate { value: 50.0, interval: Some((40.0, 60.0)) }),
            reference: Some(55.0),
        };
        charts::strip_among(&chart, middle)
    };
    let with = strip(Some((45.0, 65.0)));
    assert!(with.contains("stroke-width=\"9\"") && !strip(None).contains("stroke-width=\"9\""));
    let (band, own) = (with.find("stroke-width=\"9\"").unwrap(), with.find("<circle").unwrap());
    assert!(band < own, "the own figure lies on top");
    assert!(!strip(Some((f64::NAN, 65.0))).contains("stroke-width=\"9\""));
}

proptest! {
    #[test]
    fn any_series_gives_a_sound_small_picture(
        values in prop::collection::vec(prop::option::of(-1e3f64..1e6), 0..40), breaks in prop::collection::vec(0usize..50, 0..4)
    ) {
        let svg = charts::small(&chart(&values, &breaks));
        prop_assert!(is_sound(&svg) && svg.len() < 40_000, "{}", svg.len());
    }
}
