//! How a line chart divides its space. Margins are worked out here: plotters cannot measure Chinese text.

use std::ops::Range;

use super::model::{Goal, LineChart, LineSeries, PeriodTick, Size};
use super::palette::Colour;
use super::place::Area;
use super::runs::{self, Gap};
use super::scale::{Scale, drawable};
use super::svg::{self, Anchor, Type};
use super::text;

/// Everything that is the same for all parts of one chart; lengths in px.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) size: (f64, f64),
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    /// From the edge of the plot to the first and from the last period.
    pub(super) inset: f64,
    /// From one period to the next.
    pub(super) step: f64,
    /// Of axes and notes.
    pub(super) text_size: f64,
    /// Of names at the ends of lines.
    pub(super) end_size: f64,
    pub(super) radius: f64,
    pub(super) line_width: f64,
    /// The time axis in periods.
    pub(super) across: Range<f64>,
    pub(super) scale: Scale,
    /// Whether there is no point at all.
    pub(super) is_empty: bool,
    periods: Vec<PeriodTick>,
}

impl Layout {
    pub(super) fn of(chart: &LineChart, size: Size) -> Self {
        Self::with_left(chart, size, 0.0)
    }

    /// The same with at least so much room left of the plot.
    pub(super) fn with_left(chart: &LineChart, size: Size, least_left: f64) -> Self {
        // A page shows a picture up to an eighth smaller than it is; its text must stay above 11.5 px even then.
        let (size, steps, text_size, end_size, radius, line_width) = match size {
            Size::Wide => ((690.0, 330.0), 8, 13.2, 14.0, 4.6, 2.3),
            Size::Narrow => ((340.0, 312.0), 6, 13.0, 13.0, 3.8, 2.1),
        };
        let scale = Scale::around(runs::heights(chart), chart.reach, steps);
        let widest_tick =
            scale.ticks().iter().map(|tick| text::width(&scale.label(*tick), text_size)).fold(0.0, f64::max);
        let mut layout = Self {
            size,
            left: (widest_tick + 14.0).max(30.0).max(least_left),
            top: 22.0,
            right: 12.0,
            bottom: 47.0,
            inset: 14.0,
            step: 0.0,
            text_size,
            end_size,
            radius,
            line_width,
            across: -0.5..0.5,
            scale,
            is_empty: !chart.series.iter().any(|series| runs::points(series, chart.periods.len()).next().is_some()),
            periods: chart.periods.clone(),
        };
        layout.right = layout.room_for_ends(chart);
        let width = size.0 - layout.left - layout.right;
        let steps_across = chart.periods.len().saturating_sub(1) as f64;
        if steps_across > 0.0 {
            layout.step = (width - 2.0 * layout.inset) / steps_across;
            let beyond = layout.inset / layout.step;
            layout.across = -beyond..steps_across + beyond;
        } else {
            layout.step = width;
        }
        layout
    }

    fn room_for_ends(&self, chart: &LineChart) -> f64 {
        let ends = chart.series.iter().filter_map(|series| {
            let (index, _) = runs::points(series, chart.periods.len()).last()?;
            Some(text::width(&self.end_label(chart, series, index), self.end_size) * 1.03 + 5.0)
        });
        // However long a name is, the lines keep more than half of the picture.
        ends.fold(12.0, f64::max).min(self.size.0 * 0.4)
    }

    /// Name and last value; where the line ends early, also when.
    pub(super) fn end_label(&self, chart: &LineChart, series: &LineSeries, index: usize) -> String {
        let label = format!("{} {}", series.name, series.last).trim().to_owned();
        match self.periods.get(index) {
            Some(period) if index + 1 < chart.periods.len() => format!("{label}（{}）", period.label),
            _ => label,
        }
    }

    /// The goal, if it can be drawn.
    pub(super) fn goal<'a>(&self, chart: &'a LineChart) -> Option<&'a Goal> {
        chart.goal.as_ref().filter(|goal| drawable(goal.value))
    }

    pub(super) fn plot(&self) -> Area {
        Area { left: self.left, top: self.top, right: self.size.0 - self.right, bottom: self.size.1 - self.bottom }
    }

    /// Where a period lies.
    pub(super) fn x(&self, index: f64) -> f64 {
        let plot = self.plot();
        plot.left + (index - self.across.start) / (self.across.end - self.across.start) * (plot.right - plot.left)
    }

    pub(super) fn period_label(&self, index: f64) -> String {
        self.periods.get(index.round().max(0.0) as usize).map_or_else(String::new, |period| period.label.clone())
    }

    /// Indices at which a year begins.
    fn year_starts(&self) -> Vec<usize> {
        let begins = |index: &usize| *index == 0 || self.periods[*index].year != self.periods[index - 1].year;
        (0..self.periods.len()).filter(begins).collect()
    }

    /// The periods that get a label: all, or every second or fourth of a year, so that none touch.
    pub(super) fn labelled_periods(&self) -> Vec<f64> {
        let widest = self.periods.iter().map(|period| text::width(&period.label, self.text_size)).fold(0.0, f64::max);
        let apart = ((widest + 4.0) / self.step).ceil().max(1.0) as usize;
        let every = if apart == 3 { 4 } else { apart };
        let starts = self.year_starts();
        let mut labelled: Vec<usize> = Vec::new();
        for (nth, start) in starts.iter().enumerate() {
            let end = starts.get(nth + 1).copied();
            for index in (*start..end.unwrap_or(self.periods.len())).step_by(every) {
                let clear_before = labelled.last().is_none_or(|last| index - last >= apart);
                let clear_after = end.is_none_or(|end| end - index >= apart);
                if clear_before && clear_after {
                    labelled.push(index);
                }
            }
        }
        labelled.into_iter().map(|index| index as f64).collect()
    }

    /// Years below their first period, parted by hairlines; a year too short for its name goes without.
    pub(super) fn years(&self) -> String {
        let bottom = self.plot().bottom;
        let starts = self.year_starts();
        let set = Type::plain(self.text_size, Colour::SecondInk).anchored(Anchor::Middle);
        let mut out = String::new();
        for (nth, start) in starts.iter().enumerate() {
            let (x, year) = (self.x(*start as f64), &self.periods[*start].year);
            let half = text::width(year, self.text_size) / 2.0;
            if nth > 0 {
                let edge = x - self.step / 2.0;
                // Where the label of a period is wider than its place, the hairline would cut through it.
                let label = text::width(&self.periods[*start].label, self.text_size);
                let from = if label < self.step { bottom } else { bottom + 25.0 };
                out += &svg::stroke(&[(edge, from), (edge, bottom + 41.0)], Colour::Hairline, 1.0, "");
            }
            let room = starts.get(nth + 1).map_or(self.size.0, |next| self.x(*next as f64) - half - 2.0);
            if x + half <= room {
                out += &svg::words((x.max(half + 1.0), bottom + 39.0), year, set);
            }
        }
        out
    }

    /// The unit above the figures of the axis.
    pub(super) fn unit(&self, unit: &str) -> String {
        let set = Type::plain(self.text_size, Colour::HintInk);
        if text::width(unit, self.text_size) <= self.left - 8.0 {
            svg::words((self.left - 8.0, self.top - 10.0), unit, set.anchored(Anchor::End))
        } else {
            svg::words((1.0, self.top - 10.0), unit, set)
        }
    }

    /// The value at which the line would pass a gap: between its neighbours, or level with the only one.
    pub(super) fn height_near(&self, series: &LineSeries, gap: &Gap<'_>, periods: usize) -> f64 {
        let before = runs::points(series, periods).take_while(|(index, _)| *index < gap.first).last();
        let after = runs::points(series, periods).find(|(index, _)| *index > gap.last);
        match (before, after) {
            (Some((_, before)), Some((_, after))) => (before.estimate.value + after.estimate.value) / 2.0,
            (Some((_, only)), None) | (None, Some((_, only))) => only.estimate.value,
            (None, None) => (self.scale.low + self.scale.high) / 2.0,
        }
    }
}
