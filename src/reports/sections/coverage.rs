//! 督导与覆盖: visits of the stretch, who was visited, and how many commissions reached the share of each year.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;

use super::{many, share};
use crate::access::{AuthorityId, HospitalId};
use crate::authorities::Authority;
use crate::coverage::measure::{counts_for_coverage, covered, year_done};
use crate::inspections::model::{Done, Kind};
use crate::progress::territory::LEAST;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section =
        Section::new("coverage", "现场督导与覆盖", "已结束的现场督导、医院名录、各年计划；医院自查不算督导");
    let (campaign, sources) = (ground.campaign, &gathered.coverage);
    let within = |one: &&Done| one.kind != Kind::SelfExam && (ground.plan.from..=ground.on).contains(&one.on);
    let visits: Vec<&Done> = sources.done.iter().filter(within).collect();
    let visited: BTreeSet<HospitalId> = visits.iter().map(|one| one.hospital).collect();
    let Some(top) = sources.tree.roots().next() else { return section };
    let (open, covered, _) = covered(campaign, &sources.governed(campaign, top.id), &sources.done, ground.on);
    let seen = seen(ground, gathered);
    section.say(format!(
        "{} 至 {} 完成现场督导 {} 次，到过 {} 家医院。",
        ground.plan.from,
        ground.on,
        count(many(visits.len())),
        count(many(visited.len()))
    ));
    section.say(format!(
        "自活动开始，在范围内的 {} 家医院中，卫生健康委已督导 {} 家，占 {}，尚未督导 {} 家，其中质控中心到过 {} 家。",
        count(open),
        count(covered),
        share(covered, open),
        count(open - covered),
        count(only_centres(ground, gathered, &seen))
    ));
    section.show(by_year(ground, gathered, &visits));
    section.show(by_level(ground, gathered, &seen));
    section.show(by_territory(ground, gathered, top.id));
    section
}

/// Hospitals in scope where no commission was, but a QC centre.
fn only_centres(ground: &Ground<'_>, gathered: &Gathered<'_>, seen: &BTreeSet<HospitalId>) -> i64 {
    let sources = &gathered.coverage;
    let days = ground.campaign.from..=ground.on;
    let centres = sources.done.iter().filter(|one| one.kind == Kind::QcCentre && days.contains(&one.on));
    let there: BTreeSet<HospitalId> = centres.map(|one| one.hospital).collect();
    let inside = sources.hospitals.iter().filter(|one| ground.campaign.levels.contains(&one.level));
    many(inside.filter(|one| there.contains(&one.hospital) && !seen.contains(&one.hospital)).count())
}

/// Each year: visits, hospitals, how many commissions reached their share.
fn by_year(ground: &Ground<'_>, gathered: &Gathered<'_>, visits: &[&Done]) -> Table {
    let (campaign, sources) = (ground.campaign, &gathered.coverage);
    let mut table = Table::new(
        "各年督导",
        &["年份", "督导（次）", "到过医院（家）", "其中第一次（家）", "应达到比例的卫生健康委（个）", "已达到（个）"],
    )
    .noted("第一次：活动开始以来第一次有督导到这家医院。达到：当年督导的医院数够年度比例。");
    let earlier = ground.campaign.from..ground.plan.from;
    let earlier = sources.done.iter().filter(|one| one.kind != Kind::SelfExam && earlier.contains(&one.on));
    let mut before: BTreeSet<HospitalId> = earlier.map(|one| one.hospital).collect();
    let governed: Vec<_> = sources
        .tree
        .walk()
        .into_iter()
        .filter(|(_, one)| one.is_commission())
        .map(|(_, one)| sources.governed(campaign, one.id))
        .collect();
    for year in ground.plan.from.year()..=ground.on.year() {
        let of_year: Vec<&&Done> = visits.iter().filter(|one| one.on.year() == year).collect();
        let there: BTreeSet<HospitalId> = of_year.iter().map(|one| one.hospital).collect();
        let fresh = there.difference(&before).count();
        let stands = governed.iter().filter_map(|one| year_done(campaign, one, &sources.done, (year, ground.on)));
        let (mut owing, mut reached) = (0, 0);
        for stand in stands.filter(|stand| stand.needed > 0) {
            owing += 1;
            reached += i64::from(stand.reached.is_some());
        }
        // A year that is not over is not missed.
        let over = ground.on.year() > year || (ground.on.month(), ground.on.day()) == (12, 31);
        table.rows.push(vec![
            Cell::text(if over { year.to_string() } else { format!("{year}（未满）") }),
            Cell::count(many(of_year.len())),
            Cell::count(many(there.len())),
            Cell::count(many(fresh)),
            if over { Cell::count(owing) } else { Cell::text("—") },
            Cell::count(reached),
        ]);
        before.extend(there);
    }
    table
}

/// Hospitals visited by a commission since the campaign began.
fn seen(ground: &Ground<'_>, gathered: &Gathered<'_>) -> BTreeSet<HospitalId> {
    let days = ground.campaign.from..=ground.on;
    let done = gathered.coverage.done.iter().filter(|one| days.contains(&one.on));
    done.filter(|one| counts_for_coverage(ground.campaign, one.kind)).map(|one| one.hospital).collect()
}

fn by_level(ground: &Ground<'_>, gathered: &Gathered<'_>, seen: &BTreeSet<HospitalId>) -> Table {
    let mut of: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for one in &gathered.coverage.hospitals {
        let (open, covered) = of.entry(&one.level).or_default();
        *open += 1;
        *covered += i64::from(seen.contains(&one.hospital));
    }
    let mut table = Table::new("各级别覆盖", &["级别", "范围内（家）", "已督导（家）", "尚未督导（家）", "占比（%）"])
        .noted("只算卫生健康委的督导。");
    let level = |key: &String| {
        let (open, covered) = of.get(key.as_str()).copied().unwrap_or_default();
        (ground.catalogue.register().level_name(key).to_owned(), open, covered)
    };
    table.rows = large(ground.campaign.levels.iter().map(level).collect());
    table
}

/// Each authority right under the top with its whole territory.
fn by_territory(ground: &Ground<'_>, gathered: &Gathered<'_>, top: AuthorityId) -> Table {
    let (campaign, sources) = (ground.campaign, &gathered.coverage);
    let mut table = Table::new("各地覆盖", &["地方", "范围内（家）", "已督导（家）", "尚未督导（家）", "占比（%）"])
        .noted("按辖区算，不论哪一级卫生健康委去的；只算卫生健康委的督导。");
    let territory = |one: &Authority| {
        let (open, seen, _) = covered(campaign, &sources.governed(campaign, one.id), &sources.done, ground.on);
        (one.name.clone(), open, seen)
    };
    let below = sources.tree.children(top).filter(|one| one.is_commission());
    table.rows = large(below.map(territory).filter(|(_, open, _)| *open > 0).collect());
    table
}

/// The rows of groups: those of few hospitals stand together, so that nobody reads from them where a single one stands; and where
/// they are few together, the next smallest with them.
fn large(groups: Vec<(String, i64, i64)>) -> Vec<Vec<Cell>> {
    let mut by_size: Vec<usize> = (0..groups.len()).collect();
    by_size.sort_by_key(|at| groups.get(*at).map(|(_, open, _)| *open));
    let mut together: BTreeSet<usize> = BTreeSet::new();
    let (mut open, mut seen) = (0, 0);
    for at in by_size {
        let Some((_, of, covered)) = groups.get(at) else { continue };
        if *of >= LEAST && (together.is_empty() || open >= LEAST) {
            break;
        }
        together.insert(at);
        (open, seen) = (open + of, seen + covered);
    }
    let apart = groups.iter().enumerate().filter(|(at, _)| !together.contains(at));
    let mut rows: Vec<Vec<Cell>> = apart.map(|(_, (name, open, covered))| row(name, *open, *covered)).collect();
    if !together.is_empty() {
        rows.push(row(&format!("家数少的 {} 个合计", together.len()), open, seen));
    }
    rows
}

fn row(name: &str, open: i64, covered: i64) -> Vec<Cell> {
    let cells = [open, covered, open - covered].map(Cell::count);
    std::iter::once(Cell::text(name)).chain(cells).chain([Cell::share(covered, open)]).collect()
}
