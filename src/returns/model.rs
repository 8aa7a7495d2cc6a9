//! A return, its rounds, and what can be wrong with a workbook.

mod standing;

pub use standing::{Closed, Closing, Received, Standing};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::access::{AccountId, HospitalId, ReturnId, RoundId};
use crate::calendar::{Period, china_minute};
use crate::catalogue::model::{ElementId, Severity};
use crate::figures::Entry;

/// Where in the quarter a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// The first, second or third month: 0, 1, 2.
    Month(u8),
    /// The quarter as a whole.
    Quarter,
}

impl Slot {
    /// How the column `month` of the table says it: 1–3, or 0 for the quarter.
    #[must_use]
    pub fn number(self) -> i16 {
        match self {
            Self::Month(index) => i16::from(index) + 1,
            Self::Quarter => 0,
        }
    }

    /// The slot that [`Slot::number`] gave.
    #[must_use]
    pub fn of_number(number: i16) -> Option<Self> {
        match number {
            0 => Some(Self::Quarter),
            1..=3 => u8::try_from(number - 1).ok().map(Self::Month),
            _ => None,
        }
    }

    /// `7 月` or `季度` of a quarter.
    #[must_use]
    pub fn label(self, quarter: Period) -> String {
        match self {
            Self::Month(index) => match quarter.month(usize::from(index)) {
                Some(month) => format!("{} 月", month.number()),
                None => String::new(),
            },
            Self::Quarter => "季度".to_owned(),
        }
    }
}

/// One input cell of a workbook, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// What is counted.
    pub element: ElementId,
    /// When.
    pub slot: Slot,
    /// What it says.
    pub entry: Entry,
    /// What stood in the cell, where it was not the plain number.
    pub raw: Option<String>,
    /// The clerk's words in the column 说明.
    pub note: Option<String>,
    /// The cell as the spreadsheet shows it; none for what the register answered.
    pub cell: Option<String>,
}

/// What a department or campus says of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitValue {
    /// Its place among the units of the round, from 0: two may have one name.
    pub place: i32,
    /// What it is called.
    pub unit: String,
    /// The value; only what was said, never what is missing.
    pub value: Value,
}

/// Something wrong with a workbook, or to be explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `block` keeps the whole workbook out; `explain` does not.
    pub severity: Severity,
    /// The rule's id in the catalogue.
    pub rule: String,
    /// The sheet; none for the whole file.
    pub sheet: Option<String>,
    /// The A1 address of the top-left cell; none for the whole file or a row that is not there.
    pub cell: Option<String>,
    /// The data element it is about; none for the whole file or where no single one is meant.
    #[serde(default)]
    pub element: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
}

/// The sum on the receipt: `expected = stored + unchanged + refused + missing`, in input cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Cells the form asks for.
    pub expected: i64,
    /// Cells taken in anew.
    pub stored: i64,
    /// Cells that say what the latest round says.
    pub unchanged: i64,
    /// Cells filled but not taken in, because the workbook was refused.
    pub refused: i64,
    /// Cells left blank.
    pub missing: i64,
}

impl Counts {
    /// Whether the sum is right; a receipt with a wrong sum is never given.
    #[must_use]
    pub fn adds_up(self) -> bool {
        self.expected == self.stored + self.unchanged + self.refused + self.missing
    }
}

/// What became of one uploaded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 已入库: a new round.
    Stored,
    /// 未入库: nothing was taken in.
    Refused,
    /// 没有变化: says what the latest round says.
    Unchanged,
}

impl Outcome {
    /// Its name in columns and JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Stored => "stored",
            Self::Refused => "refused",
            Self::Unchanged => "unchanged",
        }
    }

    /// Its name on pages and in workbooks.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Stored => "已入库",
            Self::Refused => "未入库",
            Self::Unchanged => "没有变化",
        }
    }
}

/// What an outside program learns of one file; `zhikong returns ingest --json`.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The name of the file, or of the archive it came in.
    pub file: String,
    /// Which part of it this is: the file of an archive, the row of a table; none where the file is one return.
    pub part: Option<String>,
    /// Its SHA-256; empty – in JSON null – where it was not read.
    #[serde(serialize_with = "null_if_empty")]
    pub sha256: String,
    /// What became of it.
    pub status: Outcome,
    /// The hospital's code, once known.
    pub hospital: Option<String>,
    /// The quarter, once known.
    pub period: Option<Period>,
    /// The form's edition, once known.
    pub edition: Option<i32>,
    /// The round, when stored.
    pub round: Option<i64>,
    /// The receipt's number, when stored.
    pub receipt: Option<String>,
    /// The sum.
    pub values: Counts,
    /// In sheet, row, column order.
    pub problems: Vec<Problem>,
}

fn null_if_empty<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Some(text).filter(|text| !text.is_empty()).serialize(serializer)
}

impl FileReport {
    /// Refused before anything of it was known.
    #[must_use]
    pub fn refused(file: String, sha256: String, problems: Vec<Problem>) -> Self {
        Self {
            file,
            part: None,
            sha256,
            status: Outcome::Refused,
            hospital: None,
            period: None,
            edition: None,
            round: None,
            receipt: None,
            values: Counts::default(),
            problems,
        }
    }

    /// Whether it stands for the rows of a 汇总表 in which nothing was written: no hospital's return.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.hospital.is_none() && self.status == Outcome::Unchanged
    }
}
/// One return with where it stands.
#[derive(Clone, Debug)]
pub struct Return {
    /// Its key.
    pub id: ReturnId,
    /// Whose.
    pub hospital: HospitalId,
    /// Which quarter's.
    pub period: Period,
    /// Number of the latest round; 0 before the first.
    pub latest: i32,
    /// The latest round.
    pub latest_round: Option<RoundId>,
    /// The round that counts, and its number.
    pub accepted: Option<(RoundId, i32)>,
    /// The latest round says in every cell what the one that counts says: nothing is corrected by it.
    pub repeats: bool,
    /// Set while the hospital has the next word on the latest round: it was sent back, opened again or taken back.
    pub closed: Option<Closed>,
    /// When it was last accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Whose account accepted it; none for the operator, and before.
    pub accepted_by: Option<AccountId>,
    /// Rises with each change.
    pub version: i32,
}

/// The change is not possible as things stand.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotAccept {
    /// Nothing to accept: no round, or the latest is accepted already.
    #[error("这份报表没有等待接收的轮次")]
    NothingWaiting,
    /// The submitter may not accept the own round.
    #[error("这一轮是你自己上传的，要由另一个人接收")]
    OwnRound,
    /// The review authority wants a stamped page, and the round has none.
    #[error("这一轮还没有签章件，本机构要求先有盖章页")]
    NoStamp,
    /// The review authority wants the hospital's own reviewer to check a round first.
    #[error("医院审核人还没有审核这一轮，本机构要求先由医院审核")]
    NotChecked,
    /// Somebody else reviews the hospital's returns.
    #[error("这家医院的报表由{0}审核")]
    NotReviewer(String),
    /// So many explanations nobody has looked at: not to be accepted unseen.
    #[error("有 {0} 处说明还没有看，要打开逐条看过再接收")]
    Unread(usize),
}

impl Return {
    /// Where it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let how = self.closed.map(|closed| closed.how);
        Standing::of(self.latest, self.accepted.map(|(_, number)| number), self.repeats, how)
    }

    /// The round that counts and its number, where a newer one came in after it.
    #[must_use]
    pub fn overtaken(&self) -> Option<(RoundId, i32)> {
        self.accepted.filter(|(_, number)| *number != self.latest)
    }

    /// Which round stands there, and which counts since when: `第 2 轮；第 1 轮 2024-10-08 12:00 接收`. Empty before the
    /// first round.
    #[must_use]
    pub fn course(&self) -> String {
        if let Some(closed) = self.closed {
            return self.course_closed(closed);
        }
        match (self.latest, self.accepted.zip(self.accepted_at)) {
            (0, _) => String::new(),
            (latest, None) => format!("第 {latest} 轮，还没有接收"),
            (latest, Some(((_, number), at))) if number == latest => {
                format!("第 {latest} 轮，{} 接收", china_minute(at))
            }
            (latest, Some(((_, number), at))) if self.repeats => {
                format!("第 {latest} 轮，数字与第 {number} 轮相同；第 {number} 轮 {} 接收", china_minute(at))
            }
            (latest, Some(((_, number), at))) => {
                format!("第 {latest} 轮，还没有接收；第 {number} 轮 {} 接收", china_minute(at))
            }
        }
    }

    /// The course where the hospital has the next word.
    fn course_closed(&self, Closed { how, answer_by }: Closed) -> String {
        let latest = self.latest;
        let by = answer_by.map(|day| format!("，{} 前重新上传", day.format("%Y-%m-%d"))).unwrap_or_default();
        let counts = match self.accepted {
            Some((_, number)) if number != latest => format!("；第 {number} 轮仍计入进展"),
            Some(_) => "；更正之前仍计入进展".to_owned(),
            None => String::new(),
        };
        format!("第 {latest} 轮{}{by}{counts}", how.said())
    }

    /// The round that an acceptance now would make count.
    ///
    /// # Errors
    /// [`CannotAccept::NothingWaiting`].
    pub fn waiting(&self) -> Result<RoundId, CannotAccept> {
        let counts = self.accepted.is_some() && self.overtaken().is_none();
        self.latest_round.filter(|_| !counts && self.closed.is_none()).ok_or(CannotAccept::NothingWaiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_read_back_from_their_numbers() {
        for slot in [Slot::Quarter, Slot::Month(0), Slot::Month(2)] {
            assert_eq!(Slot::of_number(slot.number()), Some(slot));
        }
        assert_eq!(Slot::of_number(4), None);
        assert_eq!(Slot::Month(1).label("2024Q3".parse().unwrap()), "8 月");
    }
}
