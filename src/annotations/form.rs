//! What the forms post, and what they mean: every fault at once, each beside its field.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::annotations::check::{self, Ground};
use crate::annotations::model::{Annotation, Kind, first_of};
use crate::calendar::Period;
use crate::web::{Checked, FieldErrors};

/// An annotation as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddForm {
    /// Key of a kind.
    pub kind: String,
    /// The day of what happened.
    pub day: String,
    /// Of a rebase: the first period.
    pub start: String,
    /// What, or why.
    pub text: String,
}

/// An annotation that may be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What kind.
    pub kind: Kind,
    /// The day.
    pub day: NaiveDate,
    /// Of a rebase: the first period, and that of the chart.
    pub start: Option<(Period, Period)>,
    /// What, or why.
    pub text: String,
}

impl AddForm {
    /// What it means, held against the series and what is `known` of it already.
    ///
    /// # Errors
    /// Every field that is wrong; of a rebase `start` and `reason`, of anything else `kind`, `day` and `text`.
    pub fn check(&self, ground: &Ground, known: &[Annotation], today: NaiveDate) -> Checked<Wanted> {
        if self.kind == Kind::Rebase.key() {
            return self.rebase(ground, known, today);
        }
        let mut faults = FieldErrors::default();
        let kind = check::kind(&self.kind).map_err(|fault| faults.add("kind", fault));
        let day = check::day(&self.day, today).map_err(|fault| faults.add("day", fault));
        let text = check::text(&self.text, "内容").map_err(|fault| faults.add("text", fault));
        match (kind, day, text) {
            (Ok(kind), Ok(day), Ok(text)) => Ok(Wanted { kind, day, start: None, text }),
            _ => Err(faults),
        }
    }

    fn rebase(&self, ground: &Ground, known: &[Annotation], today: NaiveDate) -> Checked<Wanted> {
        let mut faults = FieldErrors::default();
        let start = check::rebase(&self.start, ground, known, today).map_err(|fault| faults.add("start", fault));
        let text = check::text(&self.text, "原因").map_err(|fault| faults.add("reason", fault));
        match (start, text) {
            (Ok(period), Ok(text)) => {
                let grain = ground.periods.first().map_or(period.grain(), |first| first.grain());
                let start = Some((period, first_of(period, grain)));
                Ok(Wanted { kind: Kind::Rebase, day: period.first_day(), start, text })
            }
            _ => Err(faults),
        }
    }
}

/// An annotation to be taken back.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct WithdrawForm {
    /// The version the reader saw.
    pub version: i32,
    /// Why.
    pub reason: String,
}

impl WithdrawForm {
    /// Why.
    ///
    /// # Errors
    /// What is wrong with the reason.
    pub fn check(&self) -> Checked<String> {
        check::text(&self.reason, "撤回原因").map_err(|fault| FieldErrors::one("reason", fault))
    }
}
