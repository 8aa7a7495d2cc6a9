//! What the forms post, and what they mean: every fault at once, each beside its field.

mod extension;

pub use extension::{AskForm, Asked, DecideForm};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Grain, Period};
use crate::catalogue::model::{RegisterTerms, half_width};
use crate::returns::deadlines::due::counted;
use crate::returns::deadlines::keep::Change;
use crate::returns::deadlines::model::{DAYS, Key, Reach, Stated, Term};
use crate::web::{Checked, FieldErrors};

/// The longest reason of a term, characters.
const REASON_MAX: usize = 200;

/// The form of a term, as posted or as first shown.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct TermForm {
    /// `from` or `only`.
    pub reach: String,
    /// The quarter.
    pub period: String,
    /// Key of a level; empty for every level.
    pub level: String,
    /// Days after the quarter.
    pub days: String,
    /// `yes` where a free day is put off, else `no`.
    pub moves: String,
    /// The day of a single quarter.
    pub on: String,
    /// The text of the key that is taken back; else a term is set.
    pub back: String,
    /// Why.
    pub reason: String,
    /// How many terms had been set.
    pub version: String,
}

impl TermForm {
    /// The fields before anybody typed.
    #[must_use]
    pub fn fresh(period: Period) -> Self {
        Self {
            reach: Reach::From.key().to_owned(),
            period: period.to_string(),
            moves: "yes".to_owned(),
            ..Self::default()
        }
    }

    /// How many terms had been set when the viewer looked; what cannot be read was never so.
    #[must_use]
    pub fn seen(&self) -> usize {
        self.version.parse().unwrap_or(usize::MAX)
    }

    /// What it means; `held` are the terms in force.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self, terms: &RegisterTerms, held: &[&Stated]) -> Checked<Change> {
        let mut faults = FieldErrors::default();
        let wanted =
            if self.back.is_empty() { self.set(terms, &mut faults) } else { self.taken_back(held, &mut faults) };
        let reason = said(&self.reason, REASON_MAX, "reason", &mut faults);
        match (wanted, reason) {
            (Some((key, term)), Some(reason)) if faults.is_empty() => Ok(Change { key, term, reason }),
            _ => Err(faults),
        }
    }

    fn taken_back(&self, held: &[&Stated], faults: &mut FieldErrors) -> Option<(Key, Option<Term>)> {
        let found = held.iter().find(|one| one.key.to_string() == self.back);
        if found.is_none() {
            faults.add("back", "这一条已经不在了。请刷新页面，看清现在有哪些。");
        }
        found.map(|one| (one.key.clone(), None))
    }

    fn set(&self, terms: &RegisterTerms, faults: &mut FieldErrors) -> Option<(Key, Option<Term>)> {
        let reach = Reach::of(&self.reach);
        if reach.is_none() {
            faults.add("reach", "没有选从某季度起，还是只改一个季度。请选一项。");
        }
        let period = self.period.parse::<Period>().ok().filter(|period| period.grain() == Grain::Quarter);
        if period.is_none() {
            faults.add("period", "没有选季度。请选一个季度，例如 2024 年第三季度。");
        }
        let level = Some(self.level.clone()).filter(|level| !level.is_empty());
        if level.as_deref().is_some_and(|key| terms.level(key).is_none()) {
            faults.add("level", "名录里没有这个级别。请从列表里选一个。");
        }
        let term = match reach? {
            Reach::From => self.after(faults),
            Reach::Only => self.on(period, faults),
        };
        Some((Key { reach: reach?, period: period?, level }, Some(term?)))
    }

    fn after(&self, faults: &mut FieldErrors) -> Option<Term> {
        let typed = half_width(self.days.trim());
        let days = typed.parse::<i32>().ok().filter(|days| DAYS.contains(days));
        if days.is_none() {
            let (least, most) = (DAYS.start(), DAYS.end());
            let shown: String = typed.chars().take(20).collect();
            faults.add(
                "days",
                match shown.as_str() {
                    "" => format!("没有写季度结束后几天。请填 {least} 到 {most} 的整数。"),
                    _ => format!("天数填的是“{shown}”，应是 {least} 到 {most} 的整数。请只填数字。"),
                },
            );
        }
        let moves = match self.moves.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => {
                faults.add("moves", "没有选遇休息日顺延不顺延。请选一项。");
                None
            }
        };
        Some(Term::After { days: days?, moves: moves? })
    }

    fn on(&self, period: Option<Period>, faults: &mut FieldErrors) -> Option<Term> {
        let day = day_of(&self.on, "on", faults)?;
        let period = period?;
        if day <= period.last_day() {
            let last = period.last_day();
            faults.add("on", format!("{day} 时{}还没有结束（{last} 结束）。请选季度结束以后的日子。", period.label()));
            return None;
        }
        let most = counted(period, *DAYS.end());
        if day > most {
            faults.add("on", format!("{day} 离季度结束超过 {} 天。请选 {most} 以前的日子。", DAYS.end()));
            return None;
        }
        Some(Term::On(day))
    }
}

/// A day typed as `2024-10-15`.
fn day_of(typed: &str, field: &'static str, faults: &mut FieldErrors) -> Option<NaiveDate> {
    let plain = half_width(typed.trim());
    let day = plain.parse().ok();
    if day.is_none() {
        let shown: String = plain.chars().take(20).collect();
        faults.add(
            field,
            match shown.as_str() {
                "" => "没有写日期。请选一个日子，例如 2024-10-25。".to_owned(),
                _ => format!("日期填的是“{shown}”，没有读懂。请写成 2024-10-25 这样。"),
            },
        );
    }
    day
}

/// Words that must be there, `most` characters at most.
fn said(typed: &str, most: usize, field: &'static str, faults: &mut FieldErrors) -> Option<String> {
    let words = typed.replace("\r\n", "\n").trim().to_owned();
    let length = words.chars().count();
    if length == 0 {
        faults.add(field, "没有写原因。请写明为什么，例如依据哪次会议、哪份通知，或出了什么事。");
    } else if length > most {
        faults.add(field, format!("写了 {length} 个字，最多 {most} 个字。请写短一些。"));
    }
    (1..=most).contains(&length).then_some(words)
}

#[cfg(test)]
mod tests;
