use std::collections::HashSet;

use super::elements::DECIMALS_MOST;
use super::{OnlyLists, declared, must_say};
use crate::calendar::{Grain, Period};
use crate::catalogue::file::{At, File, Findings, IndicatorEntry, IndicatorStatus, VersionEntry};
use crate::catalogue::model::{Edition, Element, Indicator, Kind, Rhythm, Term, Version};

/// Reads `indicators.toml`.
pub fn indicators(file: &File, elements: &[At<Element>], findings: &mut Findings) -> Vec<At<Indicator>> {
    let mut reading = file.read::<OnlyLists>(findings, &["indicator"]);
    let mut seen = HashSet::new();
    let mut indicators = Vec::new();
    for At { offset, value } in reading.entries::<IndicatorEntry>("indicator", findings) {
        let texts = [
            ("name", value.name.as_str()),
            ("short_name", &value.short_name),
            ("unit", &value.unit),
            ("source", &value.source),
        ];
        must_say(file, offset, &texts, findings);
        formula(file, &value, findings);
        let numerator = terms(file, &value.numerator, elements, findings);
        let denominator = terms(file, &value.denominator, elements, findings);
        rhythm(file, &value.rhythm, numerator.iter().chain(&denominator), elements, findings);
        let versions = versions(file, value.id.offset, value.versions, findings);
        let Some(id) = declared(file, &value.id, &mut seen, findings) else { continue };
        let indicator = Indicator {
            id,
            name: value.name,
            short_name: value.short_name,
            kind: value.kind,
            numerator,
            denominator,
            multiplier: value.multiplier.value,
            unit: value.unit,
            decimals: value.decimals,
            better: value.better,
            rhythm: value.rhythm.value,
            versions,
            alternatives: value.alternatives,
            source: value.source,
            evidence: value.evidence,
            defined: value.status == IndicatorStatus::Defined && value.kind != Kind::Composite,
        };
        indicators.push(At { offset: value.id.offset, value: indicator });
    }
    indicators
}

/// A defined figure has both sides, an undefined or composite one neither.
fn formula(file: &File, entry: &IndicatorEntry, findings: &mut Findings) {
    let without = entry.kind == Kind::Composite || entry.status == IndicatorStatus::Undefined;
    let id = &entry.id;
    if without && !(entry.numerator.is_empty() && entry.denominator.is_empty()) {
        findings.fault(file, id.offset, format!("`{}` 没有公式，却写了分子或分母", id.value));
    }
    if !without && entry.numerator.is_empty() {
        findings.fault(file, id.offset, format!("`{}` 没有写分子", id.value));
    }
    if !without && entry.denominator.is_empty() {
        findings.fault(file, id.offset, format!("`{}` 没有写分母", id.value));
    }
    let fits = match entry.unit.as_str() {
        "%" => entry.multiplier.value == 100,
        "‰" => entry.multiplier.value == 1000,
        _ => entry.multiplier.value > 0,
    };
    if !fits {
        findings.fault(file, entry.multiplier.offset, format!("`multiplier` 与单位 {} 不符", entry.unit));
    }
    if entry.decimals > DECIMALS_MOST {
        findings.fault(file, id.offset, format!("`{}` 的 `decimals` 最多 {DECIMALS_MOST}", id.value));
    }
    if entry.kind == Kind::Proportion && !["%", "‰"].contains(&entry.unit.as_str()) {
        findings.fault(file, id.offset, format!("`{}` 是比例，单位应是 % 或 ‰", id.value));
    }
}

/// `element` or `element * factor`.
pub fn terms(file: &File, texts: &[At<String>], elements: &[At<Element>], findings: &mut Findings) -> Vec<Term> {
    let mut terms = Vec::new();
    for text in texts {
        let (name, factor) = match text.value.split_once('*') {
            Some((name, factor)) => (name.trim(), factor.trim().parse().ok()),
            None => (text.value.trim(), Some(1_i64)),
        };
        let Some(factor) = factor.filter(|factor| *factor != 0) else {
            findings.fault(file, text.offset, format!("`{}` 的系数应是不为 0 的整数", text.value));
            continue;
        };
        let element = elements.iter().find(|element| element.value.id.as_str() == name);
        match element {
            Some(element) if element.value.choices.is_empty() => {
                terms.push(Term { element: element.value.id.clone(), factor });
            }
            Some(_) => findings.fault(file, text.offset, format!("`{name}` 是选项，不能参与计算")),
            None => findings.dangling(file, text.offset, name, format!("没有编码为 `{name}` 的数据元")),
        }
    }
    terms
}

/// A figure cannot be had more often than its elements.
fn rhythm<'t>(
    file: &File,
    rhythm: &At<Rhythm>,
    mut terms: impl Iterator<Item = &'t Term>,
    elements: &[At<Element>],
    findings: &mut Findings,
) {
    let slower = |term: &&Term| {
        elements.iter().any(|element| element.value.id == term.element && element.value.rhythm > rhythm.value)
    };
    if let Some(term) = terms.find(slower) {
        findings.fault(file, rhythm.offset, format!("`{}` 没有这么勤地填报", term.element));
    }
}

/// Versions in order of time, each from a quarter, no two at the same time.
fn versions(file: &File, offset: usize, entries: Vec<VersionEntry>, findings: &mut Findings) -> Vec<Version> {
    if entries.is_empty() {
        findings.fault(file, offset, "至少要有一个版本");
    }
    let mut versions: Vec<Version> = Vec::new();
    for entry in entries {
        let at = entry.valid_from.offset;
        must_say(file, at, &[("note", &entry.note), ("source", &entry.source)], findings);
        let Some(valid_from) = quarter(file, &entry.valid_from, findings) else { continue };
        let valid_to = entry.valid_to.as_ref().and_then(|to| quarter(file, to, findings));
        if valid_to.is_some_and(|to| to < valid_from) {
            findings.fault(file, at, "版本的结束早于开始");
        }
        if let Some(last) = versions.last() {
            if last.valid_from >= valid_from {
                findings.fault(file, at, "版本应按时间先后排列");
            } else if let Some(to) = last.valid_to.filter(|to| *to >= valid_from) {
                findings.fault(file, at, format!("与上一个版本重叠：上一个到 {to} 才结束"));
            }
        }
        let VersionEntry { note, source, evidence, .. } = entry;
        versions.push(Version { valid_from, valid_to, note, source, evidence });
    }
    versions
}

fn quarter(file: &File, text: &At<String>, findings: &mut Findings) -> Option<Period> {
    let period = text.value.parse::<Period>().ok().filter(|period| period.grain() == Grain::Quarter);
    if period.is_none() {
        findings.fault(file, text.offset, format!("`{}` 不是季度，应写成 2024Q1 的样子", text.value));
    }
    period
}

/// Indicators that no edition shows, and editions that show one before its first version.
pub fn used(file: &File, indicators: &[At<Indicator>], editions: &[Edition], findings: &mut Findings) {
    if !findings.complete() {
        return;
    }
    for At { offset, value } in indicators {
        let shown = editions.iter().filter(|edition| edition.indicators().any(|id| *id == value.id));
        let Some(earliest) = shown.map(|edition| edition.year).min() else {
            findings.fault(file, *offset, format!("没有哪个年版用到 `{}`", value.id));
            continue;
        };
        if value.versions.first().is_some_and(|version| version.valid_from.year() > earliest) {
            findings.fault(file, *offset, format!("`{}` 在 {earliest} 年版中使用，口径却从更晚开始", value.id));
        }
    }
}

/// The indicator an edition names.
pub fn find<'i>(
    file: &File,
    id: &At<String>,
    indicators: &'i [At<Indicator>],
    findings: &mut Findings,
) -> Option<&'i Indicator> {
    let found = indicators.iter().find(|indicator| indicator.value.id.as_str() == id.value);
    if found.is_none() {
        findings.dangling(file, id.offset, &id.value, format!("没有编码为 `{}` 的指标", id.value));
    }
    found.map(|indicator| &indicator.value)
}
