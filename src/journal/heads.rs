//! The chain's head outside the database: `journal.heads` in the data folder, so that cutting the tail shows.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::journal::model::Recorded;

/// Where the outside heads of a data folder are kept.
#[must_use]
pub fn heads_file(data_dir: &Path) -> PathBuf {
    data_dir.join("journal.heads")
}

/// Appends a head to the outside file: one line `seq head time`. Called after the commit, once a page's change and
/// once a batch.
///
/// It costs one small append and no fsync: a head covers every row before it, so a line lost with the power is
/// made good by the next. What was committed stands either way, hence a failure is only logged.
pub fn publish_head(data_dir: &Path, recorded: &Recorded) {
    if let Err(error) = append(&heads_file(data_dir), recorded) {
        tracing::error!(%error, seq = recorded.seq, "journal head {} was not written outside the database", recorded.seq);
    }
}

/// The lines of the outside file that name rows up to `seq`, for a copy of the database as it was then.
///
/// # Errors
/// Of the disk; a file that is not there has no lines.
pub fn heads_up_to(data_dir: &Path, seq: i64) -> io::Result<Vec<u8>> {
    let bytes = match std::fs::read(heads_file(data_dir)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read?,
    };
    let lines = bytes.split_inclusive(|byte| *byte == b'\n');
    Ok(lines.filter(|line| parse_head(line).is_some_and(|(number, _)| number <= seq)).flatten().copied().collect())
}

/// Number and hash of a line `seq head time`.
pub(super) fn parse_head(line: &[u8]) -> Option<(i64, String)> {
    let text = std::str::from_utf8(line).ok()?.strip_suffix('\n')?;
    let mut words = text.split(' ');
    let seq = words.next()?.parse().ok().filter(|seq| *seq > 0)?;
    let head = words.next().filter(|head| head.len() == 64)?;
    words.next()?;
    Some((seq, head.to_owned()))
}

fn append(file: &Path, recorded: &Recorded) -> io::Result<()> {
    let line = format!("{} {} {}\n", recorded.seq, recorded.head, recorded.at.format("%Y-%m-%dT%H:%M:%SZ"));
    // One write in append mode: lines of several processes do not mix.
    OpenOptions::new().create(true).append(true).open(file)?.write_all(line.as_bytes())
}
