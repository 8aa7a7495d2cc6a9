//! 督导发现的问题: what failed most often, and how far it is mended.

use std::collections::{BTreeMap, BTreeSet};

use super::{many, share};
use crate::access::HospitalId;
use crate::progress::territory::LEAST;
use crate::rectifications::measure::{Sum, by, points};
use crate::reports::gather::{Gathered, OfChecklist};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// Points of a list.
const MOST: usize = 10;

/// The section.
pub fn section(gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new(
        "findings",
        "督导发现的主要问题与整改",
        "已结束的现场督导和整改台账；不适用的不算，是否销号按取数时",
    );
    let asked = gathered.checklists.iter().filter(|one| !one.of.visited.is_empty());
    let mut any = false;
    for one in asked {
        any = true;
        let hospitals: BTreeSet<HospitalId> = one.of.visited.iter().map(|visited| visited.hospital).collect();
        match many(hospitals.len()) {
            // What a few were found to lack is theirs alone.
            few @ ..LEAST => {
                section.say(format!("按《{}》只到过 {few} 家医院，不足 {LEAST} 家，不列明细。", one.list.title))
            }
            _ => of_list(&mut section, one),
        }
    }
    if !any {
        section.say("这段时间没有已结束的督导。");
    }
    section
}

fn of_list(section: &mut Section, one: &OfChecklist<'_>) {
    let total = by(&one.of.found, |_| Some(())).remove(&()).unwrap_or_default();
    let (findings, mended) = one.of.mending.iter().fold((0, 0), |sum, of| (sum.0 + of.findings, sum.1 + of.mended));
    section.say(format!(
        "按《{}》督导 {} 次，逐条查 {} 项次，部分符合和不符合 {} 项次（{}）；列入整改 {} 条，已销号 {} 条（{}）。",
        one.list.title,
        count(many(one.of.visited.len())),
        count(many(total.asked)),
        count(many(total.failed())),
        share(many(total.failed()), many(total.asked)),
        count(many(findings)),
        count(many(mended)),
        share(many(mended), many(findings))
    ));
    let word = &one.list.title;
    let mut worst = Table::new(
        &format!("没有完全符合最多的 {MOST} 个要点（{word}）"),
        &["要点", "条款", "查了（项次）", "部分符合（项次）", "不符合（项次）", "占比（%）"],
    );
    for (id, sum) in points(&by(&one.of.found, |found| Some(found.point.clone()))).into_iter().take(MOST) {
        let mut all = one.list.systems.iter().flat_map(|system| &system.check_points);
        let known = all.find(|point| point.id == id).map(|point| (point.text.clone(), point.clause.clone()));
        let (text, clause) = known.unwrap_or_else(|| (id.to_string(), String::new()));
        worst.rows.push(cells(&[&text, &clause], sum));
    }
    section.show(worst);
    let systems: BTreeMap<u8, Sum> = by(&one.of.found, |found| Some(found.system));
    let mut of_systems = Table::new(
        &format!("各项情况（{word}）"),
        &[
            "项目",
            "条款",
            "查了（项次）",
            "部分符合（项次）",
            "不符合（项次）",
            "占比（%）",
            "列入整改（条）",
            "已销号（条）",
        ],
    );
    for system in &one.list.systems {
        let Some(sum) = systems.get(&system.ordinal) else { continue };
        let of = one.of.mending.iter().filter(|of| of.system == system.ordinal);
        let (findings, mended) = of.fold((0, 0), |sum, of| (sum.0 + of.findings, sum.1 + of.mended));
        let mut row = cells(&[&system.name, &system.clause], *sum);
        row.extend([findings, mended].map(|of| Cell::count(many(of))));
        of_systems.rows.push(row);
    }
    section.show(of_systems);
}

fn cells(texts: &[&str], sum: Sum) -> Vec<Cell> {
    let counts = [sum.asked, sum.partly, sum.not_met].map(|of| Cell::count(many(of)));
    let texts = texts.iter().map(|text| Cell::text(*text));
    texts.chain(counts).chain([Cell::share(many(sum.failed()), many(sum.asked))]).collect()
}
