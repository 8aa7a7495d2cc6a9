//! A few small bars for a row of a table: by level, or one for each part of a composite target.

use super::model::{CompositeBars, CompositeValue, MiniBar, MiniBars};
use super::palette::Colour;
use super::scale::drawable;
use super::svg::{self, Type};
use super::text;

const WIDTH: f64 = 142.0;
/// From one bar to the next.
const ROW: f64 = 16.0;
const SIZE: f64 = 11.5;

/// Draws bars with name and value, 142 px wide and 16 px a bar; the longest value sets the scale.
pub fn mini_bars(chart: &MiniBars) -> String {
    let widest = |of: fn(&MiniBar) -> &str| chart.bars.iter().map(|bar| text::width(of(bar), SIZE)).fold(0.0, f64::max);
    let from = (widest(|bar| &bar.name) + 6.0).clamp(30.0, 60.0);
    let longest = (WIDTH - from - 5.0 - widest(|bar| &bar.label)).clamp(12.0, 63.0);
    let greatest = chart.bars.iter().filter_map(value).fold(0.0, f64::max);
    let row = |(index, bar): (usize, &MiniBar)| {
        let top = ROW * index as f64;
        let length = value(bar).filter(|_| greatest > 0.0).map_or(0.0, |value| value / greatest * longest);
        let block = if length > 0.0 {
            svg::block((from, top + 3.5), (length.max(1.0), 9.0), bar.style.colour)
        } else {
            String::new()
        };
        let ink = if value(bar).is_some() { Colour::Ink } else { Colour::HintInk };
        let gap = if length > 0.0 { 5.0 } else { 0.0 };
        svg::words((0.0, top + 12.0), &bar.name, Type::plain(SIZE, Colour::SecondInk))
            + &block
            + &svg::words((from + length + gap, top + 12.0), &bar.label, Type::plain(SIZE, ink))
    };
    let body: String = chart.bars.iter().enumerate().map(row).collect();
    svg::document(
        &chart.caption,
        "",
        r#"class="zk-chart zk-mini""#,
        (WIDTH, ROW * chart.bars.len().max(1) as f64),
        &body,
    )
}

fn value(bar: &MiniBar) -> Option<f64> {
    bar.value.filter(|value| drawable(*value) && *value >= 0.0)
}

/// Draws the parts of a composite target as upright bars from 0 to 100, 124 × 38 px; an outline stands for no value.
pub fn composite_bars(chart: &CompositeBars) -> String {
    const FULL: f64 = 34.0;
    const FLOOR: f64 = 36.0;
    let pitch = 118.0 / chart.values.len().max(1) as f64;
    let wide = (pitch * 0.7).min(14.0);
    let bar = |(index, one): (usize, &CompositeValue)| {
        let left = 2.0 + pitch * index as f64;
        let shape = match one.value.filter(|value| drawable(*value)) {
            Some(value) => {
                let tall = value.clamp(0.0, 100.0) / 100.0 * FULL;
                // A bar of 0 is still a bar: a line one can see.
                let tall = tall.max(1.0);
                svg::block((left, FLOOR - tall), (wide, tall), Colour::Common)
            }
            None => {
                let (top, right) = (FLOOR - FULL, left + wide);
                svg::stroke(&[(left, FLOOR), (left, top), (right, top), (right, FLOOR)], Colour::HintInk, 1.0, "2 2")
            }
        };
        shape + &svg::area_tip((left - pitch * 0.15, 0.0), (pitch, 38.0), &one.title)
    };
    let bars: String = chart.values.iter().enumerate().map(bar).collect();
    let floor = svg::stroke(&[(0.0, FLOOR + 0.5), (120.0, FLOOR + 0.5)], Colour::Baseline, 1.0, "");
    svg::document(&chart.caption, "", r#"class="zk-chart zk-mini11""#, (124.0, 38.0), &(bars + &floor))
}
