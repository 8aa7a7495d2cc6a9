//! The papers of a visit: what the closed visit holds, put into the sheet they are made of. The same visit gives the same
//! bytes, whoever asks and whenever.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::access::Scope;
use crate::calendar::china_minute;
use crate::catalogue::limit_label;
use crate::catalogue::model::{CheckPoint, CheckPointId, System};
use crate::files::{self, Fingerprint};
use crate::hospitals;
use crate::inspections::check::unit;
use crate::inspections::documents::{
    Answer as Printed, Basis, Blank, FindingLine, HospitalSide, Measured, Photo, PointLine, Sheet, SystemPart,
};
use crate::inspections::edition::Edition;
use crate::inspections::judge;
use crate::inspections::model::{Answer, Duty, Finding, Member, Verdict, Visit};
use crate::inspections::store;
use crate::state::AppState;
use crate::web::PageError;

/// Characters of a fingerprint that are printed.
const SHOWN: usize = 12;

/// A closed visit as it goes on paper.
///
/// # Errors
/// [`PageError::NotFound`] while it is not closed.
pub async fn sheet(app: &AppState, scope: &Scope, visit: &Visit, demo: bool) -> Result<Sheet, PageError> {
    let closing = visit.closing.as_ref().ok_or(PageError::NotFound)?;
    let first_day = visit.begun_on.ok_or(PageError::NotFound)?;
    let edition = store::edition(&app.db, visit.edition.ok_or(PageError::NotFound)?).await?;
    let answers = store::answers(&app.db, scope, visit.id).await?;
    let findings = store::findings_of(&app.db, scope, visit.id).await?;
    let team = store::members(&app.db, scope, visit.id).await?;
    let photos = photos(app, scope, visit, &edition).await?;
    let numbers = |point: &CheckPointId| -> Vec<u32> {
        photos.iter().filter(|(of, _)| of.as_ref() == Some(point)).map(|(_, photo)| photo.number).collect()
    };
    let listed: Vec<CheckPointId> = findings.iter().map(|finding| finding.point.clone()).collect();
    let systems =
        edition.checklist.systems.iter().map(|system| part(&edition, system, &answers, (&numbers, &listed))).collect();
    let checklist = &edition.checklist;
    // A name changes; the paper keeps the one of the day.
    let hospital = hospitals::store::one_on_day(&app.db, &Scope::Everything, visit.hospital, first_day).await?;
    let authority = match visit.authority {
        Some(id) => crate::authorities::store::by_id(&app.db, id).await?.map(|authority| authority.name),
        None => None,
    };
    Ok(Sheet {
        demo,
        number: Some(format!("督导编号{}", visit.number)),
        authority,
        hospital: hospital.map(|hospital| hospital.name).ok_or(PageError::NotFound)?,
        campus: visit.campus.clone(),
        kind: kind(visit),
        first_day,
        last_day: closing.on,
        basis: vec![Basis { document: checklist.document.clone(), clauses: Vec::new() }],
        checklist: checklist.title.clone(),
        document: checklist.document.clone(),
        revision: checklist.revision_label(),
        system_word: checklist.system_word.clone(),
        leader: names(&team, Duty::Leader).join("、"),
        team: names(&team, Duty::Member),
        systems,
        check_code: check_code(visit, &edition, &answers, &findings),
        findings: findings.into_iter().map(finding).collect(),
        photos: photos.into_iter().map(|(_, photo)| photo).collect(),
        hospital_side: match (&closing.signer, &closing.witness) {
            (Some(name), _) => {
                HospitalSide::Signed { name: name.clone(), objection: closing.objection.clone().unwrap_or_default() }
            }
            (None, witness) => HospitalSide::Refused {
                witness: witness.clone().unwrap_or_default(),
                reason: closing.objection.clone().unwrap_or_default(),
            },
        },
        objection_days: None,
        contact: String::new(),
        score: None,
    })
}

/// The checklist of a visit with empty boxes; before it begins, the one the catalogue has.
#[must_use]
pub fn blank(edition: &Edition, visit: &Visit, hospital: &str, authority: &str, demo: bool) -> Blank {
    let visit = Some(visit.number.to_string());
    Blank {
        visit,
        authority: authority.to_owned(),
        hospital: hospital.to_owned(),
        ..Blank::of(&edition.checklist, demo)
    }
}

fn kind(visit: &Visit) -> String {
    match (&visit.draw, &visit.reason) {
        (Some(draw), _) => format!("{}，按抽取{draw}", visit.kind.label()),
        (None, Some(reason)) => format!("{}：{reason}", visit.kind.label()),
        (None, None) => visit.kind.label().to_owned(),
    }
}

fn names(team: &[Member], duty: Duty) -> Vec<String> {
    team.iter().filter(|one| one.duty == duty).map(|one| one.name.clone()).collect()
}

fn part(
    edition: &Edition,
    system: &System,
    answers: &BTreeMap<CheckPointId, Answer>,
    (photos, listed): (&impl Fn(&CheckPointId) -> Vec<u32>, &[CheckPointId]),
) -> SystemPart {
    let line = |point: &CheckPoint| PointLine {
        listed: listed.contains(&point.id),
        ..line(edition, point, answers.get(&point.id), photos(&point.id))
    };
    SystemPart {
        ordinal: system.ordinal,
        name: system.name.clone(),
        clause: system.clause.clone(),
        points: system.check_points.iter().map(line).collect(),
        score: None,
    }
}

fn line(edition: &Edition, point: &CheckPoint, answer: Option<&Answer>, photos: Vec<u32>) -> PointLine {
    let said = answer.map(|answer| &answer.said);
    let measured = judge::limits(&edition.checklist, point).filter_map(|limit| {
        let value = *said?.measured.get(&limit.id)?;
        Some(Measured {
            value: format!("{}{value}{}", limit.subject, unit(limit.unit)),
            limit: limit_label(limit),
            kept: judge::keeps(limit, value),
        })
    });
    PointLine {
        clause: point.clause.clone(),
        text: point.text.clone(),
        answer: match said.map(|said| said.verdict) {
            Some(Verdict::Met) => Printed::Met,
            Some(Verdict::Partly) => Printed::Partly,
            Some(Verdict::NotMet) => Printed::NotMet,
            Some(Verdict::NotApplicable) => Printed::NotApplicable,
            None => Printed::Unanswered,
        },
        listed: false,
        note: said.map(|said| said.note.clone()).unwrap_or_default(),
        sample: said
            .and_then(|said| said.sample)
            .and_then(|sample| Some((u32::try_from(sample.met).ok()?, u32::try_from(sample.of).ok()?))),
        measured: measured.collect(),
        photos,
        answered: answer.map(|answer| format!("{} {}", answer.by_name, china_minute(answer.at))).unwrap_or_default(),
    }
}

fn finding(finding: Finding) -> FindingLine {
    FindingLine {
        system: finding.system_name,
        text: finding.text,
        clause: finding.clause,
        department: finding.department,
        due: finding.due,
    }
}

/// The photographs of a visit in the order they came, each with its point.
async fn photos(
    app: &AppState,
    scope: &Scope,
    visit: &Visit,
    edition: &Edition,
) -> Result<Vec<(Option<CheckPointId>, Photo)>, PageError> {
    let kept = store::files(&app.db, scope, visit.id).await?;
    let ids: Vec<_> = kept.iter().map(|file| file.file).collect();
    let rows = files::store::find_all_everywhere(&app.db, &ids).await?;
    let prints: BTreeMap<_, Fingerprint> = rows.iter().map(|row| (row.id, row.kept.sha256)).collect();
    let photo = |(number, file): (u32, crate::inspections::model::KeptFile)| {
        let point = file.point.as_ref().and_then(|id| edition.point(id.as_str()));
        let photo = Photo {
            number,
            clause: point.map(|(_, point)| point.clause.clone()).unwrap_or_default(),
            taken: china_minute(file.at),
            fingerprint: prints.get(&file.file).map(|print| print.to_string()[..SHOWN].to_owned()).unwrap_or_default(),
        };
        (file.point, photo)
    };
    Ok((1..).zip(kept).map(photo).collect())
}

/// 记录校验码: twelve hexadecimal digits of the SHA-256 over checklist, answers, findings and signatures, so that a paper can
/// be held against the visit it was made from.
#[must_use]
pub fn check_code(
    visit: &Visit,
    edition: &Edition,
    answers: &BTreeMap<CheckPointId, Answer>,
    findings: &[Finding],
) -> String {
    let mut hash = Sha256::new();
    let mut line = |text: &str| {
        hash.update(text.as_bytes());
        hash.update(b"\n");
    };
    line(&visit.number.to_string());
    line(&edition.sha256);
    for (point, answer) in answers {
        line(&format!("{point} {} {:?} {:?}", answer.said.verdict.key(), answer.said.sample, answer.said.measured));
        line(&answer.said.note);
    }
    for finding in findings {
        line(&format!("{} {} {} {}", finding.point, finding.clause, finding.department, finding.due));
        line(&finding.text);
    }
    if let Some(closing) = &visit.closing {
        line(&format!("{} {:?} {:?} {:?}", closing.on, closing.signer, closing.witness, closing.objection));
    }
    let digits = hex::encode(hash.finalize());
    format!("{}-{}-{}", &digits[..4], &digits[4..8], &digits[8..12])
}
