use serde::Serialize;

use super::Source;
use crate::catalogue::model::{Catalogue, Checklist};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/checklists.html` shows.
#[derive(Serialize)]
pub struct ChecklistsPage {
    points: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    href: String,
    title: String,
    id: String,
    document: String,
    systems: usize,
    system_word: String,
    requirements: usize,
    questions: usize,
    points: usize,
    limits: usize,
    undefined: Option<String>,
    source: Source,
}

impl ChecklistsPage {
    pub(super) fn new(catalogue: &Catalogue) -> Self {
        let rows: Vec<Row> = catalogue.checklists().iter().map(row).collect();
        Self { points: rows.iter().map(|row| row.points).sum(), rows }
    }
}

fn row(checklist: &Checklist) -> Row {
    let (requirements, questions, points) = checklist.counts();
    Row {
        href: address(checklist),
        title: checklist.title.clone(),
        id: checklist.id.to_string(),
        document: checklist.document.clone(),
        systems: checklist.systems.len(),
        system_word: checklist.system_word.clone(),
        requirements,
        questions,
        points,
        limits: checklist.limits().count(),
        undefined: checklist.undefined.clone(),
        source: Source::of(&checklist.source, checklist.evidence),
    }
}

/// Where a checklist is shown.
pub(super) fn address(checklist: &Checklist) -> String {
    format!("/catalogue/checklists/{}", checklist.id)
}

impl View for ChecklistsPage {
    const TEMPLATE: &'static str = "catalogue/checklists.html";

    fn head(&self) -> Head {
        Head::titled("检查表").crumb(Crumb::here("检查表"))
    }
}
