//! What the clerk posts, and what it means.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::hospitals::departments::check;
use crate::hospitals::departments::model::{Department, Opening, first_day};
use crate::hospitals::form::day_of;
use crate::web::{Checked, FieldErrors};

/// Which department the page is to ask the last day of.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct ListQuery {
    /// Key of a department.
    pub close: Option<i64>,
}

/// Departments to be opened together.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OpenForm {
    /// One department a line, `名称` or `名称，编码`.
    #[serde(default)]
    pub lines: String,
    /// The first day of all of them; empty for what has always been there.
    #[serde(default)]
    pub from: String,
}

impl OpenForm {
    /// What is to be opened beside those `held`.
    ///
    /// # Errors
    /// Every field and every line that is wrong.
    pub fn check(&self, held: &[Department], today: NaiveDate) -> Checked<Vec<Opening>> {
        let mut faults = FieldErrors::default();
        let from = day_of(&self.from).and_then(|said| first_day(said, today).map_err(|error| error.to_string()));
        // Without a first day the lines are still read, but cannot be held against the list.
        let (day, held) = from.as_ref().map_or((today, &[][..]), |day| (*day, held));
        let openings = check::openings(&self.lines, day, held);
        for fault in openings.as_ref().err().into_iter().flatten() {
            faults.add("lines", fault);
        }
        if let Err(error) = from {
            faults.add("from", error);
        }
        openings.ok().filter(|_| faults.is_empty()).ok_or(faults)
    }
}

/// A department to be closed.
#[derive(Clone, Debug, Deserialize)]
pub struct CloseForm {
    /// The version the reader saw.
    pub version: i32,
    /// The last day.
    #[serde(default)]
    pub to: String,
}

impl CloseForm {
    /// The department as it is to be.
    ///
    /// # Errors
    /// What is wrong with the day.
    pub fn check(&self, held: Department, today: NaiveDate) -> Checked<Department> {
        let closed = match day_of(&self.to) {
            Err(error) => Err(error),
            Ok(None) => Err("请填最后一天，写成 2024-07-01。".to_owned()),
            Ok(Some(to)) => held.closed_on(to, today).map_err(|error| error.to_string()),
        };
        closed.map_err(|error| FieldErrors::one("to", error))
    }
}
