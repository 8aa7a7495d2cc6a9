//! What can be wrong with a roster, in the words of whoever mends it.

use serde::Serialize;

use crate::catalogue::model::Severity;

/// Something wrong with a roster. Every one keeps the whole file out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Always `block`; the key is that of every list of problems.
    pub severity: Severity,
    /// A stable word for programs, such as `roster_region`.
    pub rule: &'static str,
    /// The sheet; none for the whole file.
    pub sheet: Option<String>,
    /// The cell as the spreadsheet shows it; none for the whole file or a column that is not there.
    pub cell: Option<String>,
    /// What stood there.
    pub found: Option<String>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub remedy: String,
}

impl Problem {
    /// A problem of the whole file.
    pub(super) fn of_file(rule: &'static str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Block,
            rule,
            sheet: None,
            cell: None,
            found: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// The same problem, in a sheet.
    pub(super) fn in_sheet(mut self, sheet: &str) -> Self {
        self.sheet = Some(sheet.to_owned());
        self
    }

    /// The same problem, at a cell and with what stands there.
    pub(super) fn at(mut self, cell: String, found: Option<String>) -> Self {
        self.cell = Some(cell);
        self.found = found;
        self
    }
}
