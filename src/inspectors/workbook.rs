//! The two workbooks: the pool, and the list of a QC centre. One way of reading a table for both.

mod table;
mod write;

use serde::Serialize;

pub use table::{Row, Table, read};
pub use write::{DueLine, PersonLine, due, people};

/// A workbook of this room.
#[derive(Debug)]
pub struct Shape {
    /// Name of its sheet, also what a reader calls it.
    pub sheet: &'static str,
    /// Its columns in the order of the export, and whether it must have them. The first is what a header row is known by.
    pub columns: &'static [(&'static str, bool)],
}

/// 督查员名单
pub const PEOPLE: Shape = Shape {
    sheet: "督查员",
    columns: &[
        ("编号", true),
        ("姓名", true),
        ("单位", false),
        ("区划", false),
        ("专业", false),
        ("执法证", false),
        ("回避关系", false),
        ("账号", false),
    ],
};

/// 应质控医院名单
pub const DUE: Shape = Shape {
    sheet: "应质控医院",
    columns: &[("医院编码", true), ("医院名称", false), ("起", true), ("止", false), ("依据", true)],
};

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
