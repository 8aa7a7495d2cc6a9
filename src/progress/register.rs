//! The register as progress needs it: who is expected in a period, by group.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use crate::access::HospitalId;
use crate::authorities::Tree;
use crate::figures::{By, Group};
use crate::hospitals::Facts;
use crate::hospitals::model::Entry;

/// Hospitals by group.
pub type Counts = HashMap<Group, i64>;

/// The hospitals of a scope through all their days, by code; counts are made once.
#[derive(Debug, Default)]
pub struct Register {
    version: i64,
    entries: Vec<Entry>,
    tree: Tree,
    counted: Mutex<HashMap<(NaiveDate, By), Arc<Counts>>>,
}

impl Register {
    /// A register of these hospitals, by code, and all authorities.
    #[must_use]
    pub fn new(version: i64, entries: Vec<Entry>, tree: Tree) -> Self {
        Self { version, entries, tree, counted: Mutex::default() }
    }

    /// The register's version it was read at.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The authorities.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The hospitals open on `day` with what held of them, by code.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = (&Entry, &Facts)> {
        self.entries.iter().filter_map(move |entry| Some((entry, entry.on(day)?)))
    }

    /// The hospital with this register code.
    #[must_use]
    pub fn coded(&self, code: &str) -> Option<&Entry> {
        self.entries.binary_search_by(|entry| entry.code.as_str().cmp(code)).ok().map(|at| &self.entries[at])
    }

    /// The hospitals' register codes by their keys.
    #[must_use]
    pub fn codes(&self) -> HashMap<HospitalId, &str> {
        self.entries.iter().map(|entry| (entry.id, entry.code.as_str())).collect()
    }

    /// How many hospitals each group has on `day`.
    #[must_use]
    pub fn counts(&self, day: NaiveDate, by: By) -> Arc<Counts> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = counted.entry((day, by)).or_insert_with(|| {
            let mut counts = Counts::new();
            for (entry, facts) in self.on(day) {
                *counts.entry(group_of(entry, facts, by).to_owned()).or_default() += 1;
            }
            Arc::new(counts)
        });
        Arc::clone(counts)
    }

    /// The hospitals open on any of these days, by code, with the last name each had: the groups of a series by
    /// hospital.
    pub fn ever(&self, days: &BTreeSet<NaiveDate>) -> impl Iterator<Item = (&Entry, &Facts)> {
        let last = |entry: &Entry| days.iter().rev().copied().find(|day| entry.on(*day).is_some());
        self.entries.iter().filter_map(move |entry| Some((entry, entry.on(last(entry)?)?)))
    }
}

/// The group a hospital is in, as facts name it; a hospital by itself goes by its register code.
#[must_use]
pub fn group_of<'a>(entry: &'a Entry, facts: &'a Facts, by: By) -> &'a str {
    match by {
        By::Level => &facts.level,
        By::City => &facts.statistical_city,
        By::County => facts.county.as_deref().unwrap_or_default(),
        By::Ownership => &facts.ownership,
        By::Category => &facts.category,
        By::Hospital => &entry.code,
        By::All => "all",
    }
}
