//! 燃起图: what the plan asks, what is done, where it goes.

use chrono::{Datelike, NaiveDate};

use crate::catalogue::model::Campaign;
use crate::charts::{Caption, Estimate, LineChart, LineSeries, PeriodTick, Point, Reach, SeriesStyle, Slot};
use crate::coverage::measure::Progress;

/// The chart of an authority's progress by quarters, to the campaign's last day; nothing is foretold once it is `over`.
#[must_use]
pub fn burn_up(campaign: &Campaign, progress: &Progress, name: &str, over: bool) -> LineChart {
    let quarters = quarters(campaign);
    let place = |day: NaiveDate| quarters.iter().position(|last| day <= *last).unwrap_or(quarters.len() - 1);
    let now = progress.course.last().map_or(0, |(day, _)| place(*day));
    let (from, days) = (campaign.from, (campaign.to() - campaign.from).num_days().max(1));
    let plan = |day: NaiveDate| progress.open * (day - from).num_days().min(days) / days;
    let end = progress.forecast.last().copied().unwrap_or(progress.covered);
    let ahead = i64::try_from(quarters.len() - 1 - now).unwrap_or(0).max(1);
    let series = |name: &str, style: usize, values: Vec<Option<i64>>| LineSeries {
        name: name.to_owned(),
        style: SeriesStyle::nth(style),
        last: values.iter().rev().find_map(|value| *value).map(|value| value.to_string()).unwrap_or_default(),
        slots: values.into_iter().zip(&quarters).map(|(value, day)| slot(name, value, *day)).collect(),
    };
    let done: Vec<Option<i64>> = (0..quarters.len()).map(|at| progress.course.get(at).map(|(_, many)| *many)).collect();
    let course = (0..quarters.len()).map(|at| {
        let beyond = i64::try_from(at).unwrap_or(0) - i64::try_from(now).unwrap_or(0);
        (beyond >= 0).then(|| progress.covered + (end - progress.covered) * beyond / ahead)
    });
    let mut lines =
        vec![series("按进度", 2, quarters.iter().map(|day| Some(plan(*day))).collect()), series("已督导", 0, done)];
    let (covered, open) = (progress.covered, progress.open);
    let said = if over {
        format!("每季末已督导过的医院家数：期末 {covered} 家，共 {open} 家。")
    } else {
        lines.push(series("预测", 1, course.collect()));
        format!("每季末已督导过的医院家数：现在 {covered} 家，共 {open} 家；预测期末 {end} 家。")
    };
    LineChart {
        caption: Caption::new("burn-up", format!("{name}督导覆盖"), said),
        unit: "家".to_owned(),
        periods: quarters.iter().map(|day| tick(*day)).collect(),
        series: lines,
        breaks: Vec::new(),
        goal: None,
        reach: Reach { least: Some(0.0), greatest: Some(progress.open.max(1) as f64), whole: true },
        intervals: false,
    }
}

fn slot(name: &str, value: Option<i64>, day: NaiveDate) -> Slot {
    value.map_or(Slot::Gap(None), |value| {
        Slot::Point(Point {
            estimate: Estimate { value: value as f64, interval: None },
            title: format!("{name}，{day}：{value} 家"),
        })
    })
}

/// The last day of each quarter of the campaign.
fn quarters(campaign: &Campaign) -> Vec<NaiveDate> {
    let first = crate::calendar::Period::quarter_containing(campaign.from);
    let last = crate::calendar::Period::quarter_containing(campaign.to());
    first.through(last).into_iter().map(crate::calendar::Period::last_day).collect()
}

fn tick(day: NaiveDate) -> PeriodTick {
    PeriodTick { label: format!("Q{}", day.month().div_ceil(3)), year: format!("{} 年", day.year()) }
}
