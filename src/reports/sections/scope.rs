//! 范围: how many hospitals of which level, and who takes part.

use super::many;
use crate::authorities::Authority;
use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Cell, Section, Table};
use crate::web::format::count;

/// The section.
pub fn section(ground: &Ground<'_>, gathered: &Gathered<'_>) -> Section {
    let mut section = Section::new("scope", "范围和参加单位", "医院名录、主管机构名单");
    let of_level = |key: &String| {
        let held = gathered.coverage.hospitals.iter().filter(|one| one.level == *key).count();
        (ground.catalogue.register().level_name(key).to_owned(), many(held))
    };
    let levels: Vec<(String, i64)> = ground.campaign.levels.iter().map(of_level).collect();
    let all: i64 = levels.iter().map(|(_, held)| held).sum();
    let walked = gathered.coverage.tree.walk();
    let stands = |one: &&(usize, &Authority)| {
        let (_, one) = one;
        one.valid_from.is_none_or(|from| from <= ground.on) && one.valid_to.is_none_or(|to| to >= ground.on)
    };
    let standing: Vec<&Authority> = walked.iter().filter(stands).map(|(_, one)| *one).collect();
    let commissions = standing.iter().filter(|one| one.is_commission()).count();
    let parts: Vec<String> = levels.iter().map(|(name, held)| format!("{name} {} 家", count(*held))).collect();
    section.say(format!(
        "截至 {}，在活动范围内的医院 {} 家（{}），卫生健康委 {} 个，质控中心 {} 个。",
        ground.on,
        count(all),
        parts.join("，"),
        commissions,
        standing.len() - commissions
    ));
    let mut table = Table::new("各级别医院", &["级别", "家数（家）", "占比（%）"]);
    for (name, held) in levels {
        table.rows.push(vec![Cell::text(name), Cell::count(held), Cell::share(held, all)]);
    }
    section.show(table);
    section
}
