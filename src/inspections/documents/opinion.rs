//! 现场督导意见书: what did not conform, what is to be mended by when, and how to object. Left on the spot.

use chrono::Datelike;

use super::model::{Answer, PointLine, Sheet, SystemPart};
use super::words::{self, COPIES};
use crate::documents::{Body, Column, Document, Size, Table, deadline};

/// The opinion of a visit. Points that conform in part stand in an annex; scores are not printed.
#[must_use]
pub fn opinion(sheet: &Sheet) -> Document {
    let counts = sheet.counts();
    let left = left(sheet).count();
    let partly_listed = counts.partly > left;
    let year = sheet.last_day.year();
    let mut body = Body::default()
        .paragraph(&format!("{}{}现提出如下意见。", words::visited(sheet), words::counted(counts)))
        .heading(if partly_listed { "需要整改的要点" } else { "不符合的要点" });
    body = if sheet.findings.is_empty() {
        body.paragraph("本次检查没有需要限期整改的问题。")
    } else {
        body.table(words::findings(&sheet.findings, &sheet.system_word, year))
    };
    if left > 0 {
        let other = if partly_listed { "其他" } else { "" };
        body = body.paragraph(&format!("{other}部分符合的{left}个要点见附件1，请一并改进。"));
    }
    if !sheet.findings.is_empty() {
        body = body.heading("整改要求").paragraph(&demands(sheet));
    }
    body = body.heading("异议").paragraph(&objection(sheet));
    let mut attachments = Vec::new();
    if left > 0 {
        attachments.push("部分符合要点清单".to_owned());
    }
    attachments.push("现场督导记录（编号同上）".to_owned());
    let document = Document::new(Size::Form, "现场督导意见书", body)
        .demo(sheet.demo)
        .number(sheet.number.as_deref())
        .to(&sheet.hospital)
        .attachments(&attachments)
        .issued(sheet.issuer(), sheet.last_day)
        .signed(words::signatures(sheet))
        .foot(COPIES, Some(&sheet.check_code));
    if left == 0 { document } else { document.annex("部分符合要点清单", partly(sheet)) }
}

/// What to do by when; the deadlines stand in the table, and are named again only when all are the same.
fn demands(sheet: &Sheet) -> String {
    let mut due: Vec<_> = sheet.findings.iter().map(|finding| finding.due).collect();
    due.sort_unstable();
    due.dedup();
    let by =
        if let [only] = due.as_slice() { deadline(*only, sheet.last_day.year()) } else { "各自期限前".to_owned() };
    format!(
        "请于{by}在系统中逐条填报整改措施并上传佐证材料。{}逐条复核，复核通过后销号；逾期没有回复的，在整改台账中标为逾期。",
        words::we(sheet.issuer())
    )
}

fn objection(sheet: &Sheet) -> String {
    match sheet.objection_days {
        Some(days) => format!("对上述意见有异议的，请于收到之日起{days}个工作日内书面提出。"),
        None => "对上述意见有异议的，可以书面提出。".to_owned(),
    }
}

/// The points that conform in part and are not among the findings.
fn left(sheet: &Sheet) -> impl Iterator<Item = (&SystemPart, &PointLine)> {
    let points = sheet.systems.iter().flat_map(|system| system.points.iter().map(move |point| (system, point)));
    points.filter(|(_, point)| point.answer == Answer::Partly && !point.listed)
}

/// The same, with what was written about them.
fn partly(sheet: &Sheet) -> Body {
    let mut table = Table::new(vec![
        Column::narrow("序", 9),
        Column::narrow(&sheet.system_word, 24),
        Column::wide("要点"),
        Column::wide("现场情况"),
        Column::narrow("条款", 27),
    ]);
    for (number, (system, point)) in (1..).zip(left(sheet)) {
        let (seen, apart) = super::record::seen(point);
        table.row([&format!("{number}"), &system.name, &point.text, &seen, &point.clause]);
        if let Some(note) = apart {
            table.across(&format!("第{number}个的情况：{note}"));
        }
    }
    Body::default().table(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::documents::sample;

    #[test]
    fn what_is_not_there_is_not_said() {
        let mut sheet = sample::sheet();
        sheet.findings.clear();
        sheet.systems.iter_mut().flat_map(|system| &mut system.points).for_each(|point| point.answer = Answer::Met);
        let said = serde_json::to_string(&opinion(&sheet)).unwrap();
        assert!(said.contains("没有需要限期整改的问题") && said.contains("二、异议"), "{said}");
        assert!(!said.contains("整改要求") && !said.contains("部分符合的") && !said.contains("附件1"), "{said}");
        assert!(said.contains("附件：现场督导记录"), "{said}");
    }

    #[test]
    fn one_deadline_is_named_and_several_are_left_to_the_table() {
        let mut sheet = sample::sheet();
        assert!(demands(&sheet).starts_with("请于各自期限前在系统"), "{}", demands(&sheet));
        sheet.findings.truncate(2);
        assert!(demands(&sheet).starts_with("请于11月20日前在系统"), "{}", demands(&sheet));
    }

    #[test]
    fn what_is_to_be_mended_is_not_repeated_among_what_is_only_to_be_improved() {
        let mut sheet = sample::sheet();
        let before = left(&sheet).count();
        let points = sheet.systems.iter_mut().flat_map(|system| &mut system.points);
        points.filter(|point| point.answer == Answer::Partly).take(1).for_each(|point| point.listed = true);
        let said = serde_json::to_string(&opinion(&sheet)).unwrap();
        assert!(said.contains("需要整改的要点") && said.contains(&format!("其他部分符合的{}个", before - 1)), "{said}");
        sheet.systems.iter_mut().flat_map(|system| &mut system.points).for_each(|point| point.listed = true);
        assert!(!serde_json::to_string(&opinion(&sheet)).unwrap().contains("附件1"));
    }

    #[test]
    fn scores_are_not_printed_even_when_known() {
        let mut sheet = sample::sheet();
        sheet.score = Some("87.5".to_owned());
        sheet.systems[0].score = Some("91.2".to_owned());
        let said = serde_json::to_string(&opinion(&sheet)).unwrap();
        assert!(!said.contains("87.5") && !said.contains("91.2"), "{said}");
    }

    #[test]
    fn objections_have_the_days_the_authority_set() {
        let mut sheet = sample::sheet();
        assert!(objection(&sheet).contains("5个工作日内"));
        sheet.objection_days = None;
        assert!(!objection(&sheet).contains("工作日"));
    }
}
