//! How a whole divides into parts, as one bar.

use super::model::{Part, PartState, Stacked};
use super::svg;

const SIZE: (f64, f64) = (240.0, 10.0);
/// Between two parts.
const GAP: f64 = 1.2;
/// A part of one in a thousand still shows.
const LEAST: f64 = 2.4;

/// Draws a bar of 240 × 10 that stretches to the width it is given. Colours are classes of the style sheet.
pub fn stacked(chart: &Stacked) -> String {
    let parts: Vec<&Part> = chart.parts.iter().filter(|part| part.count > 0).collect();
    let counts: Vec<u32> = parts.iter().map(|part| part.count).collect();
    let mut left = 0.0;
    let mut body = String::new();
    for (part, wide) in parts.iter().zip(widths(&counts)) {
        body += &svg::classed((left, 0.0), (wide, SIZE.1), class(part.state), &part.title);
        left += wide + GAP;
    }
    if parts.is_empty() {
        body = svg::classed((0.0, 0.0), SIZE, class(PartState::Rest), "");
    }
    svg::document(&chart.caption, "", r#"class="zk-bar" preserveAspectRatio="none""#, SIZE, &body)
}

/// Widths in proportion, none below the least; what the small ones need more, the others give.
fn widths(counts: &[u32]) -> Vec<f64> {
    let room = SIZE.0 - GAP * counts.len().saturating_sub(1) as f64;
    let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let fair: Vec<f64> = counts.iter().map(|count| f64::from(*count) / total * room).collect();
    let (small, large): (Vec<f64>, Vec<f64>) = fair.iter().partition(|wide| **wide < LEAST);
    let shrink = (room - LEAST * small.len() as f64) / large.iter().sum::<f64>();
    fair.iter().map(|wide| if *wide < LEAST { LEAST } else { wide * shrink }).collect()
}

fn class(state: PartState) -> &'static str {
    match state {
        PartState::Done => "f-brand",
        PartState::Waiting => "f-wait",
        PartState::Bad => "f-bad",
        PartState::Common => "f-common",
        PartState::Better => "f-better",
        PartState::Worse => "f-worse",
        PartState::Rest => "f-none",
    }
}
