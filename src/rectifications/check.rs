//! What was typed about a finding: every fault at once, each beside its field.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use crate::inspections::model::Finding;

/// The longest text of a step, characters.
pub const TEXT_MAX: usize = 2_000;
/// The longest department or function, characters.
const NAME_MAX: usize = 50;
/// A prolongation goes at most this many days beyond the old last day.
const DAYS_MOST: u64 = 366;
/// Most files of one reply.
pub const FILES_MAX: usize = 20;

/// A fault: the field, and what is wrong in the reader's words.
pub type Fault = (&'static str, String);

/// A form as typed: field → text.
pub type Typed = BTreeMap<String, String>;

/// A reply that may be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 整改措施
    pub measures: String,
    /// 责任科室
    pub department: String,
    /// 责任人, by function.
    pub person: String,
    /// 完成日期
    pub done_on: NaiveDate,
}

fn text<'t>(typed: &'t Typed, field: &str) -> &'t str {
    typed.get(field).map(|text| text.trim()).unwrap_or_default()
}

fn line(typed: &Typed, field: &'static str, what: &str, most: usize, faults: &mut Vec<Fault>) -> String {
    let text = text(typed, field).replace("\r\n", "\n");
    let length = text.chars().count();
    if text.is_empty() {
        faults.push((field, format!("没有写{what}。")));
    } else if length > most {
        faults.push((field, format!("{what}写了 {length} 字，最多 {most} 字。写要点，其余附文件。")));
    }
    text
}

/// A reply: fields `measures`, `department`, `person`, `done_on`. What is done was done after the visit and not in the future.
///
/// # Errors
/// Every fault.
pub fn reply(typed: &Typed, (visited, today): (NaiveDate, NaiveDate)) -> Result<Reply, Vec<Fault>> {
    let mut faults = Vec::new();
    let measures = line(typed, "measures", "整改措施", TEXT_MAX, &mut faults);
    let department = line(typed, "department", "责任科室", NAME_MAX, &mut faults);
    let person = line(typed, "person", "责任人职务", NAME_MAX, &mut faults);
    let done_on = text(typed, "done_on").parse().ok().filter(|day| (visited..=today).contains(day));
    if done_on.is_none() {
        faults.push(("done_on", format!("完成日期要在督导当天 {visited} 到今天 {today} 之间；没做完的，做完再回复。")));
    }
    match done_on.filter(|_| faults.is_empty()) {
        Some(done_on) => Ok(Reply { measures, department, person, done_on }),
        None => Err(faults),
    }
}

/// A reason: field `reason`; `what` is it called.
///
/// # Errors
/// What is wrong with it.
pub fn reason(typed: &Typed, what: &str) -> Result<String, Vec<Fault>> {
    let mut faults = Vec::new();
    let reason = line(typed, "reason", what, TEXT_MAX, &mut faults);
    if faults.is_empty() { Ok(reason) } else { Err(faults) }
}

/// A later last day: fields `until` and `reason`.
///
/// # Errors
/// Every fault.
pub fn prolonged(typed: &Typed, finding: &Finding, today: NaiveDate) -> Result<(NaiveDate, String), Vec<Fault>> {
    let mut faults = Vec::new();
    let reason = line(typed, "reason", "延长的原因", TEXT_MAX, &mut faults);
    let last = finding.last_due.checked_add_days(Days::new(DAYS_MOST)).unwrap_or(finding.last_due);
    let until = text(typed, "until").parse().ok();
    let until = until.filter(|until: &NaiveDate| *until > finding.last_due && *until >= today && *until <= last);
    if until.is_none() {
        faults.push((
            "until",
            format!("新的时限要晚于原来的 {}，不早于今天，最多延长 {DAYS_MOST} 天。", finding.last_due),
        ));
    }
    match until.filter(|_| faults.is_empty()) {
        Some(until) => Ok((until, reason)),
        None => Err(faults),
    }
}
