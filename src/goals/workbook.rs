//! 目标值工作簿: the workbook goals are exported to and imported from.

mod check;
mod read;
mod write;

use serde::Serialize;

pub use check::{Line, check};
pub use read::{RawGoals, RawRow, read};
pub use write::write;

use crate::catalogue::model::half_width;

/// Name of the sheet.
pub const SHEET: &str = "目标值";

/// A column of the workbook, in the order of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 年度
    Year,
    /// 指标编码
    Code,
    /// 指标名称
    Name,
    /// 单位
    Unit,
    /// 范围
    Subject,
    /// 目标值
    Value,
    /// 依据
    Source,
}

/// Every column with its header, and whether the workbook must have it.
pub const COLUMNS: [(Column, &str, bool); 7] = [
    (Column::Year, "年度", true),
    (Column::Code, "指标编码", true),
    (Column::Name, "指标名称", false),
    (Column::Unit, "单位", false),
    (Column::Subject, "范围", true),
    (Column::Value, "目标值", true),
    (Column::Source, "依据", true),
];

impl Column {
    /// What stands in the header row.
    #[must_use]
    pub fn header(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("", |(_, header, _)| *header)
    }

    /// The column a header means, whatever spaces, stars or brackets stand around it.
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let text = half_width(text);
        let before = text.split('(').next().unwrap_or_default();
        let word: String = before.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        COLUMNS.iter().find(|(_, header, _)| *header == word).map(|(column, ..)| *column)
    }
}

/// Something wrong with a workbook. Every one keeps the whole file out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The cell as the spreadsheet shows it; none for the whole file.
    pub cell: Option<String>,
    /// What stood there; none for nothing.
    pub found: Option<String>,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Problem {
    /// A problem of the whole file.
    pub fn of_file(message: impl Into<String>) -> Self {
        Self { cell: None, found: None, message: message.into() }
    }
}
