//! 导入目标值: a workbook is read, rehearsed against what holds, and taken whole or not at all.

use std::collections::BTreeSet;

use bytes::Bytes;
use sea_orm::ConnectionTrait;

use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::files::{FileError, Files, Fingerprint};
use crate::goals::model::{Change, Stated, Value};
use crate::goals::store;
use crate::goals::workbook::{self, Line, Problem, RawGoals};
use crate::spreadsheets::{Reader, Refusal};
use crate::web::PageError;

/// What a workbook would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Goals where none holds.
    pub fresh: Vec<Step>,
    /// Goals with another value or source.
    pub changed: Vec<Step>,
    /// Goals that are taken back.
    pub taken_back: Vec<Step>,
    /// Rows that say what holds already.
    pub unchanged: usize,
    /// Everything that keeps the file out; then nothing is planned.
    pub problems: Vec<Problem>,
}

/// One goal that changes.
#[derive(Clone, Debug)]
pub struct Step {
    /// Where its value stands.
    pub cell: String,
    /// What holds now.
    pub before: Option<Value>,
    /// What is wanted.
    pub change: Change,
}

impl Plan {
    /// A file that is not taken.
    #[must_use]
    pub fn refused(problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::default() }
    }

    /// Everything that changes.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let steps = self.fresh.iter().chain(&self.changed).chain(&self.taken_back);
        steps.map(|step| step.change.clone()).collect()
    }
}

/// Reads the bytes in a child process.
///
/// # Errors
/// What to tell the sender.
pub async fn read(reader: &Reader, bytes: &Bytes) -> Result<RawGoals, Vec<Problem>> {
    let book = reader.read(bytes).await.map_err(|refusal| vec![Problem::of_file(told(&refusal))])?;
    workbook::read(&book)
}

fn told(refusal: &Refusal) -> String {
    let remedy = match refusal {
        Refusal::PasswordProtected | Refusal::Macros | Refusal::ReaderUnavailable => refusal.remedy(),
        // The others speak of returns.
        _ => "请上传目标值工作簿（.xlsx、.xls 或 .ods）；可以先导出，在里面改好再传。".to_owned(),
    };
    format!("{}{remedy}", refusal.message())
}

/// Reads a workbook that was kept under its fingerprint, and rehearses it.
///
/// # Errors
/// [`PageError::NotFound`] where nothing is kept there; of the database.
pub async fn rehearse_kept(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    (files, reader): (&Files, &Reader),
    sha256: Fingerprint,
) -> Result<(Bytes, Plan), PageError> {
    let bytes = match files.get(sha256).await {
        Ok(bytes) => bytes,
        Err(FileError::Missing(_)) => return Err(PageError::NotFound),
        Err(error) => return Err(error.into()),
    };
    let plan = match read(reader, &bytes).await {
        Ok(raw) => rehearse(db, catalogue, &raw).await?,
        Err(problems) => Plan::refused(problems),
    };
    Ok((bytes, plan))
}

/// What taking a workbook in would do; nothing is written.
///
/// # Errors
/// Of the database.
pub async fn rehearse(db: &impl ConnectionTrait, catalogue: &Catalogue, raw: &RawGoals) -> Result<Plan, StoreError> {
    let lines = match workbook::check(raw, catalogue) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Plan::refused(problems)),
    };
    let years: BTreeSet<i32> = lines.iter().map(|line| line.change.key.year).collect();
    let mut held = Vec::new();
    for year in years {
        held.extend(store::latest(db, year).await?);
    }
    Ok(plan(lines, &held))
}

/// Rows beside what was last said of each goal.
fn plan(lines: Vec<Line>, held: &[Stated]) -> Plan {
    let mut plan = Plan::default();
    for Line { cell, change } in lines {
        let last = held.iter().find(|held| held.key == change.key);
        let before = last.and_then(|last| last.value);
        if !change.alters(last) {
            plan.unchanged += 1;
            continue;
        }
        if change.source.is_empty() {
            let message = "清空目标值就是撤销，要在“依据”一格写明为什么撤销。";
            plan.problems.push(Problem { cell: Some(cell), found: None, message: message.to_owned() });
            continue;
        }
        let into = match (before, change.value) {
            (None, _) => &mut plan.fresh,
            (Some(_), Some(_)) => &mut plan.changed,
            (Some(_), None) => &mut plan.taken_back,
        };
        into.push(Step { cell, before, change });
    }
    if plan.problems.is_empty() { plan } else { Plan::refused(plan.problems) }
}
