//! The steps of a rectification, and what each makes of the finding.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::FileId;
use crate::files::Evidence;
use crate::inspections::model::{Finding, Standing};

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 回复 of the hospital.
    Reply,
    /// 退回 with a reason.
    SentBack,
    /// 复核通过: the finding is closed.
    Verified,
    /// 延长时限
    Prolonged,
}

impl Kind {
    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::SentBack => "sent_back",
            Self::Verified => "verified",
            Self::Prolonged => "prolonged",
        }
    }

    /// Its name for a reader.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Reply => "医院回复",
            Self::SentBack => "退回",
            Self::Verified => "复核通过，销号",
            Self::Prolonged => "延长时限",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        [Self::Reply, Self::SentBack, Self::Verified, Self::Prolonged].into_iter().find(|kind| kind.key() == key)
    }

    /// How a finding stands after this step, or why it cannot be taken now.
    ///
    /// # Errors
    /// In the reader's words.
    pub fn after(self, finding: &Finding) -> Result<Standing, &'static str> {
        match (self, finding.standing) {
            (_, Standing::Closed) => Err("这一条已销号，不再改；复查发现没改好的，另记一条。"),
            (Self::Reply, Standing::Replied) => Err("已经回复，正在等复核；退回以后才能再回复。"),
            (Self::Reply, Standing::Open) => Ok(Standing::Replied),
            (Self::SentBack | Self::Verified, Standing::Open) => Err("医院还没有回复，先等回复。"),
            (Self::SentBack, Standing::Replied) => Ok(Standing::Open),
            (Self::Verified, Standing::Replied) => Ok(Standing::Closed),
            (Self::Prolonged, standing) => Ok(standing),
        }
    }
}

/// A step as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its key.
    pub id: i64,
    /// From 1 within the finding.
    pub number: i32,
    /// What.
    pub kind: Kind,
    /// 整改措施 of a reply, the reason of anything else.
    pub text: String,
    /// 责任科室, of a reply.
    pub department: Option<String>,
    /// 责任人 by function, of a reply.
    pub person: Option<String>,
    /// Of a reply the day it was done, of a prolongation the new last day.
    pub day: Option<NaiveDate>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of which authority or hospital.
    pub by_place: String,
}

/// A file that came with a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its key in this room.
    pub id: i64,
    /// With which step.
    pub step: i64,
    /// The kept bytes.
    pub file: FileId,
    /// What it is by its content.
    pub kind: Evidence,
    /// The name it came with.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{FindingId, HospitalId, VisitId};
    use crate::inspections::model::Verdict;

    fn finding(standing: Standing) -> Finding {
        let due = NaiveDate::from_ymd_opt(2024, 11, 20).unwrap();
        Finding {
            id: FindingId(1),
            visit: VisitId(1),
            hospital: HospitalId(1),
            number: 1,
            system: 1,
            system_name: "演示".to_owned(),
            point: "consultation-form".parse().unwrap(),
            verdict: Verdict::NotMet,
            clause: String::new(),
            text: String::new(),
            department: String::new(),
            due,
            standing,
            last_due: due,
            mended_on: None,
            steps: 0,
        }
    }

    #[test]
    fn each_side_has_its_turn() {
        let after = |kind: Kind, standing| kind.after(&finding(standing)).ok();
        assert_eq!(after(Kind::Reply, Standing::Open), Some(Standing::Replied));
        assert_eq!(after(Kind::Reply, Standing::Replied), None);
        assert_eq!(after(Kind::Verified, Standing::Open), None);
        assert_eq!(after(Kind::Verified, Standing::Replied), Some(Standing::Closed));
        assert_eq!(after(Kind::SentBack, Standing::Replied), Some(Standing::Open));
        assert_eq!(after(Kind::SentBack, Standing::Open), None);
        assert_eq!(after(Kind::Prolonged, Standing::Open), Some(Standing::Open));
        for kind in [Kind::Reply, Kind::SentBack, Kind::Verified, Kind::Prolonged] {
            assert_eq!(after(kind, Standing::Closed), None);
        }
    }

    #[test]
    fn overdue_is_what_nobody_replied_to_after_its_last_day() {
        let day = |d| NaiveDate::from_ymd_opt(2024, 11, d).unwrap();
        assert!(!finding(Standing::Open).overdue(day(20)) && finding(Standing::Open).overdue(day(21)));
        assert!(!finding(Standing::Replied).overdue(day(21)) && !finding(Standing::Closed).overdue(day(21)));
    }
}
