//! What is asked of a dry run, and what comes of it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::calendar::Period;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Severity;
use crate::returns::model::Problem;

/// Which round of a return is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounds {
    /// The one that counts; returns without one are left out.
    #[default]
    Accepted,
    /// The latest, accepted or not.
    Latest,
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The rule's id.
    pub rule: String,
    /// The rules as they decide now.
    pub present: Catalogue,
    /// The rules as they are tried.
    pub changed: Catalogue,
    /// First quarter; none for the first of which anything came in.
    pub from: Option<Period>,
    /// Last quarter; none for the last of which anything came in.
    pub to: Option<Period>,
    /// Which round.
    pub rounds: Rounds,
    /// Most examples.
    pub examples: usize,
}

/// What a rule catches: returns with at least one problem, and the problems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Caught {
    /// Returns.
    pub returns: u64,
    /// Problems.
    pub problems: u64,
}

/// Counts over some returns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Returns looked at.
    pub looked_at: u64,
    /// What the rule catches now.
    pub present: Caught,
    /// What it would catch.
    pub changed: Caught,
    /// Returns that only the changed rule catches.
    pub newly_caught: u64,
    /// Returns that only the present rule catches.
    pub no_longer_caught: u64,
}

/// Counts of one level of hospitals, as of each quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfLevel {
    /// Its key.
    pub level: String,
    /// Its name.
    pub name: String,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// Counts of one quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfQuarter {
    /// The quarter.
    pub period: Period,
    /// Its counts.
    #[serde(flatten)]
    pub counts: Counts,
}

/// One problem the changed rule finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Example {
    /// The hospital's code.
    pub hospital: String,
    /// The quarter.
    pub period: Period,
    /// The sheet.
    pub sheet: Option<String>,
    /// The A1 address; none where the value has no cell.
    pub cell: Option<String>,
    /// The data element.
    pub element: Option<String>,
    /// What stands there.
    pub found: Option<String>,
    /// What the clerk would read.
    pub message: String,
    /// Whether the present rule does not catch this return.
    pub newly_caught: bool,
}

impl Example {
    /// Of a problem.
    #[must_use]
    pub fn of(hospital: &str, period: Period, problem: Problem, newly_caught: bool) -> Self {
        let Problem { sheet, cell, element, found, message, .. } = problem;
        Self { hospital: hospital.to_owned(), period, sheet, cell, element, found, message, newly_caught }
    }
}

/// What came of it; `zhikong returns dry-rule --json`.
#[derive(Clone, Debug, Serialize)]
pub struct Document {
    /// The rule's id.
    pub rule: String,
    /// Its severity as it is tried.
    pub severity: Severity,
    /// Its thresholds in force; none where the present rules have no such rule.
    pub present: Option<BTreeMap<String, i64>>,
    /// Its thresholds as they are tried.
    pub changed: BTreeMap<String, i64>,
    /// Which round of each return.
    pub rounds: Rounds,
    /// First quarter looked at; none where nothing is stored.
    pub from: Option<Period>,
    /// Last quarter looked at.
    pub to: Option<Period>,
    /// All together.
    pub total: Counts,
    /// Returns that could not be looked at: the hospital or the form's edition is no longer known.
    pub left_out: u64,
    /// By level of the hospital as of the quarter, the highest first; those without returns are left out.
    pub by_level: Vec<OfLevel>,
    /// By quarter, every one of the range.
    pub by_quarter: Vec<OfQuarter>,
    /// The first problems the changed rule finds, by quarter and hospital.
    pub examples: Vec<Example>,
}
