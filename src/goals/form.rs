//! What the forms post, and what they mean: every fault at once, each beside its field.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::access::HospitalId;
use crate::catalogue::Catalogue;
use crate::catalogue::model::Indicator;
use crate::goals::check;
use crate::goals::model::{Change, Key, Stated, Subject};
use crate::goals::words::{subject_words, value_typed};
use crate::web::FieldErrors;

/// The field of the goal of all hospitals.
const ALL: &str = "all";

/// Begins the fields of the levels' goals.
const LEVEL: &str = "level-";

/// Which year a list is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct YearQuery {
    /// The year; left out: the present one.
    pub year: Option<i32>,
}

/// What takes the goals of the year before over.
#[derive(Clone, Debug, Deserialize)]
pub struct CarryForm {
    /// The year they go on for.
    pub year: i32,
    /// How often goals had been set.
    pub seen: u64,
}

/// The query of a rehearsal.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RehearsalQuery {
    /// What the sender called the file.
    #[serde(default)]
    pub name: String,
}

/// What confirms a rehearsal.
#[derive(Clone, Debug, Deserialize)]
pub struct ConfirmForm {
    /// What the sender called the file.
    #[serde(default)]
    pub name: String,
    /// How often goals had been set when it was rehearsed.
    pub seen: u64,
}

/// For whom the province can set a goal: all, then each level as the register names them.
#[must_use]
pub fn subjects(catalogue: &Catalogue) -> Vec<Subject> {
    let levels = catalogue.register().levels.iter().map(|level| Subject::Level(level.word.key.clone()));
    std::iter::once(Subject::All).chain(levels).collect()
}

/// The field of a goal of the province.
#[must_use]
pub fn field_of(subject: &Subject) -> String {
    match subject {
        Subject::All => ALL.to_owned(),
        Subject::Level(key) => format!("{LEVEL}{key}"),
        Subject::Hospital(_) => "own".to_owned(),
    }
}

/// The goals of an indicator as posted or as first shown.
#[derive(Clone, Debug, Default)]
pub struct GoalForm {
    /// What stands in each field.
    pub typed: BTreeMap<String, String>,
    /// Where they come from.
    pub source: String,
    /// Whether goals that stay the same get this source too.
    pub resource: bool,
    /// How often they had been set.
    pub seen: usize,
}

impl GoalForm {
    /// What was posted.
    #[must_use]
    pub fn of(posted: BTreeMap<String, String>) -> Self {
        Self {
            source: posted.get("source").cloned().unwrap_or_default(),
            resource: posted.contains_key("resource"),
            seen: posted.get("seen").and_then(|seen| seen.parse().ok()).unwrap_or(0),
            typed: posted,
        }
    }

    /// The fields before anybody typed: what holds.
    #[must_use]
    pub fn fresh(latest: &[Stated], seen: usize) -> Self {
        let field = |stated: &Stated| Some((field_of(&stated.key.subject), value_typed(stated.value?)));
        Self { typed: latest.iter().filter_map(field).collect(), seen, ..Self::default() }
    }

    /// What stands in the field of a subject.
    #[must_use]
    pub fn field(&self, subject: &Subject) -> &str {
        self.posted(subject).unwrap_or_default()
    }

    /// What was posted in the field of a subject; none where the field was not there, which says nothing.
    fn posted(&self, subject: &Subject) -> Option<&str> {
        self.typed.get(&field_of(subject)).map(String::as_str)
    }

    /// What the province wants of an indicator; goals whose value stays the same are left out unless they get the new
    /// source too.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(
        &self,
        catalogue: &Catalogue,
        (indicator, year): (&Indicator, i32),
        latest: &[Stated],
    ) -> Result<Vec<Change>, FieldErrors> {
        self.checked(catalogue, (indicator, year), subjects(catalogue), latest)
    }

    /// What a hospital wants of its own goal.
    ///
    /// # Errors
    /// Every fault.
    pub fn check_own(
        &self,
        catalogue: &Catalogue,
        (indicator, year): (&Indicator, i32),
        hospital: HospitalId,
        latest: &[Stated],
    ) -> Result<Option<Change>, FieldErrors> {
        let changes = self.checked(catalogue, (indicator, year), vec![Subject::Hospital(hospital)], latest)?;
        Ok(changes.into_iter().next())
    }

    fn checked(
        &self,
        catalogue: &Catalogue,
        (indicator, year): (&Indicator, i32),
        subjects: Vec<Subject>,
        latest: &[Stated],
    ) -> Result<Vec<Change>, FieldErrors> {
        let mut faults = FieldErrors::default();
        let mut wanted = Vec::new();
        for subject in subjects {
            let Some(typed) = self.posted(&subject) else { continue };
            match check::value(indicator, typed) {
                Ok(value) => wanted.push((subject, value)),
                Err(fault) => {
                    faults.add(field_of(&subject), format!("{}：{fault}", subject_words(&subject, catalogue)))
                }
            }
        }
        let source = check::source(&self.source).unwrap_or_else(|fault| {
            faults.add("source", fault);
            String::new()
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let held = |key: &Key| latest.iter().find(|stated| stated.key == *key).and_then(|stated| stated.value);
        let key = |subject| Key { indicator: indicator.id.clone(), year, subject };
        let changes = wanted.into_iter().map(|(subject, value)| (key(subject), value));
        let changes = changes.filter(|(key, value)| self.resource || held(key) != *value);
        Ok(changes.map(|(key, value)| Change { key, value, source: source.clone() }).collect())
    }
}
