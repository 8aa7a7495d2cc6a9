//! Asking for an extension, and deciding one.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::china_date;
use crate::returns::deadlines::due::Due;
use crate::returns::deadlines::form::{day_of, said};
use crate::returns::deadlines::model::Decision;
use crate::web::{Checked, FieldErrors};

/// The longest words of a request or a decision, characters.
const LONGEST: usize = 500;

/// How many days after the present due date a new one may lie.
const MOST_DAYS: u64 = 90;

/// What a hospital asks for, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AskForm {
    /// The last day that is asked for.
    pub wanted: String,
    /// Why.
    pub reason: String,
}

/// What a request is held against.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// The present due date; none where nothing is set.
    pub due: Option<Due>,
    /// Whether a request waits.
    pub open: bool,
    /// Whether a round of the return counts.
    pub accepted: bool,
}

impl AskForm {
    /// The day and the reason.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, asked: Asked, now: DateTime<Utc>) -> Checked<(NaiveDate, String)> {
        let mut faults = FieldErrors::default();
        if asked.open {
            faults.add("", "已经有一份申请在等审核机构批，不能再交一份。");
        }
        if asked.accepted {
            faults.add("", "这一季度的报表已经接收，不用延期。要更正，改好工作簿再传一次。");
        }
        let day = day_of(&self.wanted, "wanted", &mut faults);
        match asked.due {
            None => faults.add("", "本省还没有设这一季度的上报期限，没有什么要延的。"),
            Some(due) => {
                if let Some(fault) = day.and_then(|day| out_of_reach(day, due.on)) {
                    faults.add("wanted", fault);
                }
            }
        }
        let today = china_date(now);
        if let Some(day) = day.filter(|day| *day < today) {
            faults.add("wanted", format!("{day} 已经过去。请选 {today} 或以后的日子。"));
        }
        match (day, said(&self.reason, LONGEST, "reason", &mut faults)) {
            (Some(day), Some(reason)) if faults.is_empty() => Ok((day, reason)),
            _ => Err(faults),
        }
    }
}

/// Why a day cannot be the new due date.
fn out_of_reach(day: NaiveDate, due: NaiveDate) -> Option<String> {
    let most = due.checked_add_days(Days::new(MOST_DAYS)).unwrap_or(due);
    if day <= due {
        Some(format!("{day} 不晚于现在的期限 {due}。请选期限以后的日子。"))
    } else if day > most {
        Some(format!("{day} 比现在的期限 {due} 晚了 {MOST_DAYS} 天以上。最晚可到 {most}。"))
    } else {
        None
    }
}

/// What the reviewer decides, as posted.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct DecideForm {
    /// `grant` or `refuse`.
    pub verdict: String,
    /// The last day that is granted.
    pub until: String,
    /// What is said with it; must be there for a refusal.
    pub words: String,
    /// The request's version as it was shown.
    pub version: String,
}

impl DecideForm {
    /// The version that was seen; what cannot be read was never so.
    #[must_use]
    pub fn seen(&self) -> i32 {
        self.version.parse().unwrap_or(0)
    }

    /// The decision; `due` is the present due date.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, due: Option<Due>) -> Checked<Decision> {
        let mut faults = FieldErrors::default();
        let decision = match self.verdict.as_str() {
            "grant" => self.granted(due, &mut faults),
            "refuse" => said(&self.words, LONGEST, "words", &mut faults).map(Decision::Refuse),
            _ => {
                faults.add("verdict", "没有选同意还是不同意。请选一项。");
                None
            }
        };
        decision.filter(|_| faults.is_empty()).ok_or(faults)
    }

    fn granted(&self, due: Option<Due>, faults: &mut FieldErrors) -> Option<Decision> {
        let day = day_of(&self.until, "until", faults);
        match due {
            None => faults.add("", "本省已经撤销这一季度的上报期限，没有什么要延的。"),
            Some(due) => {
                if let Some(fault) = day.and_then(|day| out_of_reach(day, due.on)) {
                    faults.add("until", fault);
                }
            }
        }
        let words = self.words.trim();
        if words.chars().count() > LONGEST {
            faults.add("words", format!("写了 {} 个字，最多 {LONGEST} 个字。请写短一些。", words.chars().count()));
        }
        day.map(|day| Decision::Grant(day, words.to_owned()))
    }
}
