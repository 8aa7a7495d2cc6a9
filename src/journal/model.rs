//! What the journal keeps: who did what to which thing, when, from where, with which result.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::access::{AccountId, Viewer};

/// Longest login, address or subject kept, characters: what a stranger types must not fill the table.
const TEXT_MAX: usize = 200;

/// Who is written down as having done it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub(super) account: Option<AccountId>,
    pub(super) login: String,
    pub(super) address: String,
}

impl Actor {
    /// Somebody who is not signed in: the login that was typed and the address it came from.
    #[must_use]
    pub fn stranger(login: &str, address: &str) -> Self {
        Self { account: None, login: clean(login), address: clean(address) }
    }
}

impl From<&Viewer> for Actor {
    fn from(viewer: &Viewer) -> Self {
        Self { account: viewer.account, login: clean(&viewer.login), address: clean(&viewer.address) }
    }
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// Its name in the column and in the canonical bytes.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// One thing that happened. The journal knows no feature: the caller names the action and the subject.
#[derive(Clone, Debug)]
#[must_use = "nothing is written until it is given to `journal::record`"]
pub struct Event {
    pub(super) action: &'static str,
    pub(super) subject_kind: &'static str,
    pub(super) subject_id: String,
    pub(super) outcome: Outcome,
    detail: BTreeMap<&'static str, String>,
}

impl Event {
    /// `action` is `room.verb` (`return.accepted`); `subject_kind` the table of the thing; `subject_id` its key.
    pub fn new(action: &'static str, subject_kind: &'static str, subject_id: impl ToString) -> Self {
        Self {
            action,
            subject_kind,
            subject_id: clean(&subject_id.to_string()),
            outcome: Outcome::Done,
            detail: BTreeMap::new(),
        }
    }

    /// Adds a fact. Never a password, a token or personal data beyond what the row is about.
    pub fn detail(mut self, key: &'static str, value: impl ToString) -> Self {
        self.detail.insert(key, value.to_string());
        self
    }

    /// Says that it was refused.
    pub fn refused(mut self) -> Self {
        self.outcome = Outcome::Refused;
        self
    }

    /// The facts as one JSON object of texts, keys in byte order; kept and hashed as this very text.
    #[must_use]
    pub fn detail_text(&self) -> String {
        let facts: serde_json::Map<_, _> =
            self.detail.iter().map(|(key, value)| ((*key).to_owned(), value.clone().into())).collect();
        serde_json::Value::Object(facts).to_string()
    }
}

/// Where the chain stands after a row was written; printed on receipts and kept outside the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Number of the row, from 1 without gaps; 0 while nothing was written.
    pub seq: i64,
    /// The row's hash, 64 hexadecimal digits; zeros while nothing was written.
    pub head: String,
    /// When it was written.
    pub at: DateTime<Utc>,
}

/// A row as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number, from 1 without gaps.
    pub seq: i64,
    /// When, whole seconds.
    pub at: DateTime<Utc>,
    /// The account; `None` for strangers and the operator at the command line.
    pub account: Option<i64>,
    /// The login of the account, or what was typed.
    pub login: String,
    /// Where the request came from; empty at the command line.
    pub address: String,
    /// `room.verb`.
    pub action: String,
    /// What kind of thing it was done to.
    pub subject_kind: String,
    /// Which one.
    pub subject_id: String,
    /// The facts: a JSON object, kept as opaque text.
    pub detail: String,
    /// `done` or `refused`.
    pub result: String,
    /// Hash of the row before.
    pub previous: String,
    /// Hash over all of the above.
    pub hash: String,
}

/// Control characters would break log lines and PostgreSQL takes no NUL; both become U+FFFD.
fn clean(text: &str) -> String {
    text.chars().take(TEXT_MAX).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_sorted_and_escaped() {
        let event = Event::new("return.stored", "quarterly_return", 7).detail("round", 2).detail("file", "三\"季\n度");
        assert_eq!(event.detail_text(), r#"{"file":"三\"季\n度","round":"2"}"#);
        assert_eq!(Event::new("a.b", "c", "x\0\ny").subject_id, "x\u{FFFD}\u{FFFD}y");
    }
}
