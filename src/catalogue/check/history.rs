use std::collections::{HashMap, HashSet};

use super::editions::{Around, TEN};
use super::{must_say, named};
use crate::catalogue::file::{At, EarlierEntry, Findings, TargetEntry};
use crate::catalogue::model::{Earlier, Edition, Evidence, Relation, TargetId};

/// Ⅰ to Ⅹ; 省1, 省2 … beyond.
pub fn numeral(ordinal: u8) -> String {
    match ordinal {
        1..=TEN => char::from_u32(0x215F + u32::from(ordinal)).map(String::from).unwrap_or_default(),
        beyond => format!("省{}", beyond.saturating_sub(TEN)),
    }
}

/// The code of a place in a year: `NIT-2024-Ⅰ`, `省定-2024-1`.
pub fn code_of(year: i32, ordinal: u8) -> String {
    match ordinal {
        1..=TEN => format!("NIT-{year}-{}", numeral(ordinal)),
        beyond => format!("省定-{year}-{}", beyond.saturating_sub(TEN)),
    }
}

/// The year of a code, national or of the province.
fn code_year(code: &str) -> Option<i32> {
    let (_, rest) = code.split_once('-')?;
    let year = rest.split_once('-')?.0.parse().ok()?;
    (1..=u8::MAX).any(|ordinal| code_of(year, ordinal) == code).then_some(year)
}

/// Reads `[[earlier]]`: targets of years that have no file.
pub fn earlier_targets(
    around: &Around<'_>,
    entries: Vec<At<EarlierEntry>>,
    years: &HashSet<i32>,
    findings: &mut Findings,
) -> Vec<Earlier> {
    let mut targets = Vec::new();
    for At { offset, value } in entries {
        must_say(around.file, offset, &[("title", &value.title), ("source", &value.source)], findings);
        match code_year(&value.code.value) {
            Some(year) if years.contains(&year) => {
                findings.fault(around.file, value.code.offset, format!("{year} 年版已有文件，不应再列在这里"));
            }
            Some(year) if year < around.year => {}
            _ => findings.fault(around.file, value.code.offset, format!("`{}` 不是更早的目标代码", value.code.value)),
        }
        let evidence: Evidence = value.evidence;
        let Some(id) = named(around.file, &value.id, findings) else { continue };
        targets.push(Earlier { code: value.code.value, title: value.title, id, source: value.source, evidence });
    }
    targets
}

/// Where a target came from must be known, earlier, the latest that held the aim, and the same aim where the relation
/// says so.
pub fn crosswalk(around: &Around<'_>, entry: &TargetEntry, known: &HashMap<String, TargetId>, findings: &mut Findings) {
    if entry.crosswalk.is_empty() {
        findings.fault(around.file, entry.code.offset, format!("`{}` 没有写来历", entry.code.value));
    }
    let held = known.iter().filter(|(_, id)| id.as_str() == entry.id.value).map(|(code, _)| code);
    let latest = held.max_by_key(|code| code_year(code));
    for At { offset, value } in &entry.crosswalk {
        match (&value.from, value.relation) {
            (None, Relation::New) => {
                if let Some(latest) = latest {
                    let what = format!("`{latest}` 已经是这个目标，不能写 new");
                    findings.fault(around.file, *offset, what);
                }
            }
            (Some(_), Relation::New) => findings.fault(around.file, *offset, "new 没有 `from`"),
            (None, _) => findings.fault(around.file, *offset, "除 new 外都要写 `from`"),
            (Some(from), relation) => {
                origin(around, entry, (*offset, from, relation), known.get(from), latest, findings);
            }
        }
    }
}

fn origin(
    around: &Around<'_>,
    entry: &TargetEntry,
    (offset, from, relation): (usize, &str, Relation),
    held: Option<&TargetId>,
    latest: Option<&String>,
    findings: &mut Findings,
) {
    let Some(held) = held else {
        let what = if code_year(from).is_some_and(|year| year >= around.year) {
            format!("`{from}` 不早于本年，不能是来历")
        } else {
            format!("没有代码为 `{from}` 的更早目标")
        };
        return findings.dangling(around.file, offset, from, what);
    };
    let same_aim = held.as_str() == entry.id.value;
    if !same_aim && matches!(relation, Relation::Same | Relation::Reversed) {
        findings.fault(around.file, offset, format!("`{from}` 是另一个目标，不能写这种关系"));
    }
    if let Some(latest) = latest.filter(|latest| same_aim && latest.as_str() != from) {
        findings.fault(around.file, offset, format!("最近列入这个目标的是 `{latest}`，不是 `{from}`"));
    }
}

/// One target becomes several only where each of them says so.
fn doubled(around: &Around<'_>, targets: &[At<TargetEntry>], findings: &mut Findings) {
    let lines = targets.iter().flat_map(|target| &target.value.crosswalk);
    let mut first: HashMap<&str, Relation> = HashMap::new();
    for line in lines {
        let Some(from) = line.value.from.as_deref() else { continue };
        let relation = line.value.relation;
        let split = |before: Relation| before == Relation::Split && relation == Relation::Split;
        if first.insert(from, relation).is_some_and(|before| !split(before)) {
            findings.fault(around.file, line.offset, format!("`{from}` 延续为几个目标，每个都应写 split"));
        }
    }
}

/// Every target of the edition before either goes on or is named as dropped.
pub fn gone(
    around: &Around<'_>,
    dropped: &[At<String>],
    targets: &[At<TargetEntry>],
    known: &HashMap<String, TargetId>,
    before: Option<&Edition>,
    findings: &mut Findings,
) {
    let goes_on: HashSet<&str> = targets
        .iter()
        .flat_map(|target| &target.value.crosswalk)
        .filter_map(|line| line.value.from.as_deref())
        .collect();
    for code in dropped {
        if !known.contains_key(&code.value) {
            let what = format!("没有代码为 `{}` 的更早目标", code.value);
            findings.dangling(around.file, code.offset, &code.value, what);
        }
        if goes_on.contains(code.value.as_str()) {
            findings.fault(around.file, code.offset, format!("`{}` 既延续又取消", code.value));
        }
    }
    doubled(around, targets, findings);
    let Some(before) = before.filter(|before| before.year == around.year - 1) else { return };
    for target in &before.targets {
        let named = goes_on.contains(target.code.as_str()) || dropped.iter().any(|code| code.value == target.code);
        if !named && findings.complete() {
            findings.fault(around.file, 0, format!("`{}` 既没有延续，也没有列入 `dropped`", target.code));
        }
    }
}
