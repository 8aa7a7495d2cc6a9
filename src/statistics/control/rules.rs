//! The four rules of Making Data Count, as `NHSRplotthedots` codes them: outside, shift, trend, two of three.

/// Successive points on one side of the mean that make a shift.
const SHIFT: usize = 7;

/// Successive points, one step fewer, that make a trend.
const TREND: usize = 7;

/// Above or rising, below or falling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Above the mean or a limit; rising.
    High,
    /// Below the mean or a limit; falling.
    Low,
}

/// Which of the rules; in the order in which they name a point that is part of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Beyond three standard deviations.
    Outside,
    /// Part of six steps one way.
    Trend,
    /// One of two out of three beyond two standard deviations.
    TwoOfThree,
    /// Part of seven on one side of the mean.
    Shift,
}

/// What a point is part of, and which way; `None` for each rule that does not hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signals {
    /// Strictly outside the limits.
    pub outside: Option<Side>,
    /// Part of 7 or more successive points strictly on one side of the mean; a point on the mean ends the run.
    pub shift: Option<Side>,
    /// Part of 7 or more successive points that strictly rise or fall; a tie ends the run. A peak or trough that
    /// ends one trend and begins the next belongs to the later.
    pub trend: Option<Side>,
    /// Beyond two but inside three standard deviations, in a window of three successive points on this side of the
    /// mean of which at least two are.
    pub two_of_three: Option<Side>,
}

impl Signals {
    /// The rule that names the point, with its way: outside before trend before two of three before shift.
    pub fn leading(self) -> Option<(Rule, Side)> {
        let named = |rule, side: Option<Side>| side.map(|side| (rule, side));
        named(Rule::Outside, self.outside)
            .or(named(Rule::Trend, self.trend))
            .or(named(Rule::TwoOfThree, self.two_of_three))
            .or(named(Rule::Shift, self.shift))
    }
}

/// Where a point lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) value: f64,
    /// Strictly above or below the mean.
    pub(super) of_mean: Option<Side>,
    /// Strictly beyond a limit.
    pub(super) outside: Option<Side>,
    /// Beyond two standard deviations, not outside.
    pub(super) near: bool,
}

/// The signals of points that succeed one another.
pub(super) fn signals(places: &[Place]) -> Vec<Signals> {
    let mut found: Vec<Signals> =
        places.iter().map(|place| Signals { outside: place.outside, ..Signals::default() }).collect();
    let sides: Vec<_> = places.iter().map(|place| place.of_mean).collect();
    for (side, from, to) in runs(&sides, SHIFT) {
        found[from..to].iter_mut().for_each(|signals| signals.shift = Some(side));
    }
    let steps: Vec<_> = places.windows(2).map(|two| step(two[0].value, two[1].value)).collect();
    for (side, from, to) in runs(&steps, TREND - 1) {
        found[from..=to].iter_mut().for_each(|signals| signals.trend = Some(side));
    }
    for (start, three) in places.windows(3).enumerate() {
        let Some(side) = three[0].of_mean else { continue };
        let together = three.iter().all(|place| place.of_mean == Some(side));
        if together && three.iter().filter(|place| place.near).count() >= 2 {
            for (signals, place) in found[start..].iter_mut().zip(three) {
                if place.near {
                    signals.two_of_three = Some(side);
                }
            }
        }
    }
    found
}

fn step(from: f64, to: f64) -> Option<Side> {
    if to > from {
        Some(Side::High)
    } else if to < from {
        Some(Side::Low)
    } else {
        None
    }
}

/// The unbroken runs of one side that are at least so long, as side, first and one past the last.
fn runs(sides: &[Option<Side>], least: usize) -> Vec<(Side, usize, usize)> {
    let mut found = Vec::new();
    let mut start = 0;
    for run in sides.chunk_by(|one, next| one == next) {
        if let (Some(Some(side)), true) = (run.first(), run.len() >= least) {
            found.push((*side, start, start + run.len()));
        }
        start += run.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trends(values: &[f64]) -> String {
        let places: Vec<_> =
            values.iter().map(|&value| Place { value, of_mean: None, outside: None, near: false }).collect();
        let sign = |signals: Signals| signals.trend.map_or('-', |side| if side == Side::High { 'r' } else { 'f' });
        signals(&places).into_iter().map(sign).collect()
    }

    #[test]
    fn each_point_of_a_tied_peak_keeps_its_own_trend() {
        assert_eq!(trends(&[1., 2., 3., 4., 5., 6., 7., 7., 6., 5., 4., 3., 2., 1.]), "rrrrrrrfffffff");
    }

    #[test]
    fn one_peak_belongs_to_the_later_trend_and_six_points_are_none() {
        assert_eq!(trends(&[1., 2., 3., 4., 5., 6., 7., 6., 5., 4., 3., 2., 1.]), "rrrrrrfffffff");
        assert_eq!(trends(&[1., 2., 3., 4., 5., 6.]), "------");
        assert_eq!(trends(&[1., 2., 3., 3., 4., 5., 6.]), "-------");
    }
}
