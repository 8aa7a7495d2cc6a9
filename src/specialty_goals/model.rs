//! One goal, the table of a centre's year, and its editions. Pure.

use chrono::{DateTime, Utc};

use crate::access::AuthorityId;
use crate::web::format::scaled;

/// Decimals that a kept number has room for.
pub const DECIMALS: u8 = 6;
/// Parts of a unit a kept number counts.
pub const SCALE: i64 = 1_000_000;
/// Most goals of a centre and year.
pub const GOALS_MAX: usize = 100;

/// A decimal number kept exactly, in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(pub i64);

impl Number {
    /// As a reader sees it: thousands by a narrow space, a real minus, no needless zeros.
    #[must_use]
    pub fn shown(self) -> String {
        scaled(self.0, DECIMALS).trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// As a cell holds it: near enough for any number of so few digits to come back as the same.
    #[must_use]
    pub fn as_cell(self) -> f64 {
        self.0 as f64 / SCALE as f64
    }
}

/// Whose goal it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// One of the goals the national centre of the speciality set.
    National,
    /// One the centre set itself, because there is no national one or beside it.
    Own,
}

impl Origin {
    /// Both, in the order of a form.
    pub const ALL: [Self; 2] = [Self::National, Self::Own];

    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Own => "own",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What a reader calls it, and writes in a workbook.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::National => "国家",
            Self::Own => "省定",
        }
    }
}

/// Which way the indicator ought to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// 越高越好
    Higher,
    /// 越低越好
    Lower,
}

impl Direction {
    /// Both, in the order of a form.
    pub const ALL: [Self; 2] = [Self::Higher, Self::Lower];

    /// Its word in columns.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }

    /// The one with this word.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// What a reader calls it, and writes in a workbook.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Higher => "越高越好",
            Self::Lower => "越低越好",
        }
    }
}

/// 质控工作改进目标: one of a centre's year. What is empty was not said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// 目标名称; no two of a table have the same.
    pub title: String,
    /// 来源
    pub origin: Origin,
    /// 依据文件
    pub document: String,
    /// 指标
    pub indicator: String,
    /// 基线值; none where nobody said, which is not 0.
    pub baseline: Option<Number>,
    /// 目标值; none where nobody set one, which is not 0.
    pub goal: Option<Number>,
    /// 单位
    pub unit: String,
    /// 方向
    pub direction: Option<Direction>,
    /// 主要措施, of several lines.
    pub measures: String,
}

/// One edition of a centre's table of a year; never changed, never deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Its key.
    pub id: i64,
    /// Whose.
    pub authority: AuthorityId,
    /// Of which year.
    pub year: i32,
    /// 1 for the first of the year.
    pub number: i32,
    /// How many goals it holds.
    pub goals: i32,
    /// How many of them are national.
    pub national: i32,
    /// Why there is another one; empty for the first.
    pub reason: String,
    /// What became otherwise, a line each; empty for the first.
    pub said: String,
    /// When it was kept.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Of where.
    pub by_place: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_without_needless_zeros() {
        let shown = |parts| Number(parts).shown();
        assert_eq!(shown(85_000_000), "85");
        assert_eq!(shown(1_850_000), "1.85");
        assert_eq!(shown(0), "0");
        assert_eq!(shown(-500_000), "−0.5");
        assert_eq!(shown(1_200_000_000), "1\u{202F}200", "the zeros of a whole number stay");
        assert_eq!(shown(1), "0.000001");
    }
}
