//! 典型: what was submitted, how it stands, and how it came to stand so.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use crate::access::{AuthorityId, FileId, HospitalId};
use crate::calendar::{Grain, Period};
use crate::files::Evidence;
use crate::publications::model::Audience;

/// 编号: `2024Q3-12`, the twelfth of its quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The quarter it was submitted for.
    pub quarter: Period,
    /// Its place among those of the quarter, from 1.
    pub serial: i32,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.quarter, self.serial)
    }
}

impl FromStr for Number {
    type Err = ();

    /// Only what [`fmt::Display`] writes, so that an exemplar has one address.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (quarter, serial) = text.split_once('-').ok_or(())?;
        let quarter: Period = quarter.parse().map_err(|_| ())?;
        let number = Self { quarter, serial: serial.parse().map_err(|_| ())? };
        let sound = quarter.grain() == Grain::Quarter && number.serial > 0 && number.to_string() == text;
        if sound { Ok(number) } else { Err(()) }
    }
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 待选
    Submitted,
    /// 已选用
    Chosen,
    /// 未选用
    Declined,
    /// 已撤回 by whoever submitted it.
    Withdrawn,
}

/// Every state, in the order of the filter.
pub const STATES: [State; 4] = [State::Submitted, State::Chosen, State::Declined, State::Withdrawn];

impl State {
    /// Its key in columns and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Chosen => "chosen",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        STATES.into_iter().find(|state| state.key() == key)
    }

    /// What a reader calls it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Submitted => "待选",
            Self::Chosen => "已选用",
            Self::Declined => "未选用",
            Self::Withdrawn => "已撤回",
        }
    }

    /// The kind of its tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Submitted => "wait",
            Self::Chosen => "ok",
            Self::Declined | Self::Withdrawn => "plain",
        }
    }

    /// Whether it may come to stand so: the top chooses and declines as often as it has reasons to; whoever submitted takes back
    /// only what is not chosen; what was taken back stays so.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Withdrawn, _) | (_, Self::Submitted) => false,
            (Self::Chosen, Self::Withdrawn) => false,
            // Chosen again: for another audience.
            (Self::Chosen, Self::Chosen) => true,
            (was, next) => was != next,
        }
    }
}

/// One that was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemplar {
    /// Its key.
    pub id: i64,
    /// Its number.
    pub number: Number,
    /// Id of the campaign that calls for it.
    pub campaign: String,
    /// Id of its kind.
    pub kind: String,
    /// Id of the target it concerns.
    pub target: Option<String>,
    /// Who submitted it.
    pub authority: AuthorityId,
    /// The hospital it is about.
    pub hospital: Option<HospitalId>,
    /// Its title.
    pub title: String,
    /// Its text, paragraphs apart by line ends.
    pub text: String,
    /// How it stands.
    pub state: State,
    /// For whom, once chosen.
    pub audience: Option<Audience>,
    /// When it was submitted.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of where.
    pub by_place: String,
    /// Rises with every decision.
    pub version: i32,
}

/// One step of how it came to stand as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How it stood from then on.
    pub state: State,
    /// For whom, if chosen.
    pub audience: Option<Audience>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of where.
    pub by_place: String,
}

/// A picture of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its place, from 1.
    pub number: i32,
    /// The kept file.
    pub file: FileId,
    /// What it is.
    pub kind: Evidence,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        let number: Number = "2024Q3-12".parse().unwrap();
        assert_eq!((number.quarter.to_string().as_str(), number.serial), ("2024Q3", 12));
        for bad in ["2024Q3", "2024-1", "2024Q3-0", "2024Q3-01", "2024Q3--1", "2024-07-1"] {
            assert!(bad.parse::<Number>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_was_taken_back_stays_so_and_what_is_chosen_is_not_taken_back() {
        use State::{Chosen, Declined, Submitted, Withdrawn};
        let may = |from: State| STATES.into_iter().filter(|next| from.may_become(*next)).collect::<Vec<_>>();
        assert_eq!(may(Submitted), [Chosen, Declined, Withdrawn]);
        assert_eq!(may(Chosen), [Chosen, Declined]);
        assert_eq!(may(Declined), [Chosen, Withdrawn]);
        assert_eq!(may(Withdrawn), []);
    }
}
