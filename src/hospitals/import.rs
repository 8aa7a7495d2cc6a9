//! 导入名录: the one door a roster comes in by, for pages, the command line and the demo alike.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::Serialize;

use crate::access::{Scope, Viewer};
use crate::authorities;
use crate::calendar::china_date;
use crate::catalogue::Catalogue;
use crate::db::StoreError;
use crate::files::Fingerprint;
use crate::hospitals::check::check;
use crate::hospitals::plan::{Effect, InTheFuture, Plan, plan};
use crate::hospitals::problem::Problem;
use crate::hospitals::roster::{self, RawRoster};
use crate::hospitals::store;
use crate::journal::{self, Event};
use crate::spreadsheets::{Reader, Refusal};

/// A roster that could be read, and the bytes it came as.
#[derive(Clone, Debug)]
pub struct Roster {
    raw: RawRoster,
    sha256: Fingerprint,
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

/// Reads the bytes in a child process.
///
/// # Errors
/// What to tell the sender: what the file is instead, or that no register is in it.
pub async fn read(reader: &Reader, bytes: &[u8]) -> Result<Roster, Vec<Problem>> {
    let book = reader.read(bytes).await.map_err(|refusal| vec![of_refusal(&refusal)])?;
    let raw = roster::read(&book).map_err(|problem| vec![*problem])?;
    Ok(Roster { raw, sha256: Fingerprint::of(bytes) })
}

fn of_refusal(refusal: &Refusal) -> Problem {
    Problem::of_file("roster_file", refusal.message(), refusal.remedy())
}

/// The day a roster holds from, against today.
///
/// # Errors
/// [`InTheFuture`].
pub fn effect(said: Option<NaiveDate>, now: DateTime<Utc>) -> Result<Effect, InTheFuture> {
    Effect::new(said, china_date(now))
}

/// What importing would do; nothing is written.
///
/// # Errors
/// Of the database.
pub async fn rehearse(
    db: &impl ConnectionTrait,
    catalogue: &Catalogue,
    roster: &Roster,
    effect: Effect,
) -> Result<Report, StoreError> {
    let tree = authorities::store::tree(db).await?;
    let wanted = match check(&roster.raw, catalogue, &tree) {
        Ok(wanted) => wanted,
        Err(problems) => return Ok(Report { dry_run: true, ..Report::refused(roster.raw.rows.len(), problems) }),
    };
    // The register is kept by the top of the tree alone, so an import looks at all of it.
    let register = store::list::entries(db, &Scope::Everything).await?;
    Ok(Report { dry_run: true, ..Report::taken(plan(&wanted, &register, effect)) })
}

/// Imports a roster whole, or not at all; journalled. The caller commits only what [`Report::is_taken`].
///
/// # Errors
/// Of the database.
pub async fn import(
    txn: &DatabaseTransaction,
    viewer: &Viewer,
    at: DateTime<Utc>,
    catalogue: &Catalogue,
    roster: &Roster,
    effect: Effect,
) -> Result<Report, StoreError> {
    // First of all: this row is the lock that lets one change of the register go before the next.
    authorities::store::raise_register_version(txn).await?;
    let report = Report { dry_run: false, ..rehearse(txn, catalogue, roster, effect).await? };
    if !report.is_taken() {
        return Ok(report);
    }
    store::carry_out(txn, &report.plan).await?;
    let said = effect.said.map_or_else(String::new, |day| day.to_string());
    let event = Event::new("roster.imported", "hospital", "")
        .detail("file", roster.sha256)
        .detail("from", said)
        .detail("created", report.rows.created)
        .detail("changed", report.rows.changed)
        .detail("unchanged", report.rows.unchanged);
    journal::record(txn, viewer, at, event).await?;
    Ok(report)
}
