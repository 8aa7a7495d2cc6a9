use std::collections::HashSet;

use super::points::{Points, points};
use super::{cited, clauses, declared, limits, must_say};
use crate::catalogue::file::{
    At, ChecklistEntry, File, Findings, RequirementEntry, SampleEntry, ScoresEntry, SystemEntry,
};
use crate::catalogue::model::{
    Checklist, ChecklistId, Edition, Evidence, Requirement, Sample, Scores, Service, System,
};

/// Ids that may stand only once in all checklists, since rows name them without their list.
#[derive(Default)]
struct Seen {
    lists: HashSet<String>,
    limits: HashSet<String>,
    points: HashSet<String>,
}

/// A part while it is filled, with where it stands.
pub struct Part {
    offset: usize,
    pub system: System,
}

/// Reads the files of `checklists/`: every clause in its place, every reference known, both ways.
pub fn checklists(
    files: &[&File],
    editions: &[Edition],
    services: &[Service],
    findings: &mut Findings,
) -> Vec<Checklist> {
    let mut seen = Seen::default();
    let read = |file: &&File| checklist(file, editions, services, &mut seen, findings);
    files.iter().filter_map(read).collect()
}

fn checklist(
    file: &File,
    editions: &[Edition],
    services: &[Service],
    seen: &mut Seen,
    findings: &mut Findings,
) -> Option<Checklist> {
    let mut reading = file.read::<ChecklistEntry>(findings, &["system", "requirement", "check_point"]);
    let (systems, requirements) = (reading.entries("system", findings), reading.entries("requirement", findings));
    let entries = reading.entries("check_point", findings);
    let head = reading.head?;
    let id = heading(file, &head, &mut seen.lists, findings)?;
    let mut parts = parts(file, systems, services, findings);
    take(file, requirements, head.evidence, &mut parts, &mut seen.limits, findings);
    points(file, entries, Points { evidence: head.evidence, services, seen: &mut seen.points }, &mut parts, findings);
    whole(file, &parts, findings);
    if let Some(year) = &head.edition {
        as_in_edition(file, year, &parts, editions, findings);
    }
    Some(Checklist {
        id,
        title: head.title.value,
        short_title: head.short_title,
        system_word: head.system_word,
        edition: head.edition.map(|year| year.value),
        document: head.document,
        revision: head.revision,
        source: head.source,
        evidence: head.evidence,
        undefined: head.undefined,
        notes: head.notes,
        scores: scores(file, head.scores, findings),
        sample: sample(file, head.sample, findings),
        systems: parts.into_iter().map(|part| part.system).collect(),
    })
}

fn heading(
    file: &File,
    head: &ChecklistEntry,
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) -> Option<ChecklistId> {
    let texts = [
        ("short_title", head.short_title.as_str()),
        ("system_word", &head.system_word),
        ("document", &head.document),
        ("revision", &head.revision),
        ("source", &head.source),
    ];
    must_say(file, 0, &texts, findings);
    must_say(file, head.title.offset, &[("title", &head.title.value)], findings);
    if file.path != format!("checklists/{}.toml", head.id.value) {
        findings.fault(file, head.id.offset, format!("检查表 `{}` 应放在 checklists/{0}.toml", head.id.value));
    }
    declared(file, &head.id, seen, findings)
}

fn scores(file: &File, entry: ScoresEntry, findings: &mut Findings) -> Scores {
    let falls = entry.met.value >= entry.partly && entry.partly >= entry.not_met;
    if !falls || entry.met.value > 100 {
        findings.fault(file, entry.met.offset, "得分从 met 到 not_met 不得上升，最多 100");
    }
    must_say(file, entry.met.offset, &[("source", &entry.source)], findings);
    Scores { met: entry.met.value, partly: entry.partly, not_met: entry.not_met, source: entry.source }
}

fn sample(file: &File, entry: SampleEntry, findings: &mut Findings) -> Sample {
    if entry.least.value == 0 || entry.least.value > entry.most {
        findings.fault(file, entry.least.offset, "抽查份数从 1 起，least 不大于 most");
    }
    must_say(file, entry.least.offset, &[("source", &entry.source)], findings);
    Sample { least: entry.least.value, most: entry.most, source: entry.source }
}

fn parts(file: &File, entries: Vec<At<SystemEntry>>, services: &[Service], findings: &mut Findings) -> Vec<Part> {
    let (mut seen, mut parts) = (HashSet::new(), Vec::new());
    for (place, At { offset, value }) in entries.into_iter().enumerate() {
        must_say(file, value.name.offset, &[("name", &value.name.value)], findings);
        cited(file, &value.clause, false, findings);
        if findings.complete() && usize::from(value.ordinal.value) != place + 1 {
            findings.fault(file, value.ordinal.offset, format!("序号应依次从 1 起，这里应是 {}", place + 1));
        }
        let target = value.target.as_ref().and_then(|target| super::named(file, target, findings));
        let service = value.service.and_then(|name| offered(file, name, services, findings));
        let Some(id) = declared(file, &value.id, &mut seen, findings) else { continue };
        let system = System {
            ordinal: value.ordinal.value,
            id,
            name: value.name.value,
            clause: value.clause.value,
            target,
            service,
            note: value.note,
            requirements: Vec::new(),
            questions: Vec::new(),
            check_points: Vec::new(),
        };
        parts.push(Part { offset, system });
    }
    parts
}

/// A service the register knows.
pub fn offered(file: &File, name: At<String>, services: &[Service], findings: &mut Findings) -> Option<String> {
    let known = services.iter().any(|service| service.name == name.value);
    if !known {
        findings.dangling(file, name.offset, &name.value, format!("没有名为 `{}` 的服务", name.value));
    }
    known.then_some(name.value)
}

/// The part an entry belongs to.
pub fn part_of<'p>(
    file: &File,
    id: &At<String>,
    parts: &'p mut [Part],
    findings: &mut Findings,
) -> Option<&'p mut System> {
    let found = parts.iter_mut().map(|part| &mut part.system).find(|system| system.id.as_str() == id.value);
    if found.is_none() {
        findings.dangling(file, id.offset, &id.value, format!("没有 id 为 `{}` 的 system", id.value));
    }
    found
}

fn take(
    file: &File,
    entries: Vec<At<RequirementEntry>>,
    evidence: Evidence,
    parts: &mut [Part],
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) {
    for At { offset, value } in entries {
        must_say(file, offset, &[("text", &value.text)], findings);
        let limits = limits::limits(file, value.limits, seen, findings);
        let complete = findings.complete();
        let Some(system) = part_of(file, &value.system, parts, findings) else { continue };
        let next = u32::try_from(system.requirements.len()).unwrap_or(u32::MAX).saturating_add(1);
        match clauses::requirement(&system.clause, &value.clause.value) {
            None => findings.fault(file, value.clause.offset, misplaced(&value.clause.value, &system.clause)),
            Some(number) if complete && number != next => {
                findings.fault(file, value.clause.offset, format!("条款应依次编号，这里应是第 {next} 条"));
            }
            Some(_) => {}
        }
        system.requirements.push(Requirement {
            clause: value.clause.value,
            text: value.text,
            limits,
            check_points: Vec::new(),
            note: value.note,
            evidence: value.evidence.unwrap_or(evidence),
        });
    }
}

/// What is said of a clause that does not stand under its system's, or is not written as clauses are.
pub fn misplaced(clause: &str, system: &str) -> String {
    if clause.trim().is_empty() {
        return "缺少条款".to_owned();
    }
    format!("条款 `{clause}` 不在 `{system}` 之下，或写法不对")
}

fn whole(file: &File, parts: &[Part], findings: &mut Findings) {
    if !findings.complete() {
        return;
    }
    if parts.is_empty() {
        findings.fault(file, 0, "`system` 一条也没有");
    }
    for Part { offset, system } in parts {
        if system.requirements.is_empty() {
            findings.fault(file, *offset, format!("`{}` 没有基本要求", system.id));
        }
        if system.check_points.is_empty() {
            findings.fault(file, *offset, format!("`{}` 没有检查要点", system.id));
        }
    }
}

/// A list of targets names those of its year, in their order.
fn as_in_edition(file: &File, year: &At<i32>, parts: &[Part], editions: &[Edition], findings: &mut Findings) {
    let Some(edition) = editions.iter().find(|edition| edition.year == year.value) else {
        findings.dangling(file, year.offset, &year.value.to_string(), format!("没有 {} 年版", year.value));
        return;
    };
    if !findings.complete() {
        return;
    }
    if parts.len() != edition.targets.len() {
        let what = format!("{} 年版有 {} 项目标，这里有 {} 项", edition.year, edition.targets.len(), parts.len());
        findings.fault(file, year.offset, what);
    }
    for Part { offset, system } in parts {
        let Some(target) = edition.target(system.ordinal) else { continue };
        if system.target.as_ref() != Some(&target.id) || system.name != target.title {
            let what = format!("{} 年版第 {} 项是 `{}`（{}）", edition.year, system.ordinal, target.id, target.title);
            findings.fault(file, *offset, what);
        }
    }
}
