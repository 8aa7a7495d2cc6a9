//! An invented visit for tests, whose papers are held by their hashes.

use chrono::NaiveDate;

use super::model::{Answer, Basis, FindingLine, HospitalSide, Photo, PointLine, Sheet, SystemPart};

fn point(clause: &str, answer: Answer, at: usize) -> PointLine {
    let seen = !matches!(answer, Answer::Met | Answer::NotApplicable);
    PointLine {
        clause: clause.to_owned(),
        text: format!("演示要点{at}，是否按规定落实并有记录。"),
        answer,
        listed: answer == Answer::NotMet,
        note: if seen { "演示情况：抽看的记录里有漏项。".to_owned() } else { String::new() },
        sample: at.is_multiple_of(5).then_some((7, 10)),
        measured: Vec::new(),
        photos: if seen { vec![u32::try_from(at).unwrap()] } else { Vec::new() },
        answered: "10月21日10:30 督查员甲".to_owned(),
    }
}

fn finding(system: &str, text: &str, clause: &str, department: &str, due: (u32, u32)) -> FindingLine {
    FindingLine {
        system: system.to_owned(),
        text: text.to_owned(),
        clause: clause.to_owned(),
        department: department.to_owned(),
        due: NaiveDate::from_ymd_opt(2024, due.0, due.1).unwrap(),
    }
}

/// 118 points in 18 systems: 96 conform, 11 in part, 3 do not, 8 do not apply.
pub(super) fn sheet() -> Sheet {
    let day = NaiveDate::from_ymd_opt(2024, 10, 21).unwrap();
    let answer = |at: usize| match at {
        1..=96 => Answer::Met,
        97..=107 => Answer::Partly,
        108..=110 => Answer::NotMet,
        _ => Answer::NotApplicable,
    };
    let mut at = 0;
    let systems = (1..=18u8).map(|ordinal| {
        let points = if ordinal <= 10 { 7 } else { 6 };
        let clause = format!("三(一){ordinal}");
        let points = (1..=points).map(|question| {
            at += 1;
            // Spread so that every system has something else.
            point(&format!("{clause}.评(1)问{question}"), answer(at * 37 % 118 + 1), at)
        });
        SystemPart { ordinal, name: format!("演示制度{ordinal}"), points: points.collect(), clause, score: None }
    });
    Sheet {
        demo: true,
        number: Some("演示卫督意〔2024〕17号".to_owned()),
        authority: Some("临溪演示县卫生健康委员会".to_owned()),
        hospital: "安澜演示中医院".to_owned(),
        campus: None,
        kind: "按抽取结果".to_owned(),
        first_day: day,
        last_day: day,
        basis: vec![Basis { document: "豫卫医〔2021〕26号".to_owned(), clauses: vec!["五(二)".to_owned()] }],
        checklist: "医疗质量安全核心制度现场检查表".to_owned(),
        document: "豫卫医〔2021〕26号".to_owned(),
        revision: "第 1 版".to_owned(),
        system_word: "制度".to_owned(),
        leader: String::new(),
        team: Vec::new(),
        systems: systems.collect(),
        findings: vec![
            finding(
                "会诊制度",
                "机构内急会诊应在请求发出后10分钟内到位。抽查急会诊8例，3例超时，最长26分钟。",
                "三(一)3(2)",
                "医务科",
                (11, 20),
            ),
            finding(
                "危急值报告制度",
                "报出危急值前应当双人核对并签字。抽查10例，4例仅单人签字，均不在夜间或紧急情况。",
                "三(一)14(3)",
                "检验科",
                (11, 20),
            ),
            finding(
                "危急值报告制度",
                "临床危急值未专册登记，复读、确认时间无法追溯。",
                "三(一)14.评(3)",
                "医务科、\n护理部",
                (12, 20),
            ),
        ],
        photos: vec![Photo {
            number: 1,
            clause: "三(一)14.评(3)问1".to_owned(),
            taken: "2024年10月21日10:32".to_owned(),
            fingerprint: "7c1e90ab43d2".to_owned(),
        }],
        hospital_side: HospitalSide::Open,
        objection_days: Some(5),
        contact: String::new(),
        score: None,
        check_code: "7c1e-90ab-43d2".to_owned(),
    }
}
