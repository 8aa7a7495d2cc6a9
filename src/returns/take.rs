//! Taking in uploaded workbooks: keep the original, read it in a child, decide inside one write transaction, answer
//! only after the commit. Up to a batch of files shares the transaction; each is taken whole or not at all.

mod decide;
mod explain;
mod heads;
mod keep;
mod known;
mod parts;
pub(in crate::returns) mod peers;
mod together;
mod unread;

use std::collections::HashSet;
use std::sync::Arc;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, join_all};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use crate::access::Viewer;
use crate::calendar::Period;
use crate::db::StoreError;
use crate::files::{FileError, Fingerprint, Kept, NewFile};
use crate::journal::{self, Event, Recorded};
use crate::returns::desk::Desk;
use crate::returns::model::{FileReport, Outcome};
use crate::returns::take::keep::{Decided, Keeping};
use crate::returns::take::known::Known;
use crate::returns::take::parts::{Lot, Lots, Opened, Part, Piece};
use crate::settings;
use crate::spreadsheets::{Archive, Book, Refusal};

pub use together::Together;
pub use unread::{Unread, unread};

/// Most files that share a transaction: one fsync for fifty, and a crash loses at most these, unanswered.
pub const BATCH: usize = 50;

/// Returns looked at together: what was known of them is read in a few statements, and held only so long.
const GROUP: usize = 250;

/// A file that came in.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The sender's name for it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

/// How files are to be taken in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Decide, but store nothing.
    pub dry_run: bool,
    /// Accept at once what was stored (the operator's word).
    pub accept: bool,
    /// The quarter whose page it was sent to; a workbook of another is refused.
    pub period: Option<Period>,
}

/// Why files could not be taken in at all; nothing was stored then.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The kept files.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What became of files taken in together.
#[derive(Debug)]
pub struct Taken {
    /// One report a return, in the order of the files and of what stands in them.
    pub reports: Vec<FileReport>,
    /// Names the batch in addresses; none in a dry run.
    pub batch: Option<String>,
}

/// Takes in files and answers after the commit. Up to [`BATCH`] files share a transaction; the files of an archive are
/// files like any other, and a table holds the returns of many hospitals, each decided on its own.
///
/// The viewer's scope decides whose workbooks it may send; the caller has checked the power.
///
/// # Errors
/// [`NotTaken`]; then nothing of the lot at hand is stored but perhaps the bytes of the originals. Lots before it stay.
pub async fn take_in(desk: &Desk, viewer: &Viewer, files: &[Incoming], options: Options) -> Result<Taken, NotTaken> {
    let batch = batch_name();
    let reports = take_steps(desk, viewer, files, options, &batch, 0, |_| None).await?;
    Ok(Taken { reports, batch: (!options.dry_run).then_some(batch) })
}

/// What is to happen in the transaction that stores a lot, so that both happen or neither.
pub(super) trait Step: Send + Sync {
    /// Counts the lot, of so many files, as stored.
    fn count<'a>(&'a self, txn: &'a DatabaseTransaction, files: i64) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// Takes in the lots of some files from one of them on: a long upload goes on where it was left. `step` gives what happens
/// with the storing of a lot, by its number.
pub(super) async fn take_steps(
    desk: &Desk,
    viewer: &Viewer,
    files: &[Incoming],
    options: Options,
    batch: &str,
    from: usize,
    step: impl Fn(i64) -> Option<Arc<dyn Step>>,
) -> Result<Vec<FileReport>, NotTaken> {
    let mut reports = Vec::with_capacity(files.len());
    let limits = desk.reader.limits().clone();
    for (number, lot) in (0_i64..).zip(Lots::of(files, &limits)).skip(from) {
        reports.extend(take_lot(desk, viewer, lot, options, batch, step(number)).await?);
    }
    Ok(reports)
}

/// How many workbooks there are in some files, those of archives counted one by one.
pub fn count_of(desk: &Desk, files: &[Incoming]) -> usize {
    files.iter().map(|file| Archive::open(file.bytes.clone(), desk.reader.limits()).map_or(1, |zip| zip.len())).sum()
}

/// Every file with its name, archives unpacked, as they are taken in; what could not be unpacked is left out.
pub fn unpacked<'a>(desk: &'a Desk, files: &'a [Incoming]) -> impl Iterator<Item = (String, Bytes)> + 'a {
    let pieces = Lots::of(files, desk.reader.limits()).flat_map(|lot| lot.pieces);
    pieces.filter_map(|piece| Some((piece.name().to_owned(), piece.bytes.ok()?)))
}

async fn take_lot(
    desk: &Desk,
    viewer: &Viewer,
    lot: Lot<'_>,
    options: Options,
    batch: &str,
    step: Option<Arc<dyn Step>>,
) -> Result<Vec<FileReport>, NotTaken> {
    let kept = if options.dry_run {
        lot.pieces.iter().map(|piece| fingerprint(&piece.content())).collect()
    } else {
        desk.files.put_many(lot.pieces.iter().map(Piece::content).collect()).await?
    };
    let books = join_all(lot.pieces.iter().map(|piece| read(desk, piece))).await;
    let made_out = |((piece, kept), book)| Opened::new(piece, kept, book, &desk.catalogue, options.period);
    let archive = lot.archive;
    let opened: Vec<Opened> = lot.pieces.into_iter().zip(kept).zip(books).map(made_out).collect();
    if options.dry_run {
        let desk = &in_force(desk, &desk.db).await?;
        let parts: Vec<Part<'_>> = opened.iter().flat_map(Opened::parts).collect();
        let (mut reports, mut known) = (Vec::with_capacity(parts.len()), Known::default());
        for group in parts.chunks(GROUP) {
            known.load(desk, &desk.db, viewer, group).await?;
            known.prepare(desk, &desk.db, viewer, group).await?;
            reports
                .extend(decide::all(desk, viewer, group, options, &known).into_iter().map(|decision| decision.report));
        }
        return Ok(reports);
    }
    let archive = match archive {
        Some(file) => {
            let kept = desk.files.put_many(vec![file.bytes.clone()]).await?;
            kept.first().map(|kept| (file.name.clone(), *kept))
        }
        None => None,
    };
    let (viewer, batch, at) = (viewer.clone(), batch.to_owned(), desk.clock.now());
    desk.together.store(Taking { desk: desk.clone(), viewer, opened, archive, options, batch, at, step }).await
}

async fn read(desk: &Desk, piece: &Piece) -> Result<Book, Refusal> {
    match &piece.bytes {
        Ok(bytes) => desk.reader.read(bytes.clone()).await,
        Err(refusal) => Err(refusal.clone()),
    }
}

/// A lot to be stored.
struct Taking {
    desk: Desk,
    viewer: Viewer,
    opened: Vec<Opened>,
    archive: Option<(String, Kept)>,
    options: Options,
    batch: String,
    at: DateTime<Utc>,
    step: Option<Arc<dyn Step>>,
}

impl Taking {
    /// Decides and stores, but for the row of the journal.
    async fn store(&self, txn: &DatabaseTransaction) -> Result<Vec<FileReport>, NotTaken> {
        let Self { viewer, batch, options, at, .. } = self;
        let (options, at) = (*options, *at);
        let desk = &in_force(&self.desk, txn).await?;
        let file = |name: &str, kind, kept| NewFile {
            kept,
            name: name.to_owned(),
            kind,
            received_at: at,
            received_by: viewer.account,
        };
        if let Some((name, kept)) = &self.archive {
            crate::files::store::insert(txn, &file(name, "return_archive", *kept)).await?;
        }
        let mut parts = Vec::with_capacity(self.opened.len());
        for opened in &self.opened {
            let row = file(opened.piece.name(), "return_workbook", opened.kept);
            let original = crate::files::store::insert(txn, &row).await?;
            parts.extend(opened.parts().into_iter().map(|part| (part, original)));
        }
        let lot = Keeping { desk, viewer, batch, at, options };
        let (mut reports, mut known) = (Vec::with_capacity(parts.len()), Known::default());
        for group in parts.chunks(GROUP) {
            let only: Vec<Part<'_>> = group.iter().map(|(part, _)| *part).collect();
            known.load(desk, txn, viewer, &only).await?;
            let together = if independent(&only, options) { GROUP } else { 1 };
            for group in group.chunks(together) {
                let parts: Vec<Part<'_>> = group.iter().map(|(part, _)| *part).collect();
                known.prepare(desk, txn, viewer, &parts).await?;
                let decisions = decide::all(desk, viewer, &parts, options, &known);
                let decided: Vec<Decided<'_>> = group
                    .iter()
                    .zip(decisions)
                    .map(|((part, original), decision)| Decided { part: *part, original: *original, decision })
                    .collect();
                lot.keep(txn, &decided, &mut known).await?;
                reports.extend(decided.into_iter().map(|item| item.decision.report));
            }
        }
        if let Some(step) = &self.step {
            step.count(txn, i64::try_from(self.opened.len()).unwrap_or(i64::MAX)).await?;
        }
        Ok(reports)
    }

    async fn record(&self, txn: &DatabaseTransaction, reports: &[FileReport]) -> Result<Recorded, StoreError> {
        record(txn, &self.viewer, self.at, &self.batch, reports, self.options).await
    }
}

/// Whether none of these is decided by what another stores: each of another hospital and quarter, and where they count
/// at once, none later than another.
fn independent(parts: &[Part<'_>], options: Options) -> bool {
    let mut seen = HashSet::new();
    let mut whose = parts.iter().filter_map(|part| part.code().zip(part.quarter()));
    let one_quarter = parts.iter().filter_map(Part::quarter).collect::<HashSet<_>>().len() <= 1;
    whose.all(|whose| seen.insert(whose)) && (!options.accept || one_quarter)
}

/// The desk with the province's thresholds: a change of them acts on the next upload.
async fn in_force(desk: &Desk, db: &impl ConnectionTrait) -> Result<Desk, StoreError> {
    let catalogue = settings::in_force(db, &desk.catalogue).await?;
    Ok(Desk { catalogue, ..desk.clone() })
}

/// What keeping would say, without keeping.
fn fingerprint(bytes: &Bytes) -> Kept {
    Kept { sha256: Fingerprint::of(bytes), size: i64::try_from(bytes.len()).unwrap_or(i64::MAX) }
}

/// A name that cannot be guessed, though seeing a batch also asks for the scope.
pub(super) fn batch_name() -> String {
    let bytes: [u8; 12] = rand::random();
    hex::encode(bytes)
}

async fn record(
    txn: &DatabaseTransaction,
    viewer: &Viewer,
    at: DateTime<Utc>,
    batch: &str,
    reports: &[FileReport],
    options: Options,
) -> Result<Recorded, StoreError> {
    let said = reports.iter().filter(|report| !report.is_blank());
    let count = |outcome| said.clone().filter(|report| report.status == outcome).count();
    let receipts: Vec<&str> = reports.iter().filter_map(|report| report.receipt.as_deref()).collect();
    let mut files: Vec<&str> = reports.iter().map(|report| report.sha256.as_str()).collect();
    files.dedup();
    let action = if options.accept { "returns.uploaded_and_accepted" } else { "returns.uploaded" };
    let mut event = Event::new(action, "return_upload", batch)
        .detail("stored", count(Outcome::Stored))
        .detail("unchanged", count(Outcome::Unchanged))
        .detail("refused", count(Outcome::Refused))
        .detail("receipts", receipts.join(" "))
        .detail("files", files.join(" "));
    if receipts.is_empty() && count(Outcome::Unchanged) == 0 {
        event = event.refused();
    }
    journal::record(txn, viewer, at, event).await
}
