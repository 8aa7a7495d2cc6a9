//! Funnels and distributions: small however many hospitals there are, and every name readable.

use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use zhikong::charts::{self, DistributionChart, FunnelChart, Size, Spread, Stand};

use super::{is_sound, samples, values};

/// Most bytes of a chart.
const MOST: usize = 40_000;

fn funnels(chart: &FunnelChart) -> [String; 2] {
    [Size::Wide, Size::Narrow].map(|size| charts::funnel(chart, size))
}

fn distributions(chart: &DistributionChart) -> [String; 2] {
    [Size::Wide, Size::Narrow].map(|size| charts::distribution(chart, size))
}

#[test]
fn a_funnel_is_small_however_many_hospitals_it_holds() {
    for (hospitals, beyond) in [(300, 25), (1_500, 60), (1_500, 1_500), (37_000, 40), (37_000, 5_000)] {
        for svg in funnels(&samples::funnel(hospitals, beyond)) {
            assert!(svg.len() <= MOST, "{hospitals} hospitals, {beyond} marked: {} bytes", svg.len());
            assert!(is_sound(&svg));
            assert_eq!(svg.matches("opacity=\"0\"><title>").count(), beyond.min(40), "only marks have words");
        }
    }
}

#[test]
fn names_are_written_once_each_and_never_over_each_other() {
    for beyond in [1, 6, 40, 300] {
        for (svg, most) in funnels(&samples::funnel(1_500, beyond)).iter().zip([6, 4]) {
            let texts: Vec<&str> = svg.split("<text ").skip(1).filter(|text| text.contains("演示第")).collect();
            assert!((1..=most).contains(&texts.len()), "{} names", texts.len());
            let area = |text: &&str| {
                let number = |name: &str| -> f64 { values(&format!(" {text}"), name)[0].parse().unwrap() };
                let words = text.split('>').nth(1).unwrap().split('<').next().unwrap();
                let width =
                    words.chars().map(|c| if c.is_ascii() { 0.58 } else { 1.0 }).sum::<f64>() * number("font-size");
                (number("x"), number("y"), width, number("font-size"))
            };
            let areas: Vec<_> = texts.iter().map(area).collect();
            for (at, (x, y, width, size)) in areas.iter().enumerate() {
                for (other_x, other_y, other_width, _) in &areas[at + 1..] {
                    let apart =
                        x + width <= *other_x || other_x + other_width <= *x || (y - other_y).abs() >= *size - 0.2;
                    assert!(apart, "{areas:?}");
                }
            }
        }
    }
}

#[test]
fn each_side_has_a_shape_of_its_own() {
    let svg = charts::funnel(&samples::funnel(50, 2), Size::Wide);
    assert!(svg.contains("<polygon") && svg.contains("fill=\"#C65A00\""), "worse is a triangle");
    assert!(svg.contains("fill=\"#0F76C9\""), "better is a circle");
    assert!(svg.contains(">全省 70.0<") && svg.contains("stroke-dasharray=\"6 4\""));
    let mut own = samples::funnel(1, 1);
    own.marks[0].stand = Stand::Own;
    let svg = charts::funnel(&own, Size::Wide);
    assert!(!svg.contains("stroke-linecap=\"round\"") && !svg.contains("#C65A00") && !svg.contains("#0F76C9"));
}

#[test]
fn odd_hospitals_still_make_a_chart() {
    let mut empty = samples::funnel(0, 0);
    empty.limits.clear();
    assert!(funnels(&empty).iter().all(|svg| is_sound(svg) && svg.contains("没有可画的数值")));
    let mut odd = samples::funnel(3, 0);
    odd.dots = vec![(0.0, 5.0), (-3.0, 5.0), (f64::NAN, 5.0), (10.0, f64::INFINITY), (1.0, 50.0)];
    odd.centre = Some((f64::NAN, "x".to_owned()));
    assert!(funnels(&odd).iter().all(|svg| is_sound(svg) && !svg.contains("没有可画的数值")));
    let mut rows = samples::distribution();
    rows.rows[0].spread = Spread::Shares { at: [f64::NAN; 5], beyond: vec![f64::INFINITY] };
    assert!(distributions(&rows).iter().all(|svg| is_sound(svg)));
    rows.rows.clear();
    assert!(distributions(&rows).iter().all(|svg| is_sound(svg)));
}

#[test]
fn a_small_level_is_drawn_hospital_by_hospital() {
    for svg in distributions(&samples::distribution()) {
        for words in [">三级<", ">120 家<", ">68.0<", ">逐家<", ">没有可比的数<", ">全省 66.0<"] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        // Boxes of two levels only, a middle each.
        assert_eq!(svg.matches("height=\"16\"").count(), 2, "{svg}");
        assert_eq!(svg.matches("stroke-width=\"2.4\"").count(), 2, "{svg}");
    }
    let mut hostile = samples::distribution();
    hostile.rows[0].name = "<script>".to_owned();
    hostile.rows[2].spread = Spread::None("<script>".to_owned());
    assert!(distributions(&hostile).iter().all(|svg| is_sound(svg) && !svg.contains("<script")));
    let mut funnel = samples::funnel(9, 3);
    funnel.marks[0].name = "<script>".to_owned();
    funnel.marks[0].title = "<script>".to_owned();
    assert!(funnels(&funnel).iter().all(|svg| is_sound(svg) && !svg.contains("<script")));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_hospitals_make_a_sound_chart(
        dots in proptest::collection::vec((1.0f64..1e6, 0.0f64..100.0), 0..300),
        root in proptest::bool::ANY,
    ) {
        let mut chart = samples::funnel(0, 0);
        chart.across = if root { charts::Across::Root } else { charts::Across::of(dots.iter().map(|(size, _)| *size)) };
        chart.dots = dots;
        for (svg, (width, height)) in funnels(&chart).iter().zip([(690.0, 360.0), (340.0, 340.0)]) {
            prop_assert!(is_sound(svg));
            for (attributes, end) in [(["x", "cx", "x1", "x2"], width), (["y", "cy", "y1", "y2"], height)] {
                for value in attributes.iter().flat_map(|attribute| values(svg, attribute)) {
                    let value: f64 = value.parse().unwrap();
                    prop_assert!((-5.0..=end + 5.0).contains(&value), "{value} lies outside {width} × {height}");
                }
            }
        }
    }
}
