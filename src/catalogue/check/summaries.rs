//! Kinds of exemplars that have a name and a clause, and summaries over a stretch of the campaign that fulfil a duty it has.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::duties::once;
use super::{cited, must_say, pair};
use crate::catalogue::file::{At, ExemplarEntry, File, Findings, SummaryEntry};
use crate::catalogue::model::{Due, Duty, EvidenceKind, ExemplarKind, SummaryPlan};

/// The kinds of exemplars of a file.
pub fn exemplars(
    file: &File,
    entries: Vec<At<ExemplarEntry>>,
    demo: bool,
    findings: &mut Findings,
) -> Vec<ExemplarKind> {
    let mut seen = HashSet::new();
    let mut kinds = Vec::new();
    for At { value, offset } in entries {
        must_say(file, offset, &[("name", &value.name)], findings);
        cited(file, &value.clause, demo, findings);
        once(file, &value.id, &mut seen, findings);
        kinds.push(ExemplarKind { id: value.id.value, name: value.name, clause: value.clause.value });
    }
    kinds
}

/// First and last day of the campaign, its duties, whether it is invented.
pub type Around<'a> = (Option<(NaiveDate, NaiveDate)>, &'a [Duty], bool);

/// The summaries of a file.
pub fn summaries(
    file: &File,
    entries: Vec<At<SummaryEntry>>,
    (span, duties, demo): Around<'_>,
    findings: &mut Findings,
) -> Vec<SummaryPlan> {
    let mut seen = HashSet::new();
    let mut plans = Vec::new();
    for At { value, offset } in entries {
        must_say(file, offset, &[("title", &value.title)], findings);
        cited(file, &value.clause, demo, findings);
        once(file, &value.id, &mut seen, findings);
        let Some((from, to)) = pair(file, &value.span, "日期（第一天、最后一天）", findings) else {
            continue;
        };
        if from > to {
            findings.fault(file, value.span.offset, format!("总结的时段结束于 {to}，早于开始的 {from}"));
        } else if span.is_some_and(|(first, last)| from < first || to > last) {
            findings.fault(file, value.span.offset, "总结的时段要在活动期内");
        }
        let duty = value.duty.as_ref().and_then(|duty| fulfilled(file, duty, value.by.as_ref(), duties, findings));
        if let Some(by) = value.by.as_ref().filter(|_| value.duty.is_none()) {
            findings.fault(file, by.offset, "写了 `by` 没有写 `duty`，不知道完成哪项任务");
        }
        plans.push(SummaryPlan { id: value.id.value, title: value.title, from, to, duty, clause: value.clause.value });
    }
    plans
}

/// The duty a summary fulfils and by which day: one that is owed by days, this one among them.
fn fulfilled(
    file: &File,
    id: &At<String>,
    by: Option<&At<NaiveDate>>,
    duties: &[Duty],
    findings: &mut Findings,
) -> Option<(String, NaiveDate)> {
    let Some(duty) = duties.iter().find(|duty| duty.id == id.value) else {
        findings.dangling(file, id.offset, &id.value, format!("没有任务 `{}`", id.value));
        return None;
    };
    if !duty.evidence.contains(&EvidenceKind::Summary) {
        findings.fault(
            file,
            id.offset,
            format!("任务 `{}` 的 `evidence` 里没有 `summary`，总结定稿完成不了它", id.value),
        );
        return None;
    }
    let days: &[NaiveDate] = match &duty.due {
        Due::On(days) => days,
        _ => &[],
    };
    let day = by.map(|by| by.value).or(days.first().copied());
    match day.filter(|day| days.contains(day)) {
        Some(day) => Some((id.value.clone(), day)),
        None => {
            let at = by.map_or(id.offset, |by| by.offset);
            findings.fault(file, at, format!("任务 `{}` 没有这一天的期限", id.value));
            None
        }
    }
}
