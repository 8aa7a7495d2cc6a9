//! A controlled series as a chart: marks, stretches, numbers, what happened when. Pure.

use crate::annotations::{Annotation, Kind};
use crate::calendar::{Grain, Period};
use crate::catalogue::model::Indicator;
use crate::charts::{
    self, Caption, ControlChart, ControlMark, ControlNumbers, ControlPoint, ControlSlot, ControlStretch, Goal,
};
use crate::progress::control::{Control, Spot, Start, Stretch, rule_label, seasonal};
use crate::progress::model::Row;
use crate::progress::picture::{reach, tick, why_none};
use crate::progress::words;
use crate::statistics::control::{PointType, Rule, Side};
use crate::statistics::guards::{Footing, WithoutLimits};

/// A series with everything that is drawn of it.
pub struct Sketch<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// What the group is called.
    pub name: &'a str,
    /// Oldest first.
    pub periods: &'a [Period],
    /// One a period.
    pub rows: &'a [Row],
    /// Limits and signals.
    pub control: &'a Control,
}

/// Successive points with a signal the same way, whichever rule gives it: the first and the last index of each run.
fn excursions(control: &Control) -> Vec<(usize, usize, Spot)> {
    let spots: Vec<(usize, Spot)> = control.spots().collect();
    let side = |(_, spot): &(usize, Spot)| spot.signals.leading().map(|(_, side)| side);
    let starts = |at: usize| control.stretches.iter().any(|stretch| stretch.from == at);
    let runs = spots.chunk_by(|a, b| a.0 + 1 == b.0 && side(a) == side(b) && !starts(b.0));
    runs.filter_map(|run| Some((run.first()?.0, run.last()?.0, run.first()?.1))).collect()
}

/// Whether a period lies in a stretch whose limits are on trial, with fewer than twelve points.
fn on_trial(control: &Control, at: usize) -> bool {
    let stretch = control.stretches.iter().rev().find(|stretch| stretch.from <= at);
    stretch.is_some_and(|stretch| stretch.footing == Footing::Trial)
}

/// What each period's point says; common where there is none.
#[must_use]
pub fn marks(control: &Control, periods: &[Period]) -> Vec<ControlMark> {
    let mut marks = vec![ControlMark::Common; periods.len()];
    for (from, to, spot) in excursions(control).into_iter().filter(|(_, to, _)| *to < periods.len()) {
        let mark = match spot.kind {
            PointType::CommonCause => ControlMark::Common,
            // On trial nothing is called good or bad yet.
            _ if seasonal(periods[from], periods[to]) || on_trial(control, from) => ControlMark::Changed,
            PointType::Improvement => ControlMark::Better,
            PointType::Concern => ControlMark::Worse,
            PointType::SpecialCause => ControlMark::Changed,
        };
        marks[from..=to].fill(mark);
    }
    marks
}

/// What a mark is called; empty for none.
#[must_use]
pub fn mark_label(mark: ControlMark) -> &'static str {
    match mark {
        ControlMark::Common => "",
        ControlMark::Better => "改善",
        ControlMark::Worse => "变差",
        ControlMark::Changed => "有变化",
    }
}

/// A signal in words: `改善：超出控制限（高）`.
#[must_use]
pub fn signal_words(mark: ControlMark, leading: Option<(Rule, Side)>) -> String {
    leading.map_or_else(String::new, |(rule, side)| {
        format!("{}：{}（{}）", mark_label(mark), rule_label(rule), if side == Side::High { "高" } else { "低" })
    })
}

impl Sketch<'_> {
    /// The chart; `id` must differ between the charts of a page.
    #[must_use]
    pub fn chart(&self, id: &str, goal: Option<Goal>, notes: &[Annotation]) -> ControlChart {
        let marks = marks(self.control, self.periods);
        let mut slots: Vec<ControlSlot> =
            self.rows.iter().map(|row| ControlSlot::Gap(Some(why_none(*row).to_owned()))).collect();
        for (at, spot) in self.control.spots() {
            if let (Some(slot), Some(mark)) = (slots.get_mut(at), marks.get(at)) {
                *slot = ControlSlot::Point(self.point(at, spot, *mark));
            }
        }
        let last = self.control.spots().last();
        ControlChart {
            caption: Caption::new(id, self.title(), self.description(&marks)),
            unit: self.indicator.unit.clone(),
            periods: self.periods.iter().map(|period| tick(*period)).collect(),
            slots,
            stretches: self.control.stretches.iter().map(|stretch| self.stretch(stretch)).collect(),
            numbers: self.numbers(),
            last: last.map_or_else(String::new, |(_, spot)| words::plain(self.indicator, spot.value)),
            goal,
            reach: reach(self.indicator),
            annotations: self.annotations(notes),
        }
    }

    fn title(&self) -> String {
        let span = match (self.periods.first(), self.periods.last()) {
            (Some(first), Some(last)) => format!("{}至{}", first.label(), last.label()),
            _ => String::new(),
        };
        format!("{}控制图，{}，{span}", self.indicator.name, self.name)
    }

    fn description(&self, marks: &[ControlMark]) -> String {
        let points = self.control.spots().count();
        let of = |mark| marks.iter().filter(|found| **found == mark).count();
        let mut said = format!("{points} 个点");
        for mark in [ControlMark::Better, ControlMark::Worse, ControlMark::Changed] {
            if of(mark) > 0 {
                said.push_str(&format!("，{} {} 点", mark_label(mark), of(mark)));
            }
        }
        match self.numbers() {
            Some(numbers) => said.push_str(&format!(
                "。末点上限 {}，均值 {}，下限 {}。",
                numbers.upper.1, numbers.centre.1, numbers.lower.1
            )),
            None => said.push_str("，不画控制限。"),
        }
        for stretch in self.control.stretches.iter().skip(1) {
            said.push_str(&format!("{}。", self.stretch(stretch).label));
        }
        said
    }

    fn point(&self, at: usize, spot: Spot, mark: ControlMark) -> ControlPoint {
        let (indicator, row) = (self.indicator, self.rows[at]);
        let small = |stretch: &&Stretch| {
            let counted = [WithoutLimits::TooFewPoints, WithoutLimits::SmallNumbers];
            stretch.without.is_some_and(|why| counted.contains(&why))
        };
        let of_stretch = self.control.stretches.iter().rev().find(|stretch| stretch.from <= at);
        let ends = |interval: crate::statistics::Interval| (interval.lower, interval.upper);
        let mut title = format!(
            "{}　{}　{}（{}）",
            self.name,
            self.periods[at].label(),
            words::with_unit(indicator, spot.value),
            words::fraction(row.pooled)
        );
        if let Some(limits) = spot.limits {
            title.push_str(&format!("　控制限 {}", words::interval(indicator, limits)));
        }
        let signal = signal_words(mark, spot.signals.leading());
        if !signal.is_empty() {
            title.push_str(&format!("　{signal}"));
        }
        ControlPoint {
            value: spot.value,
            limits: spot.limits.map(ends),
            interval: of_stretch.filter(small).and(row.figure.interval).map(ends),
            mark,
            title,
        }
    }

    fn stretch(&self, stretch: &Stretch) -> ControlStretch {
        let period = self.periods.get(stretch.from).copied();
        let since = |what: &str| match period {
            Some(period) if period.number() <= 1 && period.grain() != Grain::Year && what == "改口径" => {
                format!("{} 年起{what}", period.year())
            }
            Some(period) => format!("{period} 起{what}"),
            None => what.to_owned(),
        };
        let label = match stretch.start {
            Start::First => String::new(),
            Start::Redefined => since("改口径"),
            Start::Rebased => since("重算限"),
        };
        ControlStretch { from: stretch.from, label, centre: stretch.centre }
    }

    /// Of the last point with limits in the last stretch.
    fn numbers(&self) -> Option<ControlNumbers> {
        let stretch = self.control.last()?;
        let centre = stretch.centre?;
        let limits = stretch.spots.iter().rev().flatten().find_map(|spot| spot.limits)?;
        let number = |value: f64| (value, words::plain(self.indicator, value));
        Some(ControlNumbers { upper: number(limits.upper), centre: number(centre), lower: number(limits.lower) })
    }

    fn annotations(&self, notes: &[Annotation]) -> Vec<charts::Annotation> {
        let drawn = notes.iter().filter(|note| note.withdrawn.is_none() && note.kind != Kind::Rebase);
        let place = |note: &Annotation| {
            let within = |period: &Period| period.first_day() <= note.day && note.day <= period.last_day();
            let at = self.periods.iter().position(within)?;
            Some(charts::Annotation { at, day: note.day.format("%m-%d").to_string(), text: note.text.clone() })
        };
        drawn.filter_map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::progress::measure;
    use crate::progress::model::Pooled;

    fn marked(last: &str, counts: &[(i64, i64)]) -> Vec<ControlMark> {
        let indicator = Catalogue::load(None).unwrap().indicator_coded("iv_use_rate").unwrap().clone();
        let last: Period = last.parse().unwrap();
        let periods = last.shifted(1 - i32::try_from(counts.len()).unwrap()).through(last);
        let row = |&(numerator, denominator): &(i64, i64)| Row {
            pooled: Pooled { numerator, denominator, expected: 1, reported: 1, not_applicable: 0 },
            figure: measure::figure(&indicator, numerator, denominator),
            withheld: false,
        };
        let rows: Vec<Row> = counts.iter().map(row).collect();
        let control = Control::of(&indicator, &periods, &rows, &[]);
        marks(&control, &periods)
    }

    #[test]
    fn a_first_quarter_alone_is_the_season_and_a_lasting_change_is_not() {
        let mut counts: Vec<(i64, i64)> =
            [800, 812, 805, 796, 803].into_iter().cycle().map(|n| (n, 1000)).take(12).collect();
        counts[11].0 = 600;
        assert_eq!(marked("2024Q1", &counts)[11], ControlMark::Changed, "a first quarter alone");
        assert_eq!(marked("2024Q2", &counts)[11], ControlMark::Better, "low is good here");
        let steady: Vec<(i64, i64)> = counts[..10].to_vec();
        assert_eq!(marked("2024Q2", &steady), [ControlMark::Common; 10]);
        counts[10].0 = 610;
        assert_eq!(marked("2024Q1", &counts)[10..], [ControlMark::Better; 2], "it began a quarter before");
        let mut trial = steady;
        trial[9].0 = 600;
        assert_eq!(marked("2024Q2", &trial)[9], ControlMark::Changed, "on trial nothing is good or bad");
    }
}
