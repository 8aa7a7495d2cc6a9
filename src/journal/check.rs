//! Whether the chain holds: fed with the rows in order, says which were altered, rewritten, deleted or cut off. Pure.

use chrono::Timelike;

use crate::journal::chain::{self, GENESIS};
use crate::journal::model::Entry;

/// Faults kept; a table damaged throughout would otherwise fill the memory.
const FAULTS_MAX: usize = 100;

/// Something wrong with the journal. Numbers are those of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The row's own content does not have its hash.
    Altered(i64),
    /// The row has a hash of its own content, but not the one that the next row, or the head, continues.
    Rewritten(i64),
    /// Rows from first to last are gone from the middle.
    Deleted(i64, i64),
    /// Rows from first to last are gone from the end: a head names the last one, there is none.
    Truncated(i64, i64),
    /// The row that holds the head speaks of fewer rows than there are.
    HeadAltered,
    /// From this row on, or before, the chain is not the one whose heads were kept outside the database.
    Replaced(i64),
    /// The head someone kept, for instance from a receipt, is the hash of no row.
    UnknownHead,
    /// There are rows, but the file of outside heads is gone.
    NoOutsideHeads,
}

impl Fault {
    /// Its stable word.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Altered(_) => "altered",
            Self::Rewritten(_) => "rewritten",
            Self::Deleted(..) => "deleted",
            Self::Truncated(..) => "truncated",
            Self::HeadAltered => "head_altered",
            Self::Replaced(_) => "replaced",
            Self::UnknownHead => "unknown_head",
            Self::NoOutsideHeads => "no_outside_heads",
        }
    }

    /// The rows it concerns, first and last.
    #[must_use]
    pub fn rows(&self) -> Option<(i64, i64)> {
        match *self {
            Self::Altered(seq) | Self::Rewritten(seq) | Self::Replaced(seq) => Some((seq, seq)),
            Self::Deleted(first, last) | Self::Truncated(first, last) => Some((first, last)),
            Self::HeadAltered | Self::UnknownHead | Self::NoOutsideHeads => None,
        }
    }

    /// Whether it concerns this row.
    #[must_use]
    pub fn names(&self, seq: i64) -> bool {
        self.rows().is_some_and(|(first, last)| (first..=last).contains(&seq))
    }

    /// What it means, for the operator.
    #[must_use]
    pub fn message_label(&self) -> String {
        match self {
            Self::Altered(seq) => format!("第 {seq} 条被改动：内容与它自己的哈希不符"),
            Self::Rewritten(seq) => format!("第 {seq} 条被重写：它的哈希不是后一条（或链头）所接的那个"),
            Self::Deleted(first, last) if first == last => format!("第 {first} 条被删除"),
            Self::Deleted(first, last) => format!("第 {first} 至 {last} 条被删除"),
            Self::Truncated(first, last) => format!("末尾被截断：第 {first} 至 {last} 条不见了"),
            Self::HeadAltered => "链头（journal_head）被改动：它说的条数比实有的少".to_owned(),
            Self::Replaced(seq) => format!("从第 {seq} 条或更早起，整条链被换过：与库外留存的链头不符"),
            Self::UnknownHead => "给出的链头不是任何一条的哈希：记下它之后，日志被重写或截断过".to_owned(),
            Self::NoOutsideHeads => "库外链头文件 journal.heads 不见了，末尾是否被截断无从核对".to_owned(),
        }
    }
}

/// The walk along the chain, one row at a time.
#[derive(Debug)]
pub struct Walk {
    next: i64,
    /// The hash the next row must continue; unknown after a gap or a row that cannot be trusted.
    previous: Option<String>,
    wanted: Option<String>,
    faults: Vec<Fault>,
}

impl Walk {
    /// Starts before the first row; `wanted` is a head that must be the hash of some row.
    #[must_use]
    pub fn new(wanted: Option<&str>) -> Self {
        let wanted = wanted.filter(|head| *head != GENESIS).map(str::to_lowercase);
        Self { next: 1, previous: Some(GENESIS.to_owned()), wanted, faults: Vec::new() }
    }

    /// Takes the next row; rows come in rising order of `seq`.
    pub fn step(&mut self, entry: &Entry) {
        self.skip_to(entry.seq);
        if self.wanted.as_deref() == Some(entry.hash.as_str()) {
            self.wanted = None;
        }
        // Fractions of a second are no part of the bytes, so a row that has some was not written by us.
        let whole = entry.at.nanosecond() == 0 && entry.seq >= self.next;
        if !whole || chain::hash(entry) != entry.hash {
            self.note(Fault::Altered(entry.seq));
        } else if self.previous.as_ref().is_some_and(|previous| *previous != entry.previous) {
            // This row is true to itself and to what it continued, so the one before is no longer what it was.
            self.note(if entry.seq == 1 { Fault::Altered(1) } else { Fault::Rewritten(entry.seq - 1) });
        }
        self.previous = Some(entry.hash.clone());
        self.next = self.next.max(entry.seq + 1);
    }

    /// Takes the number of a row whose columns cannot even be read.
    pub fn unreadable(&mut self, seq: i64) {
        self.skip_to(seq);
        self.note(Fault::Altered(seq));
        self.previous = None;
        self.next = self.next.max(seq + 1);
    }

    /// Ends the walk: `seq` and `head` are what the database says of the last row, `outside` the highest number that
    /// a head outside the database names.
    #[must_use]
    pub fn end(mut self, seq: i64, head: &str, outside: i64) -> Vec<Fault> {
        let last = self.next - 1;
        let expected = seq.max(outside);
        if last < expected {
            self.note(Fault::Truncated(last + 1, expected));
        } else if last > seq {
            self.note(Fault::HeadAltered);
        } else if self.previous.as_deref().is_some_and(|hash| hash != head) && !self.names(last) {
            self.note(Fault::Rewritten(last));
        }
        if self.wanted.is_some() {
            self.note(Fault::UnknownHead);
        }
        self.faults
    }

    fn skip_to(&mut self, seq: i64) {
        if seq > self.next {
            self.note(Fault::Deleted(self.next, seq - 1));
            self.previous = None;
            self.next = seq;
        }
    }

    /// A row already named is not named again in other words.
    fn names(&self, seq: i64) -> bool {
        self.faults.iter().any(|fault| fault.names(seq))
    }

    fn note(&mut self, fault: Fault) {
        if self.faults.len() < FAULTS_MAX && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain_of(count: i64) -> Vec<Entry> {
        let mut rows: Vec<Entry> = Vec::new();
        for seq in 1..=count {
            let mut row = Entry {
                seq,
                at: "2024-10-08T01:02:03Z".parse().unwrap(),
                account: Some(7),
                login: "yanshi".to_owned(),
                address: "10.0.0.1".to_owned(),
                action: "return.accepted".to_owned(),
                subject_kind: "quarterly_return".to_owned(),
                subject_id: seq.to_string(),
                detail: "{}".to_owned(),
                result: "done".to_owned(),
                previous: rows.last().map_or(GENESIS.to_owned(), |row| row.hash.clone()),
                hash: String::new(),
            };
            row.hash = chain::hash(&row);
            rows.push(row);
        }
        rows
    }

    /// What a walk over `rows` finds, where the database still says what it said of the untouched chain.
    fn faults(rows: &[Entry], outside: i64, wanted: Option<&str>) -> Vec<Fault> {
        let head = chain_of(5).pop().unwrap();
        let mut walk = Walk::new(wanted);
        rows.iter().for_each(|row| walk.step(row));
        walk.end(head.seq, &head.hash, outside)
    }

    #[test]
    fn an_untouched_chain_holds_and_knows_its_heads() {
        let rows = chain_of(5);
        assert_eq!(faults(&rows, 5, Some(&rows[2].hash.to_uppercase())), []);
        assert_eq!(faults(&rows, 5, Some(&"ab".repeat(32))), [Fault::UnknownHead]);
        assert_eq!(Walk::new(None).end(0, GENESIS, 0), []);
    }

    #[test]
    fn the_touched_row_is_named() {
        let mut altered = chain_of(5);
        altered[2].detail = "{\"x\":\"y\"}".to_owned();
        assert_eq!(faults(&altered, 5, None), [Fault::Altered(3)]);

        let mut rewritten = altered.clone();
        rewritten[2].hash = chain::hash(&rewritten[2]);
        assert_eq!(faults(&rewritten, 5, None), [Fault::Rewritten(3)]);

        let mut last = chain_of(5);
        last[4].login = "other".to_owned();
        last[4].hash = chain::hash(&last[4]);
        assert_eq!(faults(&last, 5, None), [Fault::Rewritten(5)]);

        let mut fraction = chain_of(5);
        fraction[0].at += chrono::TimeDelta::milliseconds(1);
        assert_eq!(faults(&fraction, 5, None), [Fault::Altered(1)]);
    }

    #[test]
    fn missing_rows_are_named() {
        let mut middle = chain_of(5);
        middle.drain(1..3);
        assert_eq!(faults(&middle, 5, None), [Fault::Deleted(2, 3)]);
        let first: Vec<_> = chain_of(5).split_off(1);
        assert_eq!(faults(&first, 5, None), [Fault::Deleted(1, 1)]);
        assert_eq!(faults(&chain_of(3), 5, None), [Fault::Truncated(4, 5)]);
        assert_eq!(faults(&chain_of(5), 9, None), [Fault::Truncated(6, 9)]);
        assert_eq!(faults(&chain_of(6), 6, None), [Fault::HeadAltered]);
    }
}
