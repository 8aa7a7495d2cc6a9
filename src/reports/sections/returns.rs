//! 数据上报: of each quarter how many hospitals reported, and how many in time.

use std::collections::BTreeMap;

use super::share;
use crate::calendar::{Grain, Period};
use crate::campaign::store::Counts;
use crate::catalogue::model::Proof;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new(
        "returns",
        "数据上报",
        "季度报表：按第一次收到、后来接收了的那一轮与期限比；只数在活动范围内的医院",
    );
    let proved = |id: &str| ground.campaign.duty(id).is_some_and(|duty| duty.proof == Some(Proof::Returns));
    let mut of: BTreeMap<Period, (Counts, i64)> = BTreeMap::new();
    for sum in gathered.sums.iter().filter(|sum| proved(&sum.duty)) {
        if let Ok(quarter) = sum.period.parse::<Period>()
            && quarter.grain() == Grain::Quarter
            && quarter.last_day() <= ground.on
        {
            let one = of.entry(quarter).or_default();
            *one = (one.0.and(sum.counts), one.1 + sum.in_time);
        }
    }
    let mut table = Table::new(
        "各季度上报",
        &["季度", "应报（家）", "已接收（家）", "其中按期（家）", "逾期未报（家）", "未到期（家）", "上报率（%）"],
    )
    .noted("上报率 = 已接收 ÷（应报 − 未到期）。");
    let (mut total, mut in_time) = (Counts::default(), 0);
    for (quarter, (counts, punctual)) in of {
        total = total.and(counts);
        in_time += punctual;
        table.rows.push(vec![
            Cell::text(quarter.label()),
            Cell::count(counts.all - counts.exempt),
            Cell::count(counts.done),
            Cell::count(punctual),
            Cell::count(counts.late),
            Cell::count(counts.running()),
            Cell::share(counts.done, counts.done + counts.late),
        ]);
    }
    if table.rows.is_empty() {
        section.say("这段时间没有要报的季度。");
        return section;
    }
    section.say(format!(
        "{} 个季度应报 {} 家次，已接收 {} 家次，其中按期 {} 家次；逾期未报 {} 家次，未到期 {} 家次；上报率 {}。",
        table.rows.len(),
        count(total.all - total.exempt),
        count(total.done),
        count(in_time),
        count(total.late),
        count(total.running()),
        share(total.done, total.done + total.late)
    ));
    section.show(table);
    section
}
