//! What a workbook would do: read, held against the table that stands, taken whole or not at all.

use bytes::Bytes;
use sea_orm::ConnectionTrait;

use crate::authorities::Authority;
use crate::db::StoreError;
use crate::files::{FileError, Files, Fingerprint};
use crate::specialty_goals::judge::{Change, Difference, difference};
use crate::specialty_goals::model::Goal;
use crate::specialty_goals::store;
use crate::specialty_goals::workbook::{self, Line, Problem, RawTable};
use crate::spreadsheets::{Reader, Refusal};
use crate::web::PageError;

/// What a workbook would do.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// On which sheet the table stands.
    pub sheet: String,
    /// The table as it shall be.
    pub lines: Vec<Line>,
    /// Beside the one that stands.
    pub difference: Difference,
    /// Everything that keeps the file out; then nothing is planned.
    pub problems: Vec<Problem>,
    /// How many editions there are.
    pub seen: i32,
}

impl Plan {
    /// A file that is not taken.
    #[must_use]
    pub fn refused(problems: Vec<Problem>) -> Self {
        Self { problems, ..Self::default() }
    }

    /// The goals as they shall be.
    #[must_use]
    pub fn goals(&self) -> Vec<Goal> {
        self.lines.iter().map(|line| line.goal.clone()).collect()
    }

    /// What becomes otherwise, a line each.
    #[must_use]
    pub fn said(&self) -> String {
        let title = |at: usize| self.lines.get(at).map_or("", |line| line.goal.title.as_str());
        let found = &self.difference;
        let fresh = found.fresh.iter().map(|at| format!("新增：{}", title(*at)));
        let said = |changes: &[Change]| changes.iter().map(Change::said).collect::<Vec<_>>().join("；");
        let changed = found.changed.iter().map(|(at, changes)| format!("改：{}（{}）", title(*at), said(changes)));
        let dropped = found.dropped.iter().map(|goal| format!("删去：{}", goal.title));
        let moved = found.moved.then(|| "先后顺序变了".to_owned());
        fresh.chain(changed).chain(dropped).chain(moved).collect::<Vec<_>>().join("\n")
    }
}

/// Reads the bytes in a child process.
///
/// # Errors
/// What to tell the sender.
pub async fn read(reader: &Reader, bytes: &Bytes) -> Result<RawTable, Vec<Problem>> {
    let book = reader.read(bytes).await.map_err(|refusal| vec![Problem::of_file(told(&refusal))])?;
    workbook::read(&book)
}

fn told(refusal: &Refusal) -> String {
    let remedy = match refusal {
        Refusal::PasswordProtected | Refusal::Macros | Refusal::ReaderUnavailable => refusal.remedy(),
        // The others speak of returns.
        _ => "请上传改进目标工作簿（.xlsx、.xls 或 .ods）；可以先下载，在里面填好再传。".to_owned(),
    };
    format!("{}{remedy}", refusal.message())
}

/// Reads a workbook that was kept under its fingerprint.
///
/// # Errors
/// [`PageError::NotFound`] where nothing is kept there.
pub async fn read_kept(
    (files, reader): (&Files, &Reader),
    sha256: Fingerprint,
) -> Result<(Bytes, Result<RawTable, Vec<Problem>>), PageError> {
    let bytes = match files.get(sha256).await {
        Ok(bytes) => bytes,
        Err(FileError::Missing(_)) => return Err(PageError::NotFound),
        Err(error) => return Err(error.into()),
    };
    let table = read(reader, &bytes).await;
    Ok((bytes, table))
}

/// What taking a workbook in would do to a centre's year; nothing is written.
///
/// # Errors
/// Of the database.
pub async fn rehearse(
    db: &impl ConnectionTrait,
    (centre, year): (&Authority, i32),
    raw: &RawTable,
) -> Result<Plan, StoreError> {
    let lines = match workbook::check(raw, (&centre.code, &centre.name), year) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Plan::refused(problems)),
    };
    let editions = store::editions_of(db, centre.id, year).await?;
    if lines.is_empty() && editions.is_empty() {
        let message = "表头下面一项目标也没有。请填好以后再传；还没有目标就不用传。";
        return Ok(Plan::refused(vec![Problem { sheet: Some(raw.sheet.clone()), ..Problem::of_file(message) }]));
    }
    let (held, seen) = match editions.last() {
        Some(last) => (store::goals_of(db, last).await?, last.number),
        None => (Vec::new(), 0),
    };
    let plan = Plan { sheet: raw.sheet.clone(), lines, seen, ..Plan::default() };
    Ok(Plan { difference: difference(&held, &plan.goals()), ..plan })
}
