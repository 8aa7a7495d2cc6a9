use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::history::{code_of, crosswalk, earlier_targets, gone, numeral};
use super::indicators::find;
use super::{must_say, named};
use crate::calendar::{Grain, Period};
use crate::catalogue::file::{
    At, CrosswalkEntry, EarlierEntry, EditionEntry, File, Findings, RevisedEntry, TargetEntry,
};
use crate::catalogue::model::{
    Better, Crosswalk, Direction, Edition, EditionStatus, Element, ElementId, Indicator, Revised, Target, TargetId,
    number_of,
};

/// Targets of a year.
pub const TEN: u8 = 10;

/// What the checks of one edition look at.
pub struct Around<'a> {
    /// Its file.
    pub file: &'a File,
    /// Its year.
    pub year: i32,
    elements: &'a [At<Element>],
    indicators: &'a [At<Indicator>],
}

/// Reads the editions, earliest year first, and checks each against those before it.
pub fn editions(
    files: &[(i32, &File)],
    elements: &[At<Element>],
    indicators: &[At<Indicator>],
    findings: &mut Findings,
) -> Vec<Edition> {
    if files.is_empty() {
        findings.nowhere("年份/edition.toml", "一个年版也没有：每个年版是以年份为名的文件夹里的 edition.toml");
    }
    let years: HashSet<i32> = files.iter().map(|(year, _)| *year).collect();
    // What each known code pursued, in this and every earlier year.
    let mut known: HashMap<String, TargetId> = HashMap::new();
    let mut editions: Vec<Edition> = Vec::new();
    for (year, file) in files {
        let around = Around { file, year: *year, elements, indicators };
        let mut reading = file.read::<EditionEntry>(findings, &["target", "province_target", "revised", "earlier"]);
        let mut targets = reading.entries::<TargetEntry>("target", findings);
        let own = reading.entries::<TargetEntry>("province_target", findings);
        let revised = reading.entries::<RevisedEntry>("revised", findings);
        let earlier = reading.entries::<EarlierEntry>("earlier", findings);
        let Some(head) = reading.head else { continue };
        let earlier = earlier_targets(&around, earlier, &years, findings);
        for target in &earlier {
            known.entry(target.code.clone()).or_insert_with(|| target.id.clone());
        }
        let applies_from = head_of(&around, &head, findings);
        let ten = targets.len();
        targets.extend(own);
        places(&around, &targets, ten, head.year.offset, findings);
        let (national, own) = targets.split_at(ten);
        let mut form = Vec::new();
        rows(&around, &head.base_elements, national, &mut form, findings);
        let base = form.len();
        rows(&around, &head.province_elements, own, &mut form, findings);
        let mut shown = Vec::new();
        for entry in &targets {
            crosswalk(&around, &entry.value, &known, findings);
            shown.extend(target(&around, &head, entry, &form, findings));
        }
        gone(&around, &head.dropped, &targets, &known, editions.last(), findings);
        known.extend(shown.iter().map(|target| (target.code.clone(), target.id.clone())));
        let revised = revisions(&around, &head.revision, revised, &form, findings);
        let province_elements = form[base..].iter().take(head.province_elements.len()).cloned().collect();
        let province_targets = shown.split_off(shown.iter().take_while(|target| target.ordinal <= TEN).count());
        editions.push(Edition {
            year: head.year.value,
            document: head.document.value,
            document_date: head.document_date.map(|date| date.value),
            document_evidence: head.document_evidence,
            status: head.status.value,
            revision: head.revision.value,
            revised,
            applies_from,
            targets: shown,
            province_targets,
            province_elements,
            dropped: head.dropped.into_iter().map(|code| code.value).collect(),
            elements: form,
            earlier,
            source: head.source.value,
            evidence: head.evidence,
        });
    }
    editions
}

/// Checks what stands outside the lists; gives the first quarter whose returns use the form.
fn head_of(around: &Around<'_>, head: &EditionEntry, findings: &mut Findings) -> Period {
    let file = around.file;
    must_say(file, head.document.offset, &[("document", &head.document.value)], findings);
    must_say(file, head.source.offset, &[("source", &head.source.value)], findings);
    if head.year.value != around.year {
        findings.fault(file, head.year.offset, format!("`year` 与文件夹 {} 不符", around.year));
    }
    if number_of(around.year, &head.revision.value).is_none() {
        findings.fault(file, head.revision.offset, format!("`revision` 应写成 {}-1 的样子", around.year));
    }
    if let Some(date) = &head.document_date
        && !(is_date(&date.value) || is_date(&format!("{}-01", date.value)))
    {
        findings.fault(file, date.offset, "`document_date` 应是 2024-02-21 或 2024-02");
    }
    let first = Period::quarter_containing(NaiveDate::from_ymd_opt(around.year, 1, 1).unwrap_or_default());
    let Some(text) = &head.applies_from else { return first };
    let own = |period: &Period| period.grain() == Grain::Quarter && period.year() == around.year;
    text.value.parse::<Period>().ok().filter(own).unwrap_or_else(|| {
        findings.fault(file, text.offset, format!("`applies_from` 应是本年的一个季度，如 {}Q2", around.year));
        first
    })
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

/// Ten targets, 1 to 10, then those of the province from 11 on; each aim once, each code that of its place.
fn places(around: &Around<'_>, targets: &[At<TargetEntry>], ten: usize, offset: usize, findings: &mut Findings) {
    let ordinals: Vec<u8> = targets.iter().map(|target| target.value.ordinal.value).collect();
    let (national, own) = ordinals.split_at(ten);
    // A target that could not be read is missed here too; its own fault is enough.
    let unread = !findings.complete() && ten < usize::from(TEN);
    if !national.iter().copied().eq(1..=TEN) && !unread {
        findings.fault(around.file, offset, "应有十个目标，ordinal 依次为 1 到 10");
    }
    if !own.iter().copied().eq((TEN + 1..).take(own.len())) && findings.complete() {
        findings.fault(around.file, targets[ten].offset, "省定目标的 ordinal 应从 11 起依次编");
    }
    let mut aims = HashSet::new();
    for target in targets {
        let TargetEntry { ordinal, code, id, .. } = &target.value;
        let wanted = code_of(around.year, ordinal.value);
        if code.value != wanted {
            findings.fault(around.file, code.offset, format!("代码 `{}` 应为 `{wanted}`", code.value));
        }
        if !aims.insert(&id.value) {
            findings.fault(around.file, id.offset, format!("`{}` 重复了", id.value));
        }
    }
}

/// Revisions after the first in order, none beyond the present; what they added stands in the form.
fn revisions(
    around: &Around<'_>,
    present: &At<String>,
    entries: Vec<At<RevisedEntry>>,
    form: &[ElementId],
    findings: &mut Findings,
) -> Vec<Revised> {
    let mut last = 1;
    let mut revised = Vec::new();
    for At { offset, value } in entries {
        must_say(around.file, offset, &[("note", &value.note)], findings);
        let number = number_of(around.year, &value.revision.value).unwrap_or(0);
        if number <= last || Some(number) > number_of(around.year, &present.value) {
            let what = format!("`{}` 应在前一次修订之后，且不晚于 `{}`", value.revision.value, present.value);
            findings.fault(around.file, value.revision.offset, what);
        }
        last = last.max(number);
        let mut added = Vec::new();
        for id in value.added {
            match form.iter().find(|element| element.as_str() == id.value) {
                Some(element) => added.push(element.clone()),
                None => findings.dangling(around.file, id.offset, &id.value, format!("`{}` 不在本年表中", id.value)),
            }
        }
        revised.push(Revised { revision: value.revision.value, note: value.note, added });
    }
    revised
}

/// Adds rows to the form: what several targets share, then each target's own; each element once and in its place.
fn rows(
    around: &Around<'_>,
    base: &[At<String>],
    targets: &[At<TargetEntry>],
    form: &mut Vec<ElementId>,
    findings: &mut Findings,
) {
    let shared = base.iter().map(|id| (id, None));
    let own = targets
        .iter()
        .flat_map(|target| target.value.elements.iter().map(move |id| (id, Some(target.value.id.value.as_str()))));
    for (id, target) in shared.chain(own) {
        let Some(element) = around.elements.iter().find(|element| element.value.id.as_str() == id.value) else {
            findings.dangling(around.file, id.offset, &id.value, format!("没有编码为 `{}` 的数据元", id.value));
            continue;
        };
        if element.value.target.as_ref().map(TargetId::as_str) != target {
            findings.fault(around.file, id.offset, format!("`{}` 不属于这个目标", id.value));
        }
        if form.contains(&element.value.id) {
            findings.fault(around.file, id.offset, format!("`{}` 重复了", id.value));
        } else {
            form.push(element.value.id.clone());
        }
    }
}

fn target(
    around: &Around<'_>,
    head: &EditionEntry,
    entry: &At<TargetEntry>,
    form: &[ElementId],
    findings: &mut Findings,
) -> Option<Target> {
    let At { offset, value } = entry;
    titles(around.file, value, findings);
    let national = value.ordinal.value <= TEN;
    let published = head.status.value == EditionStatus::Published;
    let said = |text: &String| !text.trim().is_empty();
    let (brief, strategies) = (value.brief.as_ref().is_some_and(said), value.strategies.iter().any(said));
    if national && published && !(brief && value.strategies.iter().all(said) && strategies) {
        findings.fault(around.file, *offset, "缺少目标简述或核心策略");
    } else if national && !published && (brief || strategies) {
        findings.fault(around.file, *offset, "正式文本未取得，却写了简述或策略");
    }
    headline(around, value, findings);
    if value.indicators.is_empty() {
        findings.fault(around.file, *offset, "一个指标也没有");
    }
    let mut indicators = Vec::new();
    for id in &value.indicators {
        let Some(indicator) = find(around.file, id, around.indicators, findings) else { continue };
        for element in indicator.elements().filter(|element| !form.contains(element)) {
            findings.fault(around.file, id.offset, format!("`{}` 要用的 `{element}` 不在本年表中", id.value));
        }
        indicators.push(indicator.id.clone());
    }
    let id = named(around.file, &value.id, findings)?;
    let relation =
        |line: &At<CrosswalkEntry>| Crosswalk { from: line.value.from.clone(), relation: line.value.relation };
    Some(Target {
        ordinal: value.ordinal.value,
        numeral: numeral(value.ordinal.value),
        // The code it should have, so that a misspelt one is a single fault and not one of every later edition.
        code: code_of(around.year, value.ordinal.value),
        id,
        title: value.title.value.clone(),
        short_title: value.short_title.value.clone(),
        direction: value.direction,
        brief: value.brief.clone(),
        strategies: value.strategies.clone(),
        headline: value.headline.as_ref().and_then(|_| indicators.first().cloned()),
        indicators,
        crosswalk: value.crosswalk.iter().map(relation).collect(),
        undefined: value.undefined.clone(),
        note: value.note.clone(),
        source: value.source.clone().unwrap_or_else(|| head.source.value.clone()),
        evidence: value.evidence.unwrap_or(head.evidence),
    })
}

/// The indicator that stands for a target is its first, and improves the way the target asks unless a note says why not.
fn headline(around: &Around<'_>, entry: &TargetEntry, findings: &mut Findings) {
    let Some(named) = &entry.headline else { return };
    if entry.indicators.first().is_none_or(|first| first.value != named.value) {
        let what = format!("`headline` 应是 `indicators` 的第一个，这里写的是 `{}`", named.value);
        return findings.fault(around.file, named.offset, what);
    }
    let known = around.indicators.iter().find(|indicator| indicator.value.id.as_str() == named.value);
    let against = match known.map(|indicator| indicator.value.better) {
        Some(Better::Lower) => entry.direction == Direction::Raise,
        Some(Better::Higher) => entry.direction == Direction::Lower,
        Some(Better::None) | None => false,
    };
    if against && entry.note.as_ref().is_none_or(|note| note.trim().is_empty()) {
        let what = format!("主指标 `{}` 的 `better` 与目标的方向相反，要在 `note` 里写明原因", named.value);
        findings.fault(around.file, named.offset, what);
    }
}

/// The verb of the title is the direction, and the short title is the rest.
fn titles(file: &File, entry: &TargetEntry, findings: &mut Findings) {
    let verb = match entry.direction {
        Direction::Raise => "提高",
        Direction::Lower => "降低",
    };
    match entry.title.value.strip_prefix(verb) {
        None => findings.fault(file, entry.title.offset, format!("题目应以“{verb}”开头")),
        Some(rest) if rest != entry.short_title.value => {
            findings.fault(file, entry.short_title.offset, format!("`short_title` 应为“{rest}”"));
        }
        Some(_) => {}
    }
}
