//! Verifying the journal: the chain in the database, and the heads kept outside it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use sea_orm::{DatabaseConnection, DatabaseTransaction};

use crate::db::{self, StoreError};
use crate::journal::check::{Fault, Walk};
use crate::journal::heads::parse_head;
use crate::journal::store;

/// Rows or lines taken at once: bounds the memory, whatever the length of the journal.
const PAGE: u64 = 1_000;

/// What was verified, and what was found.
#[derive(Clone, Debug)]
pub struct Report {
    /// Rows walked.
    pub rows: u64,
    /// Number of the last row as the database says; 0 for an empty journal.
    pub seq: i64,
    /// The head as the database says, 64 hexadecimal digits.
    pub head: String,
    /// Outside heads compared; `None` when there was no file to compare with.
    pub outside_heads: Option<u64>,
    /// Lines of the outside file that are no heads: a line the power cut short, or somebody's hand.
    pub unreadable_lines: u64,
    /// What is wrong; empty when all is well.
    pub faults: Vec<Fault>,
}

/// Why it could not be verified.
#[derive(Debug, thiserror::Error)]
pub enum CannotVerify {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The outside file failed.
    #[error("journal.heads: {0}")]
    Heads(#[from] io::Error),
}

/// Walks the whole journal at one moment, while others may go on writing.
///
/// `heads` is the outside file to compare with; `wanted` a head somebody kept, which must be the hash of some row.
///
/// # Errors
/// When database or file cannot be read; a damaged row is a fault, not an error.
pub async fn verify(
    db: &DatabaseConnection,
    heads: Option<&Path>,
    wanted: Option<&str>,
) -> Result<Report, CannotVerify> {
    // The file is measured before the moment the database is read at, so no line in it can be ahead of the rows.
    let outside = Outside::open(heads)?;
    let txn = db::snapshot(db).await?;
    let report = walk(&txn, outside, heads.is_some(), wanted).await;
    txn.rollback().await.map_err(StoreError::from)?;
    report
}

/// As [`verify`], inside a transaction: of rows that nobody else sees yet.
///
/// # Errors
/// As [`verify`].
pub async fn verify_within(
    txn: &DatabaseTransaction,
    heads: &Path,
    wanted: Option<&str>,
) -> Result<Report, CannotVerify> {
    walk(txn, Outside::open(Some(heads))?, true, wanted).await
}

async fn walk(
    txn: &DatabaseTransaction,
    mut outside: Outside,
    needs_outside: bool,
    wanted: Option<&str>,
) -> Result<Report, CannotVerify> {
    let (seq, head) = store::head_row(txn).await?;
    let mut walk = Walk::new(wanted);
    let rows = walk_rows(txn, &mut walk).await?;
    let replaced = compare(txn, &mut outside).await?;
    let mut faults = walk.end(seq, &head, outside.highest);
    // A row rewritten alone also differs from its outside head; it is named already.
    let unnamed = replaced.filter(|seq| !faults.iter().any(|fault| fault.names(*seq)));
    faults.extend(unnamed.map(Fault::Replaced));
    if needs_outside && outside.lines.is_none() && rows > 0 {
        faults.push(Fault::NoOutsideHeads);
    }
    let outside_heads = outside.lines.is_some().then_some(outside.read);
    Ok(Report { rows, seq, head, outside_heads, unreadable_lines: outside.unreadable, faults })
}

async fn walk_rows(txn: &DatabaseTransaction, walk: &mut Walk) -> Result<u64, StoreError> {
    let (mut rows, mut after) = (0, i64::MIN);
    loop {
        let numbers = store::numbers_after(txn, after, PAGE).await?;
        let Some(last) = numbers.last() else { return Ok(rows) };
        match store::entries_between(txn, after, *last).await {
            Ok(page) => page.iter().for_each(|entry| walk.step(entry)),
            // A column that cannot be read back: take the rows one by one and name it.
            Err(_) => step_one_by_one(txn, walk, &numbers).await,
        }
        rows += numbers.len() as u64;
        after = *last;
    }
}

async fn step_one_by_one(txn: &DatabaseTransaction, walk: &mut Walk, numbers: &[i64]) {
    for seq in numbers {
        match store::entries_between(txn, seq - 1, *seq).await {
            Ok(rows) => rows.iter().for_each(|entry| walk.step(entry)),
            Err(_) => walk.unreadable(*seq),
        }
    }
}

/// Compares every outside head with its row; gives the lowest row that has another hash.
async fn compare(txn: &DatabaseTransaction, outside: &mut Outside) -> Result<Option<i64>, CannotVerify> {
    let mut lowest: Option<i64> = None;
    loop {
        let page = outside.next_page()?;
        if page.is_empty() {
            return Ok(lowest);
        }
        let numbers: Vec<i64> = page.iter().map(|(seq, _)| *seq).collect();
        let hashes = store::hashes_of(txn, &numbers).await?;
        for (seq, head) in page {
            let differs = hashes.get(&seq).is_some_and(|hash| *hash != head);
            if differs && lowest.is_none_or(|known| seq < known) {
                lowest = Some(seq);
            }
        }
    }
}

/// The lines of the outside file, up to where it ended when it was opened.
struct Outside {
    lines: Option<BufReader<io::Take<File>>>,
    read: u64,
    unreadable: u64,
    highest: i64,
}

impl Outside {
    fn open(path: Option<&Path>) -> io::Result<Self> {
        let lines = match path.map(File::open) {
            None => None,
            Some(Err(error)) if error.kind() == io::ErrorKind::NotFound => None,
            Some(Err(error)) => return Err(error),
            Some(Ok(file)) => {
                let length = file.metadata()?.len();
                Some(BufReader::new(file.take(length)))
            }
        };
        Ok(Self { lines, read: 0, unreadable: 0, highest: 0 })
    }

    fn next_page(&mut self) -> io::Result<Vec<(i64, String)>> {
        let mut page = Vec::new();
        let Some(lines) = &mut self.lines else { return Ok(page) };
        let mut line = Vec::new();
        while (page.len() as u64) < PAGE && lines.read_until(b'\n', &mut line)? > 0 {
            match parse_head(&line) {
                Some((seq, head)) => {
                    self.highest = self.highest.max(seq);
                    self.read += 1;
                    page.push((seq, head));
                }
                None => self.unreadable += 1,
            }
            line.clear();
        }
        Ok(page)
    }
}
