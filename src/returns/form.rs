//! The words of the workbook that sender and reader share: sheets, column heads, the very hidden sheet.

use crate::calendar::Period;

/// The sheet that is filled.
pub const DATA_SHEET: &str = "数据填报";
/// How to fill it.
pub const GUIDE_SHEET: &str = "填报说明";
/// Where each number is found.
pub const SOURCES_SHEET: &str = "取数口径";
/// The indicators as formulas.
pub const PREVIEW_SHEET: &str = "指标预览";
/// Head of the indicators' names in the preview.
pub const PREVIEW_NAME: &str = "指标";
/// Head of the computed figures in the preview.
pub const PREVIEW_VALUE: &str = "本季";
/// The very hidden sheet that says what the workbook is.
pub const MARK_SHEET: &str = "_zhikong";
/// The first cell of the very hidden sheet; the number rises when its layout changes.
pub const MARK: &str = "zhikong-return/1";

/// The first cell of the very hidden sheet of a table.
pub const TABLE_MARK: &str = "zhikong-table/1";

/// The sheet with one hospital a row.
pub const TABLE_SHEET: &str = "汇总表";
/// The sheet with one department a row.
pub const DEPARTMENT_SHEET: &str = "分科室表";
/// Head of the hospitals' codes in a table.
pub const HOSPITAL: &str = "医院编码";
/// Head of the hospitals' names in a table.
pub const HOSPITAL_NAME: &str = "医院名称";
/// Head of the hospitals' levels in a table.
pub const LEVEL: &str = "级别";
/// Head of the departments in a table.
pub const DEPARTMENT: &str = "科室";
/// Head of the departments' codes in a table.
pub const DEPARTMENT_CODE: &str = "科室编码";
/// The row of the whole hospital below its departments.
pub const WHOLE: &str = "全院";

/// Heads of the columns, in the template's order.
pub const CODE: &str = "编码";
/// The element's name.
pub const NAME: &str = "数据元";
/// Its definition.
pub const DEFINITION: &str = "口径";
/// Its unit.
pub const UNIT: &str = "单位";
/// Whether the hospital offers it: 是 or 否.
pub const OFFERED: &str = "是否开展";
/// The quarter.
pub const TOTAL: &str = "季度合计";
/// What the quarter before said.
pub const LAST: &str = "上季度";
/// The clerk's words.
pub const NOTE: &str = "说明";

/// 是否开展: it does.
pub const YES: &str = "是";
/// 是否开展: it does not.
pub const NO: &str = "否";

/// The list of problems in an annotated workbook.
pub const PROBLEM_SHEET: &str = "问题清单";
/// Head of the answers in the list.
pub const EXPLANATION: &str = "说明";
/// Head of the column of an annotated form that says what is wrong in the row.
pub const FAULTS: &str = "错误信息";

/// `7月` and so on: the heads of a quarter's months.
#[must_use]
pub fn month_heads(quarter: Period) -> Vec<String> {
    quarter.months().iter().map(|month| format!("{}月", month.number())).collect()
}

/// The mark's checksum: a mark that somebody edited is not believed, what a person sees then counts.
#[must_use]
pub fn checksum(hospital: &str, period: &str, edition: &str, revision: &str) -> String {
    use sha2::{Digest, Sha256};
    let text = [MARK, hospital, period, edition, revision].join("|");
    hex::encode(&Sha256::digest(text.as_bytes())[..8])
}
