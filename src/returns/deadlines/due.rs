//! When a return is due: what was set, the days that are worked, and what was granted. Values in, values out.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use crate::calendar::{Period, china_date, china_midnight};
use crate::catalogue::model::Holidays;
use crate::returns::deadlines::model::{Extension, Key, Reach, State, Stated, Term};

/// The terms in force at a moment: of each key the latest that was set by then, those taken back left out.
#[derive(Clone, Debug, Default)]
pub struct InForce<'a>(Vec<&'a Stated>);

impl<'a> InForce<'a> {
    /// What held at `at`; `stated` is everything that was ever set, in any order.
    #[must_use]
    pub fn new(stated: &'a [Stated], at: DateTime<Utc>) -> Self {
        let mut latest: HashMap<&Key, &Stated> = HashMap::new();
        for one in stated.iter().filter(|one| one.set_at <= at) {
            let held = latest.entry(&one.key).or_insert(one);
            if held.version < one.version {
                *held = one;
            }
        }
        let mut held: Vec<&Stated> = latest.into_values().filter(|one| one.term.is_some()).collect();
        held.sort_by(|a, b| a.key.cmp(&b.key));
        Self(held)
    }

    /// Those terms: from a quarter on first, then of single quarters, each by quarter and level.
    #[must_use]
    pub fn terms(&self) -> &[&'a Stated] {
        &self.0
    }

    /// The one that decides a quarter for a level: of that quarter and level, of that quarter, the latest from a quarter
    /// on for the level, the latest for every level. None where nothing is set.
    #[must_use]
    pub fn deciding(&self, period: Period, level: &str) -> Option<&'a Stated> {
        let all = || self.0.iter().copied();
        let only = |wanted: Option<&str>| {
            all().find(|one| {
                one.key.reach == Reach::Only && one.key.period == period && one.key.level.as_deref() == wanted
            })
        };
        let from = |wanted: Option<&str>| {
            let held = all().filter(|one| {
                one.key.reach == Reach::From && one.key.period <= period && one.key.level.as_deref() == wanted
            });
            held.max_by_key(|one| one.key.period)
        };
        only(Some(level)).or_else(|| only(None)).or_else(|| from(Some(level))).or_else(|| from(None))
    }

    /// The last day on which a return of a quarter is in time; none where nothing is set.
    #[must_use]
    pub fn due(&self, holidays: &Holidays, period: Period, level: &str) -> Option<NaiveDate> {
        let term = self.deciding(period, level)?.term?;
        Some(day_of(term, holidays, period))
    }
}

/// The day a term means for a quarter.
#[must_use]
pub fn day_of(term: Term, holidays: &Holidays, period: Period) -> NaiveDate {
    match term {
        Term::On(day) => day,
        Term::After { days, moves } => {
            let plain = counted(period, days);
            if moves { holidays.working_day_from(plain) } else { plain }
        }
    }
}

/// The day so many days after the quarter's last, free or not.
#[must_use]
pub fn counted(period: Period, days: i32) -> NaiveDate {
    let last = period.last_day();
    last.checked_add_days(Days::new(u64::try_from(days).unwrap_or(0))).unwrap_or(last)
}

/// The last day of a hospital and quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: NaiveDate,
    /// Whether it is later than everybody's, because an extension was granted.
    pub extended: bool,
}

impl Due {
    /// Whether what came in at `moment` came in time: by the end of the day in 北京时间.
    #[must_use]
    pub fn keeps(self, moment: DateTime<Utc>) -> bool {
        moment < end_of(self.on)
    }
}

/// The first moment after a day.
#[must_use]
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    china_midnight(day.succ_opt().unwrap_or(day))
}

/// The last second of a day, or now where the day is not over.
#[must_use]
pub fn moment_of(day: Option<NaiveDate>, now: DateTime<Utc>) -> DateTime<Utc> {
    day.map_or(now, |day| (end_of(day) - TimeDelta::seconds(1)).min(now))
}

/// Everybody's day with what was granted. A grant never makes it earlier, and without a day there is nothing to put off.
#[must_use]
pub fn with_grant(everybodys: Option<NaiveDate>, granted: Option<NaiveDate>) -> Option<Due> {
    let on = everybodys?;
    Some(match granted.filter(|granted| *granted > on) {
        Some(granted) => Due { on: granted, extended: true },
        None => Due { on, extended: false },
    })
}

/// The day that was granted last, by decisions up to `at`.
#[must_use]
pub fn granted<'e>(extensions: impl IntoIterator<Item = &'e Extension>, at: DateTime<Utc>) -> Option<NaiveDate> {
    let decided = extensions.into_iter().filter(|one| one.state == State::Granted);
    let decided = decided.filter_map(|one| Some((one.decided.as_ref()?.0, one.number, one.granted?)));
    decided.filter(|(when, ..)| *when <= at).max_by_key(|(when, number, _)| (*when, *number)).map(|(.., day)| day)
}

/// `还有 4 天`, `今天截止` or `已过 3 天` of a due date, seen from a moment.
#[must_use]
pub fn left(on: NaiveDate, now: DateTime<Utc>) -> String {
    match (on - china_date(now)).num_days() {
        0 => "今天截止".to_owned(),
        days if days > 0 => format!("还有 {days} 天"),
        days => format!("已过 {} 天", -days),
    }
}

#[cfg(test)]
mod tests;
