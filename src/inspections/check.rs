//! What was typed, held against the checklist: every fault at once, each beside its field.

use std::collections::BTreeMap;

use crate::catalogue::model::{CheckPoint, Checklist, LimitUnit};
use crate::inspections::judge;
use crate::inspections::model::{Duty, Member, Said, Sampled, Verdict};

/// The longest 现场记录, characters.
pub const NOTE_MAX: usize = 2_000;
/// The longest reason, characters.
pub const REASON_MAX: usize = 300;
/// The longest name of a person, characters.
pub const NAME_MAX: usize = 30;
/// The most people of a team.
pub const TEAM_MAX: usize = 20;
/// Records looked at, at most: what a form can mean, not what is advised.
const RECORDS_MAX: i32 = 999;
/// The largest measured value: a year in minutes.
const MEASURED_MAX: i64 = 525_600;

/// A fault: the field, and what is wrong in the reader's words.
pub type Fault = (String, String);

/// An answer as typed: field → text. Fields are `verdict`, `note`, `sample_met`, `sample_of` and `m-LIMIT`.
pub type Typed = BTreeMap<String, String>;

/// The name of the field of a limit.
#[must_use]
pub fn field_of(limit: &str) -> String {
    format!("m-{limit}")
}

/// What was said of a point.
///
/// # Errors
/// Every fault.
pub fn answer(checklist: &Checklist, point: &CheckPoint, typed: &Typed) -> Result<Said, Vec<Fault>> {
    let mut faults = Vec::new();
    let text = |field: &str| typed.get(field).map(|text| text.trim()).unwrap_or_default();
    let verdict = Verdict::of_key(text("verdict"));
    if verdict.is_none() {
        faults
            .push(("verdict".to_owned(), "没有选结论。请在四个里选一个：符合、部分符合、不符合、不适用。".to_owned()));
    }
    let note = text("note").replace("\r\n", "\n");
    let length = note.chars().count();
    if length > NOTE_MAX {
        faults.push((
            "note".to_owned(),
            format!("现场记录写了 {length} 字，最多 {NOTE_MAX} 字。请写要点，原文拍照附上。"),
        ));
    }
    let sample = sample((text("sample_met"), text("sample_of")), point).unwrap_or_else(|fault| {
        faults.push(fault);
        None
    });
    let mut measured = BTreeMap::new();
    for limit in judge::limits(checklist, point) {
        let field = field_of(limit.id.as_str());
        match number(text(&field)) {
            Ok(None) => {}
            Ok(Some(value)) if (0..=MEASURED_MAX).contains(&value) => drop(measured.insert(limit.id.clone(), value)),
            _ => faults.push((field, format!("“{}”要填整数，单位是{}。", limit.subject, unit(limit.unit)))),
        }
    }
    let Some(verdict) = verdict.filter(|_| faults.is_empty()) else { return Err(faults) };
    let said = Said { verdict, note, measured, sample };
    match contradiction(checklist, point, &said) {
        Some(fault) => Err(vec![fault]),
        None => Ok(said),
    }
}

fn contradiction(checklist: &Checklist, point: &CheckPoint, said: &Said) -> Option<Fault> {
    let fault = |text: String| Some(("verdict".to_owned(), text));
    if judge::contradicts(checklist, point, said) {
        return fault("实测值超出限值，结论却选了“符合”。改结论，或核对实测值。".to_owned());
    }
    match (said.verdict, said.sample) {
        (Verdict::Met, Some(sample)) if sample.met == 0 => {
            fault(format!("抽查 {} 份，没有一份符合，结论却选了“符合”。改结论，或核对份数。", sample.of))
        }
        (Verdict::NotApplicable, Some(_)) => fault("抽查了病历，就不是“不适用”。改结论，或清空份数。".to_owned()),
        _ => None,
    }
}

fn sample((met, of): (&str, &str), point: &CheckPoint) -> Result<Option<Sampled>, Fault> {
    let fault = |field: &str, text: &str| Err((field.to_owned(), text.to_owned()));
    if met.is_empty() && of.is_empty() {
        return Ok(None);
    }
    if !point.sampled() {
        return fault("sample_of", "这一条不从病历里看，不填抽查份数。");
    }
    let count = |text: &str| number(text).ok().flatten().and_then(|value| i32::try_from(value).ok());
    let Some(of) = count(of).filter(|of| (1..=RECORDS_MAX).contains(of)) else {
        return fault("sample_of", "抽查份数要填 1 至 999 的整数。");
    };
    match count(met).filter(|met| (0..=of).contains(met)) {
        Some(met) => Ok(Some(Sampled { met, of })),
        None => fault("sample_met", &format!("符合份数要填 0 至 {of} 的整数，不能多于抽查份数。")),
    }
}

/// A whole number as typed, full-width digits too; none for an empty text.
fn number(text: &str) -> Result<Option<i64>, std::num::ParseIntError> {
    let plain: String = text
        .chars()
        .map(|c| {
            "０１２３４５６７８９".chars().zip('0'..='9').find(|(wide, _)| *wide == c).map_or(c, |(_, plain)| plain)
        })
        .collect();
    if plain.is_empty() { Ok(None) } else { plain.parse().map(Some) }
}

/// A unit as read.
#[must_use]
pub fn unit(unit: LimitUnit) -> &'static str {
    match unit {
        LimitUnit::Minute => "分钟",
        LimitUnit::Hour => "小时",
        LimitUnit::Day => "天",
        LimitUnit::Week => "周",
        LimitUnit::TimesPerDay => "次/日",
        LimitUnit::TimesPerWeek => "次/周",
        LimitUnit::Person => "人",
        LimitUnit::Level => "个级别",
        LimitUnit::Way => "种方式",
        LimitUnit::Percent => "%",
    }
}

/// A team of names as typed: the leader, and one member a line or between commas.
///
/// # Errors
/// Every fault of the fields `leader` and `members`.
pub fn team(leader: &str, members: &str, least: usize) -> Result<Vec<Member>, Vec<Fault>> {
    let names = |text: &str| -> Vec<String> {
        text.split(['\n', '\r', '，', ',', '、', '；', ';'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect()
    };
    let leaders = names(leader);
    let others = names(members);
    let mut faults = Vec::new();
    if leaders.len() != 1 {
        faults.push(("leader".to_owned(), "组长要写一个人的姓名。".to_owned()));
    }
    let long = leaders.iter().chain(&others).find(|name| name.chars().count() > NAME_MAX);
    if let Some(name) = long {
        faults.push(("members".to_owned(), format!("“{name}”太长，姓名最多 {NAME_MAX} 字；几个人请分行写。")));
    }
    let mut all = leaders.clone();
    all.extend(others.iter().cloned());
    if let Some(twice) = all.iter().enumerate().find(|(at, name)| all[..*at].contains(name)) {
        faults.push(("members".to_owned(), format!("“{}”写了两次。同名的两人请加科室或单位区分。", twice.1)));
    }
    if all.len() < least {
        faults.push(("members".to_owned(), format!("督导组至少 {least} 人，现在写了 {} 人。", all.len())));
    } else if all.len() > TEAM_MAX {
        faults.push(("members".to_owned(), format!("督导组最多 {TEAM_MAX} 人，现在写了 {} 人。", all.len())));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let member = |(at, name): (usize, String)| Member {
        name,
        duty: if at == 0 { Duty::Leader } else { Duty::Member },
        inspector: None,
    };
    Ok(all.into_iter().enumerate().map(member).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(checklist: &Checklist, wanted: impl Fn(&CheckPoint) -> bool) -> &CheckPoint {
        checklist.systems.iter().flat_map(|system| &system.check_points).find(|point| wanted(point)).unwrap()
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
    }

    fn fields(outcome: Result<Said, Vec<Fault>>) -> Vec<String> {
        outcome.unwrap_err().into_iter().map(|(field, _)| field).collect()
    }

    #[test]
    fn every_fault_of_an_answer_is_told_at_once() {
        let catalogue = crate::catalogue::Catalogue::load(None).unwrap();
        let checklist = catalogue.checklist("core-systems").unwrap();
        let sampled = point(checklist, |point| point.sampled() && !point.limit_refs.is_empty());
        let limit = field_of(sampled.limit_refs[0].as_str());
        let long = "字".repeat(10_000);
        let faulty = typed(&[("note", &long), ("sample_met", "9"), ("sample_of", "8"), (&limit, "二十")]);
        assert_eq!(fields(answer(checklist, sampled, &faulty)), ["verdict", "note", "sample_met", limit.as_str()]);
        let unsampled = point(checklist, |point| !point.sampled());
        let records = typed(&[("verdict", "met"), ("sample_met", "1"), ("sample_of", "5")]);
        assert_eq!(fields(answer(checklist, unsampled, &records)), ["sample_of"]);
    }

    #[test]
    fn a_verdict_may_not_contradict_what_was_counted() {
        let catalogue = crate::catalogue::Catalogue::load(None).unwrap();
        let checklist = catalogue.checklist("core-systems").unwrap();
        let sampled = point(checklist, CheckPoint::sampled);
        let none = [("sample_met", "0"), ("sample_of", "８")];
        for (verdict, fits) in [("met", false), ("partly", true), ("not_met", true), ("not_applicable", false)] {
            let mut pairs = vec![("verdict", verdict)];
            pairs.extend(none);
            assert_eq!(answer(checklist, sampled, &typed(&pairs)).is_ok(), fits, "{verdict}");
        }
        let said = answer(checklist, sampled, &typed(&[("verdict", "not_met"), none[0], none[1]])).unwrap();
        assert_eq!(said.sample, Some(Sampled { met: 0, of: 8 }));
    }

    #[test]
    fn a_team_has_a_leader_and_enough_people() {
        let team_of = |leader, members, least| team(leader, members, least).map(|team| team.len());
        assert_eq!(team_of("甲演示", "乙演示\r\n丙演示、丁演示", 2), Ok(4));
        assert!(team_of("甲演示", "", 2).is_err());
        assert_eq!(team_of("甲演示", "", 1), Ok(1));
        assert!(team_of("", "乙演示", 1).is_err());
        assert!(team_of("甲演示", "甲演示", 2).is_err());
        assert!(team_of("甲演示", &"长".repeat(31), 2).is_err());
    }
}
