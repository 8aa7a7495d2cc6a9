//! An aim through the years, and what became of the targets of one edition in another. Pure.

use std::cmp::Reverse;

use super::model::{Catalogue, Edition, Relation, Target, TargetId};

/// An aim with its target in each edition, earliest first; none in the editions without it.
///
/// A target that was renamed or redefined goes on in its line, whatever its id; only what was split or merged begins
/// a line of its own.
pub struct Aim<'c> {
    /// The id of its latest target.
    pub id: &'c TargetId,
    /// Its latest short title.
    pub title: &'c str,
    /// Every edition.
    pub years: Vec<(&'c Edition, Option<&'c Target>)>,
}

impl Aim<'_> {
    /// Whether one of its targets has this code.
    pub fn holds(&self, code: &str) -> bool {
        self.years.iter().any(|(_, target)| target.is_some_and(|target| target.code == code))
    }
}

/// The targets of one aim, each with its edition, earliest first; never empty.
type Line<'c> = Vec<(&'c Edition, &'c Target)>;

/// Every aim of the editions: those of the latest in its order, then those given up, the latest given up first.
pub fn aims(catalogue: &Catalogue) -> Vec<Aim<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for edition in catalogue.editions() {
        for target in edition.all_targets() {
            let line = lines.iter_mut().find(|line| line.last().is_some_and(|last| goes_on(*last, edition, target)));
            match line {
                Some(line) => line.push((edition, target)),
                None => lines.push(vec![(edition, target)]),
            }
        }
    }
    let mut aims: Vec<Aim<'_>> = lines.iter().filter_map(|line| aim_of(catalogue, line)).collect();
    let place = |aim: &Aim<'_>| {
        let last = aim.years.iter().rev().find_map(|(edition, target)| Some((edition.year, (*target)?.ordinal)));
        last.map(|(year, ordinal)| (Reverse(year), ordinal))
    };
    aims.sort_by_key(place);
    aims
}

fn goes_on((edition, last): (&Edition, &Target), later: &Edition, target: &Target) -> bool {
    let whole = |relation: Relation| !matches!(relation, Relation::Split | Relation::Merged);
    let from = target.crosswalk.iter().any(|line| line.from.as_ref() == Some(&last.code) && whole(line.relation));
    edition.year < later.year && (last.id == target.id || from)
}

fn aim_of<'c>(catalogue: &'c Catalogue, line: &Line<'c>) -> Option<Aim<'c>> {
    let (_, latest) = line.last()?;
    let held = |edition: &'c Edition| {
        (edition, line.iter().find(|(of, _)| of.year == edition.year).map(|(_, target)| *target))
    };
    let years = catalogue.editions().iter().map(held).collect();
    Some(Aim { id: &latest.id, title: &latest.short_title, years })
}

/// The aim that has, or once had, this id.
pub fn aim<'c>(catalogue: &'c Catalogue, id: &str) -> Option<Aim<'c>> {
    let named = |aim: &Aim<'_>| aim.years.iter().any(|(_, target)| target.is_some_and(|t| t.id.as_str() == id));
    aims(catalogue).into_iter().find(named)
}

/// A target of any edition by its code, with its edition.
pub fn with_code<'c>(catalogue: &'c Catalogue, code: &str) -> Option<(&'c Edition, &'c Target)> {
    let targets = |edition: &'c Edition| edition.all_targets().map(move |target| (edition, target));
    catalogue.editions().iter().flat_map(targets).find(|(_, target)| target.code == code)
}

/// The targets of the earlier edition that a target came from, each with what happened on the way, latest step first.
pub fn origins<'c>(
    catalogue: &'c Catalogue,
    target: &'c Target,
    earlier: &Edition,
) -> Vec<(&'c Target, Vec<Relation>)> {
    let mut found = Vec::new();
    let mut open = vec![(target, Vec::new())];
    while let Some((at, way)) = open.pop() {
        for line in &at.crosswalk {
            let Some((edition, from)) = line.from.as_deref().and_then(|code| with_code(catalogue, code)) else {
                continue;
            };
            let mut way: Vec<Relation> = way.clone();
            way.push(line.relation);
            if edition.year == earlier.year {
                found.push((from, way));
            } else if edition.year > earlier.year {
                // Crosswalks only lead back in time, so this ends.
                open.push((from, way));
            }
        }
    }
    found
}
