//! 质控中心: who set improvement goals for a year, and who visited enough of the hospitals on its list.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::many;
use crate::campaign::store::Counts;
use crate::catalogue::model::{BearerKind, Proof};
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new("centres", "质控中心", "质控中心报送的改进目标、已结束的现场质控、应质控医院名单");
    let kept: Vec<_> = gathered.goals.iter().filter(|edition| edition.goals > 0).collect();
    let centres: BTreeSet<_> = kept.iter().map(|edition| edition.authority).collect();
    let goals: i64 = kept.iter().map(|edition| i64::from(edition.goals)).sum();
    section.say(format!(
        "{} 个质控中心报送过年度质控工作改进目标，各年合计 {} 项。",
        count(many(centres.len())),
        count(goals)
    ));
    let visits = |id: &str| ground.campaign.duty(id).is_some_and(|duty| duty.proof == Some(Proof::Visits));
    let of_year = |year: i32| {
        let of = gathered
            .sums
            .iter()
            .filter(|sum| sum.kind == BearerKind::QcCentre && visits(&sum.duty) && sum.period == year.to_string());
        of.fold(Counts::default(), |sum, one| sum.and(one.counts))
    };
    let mut table = Table::new(
        "各年质控中心",
        &["年份", "报送目标的中心（个）", "目标（项）", "应完成现场质控的中心（个）", "已完成（个）"],
    )
    .noted("完成：当年现场质控的医院数够应质控医院的比例；应完成的只数已经到期的和提前完成的。");
    for year in ground.plan.from.year()..=ground.on.year() {
        let own: Vec<_> = kept.iter().filter(|edition| edition.year == year).collect();
        let goals: i64 = own.iter().map(|edition| i64::from(edition.goals)).sum();
        let owed = of_year(year);
        let counts = [many(own.len()), goals, owed.done + owed.late, owed.done];
        let cells = counts.into_iter().map(Cell::count);
        table.rows.push(std::iter::once(Cell::text(year.to_string())).chain(cells).collect());
    }
    section.show(table);
    section
}
