//! What is published of a visit.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::access::{AuthorityId, VisitId};
use crate::publications::model::Audience;

/// Of which form the frozen text is; raised when its fields change.
pub const FORMAT: u8 = 1;

/// The result of a visit as it stood when it was published. Nothing here is free text of an inspector or a hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// [`FORMAT`].
    pub format: u8,
    /// 督导编号
    pub number: String,
    /// Name of the hospital on the day of the visit.
    pub hospital: String,
    /// Its register code.
    pub code: String,
    /// Who went.
    pub authority: String,
    /// 督导种类
    pub kind: String,
    /// First and last day.
    pub days: (NaiveDate, NaiveDate),
    /// The checklist and the document it rests on.
    pub checklist: String,
    /// Number of that document.
    pub document: String,
    /// Points that were asked.
    pub asked: usize,
    /// 符合
    pub met: usize,
    /// 部分符合
    pub partly: usize,
    /// 不符合
    pub not_met: usize,
    /// 不适用
    pub not_applicable: usize,
    /// The points that were not met, in the checklist's order.
    pub failed: Vec<Failed>,
    /// How far mending had come.
    pub mending: Mending,
}

/// A point that was not met, in the words of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// The clause it comes from.
    pub clause: String,
    /// The system or target it belongs to.
    pub system: String,
    /// What is asked.
    pub point: String,
    /// 部分符合 or 不符合.
    pub verdict: String,
}

/// 整改情况 on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mending {
    /// Findings in all.
    pub findings: usize,
    /// Mended, as whoever checked them said.
    pub mended: usize,
    /// The day this was so.
    pub on: NaiveDate,
}

impl Mending {
    /// `5 项问题，已整改 3 项`
    #[must_use]
    pub fn told(self) -> String {
        match (self.findings, self.mended) {
            (0, _) => "没有发现问题".to_owned(),
            (all, mended) if all == mended => format!("{all} 项问题，全部整改"),
            (all, 0) => format!("{all} 项问题，还在整改"),
            (all, mended) => format!("{all} 项问题，已整改 {mended} 项"),
        }
    }
}

/// One edition of what was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Of which visit.
    pub visit: VisitId,
    /// From 1; later ones tell how mending went on.
    pub edition: i32,
    /// Whose.
    pub authority: AuthorityId,
    /// For whom.
    pub audience: Audience,
    /// What.
    pub content: Content,
    /// SM3 of the text it is kept as.
    pub hash: String,
    /// Whether the text still has that fingerprint.
    pub sound: bool,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
}
