//! What the form of a year's plan posts, and what it means: every fault at once, each beside its field.

use serde::{Deserialize, Serialize};

use crate::coverage::model::Wanted;
use crate::web::{Checked, FieldErrors};

/// The longest reason, characters.
const REASON_MAX: usize = 500;
/// The shortest.
const REASON_MIN: usize = 4;

/// A plan as typed; also what a trial of it asks.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct PlanForm {
    /// `2025`
    pub year: String,
    /// Edition that was seen.
    pub seen: String,
    /// Hospitals to be visited.
    pub planned: String,
    /// Most that can be visited in the year.
    pub capacity: String,
    /// The same of each later year.
    pub ahead: String,
    /// Why.
    pub reason: String,
}

/// What a plan is held against.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    /// For which year.
    pub year: i32,
    /// Hospitals the year is counted over.
    pub open: i64,
    /// What the year asks.
    pub needed: i64,
    /// Edition that stands; 0 where there is none.
    pub edition: i32,
}

impl PlanForm {
    /// What it means.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, ground: &Ground) -> Checked<Wanted> {
        let mut faults = FieldErrors::default();
        let planned = number(&self.planned, "planned", &mut faults);
        if self.planned.trim().is_empty() {
            faults.add(
                "planned",
                format!("没有填计划督导几家。按现在的进度，{} 年应督导 {} 家。", ground.year, ground.needed),
            );
        }
        if planned.is_some_and(|planned| planned > ground.open) {
            faults.add("planned", format!("计划督导不能多于范围内的 {} 家；同一家去几次只算一家。", ground.open));
        }
        let capacity = number(&self.capacity, "capacity", &mut faults);
        if let (Some(capacity), Some(planned)) = (capacity, planned)
            && capacity < planned
        {
            faults.add("capacity", format!("最多能督导 {capacity} 家，少于计划的 {planned} 家；改其中一个。"));
        }
        let ahead = number(&self.ahead, "ahead", &mut faults);
        let reason = self.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = reason.chars().count();
        if length > REASON_MAX {
            faults.add("reason", format!("说明有 {length} 字，最多 {REASON_MAX} 字。"));
        }
        if length < REASON_MIN && ground.edition > 0 {
            faults
                .add("reason", format!("{} 年的计划已经提交过，再提交要写原因，至少 {REASON_MIN} 个字。", ground.year));
        } else if length < REASON_MIN && planned.is_some_and(|planned| planned < ground.needed) {
            faults.add("reason", format!("计划少于应督导的 {} 家，要写原因，至少 {REASON_MIN} 个字。", ground.needed));
        }
        match planned.filter(|_| faults.is_empty()) {
            Some(planned) => Ok(Wanted {
                year: ground.year,
                seen: self.seen.trim().parse().unwrap_or_default(),
                planned,
                capacity,
                ahead,
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            }),
            None => Err(faults),
        }
    }
}

/// A whole number of hospitals; none where nothing was typed, or something else, which is a fault.
fn number(text: &str, field: &'static str, faults: &mut FieldErrors) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let number = text.parse::<i64>().ok().filter(|number| (0..=1_000_000).contains(number));
    if number.is_none() {
        faults.add(field, format!("“{text}”不是家数，请填 0 以上的整数。"));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUND: Ground = Ground { year: 2025, open: 42, needed: 9, edition: 0 };

    fn form(planned: &str, capacity: &str, ahead: &str, reason: &str) -> PlanForm {
        PlanForm {
            planned: planned.to_owned(),
            capacity: capacity.to_owned(),
            ahead: ahead.to_owned(),
            reason: reason.to_owned(),
            ..PlanForm::default()
        }
    }

    fn faulty(form: &PlanForm, ground: &Ground) -> Vec<String> {
        form.check(ground).unwrap_err().0.into_iter().map(|(field, _)| field.into_owned()).collect()
    }

    #[test]
    fn less_than_asked_or_a_second_edition_needs_a_reason() {
        assert!(form("9", "", "", "").check(&GROUND).is_ok());
        assert_eq!(faulty(&form("8", "", "", "人手"), &GROUND), ["reason"]);
        assert!(form("8", "", "", "督导员不足").check(&GROUND).is_ok());
        let again = Ground { edition: 1, ..GROUND };
        assert_eq!(faulty(&form("9", "", "", ""), &again), ["reason"]);
        let kept = form("12", "12", "6", " 新增  督导员 ").check(&again).unwrap();
        assert_eq!((kept.planned, kept.capacity, kept.ahead), (12, Some(12), Some(6)));
        assert_eq!(kept.reason.as_deref(), Some("新增 督导员"));
    }

    #[test]
    fn numbers_that_cannot_be_are_each_named() {
        assert_eq!(faulty(&form("", "", "", ""), &GROUND), ["planned"]);
        assert_eq!(faulty(&form("43", "", "", ""), &GROUND), ["planned"]);
        assert_eq!(faulty(&form("九", "-1", "1.5", ""), &GROUND), ["planned", "capacity", "ahead"]);
        assert_eq!(faulty(&form("10", "9", "", ""), &GROUND), ["capacity"]);
        let long = "长".repeat(REASON_MAX + 1);
        assert_eq!(faulty(&form("10", "", "", &long), &GROUND), ["reason"]);
    }
}
