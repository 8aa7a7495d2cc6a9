//! What one hospital's figures say of each target in an accepted quarter: the figure, its past, its peers, its goals. Pure.

use std::collections::HashMap;

use crate::access::HospitalId;
use crate::annotations::{self, Annotation};
use crate::calendar::{Grain, Period};
use crate::catalogue::Catalogue;
use crate::catalogue::model::{Edition, ElementId, Indicator, IndicatorId, Rhythm, Target};
use crate::figures::{HospitalFigure, Reason};
use crate::goals::{self, Goal, Goals, State};
use crate::home::benchmark::QUARTERS;
use crate::hospitals::Facts;
use crate::progress::among::Among;
use crate::progress::benchmark::row_of;
use crate::progress::control::{Control, Verdict};
use crate::progress::judge::{Change, change};
use crate::progress::model::Row;
use crate::progress::placing::Placing;
use crate::progress::words;
use crate::statistics::control::{PointType, Rule};
use crate::statistics::guards::WithoutLimits;

/// What lines are read from.
pub struct Sources<'s> {
    /// The hospital's own figures, quarters and months.
    pub own: &'s [HospitalFigure],
    /// Its peers.
    pub among: &'s Among,
    /// The province's goals and its own.
    pub goals: &'s Goals,
    /// Why elements do not apply.
    pub reasons: &'s HashMap<ElementId, Reason>,
    /// From where limits of its series start anew.
    pub rebases: &'s [Annotation],
    /// Who it is.
    pub hospital: (HospitalId, &'s Facts),
}

/// Whether there is a figure, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Held {
    /// There is.
    Figure,
    /// The denominator is 0.
    NoCases,
    /// It does not apply, with what the round says of it where it says it.
    NotApplicable(Option<Reason>),
    /// The accepted round leaves it blank.
    Missing,
    /// No quarter ever has one.
    Never(&'static str),
}

/// A series of its own with its limits: by month where that bears more, else by quarter.
#[derive(Clone, Debug)]
pub struct Course {
    /// Months or quarters, oldest first.
    pub periods: Vec<Period>,
    /// One a period.
    pub rows: Vec<Row>,
    /// Their chart.
    pub control: Control,
}

/// One indicator.
pub struct Line<'a> {
    /// Its target.
    pub target: &'a Target,
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Whether it stands for its target.
    pub headline: bool,
    /// The quarter.
    pub now: Row,
    /// Whether there is a figure.
    pub held: Held,
    /// Against the quarter before.
    pub to_last: Change,
    /// Against the same quarter of the year before.
    pub to_year: Change,
    /// Twelve quarters up to this one.
    pub quarters: Vec<Row>,
    /// What its limits are drawn from.
    pub course: Course,
    /// Among its peers.
    pub placing: Placing,
    /// The province's goal for its level.
    pub goal: Option<Goal>,
    /// What it set itself.
    pub own_goal: Option<Goal>,
}

/// What a target's page shows of it: its headline, else all its parts.
pub fn shown_of(target: &Target) -> &[IndicatorId] {
    match &target.headline {
        Some(id) => std::slice::from_ref(id),
        None => &target.indicators,
    }
}

/// One line for each indicator of the year's page, in the targets' order.
#[must_use]
pub fn lines<'a>(
    catalogue: &'a Catalogue,
    edition: &'a Edition,
    quarter: Period,
    sources: &Sources<'_>,
) -> Vec<Line<'a>> {
    let of_target = |target: &'a Target| {
        let indicators = shown_of(target).iter().filter_map(|id| catalogue.indicator(id));
        indicators.map(move |indicator| line(target, indicator, edition.year, quarter, sources))
    };
    edition.all_targets().flat_map(of_target).collect()
}

fn line<'a>(
    target: &'a Target,
    indicator: &'a Indicator,
    year: i32,
    quarter: Period,
    sources: &Sources<'_>,
) -> Line<'a> {
    let figures: HashMap<Period, &HospitalFigure> = sources
        .own
        .iter()
        .filter(|figure| figure.indicator == indicator.id)
        .map(|figure| (figure.period, figure))
        .collect();
    let row = |period: &Period| figures.get(period).map(|figure| row_of(indicator, figure)).unwrap_or_default();
    let periods = quarter.shifted(1 - QUARTERS).through(quarter);
    let quarters: Vec<Row> = periods.iter().map(row).collect();
    let now = row(&quarter);
    let against = |earlier: Period| change(indicator, (earlier, row(&earlier)), (quarter, now));
    let months: Vec<Period> = periods.iter().flat_map(|quarter| quarter.months()).collect();
    let notes: Vec<Annotation> =
        sources.rebases.iter().filter(|note| note.subject.indicator == indicator.id).cloned().collect();
    let monthly: Vec<Row> = months.iter().map(row).collect();
    let by_month = Course::of(indicator, &months, &monthly, &notes);
    let by_quarter = Course::of(indicator, &periods, &quarters, &notes);
    let (hospital, facts) = sources.hospital;
    Line {
        target,
        indicator,
        headline: target.headline.is_some(),
        now,
        held: held(indicator, now, sources.reasons),
        to_last: against(quarter.previous()),
        to_year: against(quarter.last_year()),
        quarters,
        course: if indicator.rhythm == Rhythm::Monthly && by_month.bears() { by_month } else { by_quarter },
        placing: sources.among.placing(indicator),
        goal: sources.goals.of_level(&indicator.id, year, &facts.level).cloned(),
        own_goal: sources.goals.own(&indicator.id, year, hospital).cloned(),
    }
}

fn held(indicator: &Indicator, now: Row, reasons: &HashMap<ElementId, Reason>) -> Held {
    if let Some(why) = words::never(indicator) {
        return Held::Never(why);
    }
    match now.pooled {
        pooled if pooled.not_applicable > 0 => {
            Held::NotApplicable(indicator.elements().find_map(|element| reasons.get(element)).copied())
        }
        pooled if pooled.reported == 0 => Held::Missing,
        _ if now.figure.value.is_none() => Held::NoCases,
        _ => Held::Figure,
    }
}

impl Course {
    /// The past from its first figure on.
    fn of(indicator: &Indicator, periods: &[Period], rows: &[Row], notes: &[Annotation]) -> Self {
        let first = rows.iter().position(|row| row.figure.value.is_some()).unwrap_or(0);
        let (periods, rows) = (periods[first..].to_vec(), rows[first..].to_vec());
        let grain = periods.last().map_or(Grain::Quarter, |period| period.grain());
        let rebases = annotations::model::rebases(notes, grain);
        let control = Control::of(indicator, &periods, &rows, &rebases);
        Self { periods, rows, control }
    }

    /// Whether months say more than their quarters would: the last has a figure, and cases are not too few.
    fn bears(&self) -> bool {
        !matches!(
            self.control.verdict(),
            Verdict::Nothing
                | Verdict::NoMethod
                | Verdict::Without(WithoutLimits::SmallNumbers | WithoutLimits::NotApplicable)
        )
    }

    /// Whether it is by month.
    #[must_use]
    pub fn monthly(&self) -> bool {
        self.periods.first().is_some_and(|period| period.grain() == Grain::Month)
    }
}

/// A signal for the worse in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concern {
    /// By which rule.
    pub rule: Rule,
    /// The period it goes back to.
    pub since: Period,
    /// Whether the last period is part of it; else it was an earlier month of the quarter alone.
    pub lasts: bool,
}

impl Line<'_> {
    /// A signal for the worse: of the last period, else of a month of the quarter that lies outside its limits. Limits on
    /// trial and what may be a season are called neither better nor worse, here as on every other page.
    #[must_use]
    pub fn concern(&self) -> Option<Concern> {
        let (course, verdict) = (&self.course, self.course.control.verdict());
        if let Verdict::Signal { rule, since, .. } = verdict
            && verdict.meaning() == Some(PointType::Concern)
        {
            let since = *course.periods.get(since)?;
            return verdict.kind().map(|_| Concern { rule, since, lasts: true });
        }
        if verdict.trial() {
            return None;
        }
        let quarter = course.periods.last()?.quarter();
        let outside = course.control.spots().filter(|(at, spot)| {
            course.periods[*at].quarter() == quarter
                && spot.kind == PointType::Concern
                && spot.signals.outside.is_some()
        });
        let (at, _) = outside.last()?;
        Some(Concern { rule: Rule::Outside, since: course.periods[at], lasts: false })
    }

    /// The counts of the quarter, where there is a figure.
    #[must_use]
    pub fn counts(&self) -> Option<(i64, i64)> {
        self.now.figure.value.map(|_| (self.now.pooled.numerator, self.now.pooled.denominator))
    }

    /// Whether a goal is missed, by exact tails at 95 %.
    #[must_use]
    pub fn misses(&self, goal: Option<&Goal>) -> bool {
        let state = goal
            .zip(self.counts())
            .map(|(goal, (above, below))| goals::judge::state(self.indicator, goal.value, above, below));
        state == Some(State::Missed)
    }

    /// Whether it stands on the bad side of its peers, beyond the 99.8 % limits.
    #[must_use]
    pub fn beyond(&self) -> bool {
        self.placing.worse(self.indicator.better)
    }

    /// Whether the quarter should have a figure and has none.
    #[must_use]
    pub fn lacks(&self) -> bool {
        self.held == Held::Missing
    }
}
