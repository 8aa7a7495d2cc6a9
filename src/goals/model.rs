//! A goal, for whom it holds, and which of several is meant.

use chrono::{DateTime, Utc};

use crate::access::HospitalId;
use crate::catalogue::model::IndicatorId;

/// Parts of the indicator's unit a stored goal counts: 70.5 % is 705 000.
pub const SCALE: i64 = 10_000;

/// A goal in ten-thousandths of the indicator's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value(pub i64);

impl Value {
    /// In the unit shown.
    #[must_use]
    pub fn shown(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }
}

/// For whom a goal holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// All hospitals the indicator applies to.
    All,
    /// The hospitals of a level, by its key.
    Level(String),
    /// One hospital, set by itself.
    Hospital(HospitalId),
}

/// One goal that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// In which year.
    pub year: i32,
    /// For whom.
    pub subject: Subject,
    /// What is to be reached.
    pub value: Value,
    /// Where it comes from: document number and clause, or why it was chosen.
    pub source: String,
}

/// Which goal: of what, for when, for whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// In which year.
    pub year: i32,
    /// For whom.
    pub subject: Subject,
}

/// What is to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which goal.
    pub key: Key,
    /// Its value; none takes it back.
    pub value: Option<Value>,
    /// Where it comes from, or why it is taken back.
    pub source: String,
}

impl Change {
    /// Whether it says anything new of a goal of which `held` was last said.
    #[must_use]
    pub fn alters(&self, held: Option<&Stated>) -> bool {
        match (held.and_then(|held| Some((held.value?, &held.source))), self.value) {
            (None, None) => false,
            (Some((value, source)), Some(wanted)) => value != wanted || *source != self.source,
            _ => true,
        }
    }
}

/// What was once said of a goal; never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Which goal.
    pub key: Key,
    /// Its value; none where it was taken back.
    pub value: Option<Value>,
    /// Where it comes from, or why it was taken back.
    pub source: String,
    /// 1 for the first of its key.
    pub version: i32,
    /// When.
    pub set_at: DateTime<Utc>,
    /// Who, by name as of then.
    pub set_by_name: String,
}

/// The goals that hold now; small, read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goals(pub Vec<Goal>);

impl Goals {
    /// Those that hold of what was last said of each goal.
    #[must_use]
    pub fn of(latest: &[Stated]) -> Self {
        let holds = |stated: &Stated| {
            let Key { indicator, year, subject } = stated.key.clone();
            Some(Goal { indicator, year, subject, value: stated.value?, source: stated.source.clone() })
        };
        Self(latest.iter().filter_map(holds).collect())
    }

    /// Whether none holds.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The goal set for exactly this subject.
    #[must_use]
    pub fn exactly(&self, indicator: &IndicatorId, year: i32, subject: &Subject) -> Option<&Goal> {
        let wanted = |goal: &&Goal| goal.indicator == *indicator && goal.year == year && goal.subject == *subject;
        self.0.iter().find(wanted)
    }

    /// The province's goal for all hospitals together.
    #[must_use]
    pub fn of_all(&self, indicator: &IndicatorId, year: i32) -> Option<&Goal> {
        self.exactly(indicator, year, &Subject::All)
    }

    /// The province's goal for a level: its own, else that for all.
    #[must_use]
    pub fn of_level(&self, indicator: &IndicatorId, year: i32, level: &str) -> Option<&Goal> {
        let own = self.exactly(indicator, year, &Subject::Level(level.to_owned()));
        own.or_else(|| self.of_all(indicator, year))
    }

    /// What a hospital set itself.
    #[must_use]
    pub fn own(&self, indicator: &IndicatorId, year: i32, hospital: HospitalId) -> Option<&Goal> {
        self.exactly(indicator, year, &Subject::Hospital(hospital))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(subject: Subject, value: Option<i64>) -> Stated {
        Stated {
            key: Key { indicator: "iv_use_rate".parse().unwrap(), year: 2024, subject },
            value: value.map(Value),
            source: "演示".to_owned(),
            version: 1,
            set_at: DateTime::UNIX_EPOCH,
            set_by_name: "演示".to_owned(),
        }
    }

    #[test]
    fn a_level_without_a_goal_of_its_own_has_that_of_all() {
        let level = |key: &str| Subject::Level(key.to_owned());
        let latest = [stated(Subject::All, Some(850_000)), stated(level("a"), Some(800_000)), stated(level("b"), None)];
        let (goals, of) = (Goals::of(&latest), "iv_use_rate".parse().unwrap());
        let value = |key: &str| goals.of_level(&of, 2024, key).map(|goal| goal.value.0);
        assert_eq!([value("a"), value("b"), value("c")], [Some(800_000), Some(850_000), Some(850_000)]);
        assert_eq!(goals.0.len(), 2, "what was taken back does not hold");
        assert_eq!(goals.of_level(&of, 2023, "a"), None);
        assert_eq!(goals.own(&of, 2024, HospitalId(1)), None, "the province's goal is no hospital's own");
    }
}
