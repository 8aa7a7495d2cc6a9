//! 现场督导记录: every answer of a visit, and who was there.

use chrono::Datelike;

use super::model::{HospitalSide, Photo, PointLine, Sheet, SystemPart};
use super::words::{self, COPIES};
use crate::documents::{Body, Column, Document, Size, Table, WHOLE, days};

/// The record of a visit: its facts, every point with its answer, the findings, who signed; the photos in an annex.
/// Scores stand in it only when the sheet has them.
#[must_use]
pub fn record(sheet: &Sheet) -> Document {
    let mut body = Body::default().table(facts(sheet)).paragraph(&summary(sheet));
    for system in &sheet.systems {
        body = body.heading(&heading(system)).table(answers(system));
        if let Some(score) = &system.score {
            body = body.paragraph(&format!("得分{score}（本系统口径）。"));
        }
    }
    body = body.heading("限期整改的问题");
    body = if sheet.findings.is_empty() {
        body.paragraph("没有。")
    } else {
        body.table(words::findings(&sheet.findings, &sheet.system_word, sheet.last_day.year()))
    };
    let attachments = if sheet.photos.is_empty() { Vec::new() } else { vec!["照片清单".to_owned()] };
    let document = Document::new(Size::Form, title(sheet), body)
        .demo(sheet.demo)
        .number(sheet.number.as_deref())
        .attachments(&attachments)
        .signed(words::signatures(sheet))
        .foot(if sheet.authority.is_some() { COPIES } else { "医院留存" }, Some(&sheet.check_code));
    if sheet.photos.is_empty() { document } else { document.annex("照片清单", photos(&sheet.photos)) }
}

fn title(sheet: &Sheet) -> &'static str {
    if sheet.authority.is_some() { "现场督导记录" } else { "医院自查记录" }
}

fn facts(sheet: &Sheet) -> Table {
    let mut table = Table::new(vec![Column::narrow("", 27), Column::wide("")]);
    let campus = sheet.campus.as_ref().map(|campus| format!("（{campus}）")).unwrap_or_default();
    table.row(["医院", &format!("{}{campus}", sheet.hospital)]);
    table.row(["督导单位", sheet.authority.as_deref().unwrap_or("本院自查")]);
    table.row(["选取方式", &sheet.kind]);
    table.row(["日期", &days(sheet.first_day, sheet.last_day)]);
    let (leader, team) = words::team_labels(sheet);
    table.row([leader, &sheet.leader]);
    table.row([team, &sheet.team.join("、")]);
    let basis = words::basis(&sheet.basis);
    if !basis.is_empty() {
        table.row(["依据", &basis]);
    }
    table.row(["检查表", &format!("{}，{}", sheet.checklist, sheet.revision)]);
    table.row(["条款", &format!("表中条款均指{}的条款。", sheet.document)]);
    if let HospitalSide::Refused { .. } = sheet.hospital_side {
        table.row(["签字", "医院拒签，见证人见文末。"]);
    }
    table
}

fn summary(sheet: &Sheet) -> String {
    let score = sheet.score.as_ref().map(|score| format!("总分{score}（本系统口径）。")).unwrap_or_default();
    format!("{}{score}", words::counted(sheet.counts()))
}

/// A system as a heading: its place in the checklist stays known when only some are examined.
fn heading(system: &SystemPart) -> String {
    format!("{}（第{}项，{}）", system.name, system.ordinal, system.clause)
}

fn answers(system: &SystemPart) -> Table {
    let mut table = Table::new(vec![
        Column::narrow("编号和条款", 36),
        Column::wide("要点"),
        Column::narrow("回答", 21),
        Column::wide("现场情况"),
    ]);
    for (at, point) in system.points.iter().enumerate() {
        let name = format!("{}.{}\n{}", system.ordinal, at + 1, point.clause);
        let (mut seen, apart) = seen(point);
        if !point.answered.is_empty() {
            seen.push('\n');
            seen.push_str(&point.answered);
        }
        table.row([&name, &point.text, words::answer(point.answer), &seen]);
        if let Some(note) = apart {
            table.across(&format!("{}.{}的情况：{note}", system.ordinal, at + 1));
        }
    }
    table
}

/// What stands in the cell of a point, and its note apart when that is too long for a column.
pub(super) fn seen(point: &PointLine) -> (String, Option<&str>) {
    if point.note.chars().count() <= WHOLE {
        return (found(point), None);
    }
    let without = PointLine { note: "情况见下一行。".to_owned(), ..point.clone() };
    (found(&without), Some(&point.note))
}

/// What was seen at a point, a line each: the note, the sample, the measured values, the numbers of the photos.
fn found(point: &PointLine) -> String {
    let mut lines = Vec::new();
    if !point.note.trim().is_empty() {
        lines.push(point.note.clone());
    }
    if let Some((met, of)) = point.sample {
        lines.push(format!("抽查{of}份，符合{met}份。"));
    }
    for one in &point.measured {
        let verdict = if one.kept { "在限值内" } else { "不在限值内" };
        lines.push(format!("实测{}，限值{}，{verdict}。", one.value, one.limit));
    }
    if !point.photos.is_empty() {
        let numbers: Vec<String> = point.photos.iter().map(u32::to_string).collect();
        lines.push(format!("照片{}号。", numbers.join("、")));
    }
    lines.join("\n")
}

fn photos(photos: &[Photo]) -> Body {
    let mut table = Table::new(vec![
        Column::narrow("照片号", 18),
        Column::narrow("条款", 48),
        Column::wide("拍摄时间"),
        Column::wide("指纹"),
    ]);
    for photo in photos {
        let clause = if photo.clause.is_empty() { "不属于某个要点" } else { &photo.clause };
        table.row([&photo.number.to_string(), clause, &photo.taken, &photo.fingerprint]);
    }
    Body::default().paragraph("照片存在系统里，这里只列编号，不印图像。").table(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::documents::{Answer, Measured, sample};

    #[test]
    fn a_point_says_all_that_was_seen() {
        let point = PointLine {
            clause: "三(一)4(3)".to_owned(),
            text: "急会诊".to_owned(),
            answer: Answer::NotMet,
            listed: false,
            note: "夜间。".to_owned(),
            sample: Some((5, 8)),
            measured: vec![Measured {
                value: "最长26分钟".to_owned(), limit: "10分钟以内".to_owned(), kept: false
            }],
            photos: vec![3, 4],
            answered: String::new(),
        };
        assert_eq!(
            found(&point),
            "夜间。\n抽查8份，符合5份。\n实测最长26分钟，限值10分钟以内，不在限值内。\n照片3、4号。"
        );
    }

    #[test]
    fn every_point_stands_in_the_record_and_scores_only_when_asked() {
        let mut sheet = sample::sheet();
        let said = serde_json::to_string(&record(&sheet)).unwrap();
        for point in sheet.systems.iter().flat_map(|system| &system.points) {
            assert!(said.contains(&point.text), "{} is missing", point.clause);
        }
        assert!(!said.contains("得分") && !said.contains("总分"));
        sheet.score = Some("87.5".to_owned());
        assert!(serde_json::to_string(&record(&sheet)).unwrap().contains("总分87.5（本系统口径）"));
    }

    #[test]
    fn a_refusal_names_its_witness() {
        let mut sheet = sample::sheet();
        sheet.hospital_side = HospitalSide::Refused { witness: "演示见证人".to_owned(), reason: String::new() };
        let said = serde_json::to_string(&record(&sheet)).unwrap();
        assert!(said.contains("医院负责人：拒签") && said.contains("拒签见证人：演示见证人"), "{said}");
        assert!(said.contains("拒签原因：未说明"), "{said}");
    }

    #[test]
    fn a_self_examination_is_called_so() {
        let mut sheet = sample::sheet();
        sheet.authority = None;
        let said = serde_json::to_string(&record(&sheet)).unwrap();
        assert!(said.contains("医院自查记录") && said.contains("本院自查") && said.contains("自查负责人："), "{said}");
        assert!(!said.contains("督导组长") && !said.contains("拒签") && !said.contains("督导单位各执"), "{said}");
    }
}
