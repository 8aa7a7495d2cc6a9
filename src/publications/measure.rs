//! What differs between the figures of two moments. Pure.

use std::collections::{HashMap, HashSet};

use crate::publications::model::{Cell, Difference, Indicator, Target, Told};

/// Where a figure stands: indicator, grouping, group.
type Key<'a> = (&'a str, &'static str, &'a str);

/// A figure with what it belongs to.
#[derive(Clone, Copy)]
struct Placed<'a> {
    key: Key<'a>,
    target: &'a Target,
    indicator: &'a Indicator,
    cell: &'a Cell,
}

/// Every figure that is not what it was, in the order of the targets: those published first, what is new after them.
///
/// Two figures are the same when numerator, denominator, the counts of hospitals and whether they are withheld are; how
/// they are worded does not matter.
#[must_use]
pub fn differences(published: &[Target], later: &[Target]) -> Vec<Difference> {
    let (then, now) = (placed(published), placed(later));
    let known: HashMap<Key<'_>, Placed<'_>> = now.iter().map(|placed| (placed.key, *placed)).collect();
    let old: HashSet<Key<'_>> = then.iter().map(|placed| placed.key).collect();
    let changed = then.iter().filter_map(|was| match known.get(&was.key) {
        Some(is) if same(was.cell, is.cell) => None,
        Some(is) => Some(difference(was, Some(was.cell), Some(is.cell))),
        None => Some(difference(was, Some(was.cell), None)),
    });
    let added = now.iter().filter(|is| !old.contains(&is.key)).map(|is| difference(is, None, Some(is.cell)));
    changed.chain(added).collect()
}

/// How many indicators the differences concern.
#[must_use]
pub fn indicators(differences: &[Difference]) -> usize {
    differences.iter().map(|difference| difference.indicator.as_str()).collect::<HashSet<_>>().len()
}

fn placed(targets: &[Target]) -> Vec<Placed<'_>> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for target in targets {
        for indicator in &target.indicators {
            for (by, cell) in indicator.cells() {
                let key = (indicator.id.as_str(), by, cell.key.as_str());
                // An indicator of two targets is one figure.
                if seen.insert(key) {
                    all.push(Placed { key, target, indicator, cell });
                }
            }
        }
    }
    all
}

/// What a figure is made of.
fn made_of(cell: &Cell) -> (bool, [i64; 5]) {
    (cell.withheld, [cell.numerator, cell.denominator, cell.expected, cell.reported, cell.not_applicable])
}

fn same(was: &Cell, is: &Cell) -> bool {
    made_of(was) == made_of(is)
}

fn difference(of: &Placed<'_>, was: Option<&Cell>, is: Option<&Cell>) -> Difference {
    let told = |cell: Option<&Cell>| match cell {
        Some(cell) => Told { value: cell.told(&of.indicator.unit), base: cell.base.clone(), counts: cell.counts() },
        None => Told { value: "没有这一组".to_owned(), ..Told::default() },
    };
    Difference {
        numeral: of.target.numeral.clone(),
        indicator: of.indicator.id.clone(),
        name: of.indicator.name.clone(),
        by: of.key.1.to_owned(),
        group: of.cell.name.clone(),
        then: told(was),
        now: told(is),
        cause: cause(was, is),
    }
}

/// What it is due to, as far as the counts tell.
fn cause(was: Option<&Cell>, is: Option<&Cell>) -> String {
    let (Some(was), Some(is)) = (was, is) else { return "名录或口径里的分组变了".to_owned() };
    let answered = |cell: &Cell| cell.reported + cell.not_applicable;
    let more = answered(is) - answered(was);
    if more > 0 {
        format!("此后又接收了 {more} 家")
    } else if more < 0 {
        format!("此后少了 {} 家（名录或分组有改动，或更正后缺报）", -more)
    } else if was.withheld != is.withheld {
        "显示与否变了：相关分组的计入家数跨过了下限".to_owned()
    } else if (was.numerator, was.denominator, was.reported) == (is.numerator, is.denominator, is.reported) {
        "名录有改动，应报家数变了".to_owned()
    } else {
        "此后接收了更正".to_owned()
    }
}

#[cfg(test)]
#[path = "measure/tests.rs"]
mod tests;
