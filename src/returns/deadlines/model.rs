//! What is set of due dates, and what hospitals ask for.

use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AccountId, HospitalId};
use crate::calendar::Period;

/// How far a due date that was set reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// 从某期起: from a quarter on, until a later one says otherwise.
    From,
    /// 只此一期: one quarter alone, before what is set from a quarter on.
    Only,
}

impl Reach {
    /// Its name in columns and forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::Only => "only",
        }
    }

    /// The reach with this name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        [Self::From, Self::Only].into_iter().find(|reach| reach.key() == key)
    }
}

/// What a due date is set for; the text of one stands in forms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// From the quarter on, or of it alone.
    pub reach: Reach,
    /// The quarter.
    pub period: Period,
    /// Key of the hospitals' level; none for every level.
    pub level: Option<String>,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.reach.key(), self.period, self.level.as_deref().unwrap_or_default())
    }
}

/// When returns are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So many days after the quarter's last day.
    After {
        /// Days, 1–180.
        days: i32,
        /// Whether a free day is put off to the next working day.
        moves: bool,
    },
    /// On this day.
    On(NaiveDate),
}

/// Fewest and most days of [`Term::After`].
pub const DAYS: std::ops::RangeInclusive<i32> = 1..=180;

/// One term as it was once set; never changed afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What for.
    pub key: Key,
    /// The term; none where it was taken back.
    pub term: Option<Term>,
    /// 1 for the first of the key.
    pub version: i32,
    /// When.
    pub set_at: DateTime<Utc>,
    /// Who, by name as of then.
    pub set_by_name: String,
    /// Why.
    pub reason: String,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待批: nobody has decided.
    Open,
    /// 同意.
    Granted,
    /// 不同意.
    Refused,
}

impl State {
    /// Its name in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Granted => "granted",
            Self::Refused => "refused",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        [Self::Open, Self::Granted, Self::Refused].into_iter().find(|state| state.key() == key)
    }

    /// Kind of its tag and its words.
    #[must_use]
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("wait", "待批"),
            Self::Granted => ("ok", "同意延期"),
            Self::Refused => ("bad", "没有同意"),
        }
    }
}

/// 延期: one request of a hospital to hand in a quarter later, with what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extension {
    /// Its key.
    pub id: i64,
    /// Whose.
    pub hospital: HospitalId,
    /// Which quarter's.
    pub period: Period,
    /// 1 for the first of the hospital and quarter.
    pub number: i32,
    /// The last day that is asked for.
    pub wanted: NaiveDate,
    /// Why.
    pub reason: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By whom; none for the operator.
    pub asked_by: Option<AccountId>,
    /// By name as of then.
    pub asked_name: String,
    /// Where it stands.
    pub state: State,
    /// The last day that was granted.
    pub granted: Option<NaiveDate>,
    /// The reviewer's words; always there for a refusal.
    pub words: Option<String>,
    /// When it was decided, and by whom by name as of then.
    pub decided: Option<(DateTime<Utc>, String)>,
    /// Rises with each change.
    pub version: i32,
}

/// What a reviewer says to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Until this day, and what is said with it.
    Grant(NaiveDate, String),
    /// No, and why.
    Refuse(String),
}

impl Extension {
    /// Whether this account may decide it: not whoever asked.
    #[must_use]
    pub fn may_be_decided_by(&self, account: Option<AccountId>) -> bool {
        account.is_none() || self.asked_by != account
    }
}
