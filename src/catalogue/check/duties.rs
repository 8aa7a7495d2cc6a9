//! Phases that end after they start, and duties that can be owed: known bearers, a clause, a day by when, and evidence or a
//! proof, never both.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::campaigns::check_levels;
use super::{cited, must_say, pair};
use crate::calendar::{Grain, Period};
use crate::catalogue::file::{At, DueEntry, DutyEntry, File, Findings, PhaseEntry};
use crate::catalogue::model::{
    BearerKind, Due, Duty, DutyRhythm, EvidenceKind, Phase, Proof, QuotaBearer, RegisterTerms,
};

/// Longest time after a period within which something may be due, days.
const MOST_DAYS: u16 = 366;
/// Longest time after opening, months.
const MOST_MONTHS: u16 = 60;
/// Most pieces of evidence a duty may ask for.
const MOST_TIMES: u16 = 100;

/// First and last day of the campaign, whose quotas it has, the register's terms, whether it is invented.
pub type Around<'a> = (Option<(NaiveDate, NaiveDate)>, &'a [QuotaBearer], Option<&'a RegisterTerms>, bool);

/// The phases of a file.
pub fn phases(file: &File, entries: Vec<At<PhaseEntry>>, demo: bool, findings: &mut Findings) -> Vec<Phase> {
    let mut seen = HashSet::new();
    let mut phases = Vec::new();
    for At { value, offset } in entries {
        must_say(file, offset, &[("name", &value.name)], findings);
        cited(file, &value.clause, demo, findings);
        once(file, &value.id, &mut seen, findings);
        if value.ranges.is_empty() {
            findings.fault(file, offset, "`ranges` 是空的，不知道这个阶段是什么时候");
        }
        let mut ranges = Vec::new();
        for range in &value.ranges {
            let Some((from, to)) = pair(file, range, "日期（第一天、最后一天）", findings) else {
                continue;
            };
            if from > to {
                findings.fault(file, range.offset, format!("阶段结束于 {to}，早于开始的 {from}"));
            }
            ranges.push((from, to));
        }
        ranges.sort_unstable();
        phases.push(Phase { id: value.id.value, name: value.name, ranges, clause: value.clause.value });
    }
    phases
}

pub(super) fn once(file: &File, id: &At<String>, seen: &mut HashSet<String>, findings: &mut Findings) {
    let plain =
        !id.value.is_empty() && id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if !plain {
        findings.fault(file, id.offset, "`id` 只能用小写字母、数字和 -");
    }
    if !seen.insert(id.value.clone()) {
        findings.fault(file, id.offset, format!("`{}` 写了两次", id.value));
    }
}

/// The duties of a file.
pub fn duties(file: &File, entries: Vec<At<DutyEntry>>, around: Around<'_>, findings: &mut Findings) -> Vec<Duty> {
    let mut seen = HashSet::new();
    entries.into_iter().filter_map(|entry| duty(file, entry, around, &mut seen, findings)).collect()
}

fn duty(
    file: &File,
    At { value, offset }: At<DutyEntry>,
    around: Around<'_>,
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) -> Option<Duty> {
    let (span, _, register, demo) = around;
    must_say(file, offset, &[("title", &*value.title), ("text", &*value.text)], findings);
    match &value.clause {
        Some(clause) => cited(file, clause, demo, findings),
        None => findings.fault(file, offset, "`clause` 是空的"),
    }
    once(file, &value.id, seen, findings);
    let bearers = known(
        file,
        &value.bearers,
        "承担者",
        BearerKind::of_key,
        &keys(&BearerKind::ALL.map(BearerKind::key)),
        findings,
    );
    if value.bearers.is_empty() {
        findings.fault(file, offset, "`bearers` 是空的，没有人承担");
    }
    check_levels(file, &value.levels, register, findings);
    if let Some(level) = value.levels.first().filter(|_| bearers != [BearerKind::Hospital]) {
        findings.fault(file, level.offset, "只有医院承担的任务才写 `levels`");
    }
    let rhythm = DutyRhythm::of_key(&value.rhythm.value);
    if rhythm.is_none() {
        let all = keys(&DutyRhythm::ALL.map(DutyRhythm::key));
        findings.fault(file, value.rhythm.offset, format!("没有周期 `{}`；可写 {all}", value.rhythm.value));
    }
    let times = value.times.as_ref().map_or(1, |times| times.value);
    if let Some(given) = value.times.as_ref().filter(|times| !(1..=MOST_TIMES).contains(&times.value)) {
        findings.fault(file, given.offset, format!("`times` 是 1 到 {MOST_TIMES}"));
    }
    let evidence = known(
        file,
        &value.evidence,
        "佐证",
        EvidenceKind::of_key,
        &keys(&EvidenceKind::ALL.map(EvidenceKind::key)),
        findings,
    );
    if let Some(given) = value.evidence.iter().find(|given| given.value == EvidenceKind::Draw.key())
        && bearers.contains(&BearerKind::Hospital)
    {
        findings.fault(file, given.offset, "抽取由机构来做，医院承担的任务不能写佐证 `draw`");
    }
    let proof = proof(file, &value, &bearers, around, findings);
    if value.evidence.is_empty() == value.proof.is_none() {
        findings.fault(file, offset, "`evidence` 和 `proof` 写且只写一个：要么交佐证，要么由记录证明");
    }
    let rhythm = rhythm?;
    let periods = periods(file, &value, rhythm, span, findings);
    let due_said = !value.due.as_ref().is_some_and(|due| due.value.own);
    let due = due(file, value.due, offset, (rhythm, &bearers, proof), span, findings)?;
    Some(Duty {
        id: value.id.value,
        title: value.title,
        text: value.text,
        bearers,
        levels: value.levels.into_iter().map(|level| level.value).collect(),
        condition: value.condition,
        rhythm,
        times,
        due,
        due_said,
        first: periods.map(|(first, _)| first),
        last: periods.map(|(_, last)| last),
        evidence,
        proof,
        clause: value.clause.map(|clause| clause.value).unwrap_or_default(),
    })
}

fn keys(all: &[&str]) -> String {
    all.join(" ")
}

fn known<T>(
    file: &File,
    words: &[At<String>],
    what: &str,
    of_key: fn(&str) -> Option<T>,
    all: &str,
    findings: &mut Findings,
) -> Vec<T> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if words[..at].iter().any(|earlier| earlier.value == word.value) {
            findings.fault(file, word.offset, format!("{what} `{}` 写了两次", word.value));
            continue;
        }
        match of_key(&word.value) {
            Some(one) => found.push(one),
            None => findings.fault(file, word.offset, format!("没有{what} `{}`；可写 {all}", word.value)),
        }
    }
    found
}

fn proof(
    file: &File,
    value: &DutyEntry,
    bearers: &[BearerKind],
    (_, quotas, ..): Around<'_>,
    findings: &mut Findings,
) -> Option<Proof> {
    let given = value.proof.as_ref()?;
    let Some(proof) = Proof::of_key(&given.value) else {
        let all = keys(&Proof::ALL.map(Proof::key));
        findings.fault(file, given.offset, format!("没有证明方式 `{}`；可写 {all}", given.value));
        return None;
    };
    if let Some(other) = bearers.iter().find(|bearer| !proof.bearers().contains(bearer)) {
        findings.fault(file, given.offset, format!("`{}` 证明不了{}的任务", given.value, other.label()));
        return None;
    }
    let of = |bearer: &BearerKind| match bearer {
        BearerKind::QcCentre => QuotaBearer::QcCentre,
        _ => QuotaBearer::Commission,
    };
    if matches!(proof, Proof::Visits | Proof::Coverage) && bearers.iter().any(|one| !quotas.contains(&of(one))) {
        findings.fault(file, given.offset, "由督导记录证明的任务，要先写承担者的 `[[quota]]`");
    }
    if proof == Proof::Returns && DutyRhythm::of_key(&value.rhythm.value) != Some(DutyRhythm::Quarterly) {
        findings.fault(file, given.offset, "由报表证明的任务是每季度的");
    }
    if proof.by_exemplars() && DutyRhythm::of_key(&value.rhythm.value) != Some(DutyRhythm::Quarterly) {
        findings.fault(file, given.offset, "由典型材料证明的任务是每季度的");
    }
    if proof == Proof::SpecialtyGoals && DutyRhythm::of_key(&value.rhythm.value) != Some(DutyRhythm::Yearly) {
        findings.fault(file, given.offset, "由改进目标证明的任务是每年的");
    }
    Some(proof)
}

/// First and last period of a duty with periods.
fn periods(
    file: &File,
    value: &DutyEntry,
    rhythm: DutyRhythm,
    span: Option<(NaiveDate, NaiveDate)>,
    findings: &mut Findings,
) -> Option<(Period, Period)> {
    let named = [("first", &value.first), ("last", &value.last)];
    let Some(grain) = rhythm.grain() else {
        for (key, given) in named {
            if let Some(given) = given {
                findings.fault(file, given.offset, format!("{}的任务没有 `{key}`", rhythm.label()));
            }
        }
        return None;
    };
    let mut read = |given: &Option<At<String>>| {
        let given = given.as_ref()?;
        let period = given.value.parse::<Period>().ok().filter(|period| period.grain() == grain);
        if period.is_none() {
            findings.fault(file, given.offset, format!("`{}` 不是{}的一期", given.value, rhythm.label()));
        }
        period
    };
    let (first, last) = (read(&value.first), read(&value.last));
    let (from, to) = span?;
    let first = first.unwrap_or_else(|| containing(from, grain));
    let last = last.unwrap_or_else(|| containing(to, grain));
    if let Some(given) = value.first.as_ref().or(value.last.as_ref()).filter(|_| first > last) {
        findings.fault(file, given.offset, format!("第一期 {first} 在最后一期 {last} 之后"));
    }
    Some((first, last))
}

fn containing(day: NaiveDate, grain: Grain) -> Period {
    let quarter = Period::quarter_containing(day);
    match grain {
        Grain::Quarter => quarter,
        Grain::Year => Period::year_of(quarter.year()).unwrap_or(quarter),
        Grain::Month => quarter.months().into_iter().find(|month| day <= month.last_day()).unwrap_or(quarter),
    }
}

fn due(
    file: &File,
    given: Option<At<DueEntry>>,
    offset: usize,
    (rhythm, bearers, proof): (DutyRhythm, &[BearerKind], Option<Proof>),
    span: Option<(NaiveDate, NaiveDate)>,
    findings: &mut Findings,
) -> Option<Due> {
    let Some(At { value, offset }) = given else {
        if rhythm == DutyRhythm::Standing {
            return Some(Due::Open("长期任务，不设期限".to_owned()));
        }
        findings.fault(
            file,
            offset,
            "没有 `due`，算不出期限；文件没有写期限的，写 `due = { open = \"文件没有写期限\" }`",
        );
        return None;
    };
    let said = [
        value.on.is_some(),
        value.days_after.is_some(),
        value.months_after_opening.is_some(),
        value.with.is_some(),
        value.open.is_some(),
    ];
    if said.into_iter().filter(|said| *said).count() != 1 {
        findings.fault(
            file,
            offset,
            "`due` 写且只写 on、days_after、months_after_opening、with、open 中的一个，否则算不出期限",
        );
        return None;
    }
    let fault = |what: &str, findings: &mut Findings| findings.fault(file, offset, format!("`due` 算不出期限：{what}"));
    let periodic = rhythm.grain().is_some();
    if let Some(days) = value.on {
        if rhythm != DutyRhythm::Once {
            fault("`on` 只用于一次的任务", findings);
        }
        if days.is_empty() || days.windows(2).any(|pair| pair[0] >= pair[1]) {
            fault("`on` 至少一天，从早到晚", findings);
        }
        if span.is_some_and(|(from, to)| days.iter().any(|day| *day < from || *day > to)) {
            fault("`on` 的日子要在活动期内", findings);
        }
        return Some(Due::On(days));
    }
    if let Some(days) = value.days_after {
        if !periodic {
            fault("`days_after` 只用于每年、每季度、每月的任务", findings);
        }
        if days > MOST_DAYS {
            fault(&format!("`days_after` 最多 {MOST_DAYS} 天"), findings);
        }
        return Some(Due::DaysAfter(days));
    }
    if let Some(months) = value.months_after_opening {
        if rhythm != DutyRhythm::Once || bearers != [BearerKind::Hospital] || !(1..=MOST_MONTHS).contains(&months) {
            fault(&format!("`months_after_opening` 用于医院的一次任务，1 到 {MOST_MONTHS} 个月"), findings);
        }
        return Some(Due::MonthsAfterOpening(months));
    }
    if let Some(with) = value.with {
        if with != "return" || proof != Some(Proof::Returns) {
            fault("`with` 只能写 return，并且由报表证明", findings);
        }
        return Some(Due::WithReturn);
    }
    let words = value.open.unwrap_or_default();
    if words.trim().is_empty() {
        fault("`open` 要写明为什么没有期限", findings);
    }
    Some(Due::Open(words))
}
