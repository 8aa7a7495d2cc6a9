//! 时间轴 of a campaign: its phases, the days its duties are due once, its ends, and the day asked.

use chrono::{Datelike, NaiveDate};

use crate::campaign::due::kinds_label;
use crate::catalogue::model::{Campaign, Due};
use crate::charts::{Caption, Timeline, TimelineRow};

/// The chart.
#[must_use]
pub fn timeline(campaign: &Campaign, on: NaiveDate) -> Timeline {
    let (from, to) = span(campaign);
    let days = (to - from).num_days().max(1) as f64;
    let place = |day: NaiveDate| (day - from).num_days() as f64 / days;
    let phases = campaign.phases.iter().map(|phase| TimelineRow {
        name: phase.name.clone(),
        stretches: phase
            .ranges
            .iter()
            // A day lasts until the next begins.
            .map(|(start, end)| {
                (
                    place(*start),
                    place(*end + chrono::Days::new(1)),
                    format!("{}：{start} 至 {end}，{}", phase.name, phase.clause),
                )
            })
            .collect(),
        milestones: Vec::new(),
    });
    let once = campaign.duties.iter().filter_map(|duty| match &duty.due {
        Due::On(days) => {
            Some(days.iter().map(move |day| (*day, format!("{day}：{}（{}）", duty.title, kinds_label(duty)))))
        }
        _ => None,
    });
    let due = TimelineRow {
        name: "一次性任务".to_owned(),
        stretches: Vec::new(),
        milestones: together(once.flatten()).into_iter().map(|(day, title)| (place(day), title)).collect(),
    };
    let ends = TimelineRow {
        name: "期末".to_owned(),
        stretches: Vec::new(),
        milestones: campaign.ends.iter().map(|end| (place(end.day), format!("{}：{}", end.name, end.day))).collect(),
    };
    let years = (from.year()..=to.year()).filter_map(|year| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?.max(from);
        Some((place(first), format!("{year} 年")))
    });
    let said = format!("{from} 至 {to}，{} 个阶段。", campaign.phases.len());
    Timeline {
        caption: Caption::new("timeline", format!("{}的阶段和期限", campaign.title), said),
        ticks: years.collect(),
        rows: phases
            .chain([due, ends])
            .filter(|row| !(row.stretches.is_empty() && row.milestones.is_empty()))
            .collect(),
        now: (from..=to).contains(&on).then(|| place(on)),
    }
}

/// First and last day of what is drawn: the campaign and every phase of it.
fn span(campaign: &Campaign) -> (NaiveDate, NaiveDate) {
    let ranges = || campaign.phases.iter().flat_map(|phase| &phase.ranges);
    let from = ranges().map(|(from, _)| *from).fold(campaign.from, NaiveDate::min);
    (from, ranges().map(|(_, to)| *to).fold(campaign.to(), NaiveDate::max))
}

/// What falls on one day is one mark.
fn together(days: impl Iterator<Item = (NaiveDate, String)>) -> std::collections::BTreeMap<NaiveDate, String> {
    let mut found: std::collections::BTreeMap<NaiveDate, String> = std::collections::BTreeMap::new();
    for (day, title) in days {
        let all = found.entry(day).or_default();
        if !all.is_empty() {
            all.push('；');
        }
        all.push_str(&title);
    }
    found
}
