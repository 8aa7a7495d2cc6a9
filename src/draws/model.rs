//! What a draw is made of: the frozen list, the records written after it, and what comes out.

mod outcome;
mod record;

use std::collections::BTreeSet;

use chrono::NaiveDate;

pub use outcome::{Drawn, Outcome, Part, Revealed, Skip, StratumOutcome, Team, Ticket};
pub use record::{Record, Witness};

pub use crate::coverage::quota::Share;

/// The version of list, tickets and rules that `docs/draws.md` fixes.
pub const ALGORITHM: i64 = 1;

/// Where the seed comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A public value that does not exist yet, named beforehand.
    Public,
    /// Two named witnesses type a value each: the weaker kind.
    Witnessed,
}

impl Kind {
    /// Its word in the list and in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Witnessed => "witnessed",
        }
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "公开种子",
            Self::Witnessed => "两人见证（较弱）",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        [Self::Public, Self::Witnessed].into_iter().find(|kind| kind.key() == key)
    }
}

/// 抽取编号: authority, year and round; the round counts all commitments of the authority in the year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// Code of the authority.
    pub authority: String,
    /// The year.
    pub year: i32,
    /// From 1.
    pub round: i64,
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}-{}", self.authority, self.year, self.round)
    }
}

impl std::str::FromStr for Number {
    type Err = ();

    /// Only what [`std::fmt::Display`] writes, so that a draw has one address.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.rsplitn(3, '-');
        let round = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let year = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        let authority = parts.next().ok_or(())?.to_owned();
        let number = Self { authority, year, round };
        let sound = !number.authority.is_empty() && round > 0 && year > 0 && number.to_string() == text;
        if sound { Ok(number) } else { Err(()) }
    }
}

/// 层: hospitals among which a number is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Its name, by which it is keyed.
    pub name: String,
    /// The share of its hospitals.
    pub share: Share,
    /// ⌈share · hospitals⌉.
    pub quota: i64,
}

/// A hospital that may be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Register code, by which it is keyed.
    pub code: String,
    /// Six-digit code of the region it stands in.
    pub region: String,
    /// Name on the day of the list.
    pub name: String,
    /// Name of its stratum.
    pub stratum: String,
    /// Whether it was visited in this period already.
    pub visited: bool,
}

/// A hospital that may not be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Register code.
    pub code: String,
    /// Name on the day of the list.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What a team must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRules {
    /// People a team, at least 2.
    pub size: i64,
    /// Visits of a person in the year, at most.
    pub load_cap: i64,
    /// Whether one must hold a certificate.
    pub certificate: bool,
    /// Whether all must come from another region than the hospital's.
    pub other_region: bool,
    /// Who left a hospital keeps away for so many years.
    pub years: i64,
    /// Specialities that the team together must have.
    pub needs: BTreeSet<String>,
}

/// What ties an inspector to a hospital.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// Works there.
    Employed,
    /// Worked there.
    Left,
    /// A relative works there.
    Relative,
    /// Was in dispute with it.
    Dispute,
}

impl Tie {
    /// The number of the rule that keeps the person away.
    #[must_use]
    pub fn rule(self) -> u8 {
        match self {
            Self::Employed => 1,
            Self::Left => 2,
            Self::Relative => 3,
            Self::Dispute => 4,
        }
    }

    /// The one with this number.
    #[must_use]
    pub fn of(rule: i64) -> Option<Self> {
        [Self::Employed, Self::Left, Self::Relative, Self::Dispute]
            .into_iter()
            .find(|tie| i64::from(tie.rule()) == rule)
    }
}

/// A declared relation of an inspector.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    /// Register code of the hospital.
    pub hospital: String,
    /// What it is.
    pub tie: Tie,
    /// The year the person left; 0 for the other ties.
    pub year: i64,
}

/// 督查员 who may be drawn: what the rules ask of the person and no more, so that the list can be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Code in the pool, by which it is keyed.
    pub code: String,
    /// Code of the employer: of a hospital, or anything else.
    pub employer: String,
    /// Six-digit code of the region the person comes from.
    pub region: String,
    /// Whether the person holds a certificate.
    pub certificate: bool,
    /// Visits in the year so far.
    pub load: i64,
    /// Specialities.
    pub specialities: BTreeSet<String>,
    /// Declared relations.
    pub relations: Vec<Relation>,
}

/// What is frozen when a draw is committed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenList {
    /// Authority, year and round.
    pub number: Number,
    /// Name of the authority.
    pub authority_name: String,
    /// Why there is another round; empty for the first.
    pub reason: String,
    /// Where the seed comes from.
    pub kind: Kind,
    /// When it was frozen, `2025-03-01T04:00:00Z`.
    pub committed: String,
    /// The day by which it is revealed.
    pub due: NaiveDate,
    /// Public sources of the seed: the first, and what stands in when those before are void. None for witnesses.
    pub sources: Vec<String>,
    /// By name.
    pub strata: Vec<Stratum>,
    /// By register code.
    pub units: Vec<Unit>,
    /// By register code.
    pub exclusions: Vec<Exclusion>,
    /// None where no teams are drawn.
    pub team: Option<TeamRules>,
    /// By code; none where no teams are drawn.
    pub candidates: Vec<Candidate>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        for text in ["410105-2025-1", "QC-410000-07-2025-12"] {
            assert_eq!(text.parse::<Number>().map(|number| number.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "410105-2025", "410105-2025-0", "410105-2025-01", "-2025-1", "410105-2025-+1"] {
            assert_eq!(text.parse::<Number>(), Err(()), "{text}");
        }
    }

    #[test]
    fn a_share_is_rounded_up_in_integers() {
        let fifth = Share { numerator: 1, denominator: 5 };
        let numbers: Vec<i64> = [0, 1, 4, 5, 6, 10, 11, 2_200].into_iter().map(|count| fifth.of(count)).collect();
        assert_eq!(numbers, [0, 1, 1, 1, 2, 2, 3, 440]);
        assert_eq!(Share { numerator: 1, denominator: 0 }.of(7), 0);
    }
}
