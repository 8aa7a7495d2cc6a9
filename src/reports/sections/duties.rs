//! 任务完成情况: each duty with how many of those who owed it have done it.

use std::collections::BTreeMap;

use super::share;
use crate::campaign::due::kinds_label;
use crate::campaign::store::Counts;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section =
        Section::new("duties", "任务完成情况", "任务记录：督导、报表、典型等由系统里的记录证明，其余由提交的佐证");
    let mut of: BTreeMap<&str, (Counts, i64)> = BTreeMap::new();
    for sum in &gathered.sums {
        let one = of.entry(&sum.duty).or_default();
        *one = (one.0.and(sum.counts), one.1 + sum.in_time);
    }
    let mut table = Table::new(
        "各项任务",
        &["任务", "承担者", "条款", "应完成（项）", "已完成（项）", "按期（项）", "逾期（项）", "进行中（项）", "免除（项）", "完成率（%）"],
    )
    .noted("一个承担者一期算一项；只算到这一天已经开始的。按期的已算在已完成里；完成率 = 已完成 ÷（应完成 − 免除）；长期任务没有期限，不会逾期。");
    let (mut total, mut in_time) = (Counts::default(), 0);
    for duty in &ground.campaign.duties {
        let Some((counts, punctual)) = of.get(duty.id.as_str()) else { continue };
        total = total.and(*counts);
        in_time += punctual;
        table.rows.push(vec![
            Cell::text(duty.title.as_str()),
            Cell::text(kinds_label(duty)),
            Cell::text(duty.clause.as_str()),
            Cell::count(counts.all),
            Cell::count(counts.done),
            Cell::count(*punctual),
            Cell::count(counts.late),
            Cell::count(counts.running()),
            Cell::count(counts.exempt),
            Cell::share(counts.done, counts.all - counts.exempt),
        ]);
    }
    if total.all == 0 {
        section.say("这段时间没有任务。");
        return section;
    }
    section.say(format!(
        "截至 {}，应完成 {} 项，已完成 {} 项（{}），其中按期 {} 项；逾期 {} 项，进行中 {} 项，免除 {} 项。",
        ground.on,
        count(total.all),
        count(total.done),
        share(total.done, total.all - total.exempt),
        count(in_time),
        count(total.late),
        count(total.running()),
        count(total.exempt)
    ));
    section.show(table);
    section
}
