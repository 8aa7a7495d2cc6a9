//! A series as charts: what is drawn, how it is called, and why there is a gap. Pure.

use crate::calendar::Period;
use crate::catalogue::model::{Indicator, Kind};
use crate::charts::{
    Bar, BarChart, Break, Caption, Estimate, LineChart, LineSeries, Movement, PeriodTick, Point, Reach, SeriesStyle,
    Slot, Spark,
};
use crate::progress::model::{GroupName, Row, Series, breaks, by_label};
use crate::progress::{territory, words};

/// Below this many points a line says nothing: each point is drawn with its interval.
pub const FEW_POINTS: usize = 6;

/// The lines of a series, one a group that has a style; `id` must differ between the charts of a page.
#[must_use]
pub fn lines(indicator: &Indicator, series: &Series, id: &str) -> LineChart {
    let drawn = |(group, name): (usize, &GroupName)| {
        let style = SeriesStyle::nth(name.style?);
        let rows: Vec<Row> = series.of_group(group).collect();
        rows.iter().any(|row| row.figure.value.is_some()).then(|| line(indicator, series, name, style, &rows))
    };
    let lines: Vec<LineSeries> = series.groups.iter().enumerate().filter_map(drawn).collect();
    let breaks = breaks(indicator, &series.periods);
    let since_break = series.periods.len() - breaks.last().copied().unwrap_or(0);
    LineChart {
        caption: caption(indicator, series, id, &lines, &breaks),
        unit: indicator.unit.clone(),
        periods: series.periods.iter().map(|period| tick(*period)).collect(),
        series: lines,
        breaks: breaks.iter().map(|before| a_break(series, *before)).collect(),
        goal: None,
        reach: reach(indicator),
        intervals: since_break < FEW_POINTS,
    }
}

/// A place on the time axis.
#[must_use]
pub fn tick(period: Period) -> PeriodTick {
    let (label, year) = words::tick(period);
    PeriodTick { label, year }
}

fn a_break(series: &Series, before: usize) -> Break {
    let period = series.periods[before];
    let label = if period.number() <= 1 {
        format!("{} 年起改口径", period.year())
    } else {
        format!("{period} 起改口径")
    };
    Break { before, label }
}

/// How far the axis of an indicator may reach.
#[must_use]
pub fn reach(indicator: &Indicator) -> Reach {
    let whole = indicator.multiplier as f64;
    Reach { least: Some(0.0), greatest: (indicator.kind == Kind::Proportion).then_some(whole), whole: false }
}

fn line(indicator: &Indicator, series: &Series, name: &GroupName, style: SeriesStyle, rows: &[Row]) -> LineSeries {
    let first = rows.iter().position(|row| row.figure.value.is_some()).unwrap_or(0);
    let slot = |(at, row): (usize, &Row)| match row.figure.value {
        Some(value) => Slot::Point(Point {
            estimate: estimate(*row, value),
            title: format!("{}　{}　{}", name.name, series.periods[at].label(), told(indicator, *row)),
        }),
        // Before a line begins there is nothing to explain.
        None if at < first => Slot::Gap(None),
        None => Slot::Gap(Some(why_none(*row).to_owned())),
    };
    let last = rows.iter().rev().find_map(|row| row.figure.value);
    LineSeries {
        name: name.name.clone(),
        style,
        slots: rows.iter().enumerate().map(slot).collect(),
        last: last.map_or_else(String::new, |value| words::plain(indicator, value)),
    }
}

fn estimate(row: Row, value: f64) -> Estimate {
    Estimate { value, interval: row.figure.interval.map(|interval| (interval.lower, interval.upper)) }
}

/// `68.9 %（213 456 / 309 812）`
fn told(indicator: &Indicator, row: Row) -> String {
    format!("{}（{}）", words::figure(indicator, row.figure), words::fraction(row.pooled))
}

/// Why a group has no figure in a period.
#[must_use]
pub fn why_none(row: Row) -> &'static str {
    match row.pooled {
        pooled if row.withheld && pooled.reported >= territory::LEAST => "不显示，以免推算出不足 5 家的组",
        _ if row.withheld => "不足 5 家，不显示",
        pooled if pooled.reported > 0 => "没有病例",
        pooled if pooled.expected == 0 => "没有医院",
        pooled if pooled.not_applicable > 0 && pooled.missing() == 0 => "不适用",
        // Nothing came, what came is not accepted yet, or a cell is missing: of a group it can be all three.
        _ => "没有接收的数",
    }
}

fn caption(indicator: &Indicator, series: &Series, id: &str, lines: &[LineSeries], breaks: &[usize]) -> Caption {
    let names: Vec<&str> = lines.iter().map(|line| line.name.as_str()).collect();
    let span = match (series.periods.first(), series.periods.last()) {
        (Some(first), Some(last)) => format!("{}至{}", first.label(), last.label()),
        _ => String::new(),
    };
    let ends: Vec<String> = lines.iter().map(|line| format!("{} {}", line.name, line.last)).collect();
    let mut desc = format!("{} 条线：{}。末点：{}。", lines.len(), names.join("、"), ends.join("，"));
    for before in breaks {
        desc.push_str(&format!("{}改口径，线断开。", series.periods[*before].label()));
    }
    Caption::new(id, format!("{}，{}，{span}", indicator.name, by_label(series.by)), desc)
}

/// The bars of one period of a series, one a group that the register knows.
#[must_use]
pub fn bars(indicator: &Indicator, series: &Series, period: usize, id: &str) -> BarChart {
    let present = |(_, row): &(&GroupName, Row)| row.pooled.expected > 0 || row.pooled.reported > 0;
    let bars: Vec<Bar> =
        series.of_period(period).filter(present).map(|(name, row)| bar(indicator, name, row)).collect();
    let when = series.periods.get(period).map(|period| period.label()).unwrap_or_default();
    let told: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.name, bar.label)).collect();
    let title = format!("{}，{when}，{}", indicator.name, by_label(series.by));
    BarChart {
        caption: Caption::new(id, title, format!("{}。须为 95 % 区间。", told.join("，"))),
        unit: indicator.unit.clone(),
        bars,
        goal: None,
        greatest: reach(indicator).greatest,
    }
}

fn bar(indicator: &Indicator, name: &GroupName, row: Row) -> Bar {
    Bar {
        name: name.name.clone(),
        style: SeriesStyle::nth(name.style.unwrap_or(3)),
        estimate: row.figure.value.map(|value| estimate(row, value)),
        label: row.figure.value.map_or_else(|| why_none(row).to_owned(), |value| words::plain(indicator, value)),
        title: match row.figure.value {
            Some(_) => format!("{}　{}", name.name, told(indicator, row)),
            None => format!("{}　{}", name.name, why_none(row)),
        },
    }
}

/// The small line of an indicator through some periods; `prefix` tells the charts of a page apart.
#[must_use]
pub fn spark(indicator: &Indicator, periods: &[Period], rows: &[Row], prefix: &str) -> Spark {
    let values: Vec<Option<f64>> = rows.iter().map(|row| row.figure.value).collect();
    let first = values.iter().position(Option::is_some).unwrap_or(0);
    let told = |value: Option<Option<f64>>| {
        value.flatten().map_or_else(|| "无数字".to_owned(), |value| words::with_unit(indicator, value))
    };
    // A break before the first figure breaks nothing.
    let breaks: Vec<usize> = breaks(indicator, periods).into_iter().filter(|before| *before > first).collect();
    let broken = if breaks.is_empty() { "" } else { "，其间改过口径" };
    let desc = format!("从 {} 到 {}{broken}", told(values.get(first).copied()), told(values.last().copied()));
    let title = format!("{}近 {} 季", indicator.short_name, values.len());
    let caption = Caption::new(format!("{prefix}-{}", indicator.id), title, desc);
    Spark { caption, values, breaks, movement: Movement::Common }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::model::{Figure, Pooled};

    #[test]
    fn a_group_kept_back_for_anothers_sake_is_not_called_small() {
        let row = |reported, withheld| Row {
            pooled: Pooled { expected: 9, reported, ..Pooled::default() },
            figure: Figure::default(),
            withheld,
        };
        assert_eq!(why_none(row(4, true)), "不足 5 家，不显示");
        assert_eq!(why_none(row(5, true)), "不显示，以免推算出不足 5 家的组");
        assert_eq!(why_none(row(5, false)), "没有病例");
    }
}
