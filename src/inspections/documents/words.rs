//! Sentences the papers share.

use super::model::{Answer, Basis, Counts, FindingLine, HospitalSide, Sheet};
use crate::documents::{Column, Signature, Table, WHOLE, days, deadline};

/// Who keeps a copy of a paper that both sides sign.
pub(super) const COPIES: &str = "一式两份，医院、督导单位各执一份";

/// How an answer is called.
pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Met => "符合",
        Answer::Partly => "部分符合",
        Answer::NotMet => "不符合",
        Answer::NotApplicable => "不适用",
        Answer::Unanswered => "未答",
    }
}

/// How an authority calls itself in its own letter, by the end of its name.
pub(super) fn we(authority: &str) -> &'static str {
    match authority {
        name if name.ends_with("委员会") || name.ends_with('委') => "我委",
        name if name.ends_with("中心") => "我中心",
        name if name.ends_with('局') => "我局",
        name if name.ends_with("医院") => "我院",
        _ => "我单位",
    }
}

/// `豫卫医〔2021〕26号第五部分第（二）项`; several documents are joined by 、.
pub(super) fn basis(of: &[Basis]) -> String {
    let one = |basis: &Basis| {
        let clauses: Vec<String> = basis.clauses.iter().map(|clause| clause_in_words(clause)).collect();
        format!("{}{}", basis.document, clauses.join("、"))
    };
    of.iter().map(one).collect::<Vec<_>>().join("、")
}

/// `五(二)` as a letter says it: `第五部分第（二）项`. A clause of another shape stays in its notation.
fn clause_in_words(clause: &str) -> String {
    let numeral = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十".contains(c));
    match clause.split_once('(').and_then(|(part, rest)| Some((part, rest.strip_suffix(')')?))) {
        Some((part, item)) if numeral(part) && numeral(item) => format!("第{part}部分第（{item}）项"),
        _ => clause.to_owned(),
    }
}

/// `对你院（东院区）`: the hospital as its letter calls it.
pub(super) fn your_hospital(sheet: &Sheet) -> String {
    sheet.campus.as_ref().map_or_else(|| "你院".to_owned(), |campus| format!("你院（{campus}）"))
}

/// What was done when, as the first sentence of a letter: who, when, at whom, and by which list.
pub(super) fn visited(sheet: &Sheet) -> String {
    let rests = basis(&sheet.basis);
    let rests = if rests.is_empty() { String::new() } else { format!("依据{rests}，") };
    format!(
        "{rests}{}于{}按《{}》（{}项{}）对{}开展现场督导。",
        we(sheet.issuer()),
        days(sheet.first_day, sheet.last_day),
        sheet.checklist,
        sheet.systems.len(),
        sheet.system_word,
        your_hospital(sheet)
    )
}

/// `本次检查118个要点，符合96个，部分符合11个，不符合3个，不适用8个。` Nothing is said of points not answered when there
/// are none.
pub(super) fn counted(counts: Counts) -> String {
    let open = if counts.unanswered == 0 { String::new() } else { format!("，未答{}个", counts.unanswered) };
    format!(
        "本次检查{}个要点，符合{}个，部分符合{}个，不符合{}个，不适用{}个{open}。",
        counts.all, counts.met, counts.partly, counts.not_met, counts.not_applicable
    )
}

/// The findings as a table; `year` is the one the reader knows, other years are said.
pub(super) fn findings(findings: &[FindingLine], system_word: &str, year: i32) -> Table {
    let mut table = Table::new(vec![
        Column::narrow("序", 9),
        Column::narrow(system_word, 24),
        Column::wide("现场发现"),
        Column::narrow("条款", 27),
        Column::narrow("责任科室", 21),
        Column::narrow("整改期限", 24),
    ]);
    for (at, one) in findings.iter().enumerate() {
        let department = if one.department.trim().is_empty() { "由医院确定" } else { &one.department };
        let number = (at + 1).to_string();
        let long = one.text.chars().count() > WHOLE;
        let text = if long { "见下一行。" } else { &one.text };
        table.row([&number, &one.system, text, &one.clause, department, &deadline(one.due, year)]);
        if long {
            table.across(&format!("第{number}个的发现：{}", one.text));
        }
    }
    table
}

/// How the leader and the others of a visit are called; in a self-examination they are the hospital's own.
pub(super) fn team_labels(sheet: &Sheet) -> (&'static str, &'static str) {
    if sheet.authority.is_some() { ("督导组长", "督导人员") } else { ("自查负责人", "自查人员") }
}

/// Who signs: the inspectors, then the hospital or the witness of its refusal. A self-examination has no second side.
pub(super) fn signatures(sheet: &Sheet) -> Vec<Signature> {
    let (leader, team) = team_labels(sheet);
    let own = vec![Signature::line(leader, &sheet.leader), Signature::line(team, &sheet.team.join("、"))];
    if sheet.authority.is_none() {
        return own;
    }
    let (hospital, witness) = match &sheet.hospital_side {
        HospitalSide::Open => ("", ""),
        HospitalSide::Signed { name, .. } => (name.as_str(), "（未拒签）"),
        HospitalSide::Refused { witness, .. } => ("拒签", witness.as_str()),
    };
    let mut lines = own;
    lines.extend([Signature::line("医院负责人", hospital), Signature::line("拒签见证人", witness)]);
    lines.push(match &sheet.hospital_side {
        HospitalSide::Open => Signature::wide("医院意见", "□ 无异议　　□ 有异议，另附书面材料"),
        HospitalSide::Signed { objection, .. } if objection.trim().is_empty() => Signature::wide("医院意见", "无异议"),
        HospitalSide::Signed { objection, .. } => Signature::wide("医院意见", objection),
        HospitalSide::Refused { reason, .. } if reason.trim().is_empty() => Signature::wide("拒签原因", "未说明"),
        HospitalSide::Refused { reason, .. } => Signature::wide("拒签原因", reason),
    });
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_said_in_words_where_their_shape_is_known() {
        assert_eq!(clause_in_words("五(二)"), "第五部分第（二）项");
        assert_eq!(clause_in_words("三(一)3(2)"), "三(一)3(2)");
        assert_eq!(clause_in_words("五"), "五");
        let of = [Basis {
            document: "甲〔2021〕1号".to_owned(), clauses: vec!["五(二)".to_owned(), "六".to_owned()]
        }];
        assert_eq!(basis(&of), "甲〔2021〕1号第五部分第（二）项、六");
        assert_eq!(basis(&[]), "");
    }

    #[test]
    fn a_long_finding_has_a_row_of_its_own() {
        let mut sheet = crate::inspections::documents::sample::sheet();
        let rows = |sheet: &Sheet| {
            let table = serde_json::to_value(findings(&sheet.findings, "制度", 2024)).unwrap();
            table["rows"].as_array().unwrap().len()
        };
        assert_eq!(rows(&sheet), 3);
        sheet.findings[0].text = "字".repeat(WHOLE + 1);
        assert_eq!(rows(&sheet), 4);
    }

    #[test]
    fn an_authority_speaks_of_itself_by_its_kind() {
        let said: Vec<&str> = ["甲县卫生健康委员会", "乙质控中心", "丙市卫健局", "丁"].into_iter().map(we).collect();
        assert_eq!(said, ["我委", "我中心", "我局", "我单位"]);
    }
}
