//! 整改通知书: the findings, numbered, with clause, department and deadline; how to reply, and what follows.

use chrono::{Datelike, NaiveDate};

use super::model::Sheet;
use super::words;
use crate::documents::{Body, Document, Signature, Size, deadlines};

/// The letter with which an authority asks a hospital to mend what a visit found; issued on `day`. What follows a missed
/// deadline is only what this system does: it cites no sanction.
#[must_use]
pub fn notice(sheet: &Sheet, day: NaiveDate) -> Document {
    let due: Vec<NaiveDate> = sheet.findings.iter().map(|finding| finding.due).collect();
    let we = words::we(sheet.issuer());
    let opening = format!("{}共有{}个问题需要整改，现通知如下。", words::visited(sheet), sheet.findings.len());
    let mut body = Body::default()
        .paragraph(&opening)
        .heading("需要整改的问题")
        .table(words::findings(&sheet.findings, &sheet.system_word, day.year()))
        .paragraph(&format!("表中条款均指{}的条款。", sheet.document))
        .heading("整改和回复")
        .paragraph(&format!(
            "请由责任科室逐条整改，于{}在系统中逐条填报原因、措施和完成情况，并上传佐证材料。\
             不能按期完成的，请在期限前说明原因和预计完成的日期。",
            deadlines(&due)
        ))
        .heading("复核和销号")
        .paragraph(&format!("{we}收到回复后逐条复核。复核通过的销号；没有通过的退回，并写明原因和新的期限。"))
        .heading("逾期")
        .paragraph("过了期限没有回复的问题，在整改台账中标为逾期。");
    if !sheet.contact.trim().is_empty() {
        body = body.paragraph(&format!("联系方式：{}", sheet.contact));
    }
    Document::new(Size::Letter, "整改通知书", body)
        .demo(sheet.demo)
        .number(sheet.number.as_deref())
        .to(&sheet.hospital)
        .issued(sheet.issuer(), day)
        .signed(vec![Signature::line("签收人", ""), Signature::line("签收日期", "")])
        .foot(words::COPIES, Some(&sheet.check_code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspections::documents::sample;

    #[test]
    fn deadlines_of_the_next_year_say_so() {
        let mut sheet = sample::sheet();
        sheet.findings[0].due = NaiveDate::from_ymd_opt(2025, 1, 20).unwrap();
        let said = serde_json::to_string(&notice(&sheet, sheet.last_day)).unwrap();
        assert!(said.contains("于2024年11月20日前、12月20日前和2025年1月20日前在系统中"), "{said}");
        assert!(said.contains("\"2025年1月20日前\""), "in the table as well: {said}");
    }

    #[test]
    fn findings_are_numbered_and_without_a_department_left_to_the_hospital() {
        let mut sheet = sample::sheet();
        sheet.findings[1].department = "　".to_owned();
        let said = serde_json::to_string(&notice(&sheet, sheet.last_day)).unwrap();
        assert!(said.contains("共有3个问题") && said.contains("由医院确定"), "{said}");
    }
}
