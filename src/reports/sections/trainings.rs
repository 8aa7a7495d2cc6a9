//! 培训: how many were held, who came, and how many of those who owe some held enough.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{many, share};
use crate::campaign::model::Bearer;
use crate::campaign::store::{Counts, TrainingLine, Trainings};
use crate::catalogue::model::EvidenceKind;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new("trainings", "培训", "任务里提交的培训记录，撤回的不算");
    let all = summed(gathered.trainings.iter());
    let years: Vec<(i32, Trainings)> = (ground.plan.from.year()..=ground.on.year())
        .map(|year| (year, summed(gathered.trainings.iter().filter(|one| one.day.year() == year))))
        .collect();
    let asked = ground.campaign.duties.iter().filter(|duty| duty.evidence.contains(&EvidenceKind::Training));
    let ids: Vec<&str> = asked.map(|duty| duty.id.as_str()).collect();
    section.say(format!(
        "共举办培训 {} 次，{} 人次参加，{} 个单位办过。",
        count(all.trainings),
        count(all.attendance),
        count(all.authorities)
    ));
    let of_year = |year: i32| {
        let of = gathered.sums.iter().filter(|sum| ids.contains(&sum.duty.as_str()) && sum.period == year.to_string());
        of.fold(Counts::default(), |sum, one| sum.and(one.counts))
    };
    let total = years.iter().fold(Counts::default(), |sum, (year, _)| sum.and(of_year(*year)));
    if total.all > 0 {
        section.say(format!(
            "已到期的年度任务，应办够的 {} 个单位次中办够 {} 个单位次（{}）。",
            count(total.done + total.late),
            count(total.done),
            share(total.done, total.done + total.late)
        ));
    }
    let mut table = Table::new(
        "各年培训",
        &["年份", "举办（次）", "参加（人次）", "办过的单位（个）", "应办够的单位（个）", "办够的单位（个）"],
    )
    .noted("应办够的只数已经到期的和提前办够的。");
    for (year, held) in &years {
        let owed = of_year(*year);
        let counts = [held.trainings, held.attendance, held.authorities, owed.done + owed.late, owed.done];
        let cells = counts.into_iter().map(Cell::count);
        table.rows.push(std::iter::once(Cell::text(year.to_string())).chain(cells).collect());
    }
    section.show(table);
    section
}

/// How much was held; hospitals hold trainings too, but are no 单位 of the campaign.
fn summed<'a>(held: impl Iterator<Item = &'a TrainingLine>) -> Trainings {
    let (mut all, mut holders) = (Trainings::default(), BTreeSet::new());
    for one in held {
        all.trainings += 1;
        all.attendance += one.training.attendance;
        if let Bearer::Authority(id) = one.bearer {
            holders.insert(id);
        }
    }
    Trainings { authorities: many(holders.len()), ..all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{AuthorityId, HospitalId};
    use crate::campaign::model::Training;

    #[test]
    fn who_held_several_is_counted_once_and_a_hospital_not_at_all() {
        let line = |bearer, attendance| TrainingLine {
            occurrence: 1,
            bearer,
            day: "2024-03-01".parse().unwrap(),
            topic: String::new(),
            training: Training { lecturer: String::new(), audience: String::new(), attendance },
            withdrawn: false,
        };
        let (city, hospital) = (Bearer::Authority(AuthorityId(1)), Bearer::Hospital(HospitalId(1)));
        let all = summed([line(city, 30), line(city, 0), line(hospital, 12)].iter());
        assert_eq!(all, Trainings { trainings: 3, attendance: 42, authorities: 1 });
    }
}
