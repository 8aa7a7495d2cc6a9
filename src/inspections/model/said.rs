//! What is said of a check point.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::catalogue::model::{CheckPointId, LimitId};

/// 结论 of a check point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// 符合
    Met,
    /// 部分符合
    Partly,
    /// 不符合
    NotMet,
    /// 不适用
    NotApplicable,
}

/// Every verdict, in the order of the form.
pub const VERDICTS: [Verdict; 4] = [Verdict::Met, Verdict::Partly, Verdict::NotMet, Verdict::NotApplicable];

impl Verdict {
    /// Its word in columns and forms.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::NotMet => "not_met",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Met => "符合",
            Self::Partly => "部分符合",
            Self::NotMet => "不符合",
            Self::NotApplicable => "不适用",
        }
    }

    /// The verdict with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        VERDICTS.into_iter().find(|verdict| verdict.key() == key)
    }

    /// Its letter where a closed visit keeps one a point.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Met => 'm',
            Self::Partly => 'p',
            Self::NotMet => 'n',
            Self::NotApplicable => 'x',
        }
    }

    /// Whether something is to be mended.
    #[must_use]
    pub fn failed(self) -> bool {
        matches!(self, Self::Partly | Self::NotMet)
    }
}

/// 抽查病历: how many of how many records were in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sampled {
    /// In order.
    pub met: i32,
    /// Looked at, at least one.
    pub of: i32,
}

/// What is said of a check point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The verdict.
    pub verdict: Verdict,
    /// 现场记录; empty where nothing was written.
    pub note: String,
    /// What was measured, in the limit's unit.
    pub measured: BTreeMap<LimitId, i64>,
    /// The records looked at; none where the point is judged otherwise.
    pub sample: Option<Sampled>,
}

/// An answer as it stands: the latest of a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Of which point.
    pub point: CheckPointId,
    /// The how-manieth answer of this point, from 1; whoever answers says which one was seen.
    pub number: i32,
    /// What.
    pub said: Said,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
}
