//! Whether a record of the system may be evidence: it exists, is the bearer's own, is finished, and belongs to the period.

use super::{Brought, TITLE_MAX, Typed, Wanted};
use crate::calendar::Period;
use crate::campaign::model::{Bearer, Occurrence, Piece, Record};
use crate::catalogue::model::EvidenceKind;
use crate::web::FieldErrors;

/// The longest number that is looked for, characters.
const NUMBER_MAX: usize = 60;

/// A number as it is looked for: what was typed without spaces, full-width letters, digits and dashes as plain ones.
#[must_use]
pub fn normal(typed: &str) -> String {
    let plain = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '—' | '–' | '−' | '‐' | '‑' => '-',
        _ => c,
    };
    typed.chars().filter(|c| !c.is_whitespace()).map(plain).collect()
}

/// A piece that is a link: fields `record` and `note`.
pub fn piece(
    typed: &Typed,
    (kind, number_label): (EvidenceKind, &str),
    occurrence: &Occurrence,
    brought: Brought<'_>,
) -> Result<Wanted, FieldErrors> {
    let mut faults = FieldErrors::default();
    let number = typed.get("record").map(|text| normal(text)).unwrap_or_default();
    let note = typed.get("note").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let length = note.chars().count();
    if length > TITLE_MAX {
        faults.add("note", format!("说明写了 {length} 字，最多 {TITLE_MAX} 字。"));
    }
    if brought.files > 0 {
        faults.add("file", "引用系统里的记录不附文件；要交文件，另交一份。");
    }
    let label = kind.label();
    let shown: String = number.chars().take(NUMBER_MAX).collect();
    match brought.record {
        _ if number.is_empty() => faults.add("record", format!("没有填{number_label}。")),
        None => {
            faults.add("record", format!("没有找到{label}“{shown}”：{number_label}可能写错，或者不在能看到的范围内。"))
        }
        Some(record) => {
            let why = refused(kind, record, occurrence, brought);
            if !why.is_empty() {
                faults.add("record", format!("{label} {} 不能引用：{}。", record.linked.number, why.join("；")));
            }
        }
    }
    match brought.record.and_then(|record| record.day.map(|day| (record, day))).filter(|_| faults.is_empty()) {
        Some((record, day)) => {
            let title = if note.is_empty() { format!("{label}记录") } else { note };
            Ok(Wanted { kind, day, title, training: None, record: Some(record.linked.clone()) })
        }
        None => Err(faults),
    }
}

/// Whether nothing keeps a record from being evidence.
#[must_use]
pub fn may_link(kind: EvidenceKind, record: &Record, occurrence: &Occurrence, pieces: &[Piece]) -> bool {
    refused(kind, record, occurrence, Brought { pieces, ..Brought::default() }).is_empty()
}

/// Everything that keeps a record from being evidence.
fn refused(kind: EvidenceKind, record: &Record, occurrence: &Occurrence, brought: Brought<'_>) -> Vec<String> {
    let mut why = Vec::new();
    let hospital = matches!(occurrence.owed.bearer, Bearer::Hospital(_));
    if !record.own {
        why.push(if hospital { "不是本院的" } else { "不是本机构或下级机构做的" }.to_owned());
    }
    if let Some(standing) = &record.unfinished {
        let until = match kind {
            EvidenceKind::Return => "还没有接收",
            EvidenceKind::Draw => "没有完成抽取",
            _ => "还没有结束",
        };
        why.push(format!("{until}（{standing}）"));
    }
    why.extend(outside(record, occurrence));
    let before = brought.pieces.iter().filter(|piece| piece.withdrawn.is_none() && piece.kind == kind);
    let same = before.into_iter().find(|piece| piece.record.as_ref().is_some_and(|old| old.key == record.linked.key));
    if let Some(same) = same {
        why.push(format!("这项任务的第 {} 份佐证已经是它", same.number));
    }
    why
}

/// How the record lies outside the period: what is about a quarter by its quarter, everything else by its day.
fn outside(record: &Record, occurrence: &Occurrence) -> Option<String> {
    let owed = &occurrence.owed;
    let period = owed.period.parse::<Period>().ok();
    if let (Some(about), Some(period)) = (record.about, period) {
        let inside = period.first_day() <= about.first_day() && about.last_day() <= period.last_day();
        return (!inside).then(|| format!("是{}的，不属于这一期（{}）", about.label(), period.label()));
    }
    let day = record.day?;
    match period {
        Some(period) if !(period.first_day()..=period.last_day()).contains(&day) => {
            Some(format!("日期是 {day}，不在这一期（{}）内", period.label()))
        }
        // Without a period only the beginning is asked: what is done after the last day is done late.
        None if day < owed.opens => Some(format!("日期是 {day}，在这项任务开始（{}）以前", owed.opens)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
