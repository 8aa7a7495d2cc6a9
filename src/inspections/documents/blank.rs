//! The blank checklist: every point with empty boxes, for where there is no device; keyed in later by its numbers.

use super::model::{Blank, BlankPoint, BlankSystem};
use crate::catalogue::limit_label;
use crate::catalogue::model::{CheckPoint, Checklist, Means};
use crate::documents::{Body, Column, Document, Signature, Size, Table};

const BOXES: &str = "□符合 □部分符合\n□不符合 □不适用";

/// The checklist to be filled in by hand.
#[must_use]
pub fn blank(blank: &Blank) -> Document {
    let mut facts = Table::new(vec![Column::narrow("", 27), Column::wide("")]);
    facts.row(["医院（院区）", &blank.hospital]);
    facts.row(["督导单位", &blank.authority]);
    facts.row(["日期", "______年____月____日"]);
    facts.row(["督导人员", ""]);
    let mut body = Body::default().table(facts).paragraph(&format!(
        "每个要点在一个方框内打勾。写病历的份数和实测的数，不写患者姓名。录入系统时按编号对照。表中条款均指{}的条款。",
        blank.document
    ));
    for system in &blank.systems {
        body = body
            .heading(&format!("{}（第{}项，{}）", system.name, system.ordinal, system.clause))
            .table(points(system));
    }
    Document::new(Size::Form, &format!("{}（空白）", blank.checklist), body)
        .demo(blank.demo)
        .number(blank.visit.as_deref())
        .signed(vec![
            Signature::line("督导组长", ""),
            Signature::line("督导人员", ""),
            Signature::line("医院负责人", ""),
            Signature::line("拒签见证人", ""),
            Signature::wide("医院意见", "□ 无异议　　□ 有异议，另附书面材料"),
        ])
        .foot(&format!("检查表{}", blank.revision), None)
}

fn points(system: &BlankSystem) -> Table {
    let mut table = Table::new(vec![
        Column::narrow("编号和条款", 36),
        Column::wide("要点"),
        Column::narrow("回答", 36).left(),
        Column::wide("现场情况"),
    ]);
    for (at, point) in system.points.iter().enumerate() {
        let name = format!("{}.{}\n{}", system.ordinal, at + 1, point.clause);
        table.row([&name, &point.text, BOXES, &room(point)]);
    }
    table
}

/// What is to be written beside the boxes.
fn room(point: &BlankPoint) -> String {
    let mut lines = Vec::new();
    if point.sampled {
        lines.push("抽查____份\n符合____份".to_owned());
    }
    lines.extend(point.limits.iter().map(|limit| format!("{limit}，实测____")));
    lines.join("\n")
}

impl Blank {
    /// The blank form of a checklist, to be filled in for nobody in particular yet.
    #[must_use]
    pub fn of(checklist: &Checklist, demo: bool) -> Self {
        let point = |one: &CheckPoint| BlankPoint {
            clause: one.clause.clone(),
            text: one.text.clone(),
            sampled: one.judged_by.contains(&Means::Records),
            limits: one
                .limit_refs
                .iter()
                .filter_map(|id| checklist.limit(id))
                .map(|(_, limit)| format!("{}{}", limit.subject, limit_label(limit).replace(' ', "")))
                .collect(),
        };
        let systems = checklist.systems.iter().map(|system| BlankSystem {
            ordinal: system.ordinal,
            name: system.name.clone(),
            clause: system.clause.clone(),
            points: system.check_points.iter().map(point).collect(),
        });
        Self {
            demo,
            checklist: checklist.title.clone(),
            document: checklist.document.clone(),
            revision: checklist.revision_label(),
            visit: None,
            authority: String::new(),
            hospital: String::new(),
            systems: systems.collect(),
        }
    }
}
