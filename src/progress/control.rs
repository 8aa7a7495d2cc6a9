//! A series as a control chart: its limits, where it starts anew, what its last point says. Pure.
//!
//! Limits are never laid over a change of definition nor over a rebase: each stretch between two of them has its own
//! centre, its own limits and its own rules, and earlier stretches keep theirs. What a stretch bears – nothing but
//! dots, limits on trial, limits – is asked of `statistics::guards`.

use crate::calendar::{Grain, Period};
use crate::catalogue::model::{Better, Indicator, Kind};
use crate::progress::model::{Row, breaks_between};
use crate::statistics::control::{self, Assurance, Chart, Method, PointType, Rule, Settings, Side, Signals};
use crate::statistics::guards::{Footing, WithoutLimits, footing, without_limits};
use crate::statistics::{Interval, Observed};

/// Why a stretch begins where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The series begins.
    First,
    /// Another definition holds from here on.
    Redefined,
    /// Somebody set limits anew from here on, with a reason.
    Rebased,
}

/// One point, in the unit shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The figure.
    pub value: f64,
    /// Its limits; none where the stretch bears none.
    pub limits: Option<Interval>,
    /// Which rules it is part of; none where the stretch bears no limits.
    pub signals: Signals,
    /// What they mean, given which way is better.
    pub kind: PointType,
}

/// Successive periods under one definition and one set of limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Index of its first period.
    pub from: usize,
    /// Why it begins there.
    pub start: Start,
    /// How much its points bear.
    pub footing: Footing,
    /// Why it has no limits; none where it has.
    pub without: Option<WithoutLimits>,
    /// The mean, in the unit shown; none where there is no point or no limits may be drawn.
    pub centre: Option<f64>,
    /// How many times wider than chance the periods vary.
    pub sigma_z: Option<f64>,
    /// One for each of its periods, none at a gap.
    pub spots: Vec<Option<Spot>>,
    chart: Chart,
}

/// What the last point of a series says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// The last period has no figure.
    Nothing,
    /// The indicator's kind has no control chart.
    NoMethod,
    /// So many points since the series began anew, too few for limits.
    TooFew(usize),
    /// Enough points, and yet no limits.
    Without(WithoutLimits),
    /// Within what chance brings about; on limits that are on trial or not.
    Steady {
        /// Fewer than twelve points.
        trial: bool,
    },
    /// Not chance alone.
    Signal {
        /// What it means.
        kind: PointType,
        /// By which rule.
        rule: Rule,
        /// Which way.
        side: Side,
        /// Index of the first period of the run of points that this rule flags up to the last.
        since: usize,
        /// Fewer than twelve points.
        trial: bool,
        /// The points that say so lie in one first quarter: from the fourth to the first it may be the season's doing.
        season: bool,
    },
}

/// A series with its stretches.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// How limits are computed; none for a composite.
    pub method: Option<Method>,
    /// Oldest first; together they cover every period.
    pub stretches: Vec<Stretch>,
    periods: Vec<Period>,
    multiplier: f64,
    better: control::Better,
}

/// Which chart a kind of indicator has.
#[must_use]
pub fn method_of(kind: Kind) -> Option<Method> {
    match kind {
        Kind::Proportion => Some(Method::PPrime),
        Kind::Density => Some(Method::UPrime),
        Kind::Ratio => Some(Method::Xmr),
        Kind::Composite => None,
    }
}

/// Which way is better, as the statistics say it.
#[must_use]
pub fn better_of(better: Better) -> control::Better {
    match better {
        Better::Higher => control::Better::Higher,
        Better::Lower => control::Better::Lower,
        Better::None => control::Better::Neither,
    }
}

/// The counts behind a row; a gap where nothing is shown or nothing was counted.
#[must_use]
pub fn observed(row: &Row) -> Observed {
    if row.withheld || row.figure.value.is_none() {
        return Observed::GAP;
    }
    Observed::of_counts(row.pooled.numerator, row.pooled.denominator)
}

impl Control {
    /// The chart of a group's rows, oldest first; `rebases` are periods from which limits start anew.
    #[must_use]
    pub fn of(indicator: &Indicator, periods: &[Period], rows: &[Row], rebases: &[Period]) -> Self {
        let method = method_of(indicator.kind);
        let (multiplier, better) = (indicator.multiplier as f64, better_of(indicator.better));
        let start = |at: usize| match at {
            0 => Some(Start::First),
            at if breaks_between(indicator, periods[at - 1], periods[at]) => Some(Start::Redefined),
            at => rebases.contains(&periods[at]).then_some(Start::Rebased),
        };
        let count = periods.len().min(rows.len());
        let starts: Vec<(usize, Start)> = (0..count).filter_map(|at| Some((at, start(at)?))).collect();
        let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([count]);
        let stretches = starts.iter().zip(ends).map(|(&(from, start), until)| {
            let points: Vec<Observed> = rows[from..until].iter().map(observed).collect();
            stretch((from, start), &points, method, multiplier, better)
        });
        let periods = periods[..count].to_vec();
        Self { method, stretches: stretches.collect(), periods, multiplier, better }
    }

    /// The stretch the last period lies in.
    #[must_use]
    pub fn last(&self) -> Option<&Stretch> {
        self.stretches.last()
    }

    /// The points with the index of their period.
    pub fn spots(&self) -> impl Iterator<Item = (usize, Spot)> + '_ {
        let of = |stretch: &Stretch| stretch.from;
        self.stretches.iter().flat_map(move |stretch| {
            let from = of(stretch);
            stretch.spots.iter().enumerate().filter_map(move |(at, spot)| Some((from + at, (*spot)?)))
        })
    }

    /// What the last period says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        if self.method.is_none() {
            return Verdict::NoMethod;
        }
        let Some(stretch) = self.last() else { return Verdict::Nothing };
        let Some(Some(spot)) = stretch.spots.last() else { return Verdict::Nothing };
        let points = stretch.spots.iter().flatten().count();
        match stretch.without {
            Some(WithoutLimits::TooFewPoints) => return Verdict::TooFew(points),
            Some(why) => return Verdict::Without(why),
            None => {}
        }
        let trial = stretch.footing == Footing::Trial;
        let Some((rule, side)) = spot.signals.leading() else { return Verdict::Steady { trial } };
        let flagged = |spot: &&Option<Spot>| spot.is_some_and(|spot| side_of(spot.signals, rule) == Some(side));
        let run = stretch.spots.iter().rev().take_while(flagged).count().max(1);
        let since = stretch.from + stretch.spots.len() - run;
        let season = self.seasonal_end(side);
        Verdict::Signal { kind: spot.kind, rule, side, since, trial, season }
    }

    /// Whether the points up to the last that signal this way, by whichever rule, lie in one first quarter.
    fn seasonal_end(&self, side: Side) -> bool {
        let Some(stretch) = self.last() else { return false };
        let same =
            |spot: &&Option<Spot>| spot.is_some_and(|spot| spot.signals.leading().is_some_and(|(_, way)| way == side));
        let run = stretch.spots.iter().rev().take_while(same).count().max(1);
        let ends = self.periods.len().checked_sub(run).and_then(|from| self.periods.get(from)).zip(self.periods.last());
        ends.is_some_and(|(from, to)| seasonal(*from, *to))
    }

    /// Whether the process, left as it is, reaches a goal in the unit shown; not assessable below twelve points.
    #[must_use]
    pub fn assurance(&self, goal: f64) -> Assurance {
        let firm = |stretch: &&Stretch| stretch.footing == Footing::Firm && stretch.without.is_none();
        let stretch = self.last().filter(firm);
        stretch.map_or(Assurance::NotAssessable, |stretch| stretch.chart.assurance(goal / self.multiplier, self.better))
    }
}

fn stretch(
    (from, start): (usize, Start),
    points: &[Observed],
    method: Option<Method>,
    multiplier: f64,
    better: control::Better,
) -> Stretch {
    // A composite has no points; the method it is given then matters to nothing.
    let drawn_by = method.unwrap_or(Method::Xmr);
    let chart = control::chart(points, drawn_by, Settings::for_pages(drawn_by));
    let without = match method {
        Some(method) => without_limits(points, method, &chart),
        None => Some(WithoutLimits::NotApplicable),
    };
    let bears = without.is_none();
    let spot = |point: &control::Point| {
        let signals = if bears { point.signals } else { Signals::default() };
        Spot {
            value: point.value * multiplier,
            limits: point.limits.filter(|_| bears).map(|limits| limits.scaled(multiplier)),
            signals,
            kind: signals.point_type(better),
        }
    };
    Stretch {
        from,
        start,
        footing: footing(points),
        without,
        centre: chart.centre.filter(|_| bears).map(|centre| centre * multiplier),
        sigma_z: chart.sigma_z,
        spots: chart.points.iter().map(|point| point.as_ref().map(spot)).collect(),
        chart,
    }
}

fn side_of(signals: Signals, rule: Rule) -> Option<Side> {
    match rule {
        Rule::Outside => signals.outside,
        Rule::Trend => signals.trend,
        Rule::TwoOfThree => signals.two_of_three,
        Rule::Shift => signals.shift,
    }
}

impl Verdict {
    /// The glyph of its arrow – where the figure goes – and the word – whether that is good.
    #[must_use]
    pub fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => ("dots", "无数字"),
            Self::NoMethod => ("dots", "不作判断"),
            Self::TooFew(_) => ("dots", "点数不足"),
            Self::Without(WithoutLimits::SmallNumbers) => ("dots", "例数太少"),
            Self::Without(WithoutLimits::NothingMoves) => ("flat", "没有波动"),
            Self::Without(_) => ("dots", "无控制限"),
            Self::Steady { .. } => ("flat", "未见变化"),
            Self::Signal { kind, side, trial, season, .. } => {
                let arrow = if side == Side::High { "up" } else { "down" };
                let word = match kind {
                    // Limits on trial bear no verdict, and a first quarter alone may be the season.
                    _ if trial || season => "有变化",
                    PointType::Improvement => "改善",
                    PointType::Concern => "变差",
                    PointType::SpecialCause | PointType::CommonCause => "有变化",
                };
                (arrow, word)
            }
        }
    }

    /// Whether limits are on trial, with fewer than twelve points.
    #[must_use]
    pub fn trial(self) -> bool {
        matches!(self, Self::Steady { trial: true } | Self::Signal { trial: true, .. })
    }

    /// What a signal would mean, limits on trial or not; none without a signal.
    #[must_use]
    pub fn meaning(self) -> Option<PointType> {
        match self {
            Self::Signal { kind, .. } => Some(kind),
            _ => None,
        }
    }

    /// The signal's meaning; none without a signal, none while limits are on trial or it may be the season's.
    #[must_use]
    pub fn kind(self) -> Option<PointType> {
        match self {
            Self::Signal { kind, trial: false, season: false, .. } => Some(kind),
            _ => None,
        }
    }
}

/// Whether a run of a signal lies in one first quarter: what changed from the fourth to the first quarter may be the
/// season's doing and is never called an improvement.
#[must_use]
pub fn seasonal(from: Period, to: Period) -> bool {
    let first = |period: Period| match period.grain() {
        Grain::Year => false,
        Grain::Quarter | Grain::Month => period.quarter().number() == 1,
    };
    first(from) && first(to) && from.year() == to.year()
}

/// What a rule is called.
#[must_use]
pub fn rule_label(rule: Rule) -> &'static str {
    match rule {
        Rule::Outside => "超出控制限",
        Rule::Trend => "连续 7 点同向",
        Rule::TwoOfThree => "3 点中 2 点靠近控制限",
        Rule::Shift => "连续 7 点在中心线一侧",
    }
}

#[cfg(test)]
mod tests;
