//! What a summary says, section by section: values in, sentences and tables out.

mod centres;
mod coverage;
mod duties;
mod exemplars;
mod findings;
mod returns;
mod scope;
mod targets;
mod trainings;

use crate::reports::gather::{Gathered, Ground};
use crate::reports::model::{Content, FORMAT, Section, Texts};

/// The sections that people alone write: key, heading.
const WRITTEN: [(&str, &str); 3] = [("practice", "主要做法"), ("problems", "存在的问题"), ("next", "下一步打算")];

/// What is said of what was gathered, with the words of people where they wrote some.
#[must_use]
pub fn content(ground: &Ground<'_>, gathered: &Gathered<'_>, texts: &Texts) -> Content {
    let mut sections = vec![
        scope::section(ground, gathered),
        duties::section(ground, gathered),
        coverage::section(ground, gathered),
        findings::section(gathered),
        returns::section(ground, gathered),
        targets::section(ground, gathered),
        trainings::section(ground, gathered),
        centres::section(ground, gathered),
        exemplars::section(ground, gathered),
    ];
    sections.extend(WRITTEN.map(|(key, title)| Section::new(key, title, "")));
    for section in &mut sections {
        section.words = texts.of.get(&section.key).cloned().unwrap_or_default();
    }
    let (campaign, plan) = (ground.campaign, ground.plan);
    let authority = gathered.coverage.tree.roots().next().map(|root| root.name.clone());
    Content {
        format: FORMAT,
        title: format!("{}{}", campaign.title, plan.title),
        basis: format!("{} {}", campaign.document, plan.clause),
        authority: authority.unwrap_or_default(),
        from: plan.from.to_string(),
        to: plan.to.to_string(),
        on: ground.on.to_string(),
        as_of: gathered.as_of.clone(),
        sections,
    }
}

/// Whether somebody may write to a section of this key.
#[must_use]
pub fn known(content: &Content, key: &str) -> bool {
    content.sections.iter().any(|section| section.key == key)
}

/// `12.3 %`, or a dash of nothing.
fn share(part: i64, whole: i64) -> String {
    match crate::reports::model::percent(part, whole) {
        Some(share) => format!("{} %", crate::web::format::fixed(share, 1)),
        None => "—".to_owned(),
    }
}

/// A count of things that are in memory.
fn many(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
