//! An aim through the years, and what became of the targets of one edition in another. Pure.

use super::model::{Catalogue, Edition, Relation, Target, TargetId};

/// An aim with its target in each edition, earliest first; none in the editions without it.
pub struct Aim<'c> {
    /// The aim.
    pub id: &'c TargetId,
    /// Its latest short title.
    pub title: &'c str,
    /// Every edition.
    pub years: Vec<(&'c Edition, Option<&'c Target>)>,
}

/// Every aim of the editions: those of the latest in its order, then those given up, the latest given up first.
pub fn aims(catalogue: &Catalogue) -> Vec<Aim<'_>> {
    let mut aims: Vec<Aim<'_>> = Vec::new();
    for target in catalogue.editions().iter().rev().flat_map(|edition| edition.all_targets()) {
        if !aims.iter().any(|aim| *aim.id == target.id) {
            aims.push(Aim { id: &target.id, title: &target.short_title, years: years_of(catalogue, &target.id) });
        }
    }
    aims
}

/// The aim with this id.
pub fn aim<'c>(catalogue: &'c Catalogue, id: &str) -> Option<Aim<'c>> {
    aims(catalogue).into_iter().find(|aim| aim.id.as_str() == id)
}

fn years_of<'c>(catalogue: &'c Catalogue, id: &TargetId) -> Vec<(&'c Edition, Option<&'c Target>)> {
    catalogue.editions().iter().map(|edition| (edition, edition.target_of(id))).collect()
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
