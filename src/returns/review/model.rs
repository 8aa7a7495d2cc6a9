//! What is said of a round when the hospital gets the next word.

use chrono::{DateTime, NaiveDate, Utc};

use crate::catalogue::model::ElementId;
use crate::returns::model::{Closing, Slot};

/// A word about one cell of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The data element of the cell.
    pub element: ElementId,
    /// Where in the quarter.
    pub slot: Slot,
    /// The cell as the spreadsheet shows it.
    pub cell: String,
    /// What is wrong there.
    pub words: String,
}

/// One step by which a round became the hospital's again.
#[derive(Clone, Debug)]
pub struct Review {
    /// The round.
    pub number: i32,
    /// How.
    pub how: Closing,
    /// Why.
    pub reason: String,
    /// By when a new round is awaited.
    pub answer_by: Option<NaiveDate>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name as of then.
    pub by_name: String,
    /// Where that person worked then.
    pub by_place: String,
    /// What was said of single cells, in the order of the workbook.
    pub remarks: Vec<Remark>,
}

/// Why a round cannot be given back to the hospital.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotReview {
    /// Nothing waits: no round, accepted already, or the hospital's again already.
    #[error("这份报表现在没有待审的轮次")]
    NothingWaiting,
    /// Nothing counts that could be opened again, or a newer round waits for its reviewer.
    #[error("这份报表现在没有可以重新打开的轮次：要已经接收、而且没有新的一轮在等审核")]
    NothingCounts,
    /// Somebody else reviews the hospital's returns; by name.
    #[error("这家医院的报表由{0}审核")]
    NotReviewer(String),
    /// Only those above the reviewer open what was accepted again; the reviewer's name.
    #[error("已经接收的报表由{0}的上一级重新打开")]
    NotAbove(String),
    /// The hospital's own check of a round that is checked already.
    #[error("医院已经审核过这一轮")]
    CheckedAlready,
    /// Whoever sent the round does not check it.
    #[error("这一轮是你自己上传的，要由本院另一个人审核")]
    OwnRound,
}
