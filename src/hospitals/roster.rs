//! 花名册文件: the workbook the register is imported from and exported to, as raw cells under known columns.

mod read;
mod write;

pub use read::{RawRoster, RawRow, read};
pub use write::{Line, write};

use crate::catalogue::model::half_width;

/// Name of the sheet.
pub const SHEET: &str = "医院名录";

/// A column of the roster, in the order of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// 编码
    Code,
    /// 名称
    Name,
    /// 级别
    Level,
    /// 等次
    Grade,
    /// 类别
    Category,
    /// 举办性质
    Ownership,
    /// 行政区划代码
    Region,
    /// 隶属
    Affiliation,
    /// 床位
    Beds,
    /// 开展服务
    Services,
    /// 开业日期
    Opened,
    /// 停业日期
    Closed,
    /// 登记号
    RegistrationNo,
    /// 信用代码
    CreditCode,
    /// 审核机构
    ReviewedBy,
    /// 督导机构
    SupervisedBy,
    /// 统计地市
    StatisticalCity,
}

/// Every column: its header, other headers it is known by, and whether a roster must have it.
const COLUMNS: [(Column, &str, &[&str], bool); 17] = [
    (Column::Code, "编码", &["医院编码", "机构编码"], true),
    (Column::Name, "名称", &["医院名称", "机构名称"], true),
    (Column::Level, "级别", &["医院级别", "等级", "医院等级"], true),
    (Column::Grade, "等次", &["医院等次"], true),
    (Column::Category, "类别", &["医院类别", "机构类别"], true),
    (Column::Ownership, "举办性质", &["办医性质", "所有制", "所有制形式"], true),
    (Column::Region, "行政区划代码", &["区划代码", "行政区划"], true),
    (Column::Affiliation, "隶属", &["隶属关系"], true),
    (Column::Beds, "床位", &["床位数", "开放床位", "编制床位"], true),
    (Column::Services, "开展服务", &["服务", "开展的服务"], true),
    (Column::Opened, "开业日期", &["开业时间", "执业登记日期"], true),
    (Column::Closed, "停业日期", &["停业时间", "注销日期"], true),
    (Column::RegistrationNo, "登记号", &["医疗机构执业许可证登记号", "执业许可证登记号"], false),
    (Column::CreditCode, "信用代码", &["统一社会信用代码", "社会信用代码"], false),
    (Column::ReviewedBy, "审核机构", &[], false),
    (Column::SupervisedBy, "督导机构", &[], false),
    (Column::StatisticalCity, "统计地市", &[], false),
];

/// Columns people add for themselves; they say nothing about the hospital.
const OWN_NOTES: [&str; 3] = ["序号", "备注", "说明"];

impl Column {
    /// Every column, in the order of the export.
    pub fn all() -> impl Iterator<Item = Self> {
        COLUMNS.iter().map(|(column, ..)| *column)
    }

    /// What stands in the header row.
    #[must_use]
    pub fn header(self) -> &'static str {
        COLUMNS.iter().find(|(column, ..)| *column == self).map_or("", |(_, header, ..)| *header)
    }

    /// Whether a roster without it is refused.
    #[must_use]
    pub fn is_required(self) -> bool {
        COLUMNS.iter().any(|(column, .., required)| *column == self && *required)
    }

    /// The column a header means, whatever spaces, stars or brackets stand around it.
    #[must_use]
    pub fn of_header(text: &str) -> Option<Self> {
        let word = header_word(text);
        let found = COLUMNS.iter().find(|(_, header, others, _)| *header == word || others.contains(&word.as_str()));
        found.map(|(column, ..)| *column)
    }
}

/// Whether a header names a column that is the sender's own affair.
fn is_own_note(text: &str) -> bool {
    OWN_NOTES.contains(&header_word(text).as_str())
}

/// A header without spaces, stars and what stands in brackets: `* 隶属（省直/市直）` is 隶属.
fn header_word(text: &str) -> String {
    let text = half_width(text);
    let before_bracket = text.split('(').next().unwrap_or_default();
    before_bracket.chars().filter(|c| !c.is_whitespace() && *c != '*').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_any_dress() {
        assert_eq!(Column::of_header("* 隶属（省直/市直/县直/民营）"), Some(Column::Affiliation));
        assert_eq!(Column::of_header("统一社会\n信用代码"), Some(Column::CreditCode));
        assert_eq!(Column::of_header("行政区划代码 "), Some(Column::Region));
        assert_eq!(Column::of_header("区号"), None);
        for column in Column::all() {
            assert_eq!(Column::of_header(column.header()), Some(column));
        }
    }
}
