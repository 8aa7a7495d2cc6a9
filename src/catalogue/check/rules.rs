use std::collections::{BTreeMap, HashSet};

use super::indicators::terms;
use super::{OnlyLists, declared, must_say};
use crate::catalogue::file::{At, CheckWord, File, Findings, OperatorWord, RuleEntry};
use crate::catalogue::model::{
    Edition, Element, Missing, Operator, PLACEHOLDERS, PastOperator, Rule, RuleCheck, SPOKEN_RULES, Term,
    threshold_fault, thresholds_clash,
};

/// Reads `rules.toml`.
pub fn rules(file: &File, elements: &[At<Element>], editions: &[Edition], findings: &mut Findings) -> Vec<Rule> {
    let mut reading = file.read::<OnlyLists>(findings, &["rule"]);
    let (mut seen, mut named) = (HashSet::new(), HashSet::new());
    let mut rules: Vec<Rule> = Vec::new();
    // Whether an id is wrong that may be the one missed.
    let mut misnamed = false;
    for At { offset, value } in reading.entries::<RuleEntry>("rule", findings) {
        let name = value.name.as_ref().map_or(value.message.value.as_str(), |name| &name.value).to_owned();
        let texts = [
            ("name", name.as_str()),
            ("message", &value.message.value),
            ("remedy", &value.remedy.value),
            ("source", &value.source),
        ];
        must_say(file, offset, &texts, findings);
        if let Some(given) = value.name.as_ref().filter(|given| !named.insert(given.value.clone())) {
            findings.fault(file, given.offset, format!("规则名“{}”重复", given.value));
        }
        placeholders(file, &value, findings);
        for (name, threshold) in &value.thresholds {
            if let Some(fault) = threshold_fault(name, threshold.value) {
                findings.fault(file, threshold.offset, format!("阈值 `{name}` {fault}"));
            }
        }
        let check = check(file, &value, elements, editions, findings);
        let unspoken = value.check == CheckWord::Structural && !SPOKEN_RULES.contains(&value.id.value.as_str());
        misnamed |= unspoken || seen.contains(&value.id.value);
        let Some(id) = declared(file, &value.id, &mut seen, findings) else {
            misnamed = true;
            continue;
        };
        if unspoken {
            let what = format!("程序不判断编号为 `{id}` 的规则：structural 的编号由程序定，不能增加、不能改名");
            findings.fault(file, value.id.offset, what);
        }
        let thresholds: BTreeMap<String, i64> =
            value.thresholds.into_iter().map(|(name, threshold)| (name, threshold.value)).collect();
        if let Some((name, clash)) = thresholds_clash(&thresholds) {
            findings.fault(file, offset, format!("阈值 `{name}`：{clash}"));
        }
        let (message, remedy) = (value.message.value, value.remedy.value);
        let (severity, source, stated) = (value.severity, value.source, BTreeMap::new());
        rules.push(Rule { id, name, severity, message, remedy, check, thresholds, stated, source });
    }
    if !misnamed && findings.complete() {
        unsaid(file, &rules, findings);
    }
    rules
}

/// Rules the program decides and the file has no words for.
fn unsaid(file: &File, rules: &[Rule], findings: &mut Findings) {
    let said = |id: &str| rules.iter().any(|rule| rule.id.as_str() == id && rule.check == RuleCheck::Structural);
    for id in SPOKEN_RULES.iter().filter(|id| !said(id)) {
        findings.fault(
            file,
            0,
            format!("缺少规则 `{id}`：程序要判断它，这里没有它的级别和文字（check = \"structural\"）"),
        );
    }
}

/// What a rule compares and how; a rule with a fault is taken for a structural one, and never loaded.
fn check(
    file: &File,
    entry: &RuleEntry,
    elements: &[At<Element>],
    editions: &[Edition],
    findings: &mut Findings,
) -> RuleCheck {
    shape(file, entry, findings);
    let missing = entry.missing.as_ref().map_or(Missing::Skip, |missing| missing.value);
    let kinds = entry.kinds.clone();
    let made = match (entry.check, entry.operator.as_ref().map(|operator| operator.value)) {
        (CheckWord::Structural, None) => Some(RuleCheck::Structural),
        (CheckWord::Elements, Some(word)) => {
            let left = terms(file, &entry.left, elements, findings);
            let right = terms(file, &entry.right, elements, findings);
            asked_together(file, entry, &[&left, &right], editions, findings);
            comparing(word).map(|operator| RuleCheck::Elements { left, operator, right, missing })
        }
        (CheckWord::Indicators, Some(word)) => {
            comparing(word).map(|operator| RuleCheck::Indicators { kinds, operator, missing })
        }
        (CheckWord::Months, Some(OperatorWord::NotAllEqual)) => Some(RuleCheck::Months),
        (CheckWord::TypedRates, Some(OperatorWord::Within)) => Some(RuleCheck::TypedRates { kinds }),
        (CheckWord::History, Some(word)) => with_the_past(word).map(RuleCheck::History),
        _ => None,
    };
    match (&made, &entry.operator) {
        (None, Some(operator)) => findings.fault(file, operator.offset, "这种 check 不能用这个 operator"),
        (None, None) => findings.fault(file, entry.id.offset, "缺少键 `operator`"),
        (Some(_), _) => {}
    }
    let made = made.unwrap_or(RuleCheck::Structural);
    for name in needed(&made) {
        if !entry.thresholds.contains_key(*name) {
            findings.fault(file, entry.id.offset, format!("缺少阈值 `{name}`"));
        }
    }
    made
}

/// Which keys a kind of rule has, and which it has not.
fn shape(file: &File, entry: &RuleEntry, findings: &mut Findings) {
    let compared = entry.check != CheckWord::Structural;
    let sides = entry.check == CheckWord::Elements;
    let by_kind = matches!(entry.check, CheckWord::Indicators | CheckWord::TypedRates);
    let two_sides = matches!(entry.check, CheckWord::Elements | CheckWord::Indicators);
    let is_at_most = entry.operator.as_ref().is_some_and(|operator| operator.value == OperatorWord::AtMost);
    let mut say = |what: &str| findings.fault(file, entry.id.offset, what);
    if sides && (entry.left.is_empty() || entry.right.is_empty()) {
        say("elements 要写 left 和 right");
    } else if !sides && (!entry.left.is_empty() || !entry.right.is_empty()) {
        say("只有 elements 才写 left 和 right");
    }
    if by_kind == entry.kinds.is_empty() {
        say(if by_kind { "要写 kinds" } else { "只有 indicators 和 typed_rates 才写 kinds" });
    }
    match &entry.missing {
        None if compared => say("缺少键 `missing`"),
        Some(_) if !compared => say("structural 不写 missing"),
        Some(missing) if !two_sides && missing.value != Missing::Skip => say("这里 missing 只能写 skip"),
        // What is there is a least value: it can be too much already, but neither equal nor nothing.
        Some(missing) if missing.value == Missing::LeftAsZero && !is_at_most => say("left_as_zero 只配 at_most"),
        _ => {}
    }
}

fn asked_together(file: &File, entry: &RuleEntry, sides: &[&Vec<Term>], editions: &[Edition], findings: &mut Findings) {
    let mut named = sides.iter().flat_map(|side| side.iter());
    let together = |edition: &Edition| named.clone().all(|term| edition.asks(&term.element));
    if findings.complete() && named.clone().next().is_some() && !editions.iter().any(together) {
        findings.fault(file, entry.id.offset, "没有哪个年版同时填报两边的数据元");
    }
    // An element on both sides says nothing that the difference would not.
    if named.next().is_some() && sides[0] == sides[1] {
        findings.fault(file, entry.id.offset, "两边是一样的");
    }
}

fn comparing(word: OperatorWord) -> Option<Operator> {
    match word {
        OperatorWord::AtMost => Some(Operator::AtMost),
        OperatorWord::Equals => Some(Operator::Equals),
        OperatorWord::NoneWithout => Some(Operator::NoneWithout),
        _ => None,
    }
}

fn with_the_past(word: OperatorWord) -> Option<PastOperator> {
    match word {
        OperatorWord::NotIdentical => Some(PastOperator::NotIdentical),
        OperatorWord::NotExtreme => Some(PastOperator::NotExtreme),
        OperatorWord::NotCumulative => Some(PastOperator::NotCumulative),
        OperatorWord::InsideLimits => Some(PastOperator::InsideLimits),
        OperatorWord::InsidePeers => Some(PastOperator::InsidePeers),
        _ => None,
    }
}

/// The thresholds a rule cannot do without.
fn needed(check: &RuleCheck) -> &'static [&'static str] {
    match check {
        RuleCheck::Months => &["minimum_total"],
        RuleCheck::TypedRates { .. } => &["points_x100"],
        RuleCheck::History(operator) => operator.thresholds(),
        RuleCheck::Elements { .. } | RuleCheck::Indicators { .. } | RuleCheck::Structural => &[],
    }
}

/// A name nobody fills would be shown to the clerk with its braces.
fn placeholders(file: &File, entry: &RuleEntry, findings: &mut Findings) {
    for text in [&entry.message, &entry.remedy] {
        for part in text.value.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            if PLACEHOLDERS.iter().all(|(known, _)| *known != name) && !entry.thresholds.contains_key(name) {
                findings.fault(file, text.offset, format!("不认识的占位符 {{{name}}}"));
            }
        }
    }
}
