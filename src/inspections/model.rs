//! What a visit is: who goes where and why, how far it has come, what was answered, what was found.

mod finding;
mod said;

pub use finding::{Finding, Standing};
pub use said::{Answer, Said, Sampled, VERDICTS, Verdict};

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{AuthorityId, FileId, HospitalId, InspectorId, VisitId};
use crate::catalogue::model::{CheckPointId, ChecklistId};
use crate::files::Evidence;

/// Why somebody goes there: 督导种类 (豫卫医〔2021〕26号 五(二)1, 2; `docs/glossary.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// By a health commission, of the hospitals it governs.
    Commission,
    /// By a QC centre, of the hospitals due for its speciality.
    QcCentre,
    /// A sample of the province.
    Sample,
    /// 指定: outside the draw, for a reason.
    Named,
    /// 复查 of an earlier visit's findings.
    FollowUp,
    /// 自查: by the hospital itself.
    SelfExam,
}

/// Every kind, in the order of lists.
pub const KINDS: [Kind; 6] =
    [Kind::Commission, Kind::QcCentre, Kind::Sample, Kind::Named, Kind::FollowUp, Kind::SelfExam];

impl Kind {
    /// Its word in columns and addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Commission => "commission",
            Self::QcCentre => "qc_centre",
            Self::Sample => "sample",
            Self::Named => "named",
            Self::FollowUp => "follow_up",
            Self::SelfExam => "self_exam",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Commission => "行政督导",
            Self::QcCentre => "质控中心督导",
            Self::Sample => "上级抽查",
            Self::Named => "指定督导",
            Self::FollowUp => "复查",
            Self::SelfExam => "医院自查",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.key() == key)
    }

    /// Whether it needs a written reason: it is outside the draw, where somebody chose the hospital.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Named | Self::FollowUp)
    }
}

/// How far a visit has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// 待督导: nobody at the hospital knows of it.
    Planned,
    /// 督导中
    Begun,
    /// 已结束: nothing of it changes any more.
    Closed,
    /// 已取消, with a reason.
    Dropped,
}

impl State {
    /// Every state, in the order of filters.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Begun, Self::Closed, Self::Dropped];

    /// Its word in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Begun => "begun",
            Self::Closed => "closed",
            Self::Dropped => "dropped",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "待督导",
            Self::Begun => "督导中",
            Self::Closed => "已结束",
            Self::Dropped => "已取消",
        }
    }

    /// The kind of its tag (`parts/ui.html`).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Planned => "plain",
            Self::Begun => "wait",
            Self::Closed => "ok",
            Self::Dropped => "unsure",
        }
    }
}

/// 督导编号: who holds it, the year, the how-manieth: `410105-2024-017`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// Code of the authority that goes, or of the hospital that examines itself.
    pub holder: String,
    /// The year it was planned in.
    pub year: i32,
    /// From 1 within holder and year.
    pub serial: i32,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{:03}", self.holder, self.year, self.serial)
    }
}

impl FromStr for Number {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (rest, serial) = text.rsplit_once('-').ok_or(())?;
        let (holder, year) = rest.rsplit_once('-').ok_or(())?;
        let number = Self {
            holder: holder.to_owned(),
            year: year.parse().map_err(drop)?,
            serial: serial.parse().map_err(drop)?,
        };
        // One address a visit.
        if number.to_string() == text && !holder.is_empty() { Ok(number) } else { Err(()) }
    }
}

/// One visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its key.
    pub id: VisitId,
    /// 督导编号
    pub number: Number,
    /// Who goes; none for a hospital that examines itself.
    pub authority: Option<AuthorityId>,
    /// Where.
    pub hospital: HospitalId,
    /// 院区, where it is not the whole hospital.
    pub campus: Option<String>,
    /// Why.
    pub kind: Kind,
    /// The written reason, where the kind needs one.
    pub reason: Option<String>,
    /// Number of the draw it comes from.
    pub draw: Option<String>,
    /// 同时计入: other work plans it serves, in words.
    pub purposes: String,
    /// Which checklist.
    pub checklist: ChecklistId,
    /// The checklist as it stood when the visit began; none before.
    pub edition: Option<i64>,
    /// The day it is meant for.
    pub planned_for: Option<NaiveDate>,
    /// Its first day; from then on the hospital sees it.
    pub begun_on: Option<NaiveDate>,
    /// How it ended.
    pub closing: Option<Closing>,
    /// Why it was given up.
    pub dropped: Option<String>,
    /// The visit whose findings it looks at again.
    pub follows: Option<VisitId>,
    /// Who planned it.
    pub made_by_name: String,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Rises with every change of the row; answers have numbers of their own.
    pub version: i32,
}

/// How a visit ended: what both sides said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The last day.
    pub on: NaiveDate,
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Who signed for the hospital; none where it refused.
    pub signer: Option<String>,
    /// 拒签: who saw the refusal; none where somebody signed.
    pub witness: Option<String>,
    /// What the hospital does not agree with; none for 无异议.
    pub objection: Option<String>,
}

impl Visit {
    /// How far it has come.
    #[must_use]
    pub fn state(&self) -> State {
        match (&self.dropped, &self.closing, self.begun_on) {
            (Some(_), ..) => State::Dropped,
            (_, Some(_), _) => State::Closed,
            (.., Some(_)) => State::Begun,
            _ => State::Planned,
        }
    }

    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/visits/{}", self.number)
    }
}

/// What somebody of a team does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duty {
    /// 组长
    Leader,
    /// 成员
    Member,
}

impl Duty {
    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Leader => "leader",
            Self::Member => "member",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Leader => "组长",
            Self::Member => "成员",
        }
    }

    /// The duty with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Leader, Self::Member].into_iter().find(|duty| duty.key() == key)
    }
}

/// One of a visit's team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// As written on documents.
    pub name: String,
    /// What for.
    pub duty: Duty,
    /// Who of the pool, where it is one of them.
    pub inspector: Option<InspectorId>,
}

/// A photograph or document of a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its key in this room.
    pub id: i64,
    /// To which point it belongs; none for the visit as a whole.
    pub point: Option<CheckPointId>,
    /// The kept bytes.
    pub file: FileId,
    /// What it is.
    pub kind: Evidence,
    /// When it was added.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
}

/// A visit that counts: it was carried out and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub visit: VisitId,
    /// Where.
    pub hospital: HospitalId,
    /// Who; none for a hospital that examined itself.
    pub authority: Option<AuthorityId>,
    /// Why.
    pub kind: Kind,
    /// Its first day, by which it counts for a year.
    pub on: NaiveDate,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_reads_back_and_nothing_else_does() {
        let number = Number { holder: "411627-001".to_owned(), year: 2024, serial: 17 };
        assert_eq!(number.to_string(), "411627-001-2024-017");
        assert_eq!("411627-001-2024-017".parse(), Ok(number));
        assert_eq!("410105-2024-1203".parse::<Number>().map(|number| number.serial), Ok(1203));
        for bad in ["", "410105", "2024-017", "-2024-017", "410105-2024-17", "410105-2024-0x7", "410105-02024-017"] {
            assert!(bad.parse::<Number>().is_err(), "{bad}");
        }
    }

    #[test]
    fn words_read_back() {
        for kind in KINDS {
            assert_eq!(Kind::of_key(kind.key()), Some(kind));
        }
        for verdict in VERDICTS {
            assert_eq!(Verdict::of_key(verdict.key()), Some(verdict));
        }
    }
}
