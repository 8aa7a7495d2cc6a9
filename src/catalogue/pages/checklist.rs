use serde::Serialize;

use super::Source;
use super::checklists::address;
use super::system::{LimitShown, numeral};
use crate::catalogue::model::{Catalogue, Checklist, Limit, Requirement, System};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/checklist.html` shows.
#[derive(Serialize)]
pub struct ChecklistPage {
    title: String,
    short_title: String,
    system_word: String,
    requirements: usize,
    questions: usize,
    points: usize,
    unasked: usize,
    undefined: Option<String>,
    rows: Vec<Row>,
    limits: Vec<Measured>,
    met: u8,
    partly: u8,
    not_met: u8,
    scores_source: String,
    least: u16,
    most: u16,
    sample_source: String,
    notes: Vec<String>,
    document: String,
    revision: String,
    source: Source,
}

#[derive(Serialize)]
struct Row {
    mark: String,
    name: String,
    href: String,
    clause: String,
    requirements: usize,
    unasked: usize,
    questions: usize,
    points: usize,
    limits: Vec<String>,
    service: Option<String>,
}

#[derive(Serialize)]
struct Measured {
    name: String,
    href: String,
    clause: String,
    limit: LimitShown,
}

impl ChecklistPage {
    pub(super) fn new(catalogue: &Catalogue, checklist: &Checklist) -> Self {
        let (requirements, questions, points) = checklist.counts();
        Self {
            title: checklist.title.clone(),
            short_title: checklist.short_title.clone(),
            system_word: checklist.system_word.clone(),
            requirements,
            questions,
            points,
            unasked: checklist.systems.iter().map(|system| system.unasked().count()).sum(),
            undefined: checklist.undefined.clone(),
            rows: checklist.systems.iter().map(|system| row(catalogue, checklist, system)).collect(),
            limits: measured(checklist),
            met: checklist.scores.met,
            partly: checklist.scores.partly,
            not_met: checklist.scores.not_met,
            scores_source: checklist.scores.source.clone(),
            least: checklist.sample.least,
            most: checklist.sample.most,
            sample_source: checklist.sample.source.clone(),
            notes: checklist.notes.clone(),
            document: checklist.document.clone(),
            revision: checklist.revision.clone(),
            source: Source::of(&checklist.source, checklist.evidence),
        }
    }
}

fn row(catalogue: &Catalogue, checklist: &Checklist, system: &System) -> Row {
    let limits = system.requirements.iter().flat_map(|requirement| &requirement.limits);
    Row {
        mark: numeral(catalogue, checklist, system),
        name: system.name.clone(),
        href: format!("{}/{}", address(checklist), system.ordinal),
        clause: system.clause.clone(),
        requirements: system.requirements.len(),
        unasked: system.unasked().count(),
        questions: system.questions.len(),
        points: system.check_points.len(),
        limits: limits.map(|limit| LimitShown::of(limit).value).collect(),
        service: system.service.clone(),
    }
}

fn measured(checklist: &Checklist) -> Vec<Measured> {
    let measured = |(system, requirement, limit): (&System, &Requirement, &Limit)| Measured {
        name: system.name.clone(),
        href: format!("{}/{}", address(checklist), system.ordinal),
        clause: requirement.clause.clone(),
        limit: LimitShown::of(limit),
    };
    checklist.limits().map(measured).collect()
}

impl View for ChecklistPage {
    const TEMPLATE: &'static str = "catalogue/checklist.html";

    fn head(&self) -> Head {
        Head::titled(self.title.clone())
            .crumb(Crumb::to("检查表", "/catalogue/checklists"))
            .crumb(Crumb::here(self.short_title.clone()))
    }
}
