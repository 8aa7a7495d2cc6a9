//! The catalogue in use: read at start and again whenever the operator's files change. Files with a fault change
//! nothing – the last good catalogue stays, and the faults are told to whoever runs the system.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use super::load::DEPTH;
use super::model::{Catalogue, Fault};

/// What a running server reads the catalogue from; cheap to clone, every clone sees the same.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// The operator's folder; none for the files built in, which cannot change.
    folder: Option<PathBuf>,
    held: Arc<RwLock<Held>>,
}

#[derive(Debug)]
struct Held {
    current: Catalogue,
    seen: Vec<Trace>,
    refused: Vec<Fault>,
}

/// By what a change of a file shows: its path, size and time.
type Trace = (PathBuf, u64, Option<SystemTime>);

/// What came of looking at the files again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looked {
    /// Nothing changed since.
    Same,
    /// The files changed and are in use.
    Taken,
    /// The files changed and have these faults; the last good catalogue stays.
    Refused(Vec<Fault>),
}

impl Shelf {
    /// Holds a catalogue that was just read from `folder`, or from the files built in.
    #[must_use]
    pub fn of(current: Catalogue, folder: Option<&Path>) -> Self {
        let seen = folder.map(traces).unwrap_or_default();
        let held = Held { current, seen, refused: Vec::new() };
        Self { folder: folder.map(Path::to_path_buf), held: Arc::new(RwLock::new(held)) }
    }

    /// The catalogue in use.
    #[must_use]
    pub fn current(&self) -> Catalogue {
        self.held.read().unwrap_or_else(PoisonError::into_inner).current.clone()
    }

    /// The operator's folder; none for the files built in.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Faults of the files as they stand now; empty while they are the ones in use.
    #[must_use]
    pub fn refused(&self) -> Vec<Fault> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).refused.clone()
    }

    /// Reads the files again where they changed. Blocks on the disk.
    #[must_use]
    pub fn look_again(&self) -> Looked {
        let Some(folder) = &self.folder else { return Looked::Same };
        let seen = traces(folder);
        if self.held.read().unwrap_or_else(PoisonError::into_inner).seen == seen {
            return Looked::Same;
        }
        let read = Catalogue::load(Some(folder));
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        held.seen = seen;
        match read {
            Ok(catalogue) => {
                held.current = catalogue;
                held.refused.clear();
                Looked::Taken
            }
            Err(faults) => {
                held.refused.clone_from(&faults);
                Looked::Refused(faults)
            }
        }
    }
}

fn traces(folder: &Path) -> Vec<Trace> {
    let mut found = Vec::new();
    trace(folder, DEPTH, &mut found);
    found.sort();
    found
}

/// What cannot be looked at leaves no trace; reading it then says why.
fn trace(folder: &Path, depth: usize, found: &mut Vec<Trace>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && depth > 1 {
            trace(&path, depth - 1, found);
        } else if path.extension().is_some_and(|extension| extension == "toml")
            && let Ok(facts) = fs::metadata(&path)
        {
            found.push((path, facts.len(), facts.modified().ok()));
        }
    }
}
