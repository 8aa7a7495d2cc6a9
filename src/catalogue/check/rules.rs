use std::collections::{BTreeMap, HashSet};

use super::indicators::terms;
use super::{OnlyLists, declared, must_say};
use crate::catalogue::file::{At, CheckWord, File, Findings, RuleEntry};
use crate::catalogue::model::{Edition, Element, Rule, RuleCheck};

/// Names a message or remedy may hold in braces, besides the rule's own thresholds; the format's readme explains them.
const PLACEHOLDERS: [&str; 27] = [
    "element",
    "indicator",
    "target",
    "service",
    "hospital",
    "edition",
    "period",
    "month",
    "code",
    "unit",
    "choices",
    "found",
    "expected",
    "last",
    "maximum",
    "limit",
    "reason",
    "sheet",
    "cell",
    "other_cell",
    "left",
    "left_value",
    "left_cell",
    "right",
    "right_value",
    "right_cell",
    "count",
];

/// Reads `rules.toml`.
pub fn rules(file: &File, elements: &[At<Element>], editions: &[Edition], findings: &mut Findings) -> Vec<Rule> {
    let mut reading = file.read::<OnlyLists>(findings, &["rule"]);
    let mut seen = HashSet::new();
    let mut rules = Vec::new();
    for At { offset, value } in reading.entries::<RuleEntry>("rule", findings) {
        let texts =
            [("message", value.message.value.as_str()), ("remedy", &value.remedy.value), ("source", &value.source)];
        must_say(file, offset, &texts, findings);
        placeholders(file, &value, findings);
        for (name, threshold) in value.thresholds.iter().filter(|(_, threshold)| threshold.value <= 0) {
            findings.fault(file, threshold.offset, format!("阈值 `{name}` 应大于 0"));
        }
        let check = check(file, &value, elements, editions, findings);
        let Some(id) = declared(file, &value.id, &mut seen, findings) else { continue };
        let thresholds: BTreeMap<String, i64> =
            value.thresholds.into_iter().map(|(name, threshold)| (name, threshold.value)).collect();
        let (message, remedy) = (value.message.value, value.remedy.value);
        rules.push(Rule { id, severity: value.severity, message, remedy, check, thresholds, source: value.source });
    }
    rules
}

fn check(
    file: &File,
    entry: &RuleEntry,
    elements: &[At<Element>],
    editions: &[Edition],
    findings: &mut Findings,
) -> RuleCheck {
    let left = terms(file, &entry.left, elements, findings);
    let right = terms(file, &entry.right, elements, findings);
    let sides = !entry.left.is_empty() && !entry.right.is_empty();
    match entry.check {
        CheckWord::AtMost if sides => {
            let named = left.iter().chain(&right);
            let together = |edition: &Edition| named.clone().all(|term| edition.asks(&term.element));
            if findings.complete() && !editions.iter().any(together) {
                findings.fault(file, entry.id.offset, "没有哪个年版同时填报两边的数据元");
            }
            return RuleCheck::AtMost { left, right };
        }
        CheckWord::AtMost => findings.fault(file, entry.id.offset, "at_most 要写 left 和 right"),
        _ if !entry.left.is_empty() || !entry.right.is_empty() => {
            findings.fault(file, entry.id.offset, "只有 at_most 才写 left 和 right");
        }
        CheckWord::Proportions => return RuleCheck::Proportions,
        CheckWord::Structural => {}
    }
    RuleCheck::Structural
}

/// A name nobody fills would be shown to the clerk with its braces.
fn placeholders(file: &File, entry: &RuleEntry, findings: &mut Findings) {
    for text in [&entry.message, &entry.remedy] {
        for part in text.value.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            if !PLACEHOLDERS.contains(&name) && !entry.thresholds.contains_key(name) {
                findings.fault(file, text.offset, format!("不认识的占位符 {{{name}}}"));
            }
        }
    }
}
