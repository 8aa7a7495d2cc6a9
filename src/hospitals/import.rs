//! 导入名录: the one door a roster comes in by, for pages, the command line and the demo alike.

use std::path::Path;

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde::Serialize;

use crate::access::{Scope, Viewer};
use crate::authorities;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::{self, StoreError};
use crate::files::{self, FileError, Files, Fingerprint, NewFile};
use crate::hospitals::check::check;
use crate::hospitals::plan::{Effect, InTheFuture, Plan, plan};
use crate::hospitals::problem::Problem;
use crate::hospitals::roster::{self, RawRoster};
use crate::hospitals::store;
use crate::journal::{self, Event};
use crate::spreadsheets::{Reader, Refusal};
use crate::state::AppState;
use crate::web::PageError;

/// A roster that could be read, with the bytes it came as.
#[derive(Clone, Debug)]
pub struct Roster {
    raw: RawRoster,
    bytes: Bytes,
    name: String,
}

/// What taking in a roster needs, and for whom.
#[derive(Clone, Copy)]
pub struct Import<'a> {
    /// The database.
    pub db: &'a DatabaseConnection,
    /// The kept files.
    pub files: &'a Files,
    /// The data folder, where the journal's outside head is.
    pub data_dir: &'a Path,
    /// The words and regions.
    pub catalogue: &'a Catalogue,
    /// Who imports.
    pub viewer: &'a Viewer,
    /// When.
    pub at: DateTime<Utc>,
}

/// Why an import could not be carried through.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The original could not be kept.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The database failed; then nothing changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Rows of a roster: `read = created + changed + unchanged + refused`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Rows {
    /// Hospitals' rows in the file.
    pub read: usize,
    /// Hospitals that are new.
    pub created: usize,
    /// Hospitals of which something changes.
    pub changed: usize,
    /// Hospitals that are as the file says.
    pub unchanged: usize,
    /// Rows not taken in, because the file is taken whole or not at all.
    pub refused: usize,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The rows.
    pub rows: Rows,
    /// Everything that keeps the file out.
    pub problems: Vec<Problem>,
    /// What is planned; nothing while there are problems.
    #[serde(skip)]
    pub plan: Plan,
}

impl Report {
    /// Whether the file is taken in.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether taking the file in writes anything.
    #[must_use]
    pub fn changes_anything(&self) -> bool {
        self.rows.created + self.rows.changed > 0
    }

    /// Nothing is taken of a file with `read` rows.
    #[must_use]
    pub fn refused(read: usize, problems: Vec<Problem>) -> Self {
        let rows = Rows { read, refused: read, ..Rows::default() };
        Self { dry_run: false, rows, problems, plan: Plan::default() }
    }

    fn taken(plan: Plan) -> Self {
        let (created, changed, unchanged) = (plan.created.len(), plan.changed.len(), plan.unchanged);
        let rows = Rows { read: created + changed + unchanged, created, changed, unchanged, refused: 0 };
        Self { dry_run: false, rows, problems: Vec::new(), plan }
    }
}

/// Reads the bytes in a child process; `name` is what the sender calls the file.
///
/// # Errors
/// What to tell the sender: what the file is instead, or that no register is in it.
pub async fn read(reader: &Reader, bytes: Bytes, name: &str) -> Result<Roster, Vec<Problem>> {
    let book = reader.read(&bytes).await.map_err(|refusal| vec![of_refusal(&refusal)])?;
    let raw = roster::read(&book).map_err(|problem| vec![*problem])?;
    Ok(Roster { raw, bytes, name: name.to_owned() })
}

/// Reads a roster that was kept under its fingerprint.
///
/// # Errors
/// [`PageError::NotFound`] where nothing is kept there. The inner error is what to tell the sender.
pub async fn read_kept(
    files: &Files,
    reader: &Reader,
    sha256: Fingerprint,
    name: &str,
) -> Result<Result<Roster, Vec<Problem>>, PageError> {
    match files.get(sha256).await {
        Ok(bytes) => Ok(read(reader, bytes, name).await),
        Err(FileError::Missing(_)) => Err(PageError::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn of_refusal(refusal: &Refusal) -> Problem {
    let remedy = match refusal {
        Refusal::PasswordProtected | Refusal::Macros | Refusal::ReaderUnavailable => refusal.remedy(),
        // The others speak of returns.
        _ => "请上传名录工作簿（.xlsx、.xls 或 .ods）；可以先导出现在的名录，在里面改好再传。".to_owned(),
    };
    Problem::of_file("roster_file", refusal.message(), remedy)
}

/// The day a roster holds from, against today.
///
/// # Errors
/// [`InTheFuture`].
pub fn effect(said: Option<NaiveDate>, now: DateTime<Utc>) -> Result<Effect, InTheFuture> {
    Effect::new(said, china_date(now))
}

impl<'a> Import<'a> {
    /// With a request's handles, now.
    #[must_use]
    pub fn of(app: &'a AppState, catalogue: &'a Catalogue, viewer: &'a Viewer) -> Self {
        let AppState { db, files, data_dir, clock, .. } = app;
        Self { db, files, data_dir, catalogue, viewer, at: clock.now() }
    }

    /// What taking in a roster would do; nothing is written.
    ///
    /// # Errors
    /// Of the database.
    pub async fn rehearse(&self, roster: &Roster, effect: Effect) -> Result<Report, StoreError> {
        decide(self.db, self.catalogue, roster, effect).await
    }

    /// Takes in a roster whole, or not at all: the original is kept, the register changed, the journal written.
    ///
    /// `seen` is the register's version somebody decided upon; without it any will do. A roster that changes nothing
    /// writes nothing.
    ///
    /// # Errors
    /// [`ImportError`], [`StoreError::Stale`] where the register has moved on from `seen`; then nothing changed.
    pub async fn take(&self, roster: &Roster, effect: Effect, seen: Option<i64>) -> Result<Report, ImportError> {
        let kept = self.files.put(roster.bytes.clone()).await?;
        let txn = db::write(self.db).await?;
        // First of all: this row is the lock that lets one change of the register go before the next.
        let version = authorities::store::raise_register_version(&*txn).await?;
        if seen.is_some_and(|seen| seen + 1 != version) {
            return Err(StoreError::Stale.into());
        }
        let report = Report { dry_run: false, ..decide(&*txn, self.catalogue, roster, effect).await? };
        if !report.changes_anything() {
            txn.rollback().await?;
            return Ok(report);
        }
        store::carry_out(&txn, &report.plan).await?;
        let file = NewFile {
            kept,
            name: roster.name.clone(),
            kind: "roster",
            received_at: self.at,
            received_by: self.viewer.account,
        };
        let file = files::store::insert(&txn, &file).await?;
        let event = Event::new("roster.imported", "stored_file", file)
            .detail("sha256", kept.sha256)
            .detail("from", effect.said.map_or_else(String::new, |day| day.to_string()))
            .detail("created", report.rows.created)
            .detail("changed", report.rows.changed)
            .detail("unchanged", report.rows.unchanged);
        journal::conclude(txn, self.viewer, self.at, event, self.data_dir).await?;
        Ok(report)
    }
}

/// What a roster says of the register as `db` sees it.
async fn decide(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    roster: &Roster,
    effect: Effect,
) -> Result<Report, StoreError> {
    let tree = authorities::store::tree(db).await?;
    let report = match check(&roster.raw, catalogue, &tree) {
        Err(problems) => Report::refused(roster.raw.rows.len(), problems),
        // The register is kept by the top of the tree alone, so an import looks at all of it.
        Ok(wanted) => Report::taken(plan(&wanted, &store::list::entries(db, &Scope::Everything).await?, effect)),
    };
    Ok(Report { dry_run: true, ..report })
}
