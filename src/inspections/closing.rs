//! What closing a visit asks: the findings with whom and by when, and what the hospital says of them.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::catalogue::model::{CheckPoint, CheckPointId, Checklist, System};
use crate::inspections::check::{Fault, NAME_MAX, Typed, unit};
use crate::inspections::edition::Edition;
use crate::inspections::judge;
use crate::inspections::measure::Totals;
use crate::inspections::model::{Answer, Verdict, Visit};

/// The longest wording of a finding, and of an objection, characters.
pub const TEXT_MAX: usize = 1_000;
/// The longest name of a department, characters.
const DEPARTMENT_MAX: usize = 50;
/// How much of a question names it in a fault, characters.
const QUESTION_SHOWN: usize = 20;
/// 整改时限 as proposed, days after the last day of the visit: the system's own, changed on the form.
pub const DAYS_TO_MEND: u64 = 30;
/// The latest 整改时限, days.
const DAYS_MOST: u64 = 366;

/// A point that was not in order, as a finding is proposed for it.
#[derive(Clone, Debug)]
pub struct Proposed<'a> {
    /// Where it stands.
    pub system: &'a System,
    /// The point.
    pub point: &'a CheckPoint,
    /// What was answered.
    pub answer: &'a Answer,
    /// The clauses it rests on.
    pub clause: String,
    /// The wording.
    pub text: String,
}

/// A finding as it will be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Place of the system.
    pub system: u8,
    /// Its name.
    pub system_name: String,
    /// The point.
    pub point: CheckPointId,
    /// 部分符合 or 不符合.
    pub verdict: Verdict,
    /// The clauses.
    pub clause: String,
    /// The wording.
    pub text: String,
    /// 责任科室
    pub department: String,
    /// 整改时限
    pub due: NaiveDate,
}

/// What closing was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The last day.
    pub on: NaiveDate,
    /// Who signed.
    pub signer: Option<String>,
    /// 拒签: who saw it.
    pub witness: Option<String>,
    /// What the hospital does not agree with.
    pub objection: Option<String>,
    /// The findings, in order of the checklist.
    pub found: Vec<Found>,
}

/// A number that changes with every answer: whoever closes says what was seen.
#[must_use]
pub fn stamp(answers: &BTreeMap<CheckPointId, Answer>) -> i32 {
    answers.values().map(|answer| answer.number).sum()
}

/// What is not in order, in order of the checklist.
#[must_use]
pub fn proposed<'a>(edition: &'a Edition, answers: &'a BTreeMap<CheckPointId, Answer>) -> Vec<Proposed<'a>> {
    let failed = |(system, point): (&'a System, &'a CheckPoint)| {
        let answer = answers.get(&point.id).filter(|answer| answer.said.verdict.failed())?;
        let clause =
            if point.requirement_refs.is_empty() { point.clause.clone() } else { point.requirement_refs.join("、") };
        let text = wording(&edition.checklist, point, answer);
        Some(Proposed { system, point, answer, clause, text })
    };
    edition.points().filter_map(failed).collect()
}

/// What was found in words: the question, what was counted and measured, what was written down.
fn wording(checklist: &Checklist, point: &CheckPoint, answer: &Answer) -> String {
    let said = &answer.said;
    let mut text = format!("“{}”{}。", point.text.trim_end_matches(['？', '?', '。']), said.verdict.label());
    if let Some(sample) = said.sample {
        text.push_str(&format!("抽查{}份，{}份符合。", sample.of, sample.met));
    }
    for limit in judge::limits(checklist, point) {
        if let Some(value) = said.measured.get(&limit.id) {
            let kept = if judge::keeps(limit, *value) { "" } else { "，不合限值" };
            text.push_str(&format!("{}：{value}{}{kept}。", limit.subject, unit(limit.unit)));
        }
    }
    if !said.note.is_empty() {
        text.push_str(&said.note.replace('\n', "；"));
        if !said.note.ends_with(['。', '！', '；', '.']) {
            text.push('。');
        }
    }
    text
}

/// The day proposed as 整改时限.
#[must_use]
pub fn usual_due(on: NaiveDate) -> NaiveDate {
    on.checked_add_days(Days::new(DAYS_TO_MEND)).unwrap_or(on)
}

/// The form as first shown: every finding as proposed, ended today, nothing signed.
#[must_use]
pub fn usual(visit: &Visit, edition: &Edition, answers: &BTreeMap<CheckPointId, Answer>, today: NaiveDate) -> Typed {
    let mut typed = Typed::new();
    let mut set = |field: String, text: String| drop(typed.insert(field, text));
    set("version".to_owned(), visit.version.to_string());
    set("answers".to_owned(), stamp(answers).to_string());
    set("on".to_owned(), today.to_string());
    for one in proposed(edition, answers) {
        set(format!("text-{}", one.point.id), one.text.clone());
        set(format!("department-{}", one.point.id), String::new());
        set(format!("due-{}", one.point.id), usual_due(today).to_string());
        set(format!("take-{}", one.point.id), "1".to_owned());
    }
    typed
}

/// What was typed. Fields: `on`, `signer`, `refused`, `witness`, `objection`, `unanswered`; of each point not in order
/// `text-POINT`, `department-POINT`, `due-POINT`, and `take-POINT` for 部分符合.
///
/// # Errors
/// Every fault.
pub fn check(
    visit: &Visit,
    edition: &Edition,
    answers: &BTreeMap<CheckPointId, Answer>,
    typed: &Typed,
    today: NaiveDate,
) -> Result<Checked, Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let text = |field: &str| typed.get(field).map(|text| text.trim()).unwrap_or_default();
    let totals = Totals::of(&edition.checklist, answers);
    if totals.all.scored() == 0 {
        faults.push((String::new(), "还没有一条结论，不能结束。请先逐条记录。".to_owned()));
    } else if totals.all.open > 0 && text("unanswered").is_empty() {
        let left = format!("还有 {} 条没有结论。补完再结束；确实没查的，请勾选“按未查记”。", totals.all.open);
        faults.push(("unanswered".to_owned(), left));
    }
    let begun = visit.begun_on.unwrap_or(today);
    let on = text("on").parse().ok().filter(|on: &NaiveDate| (begun..=today).contains(on));
    if on.is_none() {
        faults.push(("on".to_owned(), format!("结束日期要在 {begun}（开始）到 {today}（今天）之间。")));
    }
    let mut found = Vec::new();
    for (at, one) in proposed(edition, answers).into_iter().enumerate() {
        if one.answer.said.verdict == Verdict::Partly && text(&format!("take-{}", one.point.id)).is_empty() {
            continue;
        }
        match finding((at + 1, &one), &text, on.unwrap_or(today)) {
            Ok(finding) => found.push(finding),
            Err(wrong) => faults.extend(wrong),
        }
    }
    let (signer, witness) = signed(&text, &mut faults);
    let objection = text("objection").to_owned();
    too_long("objection", "医院异议", &objection, TEXT_MAX, &mut faults);
    match on.filter(|_| faults.is_empty()) {
        Some(on) => Ok(Checked { on, signer, witness, objection: (!objection.is_empty()).then_some(objection), found }),
        None => Err(faults),
    }
}

/// Which of them a fault is about, as the form numbers them: two of one system may want the same.
fn which((number, one): (usize, &Proposed<'_>)) -> String {
    let question = one.point.text.trim_end_matches(['？', '?', '。']);
    let more = if question.chars().count() > QUESTION_SHOWN { "…" } else { "" };
    let shown: String = question.chars().take(QUESTION_SHOWN).collect();
    format!("第 {number} 项（{}，“{shown}{more}”）", one.system.name)
}

fn finding<'t>(
    (number, one): (usize, &Proposed<'_>),
    text: &impl Fn(&str) -> &'t str,
    on: NaiveDate,
) -> Result<Found, Vec<Fault>> {
    let which = which((number, one));
    let field = |name: &str| format!("{name}-{}", one.point.id);
    let mut faults = Vec::new();
    let words = text(&field("text")).to_owned();
    if words.is_empty() {
        faults.push((field("text"), format!("{which}的现场发现不能空着，它要印在意见书上。")));
    }
    too_long(&field("text"), &format!("{which}的现场发现"), &words, TEXT_MAX, &mut faults);
    let department = text(&field("department")).to_owned();
    if department.is_empty() {
        faults.push((field("department"), format!("{which}没有写责任科室。")));
    }
    too_long(&field("department"), &format!("{which}的责任科室"), &department, DEPARTMENT_MAX, &mut faults);
    let last = on.checked_add_days(Days::new(DAYS_MOST)).unwrap_or(on);
    let due = text(&field("due")).parse().ok().filter(|due: &NaiveDate| *due > on && *due <= last);
    match due.filter(|_| faults.is_empty()) {
        Some(due) => Ok(Found {
            system: one.system.ordinal,
            system_name: one.system.name.clone(),
            point: one.point.id.clone(),
            verdict: one.answer.said.verdict,
            clause: one.clause.clone(),
            text: words,
            department,
            due,
        }),
        None => {
            if due.is_none() {
                faults.push((field("due"), format!("{which}的整改时限要在结束日期 {on} 之后、{last} 之前。")));
            }
            Err(faults)
        }
    }
}

/// Who signed, or who saw the refusal.
fn signed<'t>(text: &impl Fn(&str) -> &'t str, faults: &mut Vec<Fault>) -> (Option<String>, Option<String>) {
    let named = |field: &str| Some(text(field).to_owned()).filter(|name| !name.is_empty());
    let (signer, witness) = (named("signer"), named("witness"));
    for (field, name) in [("signer", &signer), ("witness", &witness)] {
        too_long(field, "姓名", name.as_deref().unwrap_or_default(), NAME_MAX, faults);
    }
    if text("refused").is_empty() {
        if signer.is_none() {
            faults.push(("signer".to_owned(), "没有写医院谁签字。医院拒签的，请勾选“拒签”并写见证人。".to_owned()));
        }
        return (signer, None);
    }
    if witness.is_none() {
        faults.push(("witness".to_owned(), "拒签要写见证人的姓名。".to_owned()));
    }
    (None, witness)
}

fn too_long(field: &str, what: &str, text: &str, most: usize, faults: &mut Vec<Fault>) {
    let length = text.chars().count();
    if length > most {
        faults.push((field.to_owned(), format!("{what}写了 {length} 字，最多 {most} 字。")));
    }
}
