//! What a closed visit found wrong, and how far it is mended.

use chrono::NaiveDate;

use crate::access::{FindingId, HospitalId, VisitId};
use crate::catalogue::model::CheckPointId;
use crate::inspections::model::Verdict;

/// 发现: what a closed visit found wrong. What was found never changes; how far it
/// is mended is written by the room `rectifications`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its key.
    pub id: FindingId,
    /// Of which visit.
    pub visit: VisitId,
    /// At which hospital.
    pub hospital: HospitalId,
    /// From 1 within the visit.
    pub number: i32,
    /// Place of the system in the checklist.
    pub system: u8,
    /// Its name.
    pub system_name: String,
    /// The check point.
    pub point: CheckPointId,
    /// 部分符合 or 不符合.
    pub verdict: Verdict,
    /// The clause it rests on.
    pub clause: String,
    /// 现场发现, as written on the documents.
    pub text: String,
    /// 责任科室
    pub department: String,
    /// 整改时限: the last day, as written at the end of the visit.
    pub due: NaiveDate,
    /// How far it is mended.
    pub standing: Standing,
    /// The last day as it is now: later where it was prolonged.
    pub last_due: NaiveDate,
    /// The day it was found mended.
    pub mended_on: Option<NaiveDate>,
    /// How many steps were taken; whoever takes the next says how many were seen.
    pub steps: i32,
}

/// How far a finding is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// 待整改: the hospital has the next word.
    Open,
    /// 待复核: the hospital has replied.
    Replied,
    /// 已销号
    Closed,
}

impl Standing {
    /// Every standing, in the order of lists.
    pub const ALL: [Self; 3] = [Self::Open, Self::Replied, Self::Closed];

    /// Its word in columns and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Replied => "replied",
            Self::Closed => "closed",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "待整改",
            Self::Replied => "待复核",
            Self::Closed => "已销号",
        }
    }

    /// The standing with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }
}

impl Finding {
    /// Whether its last day has passed and nobody has replied.
    #[must_use]
    pub fn overdue(&self, today: NaiveDate) -> bool {
        self.standing == Standing::Open && today > self.last_due
    }
}
