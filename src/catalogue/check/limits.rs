use std::collections::HashSet;

use super::{declared, must_say};
use crate::catalogue::file::{At, ExceptionEntry, File, Findings, LimitEntry};
use crate::catalogue::model::{Bound, Exception, ExceptionKind, Limit, LimitUnit};

/// Takes the limits of one requirement: each measurable, its unit fit for what it compares, its exception whole.
pub fn limits(
    file: &File,
    entries: Vec<At<LimitEntry>>,
    seen: &mut HashSet<String>,
    findings: &mut Findings,
) -> Vec<Limit> {
    let mut limits = Vec::new();
    for At { offset, value } in entries {
        must_say(file, offset, &[("subject", &value.subject)], findings);
        measurable(file, &value, findings);
        let exception = value.exception.map(|one| exception(file, one, findings));
        let Some(id) = declared(file, &value.id, seen, findings) else { continue };
        limits.push(Limit {
            id,
            subject: value.subject,
            comparison: value.comparison,
            value: value.value.value,
            unit: value.unit.value,
            anchor: value.anchor.map(|anchor| anchor.value),
            exception,
        });
    }
    limits
}

fn measurable(file: &File, limit: &LimitEntry, findings: &mut Findings) {
    let (amount, unit) = (limit.value.value, limit.unit.value);
    if amount == 0 {
        findings.fault(file, limit.value.offset, "限值应大于 0");
    }
    if unit == LimitUnit::Percent && amount > 100 {
        findings.fault(file, limit.value.offset, "百分数最多 100");
    }
    if limit.comparison == Bound::ToThe && !unit.is_time() {
        findings.fault(file, limit.unit.offset, "单位不对：to_the 说的是时间的精度，单位用 minute、hour、day 或 week");
    }
    let runs = unit.is_time() && limit.comparison != Bound::ToThe;
    match &limit.anchor {
        None if runs => findings.fault(file, limit.id.offset, "时限要写 `anchor`：从什么时候起算"),
        Some(anchor) if !runs => {
            findings.fault(
                file,
                anchor.offset,
                "单位不对：写了 `anchor`（起算点）的是时限，单位用 minute、hour、day 或 week",
            );
        }
        _ => {}
    }
}

fn exception(file: &File, At { offset, value }: At<ExceptionEntry>, findings: &mut Findings) -> Exception {
    let (when, instead) = match value.kind {
        ExceptionKind::InPrinciple | ExceptionKind::WherePossible => (false, false),
        ExceptionKind::Except => (true, false),
        ExceptionKind::Instead => (true, true),
    };
    for (key, wanted, found) in [("when", when, &value.when), ("instead", instead, &value.instead)] {
        let said = found.as_ref().is_some_and(|text| !text.trim().is_empty());
        if wanted && !said {
            findings.fault(file, offset, format!("这种例外要写 `{key}`"));
        } else if !wanted && found.is_some() {
            findings.fault(file, offset, format!("这种例外不写 `{key}`"));
        }
    }
    Exception { kind: value.kind, when: value.when, instead: value.instead }
}
