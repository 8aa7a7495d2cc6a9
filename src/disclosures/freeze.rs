//! What of a closed visit may be told to everybody. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::catalogue::model::CheckPointId;
use crate::disclosures::model::{Content, FORMAT, Failed, Mending};
use crate::inspections::Edition;
use crate::inspections::measure::Tally;
use crate::inspections::model::{Answer, Finding, Standing, Visit};

/// Who went where, in the words of the day of the visit.
pub struct Named {
    /// Name of the hospital.
    pub hospital: String,
    /// Its register code.
    pub code: String,
    /// Name of the authority.
    pub authority: String,
}

/// The result as it is published on a day; none while the visit is not closed.
#[must_use]
pub fn freeze(
    visit: &Visit,
    named: Named,
    edition: &Edition,
    answers: &BTreeMap<CheckPointId, Answer>,
    (findings, today): (&[Finding], NaiveDate),
) -> Option<Content> {
    let (first, last) = (visit.begun_on?, visit.closing.as_ref()?.on);
    let tally = Tally::sum(edition.checklist.systems.iter().map(|system| Tally::of(system, answers)));
    let failed = edition.points().filter_map(|(system, point)| {
        let verdict = answers.get(&point.id)?.said.verdict;
        verdict.failed().then(|| Failed {
            clause: point.clause.clone(),
            system: system.name.clone(),
            point: point.text.clone(),
            verdict: verdict.label().to_owned(),
        })
    });
    Some(Content {
        format: FORMAT,
        number: visit.number.to_string(),
        hospital: named.hospital,
        code: named.code,
        authority: named.authority,
        kind: visit.kind.label().to_owned(),
        days: (first, last),
        checklist: edition.checklist.title.clone(),
        document: edition.checklist.document.clone(),
        asked: tally.scored(),
        met: tally.met,
        partly: tally.partly,
        not_met: tally.not_met,
        not_applicable: tally.not_applicable,
        failed: failed.collect(),
        mending: mending(findings, today),
    })
}

/// How far mending has come on a day.
#[must_use]
pub fn mending(findings: &[Finding], on: NaiveDate) -> Mending {
    let mended = findings.iter().filter(|finding| finding.standing == Standing::Closed).count();
    Mending { findings: findings.len(), mended, on }
}
