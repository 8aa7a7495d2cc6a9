//! What the room knows of people, loans and lists. Pure.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AccountId, AuthorityId, HospitalId, InspectorId};

/// Who employs an inspector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Employer {
    /// An authority of the register.
    Authority(AuthorityId),
    /// A hospital of the register; its own inspectors never visit it.
    Hospital(HospitalId),
    /// Anybody else, as typed.
    Other(String),
}

/// What ties somebody to a hospital, by the numbers of the rules of `docs/draws.md`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// Works there besides the employer.
    Employed,
    /// Worked there until a day.
    Left,
    /// A near relative works there.
    Relative,
    /// Had a dispute with it.
    Dispute,
}

/// All ties, by their numbers.
pub const TIES: [Tie; 4] = [Tie::Employed, Tie::Left, Tie::Relative, Tie::Dispute];

impl Tie {
    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Employed => "employed",
            Self::Left => "left",
            Self::Relative => "relative",
            Self::Dispute => "dispute",
        }
    }

    /// What a reader calls it, and writes in forms and workbooks.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Employed => "现任职",
            Self::Left => "曾任职",
            Self::Relative => "近亲属",
            Self::Dispute => "争议",
        }
    }

    /// The number of the rule of a draw it is for.
    #[must_use]
    pub fn rule(self) -> u8 {
        match self {
            Self::Employed => 1,
            Self::Left => 2,
            Self::Relative => 3,
            Self::Dispute => 4,
        }
    }

    /// The one with this word of a column.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        TIES.into_iter().find(|tie| tie.key() == key)
    }

    /// The one a person means.
    #[must_use]
    pub fn of_label(word: &str) -> Option<Self> {
        TIES.into_iter().find(|tie| tie.label() == word)
    }
}

/// 回避关系: what an inspector declared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// With which hospital.
    pub hospital: HospitalId,
    /// What.
    pub tie: Tie,
    /// Of somebody who left: the last day there.
    pub until: Option<NaiveDate>,
}

/// 督查员.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspector {
    /// Its key.
    pub id: InspectorId,
    /// Stable code, in addresses, workbooks and draws; no two have the same.
    pub code: String,
    /// Whose pool it is in; only that authority changes it.
    pub authority: AuthorityId,
    /// What can be changed.
    pub facts: Facts,
    /// Whether it may be sent.
    pub active: bool,
    /// Rises with every change.
    pub version: i32,
}

/// What is known of an inspector and can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The person's name.
    pub name: String,
    /// Who employs.
    pub employer: Employer,
    /// Six-digit code of the region the person works in.
    pub region: String,
    /// What the person can look at, in words of the catalogue.
    pub specialities: BTreeSet<String>,
    /// The certificate's kind or number; empty for none.
    pub certificate: String,
    /// What was declared.
    pub relations: BTreeSet<Relation>,
    /// The account the person signs in with.
    pub account: Option<AccountId>,
}

impl Inspector {
    /// Whether it holds a certificate.
    #[must_use]
    pub fn certified(&self) -> bool {
        !self.facts.certificate.is_empty()
    }
}

/// What happened to an inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Came into the pool.
    Added,
    /// Something became otherwise.
    Changed,
    /// 停用
    Deactivated,
    /// 恢复
    Activated,
}

impl Deed {
    const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deactivated, Self::Activated];

    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Deactivated => "deactivated",
            Self::Activated => "activated",
        }
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Added => "入库",
            Self::Changed => "变更",
            Self::Deactivated => "停用",
            Self::Activated => "恢复",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.key() == key)
    }
}

/// A line of an inspector's history.
#[derive(Clone, Debug)]
pub struct Change {
    /// What.
    pub deed: Deed,
    /// What became otherwise, or why; may be of several lines or empty.
    pub said: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
}

/// How a loan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waits for the lender.
    Asked,
    /// The lender said who.
    Agreed,
    /// The lender said no.
    Declined,
    /// The borrower no longer wants it.
    Withdrawn,
}

impl Standing {
    const ALL: [Self; 4] = [Self::Asked, Self::Agreed, Self::Declined, Self::Withdrawn];

    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }
}

/// 借调: one person for some days.
#[derive(Clone, Debug)]
pub struct Loan {
    /// Its key.
    pub id: i64,
    /// Who asks.
    pub borrower: AuthorityId,
    /// Who is asked.
    pub lender: AuthorityId,
    /// What the person must know; empty for anything.
    pub speciality: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// What for.
    pub reason: String,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub asked_name: String,
    /// How it stands.
    pub standing: Standing,
    /// Who is lent, once agreed.
    pub inspector: Option<InspectorId>,
    /// What the lender, or the borrower who withdrew, said.
    pub answer: String,
    /// Rises with every step.
    pub version: i32,
}

impl Loan {
    /// Whether somebody is lent on this day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.standing == Standing::Agreed && self.from <= day && day <= self.to
    }
}

/// One span of a centre's list: a hospital is due from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Its key.
    pub id: i64,
    /// Which hospital.
    pub hospital: HospitalId,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it is due. A day before the first: entered by mistake, never due.
    pub to: Option<NaiveDate>,
    /// Why: the plan or list it is from.
    pub source: String,
    /// Rises with every change.
    pub version: i32,
}

impl Due {
    /// Whether the hospital is due on this day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it was ever due.
    #[must_use]
    pub fn ever(&self) -> bool {
        self.to.is_none_or(|to| self.from <= to)
    }

    /// Whether two spans of one hospital have a day in common.
    #[must_use]
    pub fn meets(&self, from: NaiveDate, to: Option<NaiveDate>) -> bool {
        let other = Self { from, to, ..self.clone() };
        let before = |a: &Self, b: &Self| a.to.is_some_and(|to| to < b.from);
        self.ever() && other.ever() && !before(self, &other) && !before(&other, self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn due(from: &str, to: Option<&str>) -> Due {
        Due { id: 1, hospital: HospitalId(1), from: day(from), to: to.map(day), source: String::new(), version: 1 }
    }

    #[test]
    fn a_span_holds_on_its_first_and_last_day() {
        let span = due("2024-01-01", Some("2024-06-30"));
        let holds = |text| span.holds_on(day(text));
        assert_eq!(["2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01"].map(holds), [false, true, true, false]);
        assert!(due("2024-01-01", None).holds_on(day("2099-01-01")));
        let never = due("2024-01-01", Some("2023-12-31"));
        assert!(!never.ever() && !never.holds_on(day("2024-01-01")) && !never.holds_on(day("2023-12-31")));
    }

    #[test]
    fn spans_meet_where_they_share_a_day() {
        let span = due("2024-01-01", Some("2024-06-30"));
        let meets = |from, to: Option<&str>| span.meets(day(from), to.map(day));
        assert!(meets("2024-06-30", None) && meets("2023-01-01", Some("2024-01-01")) && meets("2024-02-01", None));
        assert!(!meets("2024-07-01", None) && !meets("2023-01-01", Some("2023-12-31")));
        assert!(!meets("2024-02-01", Some("2024-01-31")), "what was never due is in nobody's way");
    }
}
