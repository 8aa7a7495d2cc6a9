//! What a territory's figures say of one target in one quarter: its headline, how it moved, or its parts. Pure.

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Indicator, Target};
use crate::progress::control::Verdict;
use crate::progress::evidence::Evidence;
use crate::progress::judge::{Change, Direction, change};
use crate::progress::levels::Levels;
use crate::progress::measure::{together, withhold};
use crate::progress::model::{Row, Series};
use crate::progress::panel::Panel;
use crate::progress::words;

/// One indicator through the quarters.
pub struct Course<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// By level; small groups withheld.
    pub series: Series,
    /// All levels together, oldest first.
    pub total: Vec<Row>,
    /// Against the quarter before.
    pub to_last: Change,
    /// Against the same quarter of the year before.
    pub to_year: Change,
}

impl<'a> Course<'a> {
    /// The course of an indicator; groups of fewer than `least` hospitals are withheld.
    #[must_use]
    pub fn of(indicator: &'a Indicator, series: Series, least: i64) -> Self {
        let total = together(indicator, &series, least);
        Self {
            indicator,
            to_last: against(indicator, &series.periods, &total, Period::previous),
            to_year: against(indicator, &series.periods, &total, Period::last_year),
            series: withhold(series, least),
            total,
        }
    }

    /// The last quarter, all levels together.
    #[must_use]
    pub fn now(&self) -> Row {
        self.total.last().copied().unwrap_or_default()
    }

    /// Where it went since the quarter before; none where that cannot be said.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self.to_last {
            Change::By(difference) => Some(Direction::of(self.indicator, difference)),
            Change::Redefined | Change::NothingNow | Change::NothingThen => None,
        }
    }

    /// The highest and the lowest level that have a line and, in the last quarter, a figure.
    #[must_use]
    pub fn outer_levels(&self) -> Option<(usize, usize)> {
        let last = self.series.periods.len().checked_sub(1)?;
        let told = |group: &usize| {
            self.series.groups[*group].style.is_some() && self.series.row(last, *group).figure.value.is_some()
        };
        let mut groups = (0..self.series.groups.len()).filter(told);
        let first = groups.next()?;
        Some((first, groups.next_back()?))
    }

    /// How far two groups lay apart `back` quarters before the last, in the unit shown; none where one has no figure.
    #[must_use]
    pub fn spread(&self, (first, last): (usize, usize), back: usize) -> Option<f64> {
        let period = self.series.periods.len().checked_sub(back + 1)?;
        let value = |group| self.series.row(period, group).figure.value;
        Some((value(first)? - value(last)?).abs())
    }

    /// A group in the last quarter: `三级 74.3`, with or without its unit.
    #[must_use]
    pub fn told(&self, group: usize, unit: bool) -> Option<String> {
        let last = self.series.periods.len().checked_sub(1)?;
        let value = self.series.row(last, group).figure.value?;
        let text = if unit { words::with_unit(self.indicator, value) } else { words::plain(self.indicator, value) };
        Some(format!("{} {text}", self.series.groups.get(group)?.name))
    }
}

/// The last row against the row of an earlier period.
fn against(indicator: &Indicator, periods: &[Period], rows: &[Row], earlier: impl Fn(Period) -> Period) -> Change {
    let (Some(period), Some(last)) = (periods.last().copied(), rows.last().copied()) else { return Change::NothingNow };
    let earlier = earlier(period);
    let row = periods.iter().position(|at| *at == earlier).and_then(|at| rows.get(at)).copied().unwrap_or_default();
    change(indicator, (earlier, row), (period, last))
}

/// One target of the year.
pub struct Reading<'a> {
    /// The target.
    pub target: &'a Target,
    /// Its headline; none where no single figure stands for it.
    pub headline: Option<Course<'a>>,
    /// What the headline shows against control limits; none without one.
    pub evidence: Option<Evidence>,
    /// Where there is no headline: each of its indicators.
    pub parts: Vec<Course<'a>>,
}

impl<'a> Reading<'a> {
    /// Reads a target from the sums of a territory, and its quarters by level.
    #[must_use]
    pub fn of(catalogue: &'a Catalogue, (panel, levels): (&Panel, &Levels), target: &'a Target, least: i64) -> Self {
        let course = |id| {
            let indicator = catalogue.indicator(id)?;
            Some(Course::of(indicator, levels.series(catalogue, indicator), least))
        };
        let headline = target.headline.as_ref().and_then(course);
        let parts = if headline.is_some() { Vec::new() } else { target.indicators.iter().filter_map(course).collect() };
        let evidence = headline.as_ref().map(|course| panel.whole(course.indicator));
        Self { target, headline, evidence, parts }
    }

    /// What the headline says by its control chart; none without a headline.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        self.evidence.as_ref().map(Evidence::verdict)
    }

    /// How many of the parts went up since the quarter before.
    #[must_use]
    pub fn parts_up(&self) -> usize {
        self.parts.iter().filter(|part| part.direction() == Some(Direction::Up)).count()
    }
}
