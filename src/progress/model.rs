//! A series: what an indicator was, by group and period, and how many hospitals stand behind it.

use crate::calendar::Period;
use crate::catalogue::model::{Indicator, IndicatorId};
use crate::figures::{By, Group};
use crate::statistics::Interval;

/// Σn and Σd over the hospitals of a group, and how many of them there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pooled {
    /// Σ numerators of the hospitals that count.
    pub numerator: i64,
    /// Σ denominators of the hospitals that count.
    pub denominator: i64,
    /// Hospitals of the register on the period's last day.
    pub expected: i64,
    /// Hospitals whose accepted figure counts.
    pub reported: i64,
    /// Hospitals to which the indicator does not apply.
    pub not_applicable: i64,
}

impl Pooled {
    /// Hospitals of the register with neither an accepted figure nor a reason: never dropped silently.
    #[must_use]
    pub fn missing(&self) -> i64 {
        (self.expected - self.reported - self.not_applicable).max(0)
    }

    /// Both together, as if one group.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            numerator: self.numerator + other.numerator,
            denominator: self.denominator + other.denominator,
            expected: self.expected + other.expected,
            reported: self.reported + other.reported,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }
}

/// A value with its interval, both in the indicator's unit and unrounded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figure {
    /// n ÷ d × multiplier; none where the denominator is 0.
    pub value: Option<f64>,
    /// 95 %: Wilson for a proportion, exact Poisson for a density, none for the rest.
    pub interval: Option<Interval>,
}

/// One group of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupName {
    /// Key of the level, six-digit code, `public` and so on; a hospital's register code; `all`.
    pub key: Group,
    /// What a reader calls it.
    pub name: String,
    /// Which of the charts' styles it has, from 0; none where it is not drawn as a line.
    pub style: Option<usize>,
}

/// One group in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Row {
    /// What stands behind the figure.
    pub pooled: Pooled,
    /// The figure; empty where it is withheld.
    pub figure: Figure,
    /// Too few hospitals for this reader to be shown the figure.
    pub withheld: bool,
}

/// An indicator over periods by group: every combination is there, in time, then in the groups' order.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The indicator.
    pub indicator: IndicatorId,
    /// By what it is grouped.
    pub by: By,
    /// Oldest first.
    pub periods: Vec<Period>,
    /// In the catalogue's order.
    pub groups: Vec<GroupName>,
    /// One for each period and group: all groups of the first period, then of the second, …
    pub rows: Vec<Row>,
}

impl Series {
    /// The row of the `period`-th period and the `group`-th group.
    #[must_use]
    pub fn row(&self, period: usize, group: usize) -> Row {
        self.rows.get(period * self.groups.len() + group).copied().unwrap_or_default()
    }

    /// The rows of one group, oldest first.
    pub fn of_group(&self, group: usize) -> impl Iterator<Item = Row> {
        (0..self.periods.len()).map(move |period| self.row(period, group))
    }

    /// The groups with their rows in one period.
    pub fn of_period(&self, period: usize) -> impl Iterator<Item = (&GroupName, Row)> {
        self.groups.iter().enumerate().map(move |(group, name)| (name, self.row(period, group)))
    }

    /// Where a period stands.
    #[must_use]
    pub fn position(&self, period: Period) -> Option<usize> {
        self.periods.iter().position(|at| *at == period)
    }

    /// The same from the `first`-th period on.
    #[must_use]
    pub fn since(&self, first: usize) -> Self {
        let first = first.min(self.periods.len());
        Self {
            indicator: self.indicator.clone(),
            by: self.by,
            periods: self.periods[first..].to_vec(),
            groups: self.groups.clone(),
            rows: self.rows[first * self.groups.len()..].to_vec(),
        }
    }

    /// Indices of the periods that are the first under another definition than the one before.
    #[must_use]
    pub fn breaks(&self, indicator: &Indicator) -> Vec<usize> {
        breaks(indicator, &self.periods)
    }
}

/// Indices of the periods, oldest first, that are the first under another definition than the one before.
#[must_use]
pub fn breaks(indicator: &Indicator, periods: &[Period]) -> Vec<usize> {
    (1..periods.len()).filter(|at| breaks_between(indicator, periods[at - 1], periods[*at])).collect()
}

/// Whether another version of the indicator holds in the later period than in the earlier: then the two figures may
/// not be compared.
#[must_use]
pub fn breaks_between(indicator: &Indicator, earlier: Period, later: Period) -> bool {
    let from = |period| indicator.version_at(period).map(|version| version.valid_from);
    from(earlier).is_some() && from(earlier) != from(later)
}

/// What a page calls a grouping.
#[must_use]
pub fn by_label(by: By) -> &'static str {
    match by {
        By::Level => "按级别",
        By::City => "按地市",
        By::County => "按县（市、区）",
        By::Ownership => "按举办性质",
        By::Category => "按类别",
        By::Hospital => "按医院",
        By::All => "合计",
    }
}

/// What a page calls the groups of a grouping.
#[must_use]
pub fn by_noun(by: By) -> &'static str {
    match by {
        By::Level => "级别",
        By::City => "地市",
        By::County => "县（市、区）",
        By::Ownership => "举办性质",
        By::Category => "类别",
        By::Hospital => "医院",
        By::All => "范围",
    }
}
