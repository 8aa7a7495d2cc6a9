//! A goal, for whom it holds, and which of several is meant.

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

/// The goals that hold now; small, read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goals(pub Vec<Goal>);

impl Goals {
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
