//! 质控工作改进目标工作簿: the table of a centre's year as it is exported, filled in and imported.

mod check;
mod read;
mod write;

use serde::Serialize;

pub use check::{Line, check};
pub use read::{RawRow, RawTable, read};
pub use write::{For, write};

use crate::catalogue::model::half_width;

/// Name of the sheet.
pub const SHEET: &str = "改进目标";

/// A column of the workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 年度
    Year,
    /// 质控中心, its code
    Centre,
    /// 序号, for people: the order of the rows is what counts
    Place,
    /// 目标名称
    Title,
    /// 来源
    Origin,
    /// 依据文件
    Document,
    /// 指标
    Indicator,
    /// 基线值
    Baseline,
    /// 目标值
    Goal,
    /// 单位
    Unit,
    /// 方向
    Direction,
    /// 主要措施
    Measures,
}

/// Every column in the order of the export, with the headings it is known by, the first of them our own, and whether a workbook must
/// have it.
pub const COLUMNS: [(Column, &[&str], bool); 12] = [
    (Column::Year, &["年度", "年份"], false),
    (Column::Centre, &["质控中心", "中心编码", "质控中心编码"], false),
    (Column::Place, &["序号", "编号"], false),
    (Column::Title, &["目标名称", "改进目标", "质控工作改进目标", "年度质控工作改进目标"], true),
    (Column::Origin, &["来源", "目标来源"], true),
    (Column::Document, &["依据文件", "依据", "文号"], false),
    (Column::Indicator, &["指标", "指标名称", "监测指标"], false),
    (Column::Baseline, &["基线值", "基线", "现状值"], false),
    (Column::Goal, &["目标值"], false),
    (Column::Unit, &["单位", "计量单位"], false),
    (Column::Direction, &["方向", "指标方向"], false),
    (Column::Measures, &["主要措施", "措施", "改进措施"], false),
];

impl Column {
    /// Our own heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).and_then(|(_, names, _)| names.first()).unwrap_or(&"")
    }

    /// The column a heading means, whatever spaces, stars or brackets stand around it.
    #[must_use]
    pub fn of_heading(text: &str) -> Option<Self> {
        let text = half_width(text);
        let before = text.split('(').next().unwrap_or_default();
        let word: String = before.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
        COLUMNS.iter().find(|(_, names, _)| names.contains(&word.as_str())).map(|(column, ..)| *column)
    }
}

/// Something wrong with a workbook. Every one keeps the whole file out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The sheet; none for the whole file.
    pub sheet: Option<String>,
    /// The cell as the spreadsheet shows it; none for the whole sheet or file.
    pub cell: Option<String>,
    /// What stood there; none for nothing.
    pub found: Option<String>,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Problem {
    /// A problem of the whole file.
    pub fn of_file(message: impl Into<String>) -> Self {
        Self { sheet: None, cell: None, found: None, message: message.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_by_their_words() {
        let of = Column::of_heading;
        assert_eq!(of(" 目标 名称*"), Some(Column::Title));
        assert_eq!(of("目标值（数字）"), Some(Column::Goal));
        assert_eq!(of("改进措施"), Some(Column::Measures));
        assert_eq!(of("备注"), None);
        let mut names: Vec<&str> = COLUMNS.iter().flat_map(|(_, names, _)| names.iter().copied()).collect();
        let many = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), many, "no heading means two columns");
        assert_eq!(Column::Goal.heading(), "目标值");
    }
}
