//! Control charts of one series: p, p′, u, u′ and XmR, with the four rules.
//!
//! In: the points in time order. Out: centre, limits at three standard deviations and what each point signals, in
//! the plain unit (0–1, or per one of exposure). Nothing here asks whether a series is long or large enough to be
//! shown with limits: that is `guards`, for pages.

mod assurance;
mod moving_range;
mod p;
mod prime;
mod rules;
mod u;
mod verdict;
mod xmr;

use super::beyond::{above, below};
use super::interval::Interval;
use super::observed::Observed;

pub use assurance::Assurance;
pub use rules::{Rule, Side, Signals};
pub use verdict::{Better, PointType};

/// How centre and limits are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A proportion with binomial limits.
    P,
    /// The same widened by the variation between periods (Laney 2002).
    PPrime,
    /// A density with Poisson limits.
    U,
    /// The same widened by the variation between periods (Laney 2002).
    UPrime,
    /// Single values with their moving range.
    Xmr,
}

/// What follows what across a period without a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// The points on both sides do not succeed one another: no moving range between them, and a run of the rules ends.
    Skip,
    /// They do, as if the period were not there.
    Bridge,
}

/// The choices a method leaves open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether moving ranges of 3.267 times their mean and more are left out, once.
    pub screened: bool,
    /// What a gap does.
    pub gap: Gap,
    /// Whether p′ and u′ may only widen the limits of p and u: σz is never below 1.
    pub never_narrower: bool,
}

impl Settings {
    /// What the method's reference does: XmR screened and bridging, the others neither; Laney's own σz.
    pub fn of(method: Method) -> Self {
        let xmr = method == Method::Xmr;
        Self { screened: xmr, gap: if xmr { Gap::Bridge } else { Gap::Skip }, never_narrower: false }
    }

    /// What pages show: the same, and limits are never narrower than chance alone.
    pub fn for_pages(method: Method) -> Self {
        Self { never_narrower: true, ..Self::of(method) }
    }
}

/// A series with its centre, limits and signals.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// The mean the series is held against; `None` where there is no point.
    pub centre: Option<f64>,
    /// How many times wider than chance the periods vary; `None` where the method has none or it is undefined.
    pub sigma_z: Option<f64>,
    /// The points in the order given, `None` at a gap.
    pub points: Vec<Option<Point>>,
}

/// One point of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The figure.
    pub value: f64,
    /// Its limits, cut to what the figure can be; `None` where the method does not apply or has too few points.
    pub limits: Option<Interval>,
    /// Which rules it is part of.
    pub signals: Signals,
}

/// What a method says before limits are drawn.
struct Frame {
    centre: Option<f64>,
    /// One standard deviation of each point; `None` at a gap and where undefined.
    sigma: Vec<Option<f64>>,
    sigma_z: Option<f64>,
    /// The least and the greatest a limit can be.
    range: (f64, f64),
}

impl Chart {
    /// The assurance of the last point against `goal`.
    pub fn assurance(&self, goal: f64, better: Better) -> Assurance {
        let limits = self.points.iter().rev().flatten().next().and_then(|point| point.limits);
        assurance::of(limits, goal, better)
    }
}

/// The chart of `points` by `method`.
///
/// The method applies to whatever it is given; where it cannot (a proportion's limits round a centre above 1, fewer
/// than two successive points for a moving range) limits are `None` while centre, shift and trend stay.
pub fn chart(points: &[Observed], method: Method, settings: Settings) -> Chart {
    let values: Vec<Option<f64>> = points.iter().map(|point| point.value()).collect();
    let runs = succession(&values, settings.gap);
    let frame = match method {
        Method::P => p::frame(points),
        Method::U => u::frame(points),
        Method::PPrime => prime::widen(p::frame(points), &values, &runs, settings),
        Method::UPrime => prime::widen(u::frame(points), &values, &runs, settings),
        Method::Xmr => xmr::frame(&values, &runs, settings.screened),
    };
    draw(&values, &runs, &frame)
}

/// The XmR chart of figures that are not a quotient of counts; they may be negative. Not finite is a gap.
pub fn chart_of_values(values: &[Option<f64>], settings: Settings) -> Chart {
    let values: Vec<Option<f64>> = values.iter().map(|value| value.filter(|value| value.is_finite())).collect();
    let runs = succession(&values, settings.gap);
    draw(&values, &runs, &xmr::frame(&values, &runs, settings.screened))
}

/// The places of the points that succeed one another, run by run.
fn succession(values: &[Option<f64>], gap: Gap) -> Vec<Vec<usize>> {
    let mut runs = vec![Vec::with_capacity(values.len())];
    for (place, value) in values.iter().enumerate() {
        match (value, gap, runs.last_mut()) {
            (Some(_), _, Some(run)) => run.push(place),
            (None, Gap::Skip, Some(run)) if !run.is_empty() => runs.push(Vec::new()),
            _ => {}
        }
    }
    runs
}

/// Limits at three standard deviations and the signals of every run.
fn draw(values: &[Option<f64>], runs: &[Vec<usize>], frame: &Frame) -> Chart {
    let mut points: Vec<Option<Point>> = values
        .iter()
        .zip(&frame.sigma)
        .map(|(value, sigma)| {
            let limits = frame.centre.zip(*sigma).and_then(|(centre, sigma)| limits(centre, sigma, frame.range));
            value.map(|value| Point { value, limits, signals: Signals::default() })
        })
        .collect();
    if let Some(centre) = frame.centre {
        for run in runs {
            let places: Vec<rules::Place> =
                run.iter().filter_map(|&at| Some(place(points[at]?, centre, frame.sigma[at]))).collect();
            for (&at, signals) in run.iter().zip(rules::signals(&places)) {
                if let Some(point) = &mut points[at] {
                    point.signals = signals;
                }
            }
        }
    }
    Chart { centre: frame.centre, sigma_z: frame.sigma_z, points }
}

fn limits(centre: f64, sigma: f64, (least, greatest): (f64, f64)) -> Option<Interval> {
    let (lower, upper) = ((centre - 3.0 * sigma).max(least), (centre + 3.0 * sigma).min(greatest));
    (lower.is_finite() && upper.is_finite()).then_some(Interval { lower, upper })
}

/// Where a point lies, in the terms the rules speak of.
fn place(point: Point, centre: f64, sigma: Option<f64>) -> rules::Place {
    let side = |upper: f64, lower: f64| {
        if above(point.value, upper) {
            Some(Side::High)
        } else if below(point.value, lower) {
            Some(Side::Low)
        } else {
            None
        }
    };
    let outside = point.limits.and_then(|limits| side(limits.upper, limits.lower));
    let beyond_two = sigma.and_then(|sigma| side(centre + 2.0 * sigma, centre - 2.0 * sigma));
    rules::Place {
        value: point.value,
        of_mean: side(centre, centre),
        outside,
        near: outside.is_none() && beyond_two.is_some(),
    }
}
