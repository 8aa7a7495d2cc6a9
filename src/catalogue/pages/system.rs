use serde::Serialize;

use super::Source;
use super::checklists::address;
use crate::catalogue::labels::{exception_label, limit_label, means_label};
use crate::catalogue::model::{
    Catalogue, CheckPoint, CheckPointId, Checklist, Evidence, Limit, Question, Requirement, System,
};
use crate::web::{Crumb, Head, View};

/// What `templates/catalogue/system.html` shows.
#[derive(Serialize)]
pub struct SystemPage {
    mark: String,
    name: String,
    clause: String,
    list: String,
    list_href: String,
    target_href: Option<String>,
    service: Option<String>,
    note: Option<String>,
    unasked: usize,
    points: usize,
    requirements: Vec<Required>,
    questions: Vec<Asked>,
    sample: String,
    document: String,
    source: Source,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
}

#[derive(Serialize)]
struct Neighbour {
    name: String,
    href: String,
}

#[derive(Serialize)]
struct Required {
    number: usize,
    clause: String,
    text: String,
    limits: Vec<LimitShown>,
    points: Vec<Mark>,
    note: Option<String>,
    /// Only where it differs from the rest of the list.
    evidence: Option<Source>,
}

#[derive(Serialize)]
struct Asked {
    number: usize,
    clause: String,
    points: Vec<Point>,
}

#[derive(Serialize)]
struct Point {
    number: usize,
    id: String,
    text: String,
    requirements: Vec<Mark>,
    limits: Vec<LimitShown>,
    means: Vec<&'static str>,
    sampled: bool,
    look_at: String,
    service: Option<String>,
    applies: Option<String>,
    note: Option<String>,
    /// Only where it differs from the rest of the list.
    evidence: Option<Source>,
}

/// A link to another row of the page.
#[derive(Serialize)]
struct Mark {
    number: usize,
    label: String,
}

/// A limit in words.
#[derive(Serialize)]
pub(super) struct LimitShown {
    subject: String,
    pub value: String,
    anchor: Option<String>,
    exception: Option<String>,
}

impl LimitShown {
    pub(super) fn of(limit: &Limit) -> Self {
        Self {
            subject: limit.subject.clone(),
            value: limit_label(limit),
            anchor: limit.anchor.clone(),
            exception: limit.exception.as_ref().map(exception_label),
        }
    }
}

/// What stands before a part's name: its place, or the numeral of its target.
pub(super) fn numeral(catalogue: &Catalogue, checklist: &Checklist, system: &System) -> String {
    let target = checklist.edition.and_then(|year| catalogue.target(year, system.ordinal));
    target.map_or_else(|| system.ordinal.to_string(), |target| target.numeral.clone())
}

impl SystemPage {
    pub(super) fn new(catalogue: &Catalogue, checklist: &Checklist, system: &System) -> Self {
        let neighbour = |ordinal: Option<u8>| {
            let system = checklist.system(ordinal?)?;
            Some(Neighbour { name: system.name.clone(), href: format!("{}/{}", address(checklist), system.ordinal) })
        };
        let target = checklist.edition.and_then(|year| catalogue.target(year, system.ordinal).map(|_| year));
        Self {
            mark: numeral(catalogue, checklist, system),
            name: system.name.clone(),
            clause: system.clause.clone(),
            list: checklist.short_title.clone(),
            list_href: address(checklist),
            target_href: target.map(|year| format!("/catalogue/{year}/{}", system.ordinal)),
            service: system.service.clone(),
            note: system.note.clone(),
            unasked: system.unasked().count(),
            points: system.check_points.len(),
            requirements: (1..)
                .zip(&system.requirements)
                .map(|(number, one)| required(checklist, system, number, one))
                .collect(),
            questions: (1..)
                .zip(&system.questions)
                .map(|(number, one)| asked(checklist, system, number, one))
                .collect(),
            sample: format!("{}–{} 份，{}", checklist.sample.least, checklist.sample.most, checklist.sample.source),
            document: checklist.document.clone(),
            source: Source::of(&checklist.source, checklist.evidence),
            previous: neighbour(system.ordinal.checked_sub(1)),
            next: neighbour(system.ordinal.checked_add(1)),
        }
    }
}

fn place(system: &System, id: &CheckPointId) -> usize {
    system.check_points.iter().take_while(|point| point.id != *id).count() + 1
}

fn own_evidence(checklist: &Checklist, evidence: Evidence) -> Option<Source> {
    (evidence != checklist.evidence).then(|| Source::of("", evidence))
}

fn required(checklist: &Checklist, system: &System, number: usize, requirement: &Requirement) -> Required {
    let mark = |id| {
        let number = place(system, id);
        Mark { number, label: format!("要点 {number}") }
    };
    Required {
        number,
        clause: requirement.clause.clone(),
        text: requirement.text.clone(),
        limits: requirement.limits.iter().map(LimitShown::of).collect(),
        points: requirement.check_points.iter().map(mark).collect(),
        note: requirement.note.clone(),
        evidence: own_evidence(checklist, requirement.evidence),
    }
}

fn asked(checklist: &Checklist, system: &System, number: usize, question: &Question) -> Asked {
    let points = system.check_points.iter().filter(|point| question.check_points.contains(&point.id));
    Asked { number, clause: question.clause.clone(), points: points.map(|one| point(checklist, system, one)).collect() }
}

fn point(checklist: &Checklist, system: &System, point: &CheckPoint) -> Point {
    let mark = |clause: &String| {
        let before = system.requirements.iter().take_while(|requirement| requirement.clause != *clause);
        Mark { number: before.count() + 1, label: clause.clone() }
    };
    Point {
        number: place(system, &point.id),
        id: point.id.to_string(),
        text: point.text.clone(),
        requirements: point.requirement_refs.iter().map(mark).collect(),
        limits: point.limit_refs.iter().filter_map(|id| checklist.limit(id)).map(|(_, l)| LimitShown::of(l)).collect(),
        means: point.judged_by.iter().map(|means| means_label(*means)).collect(),
        sampled: point.sampled(),
        look_at: point.look_at.clone(),
        service: point.service.clone().filter(|_| point.service != system.service),
        applies: point.applies.clone(),
        note: point.note.clone(),
        evidence: own_evidence(checklist, point.evidence),
    }
}

impl View for SystemPage {
    const TEMPLATE: &'static str = "catalogue/system.html";

    fn head(&self) -> Head {
        Head::titled(format!("{}　{}", self.mark, self.name))
            .crumb(Crumb::to("检查表", "/catalogue/checklists"))
            .crumb(Crumb::to(self.list.clone(), self.list_href.clone()))
            .crumb(Crumb::here(self.name.clone()))
    }
}
