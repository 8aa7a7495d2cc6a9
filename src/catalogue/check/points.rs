use std::collections::HashSet;

use super::checklists::{Part, misplaced, offered, part_of};
use super::{clauses, declared, must_say};
use crate::catalogue::file::{At, CheckPointEntry, File, Findings};
use crate::catalogue::model::{CheckPoint, CheckPointId, Evidence, LimitId, Question, Service, System};

/// What every point of a list needs to know.
pub struct Points<'a> {
    /// How far the list may be trusted.
    pub evidence: Evidence,
    /// Services the register knows.
    pub services: &'a [Service],
    /// Ids used so far, in all lists.
    pub seen: &'a mut HashSet<String>,
}

/// Takes the check points into their parts, and notes them at the requirements and questions they belong to.
pub fn points(
    file: &File,
    entries: Vec<At<CheckPointEntry>>,
    around: Points<'_>,
    parts: &mut [Part],
    findings: &mut Findings,
) {
    for At { offset, value } in entries {
        must_say(file, offset, &[("text", &value.text), ("look_at", &value.look_at)], findings);
        if value.judged_by.value.is_empty() {
            findings.fault(file, value.judged_by.offset, "`judged_by` 至少写一种");
        }
        let service = value.service.clone().and_then(|name| offered(file, name, around.services, findings));
        let complete = findings.complete();
        let id = declared(file, &value.id, around.seen, findings);
        let (Some(id), Some(system)) = (id, part_of(file, &value.system, parts, findings)) else { continue };
        asked(file, &value.clause, system, &id, complete, findings);
        let limit_refs = references(file, &value, system, &id, findings);
        let service = service.or_else(|| system.service.clone());
        system.check_points.push(CheckPoint {
            id,
            clause: value.clause.value,
            text: value.text,
            requirement_refs: value.requirements.value.into_iter().map(|clause| clause.value).collect(),
            limit_refs,
            judged_by: value.judged_by.value,
            look_at: value.look_at,
            service,
            applies: value.applies,
            note: value.note,
            evidence: value.evidence.unwrap_or(around.evidence),
        });
    }
}

/// Puts the point under its question; questions stand in order and none is left out.
fn asked(
    file: &File,
    clause: &At<String>,
    system: &mut System,
    id: &CheckPointId,
    complete: bool,
    findings: &mut Findings,
) {
    let Some(place) = clauses::question(&system.clause, &clause.value) else {
        findings.fault(file, clause.offset, misplaced(&clause.value, &system.clause));
        return;
    };
    let last = system.questions.last_mut();
    let before = last.as_ref().and_then(|last| clauses::question(&system.clause, &last.clause));
    if complete && !clauses::follows(before, place) {
        findings.fault(file, clause.offset, "评价方法的问应依次编号，不能缺、不能乱");
    }
    match last.filter(|last| last.clause == clause.value) {
        Some(last) => last.check_points.push(id.clone()),
        None => system.questions.push(Question { clause: clause.value.clone(), check_points: vec![id.clone()] }),
    }
}

/// Notes the point at each requirement it rests on; gives the limits it is judged by.
fn references(
    file: &File,
    entry: &CheckPointEntry,
    system: &mut System,
    id: &CheckPointId,
    findings: &mut Findings,
) -> Vec<LimitId> {
    let unexplained = entry.note.as_ref().is_none_or(|note| note.trim().is_empty());
    if entry.requirements.value.is_empty() && unexplained {
        findings.fault(file, entry.requirements.offset, "没有引用条款的，要在 `note` 里写明原因");
    }
    let mut reachable = Vec::new();
    for clause in &entry.requirements.value {
        match system.requirements.iter_mut().find(|requirement| requirement.clause == clause.value) {
            Some(requirement) => {
                requirement.check_points.push(id.clone());
                reachable.extend(requirement.limits.iter().map(|limit| limit.id.clone()));
            }
            None => findings.dangling(
                file,
                clause.offset,
                &clause.value,
                format!("`{}` 没有条款 `{}`", system.id, clause.value),
            ),
        }
    }
    let mut limits = Vec::new();
    for limit in &entry.limits {
        match reachable.iter().find(|known| known.as_str() == limit.value) {
            Some(known) => limits.push(known.clone()),
            None if findings.complete() => {
                findings.fault(file, limit.offset, format!("所引的条款里没有限值 `{}`", limit.value));
            }
            None => {}
        }
    }
    limits
}
