//! The files of `targets/` as raw values with their lines; no rules. Entries are read one by one, so that every
//! entry with a fault is named, not only the first.

mod campaigns;
mod checklists;
mod entries;
mod holidays;
mod register;
mod words;

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::model::Fault;
use words::in_chinese;

pub use campaigns::{
    CampaignHeading, DueEntry, DutyEntry, EndEntry, ExemplarEntry, PhaseEntry, QuotaEntry, SummaryEntry,
};
pub use checklists::{
    CheckPointEntry, ChecklistEntry, ExceptionEntry, LimitEntry, RequirementEntry, SampleEntry, ScoresEntry,
    SystemEntry,
};
pub use entries::{
    AuthorityEntry, CheckWord, CrosswalkEntry, EarlierEntry, EditionEntry, ElementEntry, IndicatorEntry,
    IndicatorStatus, OperatorWord, RegionEntry, RevisedEntry, RuleEntry, ServiceEntry, SpecialityEntry,
    SpecialityHeading, TargetEntry, VersionEntry,
};

pub use holidays::{HolidayHeading, OffEntry, WorkingEntry};
pub use register::{AffiliationEntry, GradeEntry, LevelEntry, RegisterHeading, WordEntry};

/// A value with the byte at which it begins in its file.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// Where it begins.
    pub offset: usize,
    /// What stands there.
    pub value: T,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { offset: spanned.span().start, value: spanned.into_inner() })
    }
}

/// What was found wrong so far.
#[derive(Debug, Default)]
pub struct Findings {
    /// Every fault, in the order found.
    pub faults: Vec<Fault>,
    /// Ids of entries that could not be read; naming one is not a second fault.
    lost: HashSet<String>,
    /// Whether a whole file could not be read; then nothing can be called missing.
    broken: bool,
    /// Files that stand there but could not be read.
    refused: HashSet<String>,
    /// Whether there is nothing to read at all.
    stopped: bool,
}

impl Findings {
    /// Notes a fault at a byte of a file.
    pub fn fault(&mut self, file: &File, offset: usize, what: impl Into<String>) {
        self.faults.push(file.fault(offset, what));
    }

    /// Notes what is wrong with a place that has no lines, such as a folder.
    pub fn nowhere(&mut self, place: &str, what: impl Into<String>) {
        self.faults.push(Fault { file: place.to_owned(), line: 0, what: what.into() });
    }

    /// Notes that `id` is named but declared nowhere, unless its entry is only unreadable.
    pub fn dangling(&mut self, file: &File, offset: usize, id: &str, what: impl Into<String>) {
        // An unreadable entry without a name may be the one that is meant.
        let lost = self.lost.contains(id) || self.lost.contains("");
        if !self.broken && !lost {
            self.fault(file, offset, what);
        }
    }

    /// Notes that a whole file is not there, unless it is and could only not be read.
    pub fn missing(&mut self, file: &File, what: &str) {
        self.broken = true;
        if !self.refused.contains(&file.path) {
            self.fault(file, 0, what);
        }
    }

    /// Notes a file that cannot be read; nothing it holds is called missing.
    pub fn refuse(&mut self, fault: Fault) {
        self.broken = true;
        self.refused.insert(fault.file.clone());
        self.faults.push(fault);
    }

    /// Notes that there is nothing to read at all.
    pub fn stop(&mut self, fault: Fault) {
        self.stopped = true;
        self.faults.push(fault);
    }

    /// Whether there is nothing to read at all.
    pub fn stopped(&self) -> bool {
        self.stopped
    }

    /// Whether every entry could be read, so that what is not named anywhere is really not named.
    pub fn complete(&self) -> bool {
        !self.broken && self.lost.is_empty()
    }
}

/// One file of the folder, with its text.
#[derive(Clone, Debug)]
pub struct File {
    /// Path inside the folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl File {
    /// A fault at a byte of this file.
    pub fn fault(&self, offset: usize, what: impl Into<String>) -> Fault {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault { file: self.path.clone(), line, what: what.into() }
    }

    /// Reads the arrays of tables named `keys`, then what is left of the file as `H`.
    ///
    /// Whatever cannot be read becomes a fault; the rest is still given, so that one run names everything.
    pub fn read<'f, H: DeserializeOwned>(&'f self, findings: &mut Findings, keys: &[&str]) -> Reading<'f, H> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        findings.broken |= !errors.is_empty();
        let at = |error: &&toml::de::Error| error.span().map_or(0, |span| span.start);
        let unreadable = errors.iter().filter(|error| !error.message().starts_with("duplicate key")).min_by_key(at);
        // What follows the first place that cannot be read is guessed by the parser: it is neither named nor checked.
        if let Some(error) = unreadable {
            findings.faults.push(self.refusal(error, 0));
            return Reading { file: self, head: None, lists: Vec::new(), parsed: false };
        }
        findings.faults.extend(errors.iter().map(|error| self.refusal(error, 0)));
        let broken = !errors.is_empty();
        let span = table.span();
        let mut table = table.into_inner();
        let mut lists = Vec::new();
        for key in keys {
            lists.push(((*key).to_owned(), table.remove(*key)));
        }
        let head = H::deserialize(Spanned::new(span, DeValue::Table(table)).into_deserializer());
        let head = match head {
            Ok(head) => Some(head),
            // A file with a key twice would be blamed for keys the parser lost.
            Err(_) if broken => None,
            Err(error) => {
                findings.faults.push(self.refusal(&error, 0));
                findings.broken = true;
                None
            }
        };
        Reading { file: self, head, lists, parsed: true }
    }

    fn refusal(&self, error: &toml::de::Error, otherwise: usize) -> Fault {
        let offset = error.span().map_or(otherwise, |span| span.start);
        self.fault(offset, in_chinese(error.message()))
    }
}

/// A file taken apart.
pub struct Reading<'f, H> {
    file: &'f File,
    /// What stands outside the lists; none when it cannot be read.
    pub head: Option<H>,
    /// Whether the text parsed, so that a list that is not there is really not there.
    pub parsed: bool,
    lists: Vec<(String, Option<Spanned<DeValue<'f>>>)>,
}

impl<H> Reading<'_, H> {
    /// The entries of one list, in file order; an entry that cannot be read becomes a fault.
    pub fn entries<T: DeserializeOwned>(&mut self, key: &str, findings: &mut Findings) -> Vec<At<T>> {
        let Some(list) = self.lists.iter_mut().find(|(name, _)| name == key).and_then(|(_, list)| list.take()) else {
            return Vec::new();
        };
        let start = list.span().start;
        let DeValue::Array(array) = list.into_inner() else {
            findings.fault(self.file, start, format!("`{key}` 应是一组条目"));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for value in array {
            let offset = value.span().start;
            let names = names_of(value.get_ref());
            match T::deserialize(value.into_deserializer()) {
                Ok(value) => entries.push(At { offset, value }),
                Err(error) => {
                    findings.faults.push(self.file.refusal(&error, offset));
                    findings.lost.extend(names);
                }
            }
        }
        entries
    }
}

/// What others call an entry that may be unreadable.
fn names_of(entry: &DeValue<'_>) -> Vec<String> {
    let named = |key: &&'static str| entry.as_table()?.get(*key)?.get_ref().as_str().map(str::to_owned);
    let names: Vec<String> = ["id", "code", "name", "clause"].iter().filter_map(named).collect();
    // An entry without any is lost all the same.
    if names.is_empty() { vec![String::new()] } else { names }
}
