//! Which groups a series has, in the catalogue's order.

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::catalogue::model::{Region, RegionKind, Word};
use crate::figures::By;
use crate::progress::model::GroupName;

/// The groups of a grouping: all that the catalogue knows, and what else was `seen` in facts or register.
///
/// Hospitals are no groups of the catalogue; a series by hospital brings its own.
#[must_use]
pub fn groups(catalogue: &Catalogue, by: By, seen: &BTreeSet<&str>) -> Vec<GroupName> {
    let terms = catalogue.register();
    match by {
        By::Level => {
            let known = terms.levels.iter().map(|level| GroupName {
                style: level.chart_order.map(|order| usize::from(order.saturating_sub(1))),
                ..named(&level.word)
            });
            with_unknown(known.collect(), seen)
        }
        By::Ownership => with_unknown(numbered(terms.ownerships.iter().map(named).collect()), seen),
        By::Category => with_unknown(numbered(terms.categories.iter().map(named).collect()), seen),
        By::City => with_unknown(regions(catalogue, RegionKind::City, seen), seen),
        By::County => with_unknown(regions(catalogue, RegionKind::County, seen), seen),
        By::All => vec![GroupName { key: "all".to_owned(), name: "全部医院".to_owned(), style: Some(0) }],
        By::Hospital => Vec::new(),
    }
}

fn named(word: &Word) -> GroupName {
    GroupName { key: word.key.clone(), name: word.name.clone(), style: None }
}

/// Regions of a kind, and any other region that was seen, in the order of the regions' file.
fn regions(catalogue: &Catalogue, kind: RegionKind, seen: &BTreeSet<&str>) -> Vec<GroupName> {
    let wanted = |region: &&Region| region.kind == kind || seen.contains(region.code.as_str());
    let group = |region: &Region| GroupName { key: region.code.clone(), name: region.name.clone(), style: None };
    numbered(catalogue.regions().iter().filter(wanted).map(group).collect())
}

/// Gives each group a style of its own, so that it looks the same on every page.
fn numbered(groups: Vec<GroupName>) -> Vec<GroupName> {
    groups.into_iter().enumerate().map(|(at, group)| GroupName { style: Some(at), ..group }).collect()
}

/// What the catalogue does not know comes last, under its own key: nobody is dropped.
fn with_unknown(mut groups: Vec<GroupName>, seen: &BTreeSet<&str>) -> Vec<GroupName> {
    let unknown: Vec<&str> = seen.iter().copied().filter(|key| !groups.iter().any(|group| group.key == *key)).collect();
    for key in unknown {
        // A hospital directly under a city stands in no county.
        let name = if key.is_empty() { "不属县（市、区）" } else { key };
        groups.push(GroupName { key: key.to_owned(), name: name.to_owned(), style: None });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stand_in_the_catalogues_order_and_nobody_is_dropped() {
        let catalogue = Catalogue::load(None).unwrap();
        let keys = |by, seen: &[&str]| {
            let seen = seen.iter().copied().collect();
            groups(&catalogue, by, &seen).into_iter().map(|group| group.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(By::Level, &["level1", "x"]), ["level3", "level2", "level1", "ungraded", "x"]);
        assert_eq!(keys(By::Ownership, &[]), ["public", "private"]);
        let counties = keys(By::County, &[""]);
        assert_eq!(counties.last().map(String::as_str), Some(""));
        assert!(keys(By::City, &[]).iter().all(|code| code.len() == 6));
    }
}
